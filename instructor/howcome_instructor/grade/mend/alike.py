"""How much of one text is in another, by its words: quick enough for all pairs of two notebooks."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache

from .work import Cell, Part

MOST = 4_000
"""Letters that are compared."""
LIKELY = 0.75
"""The share of a cell's words by which it is recognised."""
VERSION = 0.6
"""Two answers with this share of words in common are versions of one, not its halves."""
_WORD = re.compile(r"\w+|[^\w\s]")


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


def common(first: str, second: str, enough: float) -> float:
    """How many words two texts share in order, as a share of the first; 0 below `enough`."""
    a, b = _words(first[:MOST]), _words(second[:MOST])
    if not a or not b:
        return 0.0
    if (Counter(a) & Counter(b)).total() < enough * len(a):
        return 0.0  # not even in another order: most pairs end here
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(a)


def likeness(cell: Cell, part: Part) -> float:
    """The share of what a pupil was given that still stands in a cell, 0 to 1.

    An answer may have grown; the lesson's own text may not.
    """
    share = common(part.skeleton, cell.source, LIKELY)
    if part.locked:
        share = min(share, common(cell.source, part.skeleton, LIKELY))
    return share


def versions(first: str, second: str, part: Part) -> bool:
    """Whether two sources are versions of one answer, and not its halves.

    So are two that begin as the lesson began it, and one of which nothing was written.
    """
    if part.given.strip() in (first.strip(), second.strip()):
        return True
    start = part.skeleton.split("\n")[0]
    if start and start in first and start in second:
        return True
    shorter, longer = sorted((first, second), key=len)
    return common(shorter, longer, VERSION) >= VERSION
