"""Refuses Spanish words that lost a gap, a claim's mark, a link, code, or the form of their block.

The lesson fills the gaps in, the marks tie a number to what was measured, and the form is what a
screen reader goes by. Such a message is said in English until it is mended.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....translate.faults import faults
from ...draft import Draft
from ._spanish import WHERE, line_of, translated


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each thing that is lost."""
    for message, entry in translated(draft):
        for fault in faults(message, entry.msgstr):
            yield WHERE, f"{line_of(entry)}: {fault}."
