"""The data sets that a lesson uses, with their cards and rows."""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from pathlib import Path

from ...draft import Draft


def folder(draft: Draft, name: str) -> Path:
    """Where a data set is: beside this curriculum, else in the pupil's package's own checkout."""
    beside = draft.curriculum.parent / "datasets" / name
    return beside if beside.is_dir() else Path(__file__).parents[5] / "datasets" / name


def used(draft: Draft) -> set[str]:
    """The names of data sets that the code opens, and the one of the guide's record."""
    found = {
        call.args[0].value
        for _, call in draft.calls("about", "load", "rows", "drawing")
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    names = {name for name in (*found, draft.record.get("dataset")) if isinstance(name, str)}
    return {name for name in names if name.replace("_", "").isalnum()}


def cards(draft: Draft) -> Iterator[str]:
    """The cards of the data sets that a lesson uses."""
    for name in sorted(used(draft)):
        try:
            yield (folder(draft, name) / "README.md").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue


def table(draft: Draft, name: str) -> list[dict[str, str]]:
    """The rows of a data set as they stand in its file; none when there is no such file."""
    path = folder(draft, name) / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
