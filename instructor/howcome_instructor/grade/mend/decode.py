"""From bytes to text, as whichever program saved it meant them."""

from __future__ import annotations

import codecs
import re

from .work import Stop, Work

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_WEB_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def decoded(data: bytes, work: Work) -> str:
    """The file's text. Raises Stop when it is a web page."""
    text, said = _text(data)
    if said:
        work.say(said, look=said == "mend.letters-lost")
    if text[:100].lstrip().startswith("<") and _WEB_PAGE.search(text[:10_000]):
        raise Stop("mend.web-page")
    return text


def _text(data: bytes) -> tuple[str, str | None]:
    """The text, and the code of a note."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "mend.encoding"
    if b"\0" in data[:4]:  # UTF-16 without its mark: each letter of JSON's own has a zero byte
        order = "be" if data.startswith(b"\0") else "le"
        return data.decode(f"utf-16-{order}", "replace"), "mend.encoding"
    try:
        marked = data.startswith(codecs.BOM_UTF8)
        return data.decode("utf-8-sig"), "mend.encoding" if marked else None
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    if any(letter > "\x7f" and letter != UNREADABLE for letter in text):
        return text, "mend.letters-lost"  # UTF-8, with a few bytes damaged
    # the old Windows alphabet: é is one byte, which UTF-8 never has
    return data.decode("cp1252", "replace"), "mend.encoding"
