"""How a course stands: for each lesson its date, whether it was handed out, and who handed in."""

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


def standings(course: Course) -> tuple[list[Standing], int]:
    """How each lesson stands, and how many pupils the gradebook has."""
    from .stock import gradebook_of

    out = released(course)
    found = []
    with gradebook_of(course) as gradebook:
        pupils = len(gradebook.students)
        due = {one.name: one.duedate for one in gradebook.assignments}
    for lesson, version in course.lessons.items():
        when = due.get(lesson)
        found.append(
            Standing(
                lesson=lesson,
                version=version,
                due=from_stored(when).isoformat() if when else None,
                released=out.get(lesson, {}).get("when"),
                handed_in=_count(course, "submitted", lesson),
                marked=_count(course, "autograded", lesson),
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
    return lines


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _count(course: Course, step: str, lesson: str) -> int:
    return sum(1 for one in (course.root / step).glob(f"*/{lesson}") if one.is_dir())
