"""Pseudonyms: two plain kind words, drawn by chance, which say nothing about a pupil."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from .pupil import Pupil
from .words import plain, safe_id

# The first words are colours, stuffs and weather, none of which could be said of a child; the
# second are animals that nobody is called in a schoolyard.
_WORDS = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
FIRST: list[str] = _WORDS["first"]
SECOND: list[str] = _WORDS["second"]


def pseudonymise(pupils: Iterable[Pupil], taken: Iterable[Pupil | str] = ()) -> list[Pupil]:
    """The same pupils with a pseudonym for an id.

    `taken` are the pupils who have theirs already, and are known again by their numbers or their
    name: they keep it. An id given as text is only not used again. The id a pupil came with is
    kept as the login or the school's number, so that the platform's files are still matched.
    """
    pupils, taken = list(pupils), list(taken)
    known = [one for one in taken if isinstance(one, Pupil)]
    used = {one.id if isinstance(one, Pupil) else one for one in taken}
    kept = _known_again(pupils, known)
    made = []
    for place, pupil in enumerate(pupils):
        pseudonym = kept.get(place) or _new(used)
        used.add(pseudonym)
        made.append(replace(_with_old_id(pupil), id=pseudonym))
    return made


def _new(used: set[str]) -> str:
    """A pseudonym nobody has; a number is added once half of the pairs are in use."""
    crowded = len(used) * 2 > len(FIRST) * len(SECOND)
    while True:
        pseudonym = f"{secrets.choice(FIRST)}-{secrets.choice(SECOND)}"
        if crowded:
            pseudonym += f"-{secrets.randbelow(9000) + 1000}"
        if pseudonym not in used:
            return pseudonym


def _with_old_id(pupil: Pupil) -> Pupil:
    known = map(safe_id, (pupil.login, pupil.sis_id, pupil.lms_id, pupil.email))
    # one that was made from another column or the name is no number that a platform knows
    if not pupil.id or pupil.id in (*known, pupil.id_by_name):
        return pupil
    if not pupil.login:
        return replace(pupil, login=pupil.id)
    return pupil if pupil.sis_id else replace(pupil, sis_id=pupil.id)


def _known_again(pupils: Sequence[Pupil], known: Sequence[Pupil]) -> dict[int, str]:
    """Place in `pupils` -> the pseudonym that this pupil has already.

    What tells most is tried first; nothing that two people share, as siblings share an address,
    is taken as a proof.
    """
    kept: dict[int, str] = {}
    free = {one.id: one for one in known}
    for key in (_sis, _lms, _login, _email_and_name, _email, _name):
        open_places = [place for place in range(len(pupils)) if place not in kept]
        here = Counter(key(_with_old_id(pupils[place])) for place in open_places)
        there = {key(one): one.id for one in free.values()}
        twice = Counter(key(one) for one in free.values())
        for place in open_places:
            mark = key(_with_old_id(pupils[place]))
            if mark and mark in there and here[mark] == twice[mark] == 1:
                kept[place] = there[mark]
                del free[there[mark]]
    return kept


def _sis(pupil: Pupil) -> str:
    return plain(pupil.sis_id)


def _lms(pupil: Pupil) -> str:
    return plain(pupil.lms_id)


def _login(pupil: Pupil) -> str:
    return plain(pupil.login)


def _email_and_name(pupil: Pupil) -> str:
    return f"{plain(pupil.email)} {_name(pupil)}" if pupil.email and _name(pupil) else ""


def _email(pupil: Pupil) -> str:
    return plain(pupil.email)


def _name(pupil: Pupil) -> str:
    return plain(f"{pupil.first_name} {pupil.last_name}".strip())
