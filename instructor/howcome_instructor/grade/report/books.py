"""Marks and comments as they stand in nbgrader's gradebook: a few queries a lesson, no more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ...course.folder import Course
from ...course.stock import gradebook_of
from ...errors import BadInput


@dataclass(frozen=True)
class Mark:
    """What one graded cell earned."""

    score: float
    most: float
    waiting: bool = False
    """True when nobody has given points yet, and the computer cannot."""
    again: bool = False
    """True when a teacher gave points and nbgrader asks to look again: it was marked anew."""


@dataclass
class Entry:
    """A pupil's submission in the gradebook."""

    marks: dict[str, Mark] = field(default_factory=dict)
    """By graded cell."""
    comments: dict[str, str] = field(default_factory=dict)
    """What the teacher wrote, by the cell it is about."""
    untouched: set[str] = field(default_factory=set)
    """Cells for an answer that are as they were given out."""
    handed_in: datetime | None = None
    extension: timedelta | None = None
    penalty: float = 0.0
    """Points taken off for coming late."""

    @property
    def score(self) -> float:
        """All points so far, before any penalty."""
        return sum(mark.score for mark in self.marks.values())


@dataclass(frozen=True)
class Book:
    """A lesson in the gradebook."""

    points: dict[str, float]
    """The most points of each graded cell."""
    manual: frozenset[str]
    """Graded cells that only a person can mark."""
    due: datetime | None
    entries: dict[str, Entry]

    def late(self, handed_in: datetime | None, extension: timedelta | None) -> float | None:
        """Seconds after the due date and any extension; 0 when in time, None when nobody knows."""
        if self.due is None or handed_in is None:
            return None
        return max(0.0, (handed_in - self.due - (extension or timedelta())).total_seconds())


class Books:
    """The gradebook of a course, opened once for all its lessons. Only reads."""

    def __init__(self, course: Course):
        self._open = gradebook_of(course)
        if not course.gradebook.is_file():  # nbgrader would make an empty one
            raise BadInput(f"{course.gradebook} is missing; put it back from a backup.")
        self._gradebook = self._open.__enter__()

    def __enter__(self) -> Books:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.__exit__(*error)

    def students(self) -> dict[str, str]:
        """Every pupil's id, with first and last name as far as the gradebook knows them."""
        from nbgrader.api import Student
        from sqlalchemy import select

        rows = self._all(select(Student.id, Student.first_name, Student.last_name))
        return {id: f"{first or ''} {last or ''}".strip() for id, first, last in sorted(rows)}

    def of(self, lesson: str) -> Book:
        """One lesson's marks, of everybody."""
        from nbgrader.api import Assignment
        from sqlalchemy import select

        due = self._all(select(Assignment.duedate).where(Assignment.name == lesson))
        points, manual = self._cells(lesson)
        entries = self._submissions(lesson)
        self._grades(lesson, entries, points)
        self._comments(lesson, entries)
        return Book(points, manual, _utc(due[0][0]) if due else None, entries)

    def _all(self, query) -> list:
        return self._gradebook.db.execute(query).all()

    def _cells(self, lesson: str) -> tuple[dict[str, float], frozenset[str]]:
        from nbgrader import api
        from sqlalchemy import select

        points, manual = {}, set()
        for kind in (api.GradeCell, api.TaskCell):
            query = (
                select(kind.name, kind.max_score, kind.cell_type)
                .join(api.Notebook, kind.notebook_id == api.Notebook.id)
                .join(api.Assignment)
                .where(api.Assignment.name == lesson, api.Notebook.name == lesson)
            )
            for name, most, cell_type in self._all(query):
                points[name] = most
                if kind is api.TaskCell or cell_type == "markdown":
                    manual.add(name)
        return points, frozenset(manual)

    def _submissions(self, lesson: str) -> dict[str, Entry]:
        from nbgrader import api
        from sqlalchemy import select

        query = (
            select(
                api.SubmittedAssignment.student_id,
                api.SubmittedAssignment.timestamp,
                api.SubmittedAssignment.extension,
                api.SubmittedNotebook.late_submission_penalty,
            )
            .select_from(api.SubmittedAssignment)
            .join(api.Assignment, api.SubmittedAssignment.assignment_id == api.Assignment.id)
            .join(
                api.SubmittedNotebook,
                api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id,
            )
            .where(api.Assignment.name == lesson)
        )
        return {
            student: Entry(handed_in=_utc(when), extension=extension, penalty=penalty or 0.0)
            for student, when, extension, penalty in self._all(query)
        }

    def _grades(self, lesson: str, entries: dict[str, Entry], points: dict[str, float]) -> None:
        from nbgrader import api

        grade = api.Grade
        wanted = (
            grade.score,
            grade.auto_score,
            grade.manual_score,
            grade.needs_manual_grade,
        )
        for student, name, score, auto, manual, needs in self._all(_of(lesson, grade, wanted)):
            if name in points:
                entries[student].marks[name] = Mark(
                    score,
                    points[name],
                    waiting=manual is None and (bool(needs) or auto is None),
                    again=manual is not None and bool(needs),
                )

    def _comments(self, lesson: str, entries: dict[str, Entry]) -> None:
        from nbgrader import api

        wanted = (api.Comment.auto_comment, api.Comment.manual_comment)
        for student, name, auto, manual in self._all(_of(lesson, api.Comment, wanted)):
            if auto:  # nbgrader's only one: "No response."
                entries[student].untouched.add(name)
            if manual and manual.strip():
                entries[student].comments[name] = manual.strip()


def _of(lesson: str, kind, wanted: tuple):
    """All rows of a kind (Grade, Comment) in one lesson: pupil, cell, and what is wanted."""
    from nbgrader import api
    from sqlalchemy import select

    return (
        select(api.SubmittedAssignment.student_id, api.BaseCell.name, *wanted)
        .select_from(kind)
        .join(api.BaseCell, kind.cell_id == api.BaseCell.id)
        .join(api.SubmittedNotebook, kind.notebook_id == api.SubmittedNotebook.id)
        .join(
            api.SubmittedAssignment,
            api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id,
        )
        .join(api.Assignment, api.SubmittedAssignment.assignment_id == api.Assignment.id)
        .where(api.Assignment.name == lesson)
    )


def _utc(when: datetime | None) -> datetime | None:
    """nbgrader keeps times in UTC, without saying so."""
    return when.replace(tzinfo=UTC) if when else None
