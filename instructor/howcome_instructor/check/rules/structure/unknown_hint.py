"""Refuses a hint in the notebook whose idea the guide does not describe.

The teacher who meets the id on the class page looks it up in the guide.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._hints import hints


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each cell and id that the record does not hold."""
    if not draft.record:
        return
    known = {idea["id"] for idea in draft.ideas}
    for cell, name in dict.fromkeys(hints(draft)):
        if name not in known:
            yield cell, f"The guide has no idea “{name}”: add it to `misconceptions` in its record."
