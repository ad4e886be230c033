"""A place in a cell that holds words for a pupil."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Slot:
    """One message in a cell's source, and how it is written there."""

    start: int
    end: int
    """Where it stands in the source."""
    text: str
    """As a translator reads it; the gaps of an f-string are written `{name}`."""
    what: str
    """What it is, in a word or two for the translator."""
    place: str
    """Its name within the cell."""
    write: Callable[[str], str]
    """From a text to what stands in the source."""
    marked: Callable[[str, str], str]
    """From a text and a mark, such as "en inglés", to the text with the mark at its end."""
    gaps: tuple[str, ...] | None = None
    """The gaps of an f-string; None where braces are letters like others."""


def replaced(source: str, texts: Sequence[tuple[Slot, str]]) -> str:
    """The source with these texts in their slots."""
    for slot, text in sorted(texts, key=lambda one: one[0].start, reverse=True):
        source = source[: slot.start] + slot.write(text) + source[slot.end :]
    return source
