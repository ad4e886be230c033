"""What a teacher sees beside the answers: the question, its rubric, and a key for each mark."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..course.folder import Course
from ..course.guides import guide_of
from ..errors import BadInput
from ..rubric import Rubric, read_rubrics
from .answers import Asked, asked, read_notebook, source_of


@dataclass(frozen=True)
class Key:
    """One mark and the key that gives it."""

    key: str
    points: float
    level: str = ""
    looks: str = ""
    example: str = ""


@dataclass(frozen=True)
class Question:
    """One question of one lesson, as it stands beside the answers."""

    lesson: str
    cell: str
    task: bool
    most: float
    asked: Asked
    keys: tuple[Key, ...]
    before: str = ""
    """From the guide: mostly a good answer."""
    after: str = ""
    good: str = ""
    """The guide's whole section "Good answers", without rubrics; empty where a rubric says it."""
    problem: str = ""
    """One sentence when the guide's rubric cannot be used."""
    known: frozenset[str] = frozenset()
    """The texts of the lesson's own cells: what stands there is nobody's answer."""

    @property
    def has_rubric(self) -> bool:
        """Do the keys come from the guide?"""
        return any(key.level for key in self.keys)

    def as_json(self) -> dict[str, Any]:
        """What the page needs."""
        return {
            "lesson": self.lesson,
            "title": self.asked.title,
            "prompt": self.asked.prompt,
            # with a rubric the guide says what is good, and the source holds no more than a hint
            "scheme": self.asked.scheme or ("" if self.has_rubric else self.asked.model),
            "most": self.most,
            "keys": [asdict(key) for key in self.keys],
            "before": self.before,
            "after": self.after,
            "good": self.good,
            "problem": self.problem,
        }


def question(course: Course, lesson: str, notebook: str, cell: str, **about: Any) -> Question:
    """Put a question together; `about` is `task` and `most`."""
    source = read_notebook(course.source(lesson).with_name(f"{notebook}.ipynb")) or []
    released = read_notebook(course.released(lesson).with_name(f"{notebook}.ipynb")) or []
    rubric, good, problem = _from_guide(course, lesson, cell, about["most"])
    return Question(
        lesson=lesson,
        cell=cell,
        asked=asked(source, released, cell, about["task"]),
        keys=keys_of(rubric, about["most"]),
        before=rubric.before if rubric else "",
        after=rubric.after if rubric else "",
        good=good,
        problem=problem,
        known=frozenset(source_of(each).strip() for each in [*source, *released]),
        **about,
    )


def _from_guide(
    course: Course, lesson: str, cell: str, most: float
) -> tuple[Rubric | None, str, str]:
    guide = guide_of(course, lesson)
    if guide is None:
        return None, "", ""
    good = _without_rubrics(guide.section("Good answers"))
    try:
        rubric = read_rubrics(guide.text).get(cell)
    except BadInput as error:
        return None, good, f"{error} ({_short(guide.path, course)})"
    if rubric is None:
        return None, good, ""
    if misfit := rubric.misfit(most):
        return None, good, f"{misfit} ({_short(guide.path, course)})"
    return rubric, "" if rubric.before else good, ""


def keys_of(rubric: Rubric | None, most: float) -> tuple[Key, ...]:
    """The keys for an answer worth `most` points, from the fewest points to the most.

    Where all points are whole numbers up to 9, the key is the number of points. Where they are
    not, as with halves, the keys are 1, 2, 3, … for the levels from the lowest up.
    """
    if rubric:
        levels = sorted(rubric.levels, key=lambda level: level.points)
    else:
        step = 1.0 if most == int(most) else 0.5
        levels = [n * step for n in range(min(int(most / step), 9) + 1)][: 9 if step < 1 else 10]
    points = [level.points if rubric else level for level in levels]
    whole = all(each == int(each) and each <= 9 for each in points)
    keys = [f"{each:.0f}" if whole else str(n) for n, each in enumerate(points, 1)]
    if not rubric:
        return tuple(Key(key, each) for key, each in zip(keys, points, strict=True))
    return tuple(
        Key(key, level.points, level.name, level.looks, level.example)
        for key, level in zip(keys[:9], levels[:9], strict=True)
    )


def _without_rubrics(text: str) -> str:
    return text.partition("\n### Rubric:")[0].strip()


def _short(path: Path, course: Course) -> str:
    return str(path.relative_to(course.root)) if path.is_relative_to(course.root) else path.name
