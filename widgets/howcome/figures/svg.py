"""The SVG backend: plain Python, standard library only."""

from .kinds import Bars, Pictures, Plot
from .svg_bars import draw_bars
from .svg_paper import Paper
from .svg_pictures import draw_pictures
from .svg_plot import draw_plot

_DRAW = {Bars: draw_bars, Plot: draw_plot, Pictures: draw_pictures}
_SHOWN = 400 / 360  # pixels on the screen for a unit of the drawing, when there is room


def draw(spec: Bars | Plot | Pictures) -> tuple[bytes, str, int]:
    """The picture as UTF-8 SVG, its media type, and its width in pixels."""
    paper: Paper = _DRAW[type(spec)](spec)
    return paper.svg().encode("utf-8"), "image/svg+xml", round(paper.width * _SHOWN)
