"""Refuses a written answer without a rubric in the guide.

`howcome written` shows the rubric beside the answers; without one each teacher makes up their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft
from ._cells import pieces


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each written answer whose name stands behind no `Rubric:` heading."""
    if not draft.guide.whole.strip() or draft.stage == "TK-2":
        return
    headings = re.findall(r"^#+ +rubric *: *(.+?) *$", draft.guide.text, re.MULTILINE | re.I)
    named = {heading.strip(" `'\"") for heading in headings}
    for role, task, cell in pieces(draft):
        if role == "written" and task not in named:
            yield cell.id, f"Add a table of three levels to the guide, below `### Rubric: {task}`."
