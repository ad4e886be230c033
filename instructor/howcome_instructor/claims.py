"""Measured claims: what the prose says, held against what the toy does.

In the prose the author puts a mark right behind the claim, ``<!-- claim: deep-missed -->``; in the
notebook's last cell, tagged ``author-only`` (pupils never get it), stands the same id with the
words of the claim and the measured number::

    claim("deep-missed", "about 19 of 100", 100 * mean(...), within=4)

The mark may stand in the notebook or in the guide. A test holds marks and claims together.
"""

from __future__ import annotations

import re

MARK = re.compile(r"<!-- claim: ([\w-]+) -->")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def claim(name: str, said: str, measured: float, *, within: float = 0.5) -> None:
    """Assert that ``said`` holds: its first number is ``measured``, give or take ``within``.

    >>> claim("deep-missed", "about 19 of 100", 18.8)
    >>> claim("deep-missed", "about 19 of 100", 12)
    Traceback (most recent call last):
    ...
    AssertionError: The claim deep-missed says 'about 19 of 100'; measured is 12 (within 0.5).

    Raises:
        AssertionError: the words and the measurement do not agree.
        ValueError: ``said`` holds no number.
    """
    number = _NUMBER.search(said)
    if number is None:
        raise ValueError(f"The claim {name} names no number: {said!r}.")
    if abs(float(number[0].replace(",", ".")) - measured) > within:
        raise AssertionError(
            f"The claim {name} says {said!r}; measured is {measured:.4g} (within {within})."
        )


def marks(text: str) -> dict[str, str]:
    """Every mark in a text: the id of the claim, and the words just before it.

    >>> marks("It missed about 19 of 100<!-- claim: deep-missed --> deep cards.")
    {'deep-missed': 'It missed about 19 of 100'}
    """
    return {
        found[1]: text[max(0, found.start() - 120) : found.start()] for found in MARK.finditer(text)
    }
