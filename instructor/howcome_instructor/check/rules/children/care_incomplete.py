"""Refuses a lesson marked `care: true` whose guide leaves a teacher alone.

“If talk gets hard” holds four things: a notice for families ahead of time, another task of equal
worth for a pupil who steps out, sentences that stop and turn a talk, and to whom a teacher turns
when a child tells something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft

WHERE = "guide: If talk gets hard"
NEEDED = {
    "a notice to families, to send a week ahead": (
        r"\b(?:famil\w+|parents?|guardians?|caregivers?)\b",
        r"\b(?:ahead|before|notice|letter|send)\b",
    ),
    "another task, of equal worth, for a pupil who steps out": (
        r"\b(?:other|another|different) (?:task|lesson|table|activity|work)\b|\binstead\b",
        r"\b(?:same|equal|steps? out|worth|points)\b",
    ),
    "two or three sentences that stop and turn a talk": (
        r"\b(?:stop|turn|pause)\b",
        r"[\"“][^\"”]{8,}[\"”]",
    ),
    "a line on whom you turn to when a child tells you something": (
        r"\b(?:tells?|discloses?|disclosure|says something|confides)\b",
        r"\b(?:counsel\w+|principal|child[- ]protection|mandated|psychologist|nurse)\b",
    ),
}


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each of the four that the section lacks."""
    section = dict(draft.guide_parts).get(WHERE)
    if draft.record.get("care") is not True or section is None:
        return
    for thing, signs in NEEDED.items():
        if not all(re.search(sign, section, re.IGNORECASE) for sign in signs):
            yield WHERE, f"Add {thing}."
