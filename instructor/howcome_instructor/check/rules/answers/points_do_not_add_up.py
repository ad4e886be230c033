"""Refuses a plan in the guide that says other points than the notebook gives.

A teacher tells the class what a task is worth from the guide; the gradebook has what the notebook
says. (Rubrics are held against the notebook by `structure.odd_rubric`.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft, about

WHERE = "guide: Plan"
IN_ALL = re.compile(
    r"\b(?:marks|points)\b[,:]? (\d+) in all\b"
    r"|\b(\d+) (?:marks|points) (?:in all|in total|altogether)\b",
    re.IGNORECASE,
)
"""“Marks, 5 in all” and “6 points in all”."""
FOR_ONE = re.compile(r"\((\d+(?:\.5)?) points?\)")
"""“task 1 (1 point)”, in the plan."""


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each sum that is another, and for a plan whose points are others."""
    given = [points for cell in draft.tasks if _number(points := about(cell).get("points"))]
    total = sum(given)
    plan = dict(draft.guide_parts).get(WHERE, "")
    for found in IN_ALL.finditer(plan):
        if int(found[1] or found[2]) != total:
            said = (
                f"The plan says “{found[0]}”, and the notebook gives {total:g}: "
                f"{' + '.join(f'{one:g}' for one in given)}. Make the two agree."
            )
            yield WHERE, said
    told = [float(one) for one in FOR_ONE.findall(plan)]
    # a plan may name the points of some tasks only; with as many as there are, they are all
    if len(told) == len(given) and sorted(told) != sorted(given):
        said = (
            f"The plan gives {_list(told)} points, and the notebook {_list(given)}, in the order "
            "of the tasks. Make the two agree."
        )
        yield WHERE, said


def _number(points: object) -> bool:
    return isinstance(points, int | float) and not isinstance(points, bool)


def _list(points: list[float]) -> str:
    return ", ".join(f"{one:g}" for one in points)
