"""Refuses code that a pupil of TK-5 would see.

Up to grade 5 pupils read sentences and press buttons; code is for the middle grades on.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each code cell that is not collapsed."""
    if draft.band != "elementary":
        return
    for cell in draft.pupil_cells:
        if cell.cell_type == "code" and not cell.metadata.get("jupyter", {}).get("source_hidden"):
            yield cell.id, "Collapse this code (View, Collapse Selected Code): no code in TK-5."
