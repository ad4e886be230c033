"""Which lesson of the course a notebook, or the name of a file, belongs to."""

from __future__ import annotations

import re

from ...course.folder import Course
from ...course.roster.words import words
from .peek import About, peek


class Lessons:
    """The lessons of one course, and how to know them."""

    def __init__(self, course: Course):
        self.course = course
        self.names = {name: words(name) for name in course.lessons}
        self.grade_ids = {name: self._grade_ids(name) for name in course.lessons}

    def _grade_ids(self, name: str) -> frozenset[str]:
        try:
            return peek(self.course.source(name).read_bytes()).grade_ids
        except OSError:  # no source: nbgrader will say so; here the other signs must do
            return frozenset()

    def of_notebook(self, about: About) -> str | None:
        """The lesson a notebook says it is; by its cells, where it says none of this course."""
        for name in self.names:
            if about.lesson and about.lesson.casefold() == name.casefold():
                return name
        shared = {name: len(ids & about.grade_ids) for name, ids in self.grade_ids.items()}
        most = max(shared.values(), default=0)
        best = [name for name, count in shared.items() if count == most]
        return best[0] if most and len(best) == 1 else None

    def in_name(self, text: str) -> str | None:
        """The one lesson whose name, or number such as `m04`, `M4` or `m-04`, is in a text."""
        said = words(text)
        whole = [name for name, name_words in self.names.items() if _within(name_words, said)]
        if len(whole) == 1:
            return whole[0]
        # (?<!…) by hand: `m04_` counts, `em04` does not
        codes = re.findall(r"(?:^|(?<=[\W_]))([a-z])[\W_]?0*(\d{1,2})(?!\d)", text.casefold())
        by_code = [name for name in self.names if _code(name) in codes]
        return by_code[0] if len(by_code) == 1 else None

    def without_name(self, text: str) -> str:
        """A text without the words of a lesson's name, which could be read as a pupil's."""
        said = words(text)
        for name_words in self.names.values():
            if at := _within(name_words, said):
                said = said[: at - 1] + said[at - 1 + len(name_words) :]
        return " ".join(said)


def _code(name: str) -> tuple[str, str] | None:
    found = re.match(r"([a-z])0*(\d{1,2})(?!\d)", name.casefold())
    return (found[1], found[2]) if found else None


def _within(part: list[str], said: list[str]) -> int:
    """Where a run of words stands in others, counted from 1; 0 when nowhere."""
    for at in range(len(said) - len(part) + 1):
        if part and said[at : at + len(part)] == part:
            return at + 1
    return 0
