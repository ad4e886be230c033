"""Refuses a title cell that says another name, number, time or grades than the guide.

A teacher plans with the guide and a pupil reads the notebook; both must hold the same lesson.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each of the four that differs."""
    cell = draft.cell("title")
    if cell is None or not draft.record:
        return
    heading, _, rest = cell.source.partition("\n")
    title, minutes = draft.record.get("title"), draft.record.get("minutes")
    if isinstance(title, str) and title not in heading:
        yield "title", f"The guide calls the lesson “{title}”; give both the same name."
    number = re.match(r"#\s+(\d+)\.", heading)
    own = re.match(r"[a-z](\d+)", draft.name)
    numbered = number or draft.stage != "TK-2"
    if own and numbered and int(own[1]) != int(number[1] if number else -1):
        yield "title", f"Begin the title with the lesson's number: `# {int(own[1])}. …`."
    if isinstance(minutes, int) and not re.search(rf"\b{minutes} minutes", rest):
        yield "title", f"The guide plans {minutes} minutes; say “{minutes} minutes” here, too."
    grades = draft.stage.replace("-", "[-–]")  # noqa: RUF001 -- a hyphen or a dash
    if not re.search(rf"\bGrades? {grades}(?!\d)", rest):
        yield "title", f"Say whom the lesson is for: “Grades {draft.stage}”."
