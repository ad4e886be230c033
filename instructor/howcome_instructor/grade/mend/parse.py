"""From text to JSON: whole, of two sides of a merge, or as much of it as is left."""

from __future__ import annotations

import json

from . import conflicts, rescue
from .work import Stop, Work

_DECODER = json.JSONDecoder(strict=False)  # a raw tab or line break in a string is no disaster


def parsed(text: str, work: Work) -> list[object]:
    """The file's content; two of them, oldest first, when a merge left both sides in it.

    Raises Stop when nothing of a notebook is left.
    """
    try:
        return [_DECODER.decode(text)]
    except (ValueError, RecursionError):
        pass
    sides = conflicts.sides(text)
    if sides:
        work.say("mend.merge")
        # a side without anything readable is no side
        contents = [found for side in sides if (found := _content(side, work)) is not None]
    else:
        contents = [found] if (found := _content(text, work)) is not None else []
    if not contents:
        raise Stop("mend.unreadable")
    return contents


def _content(text: str, work: Work) -> object | None:
    try:
        content, end = _DECODER.raw_decode(text, len(text) - len(text.lstrip()))
    except (ValueError, RecursionError):
        content = None
    if isinstance(content, dict):
        if text[end:].strip():
            work.say("mend.broken")
        return content
    found = rescue.rescue(text)
    if found is None:
        return None
    content, at_the_end = found
    work.rescued = True
    work.say("mend.cut-off" if at_the_end else "mend.broken")
    return content
