"""The door from a pupil's notebook to a page: what comes through is text, or a small safe part
of HTML. No scripts, styles, links, forms or addresses; a picture only when it is one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from markupsafe import Markup, escape

from ...untrusted import fit_to_clean
from .pictures import safe_address

MOST_TEXT = 4_000
"""Signs of one text on a page; more is cut, and said."""

_TAG_NAMES = (
    "b blockquote br caption code dd details div dl dt em figcaption figure hr i img kbd li ol p "
    "pre s small span strong sub summary sup table tbody td tfoot th thead tr u ul"
)
TAGS = frozenset(_TAG_NAMES.split())
_COUNTS = ("colspan", "rowspan")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
# HTML knows no such signs, halves of signs cannot be written, and some turn what follows around
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def plain(text: str, most: int = MOST_TEXT) -> str:
    """A pupil's text without colours for terminals and signs that nobody sees, cut to `most`."""
    text = _ODD.sub("", _ANSI.sub("", text[: 4 * most])).strip("\n").rstrip()
    return text if len(text) <= most else text[:most].rstrip() + " …"


@lru_cache(maxsize=512)  # most of a class choose one of a few answers
def safe_html(html: str) -> Markup:
    """The part of a pupil's HTML that may stand on a page: tables, lists, figures and words.

    Empty for HTML that is too large, or made to keep a cleaner busy.
    """
    return Markup(_cleaner().clean(fit_to_clean(_ODD.sub("", html))))


def image(address: str, alt: str) -> Markup:
    """A picture with its text alternative; the words alone when it cannot be shown."""
    if not address:
        return Markup("<p>{}</p>").format(alt)
    return Markup('<img src="{}" alt="{}">').format(address, alt)


@cache
def _cleaner():
    import bleach
    from bleach.html5lib_shim import Filter

    class Pictures(Filter):
        """A picture that is none leaves its text alternative behind."""

        def __iter__(self):
            for token in Filter.__iter__(self):
                if token.get("name") == "img":
                    token = _pictured(token)
                yield token

    return bleach.Cleaner(
        tags=TAGS,
        attributes=_allowed,
        protocols={"data"},
        strip=True,
        strip_comments=True,
        filters=[Pictures],
    )


def _pictured(token: dict) -> dict:
    names = token["data"]
    alt = names.get((None, "alt"), "")
    address = safe_address(names.get((None, "src"), ""))
    if not address:
        return {"type": "Characters", "data": alt}
    names[(None, "src")], names[(None, "alt")] = address, alt
    return token


def _allowed(tag: str, name: str, value: str) -> bool:
    """Which attributes stay: what a table or a picture cannot do without."""
    if tag == "img":
        return name in ("src", "alt") or (name == "width" and _whole(value, 2000))
    if name == "lang":
        return bool(re.fullmatch(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*", value))
    if tag in ("td", "th"):
        return (name == "scope" and value in ("row", "col")) or (
            name in _COUNTS and _whole(value, 100)
        )
    return False


def _whole(value: str, most: int) -> bool:
    return value.isascii() and value.isdigit() and 0 < int(value[:9]) <= most


def lines(text: str) -> Markup:
    """Text with its own line breaks, escaped."""
    return Markup('<div class="words">{}</div>').format(escape(plain(text)))
