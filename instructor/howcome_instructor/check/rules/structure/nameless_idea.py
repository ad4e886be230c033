"""Refuses a wrong idea in the guide's record without an id or a sentence, or with another's id.

Checks, feedback and the class page name the ideas by their ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...draft import Draft

WHERE = "guide: record"


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each part that is missing, and for each id that is there twice."""
    listed = draft.record.get("misconceptions")
    ideas = listed if isinstance(listed, list) else []
    ids = []
    for place, idea in enumerate(ideas, start=1):
        if not isinstance(idea, dict):
            yield WHERE, f"Idea {place} of `misconceptions` needs an `id:` and a `sentence:`."
            continue
        for key in ("id", "sentence"):
            if not isinstance(idea.get(key), str) or not idea[key].strip():
                name = idea.get("id") or f"idea {place}"
                yield WHERE, f"Give {name} of `misconceptions` its `{key}:`."
        ids.append(str(idea.get("id") or ""))
    for name, times in Counter(filter(None, ids)).items():
        if times > 1:
            yield WHERE, f"{times} wrong ideas have the id {name}; give each its own."
