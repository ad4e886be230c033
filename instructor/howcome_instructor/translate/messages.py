"""All messages of a lesson, and the lesson with other words in their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..release import AUTHOR_ONLY, MARKERS
from . import code, prose
from .slot import Slot, replaced

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class Message:
    """What a translator gets at once: a block of prose, or a string of a code cell."""

    context: str
    """The cell's id and the place in it: `why/choices few`. No two of a lesson are the same."""
    text: str
    slot: Slot

    @property
    def cell(self) -> str:
        """The id of its cell."""
        return self.context.partition("/")[0]

    @property
    def what(self) -> str:
        """What it is, for the translator."""
        return self.slot.what


def messages(notebook: NotebookNode) -> list[Message]:
    """Every message of a lesson's source, in order."""
    return [message for _, found in _by_cell(notebook) for message in found]


def retold(notebook: NotebookNode, told: Callable[[Message], str]) -> NotebookNode:
    """A copy in which each message reads as `told` says."""
    copy = deepcopy(notebook)
    for cell, found in _by_cell(copy):
        cell.source = replaced(cell.source, [(one.slot, told(one)) for one in found])
    return copy


def _by_cell(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, list[Message]]]:
    own = code.functions([cell.source for cell in notebook.cells if cell.cell_type == "code"])
    for place, cell in enumerate(notebook.cells, start=1):
        if AUTHOR_ONLY not in cell.metadata.get("tags", ()):
            yield cell, list(_named(cell.get("id") or f"cell-{place}", _slots(cell, own)))


def _slots(cell: NotebookNode, own: set[str]) -> Iterator[Slot]:
    if cell.cell_type == "markdown":
        yield from prose.slots(cell.source)
    if cell.cell_type != "code":
        return
    answer = bool(cell.metadata.get("nbgrader", {}).get("solution"))
    if answer and MARKERS[0] not in cell.source:
        return  # the whole cell is the solution
    visible = not cell.metadata.get("jupyter", {}).get("source_hidden")
    yield from code.slots(cell.source, own, visible=visible, answer=answer)


def _named(cell: str, slots: Iterator[Slot]) -> Iterator[Message]:
    seen: Counter[str] = Counter()
    for slot in slots:
        context = f"{cell}/{slot.place}"
        seen[context] += 1
        if seen[context] > 1:
            context += f" {seen[context]}"
        yield Message(context, slot.text, slot)
