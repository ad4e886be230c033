"""Numbers that look measured: “about 18 of 100”, “37 %”, “0.83 sure”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....claims import MARK

HERE = "\N{DOUBLE DAGGER}"
"""Stands for a mark in the text that is searched."""

NUMBER = r"\d{1,3}(?:,\d{3})*(?:\.\d+)?"
_ABOUT = r"(?:about|around|roughly|nearly|almost|just over|just under)\s+"
_LOOKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_ABOUT}(?P<n>{NUMBER})\s+(?:of|out of|in)(?: every)?\s+(?P<of>\d[\d,]*)\b",
        r"(?<![\d.,])(?P<n>\d{1,3})\s+out of(?: every)?\s+(?P<of>100|1,?000)\b",
        rf"(?<![\d.,:-])(?P<n>{NUMBER})\s?(?:%|percent\b)",
        rf"{_ABOUT}(?P<n>{NUMBER})\s+(?:percentage )?points\b",
        r"(?<![\d.,])(?P<n>[01]\.\d+)\s+(?:sure|certain|accurate)\b",
        r"\b(?P<n>\d{1,3}(?:\.\d+)?) de cada (?P<of>\d+)",
    )
)
_BOUND = re.compile(
    r"(?:at most|at least|than|than the|under|over|up to|below|above|within|between|"
    r"between [\d.]+(?: ?%)? and|reach|aim for|limit of|bar of)[\s*]*$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\b(?:means?|suppose|imagine|pretend|for example|for instance|e\.g|such as|like|if|say|"
    r"would|could|should)\b",
    re.IGNORECASE,
)


def numbers(text: str) -> Iterator[tuple[str, float, float]]:
    """(words, number, share) of each that looks measured, and that no mark or word explains.

    No claims are a bound (“at most 10 out of 100”), an example, a meaning, a question, and all or
    nothing (0 and 100). In `text` a mark stands as `HERE`.
    """
    taken: list[tuple[int, int]] = []
    for pattern in _LOOKS:
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            number = value(found["n"])
            marked = re.match(rf"[^\d.;:!?]{{0,40}}?{HERE}", text[end:])
            if not marked and number not in (0, 100) and not _explained(text, start, end):
                yield found[0], number, number / (value(found.groupdict().get("of") or "100") or 1)


def measured_values(said: str) -> set[float]:
    """Every number of a claim's words, and each share: 18 and 0.18 of “about 18 of 100”."""
    plain = MARK.sub("", said)
    found = [value(one) for one in re.findall(NUMBER, plain)]
    shares = [found[0] / found[1]] if len(found) > 1 and found[1] else []
    return {*found, *shares, *(one / 100 for one in found)}


def value(text: str) -> float:
    """The number that a text writes, with commas for thousands."""
    return float(text.replace(",", ""))


def _explained(text: str, start: int, end: int) -> bool:
    """Whether the words around a number say that it is a bound, an example or a question."""
    begin = max(text.rfind(sign, 0, start) + 1 for sign in ".?!")
    stop = re.search(r"[.?!](?:\s|$)", text[end:])
    sentence = text[begin : end + (stop.end() if stop else len(text))].rstrip("\"”*' ")
    bounded = _BOUND.search(text[:start]) or re.match(r"\s+or (?:less|more|fewer)", text[end:])
    return bool(bounded or _EXAMPLE.search(sentence) or sentence.endswith("?"))
