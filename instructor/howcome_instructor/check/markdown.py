"""Markdown as the rules read it: blocks of one kind each, with their words."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Block:
    """One paragraph, list item, heading, table cell or block of code."""

    kind: str
    """paragraph · item · heading · cell · header · code · html"""
    text: str
    """Its words, without Markdown's signs; code as it stands."""
    level: int = 0
    """Of a heading, 1 to 6."""
    inline: tuple[Token, ...] = ()
    """markdown-it's tokens inside it: links, pictures, emphasis."""

    @property
    def is_prose(self) -> bool:
        """Whether these are sentences: what a reading level is measured on."""
        return self.kind in ("paragraph", "item")


def tokens(text: str) -> list[Token]:
    """What markdown-it makes of a Markdown text without its comments, for its layout."""
    return _READER.parse(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))


def blocks(text: str) -> list[Block]:
    """The blocks of a Markdown text, in order; comments are left out.

    >>> [(one.kind, one.text) for one in blocks("## Hello\\n\\nA *cat* sat.\\n\\n- one\\n- two")]
    [('heading', 'Hello'), ('paragraph', 'A cat sat.'), ('item', 'one'), ('item', 'two')]
    """
    found: list[Block] = []
    depth = 0
    for before, token in itertools.pairwise([Token("", "", 0), *tokens(text)]):
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type in ("fence", "code_block"):
            found.append(Block("code", token.content))
        elif token.type == "html_block" and token.content.strip():
            found.append(Block("html", token.content))
        elif token.type == "inline":
            found.append(_inline(before, token, depth))
    return [block for block in found if block.text.strip() or block.inline]


def sentences(prose: list[Block]) -> str:
    """Blocks of prose as one text, each ended like a sentence, for a reading formula."""
    said = [block.text.strip() for block in prose if block.is_prose and block.text.strip()]
    return " ".join(one if one[-1] in ".?!…" else f"{one}." for one in said)


def _inline(before: Token, token: Token, depth: int) -> Block:
    children = tuple(token.children or ())
    text = "".join(
        " " if one.type in ("softbreak", "hardbreak") else one.content for one in children
    )
    kind = {"heading_open": "heading", "th_open": "header", "td_open": "cell"}.get(before.type)
    level = int(before.tag[1]) if kind == "heading" else 0
    return Block(kind or ("item" if depth else "paragraph"), text, level, children)
