"""What taking in gives back, and what stands in an archive or a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ..notes import Note

FILES = 20_000
"""Files in one zip or folder; more than that is no class's work, or an attack."""

LARGEST = 256 * 2**20
"""Bytes of one file, unpacked: a notebook that printed 50 MB is well below."""

TOTAL = 4 * 2**30
"""Bytes that are unpacked of one zip or folder, all its notebooks together."""

RATIO = 200
"""How often smaller a packed file may be, once it is larger than `RATIO_FROM`."""

RATIO_FROM = 128 * 2**20
"""Bytes up to which any ratio goes: a notebook of one line printed over and over packs well."""

DEPTH = 1
"""Zips within a zip are opened so deep: a pupil's zip in the platform's."""


@dataclass(frozen=True)
class Submission:
    """What is to be marked for one pupil and one lesson."""

    student: str
    lesson: str
    path: Path
    """The notebook that was chosen, under `submitted`."""
    timestamp: datetime | None = None
    """When it was handed in, UTC; None when nobody knows, which is never counted as late."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Unmatched:
    """Something that came in and is not marked, with the reason."""

    name: str
    """As the teacher knows it: the path in the zip or folder."""
    reason: Note
    student: str | None = None
    """Whose it is, when that is known."""
    lesson: str | None = None
    """What it was for, when that is known. With both, the pupil handed something in and is not
    among the missing."""
    path: Path | None = None
    """Where it is kept."""
    sha256: str = ""
    """Of a notebook: under another name it is the same."""


@dataclass(frozen=True)
class Taken:
    """All that there is to mark, and all that there is not.

    A pupil on the list and a lesson are in `submissions`, in `missing`, or in `unmatched` with
    both names: never in none of them.
    """

    submissions: list[Submission] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    """Pupil and lesson, where nothing was handed in."""
    unmatched: list[Unmatched] = field(default_factory=list)
    notes: tuple[Note, ...] = ()
    """What is to be said of a whole download."""


@dataclass(frozen=True)
class Found:
    """One file in a zip or folder, not read yet."""

    parts: tuple[str, ...]
    """The path, the zip's or folder's own name first."""
    size: int
    """Bytes."""
    kept: Path
    """The file under `received` that holds it."""
    read: Callable[[], bytes] = field(repr=False, compare=False)
    """Raises `Unreadable`."""
    time: datetime | None = None
    """When it was last changed, UTC, as the zip or the disk says."""

    @property
    def name(self) -> str:
        """The path as a person reads it."""
        return "/".join(self.parts)


class Unreadable(Exception):
    """A file that cannot be unpacked; the argument is a Note."""
