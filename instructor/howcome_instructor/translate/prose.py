"""The messages of a Markdown cell: each paragraph, heading, list and table is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .slot import Slot

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}\s")
_KINDS = (
    ("heading", _HEADING),
    ("list", re.compile(r" *([-*+]|\d+[.)])\s")),
    ("table", re.compile(r" *\|")),
    ("quotation", re.compile(r" *>")),
)


def slots(source: str) -> Iterator[Slot]:
    """What a translator gets of a Markdown cell. Fenced code and comments alone stay as they are.

    >>> [(slot.what, slot.text) for slot in slots("# Boots\\n\\nTwo\\nlines.\\n\\n- one\\n- two")]
    [('heading', '# Boots'), ('paragraph', 'Two\\nlines.'), ('list', '- one\\n- two')]
    """
    for start, text in _blocks(source):
        kind = _kind(text)
        if kind != "code" and re.search(r"[^\W\d_]", COMMENT.sub("", text)):
            yield Slot(start, start + len(text), text, kind, kind, str, _marked(kind))


def _marked(kind: str):
    def marked(text: str, mark: str) -> str:
        # a table's row takes no more cells than its head has
        return f"{text}\n\n*({mark})*" if kind == "table" else f"{text} *({mark})*"

    return marked


def _kind(text: str) -> str:
    if _FENCE.match(text):
        return "code"
    return next((kind for kind, begins in _KINDS if begins.match(text)), "paragraph")


def _blocks(source: str) -> Iterator[tuple[int, str]]:
    """(where it starts, the text) of each block, without the blank lines between them."""
    place, start, block, fence = 0, 0, "", ""
    for line in source.splitlines(keepends=True):
        open_comment = block.count("<!--") > block.count("-->")
        alone = not fence and not open_comment
        if block and alone and (not line.strip() or _HEADING.match(line) or _HEADING.match(block)):
            yield start, block.rstrip("\n")
            block = ""
        if line.strip() or not alone:
            if not block:
                start = place
            block += line
        if found := _FENCE.match(line):
            if not fence:
                fence = found[1]
            elif found[1].startswith(fence) and not line.strip(" \n`~"):
                fence = ""
        place += len(line)
    if block:
        yield start, block.rstrip("\n")
