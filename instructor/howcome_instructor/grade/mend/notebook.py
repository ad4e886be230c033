"""What belongs to the notebook as a whole: its name, its kernel, the ids of its cells."""

from __future__ import annotations

import copy
import re

from .work import Cell, Work

_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def restore_about(work: Work) -> None:
    """Stage: the notebook says which lesson it is, in the version it was marked against."""
    own = work.reference.notebook["metadata"].get("howcome")
    if isinstance(own, dict):
        theirs = work.metadata.get("howcome")
        about = {
            key: value for key, value in (theirs or {}).items() if isinstance(value, str | int)
        }
        work.metadata["howcome"] = {**about, **copy.deepcopy(own)}


def restore_kernel(work: Work) -> None:
    """Stage: the lesson's own kernel, as nbgrader puts it back; and its language."""
    own = work.reference.notebook["metadata"]
    if "kernelspec" in own:
        theirs = work.metadata.get("kernelspec")
        name = theirs["name"] if theirs else None
        if name is not None and name != own["kernelspec"].get("name"):
            work.say("mend.kernel", name=name[:60])
        work.metadata["kernelspec"] = copy.deepcopy(own["kernelspec"])
    if "language_info" in own:
        theirs = work.metadata.get("language_info")
        if not theirs or theirs["name"] != own["language_info"].get("name"):
            work.metadata["language_info"] = copy.deepcopy(own["language_info"])


def restore_ids(work: Work) -> None:
    """Stage: every cell has an id, and no two have the same; graded cells have the lesson's."""
    taken = {cell.part.id for cell in work.cells if cell.part and cell.part.kept}
    doubled = False
    for cell in work.cells:
        if cell.part and cell.part.kept and cell.part.id:
            cell.json["id"] = cell.part.id
            continue
        own = cell.json.get("id")
        fits = isinstance(own, str) and bool(_ID.fullmatch(own))
        doubled = doubled or (fits and own in taken)
        cell.json["id"] = own if fits and own not in taken else _new_id(cell, taken)
        taken.add(cell.json["id"])
    if doubled:
        work.say("mend.ids")


def _new_id(cell: Cell, taken: set[str | None]) -> str:
    if cell.part and cell.part.id and cell.part.id not in taken:
        return cell.part.id
    number = len(taken)
    while f"own-{number}" in taken:
        number += 1
    return f"own-{number}"


def notebook_of(work: Work) -> dict:
    """The mended notebook, with nbformat's keys in nbformat's order."""
    return {
        "cells": [_finished(cell.json) for cell in work.cells],
        "metadata": work.metadata,
        "nbformat": 4,
        "nbformat_minor": 5,  # the first in which cells have ids
    }


def _finished(cell: dict) -> dict:
    if cell["cell_type"] == "code":
        cell = {**cell, "execution_count": None, "outputs": []}
    return {key: cell[key] for key in sorted(cell)}
