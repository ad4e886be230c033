"""Refuses a check that passes in a copy which nobody has touched.

Who hands in an empty lesson would get points, and who opens it would read “well done” first.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft, about
from ._tried import autograded


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each check that an untouched copy passes."""
    if draft.runs.copy_error:
        return
    for cell in autograded(draft):
        first = "Begin with a check that there is an answer: `check(mix.answered, …)`, or for "
        first += "code `check(found is not None, …)`."
        if draft.runs.empty[cell.id].status == "ok":
            points = about(cell).get("points")
            yield cell.id, f"An untouched copy gets points here ({points}). {first}"
        elif draft.runs.handed_out[cell.id].status == "ok":
            yield cell.id, f"The visible checks pass before there is an answer. {first}"
