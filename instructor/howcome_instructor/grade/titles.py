"""What a lesson calls its tasks: the heading above each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_HEADING = re.compile(r"^#{1,4}\s+(.+?)\s*#*$", re.MULTILINE)
_LEAD = re.compile(r"^(your task|tu tarea)\s*:\s*", re.IGNORECASE)


def text_of(value: object) -> str:
    """The text of a notebook's field, which may be one string or a list of lines."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return ""


def heading(cell: dict) -> str:
    """The last heading in a text cell, as plain words; empty without one."""
    if cell.get("cell_type") != "markdown":
        return ""
    found = _HEADING.findall(text_of(cell.get("source")))
    if not found:
        return ""
    words = re.sub(r"<!--.*?-->|[*`]", "", found[-1])
    return " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words).split())


def about(cell: dict) -> dict:
    """nbgrader's metadata of a cell; empty for a cell that has none."""
    metadata = cell.get("metadata")
    found = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) else {}


def called(heading: str) -> str:
    """A task's name from its heading: `Your task: an equal chance` is "An equal chance"."""
    name = _LEAD.sub("", heading)
    return name[:1].upper() + name[1:]


def named(cells: Iterable[dict], wanted: Iterable[str]) -> str:
    """The titles of the tasks to which cells belong, in the lesson's order: `“One”, “Two”`.

    `wanted` are grade ids. A cell without a heading above it goes by its id.
    """
    wanted, place, titles = set(wanted), "", []
    for cell in cells:
        place = heading(cell) or place
        if (name := about(cell).get("grade_id")) in wanted:
            titles.append(called(place) or name)
    return ", ".join(f"“{title}”" for title in dict.fromkeys(titles))
