"""Refuses a measurement whose claim is marked nowhere in the words.

Without its mark nobody sees which sentence the measurement keeps true.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._claims import marked, measured


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each `claim(…)` whose id stands in no mark."""
    names = {mark.name for mark in marked(draft)}
    for name, (cell, said) in measured(draft).items():
        if name not in names:
            here = f"write `<!-- claim: {name} -->` right behind these words"
            yield cell, f"“{said}” is measured and not marked: {here}."
