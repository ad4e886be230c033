"""Refuses a lesson whose reading and clicks alone fill its minutes.

Pupils are to play, be surprised, and talk: that is the lesson. The estimate is low (a slow reader
of the stage, one minute for an activity, no talk), and only an estimate: `howcome check` says
something when it takes more than three quarters of the time.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._minutes import PACE, estimate

MOST = 0.75


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """One line with the estimate beside the record's minutes."""
    minutes = draft.record.get("minutes")
    if type(minutes) is not int or minutes <= 0:
        return
    needed = estimate(draft)
    if needed.all > MOST * minutes:
        said = (
            f"Reading and pressing alone take about {needed.all:.0f} of the {minutes} minutes "
            f"({needed.reading:.0f} to read, at {PACE[draft.stage]} words a minute, "
            f"{needed.steps:.0f} at the activities, {needed.code:.0f} for code): too little is "
            "left to play and talk. Cut words, or make two lessons of it."
        )
        yield "guide: record", said
