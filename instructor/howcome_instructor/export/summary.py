"""What an export says at the end: to a person in sentences, to a program as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..course.roster import Pupil
from .marks import BY_HAND, NEEDS_TEACHER, NOT_GRADABLE, NOT_HANDED_IN, NOT_MARKED, Marks

SHOWN = 12
"""So many pupils are named in a sentence; `--json` has them all."""

WHY = {
    NOT_HANDED_IN: "handed in nothing",
    NOT_MARKED: "not marked yet",
    BY_HAND: "an answer waits for your points, see `howcome written`",
    NEEDS_TEACHER: "marking needs you, see the report",
    NOT_GRADABLE: "cannot be graded, see the report",
}
"""Why there is no mark, in the order in which they are told."""


@dataclass
class Summary:
    """What was written, and all that was not."""

    to: str
    file: Path
    rows: int = 0
    lessons: dict[str, dict] = field(default_factory=dict)
    """Lesson -> its column, its points, how many marks were written."""
    no_mark: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Reason -> lesson -> pupils."""
    no_page: dict[str, list[str]] = field(default_factory=dict)
    """Lesson -> pupils without a page of feedback."""
    zeros: dict[str, list[str]] = field(default_factory=dict)
    """Lesson -> pupils who got an explicit zero for handing in nothing."""
    left_out: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    by_name: list[str] = field(default_factory=list)
    replaced: int = 0
    notes: list[str] = field(default_factory=list)

    def tell(self, marks: Marks) -> None:
        """Take over why pupils have no mark, and who got a zero."""
        for (student, lesson), mark in marks.marks.items():
            if mark.score is None:
                self.no_mark.setdefault(mark.why, {}).setdefault(lesson, []).append(student)
            elif mark.why == NOT_HANDED_IN:
                self.zeros.setdefault(lesson, []).append(student)

    @property
    def exit_code(self) -> int:
        """1 when a pupil should be in the file and is not; else 0."""
        return 1 if self.left_out else 0

    def as_json(self) -> dict:
        """Plain data, with ids and no names."""
        return {
            "to": self.to,
            "file": str(self.file),
            "rows": self.rows,
            "lessons": self.lessons,
            "no_mark": self.no_mark,
            "no_page": self.no_page,
            "zeros": self.zeros,
            "left_out": self.left_out,
            "kept": self.kept,
            "matched_by_name": self.by_name,
            "replaced": self.replaced,
            "notes": self.notes,
        }

    def sentences(self, pupils: Mapping[str, Pupil], names: bool = True) -> list[str]:
        """What a person reads; pupils by name and id, or with `names` False by id alone."""

        def who(ids: Iterable[str]) -> str:
            ids = list(ids)
            shown = [_called(pupils.get(id), id, names) for id in ids[:SHOWN]]
            more = f" and {len(ids) - SHOWN} more (--json has all)" if len(ids) > SHOWN else ""
            return ", ".join(shown) + more

        lines = [f"{lesson}: {_told(about)}" for lesson, about in self.lessons.items()]
        for why, words in WHY.items():
            for lesson, ids in self.no_mark.get(why, {}).items():
                lines.append(f"{lesson}: no mark for {len(ids)} ({words}): {who(ids)}.")
        for lesson, ids in self.no_page.items():
            lines.append(f"{lesson}: no feedback for {len(ids)}: {who(ids)}.")
        for lesson, ids in self.zeros.items():
            lines.append(f"{lesson}: zero for {len(ids)} who handed in nothing: {who(ids)}.")
        if self.replaced:
            lines.append(f"{_count(self.replaced, 'mark')} in the template had another value.")
        for id, cell in self.kept.items():
            lines.append(f"The template says {cell} for {who([id])}; that stays.")
        if self.by_name:
            lines.append(f"Found by name alone, please look: {who(self.by_name)}.")
        for why in dict.fromkeys(self.left_out.values()):
            ids = [id for id, other in self.left_out.items() if other == why]
            lines.append(f"NOT in the file, since {why}: {who(ids)}.")
        return [*lines, *self.notes, f"Written: {self.file}"]


def _told(about: Mapping) -> str:
    if "pages" in about:
        return f"{_count(about['pages'], 'page')}."
    points = f"{about['max_score']:g} point{'' if about['max_score'] == 1 else 's'}"
    column = f", column '{about['column']}'" if about.get("column") else ""
    return f"{_count(about['marks'], 'mark')}, of {points}{column}."


def _count(many: int, what: str) -> str:
    return f"{many} {what}{'' if many == 1 else 's'}"


def _called(pupil: Pupil | None, id: str, names: bool) -> str:
    if not names or pupil is None or pupil.name == id:
        return id
    return f"{pupil.name} ({id})"
