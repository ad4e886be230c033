"""Refuses a plan whose minutes do not add up to the lesson's.

A plan that is ten minutes too long costs a class the end of the lesson, where it is thought over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft

ROW = re.compile(r"^\|[^|\n]*\|\s*(\d+)\s*\|", re.MULTILINE)
"""A phase and its minutes; a sum in bold is no phase."""
BOLD = "(Write a row with the sum in bold: `| **together** | **45** |`.)"


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """One line when there is no table of minutes, or another sum."""
    plan = dict(draft.guide_parts).get("guide: Plan")
    whole = draft.record.get("minutes")
    if plan is None or type(whole) is not int:
        return
    minutes = [int(found) for found in ROW.findall(plan)]
    if not minutes:
        yield "guide: Plan", "Add a table of phases with the minutes in its second column."
    elif sum(minutes) != whole:
        said = f"The phases add up to {sum(minutes)} minutes, and the lesson takes {whole}"
        yield "guide: Plan", f"{said}; make the two agree. {BOLD}"
