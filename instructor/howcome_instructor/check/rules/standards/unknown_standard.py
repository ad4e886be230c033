"""Refuses an id that the named version of a framework does not have.

A coordinator who looks it up must find it. `curriculum/standards/` holds the ids, a file for each
framework.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ...draft import Draft
from ._mapping import WHERE, frameworks, named


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each framework and each id that is not there, with what comes nearest."""
    known = frameworks(draft.curriculum)
    if not known:
        return
    strange = set()
    for framework, name in named(draft):
        if framework not in known:
            if framework not in strange:
                strange.add(framework)
                yield WHERE, f"There is no framework “{framework}”; {_near(framework, known)}"
        elif name not in known[framework].items:
            there = known[framework]
            yield WHERE, f"{there.name} has no “{name}”; {_near(name, there.items)}"


def _near(name: str, names: dict) -> str:
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.4) or list(names)[:3]
    return f"did you mean {', '.join(near)}?"
