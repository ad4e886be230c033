"""More time for one pupil.

nbgrader keeps an extension with what a pupil handed in, so it cannot be given before. Ours is
kept in the course, and entered into nbgrader's gradebook as soon as there is something there.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from ..errors import BadInput
from ..lab.cache import write_whole
from .dates import from_stored, in_full
from .folder import HIDDEN, Course
from .roster import Ambiguous, find_pupil, load_pupils

LATEST = datetime(2200, 1, 1).astimezone()
"""A date after this one is a slip of the keys."""


def extensions(course: Course) -> dict[str, dict[str, float]]:
    """lesson -> student -> seconds."""
    path = course.root / HIDDEN / "extensions.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BadInput(
            f"{path} cannot be read; put it back from a backup, or delete it and give the "
            "extensions again."
        ) from error
    return found


def check(course: Course, lesson: str, who: str) -> tuple[str, datetime | None]:
    """The id of the pupil who is meant, and the lesson's due date; BadInput when nobody is."""
    from .stock import gradebook_of

    with gradebook_of(course) as gradebook:
        students = {student.id for student in gradebook.students}
        stored = [one.duedate for one in gradebook.assignments if one.name == lesson]
    due = from_stored(stored[0]) if stored and stored[0] else None
    if who in students:
        return who, due
    try:
        found = find_pupil(load_pupils(course).values(), who)
    except Ambiguous as several:
        raise BadInput(f"'{who}' may be {several}; give the id.") from several
    if found is None:
        raise BadInput(f"Nobody in this course is called '{who}'; give an id or a whole name.")
    return found.id, due


def sentence(lesson: str, student: str, due: datetime | None, time: timedelta) -> str:
    """What was done, with the pupil's own date in full."""
    if not time:
        until = f" {in_full(due)}" if due else " as everybody else"
        return f"{student} has no extension; {lesson} is due{until}."
    if due is None:
        return (
            f"{student} has {_long(time)} more for {lesson}, which has no due date yet; "
            "set one with `howcome course due`."
        )
    until = in_full((due + time).astimezone())
    return f"{student} has {_long(time)} more: {lesson} is due {until}."


def _long(time: timedelta) -> str:
    hours = time.seconds // 3600
    parts = [(time.days, "day"), (hours, "hour")]
    return " and ".join(f"{n} {what}{'s' * (n != 1)}" for n, what in parts if n)


def extend(course: Course, lesson: str, student: str, time: timedelta) -> bool:
    """Give a pupil more time after the due date; no time takes it back.

    As in nbgrader, a second extension replaces the first. True when the pupil has handed in and
    been marked already, so that lateness was reckoned without it.
    """
    from .stock import gradebook_of

    given = extensions(course)
    mine = given.setdefault(lesson, {})
    if time:
        mine[student] = time.total_seconds()
    else:
        # kept as a zero: the gradebook may hold an extension, which has to go
        mine[student] = 0
    text = json.dumps(given, indent=1, sort_keys=True) + "\n"
    path = course.root / HIDDEN / "extensions.json"
    with gradebook_of(course) as gradebook:
        write_whole(path, text.encode("utf-8"))
        return apply(course, gradebook, lesson, student)


def apply(course: Course, gradebook: Any, lesson: str, student: str) -> bool:
    """Enter a pupil's extension into nbgrader's gradebook; False when nothing is there yet.

    Where none was given here, one given in nbgrader's own ways stays.
    """
    from nbgrader.api import MissingEntry

    seconds = extensions(course).get(lesson, {}).get(student)
    try:
        submission = gradebook.find_submission(lesson, student)
    except MissingEntry:
        return False
    time = None if seconds is None else timedelta(seconds=seconds)
    if time is not None and (submission.extension or timedelta()) != time:
        gradebook.grant_extension(lesson, student, minutes=time.total_seconds() / 60)
    return True
