"""Match the files of one delivery to pupils and lessons."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ...course.roster.words import plain, words
from ..notes import Note
from . import times
from .delivery import Delivery
from .hands import GOOGLE, Hand, read_hand
from .kinds import Found, Unmatched, Unreadable
from .lessons import Lessons
from .names import is_notebook_name, may_be_notebook, stem
from .owners import Owners, Whose
from .peek import About, peek
from .place import Candidate
from .submitted import some


@dataclass
class Matched:
    """What one delivery gave."""

    candidates: list[Candidate] = field(default_factory=list)
    lines: list[Unmatched] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class _Read:
    """A file of a delivery; without `about` it is no notebook."""

    found: Found
    hand: Hand
    whose: Whose
    about: About | None = None
    sha256: str = ""
    unreadable: Note | None = None


def match(delivery: Delivery, owners: Owners, wanted: Sequence[str], mask: bool) -> Matched:
    """`wanted` are the lessons to be marked; with `mask` no name of a pupil stays in a note."""
    result = Matched()
    files = [one for one in delivery.files if one.parts[-1] != times.STAMP]
    read = [_read(found, owners) for found in files]
    only = _only_lesson(delivery, read, owners.lessons, wanted)
    for line in delivery.lines:
        hand = read_hand(tuple(line.name.split("/")))
        student, lesson = owners.of(hand).student, _guess(hand, owners.lessons) or only
        result.lines.append(replace(line, student=student, lesson=lesson))
    for one in read:
        if one.about:
            _notebook(one, only, owners, result, mask)
        elif one.unreadable:
            lesson = _guess(one.hand, owners.lessons) or only
            result.lines.append(_line(one, one.unreadable, lesson))
    _believe(delivery, result)
    _others([one for one in read if not one.about], only, owners, result, mask, delivery)
    return result


def _read(found: Found, owners: Owners) -> _Read:
    hand, name = read_hand(found.parts), found.parts[-1]
    if not hand.online and may_be_notebook(name):
        try:
            data = found.read()
        except Unreadable as error:
            return _Read(found, hand, owners.of(hand), unreadable=error.args[0])
        about = peek(data)
        if is_notebook_name(name) or about.like:
            sha = hashlib.sha256(data).hexdigest()
            return _Read(found, hand, owners.of(hand, about.notebook), about, sha)
    return _Read(found, hand, owners.of(hand))


def _guess(hand: Hand, lessons: Lessons) -> str | None:
    """The lesson in the name of the file, or of a folder it is in."""
    named = (lessons.in_name(stem(part)) for part in reversed(hand.rest))
    return next(filter(None, named), None)


def _only_lesson(
    delivery: Delivery, read: Sequence[_Read], lessons: Lessons, wanted: Sequence[str]
) -> str | None:
    """The lesson of a download that holds one lesson only, as those of platforms do."""
    if named := lessons.in_name(stem(delivery.name)):
        return named
    there = {lessons.of_notebook(one.about) for one in read if one.about} - {None}
    if len(there) == 1:
        return there.pop()
    return wanted[0] if len(wanted) == 1 and not there else None


def _notebook(one: _Read, only: str | None, owners: Owners, result: Matched, mask: bool) -> None:
    sure = owners.lessons.of_notebook(one.about)
    named = _guess(one.hand, owners.lessons)
    lesson = sure or named or only
    if lesson is None:
        other = one.about.lesson
        code, values = ("take.other-lesson", {"lesson": other}) if other else ("take.no-lesson", {})
        result.lines.append(_line(one, Note(code, values=values), None))
        return
    if one.whose.student is None:
        result.lines.append(_line(one, one.whose.reason, lesson))
        return
    notes = list(one.whose.notes)
    if not sure and not named:
        notes.append(Note("take.lesson-guessed", values={"lesson": lesson}, look=True))
    if one.hand.late:
        notes.append(Note("take.late"))
    stamp = times.parse(one.hand.stamp) if one.hand.stamp else None
    result.candidates.append(
        Candidate(
            one.whose.student,
            lesson,
            one.found,
            one.sha256,
            one.about,
            bool(sure),
            _shown(one, owners, mask),
            one.hand.platform,
            one.hand.attempt,
            stamp or one.found.time,
            stamp,
            tuple(notes),
        )
    )


def _believe(delivery: Delivery, result: Matched) -> None:
    """Give each candidate the time it was handed in, where the download tells."""
    stamps = {one.parts[:-1]: one for one in delivery.files if one.parts[-1] == times.STAMP}
    google = bool(GOOGLE.search(stem(delivery.name)))
    known = [one.time for one in result.candidates if not one.timestamp]
    without = 0
    for place, one in enumerate(result.candidates):
        time = one.timestamp
        if beside := stamps.get(one.found.parts[:-1]):
            time = _stamp(beside) or time
        platform = one.platform or ("google" if google else "")
        if time is None and times.believed(platform, known):
            time = one.time
        without += time is None
        result.candidates[place] = replace(one, timestamp=time, time=time or one.time)
    if without:
        values = {"count": without, "place": delivery.name}
        result.notes.append(Note("take.no-times", values=values))


def _stamp(found: Found):
    try:
        return times.parse(found.read()[:200].decode("utf-8", "replace"))
    except Unreadable:
        return None


def _others(
    others: Sequence[_Read],
    only: str | None,
    owners: Owners,
    result: Matched,
    mask: bool,
    delivery: Delivery,
) -> None:
    """Files that are no notebooks: named with the pupil's notebook, or on their own."""
    alone = delivery.left_alone
    beside: dict[int, list[str]] = {}
    for one in others:
        if one.unreadable:
            continue
        student = one.whose.student
        mine = [at for at, each in enumerate(result.candidates) if each.student == student]
        near = [at for at in mine if result.candidates[at].found.parts[:-1] == one.found.parts[:-1]]
        if student is None and not one.hand.platform:
            alone += 1
        elif student is None:
            result.lines.append(_line(one, one.whose.reason, None))
        elif mine:
            for at in near or mine:
                beside.setdefault(at, []).append(_shown(one, owners, mask))
        else:
            code = "take.online-text" if one.hand.online else "take.not-a-notebook"
            note = Note(code, values={"name": _shown(one, owners, mask)})
            result.lines.append(_line(one, note, _guess(one.hand, owners.lessons) or only))
    for at, names in beside.items():
        note = Note("take.other-files", values={"names": some(names)})
        one = result.candidates[at]
        result.candidates[at] = replace(one, notes=(*one.notes, note))
    if not result.candidates and not result.lines:
        result.notes.append(Note("take.nothing", values={"place": delivery.name}))
    elif alone:
        values = {"count": alone, "place": delivery.name}
        result.notes.append(Note("take.left-alone", values=values))


def _shown(one: _Read, owners: Owners, mask: bool) -> str:
    """The name the pupil gave to a file; without the pupil's own name where that is hidden."""
    name = one.hand.rest[-1] if one.hand.rest else one.found.parts[-1]
    if not mask or one.whose.student is None:
        return name
    pupil = next(each for each in owners.finder.pupils if each.id == one.whose.student)
    hidden = set(words(f"{pupil.name} {pupil.email.partition('@')[0]} {pupil.login}"))
    return re.sub(
        r"[^\W_]+", lambda word: "…" if hidden & set(words(plain(word[0]))) else word[0], name
    )


def _line(one: _Read, reason: Note, lesson: str | None) -> Unmatched:
    whose, kept = one.whose.student, one.found.kept
    return Unmatched(one.found.name, reason, whose, lesson, kept, one.sha256)
