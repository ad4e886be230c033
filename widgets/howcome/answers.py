"""What a pupil answered, kept where marking finds it.

A record travels in an output of the activity's own cell and, as a copy, in a side file next
to the notebook. Both hold the same thing for each task: a MIME bundle with the record, the
last picture (HTML) and a line of text. The higher revision of the same notebook id wins;
clocks are not trusted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ANSWER = "application/vnd.howcome.answer+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

Record = dict[str, Any]
Bundle = dict[str, Any]


@dataclass(frozen=True)
class Lesson:
    """Which lesson runs, in which copy: None wherever nothing was handed over."""

    path: Path | None = None
    lesson: str | None = None
    version: int | None = None
    notebook: str | None = None
    language: str | None = None
    content: dict = field(default_factory=dict, repr=False, compare=False)

    @property
    def side_file(self) -> Path | None:
        """Where the copy of the answers lies; None for a notebook that is no pupil's copy."""
        if self.path is None or self.notebook is None:
            return None
        return side_file(self.path, self.notebook)


def side_file(path: Path, notebook: str) -> Path:
    """The side file of the copy with this ``notebook`` id, next to the file at ``path``."""
    # The id comes from a file that anybody may have edited: only its letters and digits count.
    safe = "".join(letter for letter in notebook if letter.isalnum()) or "none"
    return path.parent / ".howcome" / "answers" / f"{safe}.json"


def lesson_at(path: Path | None) -> Lesson:
    """Read the lesson's name, version and notebook id from the notebook file at ``path``.

    A missing or damaged file is no error: a pupil can always go on, only nothing is restored.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        about = content["metadata"].get("howcome", {})
        keys = ("lesson", "version", "notebook", "language")
        return Lesson(path, *(about.get(key) for key in keys), content)
    except (AttributeError, OSError, ValueError, KeyError, TypeError):
        return Lesson(path=path)


def this_lesson() -> Lesson:
    """The lesson that this kernel runs: the one place that knows how it is handed over.

    Marking sets ``HOWCOME_NOTEBOOK`` to the pupil's file; a Jupyter server names the notebook
    of a session in ``JPY_SESSION_NAME``. With neither, answers are recorded all the same,
    without a lesson's name.
    """
    named = os.environ.get("HOWCOME_NOTEBOOK") or os.environ.get("JPY_SESSION_NAME")
    return lesson_at(Path(named) if named else None)


def bundles_in(notebook: Mapping[str, Any]) -> dict[str, Bundle]:
    """Every answer in a notebook's outputs, by task name, newest revision of each.

    Only records with the notebook's own id count: a cell pasted from a friend's copy does not.

    >>> record = {"v": 1, "notebook": "a1", "name": "mix", "value": {}, "revision": 2}
    >>> output = {"output_type": "display_data", "data": {ANSWER: record}}
    >>> nb = {"metadata": {"howcome": {"notebook": "a1"}}, "cells": [{"outputs": [output]}]}
    >>> bundles_in(nb)["mix"][ANSWER]["revision"]
    2
    """
    own = notebook.get("metadata", {}).get("howcome", {}).get("notebook")
    cells = notebook.get("cells")
    outputs = (
        output
        for cell in (cells if isinstance(cells, list) else [])
        if isinstance(cell, dict) and isinstance(cell.get("outputs"), list)
        for output in cell["outputs"]
    )
    data = (output.get("data") for output in outputs if isinstance(output, dict))
    return newest((bundle for bundle in data if isinstance(bundle, dict)), own)


def newest(bundles: Iterable[Bundle], notebook: str | None) -> dict[str, Bundle]:
    """Of all ``bundles`` of the copy ``notebook``, the highest revision of each task."""
    best: dict[str, Bundle] = {}
    for bundle in bundles:
        record = bundle.get(ANSWER)
        if not _sound(record) or record.get("notebook") != notebook:
            continue
        name = record["name"]
        if name not in best or record["revision"] > best[name][ANSWER]["revision"]:
            best[name] = bundle
    return best


def _sound(record: object) -> bool:
    """Whether a record has what the rest of this module relies on."""
    return (
        isinstance(record, dict)
        and isinstance(record.get("name"), str)
        and isinstance(record.get("revision"), int)
    )


def read_side_file(path: Path | None) -> list[Bundle]:
    """The bundles of a side file; none when it is missing or damaged."""
    try:
        bundles = json.loads(path.read_text(encoding="utf-8"))
        return [bundle for bundle in bundles.values() if isinstance(bundle, dict)]
    except (AttributeError, OSError, ValueError):
        return []


class Book:
    """The answers of one running lesson: read once at its start, written at every change.

    >>> book = Book(Lesson(lesson="e05-is-it-a-shoe", version=1, notebook="a1"))
    >>> book.record("mix", "SampleMixer", {"counts": {"boot": 30}})["revision"]
    1
    >>> book.value("mix", "SampleMixer")
    {'counts': {'boot': 30}}
    """

    def __init__(self, lesson: Lesson):
        self.lesson = lesson
        found = [*bundles_in(lesson.content).values(), *read_side_file(lesson.side_file)]
        self.bundles = newest(found, lesson.notebook)
        self.saved = True

    def value(self, name: str, activity: str) -> Any:
        """What the pupil last did in the task ``name``; None without an answer."""
        record = self.bundles.get(name, {}).get(ANSWER, {})
        return record.get("value") if record.get("activity") == activity else None

    def record(self, name: str, activity: str, value: Any) -> Record:
        """A new record of the task ``name``, one revision above the last."""
        last = self.bundles.get(name, {}).get(ANSWER, {}).get("revision", 0)
        record = {
            "v": 1,
            "lesson": self.lesson.lesson,
            "lesson_version": self.lesson.version,
            "notebook": self.lesson.notebook,
            "name": name,
            "activity": activity,
            "value": value,
            "revision": last + 1,
        }
        self.bundles[name] = {ANSWER: record}
        return record

    def last(self, name: str) -> Record | None:
        """The newest record of the task ``name``, or None."""
        return self.bundles.get(name, {}).get(ANSWER)

    def keep(self, name: str, bundle: Bundle) -> None:
        """Write the newest ``bundle`` of a task to the side file.

        A folder that cannot be written stops nobody: the notebook's own save still keeps the
        answer; ``saved`` then says so to whoever asks.
        """
        self.bundles[name] = bundle
        target = self.lesson.side_file
        if target is None:
            return
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Written beside and renamed: a kernel that dies midway leaves the old file whole.
            part = target.with_suffix(f".{os.getpid()}.part")
            part.write_text(json.dumps(self.bundles, ensure_ascii=False), encoding="utf-8")
            part.replace(target)
            self.saved = True
        except OSError:
            self.saved = False


@cache
def book() -> Book:
    """The answers of the lesson that this kernel runs."""
    return Book(this_lesson())
