"""Refuses what axe finds wrong in the lesson as it is shown in a real browser (WCAG 2.1 A and AA).

The lesson is run with its answers and shown in Chromium, each activity drawn as the run left it.
Axe finds what no reading of the source does: contrast, fields without labels, pictures of a library
that have no words. It does not find all: go through the lesson with the keyboard alone, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft
from ..words._said import short

IN_PLAIN_WORDS = {
    "image-alt": "A picture has no words. Draw it with `howcome.figures` (`show` takes a drawing "
    "of matplotlib's) and write what it shows in `alt`.",
    "svg-img-alt": "A drawing has no words: give it a title, or draw it with `howcome.figures`.",
    "color-contrast": "These letters stand out too little from what is behind them. Take the "
    "colour away, or a darker one.",
    "link-name": "A link has no words to be read out. Put the name of what is there into it.",
    "button-name": "A button has no words to be read out. Put its word on it.",
    "label": "A field has no label. Write beside it what belongs into it.",
    "scrollable-region-focusable": "This scrolls sideways and no key reaches it. Make it narrower.",
}


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each kind of thing in each cell."""
    run = draft.runs.author
    if run.stopped is not None:
        return  # runs.breaks says so
    from ._browser import violations

    seen = set()
    for one in violations(run.notebook):
        if (one.cell, one.rule) not in seen:
            seen.add((one.cell, one.rule))
            said = IN_PLAIN_WORDS.get(one.rule, f"{one.help}.")
            yield one.cell, f"{said} (axe {one.rule}: `{short(one.html, 120)}`)"
