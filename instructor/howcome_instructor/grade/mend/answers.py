"""What a pupil clicked: read before outputs go, checked, and handed to the marking run.

Only what this copy recorded counts, in this lesson: a cell pasted from a friend's copy does not.
"""

from __future__ import annotations

import json
from collections import Counter

from howcome.answers import ANSWER, newest

from ..titles import named
from .work import Work

LARGEST = 2**18
"""Letters of one answer as JSON. No activity records more than a few hundred."""


def read_answers(work: Work) -> bytes | None:
    """A small notebook file with the newest answer to each task; None when there is none.

    It is what `HOWCOME_NOTEBOOK` names while marking runs; see `howcome.answers`.
    """
    about = dict(work.metadata.get("howcome") or {})
    own = about.get("notebook")
    bundles = [{ANSWER: record} for record in _of_this_lesson(work) if _small(record, work)]
    if own is None:
        own = _only_copy(bundles, work)
        if own is not None:
            about["notebook"] = own
    mine = newest(bundles, own)
    if own is not None:
        # recorded where nobody told the activity which copy it was in, as in other editors
        unsigned = newest(bundles, None)
        new = {name: unsigned[name][ANSWER] for name in unsigned if name not in mine}
        mine |= {name: {ANSWER: {**record, "notebook": own}} for name, record in new.items()}
        if tasks := named(work.reference.notebook["cells"], new):
            work.say("mend.answers-unsigned", look=True, tasks=tasks)
    others = {bundle[ANSWER].get("notebook") for bundle in bundles} - {own, None}
    if others:
        work.say("mend.answers-elsewhere", look=True)
    return _file(mine, about) if mine else None


def _of_this_lesson(work: Work) -> list[dict]:
    wanted = (work.reference.lesson, None)
    records = []
    for record in work.records:
        if isinstance(record.get("notebook"), str | None) and record.get("lesson") in wanted:
            records.append(record)
        else:
            work.say("mend.answers-other-lesson", look=True)
    return records


def _small(record: dict, work: Work) -> bool:
    try:
        small = len(json.dumps(record)) <= LARGEST
    except RecursionError:
        small = False
    if not small:
        work.say("mend.answer-too-long")
    return small


def _only_copy(bundles: list[dict], work: Work) -> str | None:
    """The id of the copy, of which the notebook itself says nothing any more."""
    ids = Counter(bundle[ANSWER].get("notebook") for bundle in bundles)
    ids.pop(None, None)
    return ids.most_common(1)[0][0] if ids else None


def _file(bundles: dict[str, dict], about: dict) -> bytes:
    outputs = [
        {"output_type": "display_data", "data": bundles[name], "metadata": {}}
        for name in sorted(bundles)
    ]
    cell = {"cell_type": "code", "execution_count": None, "id": "answers", "metadata": {}}
    notebook = {
        "cells": [{**cell, "outputs": outputs, "source": ""}],
        "metadata": {"howcome": about},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook).encode("utf-8")
