"""Refuses a goal that does not come back in the recap, in the same order.

A lesson opens with promises and closes with the same list, kept: "**find** the shoes" in `goals`
is "You can **find** the shoes" in `recap`. The goals' bold verbs, or first words, are compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ...markdown import Block


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each goal that the recap drops or has in another place."""
    if draft.cell("goals") is None or draft.cell("recap") is None:
        return
    # near its start: a later clause may hold the verb of another goal
    kept = [" ".join(one.text.casefold().split()[:6]) for one in _items(draft, "recap")]
    goals = [_verb(block) for block in _items(draft, "goals")]
    if not goals:
        yield "goals", "Write the goals as a list: one line for each, such as `- **find** …`."
    place = 0
    for verb in goals:
        found = [at for at, text in enumerate(kept) if verb.casefold() in text]
        later = [at for at in found if at >= place]
        if later:
            place = later[0] + 1
        elif found:
            yield "recap", f"The goal “{verb} …” comes back elsewhere; keep the order of the goals."
        else:
            yield "recap", f"The goal “{verb} …” does not come back; write `- You can {verb} …`."


def _items(draft: Draft, cell: str) -> list[Block]:
    return [block for where, block in draft.prose if where == cell and block.kind == "item"]


def _verb(goal: Block) -> str:
    """The first bold words of a goal, or its first word."""
    bold, inside = "", False
    for token in goal.inline:
        inside = {"strong_open": True, "strong_close": False}.get(token.type, inside)
        if inside:
            bold += token.content
        elif bold:
            break
    first = goal.text.split() or [""]
    return bold.strip() or first[0].strip(".,;:")
