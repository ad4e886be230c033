"""Refuses Spanish that is too hard to read for the lesson's grades.

The English was brought to that level; a translation easily climbs above it. Measured as for
English (`words.hard_reading`), by a formula made for Spanish.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ..words import hard_reading
from ._spanish import WHERE, spanish


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """What the rule for English finds in the Spanish notebook."""
    there = spanish(draft)
    for where, said in hard_reading.check(there) if there else ():
        yield WHERE, said if where == "notebook" else f"{where}: {said}"
