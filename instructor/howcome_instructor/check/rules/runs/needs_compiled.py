"""Refuses an elementary or middle lesson that needs numpy, pandas or another compiled package.

A child can read a toy of plain Python to its last line, it starts at once, and the small browser
edition has nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft
from ...runs import COMPILED

MISSING = re.compile(r"There is no ([\w.]+) here")


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """The cell that stops where these packages cannot be imported."""
    if draft.band == "high":
        return
    run = draft.runs.plain
    if run.stopped is None:
        return
    if found := MISSING.search(run.error):
        said = (
            f"This cell imports {found[1].split('.')[0]}, or what it uses does. Below high school "
            "take plain Python: `rows` for a table, the figures of howcome, a toy of the shelf."
        )
        yield run.stopped, said
    elif draft.runs.author.stopped is None:
        said = (
            f"Without {', '.join(COMPILED)} this cell stops: “{run.error}”. Below high school take "
            "plain Python and the figures of howcome."
        )
        yield run.stopped, said
