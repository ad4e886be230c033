"""What came in and fits no pupil or no lesson, kept in sight until it does or is set aside.

A run of marking has most of it in its own report only; a list in the course keeps it for the
class page, for `howcome course status`, and for the next run.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ...course.folder import HIDDEN, Course
from ...lab.cache import write_whole
from ..notes import Note
from .kinds import Unmatched


@dataclass(frozen=True)
class Left:
    """One line of the list."""

    line: Unmatched
    holders: int = 0
    """How many pupils had handed in the same bytes: one more, and it has found its own."""
    done: bool = False
    """Whether it has found its pupil, or was set aside: it may come again in each download."""


def read_left(course: Course, lessons: Collection[str] | None = None) -> list[Unmatched]:
    """What waits; with `lessons` only what is of these, or of no lesson that is known."""
    return [
        one.line
        for one in _read(course)
        if not one.done and (lessons is None or one.line.lesson in (None, *lessons))
    ]


def is_left(line: Unmatched) -> bool:
    """Whether no page of a pupil's can show it, and it is there to be looked at."""
    return None in (line.student, line.lesson) and line.path is not None


def keep_left(
    course: Course, lines: Iterable[Unmatched], seen: Collection[str], holders: Mapping[str, int]
) -> None:
    """Bring the list up to date.

    `lines` are of this run, `seen` the names and kept files that it has read, `holders` how many
    pupils have a notebook of this digest: under another name a file is known by its bytes, and
    two pupils may hand in the same.
    """
    before = _read(course)
    known = {_key(one.line): one for one in before}
    new = []
    for line in filter(is_left, lines):
        old = known.get(_key(line), Left(line, holders.get(line.sha256, 0)))
        new.append(replace(old, line=line))  # why it fits nobody may be another reason now
    keys = {_key(one.line) for one in new}
    # what was read again and is no line any more has found its pupil, or is not broken any more
    kept = [one for one in before if _key(one.line) not in keys and not _is_in(one.line, seen)]
    now = [
        replace(one, done=one.done or holders.get(one.line.sha256, 0) > one.holders)
        for one in [*kept, *new]
    ]
    if now != before:
        _write(course, now)


def set_aside(course: Course, names: Collection[str]) -> list[str]:
    """Hear no more of these, by whole name or its last part. Gives back those that were waiting."""
    done, now = [], []
    for one in _read(course):
        name = one.line.name
        if not one.done and {name, name.rpartition("/")[2]} & set(names):
            done.append(name)
            one = replace(one, done=True)
        now.append(one)
    if done:
        _write(course, now)
    return done


def _is_in(line: Unmatched, seen: Collection[str]) -> bool:
    # another file of the same name says nothing of this one, but a whole archive in the place of a
    # broken one does
    return str(line.path) in seen or (not line.sha256 and line.name in seen)


def _key(line: Unmatched) -> tuple[str, str]:
    return line.name, line.sha256 or str(line.path)  # where it is kept: other bytes, another place


def _list(course: Course) -> Path:
    return course.root / HIDDEN / "left.json"


def _read(course: Course) -> list[Left]:
    try:
        found = json.loads(_list(course).read_text(encoding="utf-8"))
        return [Left(**{**one, "line": _line(course, **one["line"])}) for one in found]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _line(course: Course, reason: dict, path: str, **about) -> Unmatched:
    return Unmatched(reason=Note(**reason), path=course.root / path, **about)


def _write(course: Course, lines: list[Left]) -> None:
    found = [asdict(one) for one in lines]
    for one in found:
        path = one["line"]["path"]
        inside = path.is_relative_to(course.root)
        one["line"]["path"] = str(path.relative_to(course.root) if inside else path)
    # in ASCII: a file's name may hold bytes that are no text
    write_whole(_list(course), json.dumps(found, indent=1).encode("ascii"))
