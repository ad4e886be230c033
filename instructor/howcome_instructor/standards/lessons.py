"""What each lesson's record says: its grades, its minutes, and the ids it is mapped to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..course.guides import Guide
from ..new.blanks import SIGN
from ..release import AUTHOR_ONLY
from ..sources import Lesson
from .frameworks import STAGES, Framework


@dataclass(frozen=True)
class Mapped:
    """One lesson as its guide's record has it. A part that cannot be read is left empty."""

    lesson: Lesson
    guide: Path
    stage: str = ""
    minutes: str = ""
    question: str = ""
    gives_points: bool = False
    """Whether a task of it gives points, by program or by a teacher."""
    spanish: bool = False
    ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Framework -> the ids that the record names."""
    trouble: str = ""
    """Why nothing of this lesson is counted, as one sentence; or empty."""


def read_lesson(lesson: Lesson, frameworks: list[Framework]) -> Mapped:
    """Read one lesson's record. Never raises: what is wrong is in `trouble`."""
    guide = guide_path(lesson)
    spanish = lesson.path.with_name("es.po").is_file()
    try:
        read = Guide(guide, guide.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return Mapped(lesson, guide, spanish=spanish, trouble="It has no guide that can be read.")
    record, front = read.record, read.whole.removesuffix(read.text)
    told = {key: _line(record.get(key)) for key in ("stage", "minutes", "question")}
    ids = _ids(record, frameworks)
    if not record:
        trouble = "The record on top of its guide cannot be read."
    elif told["stage"] not in STAGES:
        trouble = f"Its stage is none of {', '.join(STAGES)}."
    elif SIGN in front + json.dumps(record, ensure_ascii=False, default=str):
        trouble = f"It is not finished: there are blanks ({SIGN}) in its record."
    else:
        trouble = "" if ids else "Its record names no standards."
    points = _gives_points(lesson.path)
    return Mapped(
        lesson, guide, **told, gives_points=points, spanish=spanish, ids=ids, trouble=trouble
    )


def guide_path(lesson: Lesson) -> Path:
    """Where the guide of a lesson is, or should be."""
    guides = lesson.path.parents[3] / "instructor" / "guides"
    return guides / lesson.band / f"{lesson.name}.md"


def _ids(record: dict[str, Any], frameworks: list[Framework]) -> dict[str, tuple[str, ...]]:
    named = record.get("standards")
    listed = dict(named) if isinstance(named, dict) else {}
    for framework in frameworks:
        if framework.record and framework.record in record:
            listed[framework.id] = _own(record[framework.record], framework)
    return {
        str(name): tuple(str(one) for one in ids)
        for name, ids in listed.items()
        if isinstance(ids, list) and ids
    }


def _own(value: Any, framework: Framework) -> Any:
    """What a key of its own names: a list of ids, or one level with a reason behind it."""
    level = re.match(r"\s*(\d+)\b", str(value))  # "1: pupils use no AI tool"
    numbered = all(name.isdigit() for name in framework.items)
    return [level[1]] if numbered and level and not isinstance(value, list) else value


def _line(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _gives_points(path: Path) -> bool:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return any(_points(cell["metadata"]) for cell in cells)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _points(metadata: dict[str, Any]) -> bool:
    about = metadata.get("nbgrader", {})
    asked = about.get("grade") or about.get("task")
    return bool(asked and about.get("points")) and AUTHOR_ONLY not in metadata.get("tags", ())
