"""Whose a file is: by the platform's name for it, by the copy's own id, by a name anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...course.roster.find import Ambiguous, Finder
from ..notes import Note
from .hands import Hand
from .lessons import Lessons
from .names import stem


@dataclass(frozen=True)
class Whose:
    """Whose a file is; without a pupil, `reason` says why."""

    student: str | None
    reason: Note | None = None
    notes: tuple[Note, ...] = ()


class Owners:
    """Finds the pupils of one course.

    Who handed a file in is known best by the platform, or by the folder of a pupil: it goes
    before the id of the copy, which two pupils may have passed on. A name within a file's name
    is weaker than the copy's id.
    """

    def __init__(self, finder: Finder, lessons: Lessons, copies: Mapping[str, str]):
        self.finder, self.lessons = finder, lessons
        ids = {pupil.id for pupil in finder.pupils}
        self.copies = {copy: pupil for copy, pupil in copies.items() if pupil in ids}

    def of(self, hand: Hand, notebook: str | None = None) -> Whose:
        """Whose the file at a path is; `notebook` is the id of the copy."""
        copy = self.copies.get(notebook) if notebook else None
        try:
            sure = self._by_platform(hand) if hand.platform else self._by_folder(hand.rest)
            weak = None if sure or hand.platform else self._by_name(hand.rest)
        except Ambiguous as several:
            if copy:
                return Whose(copy)
            pupils = ", ".join(pupil.id for pupil in several.pupils)
            return Whose(None, Note("take.ambiguous", values={"pupils": pupils}))
        if sure and copy and copy != sure:
            return Whose(sure, notes=(Note("take.other-copy", values={"other": copy}, look=True),))
        if copy and weak and copy != weak:
            return Whose(copy, notes=(Note("take.other-name", values={"other": weak}, look=True),))
        student = sure or copy or weak
        if student:
            return Whose(student)
        return Whose(None, Note("take.no-pupil" if self.finder.pupils else "take.no-roster"))

    def _by_platform(self, hand: Hand) -> str | None:
        for find, text in (
            # Canvas' numbers are its own; the same digits may be another pupil's school number
            (self.finder.find_lms if hand.platform == "canvas" else self.finder.find_key, hand.key),
            (self.finder.find_joined if hand.joined else self.finder.find, hand.who),
            (self.finder.find, hand.who),
        ):
            if text and (pupil := find(text)):
                return pupil.id
        return None

    def _by_folder(self, parts: tuple[str, ...]) -> str | None:
        """The outermost folder or inner zip that is called after a pupil.

        Not the place itself, whose name is the teacher's or the download's.
        """
        for part in parts[1:-1]:
            if pupil := self.finder.find(self.lessons.without_name(stem(part))) or (
                self.finder.find(stem(part))
            ):
                return pupil.id
        return None

    def _by_name(self, parts: tuple[str, ...]) -> str | None:
        """By the name of the file, or of the place it came in; they must not disagree."""
        found = {}
        for part in {parts[0], parts[-1]}:
            pupil = self.finder.find(self.lessons.without_name(stem(part)))
            pupil = pupil or self.finder.find(stem(part))
            if pupil:
                found[pupil.id] = pupil
        if len(found) > 1:
            raise Ambiguous(found.values())
        return next(iter(found), None)
