"""Refuses one of our own codes in the text, where it would pass for the publisher's.

Some publishers give no codes; `curriculum/standards/` then has ids of this project (`local_id`).
They belong into the record, for programs. Readers get the publisher's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ...draft import Draft
from ..truth._claims import texts
from ._mapping import frameworks

SHORT = 4
"""Codes of fewer characters (K1, P3) may mean anything; they are not looked for."""


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each such code in the lesson's words or the guide's text."""
    codes = _codes(draft.curriculum)
    for where, text in texts(draft):
        for code in dict.fromkeys(found[0] for found in codes.finditer(text)):
            yield where, f"“{code}” is this project's own code; say it in words instead."


@lru_cache(maxsize=2)
def _codes(curriculum: Path) -> re.Pattern[str]:
    items = [item for one in frameworks(curriculum).values() for item in one.items.values()]
    ours = {item.id for item in items if item.ours and re.search(r"[\d.:]", item.id)}
    long = sorted((code for code in ours if len(code) >= SHORT), key=len, reverse=True)
    any_of = "|".join(map(re.escape, long)) or r"(?!)"
    return re.compile(rf"(?<![\w.:-])(?:{any_of})(?![\w:-]|\.\w)")
