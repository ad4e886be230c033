"""All written answers of a course: what the page shows, and what it may do.

A pupil is nowhere in what the page is given: each answer has a random id of this start alone,
and answers stand in the order of their own words. Names are handed over one request at a time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..course.folder import Course
from ..errors import BadInput
from .book import Book, Changed, Entry, Mark
from .remember import LONGEST, MOST_COMMENTS, Marked, read_comments
from .shelves import Answer, Shelf, read_shelves


class Conflict(Exception):
    """Nothing was written, since answers are no longer what the page showed."""

    def __init__(self, reason: str, answers: dict[str, dict]):
        super().__init__(reason)
        self.reason, self.answers = reason, answers


class Refused(Exception):
    """A request that no page of ours makes."""


class Board:
    """The written answers of a course, or of one assignment of it."""

    def __init__(self, course: Course):
        self.course = course
        self.book = Book(course)
        self._lesson: str | None = None
        self._written: list[str] = []
        self._marked = Marked(course)
        self._ids: dict[str, str] = {}
        self._answers: dict[str, Answer] = {}
        self.shelves: list[Shelf] = []

    def choose(self, lesson: str | None) -> None:
        """Show one assignment only: a lesson of the course, by its full or short name, or one
        that the teacher has made with nbgrader. BadInput when there is none of that name."""
        assignments = {assignment.name for assignment in self.book.assignments()}
        if lesson is None or lesson in assignments:
            self._lesson = lesson
        else:
            self._lesson = self.course.check_lesson(lesson)

    def check(self) -> None:
        """Raise BadInput, which says what to do, when there is nothing to show."""
        if not self._chosen(self.book.entries()):
            where = f"{self.course.root} {self._lesson or ''}".strip()
            raise BadInput(
                f"There are no written answers here yet; run `howcome grade {where}` first, "
                "and see in its report whether the lesson asks for any."
            )

    def read(self) -> None:
        """Read everything anew; an answer keeps its id."""
        entries = self.book.entries()
        self._written = self._lines(entries)
        self.shelves = read_shelves(self.course, self._chosen(entries), self._ids)
        self._answers = {
            answer.id: answer
            for shelf in self.shelves
            for _, answers in shelf.groups
            for answer in answers
        }

    def _chosen(self, entries: list[Entry]) -> list[Entry]:
        return [entry for entry in entries if self._lesson in (None, entry.lesson)]

    def _lines(self, entries: list[Entry]) -> list[str]:
        """What stands in the course's comments, line by line: that on what was marked last first.

        The gradebook keeps no time of a comment.
        """
        place = {grade: n for n, grade in enumerate(self._marked.last_first())}
        entries = sorted(entries, key=lambda entry: place.get(entry.grade, len(place)))
        lines = (line for entry in entries for line in entry.mark.comment.splitlines())
        spoken = (" ".join(line.split()) for line in lines)
        return list(dict.fromkeys(filter(None, spoken)))[:MOST_COMMENTS]

    def state(self) -> dict[str, Any]:
        """Everything the page shows, without a trace of who wrote what."""
        return {
            "course": self.course.course_id,
            "pseudonyms": self.course.pseudonyms,
            "questions": [
                {
                    **shelf.question.as_json(),
                    "place": place,
                    "groups": [
                        {"kind": kind, "answers": [answer.id for answer in answers]}
                        for kind, answers in shelf.groups
                    ],
                    "unread": len(shelf.unread),
                }
                for place, shelf in enumerate(self.shelves)
            ],
            "answers": {name: self._as_json(answer) for name, answer in self._answers.items()},
            "comments": read_comments(self.course),
            "written": self._written,
        }

    def _as_json(self, answer: Answer) -> dict[str, Any]:
        known = self._marked.text_of(answer.entry.grade)
        since = "unknown" if known is None else "same" if known == answer.print else "changed"
        return {
            "parts": [
                {"text": part.text, "code": part.code, "output": part.output}
                for part in answer.parts
            ],
            "score": answer.mark.score,
            "auto": answer.mark.auto,
            "needs": answer.mark.needs,
            "comment": answer.mark.comment,
            "since": since,
        }

    def now(self) -> dict[str, dict[str, Any]]:
        """The marks as the gradebook has them at this moment, by id."""
        self._refresh(self._answers.values())
        return {name: self._as_json(answer) for name, answer in self._answers.items()}

    def _refresh(self, answers: Iterable[Answer]) -> None:
        answers = list(answers)
        marks = self.book.marks([answer.entry.grade for answer in answers])
        for answer in answers:
            answer.mark = marks.get(answer.entry.grade, answer.mark)

    def apply(self, changes: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        """Write marks: all, or none. Each change is `{id, before, after}`, where before and
        after are `{score, needs, comment}`. Gives back the answers as they are now.

        Raises Conflict when an answer or its mark is no longer what the page showed, and
        Refused when a change makes no sense.
        """
        wanted = [self._change(change) for change in changes]
        if len({answer.id for answer, _, _ in wanted}) != len(wanted):
            raise Refused("an answer stands twice in one request")
        if moved := [answer for answer, _, _ in wanted if answer.read_again()]:
            self._refresh(moved)
            raise Conflict("answer-changed", self._by_id(moved))
        try:
            self.book.write([(answer.entry, before, after) for answer, before, after in wanted])
        except Changed as error:
            lost = [answer for answer, _, _ in wanted if answer.entry.grade in error.args[0]]
            self._refresh(lost)
            raise Conflict("mark-changed", self._by_id(lost)) from error
        for answer, _, after in wanted:
            answer.mark = after
        seen = {a.entry.grade: a.print for a, _, after in wanted if not after.needs}
        # the marks are safe; this note only spares a second look after marking again
        with contextlib.suppress(OSError):
            self._marked.keep(seen)
        return self._by_id(answer for answer, _, _ in wanted)

    def _by_id(self, answers: Iterable[Answer]) -> dict[str, dict[str, Any]]:
        return {answer.id: self._as_json(answer) for answer in answers}

    def _change(self, change: Mapping[str, Any]) -> tuple[Answer, Mark, Mark]:
        try:
            answer = self._answers[change["id"]]
            before, after = (
                Mark(
                    score=None if side["score"] is None else float(side["score"]),
                    auto=answer.mark.auto,
                    needs=side["needs"] is True,
                    comment=str(side["comment"]),
                )
                for side in (change["before"], change["after"])
            )
            after = replace(after, comment=after.comment.strip())
        except (KeyError, TypeError, ValueError) as error:
            raise Refused("there is no such answer, or a part of the request is missing") from error
        if len(after.comment) > LONGEST:
            raise BadInput(f"A comment may have {LONGEST} characters; shorten it.")
        # what stood there before may come back by undo, whatever another program wrote
        if after.score is not None and after.score not in (before.score, answer.mark.score):
            in_range = 0 <= after.score <= answer.entry.most
            if not in_range or after.score * 2 != int(after.score * 2):
                raise BadInput(f"Points go from 0 to {answer.entry.most:g}, in halves.")
        if after.score is None and after.auto is None and not after.needs:
            raise Refused("an answer without points is not marked")
        return answer, before, after

    def names(self, ids: Sequence[str]) -> dict[str, str]:
        """Who wrote these answers, by id: the name in the gradebook, and the pupil's id."""
        found = {}
        for name in ids:
            if name in self._answers:
                entry = self._answers[name].entry
                found[name] = f"{entry.name} ({entry.student})" if entry.name else entry.student
        return found

    def unread(self, place: int) -> list[str]:
        """The ids of pupils of whom no answer to the question at this place can be shown."""
        return sorted(entry.student for entry in self.shelves[place].unread)
