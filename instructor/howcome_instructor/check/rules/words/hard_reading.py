"""Refuses words that are too hard to read for the lesson's grades.

A pupil who cannot read the lesson learns that this is not for them. Measured is the whole lesson:
one hard sentence is no harm. The words in activities and checks are read, too, so they are a second
figure. Children of TK-2 hear the words, and keep eight of them in mind: there each sentence counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ...markdown import Block
from ...words import LIMITS, LONGEST, language_of, read, sentences, words
from ._said import SENTENCES, in_code, short

FEWEST = 50
"""Words; of fewer no formula says anything."""
FEWEST_IN_CELL = 15


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for the prose, one for the activities; in TK-2 one for each cell, too."""
    language = language_of(draft.notebook)
    prose, code = {}, {}
    for cell, block in draft.prose:
        prose.setdefault(cell, []).append(block)
    for said in in_code(draft):
        if said.what in SENTENCES:
            code.setdefault(said.where, []).append(Block("paragraph", said.text))
    yield from _whole("The prose", prose, draft.stage, language)
    yield from _whole("What activities and checks say", code, draft.stage, language)
    if draft.stage in LONGEST:
        for cells in (prose, code):
            yield from _long(cells, LONGEST[draft.stage], draft.stage)


def _whole(
    what: str, cells: dict[str, list[Block]], stage: str, language: str
) -> Iterator[tuple[str, str]]:
    all_of_it = read([block for found in cells.values() for block in found], language)
    if all_of_it.words < FEWEST or not all_of_it.too_hard(stage):
        return
    readings = {cell: read(found, language) for cell, found in cells.items()}
    readings = {cell: one for cell, one in readings.items() if one.words >= FEWEST_IN_CELL}
    hardest = sorted(readings, key=lambda cell: -readings[cell].hardness)[:3]
    named = "; ".join(
        f"{cell} {readings[cell].level:.1f} (“{short(_hardest(cells[cell], language))}”)"
        for cell in hardest
    )
    limit = LIMITS[language][stage]
    level = f"reads like grade {all_of_it.level:.1f}, and {limit} is the most for {stage}"
    if language == "es":
        level = f"has {all_of_it.level:.0f} on the INFLESZ scale; {stage} needs {limit:.0f} or more"
    yield (
        "notebook",
        f"{what} {level}. Make two sentences of a long one, and take shorter words. The hardest "
        f"cells, each with its hardest sentence: {named}.",
    )


def _hardest(prose: list[Block], language: str) -> str:
    found = sentences(prose)
    long = [one for one in found if len(words(one)) >= 6] or found
    return max(long, key=lambda one: read([Block("paragraph", one)], language).hardness)


def _long(cells: dict[str, list[Block]], most: int, stage: str) -> Iterator[tuple[str, str]]:
    for cell, prose in cells.items():
        longest = max(sentences(prose), key=lambda one: len(words(one)), default="")
        if (count := len(words(longest))) > most:
            yield (
                cell,
                f"A sentence of {count} words: “{short(longest)}” Say it in {most} words or fewer, "
                f"or in two sentences: in {stage} it is heard, not read.",
            )
