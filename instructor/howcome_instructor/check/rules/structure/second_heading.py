"""Refuses a second heading of level one, or none.

A screen reader's list of headings begins with the page's title; there is one.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """Every heading of level one outside `title`, and a title without one."""
    places = [cell for cell, block in draft.prose if block.kind == "heading" and block.level == 1]
    if "title" not in places:
        yield "title", "Begin with one heading of level one, such as `# 4. Who is missing?`."
    for cell in places:
        if cell != "title":
            yield cell, "Make this heading one of level two (`##`): only the title is level one."
    if places.count("title") > 1:
        yield "title", "Keep one heading of level one here."
