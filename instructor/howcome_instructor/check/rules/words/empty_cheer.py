"""Refuses praise that says nothing about the work, such as "Great job!".

A pupil who hears it learns nothing, and one who guessed right hears the same. "You found all twelve
boots." is praise and news. A cheer with such a sentence beside it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft
from ...words import split
from ._said import to_pupils

CHEERS = re.compile(
    r"""(?:(?:that'?s|that\ is|you'?re|you\ are|you\ did|this\ is)\ )?(?:a\ |an\ |so\ |very\ )?
    (?:great|good|nice|super|excellent|amazing|awesome|fantastic|wonderful|brilliant|perfect|
    terrific|fabulous|outstanding|incredible|superb|impressive|well\ done|bravo|hooray|hurrah|wow|
    way\ to\ go|you\ rock|yay|star|superstar|genius|congratulations|congrats|keep\ it\ up|
    keep\ going|you\ did\ it|nailed\ it|smart|clever)
    (?:\ (?:job|work|going|thinking|effort|try|one|stuff|answer|kid|girl|boy|everyone|all|star))?
    [.!…\s\W]*""",
    re.VERBOSE | re.IGNORECASE,
)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each message that is nothing but a cheer."""
    for said in to_pupils(draft):
        parts = split(said.text)
        if parts and said.what != "choice" and all(map(CHEERS.fullmatch, parts)):
            yield (
                said.where,
                f"“{said.text.strip()}” says nothing about the work. Say what is right now, such "
                "as “You found all the boots.”",
            )
