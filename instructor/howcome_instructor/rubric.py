"""Rubrics in a guide: how a teacher reads a written answer, and what it is worth.

A rubric is a heading of any rank that names the answer's `grade_id`, and a table below it::

    ### Rubric: letter

    A good letter says who pays.

    | level | points | what it looks like | as a pupil might write it |
    | --- | ---: | --- | --- |
    | all of it | 2 | says who pays and how come | "The deep fish pay." |
    | in part | 1 | says one of the two | "It had few cards." |
    | not yet | 0 | says neither | "It is fine." |

The last column may be left out. Points are whole or half ones, each of them once. What else
stands below the heading, up to the next one, is for the teacher to read beside the answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import BadInput

COLUMNS = ("level", "points", "what it looks like", "as a pupil might write it")


@dataclass(frozen=True)
class Level:
    """One line of a rubric."""

    name: str
    points: float
    looks: str
    """What an answer of this level does, as Markdown in one line."""
    example: str = ""
    """As a pupil might write it; may be empty."""


@dataclass(frozen=True)
class Rubric:
    """How one written answer is read."""

    grade_id: str
    levels: tuple[Level, ...]
    """From the most points to the fewest."""
    before: str = ""
    """Markdown between heading and table: mostly a good answer."""
    after: str = ""
    """Markdown below the table: what does not count, what else may earn points."""

    def misfit(self, points: float) -> str | None:
        """One sentence when an answer worth `points` cannot be marked by this rubric."""
        top = self.levels[0].points
        if top == points:
            return None
        return (
            f"The rubric of '{self.grade_id}' goes up to {top:g}, and the lesson gives "
            f"{points:g} for it; make the two agree."
        )


def read_rubrics(guide_text: str) -> dict[str, Rubric]:
    """All rubrics of a guide, by `grade_id`; BadInput with the first thing that is wrong."""
    rubrics, problems = _read(guide_text)
    if problems:
        raise BadInput(problems[0])
    return rubrics


def rubric_problems(guide_text: str) -> list[str]:
    """Everything that is wrong with the rubrics of a guide, a plain sentence each."""
    return _read(guide_text)[1]


def _read(text: str) -> tuple[dict[str, Rubric], list[str]]:
    rubrics: dict[str, Rubric] = {}
    problems: list[str] = []
    for name, body in _parts(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)):
        try:
            if not name:
                raise BadInput("A heading 'Rubric:' names no answer; write its grade_id after it.")
            if name in rubrics:
                raise BadInput(f"There are two rubrics of '{name}'; keep one.")
            rubrics[name] = _rubric(name, body)
        except BadInput as problem:
            problems.append(str(problem))
    return rubrics, problems


def _parts(text: str) -> list[tuple[str, list[str]]]:
    """The name and the lines of each rubric; what looks like a heading in a code block is none."""
    found: list[tuple[str, list[str]]] = []
    inside = fenced = False
    for line in text.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        heading = None if fenced else re.match(r"#{1,6} +(.*?) *#*$", line)
        if heading:
            named = re.match(r"rubric *: *(.*)", heading[1], re.IGNORECASE)
            inside = named is not None
            if named:
                found.append((named[1].strip(" `'\""), []))
        elif inside:
            found[-1][1].append(line)
    return found


def _rubric(name: str, lines: list[str]) -> Rubric:
    rows = [place for place, line in enumerate(lines) if line.lstrip().startswith("|")]
    if not rows:
        raise BadInput(
            f"The rubric of '{name}' has no table; it needs one with the columns {_columns()}."
        )
    first = last = rows[0]
    while last + 1 in rows:
        last += 1
    header, *table = [_cells(line) for line in lines[first : last + 1]]
    columns = [cell.lower() for cell in header]
    missing = [column for column in COLUMNS[:3] if columns.count(column) != 1]
    if missing or set(columns) - set(COLUMNS):
        raise BadInput(
            f"The table of the rubric of '{name}' has the columns {', '.join(columns)}; "
            f"it needs {_columns()}."
        )
    levels = [
        _level(name, dict(zip(columns, cells, strict=False)), len(cells) == len(columns))
        for cells in table
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells)
    ]
    if len(levels) < 2:
        raise BadInput(f"The rubric of '{name}' needs at least two levels.")
    levels.sort(key=lambda level: -level.points)
    if len({level.points for level in levels}) < len(levels):
        raise BadInput(f"Two levels of the rubric of '{name}' have the same points; change one.")
    if levels[-1].points != 0:
        raise BadInput(f"The rubric of '{name}' has no level with 0 points; add one.")
    return Rubric(
        name,
        tuple(levels),
        before="\n".join(lines[:first]).strip(),
        after="\n".join(lines[last + 1 :]).strip(),
    )


def _level(rubric: str, cells: dict[str, str], whole: bool) -> Level:
    name = cells.get("level", "")
    if not whole or not name or not cells.get("what it looks like"):
        raise BadInput(
            f"A line of the rubric of '{rubric}' ({name or 'without a level'}) has not a cell for "
            "each column, or an empty one; fill it in, and write \\| for a stroke in the text."
        )
    points = cells["points"].replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(\.[05])?", points):
        raise BadInput(
            f"In the rubric of '{rubric}' the points of '{name}' are '{cells['points']}'; "
            "write a whole or a half number, such as 1 or 0.5."
        )
    return Level(name, float(points), cells["what it looks like"], cells.get(COLUMNS[3], ""))


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    parts = re.split(r"(?<!\\)\|", inner)
    if not parts[-1].strip():  # the stroke that ends a line
        parts.pop()
    return [part.strip().replace("\\|", "|") for part in parts]


def _columns() -> str:
    return f"{', '.join(COLUMNS[:3])} and, if you like, {COLUMNS[3]}"
