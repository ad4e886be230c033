"""The words of the activities, in the pupil's language."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "es")


@cache
def _part(language: str, part: str) -> dict[str, str]:
    path = Path(__file__).parent / "locale" / language / f"{part}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def language(of_lesson: str | None = None) -> str:
    """The language to speak: the lesson's own, else ``HOWCOME_LANG``, else English."""
    chosen = of_lesson or os.environ.get("HOWCOME_LANG", "")
    return chosen[:2] if chosen[:2] in LANGUAGES else "en"


def spoken() -> str:
    """The language of the lesson that runs now."""
    from howcome.answers import book

    return language(book().lesson.language)  # read once, as activities do


def words(part: str, language: str = "en") -> dict[str, str]:
    """The words that every activity shares and those of one ``part``, as key -> sentence.

    >>> words("sample_mixer", "es")["undo"]
    'Deshacer'
    """
    return {**_part(language, "shared"), **_part(language, part)}
