"""What toys and cards say, in another language.

A toy speaks English: its sentences stand in its own file, where a child can read them with the
formulas. The catalogues, ``locale/<language>/toys/<toy>.json``, hold each of them as English ->
translation, with named gaps where a number or a name stands::

    {"It predicts {label}: its score is {score}.": "Predice {label}: su puntaje es {score}."}

What stands in a gap is looked up, too, and so is each part of a list ("2 say fish and 1 says
other"). A sentence without a translation stays as it is.
"""

from __future__ import annotations

import json
import re
from functools import cache, wraps
from pathlib import Path

from howcome.words import spoken, words

LOCALE = Path(__file__).parent / "locale"
NAMES = "names"
"""The gap that is taken as it stands: names of cards."""
# Signs of Markdown before and after the words of a line; a table's row is taken cell by cell.
_FRAME = re.compile(r"(?P<before>\s*(?:#+ |[-*] |\d+\. )?)(?P<words>.*?)(?P<after>\s*)", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.?!]) +")
_LIST = re.compile(r"(, and |, | and )")
_GAP = r"(?P<\1>(?:(?![.?!] ).)+?)"  # never over the end of a sentence


def retell(text: str, language: str | None = None) -> str:
    """``text`` of a toy in ``language`` (the lesson's own when left out), line by line.

    >>> retell("#### Errors", "es")
    '#### Errores'
    """
    language = language or spoken()
    if language == "en":
        return text
    return "\n".join(_line(line, language) for line in text.split("\n"))


def retold(why):
    """Let a method of a toy speak the language of the lesson; a decorator."""

    @wraps(why)
    def tells(*args, **kwargs):
        return retell(why(*args, **kwargs))

    return tells


def untold(text: str, language: str) -> list[str]:
    """The pieces of ``text`` that have no translation, for authors and tests."""
    left = []
    for line in text.split("\n"):
        for cell in line.split("|") if line.startswith("|") else [line]:
            inner = _FRAME.fullmatch(cell)["words"]
            pieces = [inner] if _told(inner, language) is not None else _SENTENCE.split(inner)
            left += [one for one in pieces if _told(one, language) is None]
    return left


def _line(line: str, language: str) -> str:
    if line.startswith("|"):
        return "|".join(_piece(cell, language) for cell in line.split("|"))
    return _piece(line, language)


def _piece(text: str, language: str) -> str:
    parts = _FRAME.fullmatch(text)
    inner = parts["words"]
    whole = _told(inner, language)
    if whole is None:
        # sentence by sentence; what stays unknown stays English
        whole = " ".join(_told(one, language) or one for one in _SENTENCE.split(inner))
    return parts["before"] + whole + parts["after"]


def _told(text: str, language: str) -> str | None:
    """A sentence or a piece of one in another language; None when any of it is unknown."""
    exact, patterns = _catalogue(language)
    if not re.search(r"[^\W\d_]", text):
        return text  # a number, a sign, or nothing
    if text in exact:
        return exact[text]
    first, *rest = _LIST.split(text)
    parts = [_told(one, language) for one in (first, *rest[1::2])] if rest else [None]
    if None not in parts:
        between = [" y " if "and" in one else one for one in rest[::2]]
        return "".join(part + joint for part, joint in zip(parts, [*between, ""], strict=True))
    for pattern, told in patterns:
        if found := pattern.fullmatch(text):
            gaps = {
                name: said if name == NAMES else _told(said, language)
                for name, said in found.groupdict().items()
            }
            if None not in gaps.values():
                return told.format(**gaps)
    return None


@cache
def _catalogue(language: str) -> tuple[dict[str, str], list[tuple[re.Pattern, str]]]:
    """The sentences without gaps, and those with, the ones with most words of their own first."""
    # the questions of the tree, which GuessTree asks in its own words
    asked = words("guess_tree", "en")
    told = {
        said: words("guess_tree", language)[key] for key, said in asked.items() if key[:2] == "q_"
    }
    for path in sorted((LOCALE / language / "toys").glob("*.json")):
        told |= json.loads(path.read_text(encoding="utf-8"))
    exact = {english: said for english, said in told.items() if "{" not in english}
    patterns = [
        (re.compile(re.sub(r"\\{(\w+)\\}", _GAP, re.escape(english))), said)
        for english, said in sorted(told.items(), key=lambda one: -len(one[0]))
        if "{" in english
    ]
    return exact, patterns
