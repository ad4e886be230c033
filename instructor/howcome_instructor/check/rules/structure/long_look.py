"""Refuses a cell of code to look at that shows a pupil more than three lines.

A paragraph, a cell of one to three lines, a paragraph: what is longer is copied, not read. A
statement that goes on over several lines counts once; a collapsed cell does not count.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator

from ...draft import Draft

MOST = 3


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each visible cell `look` or `look-…` that is too long."""
    for cell in draft.pupil_cells:
        name = cell.get("id", "")
        if cell.cell_type != "code" or not (name == "look" or name.startswith("look-")):
            continue
        lines = _lines(cell.source)
        if lines > MOST and not cell.metadata.get("jupyter", {}).get("source_hidden"):
            too_long = f"Pupils see {lines} lines of code here, and {MOST} are enough at once"
            yield name, f"{too_long}: split the cell, or collapse it if they need not read it."


def _lines(source: str) -> int:
    """How many statements or headers of blocks there are; 0 for what is no Python."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return 0  # running the lesson tells it
    return sum(token.type == tokenize.NEWLINE for token in tokens)
