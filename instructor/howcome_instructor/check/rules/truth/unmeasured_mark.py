"""Refuses a claim that is marked in the words and measured nowhere.

A number in a lesson is one that a cell has counted; else it is wrong one day, and nobody notices.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._claims import in_a_loop, marked, measured


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each mark whose id no `claim(…)` has."""
    known = measured(draft).keys() | in_a_loop(draft)
    for mark in marked(draft):
        if mark.name not in known:
            last = " ".join(mark.said.split()[-4:])
            claim = f'`claim("{mark.name}", …)` to the last cell, tagged author-only'
            yield mark.where, f"“… {last}” is marked and not measured: add {claim}."
