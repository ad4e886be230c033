"""Refuses a check that gives points for a wrong answer.

Each wrong answer in the guide's record is put into the lesson and marked, and so is each choice of
a question that the record does not speak of.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._tried import choices, tried


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each wrong answer that passes the visible checks and the hidden ones."""
    for one in tried(draft):
        if one.accepted:
            said = f"{_first(one.answer)} gets the points. Add a check that refuses it, or mend "
            yield one.check, said + "`wrong` in the guide's record."
    for one in choices(draft):
        if one.accepted and one.feedback == "idea":
            said = f"{_first(one.answer)} gets the points, and its feedback names a wrong idea. "
            yield one.check, said + "Add a check that refuses it."
        elif one.accepted and one.feedback == "none":
            said = (
                f"{_first(one.answer)} gets the points, and nothing is said to it. Refuse it; or, "
            )
            yield one.check, said + "if it is right as well, give it feedback."


def _first(text: str) -> str:
    return text[0].upper() + text[1:]
