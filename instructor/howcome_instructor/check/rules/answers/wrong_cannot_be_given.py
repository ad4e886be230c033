"""Refuses a wrong answer in the guide's record that its task does not take.

It would be refused for a slip in the record, not for the idea behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._tried import cannot_be_given, described

WHERE = "guide: record"


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each answer of the wrong kind, and each that the answer cell fails on."""
    for idea in draft.ideas:
        if idea.get("wrong") is not None and not isinstance(idea["wrong"], dict | str):
            said = (
                f"Write the wrong answer of {idea['id']} as the activity takes it, such as "
                "`wrong: {value: fine}`, or as a whole cell of code."
            )
            yield WHERE, said
    if draft.runs.copy_error:
        return
    for idea, task, wrong in described(draft):
        if why := cannot_be_given(draft, task, wrong).removeprefix("ValueError: "):
            yield WHERE, f"The task “{task}” does not take the wrong answer of {idea}: {why}"
