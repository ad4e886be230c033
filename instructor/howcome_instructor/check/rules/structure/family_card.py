"""Refuses a family card that is missing in a language, or longer than 90 words.

It goes home on half a page, and is read at the kitchen table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft

WHERE = "guide: At home"
LANGUAGES = {"English": ("english",), "Español": ("español", "spanish")}
MOST = 90


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each card that is missing, and for each that is too long."""
    home = dict(draft.guide_parts).get(WHERE)
    if home is None:
        return
    plain = re.sub(r"<!--.*?-->", "", home, flags=re.DOTALL)
    _, *parts = re.split(r"^### +", plain, flags=re.MULTILINE)
    cards = {heading.strip(): body for heading, _, body in (part.partition("\n") for part in parts)}
    said = {heading.casefold() for heading in cards}
    for language, names in LANGUAGES.items():
        if not said & set(names):
            yield WHERE, f"Add the card in this language, below a heading `### {language}`."
    for heading, body in cards.items():
        words = len(body.split())
        if not words:
            yield WHERE, f"The card “{heading}” is empty."
        elif words > MOST:
            yield WHERE, f"The card “{heading}” has {words} words; make it {MOST} or fewer."
