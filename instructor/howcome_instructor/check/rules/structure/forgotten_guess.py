"""Refuses a guess that is not recorded at the start, or not shown again at the recap.

A pupil learns most from the distance between what they expected and what came.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...draft import Draft


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for a guess that is no prediction, and one for a recap that does not show it."""
    if draft.stage == "TK-2" or draft.cell("guess") is None:
        return
    guesses = [call for cell, call in draft.calls("Ask") if cell == "guess" and _predicts(call)]
    if not guesses:
        yield "guess", 'Ask for the guess with `Ask(…, predict=True, name="guess")`.'
    if draft.cell("recap") is None:
        return
    order = [cell.get("id") for cell in draft.pupil_cells]
    recalls = [cell for cell, _ in draft.calls("recall") if cell in order]
    if guesses and not any(order.index(cell) >= order.index("recap") for cell in recalls):
        yield "recap", "Show the guess again: a code cell behind this one with `guess.recall()`."


def _predicts(call: ast.Call) -> bool:
    return any(
        one.arg == "predict" and isinstance(one.value, ast.Constant) and one.value.value is True
        for one in call.keywords
    )
