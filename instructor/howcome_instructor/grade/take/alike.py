"""Files that two pupils share. It is said to the teacher, and means nothing by itself: pupils
work in pairs, brothers share a computer, and a teacher may have given one copy to all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ...course.copies import notebook_id
from ...course.folder import HIDDEN, Course
from ..notes import Note
from .kinds import Submission
from .peek import peek
from .submitted import Lying, some

Chosen = Mapping[tuple[str, str], tuple[Submission, Lying]]

MANY = 5
"""So many pupils with one copy, and half of those who handed in: it was given to all."""


def mark_alike(
    course: Course, chosen: Chosen, copies: Mapping[str, str]
) -> tuple[list[Submission], list[Note]]:
    """The submissions, with a note on each that shares its copy or all its bytes with another's."""
    notes: list[Note] = []
    submissions = {key: submission for key, (submission, _) in chosen.items()}
    for lesson in course.lessons:
        mine = {key: lying for key, (_, lying) in chosen.items() if key[1] == lesson}
        for_all = _for_all(course, lesson) if mine else set()
        by_bytes, by_copy = defaultdict(set), defaultdict(set)
        for key, lying in mine.items():
            if not lying.about.empty and lying.sha256 not in for_all:
                by_bytes[lying.sha256].add(key)
            if lying.about.notebook and lying.about.notebook not in for_all:
                by_copy[lying.about.notebook].add(key)
        same = _several("take.same-bytes", by_bytes.values())
        for copy, keys in by_copy.items():
            if len(keys) >= MANY and 2 * len(keys) > len(mine):
                values = {"lesson": lesson, "count": len(keys)}
                notes.append(Note("take.one-copy", values=values))
                continue
            for key, note in _several("take.same-copy", [keys]).items():
                same.setdefault(key, note)
            owner = copies.get(copy)
            for key in keys:
                if owner and owner != key[0] and key not in same:
                    values = {"other": owner}
                    same[key] = Note("take.other-copy", values=values, look=True)
        for key, note in same.items():
            before = submissions[key]
            kept = tuple(each for each in before.notes if each.code != "take.other-copy")
            submissions[key] = replace(before, notes=(*kept, note))
    return list(submissions.values()), notes


def _several(code: str, groups: Iterable[set]) -> dict[tuple[str, str], Note]:
    found = {}
    for keys in groups:
        for key in keys if len(keys) > 1 else ():
            others = sorted(student for student, _ in keys if student != key[0])
            found[key] = Note(code, values={"others": some(others)}, look=True)
    return found


def _for_all(course: Course, lesson: str) -> set[str]:
    """The digest and the copy's id of the file that the whole class was given."""
    import hashlib

    shared = set()
    try:
        data = course.released(lesson).read_bytes()
        shared |= {hashlib.sha256(data).hexdigest(), peek(data).notebook or ""}
    except OSError:
        pass
    if (course.root / HIDDEN / "key").exists():
        shared.add(notebook_id(course, lesson))
    return shared - {""}
