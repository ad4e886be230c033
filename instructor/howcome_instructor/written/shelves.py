"""Questions with their answers, read from the gradebook and the marked notebooks."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..course.folder import Course
from .alike import groups, plain
from .answers import Part, answer_of, read_notebook
from .book import Entry, Mark
from .questions import Question, question
from .remember import fingerprint


@dataclass
class Answer:
    """One answer on the page."""

    id: str
    """Random, and of this start alone."""
    entry: Entry
    mark: Mark
    known: frozenset[str]
    """Texts of the lesson itself: what stands there is nobody's answer."""
    path: Path
    file: tuple[int, int]
    """Time and size of the notebook it was read from."""
    parts: list[Part]

    @property
    def text(self) -> str:
        """All of it, as it is compared with other answers."""
        return "\n".join(part.text for part in self.parts)

    @property
    def print(self) -> str:
        """A fingerprint of what a teacher reads, output included."""
        return fingerprint("\n\0".join(f"{part.text}\0{part.output}" for part in self.parts))

    def read_again(self) -> bool:
        """Has the notebook been replaced since, and is the answer in it another one?"""
        file = stamp_of(self.path)
        if file == self.file:
            return False
        parts = _parts(self.entry, read_notebook(self.path), self.known)
        if parts is None or file is None:
            return True
        before = self.print
        self.parts, self.file = parts, file
        return self.print != before


@dataclass
class Shelf:
    """One question with its answers, in the order of reading."""

    question: Question
    groups: list[tuple[str, list[Answer]]] = field(default_factory=list)
    unread: list[Entry] = field(default_factory=list)
    """Pupils of whom there is no marked notebook, or none with this cell in it."""


def read_shelves(course: Course, entries: Iterable[Entry], ids: dict[str, str]) -> list[Shelf]:
    """Every question, in the order of the course's lessons. `ids` keeps the ids of answers."""
    by_question: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        by_question.setdefault((entry.lesson, entry.notebook, entry.cell), []).append(entry)
    lessons = [*course.lessons, *sorted({lesson for lesson, _, _ in by_question})]
    notebooks: dict[Path, Any] = {}
    return [
        _shelf(course, by_question[key], ids, notebooks)
        for key in sorted(by_question, key=lambda key: (lessons.index(key[0]), *key))
    ]


def _shelf(
    course: Course, entries: list[Entry], ids: dict[str, str], notebooks: dict[Path, Any]
) -> Shelf:
    first = entries[0]
    about = {"task": first.task, "most": first.most}
    asked = question(course, first.lesson, first.notebook, first.cell, **about)
    shelf = Shelf(asked)
    read: list[Answer] = []
    for entry in entries:
        path = course.autograded(entry.student, entry.lesson) / f"{entry.notebook}.ipynb"
        if path not in notebooks:
            notebooks[path] = stamp_of(path), read_notebook(path)
        file, cells = notebooks[path]
        parts = _parts(entry, cells, asked.known)
        if parts is None or file is None:
            shelf.unread.append(entry)
            continue
        name = ids.setdefault(entry.grade, secrets.token_hex(8))
        read.append(Answer(name, entry, entry.mark, asked.known, path, file, parts))
    # by what was written: an order that tells nothing about who did
    read.sort(key=lambda answer: (plain(answer.text), answer.text, answer.id))
    found = groups([answer.text for answer in read], asked.asked.stub)
    shelf.groups = [(group.kind, [read[place] for place in group.members]) for group in found]
    # a sort that is stable: what is to be done comes first, nothing else moves
    shelf.groups.sort(key=lambda group: not any(answer.mark.needs for answer in group[1]))
    return shelf


def _parts(entry: Entry, cells: list[dict] | None, known: frozenset[str]) -> list[Part] | None:
    return None if cells is None else answer_of(cells, entry.cell, entry.task, known)


def stamp_of(path: Path) -> tuple[int, int] | None:
    """Time and size of a file, or None when there is none."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size
