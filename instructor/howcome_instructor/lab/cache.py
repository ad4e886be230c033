"""Pupil copies, kept between starts so that nbgrader is loaded only when a lesson is new.

One file a lesson. Its first line says from what it was made and what it must hash to, so that a
damaged or outdated entry is simply made anew. What is kept holds no answer and no notebook id.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from ..errors import BadInput
from ..release import ReleaseError, fingerprint, pupil_bytes
from ..sources import Lesson


def released(lesson: Lesson, source: bytes) -> bytes:
    """The bytes of a lesson's pupil copy in its language, from the cache or made now.

    `source` holds the bytes of the file. Raises release.ReleaseError when the source or its
    translation is broken.
    """
    if not lesson.answers:
        return source
    made_from = source + _fingerprint().encode()
    if lesson.language != "en":
        made_from += lesson.messages.read_bytes() + _translator()
    key = hashlib.sha256(made_from).hexdigest()
    entry = cache_folder() / lesson.file
    try:
        head, _, body = entry.read_bytes().partition(b"\n")
        if head == _head(key, body):
            return body
    except OSError:
        pass
    try:
        body = pupil_bytes(source if lesson.language == "en" else lesson.read())
    except BadInput as error:
        raise ReleaseError(str(error).rstrip(".")) from error
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        write_whole(entry, _head(key, body) + b"\n" + body)
    except OSError:
        pass  # a cache that cannot be written costs a second, not the lesson
    return body


def cache_folder() -> Path:
    """Where pupil copies are kept."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("howcome", appauthor=False)) / "released"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _head(key: str, body: bytes) -> bytes:
    return f"{key} {hashlib.sha256(body).hexdigest()}".encode()


@cache
def _fingerprint() -> str:
    return fingerprint()


@cache
def _translator() -> bytes:
    """What a translated copy depends on beside its files: the code that puts the words in."""
    here = Path(__file__).parents[1] / "translate"
    return b"".join(path.read_bytes() for path in sorted(here.glob("*.py")))
