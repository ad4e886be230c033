"""Refuses race, gender, crime, illness, body size, calories and poverty up to grade 5.

Groups in the lower grades are arbitrary (reef and deep sea, bus line A and B), and everyone plays
both sides. The words are in `themes.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._code import pupils_words
from ._themes import themes


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each such word that a pupil reads."""
    if draft.band != "elementary":
        return
    for where, text in pupils_words(draft):
        for theme, pattern in themes("not_in_tk5").items():
            if found := pattern.search(text):
                yield where, f"“{found[0]}” ({theme}) comes in later grades; take another case."
