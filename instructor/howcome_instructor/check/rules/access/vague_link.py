"""Refuses a link whose words do not say where it leads: "here", "click here", a bare address.

Who listens can have the links of a page read out, one after the other: "here, here, more". And a
bare address is read out sign by sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft
from ._page import links, page

VAGUE = re.compile(
    r"\W*(?:(?:click|see|look|go|read|press|find\s+(?:it|out))\s+)?(?:on\s+)?"
    r"(?:here|this|there|it|link|this\s+link|the\s+link|(?:this|the)\s+(?:web)?(?:page|site)"
    r"|more|read\s+more|learn\s+more|see\s+more|more\s+info|details|source|click|website|page)?\W*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each such link, in the notebook and in the guide."""
    for where, block in page(draft):
        inside = False
        for link, text in links(block):
            address = str(link.attrGet("href") or "")
            if _ADDRESS.fullmatch(text.strip()):
                yield where, _bare(text.strip())
            elif VAGUE.fullmatch(text):
                yield (
                    where,
                    f"The link “{text.strip()}” ({address}) does not say where it leads. Put the "
                    "name of what is there into the square brackets: `[the data card](…)`.",
                )
        for one in block.inline:
            inside = (inside or one.type == "link_open") and one.type != "link_close"
            # Jupyter makes a link of it
            if one.type == "text" and not inside and (found := _ADDRESS.search(one.content)):
                yield where, _bare(found[0].rstrip(".,;:)"))


def _bare(address: str) -> str:
    return f"{address} is read out sign by sign. Write what is there: `[the data card]({address})`."
