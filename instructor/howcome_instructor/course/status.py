"""How a course stands: each lesson's date, what was handed out and in, and what waits for you."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from .dates import from_stored, in_full
from .folder import Course
from .release import released


@dataclass(frozen=True)
class Standing:
    """One lesson of a course."""

    lesson: str
    version: str
    due: str | None
    """ISO 8601, with its zone."""
    released: str | None
    """When it was handed out last, ISO 8601."""
    handed_in: int
    marked: int
    waiting: int
    """Answers that wait for points given by hand."""
    needs_you: int
    not_gradable: int
    late: int
    extensions: int


def standings(course: Course) -> tuple[list[Standing], int]:
    """How each lesson stands, and how many pupils the gradebook has."""
    from ..grade.notes import NEEDS_TEACHER, NOT_GRADABLE
    from ..grade.report.room import Books, room_of
    from ..grade.report.tally import waiting
    from .stock import gradebook_of

    out = released(course)
    found = []
    with gradebook_of(course) as gradebook:
        pupils = len(gradebook.students)
        due = {one.name: one.duedate for one in gradebook.assignments}
    with Books(course) as books:
        rooms = {lesson: room_of(course, lesson, books) for lesson in course.lessons}
    for lesson, version in course.lessons.items():
        when, room = due.get(lesson), rooms[lesson]
        found.append(
            Standing(
                lesson=lesson,
                version=version,
                due=from_stored(when).isoformat() if when else None,
                released=out.get(lesson, {}).get("when"),
                handed_in=_count(course, "submitted", lesson),
                marked=_count(course, "autograded", lesson),
                waiting=sum(waiting(room).values()),
                needs_you=len(room.in_state(NEEDS_TEACHER)),
                not_gradable=len(room.in_state(NOT_GRADABLE)),
                late=sum(seat.is_late for seat in room.seats.values()),
                extensions=sum(bool(seat.extension) for seat in room.seats.values()),
            )
        )
    return found, pupils


def as_json(course: Course) -> dict[str, Any]:
    """The same as plain data."""
    found, pupils = standings(course)
    return {
        "course": course.course_id,
        "band": course.band,
        "pupils": pupils,
        "pseudonyms": course.pseudonyms,
        "lessons": [asdict(one) for one in found],
        "fits_nobody": [{"file": name, "why": why} for name, why in _left(course)],
    }


def in_words(course: Course) -> list[str]:
    """The same as lines to read."""
    from datetime import datetime

    found, pupils = standings(course)
    lines = [f"{course.course_id}: {course.band}, {_many(pupils, 'pupil')}"]
    for one in found:
        due = in_full(datetime.fromisoformat(one.due)) if one.due else "no date"
        out = f"handed out {one.released[:10]}" if one.released else "not handed out yet"
        lines.append(f"{one.lesson} (version {one.version})")
        lines.append(f"  due: {due} · {out} · {one.handed_in} handed in · {one.marked} marked")
        if more := _more(one):
            lines.append(f"  {' · '.join(more)}")
    if left := _left(course):
        lines.append("What fits nobody (`howcome course aside` takes a file off this list):")
        lines += [f"  {name}  {why}" for name, why in left]
    return lines


def _more(one: Standing) -> list[str]:
    counts = (
        (one.waiting, f"{_many(one.waiting, 'written answer')} to mark"),
        (one.needs_you, f"{one.needs_you} need{'s' * (one.needs_you == 1)} you"),
        (one.not_gradable, f"{one.not_gradable} cannot be graded"),
        (one.late, f"{one.late} late"),
        (one.extensions, _many(one.extensions, "extension")),
    )
    return [words for count, words in counts if count]


def _left(course: Course) -> list[tuple[str, str]]:
    """The files that fit no pupil or lesson, as they may be shown, and why."""
    from ..grade.report.room import say
    from ..grade.report.safe import plain
    from ..grade.take.left import read_left

    return [
        (plain(line.name, 200), say(line.reason, "teacher", course.language))
        for line in read_left(course)
    ]


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _count(course: Course, step: str, lesson: str) -> int:
    return sum(1 for one in (course.root / step).glob(f"*/{lesson}") if one.is_dir())
