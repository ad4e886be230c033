"""The measured numbers that a card may hold, and those in a text that nobody measured."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from numbers import Integral, Real
from typing import Any, NamedTuple

from howcome.toys.common import percent

MOST_FACTS = 16  # more buttons than these nobody looks through
LONGEST = 40
# "17 %", "17 percent", "17 out of 100", and the same in Spanish.
_SHARE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:%|percent\b|por ciento\b|out of 100\b|de (?:cada )?100\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


class Fact(NamedTuple):
    """One number: as it is written, and whether it is a share (0 to 1); empty if not measured."""

    value: str
    number: float | None
    share: bool


def measured(facts: Mapping[Any, Any]) -> dict[str, Fact]:
    """Name -> fact. Raises ValueError for what is no number and no short text.

    >>> measured({"deep": 0.188, "cards": 1200})["deep"].value
    '18.8 %'
    """
    if not isinstance(facts, Mapping):
        raise ValueError('Give the facts as names and numbers, such as {"reef": 0.03}.')
    if len(facts) > MOST_FACTS:
        raise ValueError(f"Give at most {MOST_FACTS} facts, not {len(facts)}: choose those needed.")
    return {str(name): _fact(str(name), value) for name, value in facts.items()}


def _fact(name: str, value: Any) -> Fact:
    if value is None or (isinstance(value, Real) and math.isnan(value)):
        return Fact("", None, True)
    if isinstance(value, str) and 0 < len(value.strip()) <= LONGEST:
        return Fact(value.strip(), None, False)
    if isinstance(value, bool) or not isinstance(value, Real) or math.isinf(value):
        raise ValueError(f"Give a number or a short text for {name!r}, not {value!r}.")
    if isinstance(value, Integral):
        return Fact(f"{int(value):,}", float(value), False)
    if 0 <= value <= 1:
        return Fact(percent(float(value)), 100 * float(value), True)
    return Fact(f"{float(value):g}", float(value), False)


def unmeasured(text: str, facts: Iterable[Fact]) -> list[str]:
    """The shares in a text that no fact shows; rounding, and the rest to 100, are no inventions.

    >>> unmeasured("17 % were wrong and 81 % right", measured({"deep": 0.188}).values())
    ['17 %']
    """
    known: list[float] = []
    for fact in facts:
        if fact.number is None:
            known += [_as_number(digits) for digits in _NUMBER.findall(fact.value)]
        else:
            known += [fact.number, 100 - fact.number] if fact.share else [fact.number]
    return [
        found[0]
        for found in _SHARE.finditer(text)
        if not any(_rounds_to(number, found[1]) for number in known)
    ]


def _as_number(digits: str) -> float:
    return float(digits.replace(",", "."))


def _rounds_to(number: float, digits: str) -> bool:
    places = len(re.split("[.,]", digits)[1]) if re.search("[.,]", digits) else 0
    return abs(number - _as_number(digits)) <= 0.5 * 10**-places + 1e-9
