"""Refuses raw HTML that sets colours and sizes, moves, or brings in other pages.

`<font color>` and `style=` look different in the dark and are not read out; JupyterLab takes most
of them away without a word. Headings, bold, tables and lists say the same to everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft
from ._page import html_of, page

REFUSED = {
    r"<(font|center|marquee|blink|big)\b": "Use bold, a heading or a list instead.",
    r"<[a-z][^>]*\s(style|color|bgcolor|align|background)\s*=": "Take it away: say it in words.",
    r"<(iframe|object|embed|script|video|audio|form)\b": "Take it away: a lesson uses no network, "
    "and an activity or a figure shows the same.",
    r"<[a-z][^>]*\s(on\w+)\s*=": "Take it away: a page of JupyterLab runs no script of a lesson.",
}


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each such tag or attribute, in the notebook and in the guide."""
    for where, block in page(draft):
        html = html_of(block)
        for pattern, instead in REFUSED.items():
            if found := re.search(pattern, html, re.IGNORECASE):
                yield where, f"HTML with `{found[1].lower()}` in Markdown. {instead}"
