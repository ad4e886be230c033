"""Refuses a blank that `howcome new` has left for the author, in the notebook or in the guide.

A blank is the sign ✎ with what belongs there behind it; pupils and teachers are to meet none.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....new.blanks import SIGN, blanks
from ...draft import Draft

SHOWN = 3


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each cell, and each part of the guide, that has blanks."""
    for cell in draft.notebook.cells:
        if left := blanks(cell.source):
            yield cell.id, _sentence(left)
    record = draft.guide.whole.removesuffix(draft.guide.text)
    for where, text in (("guide: record", record), *draft.guide_parts):
        if left := blanks(text):
            yield where, _sentence(left)


def _sentence(left: list[str]) -> str:
    asked = list(dict.fromkeys(one for one in left if one))
    shown = ", ".join(f"“{SIGN} {one}”" for one in asked[:SHOWN]) or f"“{SIGN}”"
    if len(asked) > SHOWN:
        shown += ", …"
    return (
        f"Write what belongs here instead of {shown}."
        if len(left) == 1
        else (f"Write what belongs in these {len(left)} blanks: {shown}.")
    )
