"""Refuses a marked claim whose words are not the words that were measured.

“about 18 of 100” in the sentence and “about 19 of 100” in the measurement: one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._claims import marked, measured


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each mark with other words before it."""
    known = measured(draft)
    for mark in marked(draft):
        if mark.name in known and not _says(mark.said, known[mark.name][1]):
            last = " ".join(mark.said.split()[-6:])
            said = f"“{known[mark.name][1]}” was measured, and the words say “… {last}”"
            yield mark.where, f"{said}; write the same in both, right before the mark."


def _says(text: str, words: str) -> bool:
    """Whether the words stand there, at the beginning of a sentence, too."""
    return " ".join(words.split()).casefold() in text.casefold()
