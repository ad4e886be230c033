"""The frameworks of a curriculum, and the ids that a lesson's record names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ....errors import BadInput
from ....standards.frameworks import Framework, Item, load_frameworks
from ....standards.lessons import read_lesson
from ...draft import Draft

WHERE = "guide: record"


@lru_cache(maxsize=2)
def frameworks(curriculum: Path) -> dict[str, Framework]:
    """Framework by id; empty for a curriculum without any that can be read."""
    try:
        return {one.id: one for one in load_frameworks(curriculum)}
    except BadInput:
        return {}


def named(draft: Draft) -> Iterator[tuple[str, str]]:
    """(framework, id) for everything that the record names."""
    known = list(frameworks(draft.curriculum).values())
    for framework, ids in read_lesson(draft.lesson, known).ids.items():
        yield from ((framework, one) for one in ids)


def found(draft: Draft) -> Iterator[tuple[Framework, Item]]:
    """The same, but for what does not exist."""
    known = frameworks(draft.curriculum)
    for framework, name in named(draft):
        if framework in known and name in known[framework].items:
            yield known[framework], known[framework].items[name]
