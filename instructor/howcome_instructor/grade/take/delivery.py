"""From a zip, folder or file that a teacher names to the files in it, kept first."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from ...course.folder import HIDDEN, Course
from ...errors import BadInput
from ..notes import Note
from . import kinds
from .archive import Inside, look_into
from .hands import read_hand
from .keep import Item, keep
from .kinds import Found, Unmatched, Unreadable
from .names import is_archive, is_ignored, is_notebook_name, is_unknown_archive, may_be_notebook
from .peek import peek
from .shelf import Budget, Shelf

OURS = ("source", "release", "submitted", "autograded", "feedback", "reports", HIDDEN)
"""Folders of a course from which nothing is taken in."""


@dataclass
class Delivery:
    """What came in from one place."""

    name: str
    files: list[Found] = field(default_factory=list)
    lines: list[Unmatched] = field(default_factory=list)
    left_alone: int = 0
    """Files in a folder that have nothing to do with the course, which were not copied."""


def check_place(course: Course, place: Path) -> Path:
    """The absolute path of a zip, folder or file; BadInput when nothing can be taken from it."""
    place = place.expanduser()
    if not place.exists():
        raise BadInput(f"There is no {place}; check the name after --from.")
    place = place.resolve()
    root = course.root.resolve()
    if place == root or any(place.is_relative_to(root / ours) for ours in OURS):
        raise BadInput(
            f"{place} belongs to the course itself; give --from the zip or folder you downloaded."
        )
    if not os.access(place, os.R_OK):
        raise BadInput(f"{place} cannot be read; ask whoever owns it for the right to read it.")
    return place


def receive(course: Course, place: Path, shelf: Shelf) -> Delivery:
    """Keep what is in a place, and list it from what was kept.

    Raises BadInput when there is far too much of it or the disk is full.
    """
    delivery = Delivery(place.name or str(place))
    try:
        items = list(_items(course, place, delivery))
    except OSError as error:
        raise BadInput(
            f"{place} could not be read to its end ({error.strerror}); see that its drive is "
            "there, and run the same command again."
        ) from error
    if items:
        budget = Budget()
        home = keep(course, items) / "files"
        for item in sorted(items, key=lambda item: item.parts):
            delivery.files += _listed(
                home.joinpath(*item.parts), item.parts, shelf, budget, delivery
            )
    return delivery


def _listed(
    kept: Path, parts: tuple[str, ...], shelf: Shelf, budget: Budget, delivery: Delivery
) -> Iterator[Found]:
    if is_archive(kept.name):
        for one in look_into(Inside(parts, kept, shelf, budget, lambda: kept.open("rb"))):
            if isinstance(one, Unmatched):
                delivery.lines.append(one)
            else:
                yield one
        return
    if is_unknown_archive(kept.name):
        reason = Note("take.unknown-archive")
        delivery.lines.append(Unmatched("/".join(parts), reason, path=kept))
        return
    about = kept.stat()
    time = datetime.fromtimestamp(about.st_mtime, UTC)
    yield Found(parts, about.st_size, kept, time=time, read=_reader(kept))


def _reader(kept: Path):
    def read() -> bytes:
        try:
            return kept.read_bytes()
        except OSError as error:
            raise Unreadable(Note("take.unreadable")) from error

    return read


def _items(course: Course, place: Path, delivery: Delivery) -> Iterator[Item]:
    name = place.name or "folder"
    if place.is_file():
        yield from _item(place, (name,), delivery, named=True)
        return
    if not place.is_dir():
        delivery.lines.append(Unmatched(name, Note("take.link")))
        return
    inside = _walk(place, (name,), course.root.resolve(), delivery)
    for seen, (path, parts, company) in enumerate(inside):
        if seen >= kinds.FILES:
            raise BadInput(
                f"{place} holds more than {kinds.FILES} files; give --from the zip or folder with "
                "what was handed in."
            )
        yield from _item(path, parts, delivery, named=company)


def _item(path: Path, parts: tuple[str, ...], delivery: Delivery, named: bool) -> Iterator[Item]:
    """A file that has to do with the course; `named` when the place or its company says so."""
    size = path.stat().st_size
    if not (named or read_hand(parts).platform or concerns(path)):
        delivery.left_alone += 1
    elif not is_archive(path.name) and size > kinds.LARGEST:
        reason = Note("take.too-large", values={"mib": kinds.LARGEST >> 20})
        delivery.lines.append(Unmatched("/".join(parts), reason, path=path))
    elif not _opens(path):
        delivery.lines.append(Unmatched("/".join(parts), Note("take.unreadable"), path=path))
    else:
        yield Item(path, parts)


def _opens(path: Path) -> bool:
    """Whether a file can be read; on Windows an open program may lock it."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True


def concerns(path: Path) -> bool:
    """Whether a file among all sorts is, or may hold, a notebook."""
    if is_notebook_name(path.name):
        return True
    try:
        size = path.stat().st_size
        if is_archive(path.name) and path.suffix.casefold() == ".zip":
            with ZipFile(path) as archive:
                names = archive.namelist()
            return any(is_notebook_name(name) or is_archive(name) for name in names)
        if may_be_notebook(path.name) and size <= kinds.LARGEST:
            return peek(path.read_bytes()).like
    except (BadZipFile, ValueError):
        return True
    except (OSError, NotImplementedError):
        return False
    return is_archive(path.name) and size <= kinds.LARGEST


def _walk(
    folder: Path, parts: tuple[str, ...], course: Path, delivery: Delivery
) -> Iterator[tuple[Path, tuple[str, ...], bool]]:
    """Regular files below a folder, no link followed; with each, whether a notebook is beside it.

    In the folder itself company says nothing: a teacher's downloads are all together there.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        delivery.lines.append(Unmatched("/".join(parts), Note("take.unreadable"), path=folder))
        return
    entries = [entry for entry in entries if not is_ignored(entry.name)]
    company = len(parts) > 1 and any(is_notebook_name(entry.name) for entry in entries)
    for entry in entries:
        path, below = Path(entry.path), (*parts, entry.name)
        if is_link(path):
            delivery.lines.append(Unmatched("/".join(below), Note("take.link"), path=path))
        elif entry.is_dir(follow_symlinks=False):
            if path != course:
                yield from _walk(path, below, course, delivery)
        elif entry.is_file(follow_symlinks=False):
            yield path, below, company
        else:  # a pipe or a device: reading it might never end
            delivery.lines.append(Unmatched("/".join(below), Note("take.link"), path=path))


def is_link(path: Path) -> bool:
    """Whether a path is a symbolic link, or one of Windows' junctions."""
    about = path.lstat()
    if stat.S_ISLNK(about.st_mode):
        return True
    # a junction; other reparse points are OneDrive's files, which are what they seem
    return getattr(about, "st_reparse_tag", 0) == 0xA0000003
