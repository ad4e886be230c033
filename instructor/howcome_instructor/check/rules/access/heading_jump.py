"""Refuses a heading that skips a level, such as `####` below `##`.

Who listens goes from heading to heading; a level that is left out sounds like a part that is
missing. The size of the letters is not what levels are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ...markdown import Block, blocks


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each heading that is more than one level below the one before it."""
    yield from _jumps(draft.prose)
    guide, where = [], "guide"
    for block in blocks(draft.guide.text):
        if block.kind == "heading" and block.level == 2:
            where = f"guide: {block.text.strip()}"
        guide.append((where, block))
    yield from _jumps(guide)


def _jumps(page: list[tuple[str, Block]]) -> Iterator[tuple[str, str]]:
    before = None
    for where, block in page:
        if block.kind != "heading":
            continue
        if before is not None and block.level > before + 1:
            yield (
                where,
                f"“{block.text}” is a heading of level {block.level} below one of level {before}. "
                f"Make it level {before + 1} (`{'#' * (before + 1)}`).",
            )
        before = block.level
