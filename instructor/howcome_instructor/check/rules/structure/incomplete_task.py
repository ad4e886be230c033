"""Refuses a task that lacks its question, its answer or its check.

A task by clicks is three cells, `shoes`, `answer-shoes` and `check-shoes`; a task by code is two,
`gap` and `check-gap`. Marking finds them by these names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...draft import Draft, grade_id
from ._cells import named, pieces, task_name


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each part that is missing, in the wrong place, or named twice."""
    cells = named(draft)
    order = [task_name(cell) for cell in draft.notebook.cells]
    tasks: dict[str, dict[str, str]] = {}
    for role, task, cell in pieces(draft):
        tasks.setdefault(task, {})[role] = cell.id
        if task_name(cell) != cell.id:
            yield cell.id, f"Give the cell the id `{task_name(cell)}`, too: it is its grade_id."
    for name, times in Counter(map(str, filter(None, map(grade_id, draft.notebook.cells)))).items():
        if times > 1:
            yield name, f"{times} cells have the grade_id `{name}`; give each its own."
    for task, parts in tasks.items():
        where = next(iter(parts.values()))
        if parts.keys() & {"answer", "check"} and task not in cells:
            yield where, f"There is no cell `{task}` that asks; add it, or take this one away."
            continue
        if parts.keys() & {"answer", "code"} and f"check-{task}" not in cells:
            yield task, f"Add a cell `check-{task}`: without it this task gives no points."
        if "check" in parts and not parts.keys() & {"answer", "code", "written"}:
            yield task, f"Add a cell `answer-{task}` with your reference answer."
        there = [one for one in (task, f"answer-{task}", f"check-{task}") if one in order]
        if there != sorted(there, key=order.index):
            yield task, f"Bring the cells of this task into the order {', '.join(there)}."
