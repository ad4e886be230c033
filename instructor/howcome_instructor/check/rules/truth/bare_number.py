"""Refuses a number that looks measured and is not: “about 18 of 100”, “37 %”, “0.83 sure”.

What the lesson measures anywhere may be said again without a mark: when the measurement changes,
the old number is found here. A number that the lesson's own code sets, one beside the year of its
source, and what “Without computers” works out on paper are no claims.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ....claims import MARK
from ...draft import Draft
from ...markdown import blocks
from ._claims import measured, texts
from ._numbers import HERE, measured_values, numbers

PAPER = "guide: Without computers"
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each such number, with its words."""
    if draft.stage == "TK-2":
        return
    known = {one for _, said in measured(draft).values() for one in measured_values(said)}
    typed = _typed(draft)
    for where, text in texts(draft):
        for block in blocks(MARK.sub(HERE, text)) if where != PAPER else ():
            if block.kind in ("code", "html", "heading") or YEAR.search(block.text):
                continue
            for words, number, share in numbers(block.text):
                if not {number, share} & known and not ("%" in words and number in typed):
                    mark = f"`{words}<!-- claim: some-id -->`"
                    claim = f'`claim("some-id", "{words}", …)`'
                    yield where, f"“{words}” looks measured: mark it, {mark}, and add {claim}."


def _typed(draft: Draft) -> set[float]:
    """The numbers in the pupils' code, and shares as percents: they are set, not measured."""
    theirs = {cell.get("id") for cell in draft.pupil_cells}
    found = {
        float(node.value)
        for cell, tree in draft.code
        if cell in theirs
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
    return found | {round(100 * one, 9) for one in found if 0 < one < 1}
