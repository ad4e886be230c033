"""A sheet to draw on: SVG elements, and words that are wrapped because nothing may be cut off.

A sheet is 360 units wide. On a phone it is shown about 330 pixels wide, so words of 16 units are
14.7 pixels high there. No font can be measured here, so widths are estimated on the wide side.
"""

from __future__ import annotations

import unicodedata
from html import escape

from .palette import GRID, INK, PAPER

WIDTH = 360
EDGE = 16  # between the edge of the card and what is drawn
WORDS = 16  # height of the words
LINE = 20  # from one line of words to the next

_NARROW = frozenset("iljI.,:;'|!()[]/ft-\u2009\u202f\u00a0 ")
_WIDE = frozenset("mwMWOQG@%&—…")


def text_width(text: str, size: float = WORDS) -> float:
    """About how wide ``text`` is, in units; rather too wide than too narrow.

    >>> text_width("ill") < text_width("www")
    True
    """
    total = 0.0
    for sign in text:
        if unicodedata.combining(sign) or sign in "\u200d\ufe0f":
            continue
        if unicodedata.east_asian_width(sign) in "WF" or sign > "\u2fff":
            total += 1.3
        elif sign in _NARROW:
            total += 0.38
        elif sign in _WIDE:
            total += 0.95
        else:
            total += 0.72 if sign.isupper() else 0.6
    return total * size


def wrap(text: str, width: float) -> list[str]:
    """Lines of at most ``width`` units; a word that is longer than a line is broken.

    >>> wrap("the reef and the deep", 100)
    ['the reef', 'and the', 'deep']
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer) <= width:
            lines[-1] = longer
            continue
        pieces = _pieces(word, width)
        lines = [line for line in lines if line] + pieces
    return lines


def _pieces(word: str, width: float) -> list[str]:
    pieces = [""]
    for sign in word:
        joins = unicodedata.combining(sign) or sign in "\u200d\ufe0f" or pieces[-1][-1:] == "\u200d"
        if pieces[-1] and not joins and text_width(pieces[-1] + sign) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def short(value: float) -> str:
    """A coordinate to a tenth of a unit, as short as it can be written."""
    return f"{value:.1f}".removesuffix(".0").replace("-0.0", "0")


class Paper:
    """A white card of ``width`` units that grows as high as what is drawn on it."""

    def __init__(self, width: float = WIDTH) -> None:
        self.width = width
        self.height = 0.0
        self._parts: list[str] = []

    def add(self, tag: str, content: str = "", /, **attributes: object) -> None:
        """One element; ``stroke_width=2`` becomes ``stroke-width="2"``; content is markup."""
        written = "".join(
            f' {name.replace("_", "-")}="{_value(value)}"' for name, value in attributes.items()
        )
        self._parts.append(
            f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"
        )

    def raw(self, markup: str) -> None:
        """Markup that is ready, such as an opening <g>."""
        self._parts.append(markup)

    def words(self, text: str, x: float, y: float, fill: str = INK, **attributes: object) -> None:
        """One line of words with its baseline at ``y``."""
        self.add("text", escape(text, quote=False), x=x, y=y, fill=fill, **attributes)

    def svg(self) -> str:
        """The whole sheet."""
        wide, high = short(self.width), short(self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
            f'viewBox="0 0 {wide} {high}" font-family="system-ui,sans-serif" font-size="{WORDS}">'
            f'<rect x=".5" y=".5" width="{short(self.width - 1)}" '
            f'height="{short(self.height - 1)}" rx="12" fill="{PAPER}" stroke="{GRID}"/>'
            f"{''.join(self._parts)}</svg>"
        )


def _value(value: object) -> str:
    return short(value) if isinstance(value, (int, float)) else escape(str(value), quote=True)
