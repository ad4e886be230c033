"""Take in what came from elsewhere: keep it, match it, put the newest into `submitted`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...course.folder import Course
from ...errors import BadInput
from ..notes import Note
from .delivery import check_place, concerns, receive
from .hands import read_hand
from .kinds import Unmatched
from .match import match
from .names import is_archive, is_unknown_archive
from .owners import Owners
from .place import Candidate, place
from .shelf import Shelf
from .submitted import scan, some


@dataclass
class Intake:
    """What is to be said, beside what now lies in `submitted`."""

    lines: list[Unmatched] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    """The names of all that was read, and where it is kept."""
    placed: set[tuple[str, str, str]] = field(default_factory=set)
    """Pupil, lesson and digest of each notebook that has found them."""


def take_from(
    course: Course, places: Iterable[Path], owners: Owners, wanted: Sequence[str]
) -> Intake:
    """Raises BadInput, before anything is written, for a place that cannot be used at all; and
    when the disk is full, with all that was kept before still there.
    """
    checked = dict.fromkeys(check_place(course, one) for one in places)
    wrong = [place for place in checked if not _is_of_use(place, owners)]
    if wrong and len(wrong) == len(checked):
        raise BadInput(
            f"{', '.join(map(str, wrong))}: no notebook, and no zip or folder with notebooks; give "
            "--from what you downloaded."
        )
    intake = Intake([Unmatched(place.name, Note("take.wrong-file")) for place in wrong])
    groups: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    with closing(Shelf()) as shelf:
        # everything is kept before the first file is put anywhere
        for delivery in [receive(course, one, shelf) for one in checked if one not in wrong]:
            matched = match(delivery, owners, wanted, course.pseudonyms)
            intake.lines += matched.lines
            intake.notes += matched.notes
            intake.seen |= {delivery.name, *(one.name for one in delivery.files)}
            intake.seen |= {str(one.kept) for one in delivery.files}
            intake.placed |= {(one.student, one.lesson, one.sha256) for one in matched.candidates}
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


def _is_of_use(place: Path, owners: Owners) -> bool:
    """False for a single file that is no notebook, no archive and no pupil's."""
    if not place.is_file() or is_archive(place.name) or is_unknown_archive(place.name):
        return True
    hand = read_hand((place.name,))
    nobody = ("take.no-pupil", "take.no-roster")
    reason = owners.of(hand).reason
    known = hand.platform or reason is None or reason.code not in nobody
    return bool(known) or concerns(place)


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
