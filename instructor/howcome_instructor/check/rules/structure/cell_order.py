"""Refuses cells that stand in another order than in the other lessons.

Promise, guess, look, play, explain, try, think: a pupil who knows one lesson knows them all, and
nobody reads the explanation before there is something to explain.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._cells import frame


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each cell of the frame that stands above one it should follow."""
    order = frame(draft)
    there = [cell.get("id") for cell in draft.pupil_cells if cell.get("id") in order]
    for place, name in enumerate(there):
        late = [one for one in there[:place] if order.index(one) > order.index(name)]
        if late:
            yield name, f"Move this cell up: `{name}` comes before {_list(late)}."


def _list(names: list[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)
