"""HTML of a pupil's before it is cleaned: what would keep a cleaner busy for minutes is refused.

Two cleaners stand behind it, each with what its pages may show: Formgrader's
(`course/safe.py`) and the feedback's (`grade/report/safe.py`).
"""

from __future__ import annotations

import re

MOST_HTML = 4 * 2**20
MOST_TAGS = 6_000
MOST_DEPTH = 200
MOST_IN_A_TAG = 60
"""Words in one tag. Beyond these limits cleaning would take minutes, and no page is so."""

# These hold no words for a reader. Taking them out is for the looks of it; bleach keeps us safe.
_WORDLESS = re.compile(r"<(style|script)\b|<!--", re.IGNORECASE)
_ENDS = {
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "": re.compile("-->"),
}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)")
_VOID = frozenset(["br", "hr", "img"])


def fit_to_clean(html: str) -> str:
    """The HTML without styles, scripts and comments, or nothing when no page is so."""
    if len(html) > MOST_HTML:
        return ""
    html = _without_wordless(html)
    return html if _is_sane(html) else ""


def _without_wordless(html: str) -> str:
    """Without styles, scripts and comments; one that never ends takes the rest with it."""
    kept, at = [], 0
    while found := _WORDLESS.search(html, at):
        kept.append(html[at : found.start()])
        end = _ENDS[(found[1] or "").lower()].search(html, found.end())
        if not end:
            return "".join(kept)
        at = end.end()
    return "".join([*kept, html[at:]])


def _is_sane(html: str) -> bool:
    if max(html.count("<"), html.count("&")) > 2 * MOST_TAGS:
        return False
    depth = 0
    for count, (closing, name, rest) in enumerate(_TAG.findall(html)):
        if name.lower() not in _VOID:
            depth = max(0, depth - 1) if closing else depth + 1
        if count > MOST_TAGS or depth > MOST_DEPTH or len(rest.split()) > MOST_IN_A_TAG:
            return False
    return True
