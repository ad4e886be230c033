"""Refuses an overall error or accuracy in a lesson that never shows the errors of the groups.

An average counts the big group most, so the small one pays and nobody sees it. The groups are shown
by a MistakeTable, SampleMixer or CutOff, a toy's card or `errors`, or a `groupby`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...draft import Draft, called

SCORES = ("accuracy_score", "balanced_accuracy_score", "zero_one_loss", "cross_val_score", "score")
BY_GROUP = (
    *("MistakeTable", "SampleMixer", "CutOff", "card", "errors", "measures"),
    *("groupby", "crosstab", "pivot_table", "confusion_matrix", "classification_report"),
)
SAID = re.compile(r"\boverall (?:error|accuracy)\b[^.?!]*\d", re.IGNORECASE)
WHAT = (
    "show the errors of each group beside it, with a MistakeTable, the toy's card, or a `groupby`"
)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each cell with an overall number, when no cell looks at groups."""
    theirs = {cell.get("id") for cell in draft.pupil_cells}
    alone = [(cell, node) for cell, tree in draft.code for node in _overall(tree)]
    picked = {id(node.value) for _, node in alone if isinstance(node, ast.Subscript)}
    grouped = (id(call) not in picked for cell, call in draft.calls(*BY_GROUP) if cell in theirs)
    if any(grouped):
        return
    said = [cell for cell, block in draft.prose if SAID.search(block.text)]
    for cell in dict.fromkeys([*(cell for cell, _ in alone), *said]):
        if cell in theirs:
            yield cell, f"An overall number stands alone here: {WHAT}."


def _overall(tree: ast.Module) -> Iterator[ast.Call | ast.Subscript]:
    """Calls that score a model as a whole, and what is picked as `["overall"]`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in SCORES:
            given = len(node.args) + len(node.keywords)
            if called(node) != "score" or given >= 2:  # a model's `score` takes examples and labels
                yield node
        elif isinstance(node, ast.Subscript) and ast.unparse(node.slice) == "'overall'":
            yield node
