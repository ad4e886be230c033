"""Names and ids made comparable: without accents, case, hyphens and dots."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and an accent.
WHOLE = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "\u0131": "i"}
    | dict.fromkeys("'`\u2018\u2019\u00b4\u02bc", "")
)

# Windows opens no file of these names, whatever comes after the dot.
RESERVED = {"con", "prn", "aux", "nul"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)
}

LONGEST_ID = 64
"""Letters in a pupil's id: it is part of every path."""


def plain(text: str) -> str:
    """Lower case, without accents and apostrophes.

    >>> plain("Núñez O'Neil-Groß")
    'nunez oneil-gross'
    """
    apart = unicodedata.normalize("NFKD", text.casefold().translate(WHOLE))
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return letters.translate(WHOLE)


def words(text: str) -> list[str]:
    """The words and numbers in a text, plain.

    >>> words("Núñez, Ana-María (8B)")
    ['nunez', 'ana', 'maria', '8b']
    """
    return re.findall(r"[^\W_]+", plain(text))


def squeezed(text: str) -> str:
    """The words of a text in one, as Canvas names files: `Núñez, Ana` is `nunezana`."""
    return "".join(words(text))


def safe_id(text: str) -> str:
    """An id that can be a folder's name on any system and that nbgrader takes.

    Accents go, because a zip made on another system may spell them differently; what is no
    letter, digit, dot, hyphen, underscore or @ becomes a hyphen. Empty when nothing is left.

    >>> safe_id("../José+Luis García")
    'Jose-Luis-Garcia'
    """
    apart = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    safe = re.sub(r"-{2,}", "-", re.sub(r"[^\w.@-]", "-", letters))
    safe = re.sub(r"\.{2,}", ".", safe).strip("-. ")[:LONGEST_ID].rstrip("-. ")
    return f"p-{safe}" if safe.split(".")[0].casefold() in RESERVED else safe
