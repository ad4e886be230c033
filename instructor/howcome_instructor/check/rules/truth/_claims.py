"""The claims of a lesson: what is marked in its words, and what is measured in its last cell."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache

from ....claims import MARK
from ...draft import Draft

BEFORE = 120
"""Characters before a mark in which the words of its claim stand."""


@dataclass(frozen=True)
class Marked:
    """One mark: where it stands, its claim, and the words before it."""

    where: str
    name: str
    said: str


def texts(draft: Draft) -> list[tuple[str, str]]:
    """(where, Markdown) for everything that pupils, teachers and families read."""
    cells = [cell for cell in draft.pupil_cells if cell.cell_type == "markdown"]
    return [*((cell.id, cell.source) for cell in cells), *draft.guide_parts]


def marked(draft: Draft) -> list[Marked]:
    """Every mark, in order."""
    return [
        Marked(where, found[1], _plain(text[max(0, found.start() - BEFORE) : found.start()]))
        for where, text in texts(draft)
        for found in MARK.finditer(text)
    ]


def measured(draft: Draft) -> dict[str, tuple[str, str]]:
    """Claim -> (cell, its words), for each `claim("some-id", "about 18 of 100", …)`."""
    found = {}
    for cell, call in draft.calls("claim"):
        first = [one.value for one in call.args[:2] if isinstance(one, ast.Constant)]
        if len(first) == 2 and all(isinstance(one, str) for one in first):
            found[first[0]] = (cell, first[1])
    return found


def in_a_loop(draft: Draft) -> set[str]:
    """Ids that may belong to a `claim` which is called with variables, from a table of claims."""
    cells = {
        cell
        for cell, call in draft.calls("claim")
        if not all(isinstance(one, ast.Constant) for one in call.args[:2])
    }
    return {word for cell in cells for word in _words(draft.cell(cell).source)}


@lru_cache(maxsize=8)
def _words(source: str) -> frozenset[str]:
    return frozenset(
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _plain(text: str) -> str:
    """Words in one line, without other marks and signs of emphasis."""
    return " ".join(MARK.sub("", text).replace("*", "").split())
