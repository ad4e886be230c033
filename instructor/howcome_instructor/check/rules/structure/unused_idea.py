"""Refuses a wrong idea in the guide that no feedback of the notebook names.

What is listed there is counted on the class page; an idea that no check can find counts as none.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._hints import words


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each id that stands nowhere in the code; TK-2 has no checks."""
    if draft.stage == "TK-2":
        return
    said = words(draft)
    for idea in draft.ideas:
        if idea["id"] not in said:
            here = f'write `hint("{idea["id"]}", …)` where a pupil shows it'
            yield "guide: record", f"No feedback names {idea['id']}: {here}, or take it out."
