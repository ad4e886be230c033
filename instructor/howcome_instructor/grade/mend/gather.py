"""Many notes of one kind become one sentence."""

from __future__ import annotations

from collections import defaultdict

from ..notes import Note

MANY = 3
"""So many notes of a kind are said one by one, each at its task."""
NAMED = 5
"""So many cells are named in the one sentence."""


def gathered(notes: list[Note]) -> tuple[Note, ...]:
    """The notes, with more than `MANY` of a kind as one `<code>-many`."""
    kinds: dict[str, list[Note]] = defaultdict(list)
    for note in notes:
        kinds[note.code].append(note)
    said = []
    for code, same in kinds.items():
        if len(same) <= MANY:
            said += same
            continue
        cells = ", ".join(note.cell or "?" for note in same[:NAMED])
        values = {"count": len(same), "cells": cells + (", …" if len(same) > NAMED else "")}
        said.append(Note(f"{code}-many", values=values, look=any(note.look for note in same)))
    return tuple(said)
