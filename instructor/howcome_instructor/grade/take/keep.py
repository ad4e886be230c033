"""Keep what comes in, byte for byte, before anything is read, chosen or mended."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ...course.folder import Course
from ...errors import BadInput

ABOUT = "about.json"
"""In the folder of each delivery: its digest, and when it came."""

SPARE = 64 * 2**20
"""Bytes that must stay free on the disk."""

_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class Item:
    """A file to be kept: where it is, and its path in the delivery."""

    source: Path
    parts: tuple[str, ...]


def keep(course: Course, items: Iterable[Item]) -> Path:
    """Copy files into a folder of their own under `received`, and return it.

    The same files in a second run are known again by their digest, and not copied again. A copy
    that was interrupted stays a `.part`, is never read, and is cleared away a day later. Raises
    BadInput when the disk is full; what had been kept before stays.
    """
    items = sorted(items, key=lambda item: item.parts)
    sums = [_sha256(item.source) for item in items]
    digest = hashlib.sha256(
        json.dumps([[*item.parts, known] for item, known in zip(items, sums, strict=True)]).encode()
    ).hexdigest()
    home = course.received
    make_private(home)
    if known := _known(home, digest):
        return known
    part = home / f"{digest[:16]}.{os.getpid()}.part"
    shutil.rmtree(part, ignore_errors=True)
    _check_space(home, items)
    try:
        with disk_full(course):
            for item, known in zip(items, sums, strict=True):
                target = part.joinpath("files", *item.parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(item.source, target)
                if _sha256(target) != known:
                    raise BadInput(
                        f"{item.source} changed while it was being read; wait until it is there "
                        "as a whole, then run the same command again."
                    )
                was = item.source.stat()
                os.utime(target, ns=(was.st_atime_ns, was.st_mtime_ns))
            about = {"sha256": digest, "received": datetime.now(UTC).isoformat(timespec="seconds")}
            (part / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
            return _into_place(part, home)
    except OSError as error:
        raise BadInput(
            f"What came in could not be kept in {home} ({error.strerror}); see to it that you may "
            "write there, and run the same command again."
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _into_place(part: Path, home: Path) -> Path:
    now = datetime.now().strftime("%Y%m%d-%H%M%S")
    for number in range(1, 10_000):
        target = home / f"{now}-{number}"
        if not target.exists():
            part.rename(target)
            return target
    raise BadInput(f"{home} is full of deliveries of this second; run the same command again.")


def _known(home: Path, digest: str) -> Path | None:
    for folder in sorted(home.iterdir()):
        if folder.suffix == ".part" and time.time() - folder.stat().st_mtime > 86_400:
            shutil.rmtree(folder, ignore_errors=True)
            continue
        with suppress(OSError, ValueError, AttributeError):
            about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
            if about.get("sha256") == digest:
                return folder
    return None


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may enter, where there are such rights."""
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        folder.chmod(0o700)


def _check_space(home: Path, items: Iterable[Item]) -> None:
    # once to keep, and at most once more for what is put into `submitted`
    need = 2 * sum(item.source.stat().st_size for item in items) + SPARE
    free = shutil.disk_usage(home).free
    if free < need:
        raise BadInput(
            f"The disk of {home.parent.parent} has {free >> 20} MB left and {need >> 20} MB are "
            "needed; free some space and run the same command again."
        )


@contextmanager
def disk_full(course: Course) -> Iterator[None]:
    """Turn a full disk into the one sentence that a teacher can act upon."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise BadInput(
            f"The disk of {course.root} is full; free some space and run the same command again. "
            "Nothing that was handed in is lost."
        ) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
