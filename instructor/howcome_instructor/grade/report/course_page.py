"""The page of a course: every pupil, every lesson."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from ...course.folder import Course
from .pages import render, write
from .room import Room, Seat
from .words import words_in


@dataclass(frozen=True)
class Line:
    """One pupil."""

    seat: Seat
    """Of any lesson: for the name."""
    seats: list[Seat]
    """One for each lesson."""
    score: float
    most: float
    """All points of the lessons that are graded."""


def course_page(course: Course, rooms: dict[str, Room]) -> list[Path]:
    """Write `reports/index.html`; gives back its path in a list when it changed."""
    students = sorted({student for room in rooms.values() for student in room.seats})
    path = course.reports / "index.html"
    page = render(
        "course.html",
        w=words_in(course.language),
        course=course,
        rooms=list(rooms.values()),
        lines=[_line(student, rooms) for student in students],
        means=[_mean(room) for room in rooms.values()],
    )
    return [path] if write(course, path, page) else []


def _mean(room: Room) -> float | None:
    """None too while points are still to come: what there is would be called too low."""
    if any(seat.waiting for seat in room.graded):
        return None
    return mean(seat.score for seat in room.graded) if room.graded else None


def _line(student: str, rooms: dict[str, Room]) -> Line:
    seats = [room.seats[student] for room in rooms.values() if student in room.seats]
    graded = [(seat, room.most) for seat, room in zip(seats, rooms.values(), strict=True)]
    graded = [(seat, most) for seat, most in graded if seat.marked and not seat.older]
    return Line(
        seats[0], seats, sum(seat.score for seat, _ in graded), sum(most for _, most in graded)
    )
