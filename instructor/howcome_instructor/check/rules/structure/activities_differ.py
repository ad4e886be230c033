"""Refuses a guide that names other activities than the notebook has.

A teacher chooses lessons by them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft, called
from ._activities import activities, known


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each activity that only one of the two has."""
    listed = draft.record.get("activities")
    if not isinstance(listed, list):
        return
    used = dict.fromkeys(called(call) for _, call in activities(draft))
    for name in used:
        if name not in listed:
            yield "guide: record", f"The notebook has a {name}; add it to `activities`."
    for name in listed:
        if name in known() and name not in used:
            yield "guide: record", f"The notebook has no {name}; take it out of `activities`."
