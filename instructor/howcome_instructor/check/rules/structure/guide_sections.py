"""Refuses a guide that lacks a section, or has them in another order.

A teacher with five minutes must find the plan where it is in every other guide.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ...draft import Draft

CARE = "If talk gets hard"
SECTIONS = (
    *("Before you teach", "Plan", "Listen for", "Two wrong ideas", "Without computers"),
    *(CARE, "Good answers", "At home"),
)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each section that is missing, too many, or too late."""
    if not draft.guide.whole.strip():
        return
    there = [where.removeprefix("guide: ") for where, _ in draft.guide_parts[1:]]
    care = draft.record.get("care") is True
    for name in SECTIONS:
        if name not in there and (name != CARE or care):
            why = " (the record says `care: true`)" if name == CARE else ""
            yield "guide", f"Add the section `## {name}`{why}."
        elif there.count(name) > 1:
            yield "guide", f"Keep one section `## {name}`; there are {there.count(name)}."
    if CARE in there and not care:
        yield f"guide: {CARE}", "The record says `care: false`; make it true, or drop this section."
    known = [name for name in there if name in SECTIONS]
    for before, name in itertools.pairwise(known):
        if SECTIONS.index(name) < SECTIONS.index(before):
            yield f"guide: {name}", f"Move this section up: it comes before “{before}”."
