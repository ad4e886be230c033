"""First stage: is it a notebook's file at all? Packed ones are unpacked, others named."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

from ..notes import NEEDS_TEACHER
from .work import Stop, Work

LARGEST = 256 * 2**20
"""Bytes, packed or not, that are read at most."""

SIGNS = (
    (b"%PDF", "mend.pdf"),
    (b"\x89PNG", "mend.picture"),
    (b"\xff\xd8\xff", "mend.picture"),
    (b"GIF8", "mend.picture"),
    (b"{\\rtf", "mend.document"),
    (b"\xd0\xcf\x11\xe0", "mend.document"),
)
DOCUMENTS = ("word/", "xl/", "ppt/", "content.xml", "Index/Document.iwa")
"""What only an office file (Microsoft, LibreOffice, Pages) has inside."""
BLANK = b" \t\r\n\0\xef\xbb\xbf\xfe\xff"


def unpacked(data: bytes, work: Work) -> bytes:
    """The notebook's own bytes. Raises Stop for what is no notebook, with its name."""
    if len(data) > LARGEST:
        raise Stop("mend.too-big", NEEDS_TEACHER, mb=len(data) // 2**20)
    if not data[:4096].strip(BLANK) and not data.strip(BLANK):
        raise Stop("mend.empty")
    for sign, code in SIGNS:
        if data.startswith(sign):
            raise Stop(code)
    if data.startswith(b"\x1f\x8b"):
        data = _gunzip(data)
        work.say("mend.packed")
    if data.startswith(b"PK\x03\x04"):
        data = _unzip(data, work.reference.lesson)
        work.say("mend.packed")
    return data


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            return _limited(packed.read(LARGEST + 1))
    except (OSError, EOFError, zlib.error) as error:
        raise Stop("mend.archive") from error


def _unzip(data: bytes, lesson: str) -> bytes:
    """The notebook in a zip; of several, the newest one that names the lesson."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()[:1000]
            if any(entry.filename.startswith(DOCUMENTS) for entry in entries):
                raise Stop("mend.document")
            inside = [entry for entry in entries if _notebook(entry.filename)]
            inside.sort(key=lambda entry: entry.date_time, reverse=True)
            read = None
            for entry in inside[:20]:
                with packed.open(entry) as one:
                    found = _limited(one.read(LARGEST + 1))
                if lesson.encode("utf-8") in found:
                    return found
                read = read or found
            if read is None:
                raise Stop("mend.archive")
            return read
    # a damaged zip, one with a password, one packed in a way Python does not know
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
        raise Stop("mend.archive") from error
    except (RuntimeError, NotImplementedError, ValueError) as error:
        raise Stop("mend.archive") from error


def _notebook(name: str) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
    return name.endswith(".ipynb") and not hidden


def _limited(data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise Stop("mend.too-big", NEEDS_TEACHER, mb=len(data) // 2**20)
    return data
