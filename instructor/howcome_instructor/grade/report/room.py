"""A class and one of its lessons: everything the pages are made from, gathered once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from ...course.extensions import extensions
from ...course.folder import Course
from ...course.roster import Pupil, load_pupils
from ...errors import BadInput
from ..notes import GRADED, NEEDS_TEACHER, NOT_GRADABLE, Note
from ..outcomes import Outcome, load
from ..take.kinds import Unmatched
from ..take.left import read_left
from .books import Book, Books, Entry
from .guide import Idea, ideas_of
from .lesson import Lesson, lesson_of
from .shown import Cells, read_cells

MISSING = "missing"
"""What a pupil has who handed nothing in; beside the three outcomes of marking."""
STATES = (GRADED, NEEDS_TEACHER, NOT_GRADABLE, MISSING)
OLDER_MARKS = "mark.older-marks"
LATE, SAID_LATE, IN_TIME, NOT_KNOWN = CAME = ("late", "said-late", "in-time", "not-known")
"""How a submission came: by its time, or by nothing but the word of the platform it came from."""


@dataclass
class Seat:
    """One pupil and this lesson."""

    student: str
    name: str
    """First and last name; empty when nobody knows, or when the course keeps pseudonyms."""
    language: str
    outcome: Outcome | None
    entry: Entry
    handed_in: datetime | None
    """As marking or nbgrader knows it; None when nobody does, or nothing came."""
    late: float | None
    """Seconds after the due date and any extension; None when nobody knows."""
    extension: timedelta | None

    @property
    def state(self) -> str:
        """One of `STATES`."""
        return self.outcome.outcome if self.outcome else MISSING

    @property
    def said_late(self) -> bool:
        """Whether the platform says that it came late: by the platform's own due date."""
        return self.outcome is not None and any(
            note.code == "take.late" for note in self.outcome.notes
        )

    @property
    def came(self) -> str:
        """One of `CAME`; empty when nothing came. An extension here is unknown to the platform."""
        if self.outcome is None:
            return ""
        if self.late is not None:
            return LATE if self.late > 0 else IN_TIME
        return SAID_LATE if self.said_late and not self.extension else NOT_KNOWN

    @property
    def is_late(self) -> bool:
        """Whether it is known to have come late."""
        return self.came in (LATE, SAID_LATE)

    @property
    def marked(self) -> bool:
        """Whether there are marks to speak of: of this work, or of what came before it."""
        return bool(self.entry.marks) and self.outcome is not None

    @property
    def older(self) -> bool:
        """Whether the marks are of something that was handed in before."""
        return self.marked and self.state != GRADED

    @property
    def waiting(self) -> list[str]:
        """Cells that wait for a teacher's points."""
        if self.state != GRADED:
            return []
        return [name for name, mark in self.entry.marks.items() if mark.waiting]

    @property
    def to_come(self) -> float:
        """The most points that waiting cells may still earn."""
        return sum(self.entry.marks[name].most for name in self.waiting)

    @property
    def score(self) -> float:
        """Points so far, less the penalty for coming late; never below 0."""
        return max(0.0, self.entry.score - self.entry.penalty)


@dataclass
class Room:
    """A class and one of its lessons."""

    course: Course
    lesson: Lesson
    book: Book
    ideas: dict[str, Idea]
    seats: dict[str, Seat]
    """Every pupil of the gradebook and everybody who handed in, by id."""
    left: tuple[Unmatched, ...] = ()
    """What came in, of this lesson or of none that is known, and fits nobody."""
    people: frozenset[str] = frozenset()
    """All names that the gradebook and the roster know: what no example may hold."""

    @property
    def page(self) -> Path:
        """The teacher's page."""
        return self.course.reports / f"{self.lesson.name}.html"

    def feedback(self, student: str) -> Path:
        """The pupil's page, where nbgrader looks for it."""
        name = self.lesson.name
        return self.course.feedback(student, name) / f"{name}.html"

    def without_answers(self, student: str) -> bool:
        """Whether the pupil's page had to be written without the answers."""
        try:
            with self.feedback(student).open("rb") as file:
                return b' data-answers="none"' in file.read(200)
        except OSError:
            return False

    def cells(self, student: str) -> Cells:
        """The marked notebook of a pupil, read anew."""
        name = self.lesson.name
        return read_cells(self.course.autograded(student, name) / f"{name}.ipynb")

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every pupil's id, in small letters; a short number would be found in any code."""
        return frozenset(
            student.casefold()
            for student in self.seats
            if len(student) > (3 if student.isdigit() else 2)
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """Every word of every pupil's real name, in small letters, whatever the pages show."""
        return frozenset(
            word.casefold()
            for name in self.people
            for word in re.findall(r"\w+", name)
            if len(word) > 2
        )

    @cached_property
    def most(self) -> float:
        """All points of the lesson."""
        return sum(self.book.points.values()) or sum(task.points for task in self.lesson.tasks)

    def in_state(self, state: str) -> list[Seat]:
        """The pupils in one of `STATES`, in the order of their ids."""
        return [seat for seat in self.seats.values() if seat.state == state]

    @cached_property
    def graded(self) -> list[Seat]:
        """Whose work is graded and has its marks."""
        return [seat for seat in self.in_state(GRADED) if seat.marked]


def room_of(course: Course, name: str, books: Books) -> Room:
    """Gather a lesson. Raises BadInput for one that the course does not have."""
    name = course.check_lesson(name)
    lesson, book, outcomes = lesson_of(course, name), books.of(name), load(course, name)
    names, roster = books.students(), _roster(course)
    granted = _granted(course, name)
    seats = {}
    for student in sorted({*names, *outcomes, *book.entries}):
        entry = book.entries.get(student) or Entry()
        outcome = outcomes.get(student) or _by_nbgrader(course, name, student, entry)
        extension = entry.extension or granted.get(student)
        handed_in = _when(outcome) or entry.handed_in
        seats[student] = Seat(
            student=student,
            name="" if course.pseudonyms else names.get(student, ""),
            language=(outcome and outcome.language) or _spoken(roster, student) or course.language,
            outcome=outcome,
            entry=entry,
            handed_in=handed_in if outcome else None,
            # reckoned anew: an extension may have been given after marking
            late=book.late(handed_in, extension) if outcome else None,
            extension=extension,
        )
    known = (f"{pupil.first_name} {pupil.last_name}" for pupil in roster.values())
    people = frozenset([*names.values(), *known])
    left = tuple(read_left(course, [name]))
    return Room(course, lesson, book, ideas_of(course, name), seats, left, people)


def _when(outcome: Outcome | None) -> datetime | None:
    """When a pupil handed in, in UTC; None when nobody knows or the file says nonsense."""
    try:
        when = outcome.handed_in_at if outcome else None
    except ValueError:
        return None
    return when.replace(tzinfo=UTC) if when and when.tzinfo is None else when


def _by_nbgrader(course: Course, lesson: str, student: str, entry: Entry) -> Outcome | None:
    """Work that nbgrader itself marked, by its command or Formgrader's button, is graded too."""
    marked = course.autograded(student, lesson) / f"{lesson}.ipynb"
    return Outcome(student, lesson, GRADED) if entry.marks and marked.is_file() else None


def say(note: Note, reader: str, language: str) -> str:
    """A note's sentence for `teacher` or `pupil`.

    A note without one is a fault of ours; it must not cost a class its pages.
    """
    try:
        return getattr(note, reader)(language)
    except (OSError, ValueError, LookupError):
        return note.code if reader == "teacher" else ""


def _roster(course: Course) -> dict[str, Pupil]:
    """The pupils of `pupils.csv`; none when it cannot be read, which taking in says."""
    try:
        return load_pupils(course)
    except BadInput:
        return {}


def _spoken(roster: dict[str, Pupil], student: str) -> str:
    return roster[student].language if student in roster else ""


def _granted(course: Course, lesson: str) -> dict[str, timedelta]:
    """Extensions that were given, also to those who have not handed in yet."""
    try:
        given = extensions(course).get(lesson, {})
    except BadInput:  # whoever gives extensions says so; pages do not stop for it
        return {}
    return {student: timedelta(seconds=time) for student, time in given.items() if time > 0}
