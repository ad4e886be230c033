"""Put a chosen notebook into `submitted`, and lose nothing that was there."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ...course.folder import Course
from ...lab.cache import write_whole
from ..notes import Note
from .delivery import is_link
from .keep import disk_full, make_private
from .kinds import Found, Submission, Unmatched, Unreadable
from .lessons import Lessons
from .peek import About
from .records import Record, read_record, write_record
from .submitted import Lying, when
from .times import STAMP, read_stamp, written

BEFORE = "before"
"""The folder under `received` of what lay in `submitted` and was replaced."""


@dataclass(frozen=True)
class Candidate:
    """A notebook of a delivery, matched to a pupil and a lesson."""

    student: str
    lesson: str
    found: Found
    sha256: str
    about: About
    sure: bool
    """Whether the notebook itself says that it is of this lesson."""
    shown: str = ""
    """Its name, for a sentence."""
    platform: str = ""
    attempt: int = 0
    time: datetime | None = None
    timestamp: datetime | None = None
    """When it was handed in, where that is known."""
    notes: tuple[Note, ...] = ()

    def rank(self, counted: bool) -> tuple:
        """Of one pupil's files for one lesson the greatest is marked.

        The platform's own count, where it `counted` them all, goes before times, and these before
        the number of changed answers. An empty or unknown file never goes before one of the lesson.
        """
        return (
            not self.about.empty,
            self.sure,
            self.attempt if counted else 0,
            self.time or datetime.min.replace(tzinfo=UTC),
            self.about.revisions,
            self.found.size,
            self.found.parts,
        )


def place(
    course: Course, best: Candidate, there: tuple[Submission, Lying] | None, lessons: Lessons
) -> Unmatched | None:
    """Put `best` into `submitted`, unless what is `there` is the same or newer.

    Each file is written beside and renamed, the old one kept before: a stop at any point is made
    good by running again. Returns a line for what cannot be written; BadInput on a full disk.
    """
    folder = course.submitted(best.student, best.lesson)
    for path in (folder.parent, folder, folder / f"{best.lesson}.ipynb"):
        if path.is_symlink() or (path.exists() and is_link(path)):
            return _line(best, Note("take.link"), path)
    try:
        with disk_full(course):
            _place(course, best, folder, there, lessons)
    except OSError:
        return _line(best, Note("take.cannot-write"), folder)
    except Unreadable as error:
        return _line(best, error.args[0], best.found.kept)
    return None


def _place(course: Course, best: Candidate, folder: Path, there, lessons: Lessons) -> None:
    record = read_record(course, best.student, best.lesson)
    if there and record and record.sha256 != there[1].sha256:
        record = None
    if there and there[1].sha256 == best.sha256:
        if record and record.placed:  # of a file that nbgrader collected the time is nbgrader's
            _write_stamp(folder, record.timestamp)
        known = record or Record(best.sha256)
        # the platform's last word counts: a due date was moved there, or names are no longer late
        old = ("take.late",) if known.platform == best.platform else ()
        _add_notes(course, best, known, best.notes, old)
    elif there and not _is_newer(best, there, record, lessons):
        known = record or Record(there[1].sha256)
        _add_notes(course, best, known, (Note("take.older-left"),))
    else:
        _write(course, best, folder, replaced=there is not None)


def _write(course: Course, best: Candidate, folder: Path, replaced: bool) -> None:
    target = folder / f"{best.lesson}.ipynb"
    folder.mkdir(parents=True, exist_ok=True)
    if replaced:
        _put_by(course, best, folder)
    notes = (*best.notes, Note("take.replaced")) if replaced else best.notes
    record = Record(
        best.sha256,
        best.platform,
        best.attempt,
        best.time.isoformat() if best.time else "",
        written(best.timestamp) if best.timestamp else "",
        round(time.time(), 3),
        notes,
    )
    write_record(course, best.student, best.lesson, record)
    write_whole(target, best.found.read())
    if best.time:
        with suppress(OSError):
            os.utime(target, (best.time.timestamp(), best.time.timestamp()))
    _write_stamp(folder, record.timestamp)


def _put_by(course: Course, best: Candidate, folder: Path) -> None:
    """Keep the file that is about to be replaced, with its time."""
    target = folder / f"{best.lesson}.ipynb"
    if not target.is_file():
        return  # it has another name and stays where it is
    make_private(course.received)
    stamp, _ = read_stamp(folder)
    old = target.read_bytes()
    name = (stamp or when(target.stat().st_mtime)).strftime("%Y%m%d-%H%M%S")
    kept = course.received / BEFORE / best.lesson / best.student / f"{name}.ipynb"
    number = 1
    while kept.exists() and kept.read_bytes() != old:
        number += 1
        kept = kept.with_name(f"{name}-{number}.ipynb")
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_whole(kept, old)


def _write_stamp(folder: Path, text: str) -> None:
    """The time of the notebook beside it, or none: never the time of an older one."""
    path = folder / STAMP
    if not text:
        path.unlink(missing_ok=True)
    elif not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != text:
        write_whole(path, text.encode("ascii"))


def _add_notes(
    course: Course,
    best: Candidate,
    record: Record,
    notes: tuple[Note, ...],
    old: tuple[str, ...] = (),
) -> None:
    """Add notes to what is known of a file; those with the codes `old` go, unless told again."""
    kept = tuple(note for note in record.notes if note.code not in old or note in notes)
    now = (*kept, *(note for note in notes if note not in kept))
    if now != record.notes:
        write_record(course, best.student, best.lesson, replace(record, notes=now))


def _is_newer(
    best: Candidate, there: tuple[Submission, Lying], record: Record | None, lessons: Lessons
) -> bool:
    submission, lying = there
    old = (not lying.about.empty, lying.lesson == best.lesson)
    if (new := (not best.about.empty, best.sure)) != old:
        return new > old
    schoology = record and record.platform == best.platform == "schoology"
    if schoology and record.attempt != best.attempt:
        return best.attempt > record.attempt
    time_there = (record and record.chosen_by) or submission.timestamp or when(lying.changed)
    # a zip knows times to two seconds only
    if best.time and abs((best.time - time_there).total_seconds()) > 2:
        return best.time > time_there
    return best.about.revisions > lying.about.revisions


def _line(best: Candidate, reason: Note, path: Path) -> Unmatched:
    return Unmatched(best.found.name, reason, best.student, best.lesson, path)
