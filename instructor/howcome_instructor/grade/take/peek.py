"""What a notebook says about itself, however damaged it is. Nothing is mended here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from howcome.answers import ANSWER, bundles_in

PARSED = 16 * 2**20
"""Bytes up to which a file is read as JSON; of a larger one only the words needed are sought."""

# In a file that is no JSON any more. A quote within a string is written \", so these match keys.
_ABOUT = re.compile(rb'"howcome"\s*:\s*\{([^{}]{0,2000})\}')
_LESSON = re.compile(rb'"lesson"\s*:\s*"([^"\\]{1,100})"')
_NOTEBOOK = re.compile(rb'"notebook"\s*:\s*"([^"\\]{1,100})"')
_GRADE_ID = re.compile(rb'"grade_id"\s*:\s*"([^"\\]{1,100})"')
_LIKE = re.compile(rb'"(?:cells|nbformat|grade_id|cell_type)"\s*:')


@dataclass(frozen=True)
class About:
    """What a notebook says about itself."""

    lesson: str | None = None
    notebook: str | None = None
    """The id of the copy."""
    grade_ids: frozenset[str] = frozenset()
    revisions: int = 0
    """How often answers were changed, all together."""
    empty: bool = False
    """No byte, or nothing but blanks."""
    like: bool = True
    """Whether it looks like a notebook at all."""


def peek(data: bytes) -> About:
    """Read what a file says about itself; anything that cannot be read is left out."""
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        return About(empty=True, like=False)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # a text editor saved it as "Unicode"
        data = data.decode("utf-16", "replace").encode("utf-8")
    notebook = _json(data) if len(data) <= PARSED else None
    return _said(notebook) if isinstance(notebook, dict) else _sought(data)


def _json(data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _said(notebook: dict) -> About:
    howcome = _dict(_dict(notebook.get("metadata")).get("howcome"))
    cells = notebook.get("cells")
    cells = [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []
    grade_ids = {
        _dict(_dict(cell.get("metadata")).get("nbgrader")).get("grade_id") for cell in cells
    }
    try:
        answers = bundles_in(notebook)
        revisions = sum(bundle[ANSWER]["revision"] for bundle in answers.values())
    except (AttributeError, TypeError):  # metadata or outputs that are none
        revisions = 0
    return About(
        lesson=_text(howcome.get("lesson")),
        notebook=_text(howcome.get("notebook")),
        grade_ids=frozenset(one for one in grade_ids if _text(one)),
        revisions=revisions,
        like="cells" in notebook or "nbformat" in notebook or "worksheets" in notebook,
    )


def _sought(data: bytes) -> About:
    """The same by search: the last of its kind, since metadata ends a notebook.

    A file that was cut off has lost them; the answers in it name lesson and copy, too.
    """
    about = _ABOUT.findall(data)
    where = about[-1] if about else data
    return About(
        lesson=_last(_LESSON, where),
        notebook=_last(_NOTEBOOK, where),
        grade_ids=frozenset(one.decode("utf-8", "replace") for one in _GRADE_ID.findall(data)),
        like=bool(_LIKE.search(data)),
    )


def _last(pattern: re.Pattern, data: bytes) -> str | None:
    found = pattern.findall(data)
    return found[-1].decode("utf-8", "replace") if found else None


def _dict(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
