"""The words that the lessons of one stage have defined."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from ....course.guides import Guide
from ....sources import sources_in
from ...draft import Draft


def defined(record: dict[str, Any]) -> dict[str, str]:
    """The vocabulary of a guide's record, word -> its sentence; what is no text is left out."""
    listed = record.get("vocabulary")
    found = listed if isinstance(listed, dict) else {}
    return {
        str(word).strip().lower(): said for word, said in found.items() if isinstance(said, str)
    }


def others(draft: Draft) -> list[tuple[str, dict[str, str]]]:
    """(lesson, its vocabulary) for the other lessons of the same stage, in order."""
    found = []
    for lesson in sources_in(draft.curriculum):
        if lesson.band == draft.band and lesson.name != draft.name:
            other = Draft(lesson, draft.curriculum)
            record = _record(other.guide_path)
            if str(record.get("stage", "")) == draft.stage:
                found.append((lesson.name, defined(record)))
    return found


def same(one: str, other: str, word: str) -> bool:
    """Whether two sentences define a word alike, but for capitals, signs and how they begin.

    >>> same("**Gap:** a gap is a hole.", "A gap is a hole", "gap")
    True
    """
    return _bare(one, word) == _bare(other, word)


def _bare(text: str, word: str) -> str:
    words = re.findall(r"[^\W_]+|%", text.lower())
    start = re.findall(r"[^\W_]+|%", word.lower())
    # "Gap: a gap is …", as a list of words has it
    return " ".join(words[len(start) :] if words[: len(start)] == start else words)


def _record(path: Path) -> dict[str, Any]:
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return {}
    return _read(path, changed)


@cache
def _read(path: Path, changed: int) -> dict[str, Any]:
    try:
        return Guide(path, path.read_text(encoding="utf-8")).record
    except (OSError, UnicodeDecodeError):
        return {}
