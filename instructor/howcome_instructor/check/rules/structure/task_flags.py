"""Refuses a cell of a task whose nbgrader settings would lose or give away something.

An answer that is not marked as a solution is handed out with the lesson; a check that is not
locked can be changed by a pupil; a check without points is worth nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft, about
from ._cells import pieces

WANTED = {
    "clicks": {"locked": True, "solution": False, "grade": False},
    "kept": {"locked": True, "solution": False, "grade": False},
    "answer": {"solution": True, "locked": False, "grade": False},
    "code": {"solution": True, "locked": False, "grade": False},
    "check": {"grade": True, "locked": True, "solution": False},
    "written": {"grade": True, "solution": True, "locked": False},
}
IS = {
    "clicks": "the activity of a task: read-only",
    "kept": "an activity that is recorded: read-only",
    "answer": "the reference answer: autograded answer",
    "code": "an answer in code: autograded answer",
    "check": "a check: autograder tests",
    "written": "an answer that a teacher reads: manually graded answer",
}
"""What nbgrader's menu calls them."""


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each cell with a wrong setting, missing points, or an answer in plain sight."""
    if draft.stage == "TK-2":
        return  # no marks there, whatever the settings
    for role, _, cell in pieces(draft):
        is_now = about(cell)
        if is_now.get("task"):
            continue  # nbgrader's own kind of cell for what is marked by hand
        wrong = [key for key, value in WANTED[role].items() if bool(is_now.get(key)) != value]
        if wrong:
            settings = ", ".join(f"{key}: {str(WANTED[role][key]).lower()}" for key in wrong)
            yield cell.id, f"This is {IS[role]}. Set {settings}."
        elif role in ("check", "written") and not _points(is_now):
            yield cell.id, "Give this cell points: a number above 0."
        if role == "answer" and not cell.metadata.get("jupyter", {}).get("source_hidden"):
            yield cell.id, "Collapse this answer cell: pupils answer by clicks above it."


def _points(is_now: dict) -> bool:
    points = is_now.get("points")
    return isinstance(points, int | float) and not isinstance(points, bool) and points > 0
