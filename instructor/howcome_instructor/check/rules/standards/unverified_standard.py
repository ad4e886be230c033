"""Refuses an id that nobody has read in a public source.

In `curriculum/standards/` such ids say `verified: false`; a guide that names one promises what
this project has not seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._mapping import WHERE, found


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each unverified id of the record."""
    for framework, item in found(draft):
        if not item.verified:
            above = f", such as the heading “{item.parent}”" if item.parent else ""
            said = f"Nobody has read “{item.id}” of {framework.id} in a public source"
            yield WHERE, f"{said} (verified: false); name one that is verified{above}."
