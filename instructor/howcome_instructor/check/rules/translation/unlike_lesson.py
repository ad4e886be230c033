"""Refuses a file of messages that is not made from the lesson as it now is.

A translator works on what stands in the file. A message that is missing there is never
translated, and one that the lesson has lost is work for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....translate.catalogue import Catalogue
from ....translate.merge import merge
from ....translate.messages import messages
from ...draft import Draft
from ...work import rewrite
from ._spanish import LANGUAGE, WHERE, known


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """One line with the messages that differ."""
    found = known(draft)
    if found is None:
        return
    wanted = {(message.context, message.text) for message in messages(draft.notebook)}
    there = {(entry.msgctxt, entry.msgid) for entry in found.live}
    if differ := sorted({context or "?" for context, _ in wanted ^ there}):
        named = ", ".join(differ[:5]) + (", …" if len(differ) > 5 else "")
        yield (
            WHERE,
            f"The lesson has changed since this file was made: {named}. Run "
            f"`howcome translate {draft.lesson.number} {LANGUAGE}`; no translation is lost.",
        )


def cure(draft: Draft) -> None:
    """Bring the file up to the lesson; what changed is marked "fuzzy"."""
    found = known(draft)
    if found is not None:
        new: Catalogue = merge(messages(draft.notebook), found)
        rewrite(found.path, new.text(draft.name, LANGUAGE))
