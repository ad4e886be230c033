"""The cells that a lesson has, in their order, and the parts of its tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...draft import Draft, about, grade_id

if TYPE_CHECKING:
    from nbformat import NotebookNode

TK2 = ("title", "meet", "guess", "play", "talk", "done")
READERS = (
    *("title", "goals", "guess", "set-up", "meet", "look", "play", "explain", "try"),
    *("think", "words", "recap", "next"),
)
"""From grade 3 on. The tasks stand where they are needed; other cells may stand between."""


def frame(draft: Draft) -> tuple[str, ...]:
    """The ids that this lesson's stage asks for, in order."""
    return TK2 if draft.stage == "TK-2" else READERS


def task_name(cell: NotebookNode) -> str:
    """What a task's cell is called: its `grade_id`, or its id before it has one."""
    name = grade_id(cell)
    return name if name and isinstance(name, str) else cell.get("id", "")


def named(draft: Draft) -> dict[str, NotebookNode]:
    """Every cell by what it is called."""
    return {task_name(cell): cell for cell in draft.notebook.cells}


def pieces(draft: Draft) -> Iterator[tuple[str, str, NotebookNode]]:
    """(role, task, cell) for each cell of a task.

    The role is `clicks` (the activity), `answer` (its reference answer), `code` (an answer in
    code), `check`, `written` (marked by a teacher) or `kept` (recorded, and not marked).
    """
    cells = named(draft)
    for name, cell in cells.items():
        kind, _, task = name.partition("-")
        if cell.cell_type == "code" and kind in ("answer", "check") and task:
            yield kind, task, cell
        elif cell.cell_type == "code" and f"answer-{name}" in cells:
            yield "clicks", name, cell
        elif about(cell).get("grade"):
            yield "written", name, cell
        elif cell.cell_type == "code" and (f"check-{name}" in cells or about(cell).get("solution")):
            yield "code", name, cell
        elif cell.cell_type == "markdown" and about(cell).get("solution"):
            yield "written", name, cell
        elif grade_id(cell):
            yield "kept", name, cell
