"""Refuses marks, and answers by typing, in a lesson for children who cannot read yet.

In TK-2 there is nothing to fail: the guide says what to listen for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...draft import Draft, about, grade_id


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each cell that gives points or takes a typed answer."""
    if draft.stage != "TK-2":
        return
    for cell in draft.pupil_cells:
        if about(cell).get("grade") or about(cell).get("task"):
            yield cell.id, f"Take the marks off `{grade_id(cell)}`: nothing is graded in TK-2."
        elif about(cell).get("solution") and cell.cell_type == "markdown":
            yield cell.id, "Take this written answer away: nobody types in TK-2."
    for cell, call in draft.calls("Ask"):
        kinds = [one.value for one in call.keywords if one.arg == "kind"]
        if any(isinstance(one, ast.Constant) and one.value in ("text", "number") for one in kinds):
            yield cell, "Ask with choices to press: nobody types in TK-2."
