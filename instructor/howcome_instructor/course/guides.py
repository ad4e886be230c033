"""The teachers' guide of a lesson: the one a course has kept, else the checkout's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..sources import checkout_curriculum
from .folder import HIDDEN, Course


@dataclass(frozen=True)
class Guide:
    """One guide: a record in YAML between two lines of dashes, then Markdown."""

    path: Path
    whole: str
    """The file as it stands."""

    @property
    def text(self) -> str:
        """The Markdown without the record."""
        return self._parts[1]

    @cached_property
    def record(self) -> dict[str, Any]:
        """The record on top, such as `record["misconceptions"]`; empty when there is none."""
        import yaml

        try:
            found = yaml.safe_load(self._parts[0])
        except yaml.YAMLError:
            return {}
        return found if isinstance(found, dict) else {}

    def section(self, title: str) -> str:
        """What stands under `## title`, up to the next heading of that rank; or nothing."""
        for part in re.split(r"^## +", self.text, flags=re.MULTILINE)[1:]:
            heading, _, body = part.partition("\n")
            if heading.strip() == title:
                return body.strip()
        return ""

    @property
    def _parts(self) -> tuple[str, str]:
        if self.whole.startswith("---\n"):
            _, record, text = [*self.whole.split("---\n", 2), ""][:3]
            return record, text
        return "", self.whole


def guide_of(course: Course, lesson: str) -> Guide | None:
    """The guide of a lesson, or None when there is none (an assignment of the teacher's own)."""
    for path in _places(course, lesson):
        try:
            return Guide(path, path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            continue
    return None


def _places(course: Course, lesson: str) -> list[Path]:
    # the course's own copy is of the version that its pupils have
    places = [course.root / HIDDEN / "guides" / f"{lesson}.md"]
    if curriculum := checkout_curriculum():
        guides = curriculum.parent / "instructor" / "guides"
        places += sorted(guides.glob(f"*/{lesson}.md"))
    return places
