"""Refuses a visible check that says that an answer is wrong, and not what to look at next.

“Wrong, try again” teaches guessing. An `assert` shows a child a page of Python.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...draft import Draft, called, parts
from ...runs import failure
from ._tried import checks, choices

VERDICT = frozenset(
    re.findall(
        r"\w+",
        """a again almost an and answer are check correct error false good incorrect is isn it job
        look mistake mistaken nearly no not of oh oops please quite really right s so sorry still t
        that the there this too true try unfortunately was well wrong yes yet you your""",
    )
)
"""Words that only say that it is wrong, or nothing at all."""
LEAST = 2
"""Other words that a sentence needs: “Count again.” does not say what."""


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each `assert`, and each sentence that says nothing or only a verdict."""
    for cell in checks(draft).values():
        try:
            tree = ast.parse(parts(cell.source)[0])
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Assert):
                said = (
                    'Write `check(…, "what to look at next")` in place of `assert`, which shows a '
                    "pupil lines of Python."
                )
                yield cell.id, said
            elif isinstance(node, ast.Call) and called(node) == "check":
                words = _sentence(node)
                if words is not None and is_vague(words):
                    yield cell.id, _said(words)
    for one in choices(draft):
        words = failure(one.seen.outputs).removeprefix("NotYet: ")
        if one.seen.status != "ok" and is_vague(words):
            yield one.check, f"{_said(words)} This is what {one.answer} is told."


def is_vague(words: str) -> bool:
    """Whether a sentence says no more than a verdict.

    >>> is_vague("That is not right. Try again!"), is_vague("Show a few boots, too.")
    (True, False)
    """
    return sum(word not in VERDICT for word in re.findall(r"\w+", words.lower())) < LEAST


def _said(words: str) -> str:
    found = f"“{words}” does not say" if words.strip() else "An empty sentence here does not say"
    return f"{found} what to look at next: name the row, the number or the step."


def _sentence(call: ast.Call) -> str | None:
    """The sentence of a check, a word for each value in it; None where it is not written out."""
    named = [one.value for one in call.keywords if one.arg == "otherwise"]
    given = [*call.args[1:2], *named]
    return _text(given[0]) if given else ""


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return str(node.value or "")
    if isinstance(node, ast.JoinedStr):
        pieces = [getattr(one, "value", "") for one in node.values]
        return "".join(one if isinstance(one, str) else "(number)" for one in pieces)
    if isinstance(node, ast.Call) and called(node) == "hint":
        named = [one.value for one in node.keywords if one.arg == "sentence"]
        given = [*node.args[1:2], *named]
        return _text(given[0]) if given else ""
    return None
