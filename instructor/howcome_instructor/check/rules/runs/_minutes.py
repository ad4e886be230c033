"""How many minutes a lesson takes at the least: reading, pressing, typing."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from ...draft import Draft
from ..structure._activities import activities

PACE = {"TK-2": 60, "3-5": 90, "6-8": 140, "9-12": 180}
"""Words a minute: read aloud with pauses, then read by a slow reader of the stage."""
STEPS = 4
"""Presses at an activity, at the least: try it, look, change it, keep it."""
STEP = 15
"""Seconds for each of them."""
LINE = 10
"""Seconds to read a line of code that pupils see."""


@dataclass(frozen=True)
class Estimate:
    """Minutes, by what they are spent on. Talk, thought and second tries come on top."""

    reading: float
    steps: float
    code: float

    @property
    def all(self) -> float:
        """The sum."""
        return self.reading + self.steps + self.code


def estimate(draft: Draft) -> Estimate:
    """What a pupil of the stage needs at the least."""
    words = sum(len(block.text.split()) for _, block in draft.prose if block.kind != "code")
    used = list(activities(draft))
    words += sum(_words(call) for _, call in used)
    lines = sum(
        bool(line.strip())
        for cell in draft.pupil_cells
        if cell.cell_type == "code" and not cell.metadata.get("jupyter", {}).get("source_hidden")
        for line in cell.source.splitlines()
    )
    return Estimate(
        reading=words / PACE[draft.stage],
        steps=len(used) * STEPS * STEP / 60,
        code=lines * LINE / 60,
    )


def _words(call: ast.Call) -> int:
    """The words that an activity is given: a question, its choices."""
    return sum(
        len(one.value.split())
        for one in ast.walk(call)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    )
