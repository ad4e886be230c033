"""Refuses a message without Spanish words, with words for an older English, or still English.

The Spanish lesson says such a message in English and marks it so. A pupil who needs the Spanish
then stops there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....translate.messages import messages
from ....translate.shown import is_sentence
from ...draft import Draft
from ._spanish import WHERE, known, line_of, words


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """One line for all that is missing, and one for each message that is outdated or English."""
    found = known(draft)
    if found is None:
        return
    missing = []
    for message in messages(draft.notebook):
        entry = found.entry(message)
        if entry is None:
            continue  # unlike_lesson tells it
        if not entry.msgstr.strip():
            missing.append(f"line {entry.linenum} ({message.context})")
        elif entry.fuzzy:
            yield (
                WHERE,
                f"{line_of(entry)}: the English has changed since it was translated. Mend the "
                'Spanish, then take "fuzzy" away.',
            )
        elif entry.msgstr.strip() == message.text and _has_words(message):
            yield WHERE, f"{line_of(entry)}: this is still the English. Translate it."
    if missing:
        named = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        yield WHERE, f"{len(missing)} messages have no Spanish yet: {named}. Write it there."


def _has_words(message) -> bool:
    return is_sentence(words(message, message.text))
