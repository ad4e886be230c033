"""What was put into `submitted`, and why: one small file a pupil and lesson."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ...course.folder import Course
from ...lab.cache import write_whole
from ..notes import Note

PLACED = "placed"
"""The folder of these under `received`."""


@dataclass(frozen=True)
class Record:
    """One file that was put into `submitted`. It holds for a file with this digest only."""

    sha256: str
    platform: str = ""
    attempt: int = 0
    time: str = ""
    """The time it was chosen by, ISO 8601; empty when there was none."""
    timestamp: str = ""
    """What stands in its timestamp.txt; empty when nobody knows when it was handed in."""
    placed: float = 0.0
    """When we put it there, in seconds since 1970; 0 when nbgrader or somebody else did."""
    notes: tuple[Note, ...] = ()

    @property
    def chosen_by(self) -> datetime | None:
        """`time` as a time."""
        return datetime.fromisoformat(self.time) if self.time else None


def _path(course: Course, student: str, lesson: str) -> Path:
    return course.received / PLACED / lesson / f"{student}.json"


def read_record(course: Course, student: str, lesson: str) -> Record | None:
    """What is known of a pupil's file; None when nothing is, or it cannot be read."""
    try:
        about = json.loads(_path(course, student, lesson).read_text(encoding="utf-8"))
        about["notes"] = tuple(Note(**note) for note in about["notes"])
        return Record(**about)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_record(course: Course, student: str, lesson: str, record: Record) -> None:
    """Write it whole, unless the same stands there."""
    if read_record(course, student, lesson) == record:
        return
    path = _path(course, student, lesson)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(asdict(record), ensure_ascii=False, indent=1).encode("utf-8"))
