"""Refuses a colour as the only pointer: "press the green button", "the red ones".

One boy in twelve tells some colours apart badly, a printed sheet has none, and who listens hears
none. Say the word on the button, the shape or the place, with the colour or without it. Bright and
dark (white, gray, black) are not colours here: they may be what a picture is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft
from ...words import plain
from ._page import page

COLOUR = (
    r"(?:light[- ]|dark[- ]|bright[- ])?"
    r"(?:red|green|blue|yellow|orange|purple|pink|violet|turquoise|brown|teal)"
)
_THING = r"(?:buttons?|boxe?s?|bars?|lines?|parts?|areas?|sides?|words?|text|rows?|columns?|cells?)"
_POINTS = (
    re.compile(rf"\b(?:the|all|each|every|which|any)\s+(?:\w+\s+)?{COLOUR}\s+ones?\b", re.I),
    re.compile(
        r"\b(?:press|click|choose|tap|pick|find|look\s+at|use|drag|move|read|touch|run|see)\s+"
        rf"(?:on\s+)?(?:the|a|an|each|every)\s+{COLOUR}\s+{_THING}\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:shown|marked|drawn|printed|colou?red|highlighted|painted|turns?|is|are)\s+(?:in\s+)?"
        rf"{COLOUR}\s+(?:if|when|where|for)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{COLOUR}\s+(?:means|stands\s+for|shows\s+that)\b", re.IGNORECASE),
)
_ALSO = re.compile(
    r"[“\"«*]|\b(?:labell?ed|named|called|striped|dashed|dotted|shape|square|circle|triangle|star"
    r"|cross|dots?|top|bottom|left|right|first|last|above|below|upper|lower|middle)\b|[✓✗✖▲●■★]",
    re.IGNORECASE,
)
"""A second pointer in the same sentence: a word on it, a shape, a place."""


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each sentence in which a colour points alone."""
    for where, block in page(draft):
        signed = any(one.type in ("strong_open", "em_open") for one in block.inline)
        for sentence in re.split(r"(?<=[.!?])\s+", plain(block)):
            if _ALSO.search(sentence) or (signed and _bold_in(block, sentence)):
                continue
            if found := next((one for form in _POINTS if (one := form.search(sentence))), None):
                yield (
                    where,
                    f"“{found[0]}” points by colour alone. Say its word, its shape or its place, "
                    "too: “the green button **Run it**”.",
                )


def _bold_in(block, sentence: str) -> bool:
    """Whether words in bold or italics, such as a button's, stand in this sentence."""
    stressed, depth = [], 0
    for one in block.inline:
        depth += one.nesting if one.type.startswith(("strong_", "em_")) else 0
        if depth and one.type == "text":
            stressed.append(one.content)
    return any(words in sentence and not re.fullmatch(COLOUR, words, re.I) for words in stressed)
