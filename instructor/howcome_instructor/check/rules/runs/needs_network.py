"""Refuses a lesson that works only with the network, or with files of the author's.

Marking, a hub and the browser edition run a lesson without network and without any file beside it;
so does a class on the day the line is down.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....grade.job import Limits
from ...draft import Draft, about
from ...finding import NotDone
from ...runs import failure, may_fail


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """The first cell that runs for its author and fails where marking runs it."""
    if draft.runs.author.stopped or draft.runs.copy_error:
        return
    if not draft.runs.shut_in:
        raise NotDone(
            "there is no sandbox here, so nobody knows whether the lesson works without network; "
            "`howcome doctor` says what would help"
        )
    for name, ran in draft.runs.right.items():
        cell = draft.cell(name)
        error = failure(ran.outputs) or ran.status
        if ran.status == "ok" or cell is None or may_fail(cell):
            continue
        if error.startswith("NameError") or (about(cell).get("grade") and _refused(error)):
            continue  # told by runs.pupil_stops_elsewhere, and by answers.refuses_right
        if ran.status in ("timeout", "died"):
            said = (
                f"Marking stops this cell: “{error}”. A cell has {Limits().cell_seconds:.0f} "
                f"seconds and {Limits().memory / 2**30:.0f} GB there. Make it smaller."
            )
        else:
            said = (
                "This cell works on your machine, and fails without network and without your "
                f"files: “{error}”. Take the data from `howcome.load`, or make it in the lesson."
            )
        yield name, said
        return


def _refused(error: str) -> bool:
    return error.startswith("NotYet: ")
