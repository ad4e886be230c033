"""Find a pupil by whatever a file or a folder is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from .pupil import Pupil
from .words import plain, squeezed, words

# Parts of family names that many share.
PARTICLES = {"de", "del", "la", "las", "los", "el", "y", "e", "da", "do", "dos", "das", "di"} | {
    *("van", "von", "der", "den", "ter", "al", "bin", "ibn", "le", "du", "san", "st", "jr", "ii"),
}

SHORTEST_NUMBER = 4
"""Digits: a shorter number in a file's name is a page, a class or "(1)", not a pupil."""


class Ambiguous(Exception):
    """A text that names several pupils; they stand in `pupils`."""

    def __init__(self, pupils: Iterable[Pupil]):
        self.pupils = tuple(pupils)
        super().__init__(", ".join(pupil.id for pupil in self.pupils))


class Finder:
    """Finds pupils of one roster again and again.

    >>> finder = Finder([Pupil("amber-otter", "Test María", "Ejemplo Uno", lms_id="70012")])
    >>> finder.find("ejemplo, test (8B) m04 final").id
    'amber-otter'
    """

    def __init__(self, pupils: Iterable[Pupil]):
        self.pupils = list(pupils)
        self.exact: dict[str, set[int]] = defaultdict(set)
        self.keys: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self.joined: dict[str, set[int]] = defaultdict(set)
        self.lms: dict[str, set[int]] = defaultdict(set)
        self.names: list[set[str]] = []
        self.owners: dict[str, set[int]] = defaultdict(set)
        for at, pupil in enumerate(self.pupils):
            for key in (pupil.id, pupil.email, pupil.login, pupil.lms_id, pupil.sis_id):
                self._add_key(at, key)
            self._add_key(at, pupil.email.partition("@")[0], exact=False)
            if pupil.lms_id:
                self.lms[_number(pupil.lms_id)].add(at)
            for order in (
                f"{pupil.first_name} {pupil.last_name}",
                f"{pupil.last_name} {pupil.first_name}",
            ):
                if pupil.last_name and pupil.first_name:
                    self.joined[squeezed(order)].add(at)
            name = set(words(f"{pupil.first_name} {pupil.last_name}"))
            self.names.append(name)
            for word in name:
                self.owners[word].add(at)

    def _add_key(self, at: int, key: str, exact: bool = True) -> None:
        if not key:
            return
        if exact:
            self.exact[plain(key).strip()].add(at)
            self.exact[_number(key)].add(at)
        parts = tuple(words(key))
        if not parts or (len(parts) == 1 and parts[0].isdigit() and len(key) < SHORTEST_NUMBER):
            return
        if len("".join(parts)) > 2:
            self.keys[parts[0]].append((parts, at))

    def find(self, text: str) -> Pupil | None:
        """The pupil that a text names, or None; raises Ambiguous when it names several."""
        whole = self.exact.get(plain(text).strip()) or self.exact.get(_number(text))
        if whole:
            return self._one(whole)
        said = words(text)
        by_name = self._by_name(said, text)
        by_key = self._by_key(said, set().union(*(self.names[at] for at in by_name)))
        return self._one(by_name & by_key or by_name | by_key)

    def find_joined(self, text: str) -> Pupil | None:
        """The pupil whose names, written in one as Canvas does, are this text."""
        return self._one(self.joined.get(squeezed(text), set()))

    def find_key(self, key: str) -> Pupil | None:
        """The pupil with exactly this id, number, login or address."""
        return self._one(self.exact.get(plain(key).strip()) or self.exact.get(_number(key)))

    def find_lms(self, number: str) -> Pupil | None:
        """The pupil with this number on the learning platform, and no other number."""
        return self._one(self.lms.get(_number(number)))

    def _one(self, places: set[int] | None) -> Pupil | None:
        if not places:
            return None
        if len(places) > 1:
            raise Ambiguous(self.pupils[at] for at in sorted(places))
        return self.pupils[next(iter(places))]

    def _by_key(self, said: list[str], name: set[str]) -> set[int]:
        """Whose id, login, number or address is in the text.

        One that is a part of the `name` already found there, as `ana` is of Ana Lopez, is not.
        """
        return {
            at
            for place, word in enumerate(said)
            for parts, at in self.keys.get(word, ())
            if tuple(said[place : place + len(parts)]) == parts and not set(parts) <= name
        }

    def _by_name(self, said: list[str], text: str) -> set[int]:
        """Whose name is in the text: several, when a part of a longer name says more than the
        whole of a shorter one, as of "Ana Lopez Mora" with an Ana Lopez and an Eva Ana Lopez Mora.
        """
        full, most_full = self._full(said)
        part, most_part = self._part(said)
        if full:
            return full | part if most_part > most_full else full
        return set(self.joined.get(squeezed(text), ())) or part

    def _full(self, said: list[str]) -> tuple[set[int], int]:
        """Whose whole name is in the text, and how many words it has; of a name within a longer
        one, the longer.
        """
        there = set(said)
        near = {at for word in there for at in self.owners.get(word, ())}
        fits = {at for at in near if self.names[at] <= there and _a_name(self.names[at])}
        fits = {at for at in fits if not any(self.names[at] < self.names[other] for other in fits)}
        return fits, max((len(self.names[at]) for at in fits), default=0)

    def _part(self, said: list[str]) -> tuple[set[int], int]:
        """Who has one of their first and one of their family names in the text, and how many."""
        there = set(said)
        fits: dict[int, int] = {}
        for at in {at for word in there - PARTICLES for at in self.owners.get(word, ())}:
            first = (there - PARTICLES) & set(words(self.pupils[at].first_name))
            last = (there - PARTICLES) & set(words(self.pupils[at].last_name))
            if len(first | last) > 1 and first and last:
                fits[at] = len(self.names[at] & there)
        most = max(fits.values(), default=0)
        return {at for at, count in fits.items() if count == most}, most


def find_pupil(pupils: Iterable[Pupil], text: str) -> Pupil | None:
    """The pupil whom a text names: by id, address, login, number, or name in any order.

    Accents, hyphens, case and words beside the name do not matter; a first name alone is not
    enough. None when nobody fits; raises Ambiguous when several do.
    """
    return Finder(pupils).find(text)


def _a_name(name: set[str]) -> bool:
    return len(name) > 1 or len("".join(name)) > 2


def _number(key: str) -> str:
    """A number as a spreadsheet leaves it: without leading zeros, without `.0`."""
    text = plain(key).strip()
    number = text[:-2] if text.endswith(".0") else text
    return number.lstrip("0") if number.isdigit() and number.strip("0") else text
