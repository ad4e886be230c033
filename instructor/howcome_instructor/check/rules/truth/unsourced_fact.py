"""Refuses a fact with a year whose paragraph does not say who found it.

“In 2016 a score flagged half of them” cannot be looked up. Who counted, published or proved it
stands in the same paragraph: “ProPublica counted in 2016”, “(Dressel and Farid 2018)”, or a link.
A year on the card of a data set that the lesson shows has its source there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft
from ...markdown import Block, blocks
from ._claims import texts
from ._tables import cards

YEAR = r"(?:19|20)\d\d"
DATED = re.compile(
    rf"\b(?<!born )(?:in|since|until|during|by|before|after|the year|in early|in late)\s+"
    rf"({YEAR})\b(?!(?<=[05]0)\s+[a-z]+s\b)(?![\d,.-]\d)",
    re.IGNORECASE,
)
"""A year: no quantity such as “in 2000 pictures”, and not when a made-up pupil was born."""
CITED = re.compile(rf"\([^()]*[A-Z][a-z]+[^()]*\b{YEAR}\b[^()]*\)")
TELLS = (
    r"(?:published|publish|counted|counts?|measured|reported|reports?|found|finds|proved|wrote|"
    r"writes|answered|asked|studied|surveyed|tested|recorded|listed|estimated|showed|looked at|"
    r"collected|collects|according to|paid for|calculated|computed)\b"
)
WHO = (
    "say in the same paragraph who counted or published this, such as “ProPublica counted in 2016” "
    "or “(Dressel and Farid 2018)”"
)
NOBODY = (
    r"(?!(?:They|He|She|It|We|You|I|AI|Someone|Somebody|People|Nobody|Everyone|Who|January|"
    r"February|March|April|May|June|July|August|September|October|November|December)\b)"
)
SOMEBODY = (
    rf"(?:(?<![.?!:] )(?<!^)\b{NOBODY}[A-Z]\w+|\b{NOBODY}[A-Z]\w+ {TELLS}|"
    r"\b(?i:reporters?|researchers?|scientists?|newspaper|newsroom|agency|office|bureau|survey|"
    r"study|studies|report|university|museum|authors?|engineers?|company|companies)\b)"
)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each paragraph with such a year, and the words around it."""
    known: set[int] | None = None
    for where, text in texts(draft):
        for block in blocks(text):
            if block.kind not in ("paragraph", "item", "cell") or _sourced(block):
                continue
            for found in DATED.finditer(block.text):
                known = _years_on_cards(draft) if known is None else known
                if int(found[1]) not in known:
                    yield where, f"“{found[0]}”: {WHO}."


def _sourced(block: Block) -> bool:
    """Whether a block names who found out, or links to it."""
    if any(token.type == "link_open" for token in block.inline) or CITED.search(block.text):
        return True
    return bool(re.search(rf"\b{TELLS}", block.text, re.I) and re.search(SOMEBODY, block.text))


def _years_on_cards(draft: Draft) -> set[int]:
    """The years on the cards of the lesson's data sets, and all between “1880 to 2017”."""
    text = "\n".join(cards(draft))
    spans = re.findall(rf"\b({YEAR})\s*(?:-|–|to|and)\s*({YEAR})\b", text)  # noqa: RUF001
    between = {year for a, b in spans for year in range(int(a), int(b) + 1)}
    return between | {int(year) for year in re.findall(rf"\b{YEAR}\b", text)}
