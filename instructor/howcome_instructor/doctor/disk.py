"""Room for the work: where the lessons or the course are, and where temporary files go."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from .finding import ATTENTION, FAILS, OK, Finding

ENOUGH = 2 * 2**30
"""Bytes: a class of 150 with its originals, marked notebooks and feedback, and room to spare."""

LEAST = 200 * 2**20
"""Bytes: below this a notebook with pictures may not be saved whole."""


def folder(place: Path | None = None) -> Finding:
    """Where pupils' lessons are (`~/howcome`), or the course that was given."""
    return _look("disk", place or Path.home() / "howcome", "the folder you work in")


def temporary() -> Finding:
    """Where temporary files go."""
    try:
        place = Path(tempfile.gettempdir())
    except OSError as error:  # no place to write at all
        return Finding(
            "temporary files",
            FAILS,
            f"There is no folder for temporary files ({error}).",
            "Free some space, or set TMPDIR (on Windows TEMP) to a folder that you may write to.",
        )
    return _look("temporary files", place, "temporary files")


def _look(name: str, place: Path, what: str) -> Finding:
    there = next((one for one in (place, *place.parents) if one.is_dir()), place)
    try:
        free = shutil.disk_usage(there).free
        if not os.access(there, os.W_OK | os.X_OK):
            raise PermissionError
        with tempfile.TemporaryFile(dir=there) as probe:
            probe.write(b"\0" * 4096)
    except OSError as error:
        why = error.strerror or "not allowed"
        return Finding(
            name,
            FAILS,
            f"{there} cannot be written to ({why}).",
            f"Choose another folder for {what}, or ask who looks after this machine.",
        )
    size = f"{free / 2**30:.1f} GB are free in {there}."
    if free >= ENOUGH:
        return Finding(name, OK, size)
    tight = free < LEAST
    return Finding(
        name,
        FAILS if tight else ATTENTION,
        size,
        f"Free some space for {what}: "
        + ("work may be lost when a disk is full." if tight else "a whole class takes about 2 GB."),
    )
