"""Who is behind an id: the roster, and for the ids it lacks what nbgrader's gradebook knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..course.folder import Course
from ..course.roster import Pupil, load_pupils
from ..errors import BadInput


def everyone(course: Course, gradebook) -> dict[str, Pupil]:
    """All pupils of the roster and of the gradebook, by id, in the order of their names.

    In a course without pseudonyms an empty name or e-mail address is taken from the gradebook.
    """
    found = load_pupils(course)
    for student in gradebook.students:
        pupil = found.get(student.id, Pupil(student.id))
        if not course.pseudonyms:
            pupil = replace(
                pupil,
                first_name=pupil.first_name or student.first_name or "",
                last_name=pupil.last_name or student.last_name or "",
                email=pupil.email or student.email or "",
            )
        found[student.id] = pupil
    return dict(sorted(found.items(), key=lambda item: by_name(item[1])))


def by_name(pupil: Pupil) -> tuple[str, str, str]:
    """What pupils are sorted by: last name, first name, id."""
    return (same(pupil.last_name), same(pupil.first_name), pupil.id)


def of_section(pupils: Mapping[str, Pupil], section: str | None) -> dict[str, Pupil]:
    """The pupils of one section, or all. Raises BadInput when no pupil is in it."""
    if section is None:
        return dict(pupils)
    chosen = {id: pupil for id, pupil in pupils.items() if same(pupil.section) == same(section)}
    if chosen:
        return chosen
    known = sorted({pupil.section for pupil in pupils.values() if pupil.section})
    raise BadInput(
        f"No pupil is in the section '{section}'; pupils.csv has {', '.join(known)}."
        if known
        else "pupils.csv names no sections; leave --section out, or fill in that column."
    )


def same(text: str) -> str:
    """A name, address or heading in the form in which two spellings of it are compared."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def shared(pupils: Iterable[Pupil], field: str) -> set[str]:
    """The values of a field that more than one pupil has: they say nothing about who it is."""
    seen: set[str] = set()
    twice: set[str] = set()
    for pupil in pupils:
        value = same(getattr(pupil, field))
        if value:
            (twice if value in seen else seen).add(value)
    return twice
