"""What there is to export: a score for each pupil and lesson, or why there is none."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..course.folder import Course
from ..errors import BadInput
from ..grade import outcomes
from ..grade.notes import GRADED, NEEDS_TEACHER, NOT_GRADABLE

MARKED = "marked"
NOT_HANDED_IN = "not-handed-in"
NOT_MARKED = "not-marked"
BY_HAND = "by-hand"
"""An answer waits for a person's points."""


@dataclass(frozen=True)
class Mark:
    """One pupil's mark for one lesson: points, or None and the reason."""

    student: str
    lesson: str
    why: str
    """MARKED, NOT_HANDED_IN, NOT_MARKED, BY_HAND, NEEDS_TEACHER or NOT_GRADABLE."""
    score: float | None = None


@dataclass(frozen=True)
class Marks:
    """The marks of some lessons, of all pupils."""

    max_score: dict[str, float]
    """Points of each lesson, in the course's order: these are the lessons exported."""
    marks: dict[tuple[str, str], Mark] = field(default_factory=dict)
    """By pupil and lesson."""

    def score(self, student: str, lesson: str) -> float | None:
        """Points, or None where nothing may be written."""
        mark = self.marks.get((student, lesson))
        return mark.score if mark else None

    def has_any(self, student: str) -> bool:
        """True when there is something to write for a pupil."""
        return any(self.score(student, lesson) is not None for lesson in self.max_score)

    def written(self, lesson: str) -> int:
        """How many pupils have a score for a lesson."""
        return sum(
            mark.score is not None for (_, name), mark in self.marks.items() if name == lesson
        )

    def only(self, lessons: list[str]) -> Marks:
        """The same for fewer lessons."""
        return Marks(
            {lesson: self.max_score[lesson] for lesson in lessons},
            {key: mark for key, mark in self.marks.items() if key[1] in lessons},
        )


@contextmanager
def open_gradebook(course: Course) -> Iterator:
    """nbgrader's gradebook of a course, to read. Raises BadInput when there is none."""
    if not course.gradebook.is_file():
        raise BadInput(
            f"{course.gradebook} is missing; put it back from a backup, "
            f"or mark the class with `howcome grade {course.root}`."
        )
    broken = BadInput(
        f"{course.gradebook} cannot be read; close Formgrader and other programs that use it, "
        "or put it back from a backup."
    )
    if not _is_gradebook(course.gradebook):
        raise broken
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import SQLAlchemyError

    # SQLAlchemy 2.1 remarks on how nbgrader builds a submission; nothing is wrong
    warnings.filterwarnings("ignore", message=".*not in session.*")
    try:
        book = Gradebook(course.db_url, course.course_id)
    except SQLAlchemyError as error:
        raise broken from error
    try:
        yield book
    except SQLAlchemyError as error:
        raise broken from error
    finally:
        book.close()


def _is_gradebook(path: Path) -> bool:
    """Looked at without a change: nbgrader fills an empty database with its tables."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=60)) as db:
            tables = {name for (name,) in db.execute("select name from sqlite_master")}
    except sqlite3.Error:
        return False
    return {"assignment", "submitted_assignment", "grade", "alembic_version"} <= tables


def collect(
    course: Course,
    gradebook,
    lessons: list[str],
    students: list[str],
    *,
    with_unmarked: bool = False,
    missing_as_zero: bool = False,
) -> Marks:
    """The marks of `students` for those of `lessons` that the gradebook knows.

    A score is what nbgrader calls it: automatic and manual points, less the late penalty. Without
    an explicit wish there is none for a pupil who handed in nothing or waits for a person.
    """
    max_score, marks = {}, {}
    for lesson in lessons:
        points = _points(gradebook, lesson)
        if points is None:
            continue
        max_score[lesson] = points
        rows = _scores(gradebook, lesson)
        ended = outcomes.load(course, lesson)
        for student in students:
            why = _why(course, student, lesson, ended, rows)
            score = rows[student].score if student in rows else None
            if why == NOT_HANDED_IN:
                score = 0.0 if missing_as_zero else None
            elif why != MARKED and not (why == BY_HAND and with_unmarked):
                score = None
            marks[student, lesson] = Mark(student, lesson, why, score)
    return Marks(max_score, marks)


@dataclass(frozen=True)
class _Row:
    score: float
    by_hand: bool
    recorded: bool
    """False when nbgrader made a row and no cell in it has a score, as after a failure."""


def _why(course: Course, student: str, lesson: str, ended: dict, rows: dict[str, _Row]) -> str:
    row = rows.get(student)
    if student in ended:
        if ended[student].outcome != GRADED:
            return ended[student].outcome
        marked = row is not None
    else:
        # Nobody here was marked by `howcome grade`: then nbgrader's own marking counts. Else the
        # row may be left from a run that was stopped, and the mark of an older submission.
        marked = not ended and row is not None and row.recorded
    if marked:
        return BY_HAND if row.by_hand else MARKED
    handed_in = row is not None or _holds_files(course.submitted(student, lesson))
    return NOT_MARKED if handed_in else NOT_HANDED_IN


def _holds_files(folder) -> bool:
    return folder.is_dir() and any(path.is_file() for path in folder.rglob("*"))


def _points(gradebook, lesson: str) -> float | None:
    from nbgrader.api import MissingEntry

    try:
        return float(gradebook.find_assignment(lesson).max_score)
    except MissingEntry:
        return None


def _scores(gradebook, lesson: str) -> dict[str, _Row]:
    """All submissions of a lesson in two queries."""
    from nbgrader.api import Assignment, Grade, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy import or_

    of_lesson = Assignment.name == lesson
    recorded = {
        student
        for (student,) in gradebook.db.query(SubmittedAssignment.student_id)
        .join(SubmittedAssignment.assignment)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .filter(of_lesson, or_(Grade.auto_score.isnot(None), Grade.manual_score.isnot(None)))
        .distinct()
    }
    rows = (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            SubmittedAssignment.score,
            SubmittedAssignment.late_submission_penalty,
            SubmittedAssignment.needs_manual_grade,
        )
        .join(SubmittedAssignment.assignment)
        .filter(of_lesson)
    )
    return {
        student: _Row(max(0.0, score - penalty), bool(by_hand), student in recorded)
        for student, score, penalty, by_hand in rows
    }


__all__ = [
    "BY_HAND",
    "MARKED",
    "NEEDS_TEACHER",
    "NOT_GRADABLE",
    "NOT_HANDED_IN",
    "NOT_MARKED",
    "Mark",
    "Marks",
    "collect",
    "open_gradebook",
]
