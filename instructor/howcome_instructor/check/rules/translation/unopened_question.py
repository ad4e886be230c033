"""Refuses a Spanish question or exclamation without its opening sign.

In Spanish the sign at the beginning tells a reader, and the voice of a screen reader, how the
sentence is to be said.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ._spanish import WHERE, line_of, translated, words


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each message in which the signs do not come in pairs."""
    for message, entry in translated(draft):
        said = words(message, entry.msgstr)
        for opens, closes in ("¿?", "¡!"):
            if said.count(opens) != said.count(closes):
                yield (
                    WHERE,
                    f"{line_of(entry)}: {said.count(opens)} {opens} and {said.count(closes)} "
                    f"{closes}. Open and close each.",
                )
