"""The pupil's folder: copies are made once, stamped, and never overwritten.

`plan` reads and decides, `carry_out` writes.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import BadInput
from ..release import ReleaseError, stamp
from ..sources import Lesson
from .cache import released, write_whole
from .placed import Placed, placed


@dataclass(frozen=True)
class Entry:
    """One lesson in the pupil's folder, as the map shows it."""

    lesson: Lesson
    path: str
    """The copy to open, from the folder, with forward slashes: `middle/m04-….ipynb`."""
    title: str
    about: str
    earlier: str | None = None
    """The copy of an earlier version, where the pupil's work may be."""
    other: str | None = None
    """One more: beside a copy that was handed out, or handed out in another version."""


@dataclass
class Plan:
    """What to write, what to say, what the map shows."""

    entries: list[Entry] = field(default_factory=list)
    writes: list[tuple[Path, bytes]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def opened(self, lesson: Lesson) -> str:
        """The path, from the folder, of the copy to open for a lesson."""
        return next(entry.path for entry in self.entries if entry.lesson == lesson)


def check_jupyter(lessons: Iterable[Lesson]) -> None:
    """Raise BadInput when JupyterLab, or nbgrader where copies must be made, is not installed."""
    needed = ["jupyterlab", "ipykernel"]
    if any(lesson.answers for lesson in lessons):
        needed.append("nbgrader")
    for package in needed:
        if importlib.util.find_spec(package) is None:
            raise BadInput(
                f'{package} is not installed; type: python -m pip install "howcome[lab]"'
            )


def check_folder(folder: Path, bands: Iterable[str]) -> None:
    """Raise BadInput when lessons cannot be written into this folder; nothing is left behind."""
    try:
        for place in (folder, *(folder / band for band in sorted(bands)), folder / ".howcome"):
            if _is_there(place):
                _check_writable(place)
        if not folder.exists():
            _check_writable(next(parent for parent in folder.parents if parent.exists()))
    except OSError as error:  # a folder into which we may not even look
        raise BadInput(f"{folder} cannot be written to; give another folder.") from error


def _check_writable(place: Path) -> None:
    if not place.is_dir():
        raise BadInput(f"{place} is a file, not a folder; give another folder.")
    try:
        # asks the system rather than its permission bits, which say little on Windows
        if not os.access(place, os.W_OK | os.X_OK):
            raise PermissionError
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise BadInput(f"{place} cannot be written to; give another folder.") from error


def plan(folder: Path, lessons: list[Lesson]) -> Plan:
    """Decide for each lesson whether its copy is there, is missing, or is of another version.

    A copy of this version that somebody put there, such as one that a teacher hands out, is the
    one to open, and no other is made.

    A source from which no copy can be made is left out and named; when it is the only lesson that
    was asked for, BadInput is raised.
    """
    made = Plan()
    there = placed(folder, lessons)
    for lesson in lessons:
        try:
            _plan_one(folder, lesson, made, there.get(lesson.name, []))
        except (OSError, ReleaseError) as error:
            why = f"{lesson.name} was left out: {error}."
            if len(lessons) == 1:
                raise BadInput(f"{why} Its author must mend {lesson.path}.") from error
            made.notes.append(why)
    return made


def _plan_one(folder: Path, lesson: Lesson, made: Plan, there: list[Placed]) -> None:
    source = lesson.path.read_bytes()
    try:
        # a translated title stands in the copy alone
        notebook = json.loads(source if lesson.language == "en" else released(lesson, source))
        version = _version(notebook["metadata"].get("howcome", {}))
        title, about = _title(notebook, lesson)
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise ReleaseError("it is not a notebook that can be read") from error

    first = _first(folder, lesson)
    mine = _about(first)
    given = _given(there, version, mine, lesson.language)
    if given and _version(given.about) == version and _speaks(given.about, lesson.language):
        other = f"{lesson.band}/{first.name}" if _is_there(first) else None
        entry = Entry(lesson, given.path, title, about, other=other)
    else:
        newest, earlier = _own_copies(first, mine, version, made, lambda: _stamped(lesson, source))
        entry = Entry(
            lesson,
            f"{lesson.band}/{newest.name}",
            title,
            about,
            earlier and f"{lesson.band}/{earlier.name}",
            given and given.path,
        )
    made.entries.append(entry)


def _first(folder: Path, lesson: Lesson) -> Path:
    """Where the lab's own copy is, or will be.

    A teacher's copy in this language may lie under the lesson's plain name: then that is the one.
    """
    plain = folder / lesson.band / f"{lesson.name}.ipynb"
    handed_out = (_about(plain) or {}).get("language") == lesson.language
    return plain if handed_out else folder / lesson.band / lesson.file


def _speaks(about: dict, language: str) -> bool:
    """Whether a copy may be opened by who asked for this language: English is nobody's wish."""
    return language == "en" or about.get("language") == language


def _given(there: list[Placed], version: str, mine: dict | None, language: str) -> Placed | None:
    """Of the copies put there the one to show: of this version and language, if there is one.

    A duplicate of the lab's own copy is none.
    """
    own = (mine or {}).get("notebook")
    given = [one for one in there if own is None or one.about.get("notebook") != own]
    given.sort(
        key=lambda one: (
            _version(one.about) != version,
            one.about.get("language", "en") != language,
        )
    )
    return given[0] if given else None


def _own_copies(
    first: Path, mine: dict | None, version: str, made: Plan, copy: Callable[[], bytes]
) -> tuple[Path, Path | None]:
    """The lab's own copy to open, and that of an earlier version; what is missing is planned."""
    if not _is_there(first):
        made.writes.append((first, copy()))
        return first, None
    theirs = None if mine is None else _version(mine)
    if theirs == version:
        return first, None
    beside = first.with_name(f"{first.stem} (version {version}).ipynb")
    if _is_there(beside):
        return beside, first
    if theirs is not None and not _later(version, theirs):
        return first, None
    made.writes.append((beside, copy()))
    reason = (
        "which is not a notebook we can read"
        if theirs is None
        else f"version {theirs}, which stays as it is"
    )
    made.notes.append(f"New: {first.parent.name}/{beside.name}, beside {first.name}, {reason}.")
    return beside, first


def carry_out(folder: Path, plan: Plan) -> None:
    """Write what was planned; a file that has appeared meanwhile is left alone."""
    try:
        (folder / ".howcome").mkdir(parents=True, exist_ok=True)
        for path, data in plan.writes:
            path.parent.mkdir(exist_ok=True)
            if not _is_there(path):
                write_whole(path, data)
    except OSError as error:
        raise BadInput(
            f"{folder} cannot be written to ({error.strerror}); make room or give another folder."
        ) from error


def _stamped(lesson: Lesson, source: bytes) -> bytes:
    copy = stamp(json.loads(released(lesson, source)))
    return (json.dumps(copy, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _version(about: dict) -> str:
    """A lesson's version, for comparing and for a file name; a notebook without one is 1."""
    return re.sub(r"[^0-9A-Za-z.+-]", "-", str(about.get("version", 1)))


def _about(path: Path) -> dict | None:
    """The `howcome` metadata of a pupil's copy; None when it is not a notebook we can read."""
    with contextlib.suppress(OSError, ValueError, AttributeError, KeyError, TypeError):
        return dict(json.loads(path.read_bytes())["metadata"].get("howcome", {}))
    return None


def _later(version: str, theirs: str) -> bool:
    """Is a version later than another? Versions that are not numbers only differ."""
    try:
        return _numbers(version) > _numbers(theirs)
    except ValueError:
        return version != theirs


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def _title(notebook: dict, lesson: Lesson) -> tuple[str, str]:
    """The title of a lesson, and its question and minutes, from the notebook itself.

    Taken from its metadata, else from its first cell: a heading, then a line with the minutes.
    """
    howcome = notebook["metadata"].get("howcome", {})
    cells = notebook["cells"]
    words = "".join(cells[0]["source"]) if cells else ""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    title = next((line.lstrip("# ") for line in lines if line.startswith("# ")), lesson.name)
    minutes = howcome.get("minutes")
    found = re.search(r"\d+(\s*(-|\u2013|to|a)\s*\d+)?(?=\s*min)", words)
    if not minutes and found:
        minutes = found.group()
    unit = "minutos" if lesson.language == "es" else "minutes"
    parts = [howcome.get("question"), f"{minutes} {unit}" if minutes else None]
    return title, " · ".join(part for part in parts if part)
