"""What a class did in one lesson, counted: marks, tasks, wrong ideas, and who may need a hand."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from statistics import mean, median

from .lesson import Task
from .room import Room, Seat

BARS = 12
"""At most so many bars in the picture of the marks."""
HALF = 0.5


@dataclass(frozen=True)
class Bar:
    """How many pupils have from `low` up to `high` points."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Marks:
    """The marks of a class."""

    count: int
    low: float
    half: float
    """Half of the class has so many points or more."""
    high: float
    bars: tuple[Bar, ...]
    """From the most points to the fewest."""
    unfinished: int
    """Pupils for whom points given by hand are still to come."""


@dataclass(frozen=True)
class TaskCount:
    """How a class did in one task."""

    task: Task
    full: int
    part: int
    none: int
    waiting: int
    mean: float

    @property
    def marked(self) -> int:
        """For how many pupils it is marked."""
        return self.full + self.part + self.none

    @property
    def nobody(self) -> bool:
        """Whether nobody has all its points; not said while answers wait for theirs."""
        return self.marked > 0 and self.full == 0 and not self.waiting

    @property
    def everybody(self) -> bool:
        """Whether everybody has all its points."""
        return self.marked > 0 and self.full == self.marked and not self.waiting


@dataclass(frozen=True)
class Hand:
    """A pupil who may need a hand, and with what."""

    seat: Seat
    ideas: tuple[str, ...]
    """Misconceptions, by id."""
    tasks: tuple[Task, ...]
    """Tasks without a point and without a named idea."""


def marks(room: Room) -> Marks | None:
    """The marks of all whose work is graded; None when there is nobody."""
    scores = [seat.score for seat in room.graded]
    if not scores:
        return None
    unfinished = sum(bool(seat.waiting) for seat in room.graded)
    bars = tuple(_bars(scores, room.most))
    return Marks(len(scores), min(scores), median(scores), max(scores), bars, unfinished)


def _bars(scores: list[float], most: float):
    top = math.ceil(max([most, *scores]))
    step = max(1, math.ceil((top + 1) / BARS))
    for low in range(top - top % step, -1, -step):
        count = sum(low <= score < low + step for score in scores)
        yield Bar(low, min(low + step - 1, top), count)


def tasks(room: Room) -> list[TaskCount]:
    """Every task, in the lesson's order."""
    counted = []
    for task in room.lesson.tasks:
        found = [one.entry.marks[task.cell] for one in room.graded if task.cell in one.entry.marks]
        done = [mark for mark in found if not mark.waiting]
        full = sum(mark.score >= mark.most for mark in done)
        none = sum(mark.score <= 0 < mark.most for mark in done)
        counted.append(
            TaskCount(
                task,
                full,
                len(done) - full - none,
                none,
                len(found) - len(done),
                mean(mark.score for mark in done) if done else 0.0,
            )
        )
    return counted


def mistakes(room: Room) -> list[tuple[str, list[Seat]]]:
    """Each wrong idea that a check named, with who holds it; the most frequent first."""
    holders: dict[str, list[Seat]] = {}
    for seat in room.graded:
        for idea in dict.fromkeys(seat.outcome.misconceptions.values()):
            holders.setdefault(idea, []).append(seat)
    order = list(room.ideas)
    return sorted(
        holders.items(),
        key=lambda one: (-len(one[1]), order.index(one[0]) if one[0] in order else len(order)),
    )


def hands(room: Room) -> list[Hand]:
    """Graded pupils with less than half of the points that are marked so far, fewest first."""
    found = []
    for seat in room.graded:
        done = [mark for mark in seat.entry.marks.values() if not mark.waiting]
        most, score = sum(mark.most for mark in done), sum(mark.score for mark in done)
        if most and score < HALF * most:
            named = seat.outcome.misconceptions
            without = tuple(
                task
                for task in room.lesson.tasks
                if task.cell not in named
                and (mark := seat.entry.marks.get(task.cell))
                and not mark.waiting
                and mark.score <= 0 < mark.most
            )
            share = score / most
            found.append((share, Hand(seat, tuple(dict.fromkeys(named.values())), without)))
    return [hand for _, hand in sorted(found, key=lambda one: (one[0], one[1].seat.student))]


def waiting(room: Room) -> Counter[str]:
    """How many answers wait for a teacher's points, by task."""
    return Counter(name for seat in room.graded for name in seat.waiting)


def came(room: Room) -> Counter[str]:
    """How many came late, in time, or nobody knows when; see `room.CAME`."""
    return Counter(seat.came for seat in room.seats.values() if seat.came)


def marked_anew(room: Room) -> int:
    """Answers with a teacher's points that nbgrader asks to look at again."""
    return sum(mark.again for seat in room.graded for mark in seat.entry.marks.values())
