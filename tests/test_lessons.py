"""Every lesson keeps its promises: its author's check finds nothing, and marking pays all due."""

from __future__ import annotations

from functools import cache

import pytest
from classroom import as_bytes, hand_in, handed_in
from click.testing import CliRunner
from nbgrader.api import Gradebook

from howcome_instructor.check.work import check_one, draft_of
from howcome_instructor.cli import main
from howcome_instructor.sources import BANDS, choose, find_sources

LESSONS = find_sources()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.name)
def test_the_authors_check_finds_nothing(lesson):
    checked = check_one(lesson, [])
    assert [f"{one.rule} in {one.where}: {one.said}" for one in checked.findings] == []


def test_there_are_lessons_for_every_band():
    assert {lesson.band for lesson in LESSONS} == set(BANDS)
    assert len({lesson.name for lesson in LESSONS}) == len(LESSONS), "a gradebook drops the band"


MARKED = [lesson for lesson in LESSONS if draft_of(lesson).tasks]


@pytest.fixture(scope="module")
def marks(tmp_path_factory):
    """band -> (lesson, pupil) -> (points by the checks, points there are), marked once a band."""

    @cache
    def mark(band: str) -> dict[tuple[str, str], tuple[float, float]]:
        root = tmp_path_factory.mktemp(band) / "course"
        howcome("course", "new", root, "--band", band)
        lessons = choose(MARKED, band=band)
        for lesson in lessons:
            for pupil, right in (("all-right", True), ("nothing", False)):
                nb = handed_in(lesson.name, pupil, right=right)
                hand_in(root, pupil, lesson.name, as_bytes(nb))
        howcome("grade", root)
        with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
            return {
                (lesson.name, pupil): _points(book, lesson.name, pupil)
                for lesson in lessons
                for pupil in ("all-right", "nothing")
            }

    return mark


@pytest.mark.parametrize("lesson", MARKED, ids=lambda one: one.name)
def test_right_answers_get_every_point_and_no_answer_none(lesson, marks):
    found = marks(lesson.band)
    given, most = found[lesson.name, "all-right"]
    assert given == most > 0
    assert found[lesson.name, "nothing"][0] == 0


def _points(book: Gradebook, lesson: str, pupil: str) -> tuple[float, float]:
    """What the checks gave, and the most that they can give; written answers are a teacher's."""
    grades = book.find_submission_notebook(lesson, lesson, pupil).grades
    checks = [one for one in grades if one.cell.cell_type == "code"]
    return sum(one.auto_score or 0 for one in checks), sum(
        one.max_score_gradecell for one in checks
    )


def howcome(*words: object) -> None:
    """Run the command line in this process; it has to work."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
