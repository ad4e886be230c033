"""Refuses a lesson without a guide.

The guide is the lesson's record for programs and the teacher's way into it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """One line when there is no guide, or none that can be read."""
    if not draft.guide.whole.strip():
        yield "guide", f"Write the guide: instructor/guides/{draft.band}/{draft.name}.md."
