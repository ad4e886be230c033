"""The activities that a lesson uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from ...draft import Draft


@cache
def known() -> tuple[str, ...]:
    """The names of all activities of the pupil's package."""
    import howcome

    return tuple(name for name in howcome.__all__ if name[0].isupper())


def activities(draft: Draft) -> Iterator[tuple[str, ast.Call]]:
    """(cell id, call) for each activity in a cell that pupils get."""
    theirs = {cell.get("id") for cell in draft.pupil_cells}
    return ((cell, call) for cell, call in draft.calls(*known()) if cell in theirs)
