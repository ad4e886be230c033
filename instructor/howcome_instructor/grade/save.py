"""nbgrader's gradebook, held open: the one place where marks are written.

What is written is what nbgrader's own `SaveAutoGrades` and `AssignLatePenalties` write. They
open the database anew for each step of each submission, which is most of what they cost; here
one engine serves the whole class, and a submission is one transaction.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import warnings
from dataclasses import replace
from datetime import UTC, datetime

from ..course.extensions import apply
from ..course.folder import Course
from ..course.stock import gradebook_of
from ..errors import BadInput
from .hold import own_folder
from .job import Marked, Reference
from .notes import GRADED, Note
from .outcomes import Outcome, drop, keep
from .references import digest

# nbgrader remarks on every check that passed; what a teacher must know stands in the notes
_log = logging.getLogger("howcome.grade")
_log.addHandler(logging.NullHandler())
_log.propagate = False


def _not_the_gradebooks(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("Rolling back session due to database error")


class Ledger:
    """The marks of a course. Only one process at a time may hold it."""

    def __init__(self, course: Course):
        # nbgrader logs what SQLite refuses at length; a person gets one sentence (`hold.py`)
        logging.getLogger("tornado.application").addFilter(_not_the_gradebooks)
        # SQLAlchemy 2.1 remarks on how nbgrader builds a submission; nothing is wrong
        warnings.filterwarnings("ignore", message=".*not in session.*")
        self.course = course
        self._open = contextlib.ExitStack()
        self.gradebook = self._open.enter_context(gradebook_of(course))

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    def students(self) -> list[str]:
        """The ids of all pupils in the gradebook."""
        return sorted(student.id for student in self.gradebook.students)

    def enter(self, reference: Reference) -> None:
        """Bring the assignment's cells in the gradebook in line with the reference.

        Raises BadInput when graded cells were added or removed after somebody had handed in.
        """
        import nbformat
        from nbgrader.preprocessors import SaveCells

        self.gradebook.update_or_create_assignment(
            reference.lesson, course_id=self.course.course_id
        )
        resources = {
            "nbgrader": {
                "notebook": reference.lesson,
                "assignment": reference.lesson,
                "db_url": self.course.db_url,
            }
        }
        stage = SaveCells()
        stage.log = _log
        try:
            stage.preprocess(nbformat.from_dict(reference.notebook), resources)
        except RuntimeError as error:
            raise BadInput(
                f"{reference.lesson} has other graded cells than when pupils handed in; "
                "put the cells back, or make a new course for the new version."
            ) from error
        self.gradebook.db.expire_all()

    def save(
        self,
        marked: Marked,
        reference: Reference | None = None,
        *,
        submitted: str = "",
        handed_in: datetime | None = None,
        language: str = "",
    ) -> Outcome:
        """Write one submission's marks, its marked notebook, and how it ended.

        Nothing is written as a mark unless it was graded. The outcome comes last: a stop in
        between means that the submission is marked once more. What was graded needs the
        reference it was marked against.
        """
        drop(self.course, marked.lesson, marked.student)
        late = 0.0
        self.gradebook.update_or_create_student(marked.student)
        if marked.outcome == GRADED:
            before = self._answers_before(marked)
            self._write_notebook(marked, reference, handed_in)
            late = self._write_marks(marked, before, handed_in)
        elif self._has_marks(marked):
            notes = (*marked.notes, Note("mark.older-marks"))
            marked = replace(marked, notes=notes)
        outcome = Outcome(
            marked.student,
            marked.lesson,
            marked.outcome,
            submitted=submitted,
            reference=digest(reference) if reference else "",
            notes=marked.notes,
            misconceptions=dict(marked.misconceptions),
            language=language,
            handed_in=handed_in.astimezone(UTC).isoformat() if handed_in else "",
            late_seconds=late,
            seconds=round(marked.seconds, 3),
        )
        keep(self.course, outcome)
        return outcome

    def _has_marks(self, marked: Marked) -> bool:
        from nbgrader.api import MissingEntry

        try:
            self.gradebook.find_submission(marked.lesson, marked.student)
        except MissingEntry:
            return False
        return True

    def _answers_before(self, marked: Marked) -> dict[str, str]:
        """What stood in each cell when this pupil was marked last."""
        path = self.course.autograded(marked.student, marked.lesson) / f"{marked.lesson}.ipynb"
        try:
            cells = json.loads(path.read_bytes())["cells"]
            return {
                cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
                for cell in cells
                if "nbgrader" in cell["metadata"]
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _write_notebook(
        self, marked: Marked, reference: Reference, handed_in: datetime | None
    ) -> None:
        folder = self.course.autograded(marked.student, marked.lesson)
        part = folder.with_name(f".{marked.lesson}.part")
        own_folder(self.course, folder.parent)
        if part.is_symlink():
            part.unlink()
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        text = json.dumps(marked.notebook, ensure_ascii=False, indent=1)
        (part / f"{marked.lesson}.ipynb").write_text(text + "\n", encoding="utf-8")
        if handed_in:
            (part / "timestamp.txt").write_text(_stamp(handed_in), encoding="utf-8")
        secret = self.course.submitted(marked.student, marked.lesson) / "submission_secret.txt"
        if secret.is_file() and not secret.is_symlink():
            # nbgrader's exchange names a pupil's feedback by it
            shutil.copyfile(secret, part / secret.name)
        for name, data in reference.files.items():
            target = part / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        if folder.is_symlink():
            folder.unlink()
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(part, folder)

    def _write_marks(
        self, marked: Marked, before: dict[str, str], handed_in: datetime | None
    ) -> float:
        """What SaveAutoGrades does, in one transaction; gives back the seconds of lateness.

        But for one thing: where a teacher gave a mark and neither the answer nor the machine's
        mark has changed since, nbgrader would ask for it again, and we do not.
        """
        import nbformat
        from nbgrader import utils

        book = self.gradebook
        when = {"timestamp": _stamp(handed_in)} if handed_in else {}
        submission = book.update_or_create_submission(marked.lesson, marked.student, **when)
        apply(self.course, book, marked.lesson, marked.student)
        (notebook,) = [nb for nb in submission.notebooks if nb.name == marked.lesson]
        grades = {grade.name: grade for grade in notebook.grades}
        comments = {comment.name: comment for comment in notebook.comments}
        cells = nbformat.from_dict(marked.notebook).cells
        for cell in cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if utils.is_grade(cell):
                grade = grades[name]
                auto = _points(cell)
                same = (auto, cell.source) == (grade.auto_score, before.get(name))
                if grade.manual_score is None or not same:
                    by_hand = grade.manual_score is not None or auto is None
                    grade.needs_manual_grade = by_hand
                grade.auto_score = auto
            if utils.is_solution(cell) or utils.is_task(cell):
                untouched = not utils.is_task(cell) and cell.metadata.nbgrader.get(
                    "checksum"
                ) == utils.compute_checksum(cell)
                comments[name].auto_comment = "No response." if untouched else None
        notebook.late_submission_penalty = None
        book.db.commit()
        late = submission.total_seconds_late
        if late > 0:
            self._penalise(marked)
        return late

    def _penalise(self, marked: Marked) -> None:
        """nbgrader's own late penalty, with the plugin that the course's config names."""
        from nbformat.v4 import new_notebook
        from nbgrader.preprocessors import AssignLatePenalties

        from ..course.config import config_of

        resources = {
            "nbgrader": {
                "notebook": marked.lesson,
                "assignment": marked.lesson,
                "student": marked.student,
                "db_url": self.course.db_url,
            }
        }
        stage = AssignLatePenalties(config=config_of(self.course))
        stage.log = _log
        stage.preprocess(new_notebook(), resources)
        self.gradebook.db.expire_all()


def _points(cell) -> float | None:
    """nbgrader's own mark of a cell; None, which asks the teacher, where it finds none.

    It raises at a check that shows more than its points: one such cell must not stop a class.
    """
    from nbgrader.utils import determine_grade

    try:
        return determine_grade(cell, _log)[0]
    except (KeyError, TypeError, ValueError):
        return None


def _stamp(when: datetime) -> str:
    """A time as nbgrader writes it into timestamp.txt and reads it again, in UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
