"""Refuses a rubric that no answer can be marked by: for no answer, or not with three levels.

Three levels, such as “all of it”, “in part” and “not yet”, are what two teachers read alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....errors import BadInput
from ....rubric import read_rubrics, rubric_problems
from ...draft import Draft, about
from ._cells import pieces

LEVELS = 3


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each thing that is wrong in a rubric."""
    written = {task: cell for role, task, cell in pieces(draft) if role == "written"}
    for where, text in draft.guide_parts:
        for problem in rubric_problems(text):
            yield where, problem
        try:
            found = read_rubrics(text)
        except BadInput:
            continue  # its problem is told
        for name, rubric in found.items():
            if name not in written:
                known = ", ".join(written) or "no such answer"
                no_answer = f"The rubric of “{name}” belongs to no answer that a teacher reads"
                yield where, f"{no_answer}; the notebook has {known}."
            elif misfit := rubric.misfit(about(written[name]).get("points") or 0):
                yield where, misfit
            if len(rubric.levels) != LEVELS:
                yield where, f"Give “{name}” three levels; its rubric has {len(rubric.levels)}."
