"""Broken JSON: every cell that can still be read, and what can be read of a torn one.

A file that was cut off (a full disk, a broken download) ends in the middle of a cell; one that
somebody edited has a hole. nbformat writes `cells` first and `metadata` last.
"""

from __future__ import annotations

import json
import re

from howcome.answers import ANSWER

_DECODER = json.JSONDecoder(strict=False)
_CELLS = re.compile(r'"cells"\s*:\s*\[')
_CELL = re.compile(r'\{\s*"(?:attachments|cell_type|execution_count|id|metadata)"\s*:')
_KEY = re.compile(r'\s*,?\s*"(\w{1,40})"\s*:\s*')
_BETWEEN = re.compile(r"[\s,]*")
# A quote inside a pupil's string is written \", so this finds the metadata and nothing else.
_ABOUT = re.compile(r'"howcome"\s*:\s*(?=\{)')
_BROKEN = (ValueError, RecursionError)

TRIES = 300
"""Holes in a file after which the rest is given up; each may cost a reading of the file."""


def rescue(text: str) -> tuple[dict, bool] | None:
    """A notebook's content, and whether only its end is missing; None when there is no cell.

    >>> rescue('{"cells": [{"cell_type": "code", "source": "a = 1"}, {"cell_ty')
    ({'cells': [{'cell_type': 'code', 'source': 'a = 1'}], 'metadata': {}}, True)
    """
    start = _CELLS.search(text)
    place = start.end() if start else 0
    cells: list[dict] = []
    tries, open_end, hole = 0, False, False
    while tries < TRIES:
        place = _BETWEEN.match(text, place).end()
        if start and not open_end and text.startswith("]", place):
            break
        cell, whole, place = _next(text, place)
        if cell is not None:
            cells.append(cell)
        if whole:
            hole = hole or open_end  # something is missing before this cell
            continue
        open_end = True
        tries += 1
        onward = _CELL.search(text, place)
        if not onward:
            break
        place = onward.start()
    if not cells:
        return None
    cut = open_end or not text.rstrip().endswith("}")
    return {"cells": cells, "metadata": _metadata(text)}, cut and not hole


def _next(text: str, place: int) -> tuple[dict | None, bool, int]:
    """The cell that begins here or what is left of it, whether it is whole, where to read on."""
    if not text.startswith("{", place):
        return None, False, place + 1
    try:
        cell, end = _DECODER.raw_decode(text, place)
    except _BROKEN:
        return _torn(text, place), False, place + 1
    # nbgrader's own label has a cell_type, too; in format 3 a source is called input
    whole = "cell_type" in cell and ("source" in cell or "input" in cell)
    return (cell if whole else None), whole, end


def _torn(text: str, place: int) -> dict | None:
    """The cell that begins here, as far as it can be read."""
    found: dict[str, object] = {}
    place += 1
    while match := _KEY.match(text, place):
        place = match.end()
        try:
            found[match[1]], place = _DECODER.raw_decode(text, place)
        except _BROKEN:
            if text.startswith("[", place):
                found[match[1]] = _items(text, place + 1)
            break
    if "cell_type" not in found:
        return None
    if "source" in found:
        return found
    # Without its text it is no cell any more, but what was clicked in it is still an answer.
    answers = [one for one in found.get("outputs") or () if ANSWER in str(one)[:1_000_000]]
    return {"cell_type": "code", "outputs": answers, "source": ""} if answers else None


def _items(text: str, place: int) -> list:
    items = []
    while len(items) < 100_000:
        place = _BETWEEN.match(text, place).end()
        try:
            item, place = _DECODER.raw_decode(text, place)
        except _BROKEN:
            break
        items.append(item)
    return items


def _metadata(text: str) -> dict:
    """The lesson's own part of the notebook's metadata, if it is left."""
    for match in reversed(list(_ABOUT.finditer(text))):
        try:
            return {"howcome": _DECODER.raw_decode(text, match.end())[0]}
        except _BROKEN:
            continue
    return {}
