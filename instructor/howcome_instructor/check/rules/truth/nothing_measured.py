"""Refuses a lesson about a toy that breaks which measures nothing.

A lesson says by how much, and a cell that pupils do not get holds it to that. A lesson on cases
has `model: none` in its record and needs no claims; TK-2 says no numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft

WHAT = (
    "say in a sentence by how much it is wrong, mark these words, and measure them in a last cell "
    "tagged author-only"
)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """One line when the record names a model and no cell makes a claim."""
    model = draft.record.get("model")
    if draft.stage == "TK-2" or not isinstance(model, str) or model.lower().startswith("none"):
        return
    if not any(draft.calls("claim")):
        said = f"The lesson is about the toy “{model}” and measures nothing"
        yield "notebook", f"{said}: {WHAT}."
