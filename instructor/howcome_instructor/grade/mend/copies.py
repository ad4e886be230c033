"""Cells that are there twice: halves of one cell, and copies of one.

Jupyter's Split Cell gives both halves the same label; so do Copy and Paste. Halves are joined;
of copies the newest that holds an answer counts, and the others stay in the notebook to be read.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from textwrap import dedent

from .alike import versions
from .code import parses, returns
from .kept import keep_beside
from .work import Cell, Part, Work

MOST_JOINS = 20
"""In one notebook; nobody splits cells more often than that."""


def join_halves(work: Work) -> None:
    """Stage: put the parts of a split answer together again."""
    place = joins = 0
    while place + 1 < len(work.cells):
        first, second = work.cells[place], work.cells[place + 1]
        joined = _joined(first, second) if joins < MOST_JOINS else None
        if joined is None:
            place += 1
            continue
        joins += 1
        first.json["source"] = joined
        counts = [cell.count for cell in (first, second) if cell.count is not None]
        first.count = max(counts, default=None)
        del work.cells[place + 1]
        work.say("mend.joined", first.part.name)


def _joined(first: Cell, second: Cell) -> str | None:
    """The source of two halves together; None when they are no halves."""
    part = first.part
    if part is None or not part.solution or first.version or second.version:
        return None
    if first.kind != part.kind or second.kind != part.kind:
        return None
    if not first.source.strip() or not second.source.strip():
        return None
    if part.kind != "code":
        return _text_joined(first, second, part)
    labelled = second.part is part
    if not labelled and (second.part is not None or not _torn_off(first.source, second.source)):
        return None
    for between in ("\n", ""):
        joined = f"{first.source}{between}{second.source}"
        if parses(joined) and not (parses(first.source) and parses(second.source)):
            return joined
    both = labelled and parses(first.source) and parses(second.source)
    if both and not versions(first.source, second.source, part):
        return f"{first.source}\n{second.source}"
    return None


def _text_joined(first: Cell, second: Cell, part: Part) -> str | None:
    if second.part is not part or versions(first.source, second.source, part):
        return None
    return f"{first.source.rstrip()}\n\n{second.source.lstrip()}"


def _torn_off(first: str, second: str) -> bool:
    """Whether code without a label, as another editor's split leaves it, cannot stand alone.

    It begins indented, as the inside of a function does, and one of the two is no whole.
    """
    line = next((line for line in second.split("\n") if line.strip()), "")
    return line[:1] in " \t" and (not parses(first) or returns(dedent(second)))


def choose_copies(work: Work) -> None:
    """Stage: leave each part of the lesson one cell at most."""
    same: dict[int, list[Cell]] = defaultdict(list)
    for cell in work.cells:
        if cell.part:
            same[cell.part.place].append(cell)
    for cells in same.values():
        if len(cells) == 1:
            continue
        if cells[0].part.solution:
            _choose_answer(work, cells)
        else:
            _choose_locked(work, cells)


def _choose_answer(work: Work, cells: list[Cell]) -> None:
    part = cells[0].part
    seat = _seat(work, cells)
    order = {id(cell): place for place, cell in enumerate(work.cells)}

    def newness(cell: Cell) -> tuple:
        real = cell.source.strip() not in ("", part.given.strip())
        runs = cell.version and cell.kind == "code" and parses(cell.source)
        return real, runs, cell.count or 0, order[id(cell)]

    newest = max(cells, key=newness)
    others = [cell for cell in cells if cell is not newest]
    seen = {newest.source.strip(), part.given.strip(), ""}
    # the newest sits where the lesson has this answer: before its check
    work.cells[order[id(seat)]], work.cells[order[id(newest)]] = newest, seat
    for cell in reversed(others):
        work.cells.remove(cell)
        if cell.source.strip() not in seen:
            seen.add(cell.source.strip())
            keep_beside(work, newest, cell.source)
    work.say("mend.copies", part.name)


def _choose_locked(work: Work, cells: list[Cell]) -> None:
    """A copy of a check or a text is the pupil's own cell from now on, and runs as such."""
    part = cells[0].part
    as_given = [cell for cell in cells if cell.source.strip() == part.given.strip()]
    chosen = _seat(work, as_given or cells)
    for cell in cells:
        if cell is not chosen:
            cell.part = None
            cell.json["metadata"].pop("nbgrader", None)
    if part.kept:
        work.say("mend.copied-check" if part.check else "mend.copied-text", part.name)


def _seat(work: Work, cells: list[Cell]) -> Cell:
    """Of cells with the same part, the one that stands where the lesson has it."""
    place = cells[0].part.place
    group = set(map(id, cells))
    others = [-1 if id(cell) in group or not cell.part else cell.part.place for cell in work.cells]
    highest = list(accumulate(others, max, initial=-1))  # of what stands before
    late = [len(work.parts) if other < 0 else other for other in others]
    lowest = list(accumulate(reversed(late), min, initial=len(work.parts)))[::-1]
    for here, cell in enumerate(work.cells):
        if id(cell) in group and highest[here] < place < lowest[here + 1]:
            return cell
    return cells[0]
