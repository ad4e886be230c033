"""What a translation must not lose, for a program needs it: gaps, marks of claims, links, code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .messages import Message
from .prose import COMMENT

_GAP = re.compile(r"\{\{|\}\}|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_LINK = re.compile(r"\]\(\s*<?([^)>\s]+)")
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_ITEM = re.compile(r"^ *(?:[-*+]|\d+[.)])\s", re.MULTILINE)


def faults(message: Message, told: str) -> list[str]:
    """What is wrong with the translation of a message, a sentence each; empty when nothing is.

    Whoever builds a notebook asks this first: with any of these it would not run, or would say
    something else.
    """
    if not told.strip():
        return []
    found = list(_gaps(message, told))
    if message.slot.gaps is None:
        found += _marks(message.text, told)
        found += _links(message.text, told)
    found += _code(message.text, told)
    found += _shape(message, told)
    return found


def _gaps(message: Message, told: str) -> Iterator[str]:
    if message.slot.gaps is None:
        return
    wanted = set(message.slot.gaps)
    given = {gap for gap in _GAP.findall(told) if gap not in ("{{", "}}")}
    if lost := wanted - given:
        yield f"put back the gap {_listed(lost)}, letter by letter: the lesson fills it in"
    if extra := given - wanted:
        yield f"take out {_listed(extra)}: the English has no such gap"
    elif re.search(r"[{}]", _GAP.sub("", told)):
        yield "a { or } stands alone; gaps are written as in the English"


def _marks(text: str, told: str) -> Iterator[str]:
    wanted, given = (Counter(COMMENT.findall(one)) for one in (text, told))
    if lost := wanted - given:
        yield f"put back {_listed(lost)} right behind its number: a claim is measured there"
    if extra := given - wanted:
        yield f"take out {_listed(extra)}: the English has it not, or not so often"


def _links(text: str, told: str) -> Iterator[str]:
    wanted, given = (Counter(_LINK.findall(one)) for one in (text, told))
    if lost := wanted - given:
        yield f"put back the link to {_listed(lost)}"
    if extra := given - wanted:
        yield f"the English has no link to {_listed(extra)}"


def _code(text: str, told: str) -> Iterator[str]:
    wanted, given = (set(_CODE.findall(one)) for one in (text, told))
    if lost := wanted - given:
        yield f"write {_listed(f'`{one}`' for one in lost)} as in the English: it is code"


def _shape(message: Message, told: str) -> Iterator[str]:
    kind = message.what
    if kind == "heading":
        signs = re.match(r" *#+", message.text)[0].strip()
        if not re.match(rf"{signs}\s", told) or "\n" in told.strip():
            yield f"begin with {signs} and a blank, in one line: it is a heading"
    elif kind == "list":
        wanted, given = (len(_ITEM.findall(one)) for one in (message.text, told))
        if wanted != given:
            yield f"the list has {wanted} points in English and {given} here"
    elif kind == "table" and _rows(message.text) != _rows(told):
        yield "keep the table's rows and columns, each with its |"
    if told.count("**") % 2:
        yield "one ** has no partner"


def _rows(table: str) -> list[int]:
    return [row.replace(r"\|", "").count("|") for row in table.strip().split("\n")]


def _listed(found) -> str:
    return ", ".join(sorted(found))
