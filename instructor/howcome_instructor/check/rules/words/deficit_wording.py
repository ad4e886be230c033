"""Refuses words that lay a gap on the people: "harder to sort", "non-standard", "underperforming".

A gap belongs to the training set. Who writes "these voices are harder to understand" has explained
nothing and blamed somebody. A wrong idea's own words are needed: a choice that a hint answers,
quoted words, a yes-or-no question and a sentence that denies it are fine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ...draft import Draft
from ._said import denies, short, to_adults, to_pupils


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each such sentence."""
    listed = _listed()
    for said in (*to_pupils(draft), *to_adults(draft)):
        if said.idea:
            continue
        for sentence in said.sentences:
            if sentence.endswith("?") or denies(sentence):
                continue
            for pattern, instead in listed:
                if found := pattern.search(sentence):
                    yield said.where, f"“{short(found[0])}”: {instead}"
                    break


def _listed() -> list[tuple[re.Pattern, str]]:
    import yaml

    path = Path(__file__).with_suffix(".yaml")
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [(re.compile(one["says"], re.IGNORECASE), one["instead"]) for one in listed]
