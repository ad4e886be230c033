"""Refuses a set-up cell that does more than import.

No installs, no settings, no data: a child's first cell has nothing in it that can go wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...draft import Draft


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for the first statement that imports nothing."""
    for cell, tree in draft.code:
        if cell == "set-up":
            more = [one for one in tree.body if not isinstance(one, ast.Import | ast.ImportFrom)]
            if more:
                line = ast.unparse(more[0]).splitlines()[0]
                yield cell, f"Move `{line}` to the cell that needs it: set-up only imports."
