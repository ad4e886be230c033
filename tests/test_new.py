"""`howcome new`: a lesson that runs, that every rule of structure takes, and that has blanks."""

from __future__ import annotations

import shutil
from contextlib import closing
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

import howcome
from howcome_instructor.check.draft import Draft
from howcome_instructor.check.rules import chosen
from howcome_instructor.cli import main
from howcome_instructor.new import shelf
from howcome_instructor.new.blanks import SIGN, blanks
from howcome_instructor.new.plan import make_plan
from howcome_instructor.new.render import notebook, shared_out
from howcome_instructor.new.write import write
from howcome_instructor.sources import sources_in

HOME = Path(__file__).parent.parent
STARTS = [
    pytest.param(activity, toy, stage, id=f"{activity}-{toy}-{stage}")
    for activity in shelf.activities()
    for stage in shelf.stages_of(activity)
    for toy in shelf.toys_for(activity, stage) or [None]
]
RUN = [
    one
    for one in STARTS
    if one.values[2] in ("TK-2", shelf.stages_of(one.values[0])[-1]) or one.values[1] is None
]
"""Each activity with each of its toys once; what depends on the grades in all of them."""
USUAL = ["--band", "middle", "--title", "What did it read?", "--activity", "SampleMixer"]


@pytest.fixture
def curriculum(tmp_path) -> Path:
    """A curriculum with a map and one lesson, m04."""
    found = tmp_path / "curriculum"
    name = "m04-who-is-missing"
    shutil.copytree(HOME / "curriculum" / "middle" / name, found / "middle" / name)
    shutil.copy(HOME / "curriculum" / "README.md", found)
    shutil.copytree(HOME / "curriculum" / "standards", found / "standards")
    guides = tmp_path / "instructor" / "guides" / "middle"
    guides.mkdir(parents=True)
    shutil.copy(HOME / "instructor" / "guides" / "middle" / f"{name}.md", guides)
    return found


def run(curriculum: Path, *options: str, answers: str | None = None):
    command = ["new", *options, "--curriculum", str(curriculum)]
    return CliRunner().invoke(main, command, input=answers)


def everything_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def made(curriculum: Path, activity: str, toy: str | None, stage: str) -> Draft:
    plan = make_plan(
        curriculum=curriculum, stage=stage, title="A new one", activity=activity, toy=toy
    )
    write(plan)
    return Draft(plan.lesson, plan.curriculum)


# What is made.


def test_it_makes_a_notebook_a_guide_and_a_row_on_the_map(curriculum):
    result = run(curriculum, *USUAL, "--question", "What did we show it?", "--minutes", "45")
    assert result.exit_code == 0, result.output
    name = "m05-what-did-it-read"
    path = curriculum / "middle" / name / f"{name}.ipynb"
    guide = curriculum.parent / "instructor" / "guides" / "middle" / f"{name}.md"
    assert [one.name for one in sources_in(curriculum)] == ["m04-who-is-missing", name]
    title = nbformat.read(path, as_version=4).cells[0].source
    assert title.startswith("# 5. What did it read?\n\nGrades 6-8 · 45 minutes")
    assert 'question: "What did we show it?"' in guide.read_text(encoding="utf-8")
    page = (curriculum / "README.md").read_text(encoding="utf-8")
    assert f"[{name}](middle/{name}/{name}.ipynb) | 6-8 | 45 | What did we show it? |" in page
    assert "m04-who-is-missing" in page


def test_it_says_how_many_blanks_are_left_where_and_what_comes_next(curriculum):
    said = run(curriculum, *USUAL).output
    lesson = next(curriculum.glob("middle/m05-*/*.ipynb"))
    guide = next((curriculum.parent / "instructor").rglob("m05-*.md"))
    in_cells = [blanks(cell.source) for cell in nbformat.read(lesson, as_version=4).cells]
    left = sum(map(len, in_cells)) + len(blanks(guide.read_text(encoding="utf-8")))
    assert f"{left} blanks (✎) are left for you" in said
    assert "notebook: title 1, goals 4" in said
    assert "guide: record" in said
    assert "jupyter lab" in said
    assert str(lesson.relative_to(curriculum.parent)) in said
    assert str(guide.relative_to(curriculum.parent)) in said
    assert "howcome check m05" in said
    assert "howcome lab --lesson m05" in said


@pytest.mark.parametrize(("activity", "toy", "stage"), STARTS)
def test_a_fresh_lesson_keeps_every_rule_of_structure_but_its_blanks(
    curriculum, activity, toy, stage
):
    (curriculum / "README.md").unlink()  # a curriculum without a map
    draft = made(curriculum, activity, toy, stage)
    found = [one for rule in chosen(["structure"]) for one in rule.findings(draft)]
    assert {one.rule for one in found} == {"structure.blank_left"}
    guide = draft.guide.whole
    places = {one.where for one in found}
    assert places == {
        *(cell.id for cell in draft.notebook.cells if SIGN in cell.source),
        *(where for where, text in draft.guide_parts if SIGN in text),
        *(["guide: record"] if SIGN in guide.split("---\n")[1] else []),
    }


@pytest.mark.parametrize(("activity", "toy", "stage"), RUN)
def test_its_tasks_take_the_right_answers_and_name_the_wrong_ones(curriculum, activity, toy, stage):
    draft = made(curriculum, activity, toy, stage)
    with closing(draft.runs):
        right = draft.runs.right
        assert {name: cell.status for name, cell in right.items() if cell.status != "ok"} == {}
        checks = [cell.id for cell in draft.tasks]
        assert len(checks) == (0 if stage == "TK-2" else 2)
        untouched = draft.runs.empty
        assert [name for name, cell in untouched.items() if cell.status != "ok"] == checks
        assert len(draft.ideas) == (0 if stage == "TK-2" else 3)
        for idea in draft.ideas:
            seen = draft.runs.visible({idea["task"]: idea["wrong"]})
            assert seen[f"check-{idea['task']}"].misconception == idea["id"]


@pytest.mark.parametrize("toy", sorted(shelf.toys()))
def test_what_it_says_of_a_toy_is_measured(toy):
    activity = next(
        one for one, about in shelf.activities().items() if toy in about.get("toys", ())
    )
    cells = notebook(_plan(activity, toy)).cells
    words = next(cell for cell in cells if cell.id == "explain").source
    assert "<!-- claim: " in words
    claims = next(cell for cell in cells if cell.id == "claims").source
    exec(claims, {toy: import_module(f"howcome.toys.{toy}")})


def _plan(activity: str, toy: str | None, tmp: Path = HOME / "curriculum"):
    stage = shelf.stages_of(activity)[-1]
    return make_plan(curriculum=tmp, stage=stage, title="A new one", activity=activity, toy=toy)


def test_every_activity_and_every_template_is_known():
    public = {name for name in howcome.__all__ if name[0].isupper()}
    assert set(shelf.activities()) == public
    stems = {path.stem.replace("_", "") for path in shelf.TEMPLATES.glob("activities/*.txt")}
    assert stems == {name.lower() for name in public}
    named = {toy for about in shelf.activities().values() for toy in about.get("toys", {})}
    assert named == set(shelf.toys())
    for name, about in shelf.activities().items():
        assert getattr(howcome, name).__doc__.splitlines()[0] == about["says"]


@pytest.mark.parametrize("stage", ["TK-2", "3-5", "6-8", "9-12"])
def test_the_plan_adds_up(stage):
    for minutes in (10, 13, 45, 180):
        times = [time for _, time in shared_out(minutes, stage)]
        assert sum(times) == minutes
        assert min(times) >= 1


# Names and numbers.


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ([], "m05-what-did-it-read"),
        (["--number", "17"], "m17-what-did-it-read"),
        (["--name", "m17-a-name"], "m17-a-name"),
        (["--name", "a-name"], "m05-a-name"),
        (["--title", "¿Qué leyó la máquina?"], "m05-que-leyo-la-maquina"),
        (["--title", "It's a very long title, " + 5 * "with words "], "m05-its-a-very-long-title-"),
    ],
)
def test_the_name_comes_from_the_next_free_number_and_the_title(curriculum, options, name):
    result = run(curriculum, *USUAL, *options)
    assert result.exit_code == 0, result.output
    lesson = sources_in(curriculum)[-1]
    assert lesson.name.startswith(name)
    assert len(lesson.name) <= 50


def test_a_band_without_lessons_begins_with_one(curriculum):
    result = run(curriculum, "--stage", "TK-2", "--title", "Hi", "--activity", "sort-shelf")
    assert result.exit_code == 0, result.output
    assert (curriculum / "elementary" / "e01-hi" / "e01-hi.ipynb").is_file()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--band", "college"], "choose elementary, middle or high"),
        (["--stage", "5"], "choose TK-2, 3-5, 6-8, 9-12"),
        (["--stage", "3-5"], "not in middle; it has 6-8"),
        (["--activity", "SampleMixr"], "for grades 6-8 there are Ask, CardWriter"),
        (
            ["--toy", "seaa"],
            "SampleMixer has no start with the toy 'seaa' in grades 6-8; it has sea",
        ),
        (["--toy", "voices"], "no start with the toy 'voices' in grades 6-8"),
        (["--activity", "Ask", "--toy", "sea"], "Ask takes no toy"),
        (["--number", "4"], "m04 is in use, by middle/m04-who-is-missing; m05 is free"),
        (["--name", "m04-another"], "m04 is in use"),
        (["--name", "h07-other-band"], "names there begin with m"),
        (["--name", "m05-x", "--number", "6"], "do not agree"),
        (["--name", "M5 Big"], "cannot be a lesson's name"),
        (["--number", "0"], "numbers go from 1 to 99"),
        (["--title", "???"], "give one with --name"),
        (["--title", " "], "--title is empty"),
        (["--title", "a" * 130], "make it 120 or fewer"),
        (["--minutes", "5"], "10"),
    ],
)
def test_a_mistake_is_one_sentence_and_writes_nothing(curriculum, options, said):
    before = everything_in(curriculum.parent)
    result = run(curriculum, *USUAL, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert everything_in(curriculum.parent) == before


@pytest.mark.parametrize("taken", ["middle", "high", "guide"])
def test_a_number_in_use_anywhere_is_refused(curriculum, taken):
    place = curriculum / taken / "m17-somewhere"
    if taken == "guide":
        place = curriculum.parent / "instructor" / "guides" / "high" / "m17-somewhere.md"
    place.mkdir(parents=True)
    result = run(curriculum, *USUAL, "--number", "17")
    assert result.exit_code == 2
    assert "m17 is in use" in result.stderr
    assert run(curriculum, *USUAL).exit_code == 0
    assert (curriculum / "middle" / "m18-what-did-it-read").is_dir()


def test_it_never_overwrites(curriculum):
    run(curriculum, *USUAL)
    before = everything_in(curriculum.parent)
    again = run(curriculum, *USUAL, "--name", "m05-what-did-it-read")
    assert again.exit_code == 2
    assert everything_in(curriculum.parent) == before


def test_half_a_lesson_is_not_left_behind(curriculum, monkeypatch):
    guides = curriculum.parent / "instructor" / "guides" / "high"
    guides.write_text("a file where the folder of guides belongs")
    before = everything_in(curriculum.parent)
    result = run(curriculum, "--band", "high", "--title", "Hi", "--activity", "Ask")
    assert result.exit_code == 2
    assert "nothing was made" in result.stderr
    assert everything_in(curriculum.parent) == before


def test_without_a_curriculum(tmp_path):
    result = run(tmp_path / "none", *USUAL)
    assert result.exit_code == 2
    assert "There is no folder" in result.stderr


def test_a_map_without_a_place_is_said(curriculum):
    (curriculum / "README.md").write_text("# My own page\n")
    result = run(curriculum, *USUAL)
    assert result.exit_code == 0
    assert "not on the map of lessons yet" in result.output
    assert (curriculum / "README.md").read_text() == "# My own page\n"


# Asked for.


def test_it_asks_for_what_is_not_given(curriculum):
    answers = "6-9\n6-8\nWhat did it read?\nHow come?\nSampleMixer\nshoes\n\n"
    result = run(curriculum, answers=answers)
    assert result.exit_code == 0, result.output
    assert "You click what you like" in result.output, "the activities are shown"
    guide = next((curriculum.parent / "instructor").rglob("m05-*.md"))
    text = guide.read_text(encoding="utf-8")
    assert "model: shoes" in text
    assert "minutes: 45" in text
    assert 'question: "How come?"' in text


def test_it_asks_nothing_when_enough_is_given(curriculum):
    result = run(curriculum, *USUAL)
    assert "Minutes" not in result.output
    guide = next((curriculum.parent / "instructor").rglob("m05-*.md"))
    assert 'question: "✎ the question of this lesson"' in guide.read_text(encoding="utf-8")


def test_nobody_answers(curriculum):
    before = everything_in(curriculum.parent)
    result = run(curriculum, "--band", "middle", answers="")
    assert result.exit_code == 2
    assert "Give --band (or --stage), --title and --activity." in result.stderr
    assert everything_in(curriculum.parent) == before
