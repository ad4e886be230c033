"""Refuses a wrong answer in the guide's record that belongs to no task of the notebook.

It was never tried, and nobody knows whether the lesson refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._tried import answers, checks

WHERE = "guide: record"


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each idea whose `task` is missing, unknown, or not checked by machine."""
    tasks = [task for task in checks(draft) if task in answers(draft)]
    known = ", ".join(tasks) or "none"
    for idea in draft.ideas:
        task = idea.get("task")
        if task is None and "wrong" in idea:
            yield WHERE, f"Say with `task:` where a pupil gives the wrong answer of {idea['id']}."
        elif task is not None and task not in tasks:
            said = (
                f"{idea['id']} belongs to “{task}”, and the notebook has no such task with an "
                f"answer and a check: it has {known}. Mend the name, or take `task` away."
            )
            yield WHERE, said
        elif task is not None and idea.get("wrong") is None:
            said = f"Give {idea['id']} the `wrong:` answer that a pupil would give at “{task}”."
            yield WHERE, said
