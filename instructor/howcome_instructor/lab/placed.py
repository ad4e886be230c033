"""Copies of lessons that somebody put into the pupil's folder, such as those a teacher hands out.

They are looked for in the folder itself and one folder down, under any name: by what their
metadata says. Nothing is moved or written.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..sources import Lesson

MOST = 200
"""Notebooks that are looked into: whoever has more in this folder does not wait for them."""
LARGEST = 16 * 2**20
"""Bytes of one of them."""

# a quote within a cell's text is written \", so this finds metadata and nothing else
_ABOUT = re.compile(rb'"howcome"\s*:\s*(\{[^{}]{0,2000}\})')


@dataclass(frozen=True)
class Placed:
    """One copy."""

    path: str
    """From the folder, with forward slashes."""
    about: dict
    """Its `howcome` metadata: lesson, version, the copy's id."""


def placed(folder: Path, lessons: Iterable[Lesson]) -> dict[str, list[Placed]]:
    """Copies by their lesson; of several the highest up, with the shortest name, is the first.

    What `howcome lab` itself makes of these lessons is not looked into.
    """
    ours = [f"{lesson.band}/{lesson.name}" for lesson in lessons]
    own = re.compile(rf"({'|'.join(map(re.escape, ours))})(\.es)?( \(version .*\))?\.ipynb")
    paths = [path for path in _notebooks(folder) if not own.fullmatch(path)]
    paths.sort(key=lambda path: (path.count("/"), len(path), path))
    found: dict[str, list[Placed]] = {}
    for path in paths[:MOST]:
        about = _about(folder / path)
        if isinstance(lesson := about.get("lesson"), str):
            found.setdefault(lesson, []).append(Placed(path, about))
    return found


def _notebooks(folder: Path) -> Iterator[str]:
    """Notebooks in the folder and one folder down; no link is followed."""
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            for below in _entries(entry.path):
                if _is_notebook(below):
                    yield f"{entry.name}/{below.name}"
        elif _is_notebook(entry):
            yield entry.name


def _entries(folder: Path | str) -> list[os.DirEntry]:
    try:
        return [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except OSError:
        return []


def _is_notebook(entry: os.DirEntry) -> bool:
    return entry.name.endswith(".ipynb") and entry.is_file(follow_symlinks=False)


def _about(path: Path) -> dict:
    """A notebook's `howcome` metadata, found without reading it as JSON; empty without any."""
    with suppress(OSError, ValueError):
        if path.stat().st_size <= LARGEST and (said := _ABOUT.findall(path.read_bytes())):
            return json.loads(said[-1])  # cells come first in a file, the notebook's own last
    return {}
