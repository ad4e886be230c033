"""Refuses a machine that thinks, knows, wants, understands, believes, sees, feels or likes.

A machine predicts, scores, sorts and picks. Who says that it "knows" teaches children to trust it
as they would a person. Talking about exactly this is the lesson: a sentence that denies it, a
yes-or-no question, quoted words, a wrong idea's choice, "it seems to know" and "as if it knew" are
fine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft
from ._minds import minds, verb_of
from ._said import short, to_adults, to_pupils

INSTEAD = {
    "see": "is shown, gets",
    "know": "has in its examples, gives",
    "understand": "sorts, scores, counts",
    "want": "is made to, is set to",
    "feel": "gives the words of",
}
"""What to say instead, where "predicts, scores, sorts or picks" does not fit."""


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each sentence in which a machine has a mind."""
    for said in (*to_pupils(draft), *to_adults(draft)):
        if not said.idea:
            for found in minds(said):
                yield said.where, _sentence(found)


def _sentence(found: re.Match) -> str:
    instead = INSTEAD.get(verb_of(found), "predicts, scores, sorts, picks")
    return (
        f"“{short(found[0])}”: a machine has no mind. Say what it does ({instead}); or put it in "
        "quotation marks when somebody else says so."
    )
