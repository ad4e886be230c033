"""From JSON to cells: whatever else it is, afterwards it is format 4, without outputs."""

from __future__ import annotations

from typing import Any

from howcome.answers import ANSWER

from .tidy import tidy, tidy_attachments, tidy_metadata
from .work import Cell, Stop, Work

KINDS = ("code", "markdown", "raw")
NEWEST = 4
"""The notebook format that we know."""
LARGE_OUTPUT = 10 * 2**20
LARGE_SOURCE = 2**20


def shaped(content: Any, work: Work, size: int) -> tuple[dict, list[Cell]]:
    """The notebook's metadata and cells. Raises Stop when the JSON is no notebook.

    `size` is the file's, in bytes. Outputs go first of all, and what activities recorded in them
    is added to `work.records`.
    """
    if not isinstance(content, dict):
        raise Stop("mend.not-a-notebook")
    if not isinstance(content.get("cells"), list):
        content = _from_format_3(content, work)
    _check_format(content, work)
    work.records += [one for cell in content["cells"] for one in _drop_outputs(cell)]
    cells = [_cell(cell) for cell in content["cells"] if isinstance(cell, dict)]
    if len(cells) < len(content["cells"]):
        work.say("mend.no-cells", count=len(content["cells"]) - len(cells))
    _say_sizes(cells, work, size)
    metadata = content.get("metadata")
    return tidy_metadata(metadata if isinstance(metadata, dict) else {}), cells


def _say_sizes(cells: list[Cell], work: Work, size: int) -> None:
    longest = max((len(cell.source) for cell in cells), default=0)
    if longest > LARGE_SOURCE:
        work.say("mend.long-cell", mb=longest // 2**20)
    pictures = (cell.json.get("attachments", {}).values() for cell in cells)
    left = sum(len(cell.source) for cell in cells) + sum(
        len(data) for bundles in pictures for bundle in bundles for data in bundle.values()
    )
    if size - left > LARGE_OUTPUT:
        work.say("mend.large-output", mb=(size - left) // 2**20)


def _check_format(content: dict, work: Work) -> None:
    number = content.get("nbformat")
    if not isinstance(number, int) or isinstance(number, bool):
        if not work.rescued:
            work.say("mend.format-missing")
    elif number != NEWEST:
        new = number > NEWEST
        work.say("mend.new-format" if new else "mend.format-missing", look=new, number=number)


def _from_format_3(content: dict, work: Work) -> dict:
    """An old notebook, which has its cells in worksheets, in the new form."""
    sheets = content.get("worksheets")
    if not isinstance(sheets, list):
        if "cells" in content or "nbformat" in content:
            raise Stop("mend.no-lesson-cells")
        raise Stop("mend.not-a-notebook")
    work.say("mend.old-format")
    cells = []
    for sheet in sheets:
        inside = sheet.get("cells") if isinstance(sheet, dict) else None
        cells += inside if isinstance(inside, list) else []
    return {**content, "nbformat": NEWEST, "cells": [_from_3(cell) for cell in cells]}


def _from_3(cell: Any) -> Any:
    """One cell of format 3; its outputs are of another form and hold no answers."""
    if not isinstance(cell, dict):
        return cell
    old, kind = cell, cell.get("cell_type")
    cell = {key: old[key] for key in ("metadata", "source", "id", "attachments") if key in old}
    cell["cell_type"] = kind
    if kind == "code":
        cell["source"] = old.get("input", old.get("source", ""))
        cell["execution_count"] = old.get("prompt_number")
    elif kind == "heading":
        level = old.get("level")
        hashes = "#" * (level if type(level) is int and 1 <= level <= 6 else 1)
        cell |= {"cell_type": "markdown", "source": f"{hashes} {text_of(old.get('source'))}"}
    elif kind == "html":
        cell["cell_type"] = "markdown"
    return cell


def _drop_outputs(cell: Any) -> list[dict]:
    """Take a cell's outputs away, and give back what activities recorded in them."""
    outputs = cell.pop("outputs", None) if isinstance(cell, dict) else None
    if not isinstance(outputs, list):
        return []
    data = [output.get("data") for output in outputs if isinstance(output, dict)]
    records = [one[ANSWER] for one in data if isinstance(one, dict) and ANSWER in one]
    return [record for record in records if isinstance(record, dict)]


def _cell(raw: dict) -> Cell:
    kind = raw.get("cell_type")
    if kind not in KINDS:
        kind = "code" if "execution_count" in raw or "input" in raw else "markdown"
    source = text_of(raw.get("source", raw.get("input", "")))
    json_: dict[str, Any] = {"cell_type": kind}
    if isinstance(raw.get("id"), str):
        json_["id"] = raw["id"]
    metadata = raw.get("metadata")
    json_["metadata"] = tidy_metadata(metadata if isinstance(metadata, dict) else {}, kind)
    json_["source"] = tidy(source)
    if kind != "code" and (attachments := tidy_attachments(raw.get("attachments"))):
        json_["attachments"] = attachments
    count = raw.get("execution_count")
    return Cell(json_, count if type(count) is int and 0 <= count < 2**31 else None)


def text_of(source: object) -> str:
    """A source as one string: it may be a string, a list of lines, or nothing of the kind."""
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""
