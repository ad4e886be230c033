"""Refuses a lesson that shows other things each time it is run.

What the words say about a picture, and what a check asks for, has to hold on every screen. Chance
is welcome where a pupil asks for it (Deal again); in a cell it gets a seed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from ...draft import Draft
from ...runs import may_fail, name_of

CHANGES = (
    (r"0x[0-9a-fA-F]{6,}", "0x…"),  # where something lies in memory
    (r"\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b", "id"),  # widgets, notebooks, displays
    (r"\bhowcome-[0-9a-f]{8,}\b", "id"),
    (r"\bT_[0-9a-f]{5}(?![0-9a-f])", "T_…"),  # tables that pandas has coloured
    (r"\bipykernel_\d+/\d+", "ipykernel"),
)
"""What is another each time by its nature, and nobody reads it."""
UNSEEN = ("application/vnd.jupyter.widget-view+json",)
MOST = 80
"""Characters quoted from each run."""


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """The first cell whose outputs differ, with what it shows in each run."""
    if draft.runs.author.stopped or draft.runs.again.stopped:
        return
    second = {name_of(cell): cell for cell in draft.runs.again.notebook.cells}
    for cell in draft.runs.author.notebook.cells:
        twin = second.get(name_of(cell))
        if cell.cell_type != "code" or twin is None or may_fail(cell):
            continue
        one, other = shown(cell.outputs), shown(twin.outputs)
        if one != other:
            said = (
                f"Two runs differ here{_where(one, other)}. Give chance a seed, put what comes out "
                "of a set in order with `sorted`, and show no times or dates of today."
            )
            yield name_of(cell), said
            return


def shown(outputs: list[Mapping]) -> dict[str, str]:
    """What a cell shows, by kind: its texts, pictures and answers, without what always changes."""
    found: dict[str, str] = {}
    for one in outputs:
        if one["output_type"] == "stream" and one.get("name") != "stderr":
            _add(found, "text/plain", one.get("text", ""))
        for kind, data in one.get("data", {}).items():
            if kind not in UNSEEN:
                _add(found, kind, data)
    return found


def _add(found: dict[str, str], kind: str, data: object) -> None:
    text = data if isinstance(data, str) else json.dumps(data, sort_keys=True)
    for pattern, stands in CHANGES:
        text = re.sub(pattern, stands, text)
    found[kind] = f"{found.get(kind, '')}{text}\n"


def _where(one: dict[str, str], other: dict[str, str]) -> str:
    """The first words that differ, from the kind that is easiest to read."""
    kinds = sorted({*one, *other}, key=lambda kind: (kind != "text/plain", kind))
    kind = next(kind for kind in kinds if one.get(kind) != other.get(kind))
    if not kind.startswith("text/"):
        return " in a picture" if kind.startswith("image/") else ""
    pair = [(text.get(kind) or "").splitlines() for text in (one, other)]
    width = max(map(len, pair))
    lines = [[*found, *[""] * (width - len(found))] for found in pair]
    first, second = next(two for two in zip(*lines, strict=True) if two[0] != two[1])
    start = next(
        (place for place, two in enumerate(zip(first, second, strict=False)) if two[0] != two[1]), 0
    )
    start = max(0, start - MOST // 2)
    quoted = [f"“{text[start : start + MOST].strip()}”" for text in (first, second)]
    return f": {quoted[0]}, then {quoted[1]}"
