"""What toys and cards say, in another language.

A toy speaks English: its sentences stand in its own file, where a child can read them with the
formulas. The catalogues, ``locale/<language>/toys/<toy>.json``, hold each of them as English ->
translation, with named gaps where a number or a name stands::

    {"It predicts {label}: its score is {score}.": "Predice {label}: su puntaje es {score}."}

What stands in a gap is looked up, too. A sentence without a translation stays as it is.
"""

from __future__ import annotations

import json
import re
from functools import cache, wraps
from pathlib import Path

from howcome.words import spoken

LOCALE = Path(__file__).parent / "locale"
# Signs of Markdown before and after the words of a line; a table's row is taken cell by cell.
_FRAME = re.compile(r"(?P<before>\s*(?:#+ |[-*] |\d+\. )?)(?P<words>.*?)(?P<after>\s*)", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.?!]) +")
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
    """The pieces of ``text`` that have letters and no translation, for authors and tests."""
    left = []
    for line in text.split("\n"):
        for cell in line.split("|") if line.startswith("|") else [line]:
            words = _FRAME.fullmatch(cell)["words"]
            pieces = [words] if _told(words, language) is not None else _SENTENCE.split(words)
            left += [one for one in pieces if not _is_told(one, language)]
    return left


def _is_told(words: str, language: str) -> bool:
    exact, patterns = _catalogue(language)
    if not re.search(r"[^\W\d_]", words) or words in exact:
        return True
    found = next((hit for pattern, _ in patterns if (hit := pattern.fullmatch(words))), None)
    return found is not None and all(_is_told(one, language) for one in found.groups())


def _line(line: str, language: str) -> str:
    if line.startswith("|"):
        return "|".join(_piece(cell, language) for cell in line.split("|"))
    return _piece(line, language)


def _piece(text: str, language: str) -> str:
    parts = _FRAME.fullmatch(text)
    words = parts["words"]
    whole = _told(words, language)
    if whole is None:
        # sentence by sentence; what stays unknown stays English
        whole = " ".join(_told(one, language) or one for one in _SENTENCE.split(words))
    return parts["before"] + whole + parts["after"]


def _told(words: str, language: str) -> str | None:
    exact, patterns = _catalogue(language)
    if not words or words in exact:
        return exact.get(words, "")
    for pattern, told in patterns:
        if found := pattern.fullmatch(words):
            gaps = found.groupdict().items()
            return told.format(**{name: _told(said, language) or said for name, said in gaps})
    return None


@cache
def _catalogue(language: str) -> tuple[dict[str, str], list[tuple[re.Pattern, str]]]:
    """The sentences without gaps, and those with, the ones with most words of their own first."""
    told: dict[str, str] = {}
    for path in sorted((LOCALE / language / "toys").glob("*.json")):
        told |= json.loads(path.read_text(encoding="utf-8"))
    exact = {english: said for english, said in told.items() if "{" not in english}
    patterns = [
        (re.compile(re.sub(r"\\{(\w+)\\}", _GAP, re.escape(english))), said)
        for english, said in sorted(told.items(), key=lambda one: -len(one[0]))
        if "{" in english
    ]
    return exact, patterns
