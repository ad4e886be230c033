"""Refuses a check that refuses its own reference answer, visible or hidden.

The reference answer is what a pupil with a good answer is measured by. It is run as marking runs
it: in a copy without the author's own cells, without network, without files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ...draft import Draft
from ...runs import failure
from ._tried import autograded

if TYPE_CHECKING:
    from ....grade.job import CellRun


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each check that does not pass, with its words."""
    if draft.runs.copy_error:
        return
    seen = _refused(draft, draft.runs.visible())
    for name, said in seen.items():
        yield name, f"This check refuses your own reference answer: “{said}”. Mend one of the two."
    for name, said in _refused(draft, draft.runs.right).items():
        if name not in seen:
            yield name, f"The hidden checks refuse your own reference answer: “{said}”. Mend them."


def _refused(draft: Draft, ran: Mapping[str, CellRun]) -> dict[str, str]:
    """check cell -> what it says; not where a cell above has failed, which other rules tell."""
    cells = {cell.id for cell in autograded(draft)}
    found, broken = {}, False
    for name, one in ran.items():
        if one.status == "ok":
            continue
        said = failure(one.outputs) or one.status
        if name not in cells:
            broken = True
        elif said.startswith("NotYet: ") or not broken:
            found[name] = said.removeprefix("NotYet: ")
    return found
