"""Deleting a course: first a list of all it holds, then exactly that and nothing else."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import BadInput
from .folder import HIDDEN, Course

KINDS = {
    "submitted": "what pupils handed in",
    f"{HIDDEN}/received": "what came in from elsewhere, as it came",
    "downloaded": "what was downloaded for zip_collect",
    "gradebook": "the gradebook with marks and comments",
    "autograded": "marked notebooks",
    "feedback": "feedback",
    "reports": "reports",
    "pupils.csv": "the roster, which says who is who",
    "exports": "exported marks and feedback, with names",
    "handout": "files to hand out, with names",
    "release": "pupils' files",
    "source": "lessons with their answers",
    "solution": "lessons with their answers, to show",
    "exchange": "what was handed out and handed in by nbgrader's exchange",
    "cache": "nbgrader's copies of what was handed in from this account",
    "nbgrader_config.py": "its settings",
    "other": "other files in the folder",
    HIDDEN: "howcome's own notes on the course",
}
"""Each kind of thing, in the order in which it is listed."""

OUT_OF_REACH = (
    "Not reached from here: backups and synchronised copies of this folder, files that were sent "
    "or downloaded, pupils' own machines, your learning platform, and what a disk still holds of "
    "deleted files."
)


@dataclass
class Held:
    """Files of one kind."""

    kind: str
    paths: list[Path] = field(default_factory=list)
    size: int = 0
    """Bytes."""
    places: set[Path] = field(default_factory=set)
    """The folders under which they lie."""


@dataclass
class Holdings:
    """All that a course holds, in its folder and outside."""

    root: Path
    kinds: dict[str, Held]
    folders: list[Path]
    """Every folder to be removed, the deepest first."""
    outside: list[Path]
    """The folders outside of the course that are on the list."""
    unreachable: list[str] = field(default_factory=list)
    """Sentences on what belongs to the course and cannot be deleted from here."""


def check(course: Course) -> None:
    """Raise BadInput when the folder is a link."""
    if is_link(course.root):
        raise BadInput(f"{course.root} is a link; give the course's own folder.")


def holdings(course: Course) -> Holdings:
    """List everything; links are listed as links and never followed."""
    held = Holdings(course.root, {}, [], [])
    _list(held, course.root, lambda path: _kind(path.relative_to(course.root)))
    for kind, place in _exchange(course, held):
        if course.root not in place.parents:
            held.outside.append(place)
            _list(held, place, lambda _path, kind=kind: kind)
    held.kinds = {kind: held.kinds[kind] for kind in KINDS if kind in held.kinds}
    return held


def delete(held: Holdings) -> tuple[int, list[str]]:
    """Delete what was listed: how many files went, and a sentence for each thing that would not.

    What makes the folder a course goes last, so that a deletion that was stopped can be finished.
    """
    paths = [path for kind in held.kinds.values() for path in kind.paths]
    paths.sort(key=lambda path: path == held.root / HIDDEN / "course.json")
    gone, stuck = 0, []
    for path in paths:
        try:
            _unlink(path)
            gone += 1
        except FileNotFoundError:
            continue
        except OSError as error:
            stuck.append(f"{path} could not be deleted ({error.strerror}).")
    for folder in held.folders:
        try:
            folder.rmdir()
        except OSError:
            if folder.exists():
                stuck.append(f"{folder} stays: something in it is new or would not go.")
    return gone, stuck


def in_words(course: Course, held: Holdings) -> list[str]:
    """What there is, one line for each kind."""
    lines = [f"The course {course.course_id} in {course.root} holds:"]
    for kind, one in held.kinds.items():
        files = "1 file" if len(one.paths) == 1 else f"{len(one.paths)} files"
        lines.append(f"  {KINDS[kind]}: {files}, {_size(one.size)}")
        if kind == "submitted" and (people := len(pupils_in(course))):
            lines[-1] += f", of {people} pupils" if people > 1 else ", of 1 pupil"
        if kind == "other":
            names = sorted({path.relative_to(course.root).parts[0] for path in one.paths})
            lines += [f"    {name}" for name in names]
        if kind in ("exchange", "cache"):
            lines += [f"    {place}" for place in sorted(one.places)]
    return lines


def _size(count: int) -> str:
    size, units = float(count), ["bytes", "kB", "MB", "GB"]
    while size >= 1000 and len(units) > 1:
        size, _ = size / 1000, units.pop(0)
    return f"{size:.0f} {units[0]}" if units[0] == "bytes" else f"{size:.1f} {units[0]}"


def pupils_in(course: Course) -> set[str]:
    """The ids of pupils of whom the course holds work."""
    return {
        one.name
        for place in (course.root / "submitted", course.root / "autograded")
        if place.is_dir()
        for one in place.iterdir()
        if one.is_dir() and not one.name.startswith(".")
    }


def is_link(path: Path) -> bool:
    """A symbolic link, or a junction of Windows, which looks like a folder."""
    try:
        about = path.lstat()
    except OSError:
        return False
    reparse = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)
    return stat.S_ISLNK(about.st_mode) or bool(
        getattr(about, "st_file_attributes", 0) & reparse
        and getattr(about, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
    )


def _list(held: Holdings, top: Path, kind_of) -> None:
    for path, folder in _walk(top):
        if folder:
            held.folders.append(path)
            continue
        kind = kind_of(path)
        one = held.kinds.setdefault(kind, Held(kind))
        one.paths.append(path)
        one.places.add(top)
        one.size += path.lstat().st_size


def _walk(top: Path) -> Iterator[tuple[Path, bool]]:
    """Everything below and the folder itself, the deepest first: path, and is it a folder."""
    with os.scandir(top) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False) and not is_link(path):
            yield from _walk(path)
        else:
            yield path, False
    yield top, True


def _kind(inside: Path) -> str:
    first = inside.parts[0]
    if inside.parts[:2] == (HIDDEN, "received"):
        return f"{HIDDEN}/received"
    if first.startswith("gradebook.db"):
        return "gradebook"
    return first if first in KINDS and first not in ("exchange", "cache") else "other"


def _exchange(course: Course, held: Holdings) -> Iterator[tuple[str, Path]]:
    """The course's folders in nbgrader's exchange and cache, where they are this user's."""
    from .release import exchange_tool
    from .stock import nbgrader_in

    try:
        tool = exchange_tool(nbgrader_in(course), "List")
    except BadInput:
        held.unreachable.append("Its settings cannot be read, so an exchange was not looked for.")
        return
    places = {"exchange": getattr(tool, "root", ""), "cache": getattr(tool, "cache", "")}
    for kind, root in places.items():
        # an id such as ".." would lead out of the exchange; `new` makes none
        plain = course.course_id == Path(course.course_id).name and course.course_id.strip(".")
        place = Path(root or ".") / course.course_id
        if not root or not plain or is_link(place) or not place.is_dir():
            continue
        if hasattr(os, "getuid") and place.stat().st_uid != os.getuid():
            held.unreachable.append(f"{place} belongs to another account; ask whoever runs it.")
            continue
        yield kind, place


def _unlink(path: Path) -> None:
    try:
        path.unlink()
    except PermissionError:
        # nbgrader makes files read-only, and the exchange's folders, too
        if not is_link(path):
            path.chmod(stat.S_IWRITE | stat.S_IREAD)
        path.parent.chmod(path.parent.stat().st_mode | stat.S_IRWXU)
        path.unlink()
