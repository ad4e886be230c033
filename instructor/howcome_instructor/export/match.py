"""Whose row it is. A doubt is no match: a mark under the wrong name is worse than none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..course.roster import Pupil
from .cells import Cell
from .headings import Sheet
from .people import same

KEYS = ("lms_id", "sis_id", "login", "email")


@dataclass(frozen=True)
class Found:
    """Which row of a file is whose."""

    rows: dict[int, str] = field(default_factory=dict)
    """Row -> pupil; no pupil twice."""
    by_name: list[str] = field(default_factory=list)
    """Pupils of whom the file and the roster share nothing but the name."""
    doubts: dict[str, str] = field(default_factory=dict)
    """Pupil -> why no row is theirs, though one might be."""


def find_pupils(rows: list[list[Cell]], sheet: Sheet, pupils: Mapping[str, Pupil]) -> Found:
    """Match the rows of a file with the pupils of a course.

    By a number, a login or an e-mail address; where a pupil and a row have none in common to
    compare, by a name that only one pupil and only one row has.
    """
    keys = [name for name in KEYS if name in sheet.who]
    owners = {name: _owners(pupils, name) for name in keys}
    names = _names(pupils)
    known = {index: _named(rows[index], sheet) for index in sheet.body}
    often = Counter(name for name in known.values() if name)

    claims: dict[int, set[str]] = {}
    by_name = set()
    doubts: dict[str, str] = {}
    for index in sheet.body:
        values = {name: same(_value(rows[index], sheet.who[name])) for name in keys}
        hits = [owners[name].get(value, set()) for name, value in values.items() if value]
        claims[index] = set().union(*hits)
        if claims[index]:
            continue
        for id in names.get(known[index], ()):
            if any(value and same(getattr(pupils[id], name)) for name, value in values.items()):
                doubts[id] = "the template has this name with another number or address"
            elif len(names[known[index]]) > 1 or often[known[index]] > 1:
                doubts[id] = "more than one pupil has this name, and nothing else to tell by"
            else:
                claims[index] = {id}
                by_name.add(id)
    claimed = Counter(id for ids in claims.values() for id in ids)
    found = Found(doubts=doubts)
    for index, ids in claims.items():
        sure = [id for id in ids if claimed[id] == 1]
        if len(ids) == 1 and sure:
            found.rows[index] = sure[0]
            found.doubts.pop(sure[0], None)
            if sure[0] in by_name:
                found.by_name.append(sure[0])
        for id in ids if not (len(ids) == 1 and sure) else ():
            found.doubts[id] = "more than one row or pupil fits the same number or address"
    return found


def _owners(pupils: Mapping[str, Pupil], name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for id, pupil in pupils.items():
        # a login may be the e-mail address, which a roster need not say twice
        for value in {same(getattr(pupil, name)), same(pupil.email) if name == "login" else ""}:
            if value:
                found.setdefault(value, set()).add(id)
    return found


def _names(pupils: Mapping[str, Pupil]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for id, pupil in pupils.items():
        if pupil.first_name or pupil.last_name:
            found.setdefault(same(pupil.name), set()).add(id)
    return found


def _named(row: list[Cell], sheet: Sheet) -> str:
    """The name in a row as `first last`, however many columns it takes; empty for none."""
    who = sheet.who
    if "first_name" in who and "last_name" in who:
        return same(f"{_value(row, who['first_name'])} {_value(row, who['last_name'])}")
    if "name" not in who:
        return ""
    last, comma, first = _value(row, who["name"]).partition(",")
    return same(f"{first} {last}" if comma else last)


def _value(row: list[Cell], at: int) -> str:
    return row[at].value if at < len(row) else ""
