"""Open an archive without letting it take all memory or disk while it is only being opened."""

from __future__ import annotations

import gzip
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from typing import IO

from . import kinds

SPOOLED = 8 * 2**20
"""Bytes of an inner archive that are held in memory; a larger one goes to a nameless file."""

ENTRY = 1000
"""Bytes that a zip's list may take for each of the files allowed."""


class TooMany(Exception):
    """An archive of more, or more in it, than any class hands in."""


def open_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """A zip; raises TooMany, or what zipfile raises."""
    # the list of files is read as a whole: its length is looked at first
    end = zipfile._EndRecData(file)
    if end and end[zipfile._ECD_SIZE] > kinds.FILES * ENTRY:
        file.close()
        raise TooMany
    archive = zipfile.ZipFile(file)
    archive.beneath = file
    return archive


def open_tar(file: IO[bytes]) -> tarfile.TarFile:
    """A tar, packed with gzip or not; raises TooMany, or what tarfile raises."""
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    if packed:  # unpacked once, so that reading its files in any order is quick
        unpacked = gzip.GzipFile(fileobj=file, mode="rb")
        file = spooled(lambda: unpacked, kinds.TOTAL)
    archive = tarfile.open(fileobj=Bounded(file), mode="r:")  # noqa: SIM115 - the shelf closes it
    archive.beneath = file
    return archive


def spooled(opened: Callable[[], IO[bytes]], most: int = 0) -> IO[bytes]:
    """The whole of a file, in memory or in a file without a name; TooMany beyond the limit."""
    copy = tempfile.SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115 - the shelf closes it
    left = most or kinds.LARGEST
    with opened() as file:
        while block := file.read(2**20):
            left -= len(block)
            if left < 0:
                copy.close()
                raise TooMany
            copy.write(block)
    copy.seek(0)
    return copy


class Bounded:
    """A file of which nobody may ask for more at once than one file's limit.

    A tar's header can claim that a comment of many gigabytes follows; tarfile would read it.
    """

    def __init__(self, file: IO[bytes]):
        self.file = file
        self.seek, self.tell, self.close = file.seek, file.tell, file.close

    def read(self, size: int = -1) -> bytes:
        """As of any file; ValueError for more than the limit."""
        if size is not None and size > kinds.LARGEST + 2**20:
            raise ValueError("more than any file may have")
        return self.file.read(size)
