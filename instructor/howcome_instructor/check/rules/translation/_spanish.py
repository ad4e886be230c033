"""The Spanish of a lesson, as the rules of this group ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from ....errors import BadInput
from ....translate import catalogue
from ....translate.build import source_in
from ....translate.messages import Message, messages
from ....translate.prose import COMMENT
from ...draft import Draft

if TYPE_CHECKING:
    from polib import POEntry

    from ....translate.catalogue import Catalogue

LANGUAGE = "es"
WHERE = "es.po"

_CODE = re.compile(r"`[^`\n]*`")
_TARGET = re.compile(r"\]\([^)]*\)")


class Spanish(Draft):
    """A lesson's Spanish notebook under check; the guide is the same."""

    @cached_property
    def text(self) -> str:
        """The notebook as it is built from the source and es.po."""
        return source_in(self.lesson, LANGUAGE).decode("utf-8")


def known(draft: Draft) -> Catalogue | None:
    """The catalogue; None for a lesson that nobody translates, and for a damaged file."""
    path = catalogue.place_of(draft.lesson.path, LANGUAGE)
    try:
        return catalogue.read(path) if path.is_file() else None
    except BadInput:
        return None  # damaged_file tells it


def spanish(draft: Draft) -> Spanish | None:
    """The Spanish lesson, where there is one. Whoever runs it closes its `runs`."""
    return Spanish(draft.lesson, draft.curriculum) if known(draft) else None


def translated(draft: Draft) -> Iterator[tuple[Message, POEntry]]:
    """Each message that has Spanish words for its English of today, with its entry."""
    found = known(draft)
    for message in messages(draft.notebook) if found else ():
        entry = found.entry(message)
        if entry and entry.msgstr.strip() and not entry.fuzzy:
            yield message, entry


def line_of(entry: POEntry) -> str:
    """How a finding begins: `line 12 (why/choices few)`."""
    return f"line {entry.linenum} ({entry.msgctxt})"


def words(message: Message, text: str) -> str:
    """A text without what a translator does not translate: comments, gaps, code, addresses."""
    for pattern in (COMMENT, _CODE, _TARGET):
        text = pattern.sub(" ", text)
    for gap in message.slot.gaps or ():
        text = text.replace(gap, " ")
    return text
