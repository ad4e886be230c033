"""A course's gradebook: does it open, whole, and in the form that this nbgrader writes?"""

from __future__ import annotations

import contextlib
import importlib.util
import re
import sqlite3
from pathlib import Path

from ..course.folder import Course
from .finding import ATTENTION, FAILS, OK, Finding

NAME = "gradebook"
WAIT = 2
"""Seconds to wait for a marking run that is just writing."""


def check(course: Course) -> Finding:
    """Open the gradebook to read, and let SQLite check every page of it."""
    path = course.gradebook
    if not path.is_file():
        return Finding(
            NAME,
            FAILS,
            f"There is no {path}.",
            "Put it back from a backup; without one, move this folder away, make the course "
            "again and mark again: what pupils handed in is in submitted.",
        )
    try:
        damage, assignments, version = _read(path)
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            return Finding(
                NAME,
                ATTENTION,
                "The gradebook is being written to.",
                "Wait until marking has ended, then look again.",
            )
        damage = str(error)
    except sqlite3.DatabaseError as error:
        damage = str(error)
    if damage:
        return Finding(
            NAME,
            FAILS,
            f"The gradebook is damaged: {damage}.",
            f"Keep {path} aside, put it back from a backup, and mark what is newer again.",
        )
    known = revisions()
    if known and version and version not in known:
        return Finding(
            NAME,
            FAILS,
            "The gradebook was written by a newer nbgrader than the one installed.",
            "Use the Howcome it was made with, or a newer one.",
        )
    if known and version and version != known[-1]:
        return Finding(
            NAME,
            FAILS,
            "The gradebook was written by an older nbgrader.",
            f"Go to {course.root} and bring it up to date; nbgrader keeps a copy of the old one.",
            ("nbgrader db upgrade",),
        )
    return Finding(NAME, OK, f"The gradebook opens and is whole; assignments in it: {assignments}.")


def lessons(course: Course) -> Finding:
    """The sources that the course froze: nothing can be marked without them."""
    missing = [name for name in course.lessons if not course.source(name).is_file()]
    if missing:
        return Finding(
            "lessons",
            FAILS,
            f"The course's own copy of {', '.join(missing)} is missing.",
            f"Put it back into {course.root / 'source'} from a backup.",
        )
    return Finding("lessons", OK, f"The course has its own copy of {', '.join(course.lessons)}.")


def revisions() -> list[str]:
    """The forms that a gradebook can have, oldest first, from nbgrader's own scripts.

    Empty when nbgrader is not installed or keeps them elsewhere.
    """
    spec = importlib.util.find_spec("nbgrader")  # finds, and imports nothing
    if spec is None or not spec.origin:
        return []
    after = {}
    for script in (Path(spec.origin).parent / "alembic" / "versions").glob("*.py"):
        text = script.read_text(encoding="utf-8")
        own = re.search(r"^revision\s*(?::[^=]+)?=\s*[\"'](\w+)", text, re.M)
        before = re.search(r"^down_revision\s*(?::[^=]+)?=\s*(?:[\"'](\w+)|None)", text, re.M)
        if own and before:
            after[before[1]] = own[1]
    chain, last = [], after.get(None)
    while last and last not in chain:
        chain.append(last)
        last = after.get(last)
    return chain


def _read(path: Path) -> tuple[str, int, str]:
    """(what is damaged, how many assignments, in which form); empty words for nothing."""
    # mode=ro: looking must not write, not even a journal
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=WAIT)) as book:
        said = book.execute("PRAGMA quick_check").fetchone()[0]
        (count,) = book.execute("SELECT count(*) FROM assignment").fetchone()
        try:
            version = book.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:  # nbgrader itself does without
            version = None
    return ("" if said == "ok" else said.splitlines()[0]), count, version[0] if version else ""
