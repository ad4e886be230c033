"""Refuses an id that its publisher wrote for other grades than the lesson's.

`3-A-iii.6-8` in a lesson for grades 3-5 would count as taught where nobody has been taught it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._mapping import WHERE, found


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each id of other grades; ids without grades fit every lesson."""
    for framework, item in found(draft):
        if item.stage not in (None, draft.stage):
            said = f"“{item.id}” of {framework.id} is for grades {item.stage}"
            yield WHERE, f"{said}; take the one for {draft.stage}, or none."
