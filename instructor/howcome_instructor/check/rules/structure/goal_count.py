"""Refuses a lesson that promises one thing only, or more than three.

What fits into one lesson, and into a pupil's memory of it, is two or three verbs.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """One line when the list of goals is too short or too long."""
    goals = [one for where, one in draft.prose if where == "goals" and one.kind == "item"]
    if goals and not 2 <= len(goals) <= 3:
        yield "goals", f"There are {len(goals)} goals; make it two or three."
