"""Refuses Spanish words with other numbers than the English.

A number in a lesson is measured. What Spanish writes differently is the same number: 4,000 may be
4 000, and 3.5 may be 3,5.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...draft import Draft
from ._spanish import WHERE, line_of, translated, words

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?")


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each message whose numbers differ."""
    for message, entry in translated(draft):
        here, there = (numbers(words(message, text)) for text in (message.text, entry.msgstr))
        lost, extra = sorted((here - there).elements()), sorted((there - here).elements())
        if lost or extra:
            yield (
                WHERE,
                f"{line_of(entry)}: the English has {_listed(lost)}, the Spanish has "
                f"{_listed(extra)}. Write the same numbers, in figures.",
            )


def numbers(text: str) -> Counter[str]:
    """Every number in a text, written in one way.

    >>> sorted(numbers("4,000 pupils, 3,5 %, 0.60").elements())
    ['0.60', '3.5', '4000']
    """
    found = Counter()
    for number in _NUMBER.findall(text):
        number = re.sub(r"[.,\u00a0\u202f ](?=\d{3}(?!\d))", "", number)
        found[number.replace(",", ".")] += 1
    return found


def _listed(found: list[str]) -> str:
    return ", ".join(found) or "none of it"
