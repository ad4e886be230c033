"""`howcome translate`: nothing that was translated is lost, and the Spanish lesson is the same."""

import ast
import json

import nbformat
import pytest
from click.testing import CliRunner
from lessons import SECRETS, graded
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from howcome_instructor.cli import main
from howcome_instructor.errors import BadInput
from howcome_instructor.grade.job import Reference
from howcome_instructor.grade.mend import mend
from howcome_instructor.release import STUBS, pupil_copy, reference_copy, stamp
from howcome_instructor.sources import checkout_curriculum, choose, in_language, sources_in
from howcome_instructor.translate import catalogue
from howcome_instructor.translate.build import translated
from howcome_instructor.translate.code import functions, slots
from howcome_instructor.translate.faults import faults
from howcome_instructor.translate.messages import messages, retold

SOURCES = sources_in(checkout_curriculum())
NAME = "m97-small-lesson"
WORDS = """## Boots

It missed 32 of 100<!-- claim: boots --> boots.

- one boot
- two boots"""
CODE = """\
names = {"boot": "boots"}
which = Ask("How come?", choices={"few": "Too few."}, name="which")
check(which.value == "few", hint("m97-few", f"Of {names['boot']} it had {0}: show more."))
well_done("Yes.")"""


TWO = ["Two words", "But mine."]


def small(words=WORDS, code=CODE):
    return new_notebook(
        cells=[
            new_markdown_cell("# 97. Boots\n\nGrades 6-8 · 45 minutes", id="title"),
            new_markdown_cell(words, id="words"),
            new_code_cell(code, id="which", metadata={"jupyter": {"source_hidden": True}}),
            new_markdown_cell(
                "Write here.",
                id="letter",
                metadata={"nbgrader": graded("letter", solution=True, grade=True, points=1)},
            ),
            new_code_cell("print('It is secret_author_only')", metadata={"tags": ["author-only"]}),
        ],
        metadata={"howcome": {"lesson": NAME, "version": 1}},
    )


@pytest.fixture
def lesson(tmp_path):
    """A curriculum with one small lesson; gives back the lesson."""
    path = tmp_path / "curriculum" / "middle" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(small(), path)
    return sources_in(tmp_path / "curriculum")[0]


def run(lesson, *arguments, code=None):
    where = ("--curriculum", str(lesson.path.parents[2]))
    result = CliRunner().invoke(main, ["translate", *arguments, *where])
    assert code is None or result.exit_code == code, result.output
    return result


def po_of(lesson):
    return lesson.path.with_name("es.po")


def tell(lesson, **said):
    """Translate all messages, each into itself in capitals but for signs; some as `said`."""
    known = catalogue.read(po_of(lesson))
    for entry in known.live:
        key = entry.msgctxt.replace("/", "_").replace(" ", "_")
        entry.msgstr = said.get(key, f"{entry.msgid.rstrip('.')} (es)")
    po_of(lesson).write_text(known.text(NAME, "es"), encoding="utf-8")


def change(lesson, **cells):
    notebook = nbformat.read(lesson.path, as_version=4)
    for cell in notebook.cells:
        cell.source = cells.get(cell.id, cell.source)
    nbformat.write(notebook, lesson.path)


def spanish(lesson):
    known = catalogue.read(po_of(lesson))
    made = translated(nbformat.read(lesson.path, as_version=4), known, "es")
    return {cell.id: cell.source for cell in made.cells}


# -- what a translator gets


@pytest.mark.parametrize("lesson", SOURCES, ids=lambda one: one.number)
def test_every_lesson_written_back_is_the_same(lesson):
    notebook = nbformat.read(lesson.path, as_version=4)
    found = messages(notebook)
    assert len({message.context for message in found}) == len(found)
    for before, after in zip(
        notebook.cells, retold(notebook, lambda one: one.text).cells, strict=True
    ):
        if before.cell_type == "code":
            assert ast.dump(ast.parse(before.source)) == ast.dump(ast.parse(after.source))
        else:
            assert before.source == after.source


def test_the_messages_of_a_lesson():
    found = [(message.context, message.text) for message in messages(small())]
    assert found == [
        ("title/heading", "# 97. Boots"),
        ("title/paragraph", "Grades 6-8 · 45 minutes"),
        ("words/heading", "## Boots"),
        ("words/paragraph", "It missed 32 of 100<!-- claim: boots --> boots."),
        ("words/list", "- one boot\n- two boots"),
        ("which/names boot", "boots"),
        ("which/question", "How come?"),
        ("which/choices few", "Too few."),
        ("which/check", "Of {names['boot']} it had {0}: show more."),
        ("which/well done", "Yes."),
        ("letter/paragraph", "Write here."),
    ]
    hints = [message.what for message in messages(small()) if "hint" in message.what]
    assert hints == ["hint for the wrong idea m97-few"]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('rows("zoo cards")', []),
        ('about("shoes"); load("a table")', []),
        ('mix.answer("the right one")', []),
        ('x = table["two words"]', []),
        ('if x == "two words": pass', []),
        ('kinds = {"boot": "sneaker"}', []),
        ('toys = ["sea otter", "painted turtle"]', []),
        ('LabelCards(["a b"], ["not a shoe"], name="two words", kind="some kind")', []),
        ('card = {"name": "x", "text": "legs", "picture": "blue crab"}', ["legs"]),
        ('card = {"name": "x", "text": "legs", "text_es": "patas"}', []),
        ('Ask("Q?", choices=["a", "b"])', ["Q?", "a", "b"]),
        ('bars({"found": 1, "missed": 2}, title="T", alt="A")', ["found", "missed", "T", "A"]),
        ('pd.Series({"selection rate": 1, "tpr": 2})', ["selection rate"]),
        ('pictures(x, captions=["a boot"], alt="Boots.")', ["a boot", "Boots."]),
        ('axes = {"x": "swims", "labels": {"swims": "swims (meters)"}}', ["swims (meters)"]),
        ('said = "; ".join(f"{row}: {n} wrong" for row in rows)', ["{row}: {n} wrong"]),
        ('alt = "Wrong. " + ", ".join(f"{a}: {b}" for a, b in x)', ["Wrong."]),
        ('f"p{1:03d}"', []),
        ('art = \'<svg viewBox="0 0 1 1"><path d="M1 1z"/></svg>\'', []),
        ('text = "Two words."  # keep in English', []),
        ('beach = """\nTwo words.\n"""  # keep in English', []),
        ('art = {  # keep in English\n    "a": "Two words here.",\n}', []),
        ("check(ok, 'Say \"so\".')", ['Say "so".']),
        ("%matplotlib inline\ncheck(ok, 'Look.')", ["Look."]),
        ("this is ] no python", []),
        ("### BEGIN SOLUTION\nx = 'A whole sentence.'\n### END SOLUTION", []),
        ("### BEGIN HIDDEN TESTS\nx = 'Not for anyone.'\ncheck(a, 'But this.')\n", ["But this."]),
        ("def tell():\n    return 'Two words'\nshow('Not mine.')\ntell('But mine.')", TWO),
    ],
)
def test_which_strings_a_pupil_reads(source, texts):
    found = [slot.text for slot in slots(source, functions([source]), visible=False)]
    assert found == texts


def test_comments_and_what_a_function_does():
    source = (
        'def gap(a):\n    """How far."""\n    ### BEGIN SOLUTION\n    # how\n    ### END SOLUTION\n'
    )
    source += "x = 1  # one boot\n# two\n# lines\n# noqa: E501"
    assert [one.text for one in slots(source, set())] == ["How far.", "one boot", "two\nlines"]
    hidden = list(slots("# Run me\nx = 1  # why", set(), visible=False))
    assert [one.text for one in hidden] == ["Run me"]  # a folded cell shows its first line


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("check(a, 'Look.')", 'Mira "aquí" \\ allí.\nY {esto}.'),
        ("check(a, f'It had {n[\"b\"]!r} {x:.1f}.')", "{x:.1f} y {n['b']!r}: \"así\" {{no}}."),
        ("check(a, f'It had {n}.')", "De {n} " + "muchas palabras largas " * 12 + "y {n}."),
        ("x = '''\nOne boot.\n'''", 'Dos "tres".\nCuatro.'),
        ("check(a, 'Ändern: ✗', f'{x} ü') or check(b, 'Look: ✗')", "Mira: ✗ ñ"),
    ],
)
def test_a_translated_string_is_written_so_that_python_reads_it(source, told):
    slot = next(slots(source, set(), visible=False))
    new = source[: slot.start] + slot.write(told) + source[slot.end :]
    assert next(slots(new, set(), visible=False)).text == told.strip()
    assert all(len(line) < 100 for line in new.split("\n"))


# -- the file, again and again


def test_a_second_run_changes_no_byte(lesson):
    assert "11 messages, 0 done, 0 outdated, 11 missing" in run(lesson, "m97", "es", code=1).output
    tell(lesson)
    run(lesson, "m97", code=0)
    before = po_of(lesson).read_bytes()
    assert "11 done" in run(lesson, "m97", code=0).output
    assert po_of(lesson).read_bytes() == before


def test_what_moved_keeps_its_words_and_what_changed_is_marked(lesson):
    run(lesson, "m97")
    tell(lesson)
    new = WORDS.replace("It missed", "It has missed").replace("## Boots", "## Boots\n\nA new one.")
    change(lesson, words=new, letter="Write here.\n\nYes.")
    assert "13 messages, 11 done, 1 outdated, 1 missing" in run(lesson, "m97", code=1).output
    entries = {entry.msgctxt: entry for entry in catalogue.read(po_of(lesson)).live}
    changed = entries["words/paragraph 2"]
    assert changed.fuzzy
    assert changed.previous_msgid == "It missed 32 of 100<!-- claim: boots --> boots."
    assert changed.msgstr == "It missed 32 of 100<!-- claim: boots --> boots (es)"
    assert entries["words/paragraph"].msgstr == ""
    # the same words in another place
    assert entries["letter/paragraph 2"].msgstr == entries["which/well done"].msgstr == "Yes (es)"
    # changed once more: marked with the English that it was made for
    change(lesson, words=new.replace("It has missed", "It had missed"))
    run(lesson, "m97")
    entries = {entry.msgctxt: entry for entry in catalogue.read(po_of(lesson)).live}
    assert entries["words/paragraph 2"].previous_msgid.startswith("It missed")


def test_what_is_gone_comes_back_with_its_english(lesson):
    run(lesson, "m97")
    tell(lesson)
    before = {entry.msgid: entry.msgstr for entry in catalogue.read(po_of(lesson)).entries}
    change(lesson, words="Nothing left of it here.")
    run(lesson, "m97")
    after = catalogue.read(po_of(lesson))
    assert {entry.msgid for entry in after.entries if entry.obsolete} >= {"- one boot\n- two boots"}
    kept = {entry.msgid: entry.msgstr for entry in after.entries}
    assert before.items() <= kept.items()
    change(lesson, words=WORDS)
    assert "11 done" in run(lesson, "m97", code=0).output


def test_a_translators_own_notes_stay(lesson):
    run(lesson, "m97")
    text = po_of(lesson).read_text("utf-8")
    text = text.replace("# A lesson in Spanish.", "# Ask Rosa about boots.\n# A lesson in Spanish.")
    text = text.replace('#. heading\nmsgctxt "words/', '# botas?\n#. heading\nmsgctxt "words/')
    po_of(lesson).write_text(text, "utf-8")
    run(lesson, "m97")
    text = po_of(lesson).read_text("utf-8")
    assert "# Ask Rosa about boots." in text
    assert "# botas?" in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('msgstr "B"', 'msgstr "B'),
        ('msgstr "B"', 'msgstr "a "b" c"'),
        ('msgstr "B"', 'mgstr "B"'),
        ('msgstr "B"', "msgstr B"),
        ('msgstr "B"', '<<<<<<< HEAD\nmsgstr "B"'),
        ('msgid "# 97', 'msgstr "# 97'),
    ],
)
def test_a_damaged_file_is_named_with_its_line_and_left_alone(lesson, old, new):
    run(lesson, "m97")
    tell(lesson, title_heading="B")
    text = po_of(lesson).read_text("utf-8")
    line = text[: text.index(old)].count("\n") + 1
    damaged = text.replace(old, new, 1)
    po_of(lesson).write_text(damaged, "utf-8")
    result = run(lesson, "m97", code=2)
    assert len(result.stderr.splitlines()) == 1
    said = int(result.stderr.split("es.po, line ")[1].split(":")[0])
    assert line <= said <= line + 2
    assert po_of(lesson).read_text("utf-8") == damaged


def test_other_files_that_are_no_messages(lesson):
    for data in (b"\xff\xfe\x00", b"hello", b"PK\x03\x04 zip"):
        po_of(lesson).write_bytes(data)
        assert "es.po" in run(lesson, "m97", code=2).stderr
        assert po_of(lesson).read_bytes() == data


def test_windows_line_ends_and_a_mark_at_the_start_are_read(lesson):
    run(lesson, "m97")
    tell(lesson)
    data = po_of(lesson).read_bytes()
    po_of(lesson).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert "11 done" in run(lesson, "m97", code=0).output


def test_a_message_that_stands_there_twice(lesson):
    run(lesson, "m97")
    text = po_of(lesson).read_text("utf-8")
    twice = text[text.index("#. heading") :].split("\n\n")[0]
    po_of(lesson).write_text(f"{text}\n{twice}\n", "utf-8")
    assert "stands there twice" in run(lesson, "m97", code=2).stderr


# -- what must not be lost


@pytest.mark.parametrize(
    ("context", "told", "says"),
    [
        ("which/check", "De botas tuvo {0}.", "put back the gap {names['boot']}"),
        ("which/check", "{names['boot']} {0} {x}", "take out {x}"),
        ("which/check", "{names['boot']} {0} {", "stands alone"),
        ("which/check", "{names['boot']} {0}", ""),
        ("words/paragraph", "32 de 100 botas.", "put back <!-- claim: boots -->"),
        ("words/heading", "Botas", "it is a heading"),
        ("words/list", "- una\n- dos\n- tres", "2 points in English and 3 here"),
        ("words/paragraph", "**32 de 100<!-- claim: boots -->", "no partner"),
        ("words/paragraph", "32 de 100<!-- claim: boots --> {botas}", ""),
    ],
)
def test_faults(context, told, says):
    (message,) = [one for one in messages(small()) if one.context == context]
    found = faults(message, told)
    assert [one for one in found if says in one] if says else found == []


# -- the Spanish lesson


def test_what_has_no_spanish_stays_english_and_says_so(lesson):
    change(lesson, words=f"{WORDS}\n\n| a boot | b |\n| --- | --- |\n| 1 | 2 |")
    run(lesson, "m97")
    made = spanish(lesson)
    assert made["title"].startswith("# 97. Boots *(en inglés)*\n\n")
    assert made["words"].endswith("- two boots *(en inglés)*\n\n| a boot | b |\n| --- | --- |\n"
                                  "| 1 | 2 |\n\n*(en inglés)*")  # fmt: skip
    assert '"Too few. (en inglés)"' in made["which"]
    assert "inglés" in made["which"].split("show more.")[1]


def test_outdated_and_faulty_words_are_not_used(lesson):
    run(lesson, "m97")
    tell(lesson, which_check="Sin hueco.", words_heading="## Botas")
    change(lesson, title="# 97. Boots\n\nGrades 6-8 · 50 minutes")
    made = spanish(lesson)
    assert "50 minutes *(en inglés)*" in made["title"]  # not merged yet, and not lost
    assert "inglés" in made["which"].split("show more.")[1]
    assert made["words"].startswith(
        "## Botas\n\nIt missed 32 of 100<!-- claim: boots --> boots (es)"
    )
    run(lesson, "m97", code=1)
    assert "50 minutes *(en inglés)*" in spanish(lesson)["title"]


def test_the_spanish_lesson_is_the_same_lesson(lesson):
    run(lesson, "m97")
    tell(lesson)
    source = nbformat.read(lesson.path, as_version=4)
    (other,) = in_language([lesson], "es")
    made = nbformat.reads(other.read().decode(), as_version=4)
    assert made.metadata["howcome"] == {"lesson": NAME, "version": 1, "language": "es"}
    assert [cell.id for cell in made.cells] == [cell.id for cell in source.cells]
    assert [cell.metadata for cell in made.cells] == [cell.metadata for cell in source.cells]
    assert made.cells[-1].source == source.cells[-1].source
    copy = pupil_copy(made)
    assert {cell.id: cell.source for cell in copy.cells}["letter"] == STUBS["es"][1]
    assert SECRETS[4] not in nbformat.writes(copy)
    # and English copies stay English afterwards
    assert STUBS["en"][1] in nbformat.writes(pupil_copy(source))


@pytest.mark.parametrize(("course", "mine"), [("en", "es"), ("es", "en")])
def test_a_copy_in_the_other_language_is_marked_without_a_word(course, mine):
    lesson = choose(SOURCES, names=["m04"])[0]
    languages = {"en": lesson, "es": in_language([lesson], "es")[0]}
    read = {key: nbformat.reads(one.read().decode(), 4) for key, one in languages.items()}
    reference = Reference(lesson.name, "1", json.loads(json.dumps(reference_copy(read[course]))))
    copy = stamp(pupil_copy(read[mine]))
    mended = mend(json.dumps(copy).encode(), reference)
    assert mended.outcome == "graded"
    assert mended.notes == ()
    cells = {cell["id"]: cell["source"] for cell in mended.notebook["cells"]}
    assert cells["letter"] == STUBS[course][1]  # nothing was written, and nbgrader sees it


# -- the command


def test_the_table_and_json(lesson):
    assert "not begun" in run(lesson, code=0).output
    assert json.loads(run(lesson, "--json", code=0).output) == {NAME: None}
    run(lesson, "m97")
    tell(lesson, which_check="Sin hueco.", title_heading="")
    one = json.loads(run(lesson, "--json", code=0).output)[NAME]
    assert (one["messages"], one["done"], one["missing"], one["percent"]) == (11, 9, 1, 81)
    assert "(which/check): put back the gap" in one["faulty"][0]
    assert one["faulty"][0].startswith("line ")
    table = run(lesson, code=0).output
    assert "81 %" in table
    assert "0 of 1 lessons are wholly in Spanish." in table


def test_a_review_holds_until_the_words_change(lesson):
    run(lesson, "m97")
    who = ("--reviewed", "Spanish teacher, native speaker")
    assert "11 of 11 messages are missing" in run(lesson, "m97", *who, code=2).stderr
    tell(lesson)
    said = run(lesson, "m97", *who, code=0).output
    assert "Spanish teacher, native speaker" in said
    assert "changed" not in run(lesson, "m97", code=0).output
    tell(lesson, title_heading="# 97. Botas")
    assert "changed since 20" in run(lesson, "m97", code=0).output
    run(lesson, "m97", *who)
    assert "changed" not in run(lesson, "m97").output


def test_the_notebook_as_a_file(lesson, tmp_path):
    run(lesson, "m97")
    tell(lesson)
    out = tmp_path / "spanish.ipynb"
    run(lesson, "m97", "es", "--out", str(out), code=0)
    assert nbformat.read(out, as_version=4).metadata["howcome"]["language"] == "es"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("m97", "fr"), "no language 'fr'"),
        (("m96",), "did you mean m97-small-lesson"),
        (("m97", "--out", "no/such/folder/x.ipynb"), "folder that is there"),
        (("--out", "x.ipynb"), "Name the lesson"),
        (("m97", "--reviewed", " "), "Say who has read it"),
    ],
)
def test_refused_before_anything_is_written(lesson, arguments, says):
    assert says in run(lesson, *arguments, code=2).stderr
    assert not po_of(lesson).exists()


def test_the_source_is_never_written_over(lesson):
    before = lesson.path.read_bytes()
    assert "English source" in run(lesson, "m97", "--out", str(lesson.path), code=2).stderr
    assert lesson.path.read_bytes() == before


def test_a_broken_notebook(lesson):
    lesson.path.write_text("{", "utf-8")
    assert "not a notebook that can be read" in run(lesson, "m97", code=2).stderr
    po_of(lesson).write_text('msgid ""\nmsgstr ""\n"Language: es\\n"\n', "utf-8")
    with pytest.raises(BadInput, match="not a notebook"):
        in_language([lesson], "es")[0].read()
