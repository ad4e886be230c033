"""Refuses a table with a column that has no heading.

Who listens hears the column's heading with each number; without it "18" is eighteen of what? Only
the corner above the names of rows may be empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft
from ...markdown import tokens
from ._page import html_of, page, texts


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each such table, in the notebook and in the guide."""
    for where, text in texts(draft):
        for heads in _tables(text):
            empty = [str(at) for at, head in enumerate(heads, start=1) if at > 1 and not head]
            if empty or not any(heads):
                which = ", ".join(empty) or "1"
                beside = next((f" (beside “{head}”)" for head in heads if head), "")
                yield (
                    where,
                    f"A table has no heading above column {which}{beside}. Write into its first "
                    "line what stands below.",
                )
    for where, block in page(draft):
        found = html_of(block)
        if re.search(r"<table\b", found, re.IGNORECASE) and not re.search(r"<th\b", found, re.I):
            yield where, "A table in HTML has no headings (`<th>`). Write it in Markdown, with `|`."


def _tables(text: str) -> Iterator[list[str]]:
    """The headings of each table."""
    heads: list[str] | None = None
    head = False
    for token in tokens(text):
        if token.type == "thead_open":
            heads = []
        elif token.type == "thead_close" and heads is not None:
            yield heads
            heads = None
        elif token.type == "th_open":
            head = True
        elif token.type == "inline" and head and heads is not None:
            heads.append(token.content.strip())
            head = False
