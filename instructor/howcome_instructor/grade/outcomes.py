"""How marking ended, one small file a submission: what makes a stopped run go on where it was."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from ..course.folder import Course
from .notes import OUTCOMES, Note


@dataclass(frozen=True)
class Outcome:
    """How marking one submission ended."""

    student: str
    lesson: str
    outcome: str
    """One of `notes.OUTCOMES`."""
    submitted: str = ""
    """sha256 of the file that was marked."""
    reference: str = ""
    """sha256 of the reference it was marked against: changed checks are marked again."""
    notes: tuple[Note, ...] = ()
    misconceptions: Mapping[str, str] = field(default_factory=dict)
    """Check cell -> the id of the misconception its failure named."""
    language: str = ""
    """The language of the pupil's copy: en, es, or empty when it is not known."""
    handed_in: str = ""
    """When, in ISO 8601 with a zone; empty when nobody knows."""
    late_seconds: float = 0.0
    """After the due date and any extension; 0 when in time."""
    seconds: float = 0.0

    @property
    def look(self) -> tuple[Note, ...]:
        """What the teacher is asked to look at; never an accusation."""
        return tuple(note for note in self.notes if note.look)

    @property
    def handed_in_at(self) -> datetime | None:
        """`handed_in` as a time, or None."""
        return datetime.fromisoformat(self.handed_in) if self.handed_in else None


def load(course: Course, lesson: str) -> dict[str, Outcome]:
    """All outcomes of a lesson, by pupil. A damaged file counts as not marked yet."""
    folder = course.outcomes(lesson)
    found = {}
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        outcome = _read(path)
        if outcome and outcome.lesson == lesson:
            found[outcome.student] = outcome
    return found


def keep(course: Course, outcome: Outcome) -> None:
    """Write one outcome, whole or not at all."""
    path = course.outcomes(outcome.lesson) / f"{outcome.student}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    text = json.dumps(asdict(outcome), ensure_ascii=False, indent=1)
    # a file's name may hold bytes that are no text; so escaped, JSON reads them again
    part.write_text(text, encoding="utf-8", errors="backslashreplace")
    part.replace(path)


def drop(course: Course, lesson: str, student: str) -> None:
    """Forget an outcome, before its marks are written anew: a stop in between marks it again."""
    (course.outcomes(lesson) / f"{student}.json").unlink(missing_ok=True)


def _read(path: Path) -> Outcome | None:
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        about["notes"] = tuple(Note(**note) for note in about["notes"])
        outcome = Outcome(**about)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return outcome if outcome.outcome in OUTCOMES else None
