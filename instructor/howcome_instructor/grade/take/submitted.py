"""What lies in `submitted`: nbgrader's folder, also when names in it are not nbgrader's."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ...course.folder import Course
from ...course.roster.find import Ambiguous, Finder
from ..notes import Note
from . import kinds
from .delivery import is_link
from .kinds import Submission, Unmatched
from .lessons import Lessons
from .names import is_ignored, is_notebook_name
from .peek import About, peek
from .records import Record, read_record
from .times import STAMP, read_stamp

LONGEST = 200
"""Bytes of a pupil's id; files are named after it, with something behind it."""

DEEPEST = 4
"""Folders below a pupil's in which a notebook is still looked for."""


@dataclass(frozen=True)
class Lying:
    """A notebook in `submitted`."""

    path: Path
    sha256: str
    about: About
    changed: float
    """Seconds since 1970."""
    lesson: str | None
    """The lesson it says it is."""


@dataclass
class Scan:
    """All of `submitted`."""

    chosen: dict[tuple[str, str], tuple[Submission, Lying]] = field(default_factory=dict)
    """By pupil and lesson."""
    lines: list[Unmatched] = field(default_factory=list)
    empty: set[tuple[str, str]] = field(default_factory=set)
    """Pupil and lesson, where a folder lies there with nothing in it."""


def scan(course: Course, finder: Finder, lessons: Lessons, wanted: tuple[str, ...]) -> Scan:
    """Choose a notebook for each pupil and lesson with something handed in.

    The notebook of this lesson goes before one that says nothing, and that before one of another
    lesson; of several the newest. No link is followed.
    """
    found, home = Scan(), course.root / "submitted"
    lying: dict[tuple[str, str], list[Lying]] = defaultdict(list)
    without: dict[tuple[str, str], list[str]] = {}
    for entry in _entries(home):
        path = Path(entry.path)
        if is_link(path):
            found.lines.append(Unmatched(f"submitted/{entry.name}", Note("take.link"), path=path))
        elif not path.is_dir():
            if is_notebook_name(entry.name):
                found.lines.append(Unmatched(entry.name, Note("take.loose"), path=path))
        elif not is_fit(entry.name):
            name = entry.name.encode("utf-8", "backslashreplace").decode()
            shown = "".join(one if one.isprintable() else "?" for one in name)
            found.lines.append(Unmatched(f"submitted/{shown}", Note("take.odd-name"), path=home))
        else:
            _pupil(
                course, path, _student(finder, entry.name), lessons, wanted, lying, without, found
            )
    # without a roster everybody who hands in is a pupil
    known = {pupil.id for pupil in finder.pupils} if course.pupils.is_file() else set()
    for (student, lesson), notebooks in lying.items():
        submission, best = _choose(course, student, lesson, notebooks)
        if known and student not in known:
            notes = (*submission.notes, Note("take.not-on-list", values={"pupil": student}))
            submission = Submission(student, lesson, best.path, submission.timestamp, notes)
        found.chosen[student, lesson] = (submission, best)
    for (student, lesson), names in without.items():
        if (student, lesson) not in found.chosen:
            note = Note("take.no-notebook", values={"names": some(names)})
            folder = course.submitted(student, lesson)
            found.lines.append(Unmatched(f"{student}/{lesson}", note, student, lesson, folder))
    return found


def is_fit(name: str) -> bool:
    """Whether a folder's name can be a pupil's id: text, on one line, that fits a file's name."""
    return name.isprintable() and len(name.encode("utf-8", "replace")) <= LONGEST


def _pupil(course, folder, student, lessons, wanted, lying, without, found) -> None:
    for entry in _entries(folder):
        path = Path(entry.path)
        lesson = lessons.in_name(entry.name)
        name = f"submitted/{folder.name}/{entry.name}"
        if is_link(path):
            found.lines.append(Unmatched(name, Note("take.link"), student, lesson, path))
            continue
        if not path.is_dir():
            if is_notebook_name(entry.name) and (one := _lying(path, lessons, found, student)):
                lesson = one.lesson or lesson
                if lesson in wanted:
                    lying[student, lesson].append(one)
                elif lesson is None:
                    found.lines.append(Unmatched(name, Note("take.no-lesson"), student, path=path))
            continue
        if lesson is not None and lesson not in wanted:
            continue
        names = []
        for file in _files(path, found, student):
            one = is_notebook_name(file.name) and _lying(file, lessons, found, student, lesson)
            if not one:
                names.append(file.name)
            elif lesson or one.lesson in wanted:
                lying[student, lesson or one.lesson].append(one)
            elif one.lesson is None:
                note = Note("take.other-folder", values={"folder": entry.name})
                found.lines.append(Unmatched(f"{name}/{file.name}", note, student, path=file))
        names = [one for one in names if one != STAMP]
        if lesson and names:
            without[student, lesson] = names
        elif lesson and not lying.get((student, lesson)):
            found.empty.add((student, lesson))


def _choose(
    course: Course, student: str, lesson: str, notebooks: list[Lying]
) -> tuple[Submission, Lying]:
    record = read_record(course, student, lesson)
    best = max(notebooks, key=lambda one: _rank(one, lesson, record))
    # beside the notebook, or in the folder that nbgrader made, when a pupil handed in folders
    top = course.root / "submitted"
    folders = [one for one in best.path.parents if top in one.parents and one.parent != top]
    stamps = [read_stamp(one) for one in folders]
    stamp = next((time for time, _ in stamps if time), None)
    understood = stamp is not None or all(known for _, known in stamps)
    notes = [] if understood else [Note("take.bad-timestamp")]
    if record and record.sha256 == best.sha256:
        notes += record.notes
    others = {one.path.name for one in notebooks if one.sha256 != best.sha256}
    if others:
        values = {"used": best.path.name, "names": some(sorted(others))}
        notes.append(Note("take.several", values=values))
    if best.path.name != f"{lesson}.ipynb":
        notes.append(Note("take.renamed", values={"name": best.path.name, "lesson": lesson}))
    return Submission(student, lesson, best.path, stamp, tuple(notes)), best


def _rank(one: Lying, lesson: str, record: Record | None) -> tuple:
    """The greatest is marked. What was put here by us counts from when it was put here."""
    ours = record is not None and one.sha256 == record.sha256
    return (
        not one.about.empty,
        2 if one.lesson == lesson else int(one.lesson is None and not one.about.lesson),
        max(one.changed, record.placed) if ours else one.changed,
        one.about.revisions,
        one.path.name == f"{lesson}.ipynb",
        one.path.name,
    )


def _lying(
    path: Path, lessons: Lessons, found: Scan, student: str, lesson: str | None = None
) -> Lying | None:
    try:
        about = path.stat()
        # a file past all limits is still a submission; marking says what is wrong with it
        with path.open("rb") as file:
            data = file.read(kinds.LARGEST)
            sha = hashlib.sha256(data)
            while block := file.read(2**20):
                sha.update(block)
    except OSError:
        name = "/".join(path.parts[-3:])
        found.lines.append(Unmatched(name, Note("take.unreadable"), student, lesson, path))
        return None
    said = peek(data)
    return Lying(path, sha.hexdigest(), said, about.st_mtime, lessons.of_notebook(said))


def _student(finder: Finder, name: str) -> str:
    """The pupil of a folder: its name is the id, but for case; or names a pupil of the list."""
    if any(pupil.id == name for pupil in finder.pupils):
        return name
    try:
        pupil = finder.find(name)
    except Ambiguous:
        return name
    return pupil.id if pupil else name


def _files(folder: Path, found: Scan, student: str, depth: int = 1) -> Iterator[Path]:
    for entry in _entries(folder):
        path = Path(entry.path)
        if is_link(path):
            name = "/".join(("submitted", *path.parts[-(depth + 2) :]))
            found.lines.append(Unmatched(name, Note("take.link"), student, path=path))
        elif path.is_dir():
            if depth < DEEPEST:
                yield from _files(path, found, student, depth + 1)
        elif entry.is_file(follow_symlinks=False):
            yield path


def _entries(folder: Path) -> list[os.DirEntry]:
    try:
        entries = [one for one in os.scandir(folder) if not one.name.startswith(".")]
    except OSError:
        return []
    return sorted((one for one in entries if not is_ignored(one.name)), key=lambda one: one.name)


def some(names: list[str], most: int = 5) -> str:
    """Names for a sentence, no more than it can carry."""
    listed = [name if len(name) <= 60 else f"{name[:40]}…{name[-15:]}" for name in names[:most]]
    return ", ".join(listed) + (", …" if len(names) > most else "")


def when(changed: float) -> datetime:
    """Seconds since 1970 as a time, UTC."""
    return datetime.fromtimestamp(changed, UTC)
