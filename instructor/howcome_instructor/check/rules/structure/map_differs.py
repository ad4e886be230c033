"""Refuses a lesson that is not on the map of lessons, or stands there with other words.

`curriculum/README.md` is where a teacher chooses a lesson: by grades, minutes and question.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft

COLUMNS = {"stage": str, "minutes": int, "question": str}


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line when the row is missing, or one for each cell of it that differs."""
    if not draft.record:
        return
    try:
        text = (draft.curriculum / "README.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return  # a curriculum without a map
    row = next((line for line in text.splitlines() if f"[{draft.name}]" in line), None)
    if row is None:
        yield "notebook", "Add a row for this lesson to the map, curriculum/README.md."
        return
    said = [cell.strip() for cell in row.strip().strip("|").split("|")][1:4]
    for place, (key, kind) in enumerate(COLUMNS.items()):
        right = str(draft.record.get(key, ""))
        if isinstance(draft.record.get(key), kind) and (len(said) <= place or said[place] != right):
            yield "notebook", f"The map, curriculum/README.md, has another {key}; write “{right}”."
