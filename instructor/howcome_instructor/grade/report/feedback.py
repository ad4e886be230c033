"""A pupil's page: what was right, which idea to look at again, and what the teacher says."""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from ..hold import own_folder
from ..notes import GRADED, NEEDS_TEACHER, NOT_GRADABLE
from .books import Mark
from .guide import Idea
from .lesson import Task
from .pages import render, write
from .room import Room, Seat, say
from .shown import STOPPED, Cells, Said, answer, said
from .words import Words, words_in

RIGHT, AGAIN, PARTLY, WAITING = "right", "again", "partly", "waiting"


@dataclass(frozen=True)
class Card:
    """One task on the page."""

    number: int
    title: str
    state: str
    points: str
    said: tuple[str, str]
    """What the check said, as (kind, words): sentence, error, failed, done, or nothing."""
    idea: Idea | None
    comments: list[str]
    answer: list[Markup]
    asked: bool
    """False where no answer could be shown, whether there is one or not."""
    notes: list[str] = field(default_factory=list)

    @property
    def sign(self) -> str:
        """The state in a word, with one more for what was not even tried."""
        return "open" if self.asked and not self.answer and self.state == AGAIN else self.state


def give_back(
    room: Room, only: str | None = None, progress: Callable[[str], None] = lambda _student: None
) -> list[Path]:
    """Write the page of everybody who handed in, or of one; gives back the files that changed."""
    changed = []
    for student, seat in room.seats.items():
        if seat.outcome is None or (only is not None and student != only):
            continue
        path = room.feedback(student)
        try:
            page = feedback_page(room, seat)
        except Exception:  # one strange notebook must not cost the others their pages
            logging.getLogger(__name__).exception("The page of %s has no answers", student)
            page = feedback_page(room, seat, answers=False)
        if write(room.course, path, page):
            changed.append(path)
        for_release(room, seat)
        progress(student)
    return changed


def feedback_page(room: Room, seat: Seat, answers: bool = True) -> str:
    """The page of one pupil. Without `answers` nothing is read from the notebook."""
    words = words_in(seat.language)
    cells = room.cells(seat.student) if answers and seat.marked else {}
    cards = _cards(room, seat, words, cells) if seat.marked else []
    return render(
        "feedback.html",
        w=words,
        room=room,
        seat=seat,
        who=seat.name or seat.student,
        lines=_lines(room, seat, words, cards),
        bar=_bar(room, seat),
        groups=_groups(cards),
        next_time=_next_time(room, seat, words),
        plain=not answers,
        lesson_language=room.lesson.language,
    )


def _cards(room: Room, seat: Seat, words: Words, cells: Cells) -> list[Card]:
    cards = []
    for number, task in enumerate(room.lesson.tasks, 1):
        mark = seat.entry.marks.get(task.cell)
        if mark is None:
            continue
        heard = Said() if task.by_hand else said(cells.get(task.cell), room.lesson)
        shown = answer(task, cells, seat.entry.untouched, room.lesson, words("f_stopped"))
        asked = bool(cells) and bool(task.answers)
        if asked and not shown and heard.error:
            heard = Said()  # a check of nothing fails with a riddle such as a NameError
        state = _state(mark, heard)
        cards.append(
            Card(
                number,
                task.title,
                state,
                _points(mark, words),
                _spoken(heard, state),
                _idea(room, seat, task),
                _comments(seat, task),
                shown,
                asked,
                _notes_of(seat, words, task),
            )
        )
    return cards


def _state(mark: Mark, heard: Said) -> str:
    if mark.waiting:
        return WAITING
    if mark.score >= mark.most and not (mark.most == 0 and (heard.sentence or heard.error)):
        return RIGHT
    return PARTLY if mark.score > 0 else AGAIN


def _spoken(heard: Said, state: str) -> tuple[str, str]:
    if heard.sentence:
        return "sentence", heard.sentence
    if heard.error in ("AssertionError", "NotYet"):
        return "failed", ""
    if heard.error in STOPPED:
        return "stopped", ""
    if heard.error:
        return "error", heard.error
    return ("done", heard.done) if heard.done and state == RIGHT else ("", "")


def _points(mark: Mark, words: Words) -> str:
    if mark.waiting:
        return words("f_points_waiting", n=mark.most)
    return words("f_points", score=mark.score, most=mark.most, n=mark.most)


def _idea(room: Room, seat: Seat, task: Task) -> Idea | None:
    if seat.outcome is None or seat.state != GRADED:
        return None
    return room.ideas.get(seat.outcome.misconceptions.get(task.cell, ""))


def _comments(seat: Seat, task: Task) -> list[str]:
    names = dict.fromkeys((*task.answers, task.cell))
    return [seat.entry.comments[name] for name in names if name in seat.entry.comments]


def _notes_of(seat: Seat, words: Words, task: Task) -> list[str]:
    own = (task.cell, *task.answers)
    notes = seat.outcome.notes if seat.outcome else ()
    spoken = (say(note, "pupil", words.language) for note in notes if note.cell in own)
    return list(dict.fromkeys(one for one in spoken if one))


def _next_time(room: Room, seat: Seat, words: Words) -> list[str]:
    """The notes that belong to no task on the page."""
    shown = {
        name
        for task in room.lesson.tasks
        if seat.marked and task.cell in seat.entry.marks
        for name in (task.cell, *task.answers)
    }
    notes = seat.outcome.notes if seat.outcome else ()
    spoken = (say(note, "pupil", words.language) for note in notes if note.cell not in shown)
    return list(dict.fromkeys(one for one in spoken if one))


def _groups(cards: list[Card]) -> list[tuple[str, list[Card]]]:
    """The cards under their headings, what is right first."""
    order = (("f_right", (RIGHT,)), ("f_again", (PARTLY, AGAIN)), ("f_teacher", (WAITING,)))
    groups = [(key, [card for card in cards if card.state in states]) for key, states in order]
    return [(key, mine) for key, mine in groups if mine]


def _lines(room: Room, seat: Seat, words: Words, cards: list[Card]) -> list[str]:
    """The first sentences: how it went, and when it was handed in."""
    lines = []
    if seat.state == NEEDS_TEACHER:
        lines.append(words("f_needs_teacher"))
    elif seat.state == NOT_GRADABLE:
        lines += [words("f_not_gradable"), words("f_not_gradable_next")]
    if seat.older:
        lines.append(words("f_older"))
    elif cards:
        lines.append(_how(cards, words))
    if seat.to_come:
        lines.append(words("f_waiting", n=seat.to_come))
    return lines


def _how(cards: list[Card], words: Words) -> str:
    right = sum(card.state == RIGHT for card in cards)
    if right == len(cards):
        return words("f_all_right")
    if right:
        return words("f_some_right", n=right, of=len(cards))
    if any(card.state in (PARTLY, WAITING) for card in cards):
        return ""
    tried = any(card.answer for card in cards) or not any(card.asked for card in cards)
    return words("f_none_right" if tried else "f_nothing_done")


def _bar(room: Room, seat: Seat) -> tuple[float, float]:
    """How much of all points is earned, and how much waits, in percent."""
    most = room.most or 1
    earned = min(100.0, 100 * seat.score / most)
    return round(earned, 1), round(min(100 - earned, 100 * seat.to_come / most), 1)


def for_release(room: Room, seat: Seat) -> None:
    """What nbgrader's `release_feedback` wants to find beside a page.

    The secret is the pupil's own, from the exchange: only they find the page by it. Without one
    (a file that came by mail) nbgrader would stop the whole class, so it gets one that nobody has.
    """
    submitted = room.course.submitted(seat.student, room.lesson.name)
    folder = room.feedback(seat.student).parent
    own_folder(room.course, folder)
    for name in ("timestamp.txt", "submission_secret.txt"):
        theirs, ours = submitted / name, folder / name
        if theirs.is_file() and not theirs.is_symlink():
            if not ours.is_file() or ours.read_bytes() != theirs.read_bytes():
                shutil.copyfile(theirs, ours)
        elif not ours.is_file():
            when = seat.handed_in
            made = {
                "timestamp.txt": when.strftime("%Y-%m-%d %H:%M:%S.%f UTC") if when else "",
                "submission_secret.txt": secrets.token_hex(64),
            }
            ours.write_text(made[name], encoding="utf-8")
