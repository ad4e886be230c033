"""Grey pictures in rows, each a tiny PNG that the browser enlarges without blurring."""

from base64 import b64encode

from .kinds import Pictures
from .palette import SOFT
from .png import grey_png
from .svg_paper import EDGE, LINE, WIDTH, Paper, wrap

_BETWEEN = 12
_LARGEST = 156  # one picture alone need not fill the card


def draw_pictures(spec: Pictures) -> Paper:
    """A card with the pictures in equal cells, captions centred below them."""
    gaps = _BETWEEN * (spec.columns - 1)
    cell = min((WIDTH - 2 * EDGE - gaps) / spec.columns, _LARGEST)
    paper = Paper(2 * EDGE + cell * spec.columns + gaps)
    y = float(EDGE)
    for first in range(0, len(spec.images), spec.columns):
        row = spec.images[first : first + spec.columns]
        tallest = max(_height(image, cell) for image in row)
        lines = [wrap(text, cell + 8) for text in spec.captions[first : first + spec.columns]]
        for number, image in enumerate(row):
            x = EDGE + number * (cell + _BETWEEN)
            _picture(paper, image, x, y + tallest - _height(image, cell), cell)
            for count, line in enumerate(lines[number] if lines else ()):
                middle, base = x + cell / 2, y + tallest + 18 + count * LINE
                paper.words(line, middle, base, text_anchor="middle")
        y += tallest + max(map(len, lines), default=0) * LINE + _BETWEEN + (4 if lines else 0)
    paper.height = y - _BETWEEN + EDGE
    return paper


def _height(image: list[list[int]], cell: float) -> float:
    return min(cell * len(image) / len(image[0]), cell * 2)


def _picture(paper: Paper, image, x: float, y: float, cell: float) -> None:
    high = _height(image, cell)
    wide = high * len(image[0]) / len(image)
    x += (cell - wide) / 2
    source = f"data:image/png;base64,{b64encode(grey_png(image)).decode('ascii')}"
    paper.add(
        "image", href=source, x=x, y=y, width=wide, height=high, style="image-rendering:pixelated"
    )
    edge = {"x": x, "y": y, "width": wide, "height": high, "fill": "none", "stroke": SOFT}
    paper.add("rect", **edge)
