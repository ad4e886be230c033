"""Which cell of the lesson is each of the pupil's cells?

By its grade_id; else by the cell's own id, which no menu can change; else by what it says; and
an answer, of which nothing may be left to compare, by where it stands.
"""

from __future__ import annotations

from collections import Counter

from .alike import LIKELY, likeness
from .work import Cell, Part, Work

SHORTEST = 12
"""Letters without which a likeness says nothing."""
PAIRS = 6_000
"""Comparisons made for one notebook at most."""


def recognise(work: Work) -> None:
    """Stage: give each cell its part of the lesson, if it has one. Several may have the same."""
    by_name = {part.name: part for part in work.parts if part.kept}
    by_id = {part.id: part for part in work.parts if part.id}
    for cell in work.cells:
        named = by_name.get(cell.label)
        known = by_id.get(cell.json.get("id"))
        if named and known and named is not known:
            cell.part = max(named, known, key=lambda part: (likeness(cell, part), part is named))
        else:
            cell.part = named or known
    _by_source(work)
    _by_likeness(work)
    _by_place(work)


def _missing(work: Work) -> list[Part]:
    here = work.found()
    return [part for part in work.parts if part.place not in here]


def _by_source(work: Work) -> None:
    missing = _missing(work)
    # parts with the same words, such as empty answers, are told apart by their place alone
    wanted = Counter(part.given.strip() for part in missing)
    exact = {
        source: part
        for part in missing
        for source in (part.given.strip(), part.source.strip())
        if len(source) >= SHORTEST and wanted[source] <= 1
    }
    for cell in work.cells:
        if cell.part is None:
            cell.part = exact.pop(cell.source.strip(), None)


def _by_likeness(work: Work) -> None:
    """Cells that lost every label, and were changed: the most alike first."""
    free = [cell for cell in work.cells if cell.part is None and len(cell.source) >= SHORTEST]
    missing = [part for part in _missing(work) if len(part.skeleton) >= SHORTEST]
    missing.sort(key=lambda part: not part.kept)
    if not free or not missing:
        return
    pairs = [(cell, part) for part in missing for cell in free][:PAIRS]
    alike = [(likeness(cell, part), -n, cell, part) for n, (cell, part) in enumerate(pairs)]
    taken: set[int] = set()
    for share, _, cell, part in sorted(alike, key=lambda one: one[:2], reverse=True):
        if share >= LIKELY and cell.part is None and part.place not in taken:
            cell.part = part
            taken.add(part.place)


def _by_place(work: Work) -> None:
    """An answer without a label, between the very cells between which the lesson has it."""
    for part in _missing(work):
        if not part.solution:
            continue
        gap = _gap(work, part)
        fitting = [cell for cell in gap if cell.kind == part.kind and cell.source.strip()]
        if len(fitting) == 1:
            fitting[0].part = part


def _gap(work: Work, part: Part) -> list[Cell]:
    """The pupil's cells where this part should be; none when its neighbours are gone, too."""
    before = after = None
    for place, cell in enumerate(work.cells):
        if cell.part and cell.part.place == part.place - 1:
            before = place
        if cell.part and cell.part.place == part.place + 1 and after is None:
            after = place
    if part.place == len(work.parts) - 1:
        after = len(work.cells)
    if part.place == 0:
        before = -1
    if before is None or after is None:
        return []
    gap = work.cells[before + 1 : after]
    return gap if all(cell.part is None for cell in gap) else []
