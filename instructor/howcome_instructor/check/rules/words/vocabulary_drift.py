"""Refuses a new word that is explained in other words elsewhere, and too many new words.

Two explanations of "training set" make two things of it. The sentence in the guide's record is the
one to use: in the notebook's `words`, and in every lesson of the same stage. Two to four new words
are a lesson's worth (in TK-2 two at most).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._said import Said, short, to_pupils
from ._shelf import defined, others, same


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each word that drifts, and one for too few or too many."""
    words = defined(draft.record)
    shown = {}
    for said in to_pupils(draft):
        if said.where == "words" and said.stressed and said.what in ("paragraph", "item"):
            shown.setdefault(said.stressed[0].strip(" :").lower(), said)
    yield from _count(draft, words)
    if shown or draft.stage != "TK-2":
        yield from _in_notebook(words, shown)
    for lesson, theirs in others(draft):
        for word in words.keys() & theirs.keys():
            if not same(words[word], theirs[word], word):
                yield (
                    "guide: record",
                    f"“{word}” is “{short(words[word])}” here, and “{short(theirs[word])}” in "
                    f"{lesson}. Use one sentence in both.",
                )


def _count(draft: Draft, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    least, most = (0, 2) if draft.stage == "TK-2" else (2, 4)
    if draft.record and not least <= len(words) <= most:
        yield (
            "guide: record",
            f"`vocabulary` has {len(words)} words; {draft.stage} takes {least} to {most}. Keep "
            "those that pupils need again, and say the others in plain words.",
        )


def _in_notebook(words: dict[str, str], shown: dict[str, Said]) -> Iterator[tuple[str, str]]:
    for word in sorted(words.keys() - shown.keys()):
        if shown:
            yield (
                "words",
                f"“{word}” stands in the guide's vocabulary and not here: add it, in bold.",
            )
    for word in sorted(shown.keys() - words.keys()):
        if words:
            yield (
                "words",
                f"“{word}” is explained here and not in the guide's `vocabulary`: add the same "
                "sentence there.",
            )
    for word in sorted(words.keys() & shown.keys()):
        if not same(words[word], shown[word].text, word):
            yield (
                "words",
                f"“{short(shown[word].text)}” The guide's `vocabulary` says "
                f"“{short(words[word])}”. Use one sentence in both.",
            )
