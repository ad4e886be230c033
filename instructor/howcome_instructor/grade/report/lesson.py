"""A lesson as its pages show it, from the frozen source: its tasks, in order, and their names."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from ...course.folder import Course
from ..titles import about, called, heading, text_of

_HIDDEN = re.compile(
    r"BEGIN (HIDDEN TESTS|MARK SCHEME)(.*?)(?:END (?:HIDDEN TESTS|MARK SCHEME)|\Z)", re.DOTALL
)
_NUMBERED = re.compile(r"^\d+\.\s+")
_SHORT = 12
"""A hidden line of fewer signs gives nothing away and may well stand elsewhere."""


@dataclass(frozen=True)
class Task:
    """Something that gives points."""

    cell: str
    """The graded cell, as the gradebook knows it."""
    title: str
    points: float
    by_hand: bool
    """True when only a person can mark it."""
    answers: tuple[str, ...]
    """The cells that hold the answer: an activity, a cell to fill in, or both."""


@dataclass(frozen=True)
class Lesson:
    """What a source says about its lesson."""

    name: str
    title: str
    language: str
    tasks: tuple[Task, ...]
    hidden: frozenset[str] = frozenset()
    """The lines of hidden tests and mark schemes, which no page may show."""

    def leaks(self, text: str) -> bool:
        """Whether a text holds a line of a hidden test.

        Against a test that shows by accident, such as in an error's own words. Not against a
        pupil whose code read it and wrote it down in another way.
        """
        whole = " ".join(text.split())
        return any(line in whole for line in self.hidden)


def lesson_of(course: Course, name: str) -> Lesson:
    """Read the frozen source. One that is missing or damaged gives a lesson without tasks."""
    try:
        source = json.loads(course.source(name).read_text(encoding="utf-8"))
        cells = [cell for cell in source["cells"] if isinstance(cell, dict)]
        about = source["metadata"].get("howcome", {})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Lesson(name, _from_name(name), "en", ())
    title = next((found for cell in cells if (found := heading(cell))), _from_name(name))
    return Lesson(
        name,
        _NUMBERED.sub("", title),
        about.get("language") or "en",
        tuple(_tasks(cells)),
        frozenset(_hidden_lines(cells)),
    )


def _tasks(cells: list[dict]):
    """Every graded cell, with the heading and the answer cells that go before it."""
    place, since = "", []
    for cell in cells:
        place = heading(cell) or place
        own = about(cell)
        name = own.get("grade_id")
        if not name:
            continue
        if not (own.get("grade") or own.get("task")):
            since.append((name, bool(own.get("solution"))))
            continue
        written = bool(own.get("solution") or own.get("task"))
        yield Task(
            name,
            called(place) or name,
            float(own.get("points") or 0),
            written,
            (name,) if written else _answer_cells(name, since),
        )
        if not written:
            since = []


def _answer_cells(check: str, since: list[tuple[str, bool]]) -> tuple[str, ...]:
    """`check-mix` belongs to `mix` and `answer-mix`; any other check to the solutions before it."""
    task = check.removeprefix("check-")
    named = tuple(name for name, _ in since if name in (task, f"answer-{task}"))
    return named or tuple(name for name, solution in since if solution)


def _hidden_lines(cells: list[dict]):
    sources = [text_of(cell.get("source")) for cell in cells]
    shown = " ".join(" ".join(_HIDDEN.sub("", source).split()) for source in sources)
    for source in sources:
        for found in _HIDDEN.finditer(source):
            for line in found[2].splitlines():
                words = " ".join(line.split()).strip("# ")
                if len(words) >= _SHORT and words not in shown:
                    yield words


def _from_name(name: str) -> str:
    """`m04-who-is-missing` as words, where no source says more."""
    return Path(name).name.partition("-")[2].replace("-", " ").capitalize() or name
