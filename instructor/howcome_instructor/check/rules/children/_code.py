"""What the rules on children's safety read: imports, and everybody's sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...draft import Draft
from ...markdown import blocks


def imports(draft: Draft) -> Iterator[tuple[str, str]]:
    """(cell id, name) for each import: `sklearn.datasets.fetch_lfw_people`."""
    for cell, tree in draft.code:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((cell, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((cell, f"{node.module or ''}.{alias.name}") for alias in node.names)


def texts_in_code(draft: Draft) -> Iterator[tuple[str, str]]:
    """(cell id, text) for each text in the code: questions, choices, hints, addresses."""
    for cell, tree in draft.code:
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield cell, node.value


def pupils_words(draft: Draft) -> Iterator[tuple[str, str]]:
    """(cell id, text) for what pupils read: Markdown, and the texts in their code."""
    theirs = {cell.get("id") for cell in draft.pupil_cells}
    yield from ((cell, block.text) for cell, block in draft.prose)
    yield from ((cell, text) for cell, text in texts_in_code(draft) if cell in theirs)


def sentences(draft: Draft) -> Iterator[tuple[str, str]]:
    """(where, sentence) of everything that pupils, teachers and families read."""
    guide = [(where, one.text) for where, text in draft.guide_parts for one in blocks(text)]
    for where, text in (*pupils_words(draft), *guide):
        for sentence in re.split(r"(?<=[.?!])[^\w\s]*\s+", text):
            if sentence.strip():
                yield where, sentence.strip()
