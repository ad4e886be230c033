"""The ids of wrong ideas that a notebook names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...draft import Draft


def hints(draft: Draft) -> Iterator[tuple[str, str]]:
    """(cell id, id of the idea) for each `hint("m04-average", …)`."""
    for cell, call in draft.calls("hint"):
        by_name = [one.value for one in call.keywords if one.arg == "misconception"]
        for one in [*call.args, *by_name][:1]:
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                yield cell, one.value


def words(draft: Draft) -> set[str]:
    """Every text in the notebook's code: an id may reach its hint by way of a table."""
    return {
        node.value
        for _, tree in draft.code
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
