"""Bringing a catalogue up to the lesson: nothing that was translated is lost."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from .catalogue import Catalogue
from .messages import Message

if TYPE_CHECKING:
    from polib import POEntry

ALIKE = 0.4
"""The share of words that a changed message has in common with the one it was."""


def merge(messages: list[Message], old: Catalogue) -> Catalogue:
    """A catalogue of exactly these messages, in their order, with the translations of `old`.

    A message that moved keeps its translation. One that changed keeps it too, marked "fuzzy",
    with the English it was made for. What no message needs stays at the end as obsolete, and comes
    back when its English does.
    """
    free = [entry for entry in old.entries if entry.msgstr or entry.tcomment]
    free.sort(key=lambda entry: entry.obsolete)
    found: dict[str, POEntry] = {}
    used: list[POEntry] = []

    def take(message: Message, entry: POEntry) -> None:
        found[message.context] = entry
        used.append(entry)
        free.remove(entry)

    for fits in (_same, _same_cell, _same_words):
        for message in messages:
            if message.context not in found:
                entry = next((entry for entry in free if fits(message, entry)), None)
                if entry:
                    take(message, entry)
    twins = {entry.msgid: entry for entry in used if entry.msgstr}
    new = []
    for message in messages:
        entry = found.get(message.context)
        if entry is None and message.text in twins:
            entry = _copy(twins[message.text])  # the same words in another place
        elif entry is None and (near := _nearest(message, free)):
            take(message, near)
            entry = _fuzzy(near)
        new.append(_entry(message, entry))
    return Catalogue(old.path, [*new, *map(_obsolete, free)], dict(old.about), old.head)


def _same(message: Message, entry: POEntry) -> bool:
    return (entry.msgctxt, entry.msgid) == (message.context, message.text)


def _same_cell(message: Message, entry: POEntry) -> bool:
    return entry.msgid == message.text and (entry.msgctxt or "").startswith(f"{message.cell}/")


def _same_words(message: Message, entry: POEntry) -> bool:
    return entry.msgid == message.text


def _nearest(message: Message, free: list[POEntry]) -> POEntry | None:
    """The entry that this message was before it was changed, in the same cell."""
    here = [
        entry
        for entry in free
        if not entry.obsolete and (entry.msgctxt or "").startswith(f"{message.cell}/")
    ]
    alike = [(_likeness(message.text, entry.msgid), entry) for entry in here]
    alike = [(share, entry) for share, entry in alike if share >= ALIKE]
    return max(alike, key=lambda one: one[0])[1] if alike else None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _entry(message: Message, entry: POEntry | None) -> POEntry:
    import polib

    entry = entry or polib.POEntry()
    entry.msgctxt, entry.msgid, entry.comment = message.context, message.text, message.what
    entry.obsolete = False
    return entry


def _copy(twin: POEntry) -> POEntry:
    import polib

    return polib.POEntry(
        msgstr=twin.msgstr, flags=list(twin.flags), previous_msgid=twin.previous_msgid
    )


def _fuzzy(entry: POEntry) -> POEntry:
    if entry.msgstr and not entry.fuzzy:
        entry.previous_msgid = entry.msgid
        entry.flags.append("fuzzy")
    return entry


def _obsolete(entry: POEntry) -> POEntry:
    entry.obsolete = True
    return entry
