"""Refuses `care: false` in a lesson on arrests, race, made-up nudes, companions and their like.

Families get a notice and a pupil may step out where a talk can hurt; `care: true` in the record
asks the guide for both. The words are in `themes.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._code import pupils_words
from ._themes import themes

DO = "write `care: true` in the guide's record, and the section “If talk gets hard”"


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for the first word of each theme."""
    if draft.band == "elementary" or draft.record.get("care") is not False:
        return
    for theme, pattern in themes("with_care").items():
        hits = ((where, pattern.search(text)) for where, text in pupils_words(draft))
        for where, found in [(where, found) for where, found in hits if found][:1]:
            yield where, f"“{found[0]}” ({theme}) needs care: {DO}."
