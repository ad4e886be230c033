"""Refuses an activity that keeps its answer under another name than its cell's.

Marking looks for the answer of `check-shoes` under the name `shoes`; under another name a right
answer counts as none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...draft import Draft, grade_id
from ._activities import activities
from ._cells import pieces


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each activity whose `name` is missing or not the cell's `grade_id`."""
    asked = {cell.id: (role, task) for role, task, cell in pieces(draft)}
    for cell, call in activities(draft):
        role, task = asked.get(cell, ("", ""))
        if role in ("answer", "check"):
            continue
        name = next((one.value for one in call.keywords if one.arg == "name"), None)
        said = name.value if isinstance(name, ast.Constant) else None
        if said is not None and not grade_id(draft.cell(cell)):
            keep = f"set the grade_id to `{said}` and the cell to read-only"
            yield cell, f"To keep this answer, {keep}; or take `name` away."
        elif role in ("clicks", "kept") and name is None and task == cell:
            if role == "clicks" or _only(draft, cell):
                yield cell, f'Give the activity its name: `name="{task}"`.'
        elif said is not None and said != grade_id(draft.cell(cell)):
            yield cell, f"The activity's name is “{said}”; make it `{task}`, the cell's grade_id."


def _only(draft: Draft, cell: str) -> bool:
    return sum(where == cell for where, _ in activities(draft)) == 1
