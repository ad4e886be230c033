"""Refuses a lesson that is too slow, or too big, for a school's laptop.

Processor time from the first cell to the last, answers included: the three first lessons take 1 to
3 seconds and 60 to 150 MB. A school's laptop is slower than an author's, and the browser edition
slower still. The author's own cells count apart: only authors and tests run them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...draft import Draft, is_author_only
from ...runs import name_of

PUPILS = 20.0
"""Seconds of processor time for all that pupils run."""
AUTHORS = 60.0
"""Seconds for the author's own cells, which measure claims over many seeds."""
MEMORY = 500
"""MB. mybinder.org gives 1 to 2 GB, for the server, the kernel and all else that is open."""


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each limit that is passed, at the cell that takes the most."""
    run = draft.runs.author
    authors = {name_of(cell) for cell in draft.notebook.cells if is_author_only(cell)}
    ours = {name: spent for name, spent in run.seconds.items() if name in authors}
    theirs = {name: spent for name, spent in run.seconds.items() if name not in authors}
    if sum(theirs.values()) > PUPILS:
        said = (
            f"The lesson takes {sum(theirs.values()):.0f} seconds of processor time from top to "
            f"bottom, the most in this cell ({max(theirs.values()):.0f}). Stay below {PUPILS:.0f}: "
            "a school's laptop is slower. Take fewer cards or fewer deals, or train once."
        )
        yield _most(theirs), said
    if sum(ours.values()) > AUTHORS:
        said = (
            f"Measuring the claims takes {sum(ours.values()):.0f} seconds of processor time; stay "
            f"below {AUTHORS:.0f}: every test runs them. Ten to twenty seeds are enough."
        )
        yield _most(ours), said
    held = max(run.memory.values(), default=0) / 1e6
    if held > MEMORY:
        said = (
            f"The lesson holds {held:.0f} MB at its most, and grows the most in this cell; stay "
            f"below {MEMORY}. Take a smaller table, or let go of what is done with (`del big`)."
        )
        yield _most(_growth(run.memory)), said


def _most(spent: Mapping[str, float]) -> str:
    return max(spent, key=lambda name: spent[name])


def _growth(held: Mapping[str, int]) -> dict[str, float]:
    """How much more was held at the end of each cell than at the end of the one before."""
    names = list(held)
    return {
        name: held[name] - (held[names[place - 1]] if place else 0)
        for place, name in enumerate(names)
        if place or len(names) == 1
    }
