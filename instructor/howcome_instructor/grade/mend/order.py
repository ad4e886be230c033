"""What is missing comes back, and everything stands in the lesson's order."""

from __future__ import annotations

import copy
from bisect import bisect_left

from ..notes import Note
from ..titles import named
from .code import names
from .work import Cell, Part, Work

LOST = {"mend.cut-off": "mend.cut-off-lost", "mend.broken": "mend.broken-lost"}
"""What is said of a damaged file when it has cost answers."""


def restore_order(work: Work) -> None:
    """Stage: checks after their answers again. A pupil's own cells stay behind what they followed.

    Nothing moves while the cells that nbgrader keeps are in order.
    """
    kept = [cell for cell in work.cells if cell.part and cell.part.kept]
    moved = _moved([cell.part.place for cell in kept])
    if not moved:
        return
    groups: list[list[Cell]] = [[]]
    for cell in work.cells:
        if cell.part:
            groups.append([])
        groups[-1].append(cell)
    first, *rest = groups
    rest.sort(key=lambda group: group[0].part.place)
    work.cells = [*first, *(cell for group in rest for cell in group)]
    for cell in kept:
        if cell.part.place in moved:
            work.say("mend.moved", cell.part.name)


def _moved(places: list[int]) -> set[int]:
    """The fewest places that have to move for all to be in order.

    >>> sorted(_moved([1, 5, 2, 3]))
    [5]
    """
    tails: list[int] = []  # the last of the best rising run of each length
    before: dict[int, int | None] = {}
    for place in places:
        n = bisect_left(tails, place)
        before[place] = tails[n - 1] if n else None
        tails[n : n + 1] = [place]
    stay, place = set(), tails[-1] if tails else None
    while place is not None:
        stay.add(place)
        place = before[place]
    return set(places) - stay


def restore_missing(work: Work) -> None:
    """Stage: put back each deleted cell that nbgrader keeps, and what those cells need to run."""
    here = work.found()
    needed = _needed(work)
    lost: list[str] = []
    # who answered by clicks does not miss the cell for typing
    clicked = {str(record.get("name")) for record in work.records}
    for part in work.parts:
        if part.place in here or not (part.kept or part in needed):
            continue
        cell = Cell(copy.deepcopy(part.cell), part=part)
        cell.json["source"] = part.source
        work.cells.insert(_place(work, part), cell)
        answer = part.solution and (part.name or "").removeprefix("answer-") not in clicked
        if work.rescued:  # the file was damaged, and that is said once
            lost += [part.name] * answer
        elif answer:
            work.say("mend.answer-missing", part.name, look=True)
        elif part.check:
            work.say("mend.check-missing", part.name)
        else:
            work.say("mend.cell-missing", part.name or part.id)
    if lost:
        values = {"tasks": named(work.reference.notebook["cells"], lost)}
        work.notes = [
            Note(LOST[note.code], values=values, look=True) if note.code in LOST else note
            for note in work.notes
        ]


def _place(work: Work, part: Part) -> int:
    """A check goes before what follows it, so that all its answer may need has run; anything
    else goes right behind what it followed, so that the pupil's own cells come after it."""
    places = [cell.part.place if cell.part else -1 for cell in work.cells]
    limit = next(
        (n for n, cell in enumerate(work.cells) if places[n] > part.place and cell.part.kept),
        len(places),
    )
    first = max((n for n in range(limit) if 0 <= places[n] < part.place), default=-1) + 1
    if not part.check or not first:
        return first
    return next((n for n in range(first, limit) if places[n] > part.place), limit)


def _needed(work: Work) -> list[Part]:
    """Deleted cells of the lesson that make names which its kept cells use and nobody makes."""
    here = work.found()
    gone = [
        part
        for part in work.parts
        if part.kind == "code" and not part.kept and part.place not in here
    ]
    if not gone:
        return []
    makes = {part.place: names(part.given) for part in gone}
    made: set[str] = set()
    wanted: set[str] = set()
    for cell in work.cells:
        if cell.kind == "code":
            made_here, used = names(cell.source)
            made |= made_here
            if cell.part and cell.part.solution:
                wanted |= used
    for part in work.parts:
        if part.kept and part.kind == "code":
            made_here, used = names(part.source)
            wanted |= used
            made |= made_here
    needed: list[Part] = []
    while True:
        more = [
            part for part in gone if part not in needed and makes[part.place][0] & (wanted - made)
        ]
        if not more:
            return needed
        for part in more:
            needed.append(part)
            wanted |= makes[part.place][1]
            made |= makes[part.place][0]
