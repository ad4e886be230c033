"""Refuses hidden checks that ask for more than the visible ones.

A pupil who presses “Check my answer” and reads “well done” has kept every rule. Hidden checks try
the same rules on other cases, so that nobody passes by luck or by writing down one number.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...draft import Draft, parts
from ._tried import checks, choices, tried


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each wrong answer, and each idea, that hidden checks alone speak of."""
    for one in (*tried(draft), *choices(draft)):
        if one.hidden_only:
            said = (
                f"The visible checks take {one.answer}, and the hidden ones refuse it: the pupil "
                "reads “well done” and loses the points. Refuse it in the visible part."
            )
            yield one.check, said
    yield from _hinted(draft)


def _hinted(draft: Draft) -> Iterator[tuple[str, str]]:
    named = set()
    for cell in draft.pupil_cells:
        if cell.cell_type == "code":
            named |= _texts(parts(cell.source)[0])
    for cell in checks(draft).values():
        for name in sorted(_hints(parts(cell.source)[1]) - named):
            said = (
                f"Only a hidden check names {name}, so no pupil is told before marking. Name it in "
                "the visible part, too."
            )
            yield cell.id, said


def _texts(source: str) -> set[str]:
    """Every text in a piece of code: an id may reach its hint by way of a table."""
    return {
        node.value
        for node in ast.walk(_tree(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _hints(source: str) -> set[str]:
    return {
        node.args[0].value
        for node in ast.walk(_tree(source))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "hint"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module([], [])
