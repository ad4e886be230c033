"""Refuses a Spanish lesson that does not run as the English does.

A string that the program compares or looks up must not be translated; one that slipped through
gives a pupil other marks, or an error. So the Spanish lesson is marked with the reference answers,
and with each wrong answer of the guide: the same cells must pass, and the same ideas be named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING

from ...draft import Draft
from ...runs import failure
from ..answers._tried import checks, described
from ._spanish import WHERE, Spanish, spanish

if TYPE_CHECKING:
    from ....grade.job import CellRun

KEEP = (
    "If the program compares that text, keep it in English: `# keep in English` at the end of its "
    "line."
)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each cell that ends otherwise."""
    there = spanish(draft)
    if there is None or draft.runs.copy_error:
        return
    with closing(there.runs):
        if error := there.runs.copy_error:
            yield WHERE, f"No Spanish copy can be made: {error}."
            return
        yield from _right(draft, there)
        yield from _wrong(draft, there)


def _right(draft: Draft, there: Spanish) -> Iterator[tuple[str, str]]:
    for cell, ran in there.runs.right.items():
        if ran.status != "ok" and draft.runs.right[cell].status == "ok":
            said = failure(ran.outputs) or ran.status
            yield WHERE, f"With the right answers {cell} stops in Spanish only: {said}. {KEEP}"


def _wrong(draft: Draft, there: Spanish) -> Iterator[tuple[str, str]]:
    right = there.runs.right
    for idea, task, wrong in described(draft):
        cell = checks(draft)[task].id
        if right[cell].status != "ok":
            continue  # told above
        try:
            ran = there.runs.marked({task: wrong})
        except ValueError:
            continue  # the rules on answers tell it
        if ran[cell].misconception == idea:
            continue  # as it should; else English may do the same, and other rules tell it
        meant = draft.runs.marked({task: wrong})
        if _end(ran, cell) != _end(meant, cell):
            yield (
                WHERE,
                f"The wrong answer of {idea} ends otherwise in Spanish: {_said(ran, cell)}, and in "
                f"English {_said(meant, cell)}. {KEEP}",
            )


def _end(ran: Mapping[str, CellRun], cell: str) -> tuple[str, str | None]:
    return ran[cell].status, ran[cell].misconception


def _said(ran: Mapping[str, CellRun], cell: str) -> str:
    status, idea = _end(ran, cell)
    if status == "ok":
        return "it gets the points"
    return f"{cell} names {idea}" if idea else failure(ran[cell].outputs) or status
