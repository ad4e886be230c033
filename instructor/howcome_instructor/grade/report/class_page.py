"""The teacher's page of one lesson: what to do now first, then what the class shows."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ..notes import GRADED, NEEDS_TEACHER, NOT_GRADABLE
from . import tally
from .examples import SHARED, example
from .pages import render, write
from .room import CAME, MISSING, STATES, Room, Seat, say
from .safe import plain
from .shown import said
from .words import Words, words_in


@dataclass(frozen=True)
class Mistake:
    """A wrong idea on the page."""

    sentence: str
    task: str
    count: int
    question: str
    said: str
    """The check's own sentence, where the guide has no question."""
    example: str


def class_page(room: Room, examples: bool = True) -> list[Path]:
    """Write `reports/<lesson>.html`; gives back its path in a list when it changed."""
    words = words_in(room.course.language)
    page = render(
        "class.html",
        w=words,
        room=room,
        states=[(state, len(room.in_state(state))) for state in STATES],
        needs=_told(room, NEEDS_TEACHER, words),
        not_gradable=_told(room, NOT_GRADABLE, words),
        look=_looks(room, words),
        mended=_mended(room, words),
        left=[
            (plain(line.name, 200), say(line.reason, "teacher", words.language))
            for line in room.left
        ],
        missing=room.in_state(MISSING),
        marks=tally.marks(room),
        mistakes=_mistakes(room, words, examples),
        examples=examples,
        shared=SHARED,
        tasks=tally.tasks(room),
        hands=tally.hands(room),
        came=[(how, tally.came(room)[how]) for how in CAME if tally.came(room)[how]],
        late=[
            seat for seat in room.seats.values() if seat.is_late or seat.said_late or seat.extension
        ],
        by_hand=sum(tally.waiting(room).values()),
        anew=tally.marked_anew(room),
        feedback=lambda seat: _feedback_link(room, seat),
        folder=typed(room.course.root),
        lesson_language=room.lesson.language,
        GRADED=GRADED,
    )
    return [room.page] if write(room.course, room.page, page) else []


def sentences(seat: Seat, words: Words, look: bool | None = None) -> list[str]:
    """What marking has to tell the teacher about a pupil; `look` keeps odd or other notes only."""
    notes = seat.outcome.notes if seat.outcome else ()
    chosen = (note for note in notes if look is None or note.look == look)
    spoken = (say(note, "teacher", words.language) for note in chosen)
    return list(dict.fromkeys(one for one in spoken if one))


def _told(room: Room, state: str, words: Words) -> list[tuple[Seat, list[str]]]:
    seats = room.in_state(state)
    return [(seat, sentences(seat, words) or [words(f"s_{state}")]) for seat in seats]


def _looks(room: Room, words: Words) -> list[tuple[Seat, list[str]]]:
    told = [(seat, sentences(seat, words, look=True)) for seat in room.in_state(GRADED)]
    return [(seat, spoken) for seat, spoken in told if spoken]


def _mended(room: Room, words: Words) -> list[tuple[Seat, list[str]]]:
    told = []
    for seat in room.in_state(GRADED):
        spoken = sentences(seat, words, look=False)
        if room.without_answers(seat.student):
            spoken.append(words("c_page_plain"))
        if spoken:
            told.append((seat, spoken))
    return told


def _mistakes(room: Room, words: Words, examples: bool) -> list[Mistake]:
    found = []
    for id, holders in tally.mistakes(room):
        idea = room.ideas.get(id)
        cells = [cell for cell, one in holders[0].outcome.misconceptions.items() if one == id]
        task = next((one for one in room.lesson.tasks if one.cell in cells), None)
        question, sentence = idea.question if idea else "", ""
        if task and not question:
            sentence = said(room.cells(holders[0].student).get(task.cell), room.lesson).sentence
        found.append(
            Mistake(
                idea.sentence if idea else id,
                task.title if task else "",
                len(holders),
                question,
                sentence,
                example(room, id, holders) if examples else "",
            )
        )
    return found


def _feedback_link(room: Room, seat: Seat) -> str:
    """The pupil's page as seen from `reports/`; empty when there is none."""
    path = room.feedback(seat.student)
    if not path.is_file():
        return ""
    return quote(Path(os.path.relpath(path, room.course.reports)).as_posix())


def typed(path: Path) -> str:
    """A path as it is typed in a terminal."""
    return f'"{path}"' if " " in str(path) else str(path)
