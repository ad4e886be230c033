"""Refuses a field in which pupils would type who they are, and `input()` for anything.

A name, an age or an address in a notebook is in the file that is handed in. `input()` also stops
the lesson when it is run from top to bottom.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...draft import Draft

OWN = (
    r"(?:(?:full|first|last|family|real|own|home|street|and|e-?mail) )*"
    r"(?:name|age(?! group)|address|birthday|birth ?date|date of birth|phone(?: number)?|e-?mail|"
    r"password|photo|username|zip code|initials|signature)\b"
)
ASKED = re.compile(
    rf"\byour {OWN}|how (?:old|tall) are you|where do you live|when were you born|"
    r"(?:what|which) (?:is your )?(?:school|church|mosque|temple|religion|height|weight)\b|"
    r"what do (?:people|friends) call you|how much do you weigh|who are your parents",
    re.IGNORECASE,
)
TYPED = re.compile(rf"\b(?:type|enter|fill in) (?:in )?your {OWN}", re.IGNORECASE)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each `input()`, and each typed answer that asks for something personal."""
    for cell, call in draft.calls("input", "getpass"):
        if isinstance(call.func, ast.Name):
            yield cell, "Take `input()` out: ask with `Ask(…)` and choices to press."
    for cell, call in draft.calls("Ask", "Text", "Textarea", "Password"):
        asked = " ".join(_texts(call))
        if _typed(call) and (found := ASKED.search(asked)):
            yield cell, f"“{found[0]}” asks a pupil who they are; ask about a made-up person."
    for cell, block in draft.prose:
        if found := TYPED.search(block.text):
            yield cell, f"“{found[0]}” asks a pupil who they are; let them use a made-up person."


def _typed(call: ast.Call) -> bool:
    """Whether the answer is typed: a text or a number, and not one of some choices."""
    kinds = [one.value for one in call.keywords if one.arg == "kind"]
    typed = any(isinstance(one, ast.Constant) and one.value in ("text", "number") for one in kinds)
    return typed or getattr(call.func, "id", getattr(call.func, "attr", "")) != "Ask"


def _texts(call: ast.Call) -> Iterator[str]:
    for node in ast.walk(call):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
