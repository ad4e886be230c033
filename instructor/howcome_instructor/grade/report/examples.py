"""One answer without a name for a wrong idea, chosen so that it gives nobody away."""

from __future__ import annotations

import io
import re
import tokenize
from collections import Counter

from .room import Room, Seat
from .shown import gist

SHARED = 3
"""So many pupils must share a mistake before an answer stands for them."""
MOST = 600
"""Signs; a longer answer is no example."""
_READ = 40
"""Notebooks to read for one example; more would not change it."""


def example(room: Room, idea: str, holders: list[Seat]) -> str:
    """The most usual answer of those who hold an idea, or an empty string.

    Comments in code are left out, and so is every answer that holds the name or id of a pupil.
    """
    if len(holders) < SHARED:
        return ""
    found = Counter()
    for seat in holders[:_READ]:
        text = _answer(room, idea, seat)
        if text and len(text) <= MOST and not _names(room, text):
            found[text] += 1
    if not found:
        return ""
    return min(found, key=lambda text: (-found[text], len(text), text))


def _answer(room: Room, idea: str, seat: Seat) -> str:
    """The answer to the task whose check named the idea."""
    named = [cell for cell, one in seat.outcome.misconceptions.items() if one == idea]
    for task in room.lesson.tasks:
        if task.cell in named:
            text = gist(task, room.cells(seat.student), seat.entry.untouched)
            return "" if room.lesson.leaks(text) else _without_comments(text)
    return ""


def _names(room: Room, text: str) -> bool:
    """Whether a word of the text is a part of somebody's name, or a text holds an id."""
    text = text.casefold()
    words = set(re.findall(r"\w+", text))
    return bool(words & room.names) or any(
        re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in room.ids
    )


def _without_comments(source: str) -> str:
    """Code without its comments and texts about it; other text as it is."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        # no code, or broken code: what looks like a comment goes
        kept = [re.sub(r"(^|\s)#.*$", "", line).rstrip() for line in source.splitlines()]
        return "\n".join(line for line in kept if line)
    lines = source.splitlines()
    for token in reversed(tokens):
        row, column = token.start
        if token.type == tokenize.COMMENT:
            lines[row - 1] = lines[row - 1][:column].rstrip()
    return "\n".join(line for line in lines if line.strip())
