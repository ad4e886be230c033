"""Mending a file: its cells come out, whatever it is, or a sentence says why they cannot."""

import gzip
import io
import json
import time
import tracemalloc
import zipfile

import nbformat
import pytest
from mending import (
    ANSWERS,
    SMALL,
    answered,
    as_bytes,
    at,
    clicked,
    codes,
    mended,
    names,
    own,
    reference,
    released,
    sources,
)

from howcome_instructor.grade.mend import mend
from howcome_instructor.grade.notes import GRADED, NEEDS_TEACHER, NOT_GRADABLE


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\0" * 5000, "empty"),
        (b"\xff\xfe", "empty"),
        (b"%PDF-1.7\n...", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"{\\rtf1 my answer}", "document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "document"),
        (zipped(word__document=b"<w:document/>"), "document"),
        (zipped(notes=b"nothing here"), "archive"),
        (b"PK\x03\x04 and then nothing", "archive"),
        (b"\x1f\x8b\x08 and then nothing", "archive"),
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "web-page"),
        ("\ufeff  <html lang='es'>".encode(), "web-page"),
        (b"def double(number):\n    return 2 * number\n", "unreadable"),
        (b'{"cells', "unreadable"),
        (b'"cells"', "not-a-notebook"),
        (b"[1, 2]", "not-a-notebook"),
        (b'{"a": 1}', "not-a-notebook"),
        (b'{"nbformat": 4, "metadata": {}}', "no-lesson-cells"),
        (b'{"nbformat": 4, "metadata": {}, "cells": {}}', "no-lesson-cells"),
        (b'{"nbformat": 4, "metadata": {}, "cells": []}', "no-lesson-cells"),
        (b"[" * 100_000, "unreadable"),
        (b'{"nbformat": ' + b"9" * 5000 + b"}", "unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_notebook_is_named(data, code):
    done = mended(data)
    assert (done.outcome, codes(done)[-1]) == (NOT_GRADABLE, code)
    assert done.notebook is None
    assert done.answers is None


def test_a_healthy_copy_is_mended_without_a_word():
    for nb in (answered(), released()):
        done = mended(nb)
        assert (done.outcome, codes(done)) == (GRADED, [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252"])
def test_a_text_editors_alphabet_is_read(encoding):
    nb = answered()
    at(nb, "why")["source"] = "Porque las mitades son iguales: ¡así es, mañana también!"
    text = as_bytes(nb).decode("utf-8")
    done = mended(text.encode(encoding))
    assert codes(done) == ["encoding"]
    assert sources(done)["why"] == at(nb, "why")["source"]


def test_a_few_damaged_bytes_cost_a_few_letters():
    nb = answered()
    at(nb, "why")["source"] = "Así es: mañana también."
    data = as_bytes(nb).replace("ñ".encode(), b"\xc3\xff")
    done = mended(data)
    assert codes(done) == ["letters-lost"]
    assert sources(done)["why"].startswith("Así es: ma")


def test_a_packed_notebook_is_unpacked():
    data = as_bytes(answered())
    other = data.replace(SMALL.encode(), b"m92-thrice")
    for packed in (
        gzip.compress(data),
        zipped(**{"a.ipynb": other, "b.ipynb": data, "__MACOSX__b.ipynb": b"nothing"}),
    ):
        done = mended(packed)
        assert codes(done) == ["packed"]
        assert sources(done)["why"] == ANSWERS["why"]


def test_what_would_unpack_to_too_much_is_left_packed(monkeypatch):
    monkeypatch.setattr("howcome_instructor.grade.mend.unpack.LARGEST", 10_000)
    for packed in (gzip.compress(b" " * 20_000), zipped(**{"a.ipynb": b" " * 20_000})):
        done = mended(packed)
        assert (done.outcome, codes(done)) == (NEEDS_TEACHER, ["too-big"])


def test_a_zip_with_a_password_says_so():
    data = bytearray(zipped(**{"a.ipynb": as_bytes(answered())}))
    data[6] |= 1  # the bit that says "encrypted", in both places where a zip has it
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert codes(mended(bytes(data))) == ["archive"]


def test_cut_off_anywhere_each_cell_before_the_cut_is_kept():
    """Cut at every 97th byte: all whole cells before the cut are there, each exactly once."""
    nb = answered()
    data = as_bytes(nb)
    assert codes(mended(data[: data.index(b'"nbformat"')])) == ["cut-off"]
    ends = {cell["id"]: data.index(json.dumps(cell["source"]).encode()) for cell in nb["cells"]}
    seen = 0
    for cut in range(200, len(data) - 10, 97):
        done = mended(data[:cut])
        whole = [name for name, end in ends.items() if end + len(at(nb, name)["source"]) + 4 < cut]
        if done.outcome == GRADED:
            assert codes(done)[0].startswith("cut-off")
            assert not {"answer-missing", "check-missing", "cell-missing"} & {*codes(done)}
            assert [name for name in names(done) if name in whole] == whole
            assert len(set(names(done))) == len(names(done))
            kept = {name: source for name, source in sources(done).items() if name in whole}
            assert kept.items() >= {n: ANSWERS[n] for n in ANSWERS if n in whole}.items()
            seen += 1
        else:
            assert codes(done)[-1] in ("no-answers", "unreadable", "no-lesson-cells"), cut
            assert "double" not in whole
    assert seen > 20


def test_clicks_before_the_cut_are_kept_without_the_metadata():
    data = as_bytes(answered())
    done = mended(data[: data.index(b'"answer-colour"')])
    assert done.outcome == GRADED
    records = json.loads(done.answers)["cells"][0]["outputs"]
    assert [
        output["data"]["application/vnd.howcome.answer+json"]["value"] for output in records
    ] == ["sky"]


def test_the_lines_of_a_torn_answer_are_kept():
    nb = answered()
    at(nb, "double")["source"] = [line + "\n" for line in ANSWERS["double"].split("\n")]
    data = as_bytes(nb)
    done = mended(data[: data.index(b"return number") + 5])
    assert sources(done)["double"] == 'def double(number):\n    """Twice the number."""\n'
    assert codes(done) == ["cut-off-lost"]


@pytest.mark.parametrize("cut", ["answer-mend", "answer-which", "letter"])
def test_what_a_cut_has_cost_is_said_once_to_each(cut):
    lesson = "m04-who-is-missing"
    text = as_bytes(answered(lesson)).decode()
    done = mended(text[: text.index(f'"grade_id": "{cut}"')].encode(), lesson)
    assert (done.outcome, codes(done)) == (GRADED, ["cut-off-lost"])
    (note,) = done.notes
    assert note.look
    titles = ["“Mend it”", "“Cards that are new, cards that are copies”", "“Write to the crew”"]
    left = titles[["answer-mend", "answer-which", "letter"].index(cut) :]
    assert f"counts as not answered ({', '.join(left)})" in note.teacher()
    assert "the mark is of what came before the cut" in note.teacher()
    assert "your points are for what could be saved" in note.pupil()
    assert "Undo" not in note.pupil()


def test_a_hole_in_which_answers_were_is_said_once():
    text = as_bytes(answered()).decode()
    here = text.index('"id": "double"')
    start, end = text.rindex('"cell_type"', 0, here), text.index('"source"', here)
    done = mended((text[:start] + "oops" + text[end:]).encode())
    assert (done.outcome, codes(done)) == (GRADED, ["broken-lost"])
    assert "counts as not answered (“Twice”)" in done.notes[0].teacher()


def test_a_hole_in_the_middle_costs_one_cell():
    text = as_bytes(answered()).decode()
    for damage in (
        text.replace('"id": "look",', '"id": "look" "oops"'),
        text.replace('"id": "look",', '"id": look,'),
        text + "}]",
    ):
        done = mended(damage.encode())
        assert (done.outcome, codes(done)) == (GRADED, ["broken"])
        assert sources(done)["double"] == ANSWERS["double"]


def test_raw_line_breaks_in_a_string_are_no_damage():
    data = as_bytes(answered()).replace(b"Because both\\n", b"Because both\n")
    assert codes(mended(data.replace(b"halves are", b"halves\tare"))) == []


def conflict(text: str, ours: str, theirs: str, base: str | None = None) -> bytes:
    before = "" if base is None else f"\n||||||| 1234567\n{base}"
    both = f"<<<<<<< HEAD\n{ours}{before}\n=======\n{theirs}\n>>>>>>> theirs"
    assert ours in text
    return text.replace(ours, both, 1).encode()


@pytest.mark.parametrize("base", [None, '   "source": "base"'])
def test_a_conflict_in_the_file_keeps_both_sides(base):
    text = as_bytes(answered()).decode()
    line = next(line for line in text.split("\n") if "number + number" in line)
    done = mended(conflict(text, line, line.replace("number + number", "2 * number"), base))
    assert (done.outcome, codes(done)) == (GRADED, ["merge", "copies"])
    assert sources(done)["double"] == ANSWERS["double"]
    kept = done.notebook["cells"][names(done).index("double") + 1]
    assert kept["cell_type"] == "markdown"
    assert "return 2 * number" in kept["source"]


def test_of_two_sides_the_one_that_runs_is_marked():
    text = as_bytes(answered()).decode()
    line = next(line for line in text.split("\n") if "number + number" in line)
    broken = line.replace("number + number", "number +")
    assert sources(mended(conflict(text, line, broken)))["double"] == ANSWERS["double"]
    assert (
        sources(mended(conflict(text.replace(line, broken), broken, line)))["double"]
        == (ANSWERS["double"])
    )


def test_a_conflict_inside_a_cell_keeps_both_sides():
    nb = answered()
    at(nb, "double")["source"] = (
        "def double(number):\n<<<<<<< HEAD\n    return number +\n=======\n"
        "    return 2 * number\n>>>>>>> theirs\n"
    )
    at(nb, "look")["source"] = "<<<<<<< HEAD\nwords = [\n=======\nwords = []\n>>>>>>> theirs"
    done = mended(nb)
    assert codes(done) == ["merge-cell", "merge-cell", "copies"]
    assert sources(done)["double"] == "def double(number):\n    return 2 * number"
    look = names(done).index("look")
    assert done.notebook["cells"][look]["source"] == "words = []"
    assert "words = [" in done.notebook["cells"][look + 1]["source"]


def test_markers_that_are_no_conflict_are_left_alone():
    nb = answered()
    at(nb, "why")["source"] = "My title\n=======\n\nBecause.\n\n<<<<<<< is an arrow"
    done = mended(nb)
    assert codes(done) == []
    assert sources(done)["why"] == at(nb, "why")["source"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nbformat": 99}, ["new-format"]),
        ({"nbformat": 3}, ["format-missing"]),
        ({"nbformat": None}, ["format-missing"]),
        ({"nbformat_minor": "x"}, []),
        ({"nbformat_minor": 99}, []),
        ({"metadata": []}, ["unnamed"]),
    ],
)
def test_wrong_fields_of_the_format(changes, said):
    done = mended({**answered(), **changes})
    assert (done.outcome, codes(done)) == (GRADED, said)
    assert sources(done) == sources(mended(answered()))
    nbformat.validate(done.notebook)


def test_format_3_is_brought_up_to_date():
    """What comes out has the sources that nbformat's own conversion gives."""
    old = nbformat.convert(nbformat.from_dict(answered()), 3)
    old["worksheets"][0]["cells"].append({"cell_type": "heading", "level": 2, "source": "My own"})
    old["worksheets"][0]["cells"].append({"cell_type": "html", "source": "<b>mine</b>"})
    done = mended(json.loads(json.dumps(old)))
    assert (done.outcome, codes(done)) == (GRADED, ["old-format"])
    new = [cell.source for cell in nbformat.convert(nbformat.from_dict(old), 4).cells]
    healthy = [cell["source"] for cell in mended(answered()).notebook["cells"]]
    assert new[: len(healthy)] == [cell["source"] for cell in answered()["cells"]]
    assert [cell["source"] for cell in done.notebook["cells"]] == [*healthy, *new[-2:]]


def test_sources_as_lines_are_the_same():
    nb = answered()
    for cell in nb["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    assert mended(nb).notebook == mended(answered()).notebook


def test_windows_line_ends_leave_an_untouched_answer_untouched():
    nb = released()
    for cell in nb["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")
    assert codes(mended(nb)) == []
    assert mended(nb).notebook == mended(released()).notebook


def test_what_is_no_cell_is_left_out():
    nb = answered()
    nb["cells"][1:1] = [None, 7, "cell", ["cell"]]
    done = mended(nb)
    assert codes(done) == ["no-cells"]
    assert done.notebook == mended(answered()).notebook


def test_50_mb_of_output_go_first_and_clicks_stay():
    nb = answered()
    for _ in range(50):
        at(nb, "double")["outputs"].append(
            {"output_type": "stream", "name": "stdout", "text": "x" * 2**20}
        )
    nb["metadata"]["widgets"] = {"state": ["y" * 2**20]}
    data = as_bytes(nb)
    tracemalloc.start()
    done = mend(data, reference())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (done.outcome, codes(done)) == (GRADED, ["large-output"])
    assert done.notebook == mended(answered()).notebook
    assert done.answers == mended(answered()).answers
    assert peak < 4 * len(data)


def test_a_very_long_cell_is_kept():
    nb = answered()
    nb["cells"].insert(3, own("data = '" + "x" * 2**21 + "'"))
    done = mended(nb)
    assert codes(done) == ["long-cell"]
    assert done.notebook["cells"][3]["source"] == nb["cells"][3]["source"]


def test_too_many_cells_are_the_teachers_to_see():
    nb = answered()
    nb["cells"] += [own("1", name=f"n{n}") for n in range(3_000)]
    done = mended(nb)
    assert (done.outcome, codes(done)) == (NEEDS_TEACHER, ["too-many-cells"])


def test_half_letters_do_not_stop_anything():
    nb = answered()
    at(nb, "why")["source"] = "Because \ud83d of it"
    at(nb, "why")["metadata"]["note"] = {"\udc00": "\ud800"}
    done = mended(json.dumps(nb).encode())
    json.dumps(done.notebook, ensure_ascii=False).encode("utf-8")
    assert sources(done)["why"].startswith("Because ")


def test_metadata_of_the_wrong_kind_is_left_out():
    nb = answered()
    at(nb, "look")["metadata"] |= {
        **{"tags": "mine", "jupyter": 3, "collapsed": "yes", "name": "", "execution": [1]},
        "deep": json.loads("[" * 500 + "]" * 500),
    }
    at(nb, "title")["metadata"]["tags"] = ["a", "a"]
    at(nb, "title")["attachments"] = {"cat.png": {"image/png": "AAAA"}, "bad": 3}
    nb["metadata"] |= {"kernelspec": 3, "language_info": {}, "authors": "me", "title": 5}
    done = mended(nb)
    nbformat.validate(done.notebook)
    title = done.notebook["cells"][0]
    assert title["attachments"] == {"cat.png": {"image/png": "AAAA"}}
    assert codes(done) == []


def test_an_output_of_a_cell_of_another_type_is_no_harm():
    nb = answered()
    at(nb, "title")["outputs"] = [clicked("red", revision=9)]
    at(nb, "look")["outputs"] = "many"
    assert mended(nb).outcome == GRADED


def test_a_real_lesson_takes_milliseconds():
    data, wanted = as_bytes(answered("h04-fair-for-whom")), reference("h04-fair-for-whom")
    times = []
    for _ in range(10):
        started = time.perf_counter()
        assert mend(data, wanted).notes == ()
        times.append(time.perf_counter() - started)
    assert min(times) < 0.020


def test_a_mistake_of_ours_is_never_the_pupils(monkeypatch):
    def broken(work):
        raise ZeroDivisionError

    monkeypatch.setattr("howcome_instructor.grade.mend.STAGES", (broken,))
    done = mended(answered())
    assert (done.outcome, codes(done)) == (NEEDS_TEACHER, ["puzzled"])
