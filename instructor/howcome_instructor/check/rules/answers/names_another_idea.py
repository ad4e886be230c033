"""Refuses feedback that names another idea than the one behind the wrong answer, or none.

The sentence a pupil reads, and the class page that a teacher plans by, both go by this id.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ...runs import failure
from ._tried import tried


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each wrong answer of the record whose refusal has another id."""
    for one in tried(draft):
        if one.seen.status == "ok" or one.seen.misconception == one.idea:
            continue
        words = (failure(one.seen.outputs) or one.seen.status).removeprefix("NotYet: ")
        names = one.seen.misconception or "no idea"
        said = (
            f"The wrong answer of {one.idea} is refused with “{words}”, which names {names}. Write "
            f'that check with `hint("{one.idea}", …)`, or bring the one that has it further up.'
        )
        yield one.check, said
