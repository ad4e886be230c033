"""Pictures with a text alternative and their numbers: one door, two backends.

>>> from howcome import figures
>>> right = figures.bars({"sneaker": 9, "boot": 2}, alt="Sneakers: 9 of 10. Boots: 2 of 10.")
>>> right
Figure: Sneakers: 9 of 10. Boots: 2 of 10.
>>> right.html[:31]
'<figure class="howcome-figure" '
"""

from .door import bars, dots, lines, pictures, show, use
from .figure import Figure, words
from .palette import MARKS

__all__ = ["MARKS", "Figure", "bars", "dots", "lines", "pictures", "show", "use", "words"]
