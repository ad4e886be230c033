"""Coverage: for each id and each grade band, the lessons that are mapped to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .frameworks import STAGES, Framework, Item
from .lessons import Mapped

MEANING = {
    "taught": "a lesson for these grades names the id in its guide's record",
    "assessed": "such a lesson has a task that gives points, marked by program or by a teacher",
    "missing": "no lesson for these grades names it",
}
"""What the three words say, here and on every page that uses them."""

NOT_REVIEWED = (
    "Lessons are mapped to these ids by this project; no publisher has reviewed the mapping."
)


@dataclass(frozen=True)
class Row:
    """One id in one grade band."""

    framework: Framework
    item: Item
    stage: str
    lessons: tuple[Mapped, ...]

    @property
    def status(self) -> str:
        """`assessed` (and so taught), `taught` or `missing`; empty for what is no gap."""
        if any(one.gives_points for one in self.lessons):
            return "assessed"
        if self.lessons:
            return "taught"
        return "missing" if self.framework.gaps else ""


@dataclass(frozen=True)
class Coverage:
    """All rows, and what could not be counted."""

    frameworks: list[Framework]
    stages: tuple[str, ...]
    lessons: list[Mapped]
    rows: list[Row] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """(lesson, one sentence): a lesson or an id that is not counted, and why."""

    def of(self, framework: Framework, stage: str) -> list[Row]:
        """The rows of one framework and grade band."""
        return [row for row in self.rows if row.framework.id == framework.id and row.stage == stage]

    def counts(self, framework: Framework, stage: str) -> dict[str, int]:
        """How many ids there are, and how many of them are taught, assessed and missing."""
        statuses = [row.status for row in self.of(framework, stage)]
        return {
            "ids": len(statuses),
            "taught": statuses.count("taught") + statuses.count("assessed"),
            "assessed": statuses.count("assessed"),
            "missing": statuses.count("missing"),
        }


def cover(
    frameworks: list[Framework], lessons: list[Mapped], stages: tuple[str, ...] = STAGES
) -> Coverage:
    """Count which ids the lessons are mapped to.

    Args:
        frameworks: those to count.
        stages: the grade bands to count.
    """
    here = [one for one in lessons if one.stage in stages or one.stage not in STAGES]
    counted = [one for one in here if not one.trouble]
    named: dict[tuple[str, str, str], list[Mapped]] = {}
    left_out = [(one.lesson.name, one.trouble) for one in here if one.trouble]
    for framework in frameworks:
        for one in counted:
            for name in one.ids.get(framework.id, ()):
                stands = framework.stands_for(name, one.stage)
                for item in stands:
                    mapped = named.setdefault((framework.id, item, one.stage), [])
                    if one not in mapped:
                        mapped.append(one)
                if not stands:
                    left_out.append((one.lesson.name, _why_not(framework, name, one.stage)))
    rows = [
        Row(framework, item, stage, tuple(named.get((framework.id, item.id, stage), ())))
        for framework in frameworks
        for stage in stages
        for item in framework.expected(stage)
    ]
    return Coverage(frameworks, stages, counted, rows, left_out)


def unknown_frameworks(lessons: list[Mapped], known: list[Framework]) -> Iterator[tuple[str, str]]:
    """(lesson, one sentence) for each framework that a record names and nobody has a file for."""
    names = {one.id for one in known}
    for one in lessons:
        for name in () if one.trouble else one.ids:
            if name not in names:
                right = f"there is no curriculum/standards/{name}.yaml"
                yield one.lesson.name, f"{name} is not counted: {right}."


def _why_not(framework: Framework, name: str, stage: str) -> str:
    item = framework.items.get(name)
    if item is None:
        return f"{framework.id} has no id {name}."
    if item.stage and item.stage != stage:
        return f"{framework.id} {name} is for grades {item.stage}, the lesson for {stage}."
    if not item.verified:
        return f"{framework.id} {name} has not been read in a public source."
    if item.for_adults:
        return f"{framework.id} {name} is for adults, not for lessons."
    return f"{framework.id} {name} is a heading; name the ids below it that the lesson teaches."
