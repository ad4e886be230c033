"""Look into zips and tars without unpacking them: files are read one by one, under limits.

Nothing is written under a name from an archive, so no name can lead anywhere; no link is
followed; sizes are known before a byte is unpacked, and held to while it is.
"""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from ..notes import Note
from . import kinds
from .kinds import Found, Unmatched, Unreadable
from .names import is_archive, is_ignored, is_unknown_archive, parts_of, redecoded
from .openers import TooMany, open_tar, open_zip, spooled
from .shelf import Budget, Shelf

BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, struct.error)
BROKEN += (RuntimeError, NotImplementedError, ValueError, KeyError, OverflowError)
"""What reading an archive can raise."""


@dataclass(frozen=True)
class Inside:
    """One archive that is being looked into."""

    parts: tuple[str, ...]
    """Its path, its own name last."""
    kept: Path
    shelf: Shelf
    budget: Budget
    opened: Callable[[], IO[bytes]]
    depth: int = 0

    def archive(self):
        """The open archive."""
        kind = open_zip if self.parts[-1].casefold().endswith(".zip") else open_tar
        return self.shelf.take(id(self), lambda: kind(self.opened()))

    def refused(self, inner: tuple[str, ...], code: str, look: bool = False, **values) -> Unmatched:
        """A line for something in it."""
        note = Note(code, values=values, look=look)
        return Unmatched("/".join((*self.parts, *inner)), note, path=self.kept)

    def found(self, inner, size, packed, time, read) -> Iterator[Found | Unmatched]:
        """A file in it, or what is in that, when it is an archive itself."""
        path = (*self.parts, *inner)
        if is_unknown_archive(inner[-1]):
            yield self.refused(inner, "take.unknown-archive")
        elif not is_archive(inner[-1]):
            yield Found(path, size, self.kept, _within_limits(self, size, packed, read), time)
        elif self.depth >= kinds.DEPTH:
            yield self.refused(inner, "take.too-deep")
        elif reason := self.budget.reason(size, packed):
            yield Unmatched("/".join(path), reason, path=self.kept)
        else:
            yield from look_into(
                Inside(
                    path, self.kept, self.shelf, self.budget, lambda: spooled(read), self.depth + 1
                )
            )


def look_into(inside: Inside) -> Iterator[Found | Unmatched]:
    """The files of an archive, each to be read later, and lines for what is not taken from it."""
    try:
        archive = inside.archive()
        yield from (_zip if isinstance(archive, zipfile.ZipFile) else _tar)(inside, archive)
    except TooMany:
        yield inside.refused((), "take.too-many", files=kinds.FILES)
    except BROKEN:
        yield inside.refused((), "take.broken-archive")


def _zip(inside: Inside, archive: zipfile.ZipFile) -> Iterator[Found | Unmatched]:
    members = [one for one in archive.infolist() if not one.is_dir()]
    _count(inside, len(members))
    locked = 0
    for member in members:
        utf8 = member.flag_bits & 0x800
        inner = parts_of(member.filename if utf8 else redecoded(member.filename))
        if inner is None:
            yield inside.refused((member.filename,), "take.leads-out", look=True)
        elif not inner or any(map(is_ignored, inner)):
            continue
        elif stat.S_ISLNK(member.external_attr >> 16):
            yield inside.refused(inner, "take.link")
        elif member.flag_bits & 0x1:
            locked += 1
        else:
            yield from inside.found(
                inner,
                member.file_size,
                member.compress_size,
                _zip_time(member),
                lambda member=member: inside.archive().open(member),
            )
    if locked:
        yield inside.refused((), "take.locked", files=locked)


def _tar(inside: Inside, archive: tarfile.TarFile) -> Iterator[Found | Unmatched]:
    members = []
    for member in archive:  # one by one: going on to the next unpacks the one before
        members.append(member)
        if member.offset_data + member.size > kinds.TOTAL or len(members) > kinds.FILES:
            raise TooMany
    _count(inside, len(members))
    for member in members:
        inner = parts_of(member.name)
        if inner is None:
            yield inside.refused((member.name,), "take.leads-out", look=True)
        elif member.isdir() or not inner or any(map(is_ignored, inner)):
            continue
        elif not member.isreg():
            yield inside.refused(inner, "take.link")
        else:
            time = datetime.fromtimestamp(member.mtime, UTC) if member.mtime > 0 else None
            read = lambda member=member: inside.archive().extractfile(member)  # noqa: E731
            yield from inside.found(inner, member.size, None, time, read)


def _count(inside: Inside, files: int) -> None:
    inside.budget.files += files
    if inside.budget.files > kinds.FILES:
        raise TooMany


def _within_limits(inside: Inside, size: int, packed: int | None, opened) -> Callable[[], bytes]:
    counted = False

    def read() -> bytes:
        nonlocal counted
        if not counted and (reason := inside.budget.reason(size, packed)):
            raise Unreadable(reason)
        counted = True
        try:
            with opened() as file:
                return file.read()
        except (*BROKEN, TooMany) as error:
            raise Unreadable(Note("take.broken-file")) from error

    return read


def _zip_time(member: zipfile.ZipInfo) -> datetime | None:
    """UTC where the zip says so; else its clock is taken for this machine's."""
    extra = io.BytesIO(member.extra)
    while len(head := extra.read(4)) == 4:
        kind, length = struct.unpack("<HH", head)
        body = extra.read(length)
        if kind == 0x5455 and len(body) >= 5 and body[0] & 1:  # Unix time of the last change
            return datetime.fromtimestamp(struct.unpack("<i", body[1:5])[0], UTC)
    if member.date_time[:3] == (1980, 1, 1):  # the format's zero: nobody filled it in
        return None
    try:
        return datetime(*member.date_time).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
