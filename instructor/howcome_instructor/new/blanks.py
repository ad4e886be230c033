"""The blanks of a new lesson: `✎ what belongs here`, in the notebook and in the guide."""

from __future__ import annotations

import re

SIGN = "✎"
_BLANK = re.compile(rf"{SIGN}[ \t]*([^\n\"|{SIGN}<*\]”]*)")


def blanks(text: str) -> list[str]:
    """What each blank of a text asks for, in order.

    >>> blanks('# 4. ✎ the title\\n\\nask("✎ the question", 3)')
    ['the title', 'the question']
    """
    return [found.strip() for found in _BLANK.findall(text)]
