"""Take in what came from elsewhere: keep it, match it, put the newest into `submitted`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...course.folder import Course
from ..notes import Note
from .delivery import check_place, receive
from .kinds import Unmatched
from .match import match
from .owners import Owners
from .place import Candidate, place
from .shelf import Shelf
from .submitted import scan, some


@dataclass
class Intake:
    """What is to be said, beside what now lies in `submitted`."""

    lines: list[Unmatched] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def take_from(
    course: Course, places: Iterable[Path], owners: Owners, wanted: Sequence[str]
) -> Intake:
    """Raises BadInput, before anything is written, for a place that cannot be used at all; and
    when the disk is full, with all that was kept before still there.
    """
    checked = dict.fromkeys(check_place(course, one) for one in places)
    intake = Intake()
    groups: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    with closing(Shelf()) as shelf:
        # everything is kept before the first file is put anywhere
        for delivery in [receive(course, one, shelf) for one in checked]:
            matched = match(delivery, owners, wanted, course.pseudonyms)
            intake.lines += matched.lines
            intake.notes += matched.notes
            for candidate in matched.candidates:
                groups[candidate.student, candidate.lesson].append(candidate)
        lying = scan(course, owners.finder, owners.lessons, tuple(course.lessons))
        for (student, lesson), group in sorted(groups.items()):
            there = lying.chosen.get((student, lesson))
            if line := place(course, _best(group), there, owners.lessons):
                intake.lines.append(line)
            if lesson not in wanted:
                values = {"pupil": student, "lesson": lesson}
                intake.notes.append(Note("take.for-later", values=values))
    return intake


def _best(group: Sequence[Candidate]) -> Candidate:
    """The file to be marked, with a note that names those that are not."""
    counted = _counted(group)
    best = max(group, key=lambda one: one.rank(counted))
    notes: list[Note] = []
    for note in (note for one in group if one.sha256 == best.sha256 for note in one.notes):
        if note not in notes:
            notes.append(note)
    others = sorted({one.shown for one in group if one.sha256 != best.sha256})
    if others:
        values = {"used": best.shown, "names": some(others)}
        notes.append(Note("take.several", values=values))
    return replace(best, notes=tuple(notes))


def _counted(group: Sequence[Candidate]) -> bool:
    """Whether the platform's own count tells these files apart.

    Schoology counts all that a pupil hands in; Canvas only tells files of one download apart.
    """
    platforms = {one.platform for one in group}
    downloads = {one.found.parts[0] for one in group}
    return platforms == {"schoology"} or (len(platforms) == 1 and len(downloads) == 1)
