"""A merge that nobody finished: `<<<<<<<`, `=======`, `>>>>>>>` in the file, or in a cell.

Both sides are kept. Where they differ in an answer, `copies` chooses between the two.
"""

from __future__ import annotations

import copy
import re
from difflib import SequenceMatcher

from .code import parses
from .kept import keep_beside
from .work import Cell, Work

_OURS = re.compile(r"<{7}( |\r?$)")
_BEFORE = re.compile(r"\|{7}( |\r?$)")
_THEIRS = re.compile(r"={7}\r?$")
_BOTH = re.compile(r">{7}( |\r?$)")
MOST = 1_000_000
"""Letters of a cell that are searched for markers."""


def sides(text: str) -> list[str]:
    """The text as it was on either side of the merge, our own last; none without a conflict.

    >>> sides("a\\n<<<<<<< HEAD\\nb\\n=======\\nc\\n>>>>>>> theirs\\nd\\n")
    ['a\\nc\\nd\\n', 'a\\nb\\nd\\n']
    """
    if "<<<<<<<" not in text:
        return []
    ours, theirs, into, conflicts = [], [], "both", 0
    for line in text.split("\n"):
        if _OURS.match(line):
            into = "ours"
        elif into == "ours" and _BEFORE.match(line):
            into = "before"  # git can be told to show what stood there before both
        elif into in ("ours", "before") and _THEIRS.match(line):
            into = "theirs"
        elif into == "theirs" and _BOTH.match(line):
            into = "both"
            conflicts += 1
        else:
            if into in ("both", "ours"):
                ours.append(line)
            if into in ("both", "theirs"):
                theirs.append(line)
    return ["\n".join(theirs), "\n".join(ours)] if conflicts else []


def union(theirs: list[Cell], ours: list[Cell]) -> list[Cell]:
    """All cells of both sides, in order; a cell that is the same on both stands once."""
    merged: list[Cell] = []
    matcher = SequenceMatcher(None, list(map(_key, theirs)), list(map(_key, ours)), autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            merged += ours[c:d]
        else:
            for cell in (*theirs[a:b], *ours[c:d]):
                cell.version = True
                merged.append(cell)
    return merged


def _key(cell: Cell) -> tuple[str, str]:
    return cell.kind, cell.source


def unpick(work: Work) -> None:
    """Stage: a conflict inside a cell's source becomes two versions of that cell."""
    for place in range(len(work.cells) - 1, -1, -1):
        cell = work.cells[place]
        if "<<<<<<<" not in cell.source or len(cell.source) > MOST:
            continue
        both = [side.rstrip("\n") for side in sides(cell.source)]
        if not both:
            continue
        part = cell.part
        work.say("mend.merge-cell", part.name if part else None)
        if part is not None and part.locked:  # the lesson's own text comes back anyway
            cell.json["source"] = part.given
            continue
        theirs, ours = Cell(copy.deepcopy(cell.json), cell.count, part), cell
        for one, source in zip((theirs, ours), both, strict=True):
            one.json["source"], one.version = source, True
        if part is not None and part.solution:
            work.cells.insert(place, theirs)
            continue
        # no answer: one of them runs, the other stays to be read
        if ours.kind == "code" and parses(both[0]) and not parses(both[1]):
            ours.json["source"], theirs.json["source"] = both
        keep_beside(work, ours, theirs.source)
