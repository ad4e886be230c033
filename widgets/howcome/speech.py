"""Recorded speech: what a child who cannot read yet hears where the browser has no own voice.

A browser's voice is used only when it lives on the device, so that no text leaves it; many have
none. Each clip is one sentence or word, an MP3 of a few kilobytes in `locale/<language>/speech/`,
made once by a free synthesiser (`instructor/build/record.py`). Nothing is synthesised or fetched
at run time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


def file_name(text: str) -> str:
    """The name of the clip of a text: the same text has the same name everywhere.

    >>> file_name("fish") == file_name(" fish ")
    True
    """
    return hashlib.sha256(text.strip().encode("utf-8")).hexdigest()[:16] + ".mp3"


def recorded(texts: Iterable[str], language: str) -> list[str]:
    """Those of the texts that have a clip in this language, in order, each once."""
    have = {clip.name for clip in (LOCALE / language / "speech").glob("*.mp3")}
    return [text for text in dict.fromkeys(texts) if file_name(text) in have]


def clip(text: str, language: str) -> bytes | None:
    """The MP3 of a text, or None where nobody recorded it."""
    path = LOCALE / language / "speech" / file_name(text)
    return path.read_bytes() if path.is_file() else None
