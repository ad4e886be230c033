"""Refuses a lesson without one of the cells that every lesson of its grades has.

Their ids are the lesson's outline: pupils, teachers and programs find their way by them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._cells import frame

HOLDS = {
    "title": "the lesson's name, grades, minutes and what pupils need",
    "goals": "two or three things that pupils can do at the end",
    "guess": "a prediction, before anything is shown",
    "set-up": "one line that imports what the lesson uses",
    "meet": "the data card, or what the lesson is about",
    "look": "a few lines of code or one picture",
    "play": "the activity",
    "explain": "the idea",
    "try": "the task in words",
    "think": "who could be harmed, who is missing, who should decide",
    "talk": "what to talk about",
    "words": "the new words",
    "recap": "the goals again, beside the guess",
    "next": "one link to go on",
    "done": "the end",
}


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each id that no cell has, and one for a lesson without a task."""
    ids = [cell.get("id") for cell in draft.pupil_cells]
    for name in frame(draft):
        if name not in ids:
            yield "notebook", f"Add a cell with the id `{name}`: {HOLDS[name]}."
    if draft.stage != "TK-2" and not draft.tasks:
        yield "notebook", "Nothing in this lesson is marked; add a task: its cell and its check."
