"""Pictures from a pupil's notebook: taken only when they are what they say they are.

A picture is shown through `<img>`, where a browser runs no script and fetches nothing. What is
checked here is that nothing else hides behind the name: not for the page, but for the pupil who
opens the picture in a window of its own.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from functools import lru_cache

MOST_BYTES = 4 * 2**20
MOST_DRAWING = 2**20
"""Bytes of an SVG."""
MOST_PIXELS = 40_000_000
"""A picture with more would make a small computer stand still."""

_DATA = re.compile(r"data:(image/(?:png|jpeg|svg\+xml));base64,([A-Za-z0-9+/=\s]+)\Z")
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPE_NAMES = "svg g title desc defs rect circle ellipse line polyline polygon path text tspan"
_SHAPES = frozenset(_SHAPE_NAMES.split())
_DRAWING_NAMES = (
    "viewBox width height x y x1 y1 x2 y2 dx dy cx cy r rx ry d points transform fill stroke "
    "fill-opacity fill-rule opacity stroke-width stroke-dasharray stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-opacity font-family font-size font-style font-weight text-anchor "
    "dominant-baseline role version preserveAspectRatio"
)
_DRAWING = frozenset(_DRAWING_NAMES.split())


def safe_picture(kind: str, data: str) -> str:
    """A `data:` address of the picture, or an empty string for one that cannot be shown.

    `kind` is image/png, image/jpeg or image/svg+xml; `data` is base64, or the text of an SVG.
    """
    if kind == "image/svg+xml" and data.lstrip().startswith("<"):
        data = base64.b64encode(data.encode("utf-8")).decode("ascii")
    return safe_address(f"data:{kind};base64,{data.strip()}")


@lru_cache(maxsize=256)  # a class draws many of its pictures alike
def safe_address(address: str) -> str:
    """The same for a picture that is a `data:` address already."""
    found = _DATA.match(address)
    if not found or len(found[2]) > MOST_BYTES * 4 / 3:
        return ""
    try:
        picture = base64.b64decode("".join(found[2].split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    sound = {"image/png": _is_png, "image/jpeg": _is_jpeg, "image/svg+xml": _is_drawing}[found[1]]
    if not sound(picture):
        return ""
    return f"data:{found[1]};base64,{base64.b64encode(picture).decode('ascii')}"


def _is_png(picture: bytes) -> bool:
    """Whole chunks from IHDR to IEND, of a sane size, and nothing behind them."""
    if not picture.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        return False
    at = 8
    while at + 12 <= len(picture):
        length, name = struct.unpack(">I4s", picture[at : at + 8])
        if name == b"IHDR" and not _sane(*struct.unpack(">II", picture[at + 8 : at + 16])):
            return False
        at += 12 + length
        if name == b"IEND":
            return at == len(picture)
    return False


def _is_jpeg(picture: bytes) -> bool:
    """Segments up to the picture's own data, of a sane size, and the end where it must be."""
    if not picture.startswith(b"\xff\xd8\xff") or not picture.endswith(b"\xff\xd9"):
        return False
    at, sized = 2, False
    while at + 9 <= len(picture) and picture[at] == 0xFF:
        kind, length = picture[at + 1], int.from_bytes(picture[at + 2 : at + 4], "big")
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack(">HH", picture[at + 5 : at + 9])
            sized = _sane(wide, high)
        if kind == 0xDA:
            return sized
        at += 2 + length
    return False


def _sane(wide: int, high: int) -> bool:
    return 0 < wide * high <= MOST_PIXELS


def _is_drawing(picture: bytes) -> bool:
    """An SVG of shapes and words only: no script, no link, no style, nothing from elsewhere."""
    from defusedxml.ElementTree import fromstring

    if len(picture) > MOST_DRAWING:
        return False
    try:
        root = fromstring(picture, forbid_dtd=True)
    except Exception:  # ParseError, and defusedxml's own for entities and the like
        return False
    return root.tag == f"{_SVG}svg" and all(_is_shape(element) for element in root.iter())


def _is_shape(element) -> bool:
    return (
        isinstance(element.tag, str)
        and element.tag.removeprefix(_SVG) in _SHAPES
        and element.tag.startswith(_SVG)
        and all(
            name in _DRAWING and "(" not in value.replace("(", "", _brackets(name))
            for name, value in element.attrib.items()
        )
    )


def _brackets(name: str) -> int:
    """How many brackets a value may open: `rotate(…)` and the like, but never `url(…)`."""
    return 8 if name == "transform" else 0
