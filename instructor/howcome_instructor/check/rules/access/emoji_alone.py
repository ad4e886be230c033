"""Refuses a heading or a choice that is nothing but an emoji.

It is read out as "grinning face with sweat", it looks different on each machine, and it means
something else to each reader. Beside a word it is welcome.
"""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator

from ...draft import Draft

KEYWORDS = ("choices", "shelves", "labels", "names")
"""What an activity shows to choose from."""


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each such heading, and for each such choice of an activity."""
    for cell, block in draft.prose:
        if block.kind == "heading" and _only_emoji(block.text):
            yield cell, f"The heading is only “{block.text.strip()}”. Put a word beside it."
    pupils = {cell.id for cell in draft.pupil_cells}
    for cell, tree in draft.code:
        for node in ast.walk(tree):
            if cell in pupils and isinstance(node, ast.Call):
                for text in _choices(node):
                    if _only_emoji(text):
                        yield cell, f"A choice is only “{text.strip()}”. Put a word beside it."


def _choices(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg in KEYWORDS:
            value = keyword.value
            listed = value.values if isinstance(value, ast.Dict) else getattr(value, "elts", [])
            for one in listed:
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value


def _only_emoji(text: str) -> bool:
    """Whether there are pictures and no letter and no digit.

    >>> _only_emoji("👀"), _only_emoji("👀 Look"), _only_emoji("+")
    (True, False, False)
    """
    kinds = [unicodedata.category(sign) for sign in text]
    return "So" in kinds and not any(kind[0] in "LN" for kind in kinds)
