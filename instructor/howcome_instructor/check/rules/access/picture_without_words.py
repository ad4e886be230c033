"""Refuses a picture in Markdown that has no words, or words that say nothing.

Who does not see a picture hears its words; `![](net.png)` is heard as "picture", and so is "picture
of a net" twice. In Markdown the words stand in the brackets: `![A net full of fish](net.png)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft
from ._page import SAY, html_of, page, wrong_with

_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each such picture, in the notebook and in the guide."""
    for where, block in page(draft):
        alts = [one.content for one in block.inline if one.type == "image"]
        for tag in _IMG.findall(html_of(block)):
            found = _ALT.search(tag)
            alts.append(next((one for one in found.groups() if one), "") if found else "")
        for alt in alts:
            if wrong := wrong_with(alt):
                yield where, f"A picture {wrong}. {SAY}"
