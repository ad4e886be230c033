"""The frameworks that lessons are mapped to: `curriculum/standards/*.yaml`, one file each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import BadInput

STAGES = ("TK-2", "3-5", "6-8", "9-12")


@dataclass(frozen=True)
class Item:
    """One id of a framework."""

    id: str
    kind: str
    parent: str | None
    stage: str | None
    """The grades it is written for, or None for any."""
    for_adults: bool
    """Kept by policy, guides and the district's kit, not by a lesson."""
    ours: bool
    """The publisher gives no code; the id is this project's."""
    verified: bool = True
    """Whether the id was read in a public source."""


@dataclass(frozen=True)
class Framework:
    """One framework. No wording of the publisher's is kept, only ids."""

    id: str
    name: str
    version: str
    publisher: str
    licence: str
    url: str
    items: dict[str, Item]
    counted: frozenset[str]
    """The kinds of items that coverage counts."""
    record: str | None
    """The key of a guide's record that names its ids, where it is not `standards`."""
    gaps: bool
    """Whether an id that no lesson names is missing."""

    def expected(self, stage: str) -> list[Item]:
        """What lessons for these grades can be mapped to, in the file's order."""
        return [
            item
            for item in self.items.values()
            if item.kind in self.counted
            and item.stage in (None, stage)
            and item.verified
            and not item.for_adults
        ]

    def stands_for(self, name: str, stage: str) -> set[str]:
        """The counted ids that a lesson for these grades is mapped to when it names this one.

        An id stands for itself and, where it is a step of a counted one (`E6.basic` of `E6`), for
        that one. A heading that has one id below it for these grades stands for that one
        (`3-A-iii` in grades 3-5 for `3-A-iii.3-5`). Nothing else is counted: not a heading as a
        whole, and not an id that is written for other grades.
        """
        item = self.items.get(name)
        line = []
        while item is not None and item.id not in line:
            line.append(item.id)
            item = self.items.get(item.parent or "")
        below = self._below.get((name, stage), [])
        wanted = {*line, *(below if len(below) == 1 else ())}
        return wanted & {item.id for item in self.expected(stage)}

    @cached_property
    def _below(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for item in self.items.values():
            if item.parent and item.stage:
                found.setdefault((item.parent, item.stage), []).append(item.id)
        return found


def load_frameworks(curriculum: Path) -> list[Framework]:
    """All frameworks of a curriculum, in the order of the files' names.

    Raises BadInput for a file that cannot be read, and when there is none.
    """
    folder = curriculum / "standards"
    found = [_framework(path) for path in sorted(folder.glob("*.yaml"))]
    if not found:
        raise BadInput(f"There are no frameworks in {folder}; it holds one .yaml file for each.")
    return found


def choose_frameworks(frameworks: list[Framework], names: tuple[str, ...]) -> list[Framework]:
    """The named frameworks, or all. Raises BadInput with the right names."""
    known = {one.id: one for one in frameworks}
    for name in names:
        if name not in known:
            raise BadInput(f"There is no framework '{name}'; there are {', '.join(known)}.")
    return [known[name] for name in names] or frameworks


def _framework(path: Path) -> Framework:
    import yaml

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        grades = {str(key): str(value) for key, value in (data.get("grades") or {}).items()}
        items = [_item(one, grades) for one in data["items"]]
        return Framework(
            id=str(data["id"]),
            name=str(data["name"]),
            version=str(data["version"]),
            publisher=str(data["publisher"]),
            licence=str(data["licence"]),
            url=str(data["url"]),
            items={item.id: item for item in items},
            counted=frozenset(data["counted"]),
            record=data.get("record"),
            gaps=bool(data.get("gaps", True)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        missing = f"it has no {error}" if isinstance(error, KeyError) else "it is not in order"
        raise BadInput(
            f"{path} cannot be used: {missing}. The other files there show what belongs in it."
        ) from error


def _item(data: dict[str, Any], grades: dict[str, str]) -> Item:
    level = str(data.get("band", ""))
    stage = grades.get(level, level)
    return Item(
        id=str(data["id"]),
        kind=str(data["type"]),
        parent=str(data["parent"]) if data.get("parent") else None,
        stage=stage if stage in STAGES else None,
        for_adults=data.get("for") == "adults",
        ours=bool(data.get("local_id")),
        verified=bool(data.get("verified", True)),
    )
