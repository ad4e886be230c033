"""Refuses a guide whose record lacks a key, or holds something else than the key says.

Programs read it: the map, the gradebook, the table of standards and this check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...draft import STAGES, Draft

WHERE = "guide: record"
UNREADABLE = (
    "The record on top of the guide cannot be read: it stands between two lines `---`, with "
    "`key: value` on each line; put a value with a colon or quotation marks in it into quotes."
)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for a record that cannot be read, or for each key that is missing or odd."""
    if not draft.guide.whole.strip():
        return
    if not draft.record:
        yield WHERE, UNREADABLE
        return
    for key, (fits, needed) in KEYS.items():
        if key not in draft.record:
            yield WHERE, f"Add `{key}:` to the record: {needed}."
        elif not fits(draft.record[key]):
            yield WHERE, f"`{key}` holds {_shown(draft.record[key])}; it needs {needed}."
    stage = draft.record.get("stage")
    if isinstance(stage, str) and stage not in STAGES[draft.band]:
        right = " or ".join(f'"{one}"' for one in STAGES[draft.band])
        yield WHERE, f"The stage is “{stage}”; a lesson in {draft.band} has {right}."


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(_text(one) for one in value)


def _some(value: Any) -> bool:
    return _texts(value) and bool(value)


def _standards(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(_some(ids) for ids in value.values())


def _words(value: Any) -> bool:
    return isinstance(value, dict) and all(_text(x) for pair in value.items() for x in pair)


KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "title": (_text, "the lesson's name"),
    "stage": (_text, 'TK-2, 3-5, 6-8 or 9-12, in quotes: `"6-8"`'),
    "minutes": (lambda value: type(value) is int and value > 0, "a whole number, such as 45"),
    "subjects": (_some, "a list of school subjects"),
    "question": (_text, "the question that the lesson asks"),
    "activities": (_texts, "a list of activities, such as `[Ask, SampleMixer]`"),
    "dataset": (_text, "the name of a data set, or `none` and where the data comes from"),
    "model": (_text, "the name of a toy model, or `none`"),
    "standards": (_standards, 'for each framework a list of ids, those like "1.2" in quotes'),
    "safe": (
        lambda value: _some(value) and set(value) <= set("SAFE"),
        "a list of the letters S, A, F, E that it serves",
    ),
    "graduate_profile": (_some, "a list of what it helps pupils to become"),
    "aias_level": (
        lambda value: _text(value) or type(value) is int,
        "a level of the AI Assessment Scale, and why",
    ),
    "vocabulary": (_words, "each new word and its sentence, `word: sentence`"),
    "misconceptions": (lambda value: isinstance(value, list), "a list of wrong ideas, or `[]`"),
    "care": (lambda value: isinstance(value, bool), "true or false"),
}


def _shown(value: Any) -> str:
    text = str(value)
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"
