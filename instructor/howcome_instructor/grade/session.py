"""A run of marking: what is new is marked, what was marked already stays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..course.folder import Course
from . import outcomes
from .job import Job, Marked, Reference
from .notes import GRADED, NEEDS_TEACHER, NOT_GRADABLE, Note
from .outcomes import Outcome
from .references import digest, reference_of
from .save import Ledger
from .take import Submission, Taken

Marker = Callable[[Reference, Iterable[Job]], Iterator[Marked]]
"""Marks jobs of one lesson somewhere: here, or on a cluster."""


@dataclass
class Session:
    """What one run did."""

    taken: Taken
    outcomes: dict[str, dict[str, Outcome]] = field(default_factory=dict)
    """lesson -> pupil -> how it ended, in this run or an earlier one."""
    marked: int = 0
    skipped: int = 0
    """Submissions that had been marked before, unchanged since."""

    @property
    def clear(self) -> bool:
        """Whether all that was handed in is graded, and nothing came in that nobody knows."""
        ended = (one.outcome for lesson in self.outcomes.values() for one in lesson.values())
        if any(note.code == "take.nothing" for note in self.taken.notes):
            return False
        return not self.taken.unmatched and all(outcome == GRADED for outcome in ended)


@dataclass
class Plan:
    """What of one lesson is to be marked."""

    lesson: str
    reference: Reference
    todo: list[tuple[Submission, str]]
    """Each with the sha256 of its file."""
    done: int


def plan(course: Course, taken: Taken, again: bool = False) -> list[Plan]:
    """For each lesson with submissions: what is new or changed since it was marked."""
    plans = []
    for lesson in course.lessons:
        mine = [sub for sub in taken.submissions if sub.lesson == lesson]
        if not mine:
            continue
        reference = reference_of(course, lesson)
        against, known = digest(reference), outcomes.load(course, lesson)
        todo = []
        for submission in mine:
            with submission.path.open("rb") as file:
                sha = hashlib.file_digest(file, "sha256").hexdigest()
            before = known.get(submission.student)
            if again or not _holds(before, sha, against):
                todo.append((submission, sha))
            elif (notes := _told_anew(submission, before)) != before.notes:
                outcomes.keep(course, replace(before, notes=notes))
        plans.append(Plan(lesson, reference, todo, len(mine) - len(todo)))
    return plans


def _told_anew(submission: Submission, before: Outcome) -> tuple[Note, ...]:
    """What marking said, with what taking in says today: a twin came in, a due date was moved."""
    marking = (note for note in before.notes if not note.code.startswith("take."))
    return (*submission.notes, *marking)


def _holds(before: Outcome | None, sha: str, against: str) -> bool:
    """Whether an earlier outcome still says what marking now would say.

    What failed on the machine's side is always tried again.
    """
    return (
        before is not None
        and (before.submitted, before.reference) == (sha, against)
        and (before.outcome != NEEDS_TEACHER or not _machine(before))
    )


def _machine(outcome: Outcome) -> bool:
    return any(note.code.partition(".")[0] in ("mark", "run") for note in outcome.notes)


def run(
    course: Course,
    taken: Taken,
    plans: list[Plan],
    marker: Marker,
    progress: Callable[[Outcome | None], None] = lambda _: None,
) -> Session:
    """Mark what is planned and save each as it is done; `progress` is told of each."""
    session = Session(taken)
    streams = _streams(plans, marker)
    current = next(streams, None)  # its imports run while the gradebook is opened
    with Ledger(course) as ledger:
        while current:
            planned, stream = current
            ledger.enter(planned.reference)
            todo = {submission.student: (submission, sha) for submission, sha in planned.todo}
            for marked in stream:
                submission, sha = todo[marked.student]
                outcome = ledger.save(
                    marked,
                    planned.reference,
                    submitted=sha,
                    handed_in=submission.timestamp,
                    language=_language(submission.path),
                )
                session.marked += 1
                progress(outcome)
            current = next(streams, None)
        session.skipped = sum(planned.done for planned in plans)
        for marked in _without_a_notebook(course, taken):
            ledger.save(marked)
    for lesson in course.lessons:
        session.outcomes[lesson] = outcomes.load(course, lesson)
    return session


def _streams(plans: list[Plan], marker: Marker) -> Iterator[tuple[Plan, Iterable[Marked]]]:
    """Each lesson with something to mark, and its submissions as they will be done."""
    for planned in plans:
        if planned.todo:
            yield planned, marker(planned.reference, _jobs(planned))


def _jobs(planned: Plan) -> Iterator[Job]:
    """Read one submission after the other, only when there is a worker for it."""
    for submission, _sha in planned.todo:
        yield Job(
            submission.student, planned.lesson, submission.path.read_bytes(), submission.notes
        )


def _without_a_notebook(course: Course, taken: Taken) -> Iterator[Marked]:
    """Pupils of whom something came in for a lesson, but no notebook: that is not "missing"."""
    there = {(one.student, one.lesson) for one in taken.submissions}
    for line in taken.unmatched:
        key = (line.student, line.lesson)
        if None in key or key in there:
            continue
        there.add(key)
        before = outcomes.load(course, line.lesson).get(line.student)
        if before is None or before.outcome != GRADED:
            yield Marked(line.student, line.lesson, NOT_GRADABLE, notes=(line.reason,))


def _language(path: Path) -> str:
    """The language of a pupil's copy, as its metadata says; empty when it cannot be read."""
    try:
        about = json.loads(path.read_bytes())["metadata"]["howcome"]
        return about["language"] if about["language"] in ("en", "es") else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
