"""Which copy is whose: the id in each pupil's notebook, and the list of those ids."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable

from ..lab.cache import write_whole
from .folder import HIDDEN, Course


def notebook_id(course: Course, lesson: str, student: str = "") -> str:
    """The id of a pupil's copy of a lesson at its version; of the whole class's without a pupil.

    The same whenever it is asked for, so that what is released again stays the same file. Made
    with the course's own key, so that nobody can tell a pupil from it, or guess another's.
    """
    words = json.dumps([course.course_id, lesson, course.lessons.get(lesson, ""), student])
    return hmac.new(_key(course), words.encode("utf-8"), hashlib.sha256).hexdigest()[:16]


def enter(course: Course, lesson: str, students: Iterable[str]) -> None:
    """Add pupils' copies of a lesson to `copies.json`: notebook id -> student id."""
    path = course.root / HIDDEN / "copies.json"
    known = whose(course)
    known |= {notebook_id(course, lesson, student): student for student in students}
    write_whole(path, (json.dumps(known, indent=1, sort_keys=True) + "\n").encode("utf-8"))


def whose(course: Course) -> dict[str, str]:
    """notebook id -> student id, of every copy that was made for one pupil."""
    try:
        found = json.loads((course.root / HIDDEN / "copies.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _key(course: Course) -> bytes:
    path = course.root / HIDDEN / "key"
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = secrets.token_bytes(32)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, key.hex().encode("ascii"))
        return key
