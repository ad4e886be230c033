"""Marks and comments of written answers in nbgrader's gradebook, read and written.

What a mark changes is what Formgrader changes: `Grade.manual_score`, `Grade.needs_manual_grade`
and `Comment.manual_comment`; scores, totals and feedback follow by themselves.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import types
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..course.folder import Course
from ..errors import BadInput


@dataclass(frozen=True)
class Mark:
    """What the gradebook holds about one answer."""

    score: float | None = None
    """Points given by hand; None when there are none."""
    auto: float | None = None
    """Points given by marking itself: 0 where a cell was left as it was; else None."""
    needs: bool = True
    """True while somebody has to look: never marked, or marked again since."""
    comment: str = ""

    @property
    def mine(self) -> tuple[float | None, bool, str]:
        """What a teacher sets: two windows must agree on it before either may write."""
        return self.score, self.needs, self.comment


@dataclass(frozen=True)
class Entry:
    """One answer in the gradebook."""

    grade: str
    """The key of its row; it stays when a submission is marked again."""
    comment: str | None
    lesson: str
    notebook: str
    cell: str
    task: bool
    most: float
    """Points it can earn."""
    student: str
    name: str
    mark: Mark


class Changed(Exception):
    """Somebody else has written in between; the argument is the keys of the grades concerned."""


class Book:
    """The gradebook of a course, held open with one engine. Not for more than one thread."""

    def __init__(self, course: Course):
        if not course.gradebook.is_file():
            raise BadInput(
                f"There is no gradebook in {course.root} yet; run `howcome grade {course.root}`."
            )
        try:
            self._api = _nbgrader_api()
            self._book = self._api.Gradebook(course.db_url, course.course_id)
        except Exception as error:  # SQLAlchemy's, sqlite's, or nbgrader's own
            raise BadInput(
                f"{course.gradebook} cannot be opened; close Formgrader and other programs that "
                "use it, or put it back from a backup."
            ) from error

    def close(self) -> None:
        """Let go of the database."""
        self._book.close()

    def assignments(self) -> list[Any]:
        """nbgrader's assignments."""
        return self._book.assignments

    def entries(self) -> list[Entry]:
        """Every answer that a person marks: written answers, and tasks."""
        api, db = self._api, self._book.db
        db.rollback()  # what other programs have written since
        found = []
        for cell, task in ((api.GradeCell, False), (api.TaskCell, True)):
            answer = api.TaskCell if task else api.SolutionCell
            for row in self._rows(cell, answer):
                first, last = row.first_name or "", row.last_name or ""
                found.append(
                    Entry(
                        grade=row.grade,
                        comment=row.comment_id,
                        lesson=row.lesson,
                        notebook=row.notebook,
                        cell=row.cell,
                        task=task,
                        most=row.max_score,
                        student=row.student,
                        name=f"{first} {last}".strip(),
                        mark=_mark(row),
                    )
                )
        db.rollback()
        return found

    def _rows(self, cell: Any, answer: Any) -> Sequence[Any]:
        from sqlalchemy import and_, select
        from sqlalchemy.orm import aliased

        api = self._api
        graded, written = cell.__table__, aliased(answer.__table__)
        base, twin = (aliased(api.BaseCell.__table__) for _ in range(2))
        grade, comment = api.Grade.__table__, api.Comment.__table__
        notebook, sent = api.Notebook.__table__, api.SubmittedNotebook.__table__
        assignment, whole = api.Assignment.__table__, api.SubmittedAssignment.__table__
        student = api.Student.__table__
        query = (
            select(
                grade.c.id.label("grade"),
                grade.c.manual_score,
                grade.c.auto_score,
                grade.c.needs_manual_grade,
                comment.c.id.label("comment_id"),
                comment.c.manual_comment,
                base.c.name.label("cell"),
                graded.c.max_score,
                notebook.c.name.label("notebook"),
                assignment.c.name.label("lesson"),
                student.c.id.label("student"),
                student.c.first_name,
                student.c.last_name,
            )
            .join(graded, graded.c.id == grade.c.cell_id)
            .join(base, base.c.id == graded.c.id)
            # a cell that is graded and holds an answer is two rows of the same name
            .join(twin, and_(twin.c.name == base.c.name, twin.c.notebook_id == base.c.notebook_id))
            .join(written, written.c.id == twin.c.id)
            .join(sent, sent.c.id == grade.c.notebook_id)
            .join(notebook, notebook.c.id == sent.c.notebook_id)
            .join(whole, whole.c.id == sent.c.assignment_id)
            .join(assignment, assignment.c.id == whole.c.assignment_id)
            .join(student, student.c.id == whole.c.student_id)
            .outerjoin(
                comment, and_(comment.c.cell_id == twin.c.id, comment.c.notebook_id == sent.c.id)
            )
        )
        return self._book.db.execute(query).all()

    def marks(self, grades: Sequence[str]) -> dict[str, Mark]:
        """What the gradebook holds now, by key; a grade that is gone is left out."""
        wanted = set(grades)
        return {entry.grade: entry.mark for entry in self.entries() if entry.grade in wanted}

    def write(self, changes: Sequence[tuple[Entry, Mark, Mark]]) -> None:
        """Write all of (answer, before, after), or nothing at all.

        Raises Changed when the gradebook does not hold what was there before: then somebody
        else has marked, or marking has run again.
        """
        db = self._book.db
        db.rollback()
        lost = []
        try:
            for entry, before, after in changes:
                if not self._write_one(db, entry, before, after):
                    lost.append(entry.grade)
            if lost:
                raise Changed(lost)
            db.commit()
        finally:
            db.rollback()

    def _write_one(self, db: Any, entry: Entry, before: Mark, after: Mark) -> bool:
        from sqlalchemy import func, update

        grade, comment = self._api.Grade.__table__, self._api.Comment.__table__
        # the comparison is part of the update, so that nothing can come in between
        done = db.execute(
            update(grade)
            .where(
                grade.c.id == entry.grade,
                grade.c.manual_score.is_not_distinct_from(before.score),
                grade.c.needs_manual_grade == before.needs,
            )
            .values(manual_score=after.score, needs_manual_grade=after.needs)
        )
        if done.rowcount != 1:
            return False
        if entry.comment is None:
            return after.comment == before.comment
        done = db.execute(
            update(comment)
            .where(
                comment.c.id == entry.comment,
                func.coalesce(comment.c.manual_comment, "") == before.comment,
            )
            # nbgrader takes an empty text for a comment and would hide its own behind it
            .values(manual_comment=after.comment or None)
        )
        return done.rowcount == 1


def _mark(row: Any) -> Mark:
    return Mark(row.manual_score, row.auto_score, row.needs_manual_grade, row.manual_comment or "")


def _nbgrader_api(name: str = "_howcome_gradebook") -> types.ModuleType:
    """nbgrader.api, and of nbgrader only that.

    `import nbgrader` also loads its server extensions, which takes longer than all else that
    this page needs. So the same file is loaded under another package, which is empty; if
    nbgrader ever changes so that this fails, the long way still works.
    """
    if "nbgrader" not in sys.modules:
        try:
            spec = importlib.util.find_spec("nbgrader")  # finds, and imports nothing
            package = types.ModuleType(name)
            package.__path__ = list(spec.submodule_search_locations)
            sys.modules.setdefault(name, package)
            return importlib.import_module(f"{name}.api")
        except Exception:
            pass
    return importlib.import_module("nbgrader.api")
