"""Refuses a file of messages that cannot be read, or that holds one of them twice.

With such a file nobody gets the Spanish lesson, and a translator's work may be lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....errors import BadInput
from ....translate import catalogue
from ...draft import Draft
from ._spanish import LANGUAGE, WHERE


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """One line for what stops reading, else a line for each entry that stands there again."""
    path = catalogue.place_of(draft.lesson.path, LANGUAGE)
    if not path.is_file():
        return
    try:
        found = catalogue.read(path)
    except BadInput as error:
        yield WHERE, str(error)
        return
    for line, context in catalogue.doubled(found.entries):
        yield WHERE, f"line {line}: {context} stands there twice; keep the better one."
