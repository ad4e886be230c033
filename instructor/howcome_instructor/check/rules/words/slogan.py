"""Refuses slogans that the numbers contradict, and the promise of a fix.

"A low temperature tells the truth" is easy to remember and wrong; the lessons measure it. Fixes
help in part and cost something. Quoting a slogan, asking whether it holds and saying no to it are
what a lesson is for: only a sentence that says it as its own is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ...draft import Draft
from ._said import short, to_adults, to_pupils

_DOUBT = re.compile(
    r"\b(?:not|never|but|yet|still|partly|hardly|less|however|slogan|myth|wrong|claims?|promis\w+"
    r"|people say|some say|if|would|might|may|supposed|half)\b|n't\b",
    re.IGNORECASE,
)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each slogan that is said as true."""
    listed = _slogans()
    told = [
        (said.where, sentence)
        for said in (*to_pupils(draft), *to_adults(draft))
        if not said.idea
        for sentence in said.sentences
    ]
    for (where, sentence), (place, after) in zip(told, [*told[1:], ("", "")], strict=True):
        whole = f"{sentence} {after}" if place == where else sentence
        if sentence.endswith("?") or _DOUBT.search(whole):
            continue
        for pattern, why in listed:
            if pattern.search(sentence):
                yield where, f"“{short(sentence)}” {why}"
                break


def _slogans() -> list[tuple[re.Pattern, str]]:
    import yaml

    path = Path(__file__).with_suffix(".yaml")
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [(re.compile(one["says"], re.IGNORECASE), one["why"]) for one in listed]
