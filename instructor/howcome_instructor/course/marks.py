"""All marks in one table with the pupils' names, before a course is deleted."""

from __future__ import annotations

from pathlib import Path

from ..errors import BadInput
from ..export.marks import BY_HAND, NEEDS_TEACHER, NOT_GRADABLE, NOT_HANDED_IN, NOT_MARKED
from .folder import Course

COLUMNS = (
    "lesson",
    "last_name",
    "first_name",
    "student_id",
    "email",
    "points",
    "of",
    "note",
)


NOTES = {
    NOT_HANDED_IN: "handed in nothing",
    NOT_MARKED: "was not marked",
    BY_HAND: "an answer had no points yet",
    NEEDS_TEACHER: "marking could not be finished",
    NOT_GRADABLE: "could not be graded",
}
"""Why the points are empty, or not all of them."""


def check_keep(course: Course, target: Path) -> Path:
    """Where the marks go; BadInput when they would be deleted too, or overwrite something."""
    target = target.expanduser().absolute()
    if course.root.resolve() in target.resolve().parents:
        raise BadInput(f"{target} is inside of the course; name a file outside of it.")
    if target.exists() or target.is_symlink():
        raise BadInput(f"{target} is there already; name another file.")
    if not target.parent.is_dir():
        raise BadInput(f"The folder {target.parent} is not there; make it, or name another one.")
    return target


def keep(course: Course, target: Path) -> None:
    """Write a row for each pupil and assignment, those made in nbgrader too.

    Where there is no mark the points are empty and the note says why. Raises BadInput when it
    cannot be written, and then nothing is there.
    """
    from ..export.cells import as_csv, defused, number
    from ..export.marks import collect, open_gradebook
    from ..export.people import everyone
    from ..export.place import beside

    with open_gradebook(course) as gradebook:
        pupils = everyone(course, gradebook)
        lessons = [assignment.name for assignment in gradebook.assignments]
        marks = collect(course, gradebook, lessons, list(pupils), with_unmarked=True)
    rows = [
        (
            *(lesson, defused(pupil.last_name), defused(pupil.first_name), defused(id)),
            defused(pupil.email),
            "" if mark.score is None else number(mark.score),
            number(marks.max_score[lesson]),
            NOTES.get(mark.why, ""),
        )
        for lesson in marks.max_score
        for id, pupil in pupils.items()
        for mark in [marks.marks[id, lesson]]
    ]
    with beside(target) as file:
        file.write(as_csv([COLUMNS, *rows]).encode("utf-8-sig"))
