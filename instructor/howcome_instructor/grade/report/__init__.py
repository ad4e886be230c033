"""Giving back: a page for each pupil, pages for the teacher, and what a run says at its end.

What stands on a page comes from three places: the lesson's frozen source and its guide, which are
trusted; nbgrader's gradebook; and the marked notebook of a pupil, of which nothing is trusted.
`safe.py` is the only door from the last to a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ...course.folder import Course
from .run import as_json, run_report

__all__ = [
    "as_json",
    "run_report",
    "write_all",
    "write_class_page",
    "write_course_page",
    "write_feedback",
]


def write_all(
    course: Course,
    lessons: Iterable[str] | None = None,
    *,
    examples: bool = True,
    progress: Callable[[str], None] = lambda _student: None,
) -> list[Path]:
    """Write the feedback of all pupils, the page of each lesson, and the page of the course.

    `lessons` are those whose pages are written, None for all; the course's page has them all.
    Gives back the paths of the files that changed. A file that stays as it is is not touched.
    """
    from .class_page import class_page
    from .course_page import course_page
    from .feedback import give_back
    from .room import Books, room_of

    changed = []
    with Books(course) as books:
        rooms = {lesson: room_of(course, lesson, books) for lesson in course.lessons}
    for lesson in rooms if lessons is None else lessons:
        changed += give_back(rooms[lesson], progress=progress)
        changed += class_page(rooms[lesson], examples=examples)
    changed += course_page(course, rooms)
    return changed


def write_feedback(course: Course, lesson: str, student: str) -> Path:
    """Write one pupil's page, where nbgrader keeps feedback, and give back its path.

    Raises BadInput when there is nothing to say: no such pupil, or nothing handed in.
    """
    from ...errors import BadInput
    from .feedback import give_back
    from .room import Books, room_of

    with Books(course) as books:
        room = room_of(course, lesson, books)
    if student not in room.seats:
        raise BadInput(f"There is no pupil '{student}' in this course; the ids are in pupils.csv.")
    if room.seats[student].outcome is None:
        raise BadInput(f"{student} has not handed in {lesson}, so there is no feedback to write.")
    give_back(room, only=student)
    return room.feedback(student)


def write_class_page(course: Course, lesson: str, *, examples: bool = True) -> Path:
    """Write the teacher's page of one lesson, `reports/<lesson>.html`, and give back its path.

    Without `examples` no pupil's answer stands on it, not even without a name.
    """
    from .class_page import class_page
    from .room import Books, room_of

    with Books(course) as books:
        room = room_of(course, lesson, books)
    class_page(room, examples=examples)
    return room.page


def write_course_page(course: Course) -> Path:
    """Write the page of all pupils and lessons, `reports/index.html`, and give back its path."""
    from .course_page import course_page
    from .room import Books, room_of

    with Books(course) as books:
        rooms = {lesson: room_of(course, lesson, books) for lesson in course.lessons}
    course_page(course, rooms)
    return course.reports / "index.html"
