"""Refuses a term of the field that these pupils were not told.

Which terms need it in which stage stands in term_above_band.yaml. A term is told when the lesson's
`words` or its guide's vocabulary has it, when the lesson sets it in bold or italics where it
explains it, or when an earlier lesson of the same stage has it in its vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ...draft import Draft
from ._said import SENTENCES, short, to_pupils
from ._shelf import defined, others

STAGES = ("TK-2", "3-5", "6-8", "9-12")
READ = (*SENTENCES, "paragraph", "item", "heading", "cell", "header")


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each such term, where it stands first."""
    said = [one for one in to_pupils(draft) if one.what in READ]
    told = {words.strip(" :") for one in said for words in one.stressed}
    told |= defined(draft.record).keys()
    for lesson, words in others(draft):
        if lesson < draft.name:
            told |= words.keys()
    for term in _terms(draft.stage):
        pattern = _pattern(term)
        if any(map(pattern.search, told)):
            continue
        for one in said:
            text = " ".join(one.sentences)
            if not one.idea and (found := pattern.search(text)):
                around = text[max(0, found.start() - 30) : found.end() + 30].strip()
                yield (
                    one.where,
                    f"“{found[0]}” (in “{short(around)}”) is a term that {draft.stage} has to be "
                    "told. Say it in plain words, or explain it in `words` and in the vocabulary.",
                )
                break


def _terms(stage: str) -> Iterator[str]:
    import yaml

    path = Path(__file__).with_suffix(".yaml")
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    for last in STAGES[STAGES.index(stage) :]:
        yield from listed[last]


def _pattern(term: str) -> re.Pattern:
    """The term in the singular and the plural, with spaces or hyphens between its words."""
    words = r"[-\s]+".join(re.escape(word) for word in term.split())
    words = words.removesuffix("y") + "(?:y|ies)" if words.endswith("y") else f"{words}(?:s|es)?"
    return re.compile(rf"(?<![\w-]){words}(?![\w-])", re.IGNORECASE)
