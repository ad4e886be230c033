"""A lesson as its pages show it, from the frozen source: its tasks, in order, and their names."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from ...course.folder import Course

_HEADING = re.compile(r"^#{1,4}\s+(.+?)\s*#*$", re.MULTILINE)
_HIDDEN = re.compile(
    r"BEGIN (HIDDEN TESTS|MARK SCHEME)(.*?)(?:END (?:HIDDEN TESTS|MARK SCHEME)|\Z)", re.DOTALL
)
_NUMBERED = re.compile(r"^\d+\.\s+")
_LEAD = re.compile(r"^(your task|tu tarea)\s*:\s*", re.IGNORECASE)
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


def text_of(value: object) -> str:
    """The text of a notebook's field, which may be one string or a list of lines."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return ""


def heading(cell: dict) -> str:
    """The last heading in a text cell, as plain words; empty without one."""
    if cell.get("cell_type") != "markdown":
        return ""
    found = _HEADING.findall(text_of(cell.get("source")))
    if not found:
        return ""
    words = re.sub(r"<!--.*?-->|[*`]", "", found[-1])
    return " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words).split())


def about(cell: dict) -> dict:
    """nbgrader's metadata of a cell; empty for a cell that has none."""
    metadata = cell.get("metadata")
    found = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) else {}


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
            _called(place) or name,
            float(own.get("points") or 0),
            written,
            (name,) if written else _answer_cells(name, since),
        )
        if not written:
            since = []


def _called(heading: str) -> str:
    """A task's name from its heading: `Your task: an equal chance` is "An equal chance"."""
    name = _LEAD.sub("", heading)
    return name[:1].upper() + name[1:]


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
