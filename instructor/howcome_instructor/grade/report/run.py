"""What a run of marking says at its end: a line for whatever is not plainly graded, and where to
look next. The same as JSON, for programs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ...course.folder import Course
from ..notes import GRADED, NEEDS_TEACHER, NOT_GRADABLE

if TYPE_CHECKING:
    from rich.console import Console

    from ..session import Session
    from .room import Room, Seat
    from .words import Words

MOST_LINES = 60
"""Lines of one lesson on the screen; the class page has them all."""


def run_report(course: Course, session: Session, console: Console) -> None:
    """Print how a run of `howcome grade` ended."""
    from ..take.left import is_left
    from .class_page import typed
    from .words import words_in

    words = words_in(course.language)
    rooms = _rooms(course, session)
    for room in rooms:
        _print_lesson(room, words, console)
    from .room import say

    for note in session.taken.notes:
        _say(console, say(note, "teacher", words.language))
    for name, sentence in _left(session, words):
        _line(console, words("r_left"), "yellow", name, sentence)
    if any(map(is_left, session.taken.unmatched)):
        _say(console, words("r_aside", command=f"howcome course aside {typed(course.root)} FILE"))
    if not rooms and not session.taken.unmatched and not session.taken.notes:
        _say(console, words("r_nothing"))
    if session.marked or session.skipped:
        console.print()
        done = {"marked": session.marked, "skipped": session.skipped}
        _say(console, words("r_run", n=session.skipped, **done))
    if rooms:
        for room in rooms:
            _say(console, words("r_page", path=room.page))
        _say(console, words("r_pages", path=course.reports / "index.html"))
        _say(console, words("r_feedback", path=course.root / "feedback"))


def as_json(course: Course, session: Session) -> str:
    """The same as JSON: `lessons` by name, each with its counts and its submissions."""
    from .room import say
    from .words import words_in

    words = words_in(course.language)
    rooms = _rooms(course, session)
    return json.dumps(
        {
            "course": course.course_id,
            "marked": session.marked,
            "skipped": session.skipped,
            "notes": [say(note, "teacher", words.language) for note in session.taken.notes],
            "not_taken_in": [
                {"name": name, "sentence": sentence} for name, sentence in _left(session, words)
            ],
            "lessons": {room.lesson.name: _lesson(room, words) for room in rooms},
            "page": str(course.reports / "index.html"),
        },
        indent=1,  # in ASCII: a file's name may hold bytes that are no text, or a console know few
    )


def _rooms(course: Course, session: Session) -> list[Room]:
    """The lessons in which anything was handed in, now or before."""
    from .room import Books, room_of

    lessons = [lesson for lesson, outcomes in session.outcomes.items() if outcomes]
    if not lessons:
        return []
    with Books(course) as books:
        return [room_of(course, lesson, books) for lesson in lessons]


def _print_lesson(room: Room, words: Words, console: Console) -> None:
    from rich.text import Text

    from .room import STATES
    from .tally import waiting

    console.print()
    console.print(Text(f"{room.lesson.name}", style="bold"))
    counts = [
        words(f"r_{state}", n=len(seats))
        for state in STATES
        if (seats := room.in_state(state)) or state == GRADED
    ]
    if late := sum(seat.is_late for seat in room.seats.values()):
        counts.append(words("r_late", n=late))
    if by_hand := sum(waiting(room).values()):
        counts.append(words("r_by_hand", n=by_hand))
    _say(console, " · ".join(counts))
    lines = list(_lines(room, words))
    for kind, style, student, sentence in lines[:MOST_LINES]:
        _line(console, kind, style, student, sentence)
    if len(lines) > MOST_LINES:
        _say(console, words("r_more", n=len(lines) - MOST_LINES))


def _lines(room: Room, words: Words):
    """A line for each submission that is not plainly graded, the most urgent first."""
    from .class_page import sentences

    plan = (
        (NEEDS_TEACHER, None, "s_needs-teacher", "bold red"),
        (NOT_GRADABLE, None, "s_not-gradable", "bold red"),
        (GRADED, True, "r_look", "yellow"),
        (GRADED, False, "r_mended", "cyan"),
    )
    for state, look, key, style in plan:
        for seat in room.in_state(state):
            spoken = sentences(seat, words, look)
            if spoken or state != GRADED:
                yield words(key), style, seat.student, " ".join(spoken)


def _left(session: Session, words: Words) -> list[tuple[str, str]]:
    """Files that taking in could not match with a pupil or a lesson, and why."""
    from .room import say
    from .safe import plain

    return [
        (plain(line.name, 200), say(line.reason, "teacher", words.language))
        for line in session.taken.unmatched
    ]


def _lesson(room: Room, words: Words) -> dict[str, Any]:
    from .room import MISSING, STATES

    return {
        "counts": {state: len(room.in_state(state)) for state in STATES},
        "page": str(room.page),
        "points": room.most,
        "submissions": [
            _submission(room, seat, words) for seat in room.seats.values() if seat.outcome
        ],
        "missing": [seat.student for seat in room.in_state(MISSING)],
    }


def _submission(room: Room, seat: Seat, words: Words) -> dict[str, Any]:
    from .room import say

    graded = seat.state == GRADED and seat.marked
    return {
        "student": seat.student,
        "outcome": seat.state,
        "points": seat.score if graded else None,
        "by_hand": seat.waiting,
        "handed_in": seat.handed_in.isoformat() if seat.handed_in else None,
        "came": seat.came,
        "late_seconds": seat.late,
        "penalty": seat.entry.penalty,
        "misconceptions": dict(seat.outcome.misconceptions),
        "notes": [
            {
                "code": note.code,
                "cell": note.cell,
                "look": note.look,
                "sentence": say(note, "teacher", words.language),
            }
            for note in seat.outcome.notes
        ],
        "feedback": str(room.feedback(seat.student)),
    }


def _line(console: Console, kind: str, style: str, who: str, sentence: str) -> None:
    """One line; what a pupil may have named is text, never markup."""
    from rich.text import Text

    console.print(
        Text.assemble("  ", (kind, style), "  ", (_fit(who), "bold"), f"  {_fit(sentence)}"),
        soft_wrap=True,
    )


def _say(console: Console, sentence: str) -> None:
    from rich.text import Text

    console.print(Text(_fit(sentence)), soft_wrap=True)


def _fit(text: str) -> str:
    """A file's name may hold bytes that are no text; a console would stumble over them."""
    return text.encode("utf-8", "replace").decode("utf-8")
