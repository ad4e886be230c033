"""The Markdown of a lesson and of its guide, as a page that is looked at and listened to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.token import Token

from ...draft import Draft
from ...markdown import Block, blocks

_PICTURE_OF = re.compile(
    r"\W*(?:an?\s+|the\s+)?(?:picture|image|photo|photograph|graphic|screenshot|img)s?"
    r"(?:\s+(?:of|showing|that shows)\b|\W*$)",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)\s*$", re.IGNORECASE)
FEWEST = 3
"""Words that say at least what is in a picture."""


def texts(draft: Draft) -> Iterator[tuple[str, str]]:
    """(where, Markdown) for each cell that pupils read and each part of the guide."""
    for cell in draft.pupil_cells:
        if cell.cell_type == "markdown":
            yield cell.id, cell.source
    yield from draft.guide_parts


def page(draft: Draft) -> Iterator[tuple[str, Block]]:
    """(where, block) for the same, without code."""
    for where, text in texts(draft):
        for block in blocks(text):
            if block.kind != "code":
                yield where, block


def html_of(block: Block) -> str:
    """The raw HTML in a block."""
    if block.kind == "html":
        return block.text
    return " ".join(one.content for one in block.inline if one.type == "html_inline")


def links(block: Block) -> Iterator[tuple[Token, str]]:
    """(link, its text) for each link in a block; a picture in it counts with its words."""
    opened, text = None, ""
    for one in block.inline:
        if one.type == "link_open":
            opened, text = one, ""
        elif one.type == "link_close" and opened is not None:
            yield opened, text
            opened = None
        elif opened is not None:
            text += one.content or " "


def wrong_with(alt: str) -> str:
    """What is wrong with a picture's words, for a sentence; empty when nothing is.

    >>> wrong_with("Image of a boat")
    'begins with “Image of”'
    >>> wrong_with("Three boats, one is upside down.")
    ''
    """
    said = alt.strip()
    if not said:
        return "has no words"
    if _FILE.search(said):
        return f"has only a file's name, “{said}”"
    if found := _PICTURE_OF.match(said):
        return f"begins with “{found[0].strip()}”"
    if len(said.split()) < FEWEST:
        return f"has only the words “{said}”"
    return ""


SAY = "Say what it shows, for someone who hears it instead, such as “Sneakers: 9 of 10 right.”"
"""What to do about it."""
