"""The marks that tell groups apart: a colour, a shape and a dash each, never colour alone.

Source of the colours: Okabe & Ito, "Color Universal Design" (2002, revised 2008). Their orange and
yellow are left out (2.2 and 1.3 to 1 on white) and their sky blue is darkened (2.3 to 1), so that
every mark stands at 3 to 1 or better on white (WCAG 2.1, 1.4.11). tests/test_figures.py measures
both the contrast and how far apart the colours stay for colour-blind eyes.
"""

from typing import NamedTuple


class Mark(NamedTuple):
    """One group's colour (hex), shape (a name) and dash pattern (pixels on, pixels off, ...)."""

    colour: str
    shape: str
    dash: tuple[int, ...]


MARKS = (
    Mark("#0072B2", "circle", ()),  # blue
    Mark("#D55E00", "triangle", (9, 4)),  # vermillion
    Mark("#009E73", "square", (2, 4)),  # bluish green
    Mark("#CC79A7", "diamond", (12, 4, 2, 4)),  # reddish purple
    Mark("#22485D", "cross", (5, 3)),  # sky blue, darkened
    Mark("#000000", "down", (12, 3, 2, 3, 2, 3)),  # black
)

INK = "#1F2933"  # words in a picture
SOFT = "#52606D"  # axes and ticks
GRID = "#E4E7EB"  # grid, tracks and the edge of the card: helps the eye, carries no meaning
PAPER = "#FFFFFF"
