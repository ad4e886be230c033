"""Dots and lines over two axes: a pale grid, round ticks, words on the level."""

from .kinds import Plot, Series
from .number import written
from .palette import GRID, INK, MARKS, PAPER, SOFT
from .svg_paper import EDGE, LINE, WIDTH, Paper, short, text_width, wrap

_HIGH = 220  # of the space between the axes
_NAMES = 92  # width for the names at the ends of lines
_SHAPES = {
    # paths from the middle of the mark, for a mark about 10 units wide
    "triangle": "m0-6.5 6 10.5h-12z",
    "square": "m-4.7-4.7h9.4v9.4h-9.4z",
    "diamond": "m0-6.7 6.7 6.7-6.7 6.7-6.7-6.7z",
    "cross": "m-6-3.4 2.6-2.6 3.4 3.4 3.4-3.4 2.6 2.6-3.4 3.4 3.4 3.4-2.6 2.6-3.4-3.4-3.4 3.4"
    "-2.6-2.6 3.4-3.4z",
    "down": "m0 6.5 6-10.5h-12z",
}


def draw_plot(spec: Plot) -> Paper:
    """A card with the legend or the lines' own names, the axes and what is drawn between them."""
    paper = Paper()
    names = [wrap(one.name, _NAMES) if one.name else [] for one in spec.series]
    beside = spec.joined and len(names) > 1
    named = any(names) and not spec.joined
    y = _legend(paper, spec, EDGE) if named else EDGE
    for line in wrap(spec.y_name, WIDTH - 2 * EDGE) if spec.y_name else ():
        paper.words(line, EDGE, y + 15, SOFT)
        y += LINE
    top, high = y + 15, _HIGH
    y_marks, x_marks = written(spec.y_ticks), written(spec.x_ticks)
    left = EDGE + max(map(text_width, y_marks)) + 8
    room = 36 + max(text_width(line) for lines in names for line in lines) if beside else 0
    right = WIDTH - EDGE - max(room, text_width(x_marks[-1]) / 2 - 4)
    if beside:
        high = max(high, sum(len(lines) * LINE + 6 for lines in names))
    across, up = _scale(spec.x_ticks, left + 8, right), _scale(spec.y_ticks, top + high, top)
    for value, mark in zip(spec.y_ticks, y_marks, strict=True):
        paper.add("path", d=f"M{short(left)} {short(up(value))}H{short(right)}", stroke=GRID)
        paper.words(mark, left - 8, up(value) + 5.5, SOFT, text_anchor="end")
    bottom = top + high
    paper.add("path", d=f"M{short(left)} {short(bottom)}H{short(right)}", stroke=SOFT)
    for value, mark in _room_for(spec.x_ticks, x_marks, across):
        paper.add("path", d=f"M{short(across(value))} {short(bottom)}v5", stroke=SOFT)
        paper.words(mark, across(value), bottom + 21, SOFT, text_anchor="middle")
    y = bottom + 28
    for line in wrap(spec.x_name, WIDTH - 2 * EDGE):
        paper.words(line, WIDTH - EDGE, y + 15, SOFT, text_anchor="end")
        y += LINE
    ends = []
    for series, look in zip(spec.series, MARKS, strict=False):
        ends.append((_line if spec.joined else _dots)(paper, series, look, across, up))
    if beside:
        _names(paper, names, ends, right, bottom)
    paper.height = y + EDGE - 4
    return paper


def spread(wanted: list[float], heights: list[float], low: float, highest: float):
    """Middles for blocks of ``heights`` near ``wanted``, none over another, between two bounds.

    >>> spread([50, 51], [20, 20], 0, 100)
    [40.5, 60.5]
    >>> spread([95, 99], [20, 20], 0, 100)
    [70.0, 90.0]
    """
    order = sorted(range(len(wanted)), key=lambda one: wanted[one])
    stacks: list[tuple[float, float, list[int]]] = []  # where it starts, how high, its blocks
    for one in order:
        start, high, blocks = wanted[one] - heights[one] / 2, heights[one], [one]
        while stacks and stacks[-1][0] + stacks[-1][1] > start:
            above, more, others = stacks.pop()
            together = len(others) + len(blocks)
            start = (above * len(others) + (start - more) * len(blocks)) / together
            high, blocks = more + high, others + blocks
        stacks.append((start, high, blocks))
    middles, free = [0.0] * len(wanted), low
    for start, _, blocks in stacks:
        free = max(start, free)
        for one in blocks:
            middles[one] = free + heights[one] / 2
            free += heights[one]
    free = highest
    for one in reversed(order):
        middles[one] = min(middles[one], free - heights[one] / 2)
        free = middles[one] - heights[one] / 2
    return middles


def _mark(shape: str, x: float, y: float) -> str:
    if shape == "circle":
        return f'<circle cx="{short(x)}" cy="{short(y)}" r="5.2"/>'
    return f'<path d="M{short(x)} {short(y)}{_SHAPES[shape]}"/>'


def _dots(paper: Paper, series: Series, look, across, up) -> None:
    paper.raw(f'<g fill="{look.colour}" stroke="{PAPER}" stroke-width=".8">')
    for x, y in series.points:
        paper.raw(_mark(look.shape, across(x), up(y)))
    paper.raw("</g>")


def _line(paper: Paper, series: Series, look, across, up) -> tuple[float, float]:
    path, pen = "", "M"
    for x, y in series.points:
        if y is None:
            pen = "M"
            continue
        path += f"{pen}{short(across(x))} {short(up(y))}"
        pen = "L"
    dash = {"stroke_dasharray": " ".join(map(str, look.dash))} if look.dash else {}
    paper.add("path", d=path, fill="none", stroke=look.colour, stroke_width=2.5, **dash)
    there = [(x, y) for x, y in series.points if y is not None]
    if len(there) <= 15:
        _dots(paper, Series("", there), look, across, up)
    return (across(there[-1][0]), up(there[-1][1])) if there else (0, 0)


def _names(paper: Paper, names, ends, right: float, bottom: float) -> None:
    heights = [len(lines) * LINE + 6 for lines in names]
    middles = spread([y for _, y in ends], heights, 0, bottom + 10)
    for lines, look, (x, y), middle in zip(names, MARKS, ends, middles, strict=False):
        start = f"M{short(x + 7)} {short(y)}L{short(right + 14)} {short(middle)}"
        paper.add("path", d=start, stroke=SOFT, stroke_width=0.8)
        paper.raw(f'<g fill="{look.colour}">{_mark(look.shape, right + 22, middle)}</g>')
        for number, line in enumerate(lines):
            y = middle + 5.5 + (number - (len(lines) - 1) / 2) * LINE
            paper.words(line, right + 33, y)


def _legend(paper: Paper, spec: Plot, y: float) -> float:
    x = float(EDGE)
    for series, look in zip(spec.series, MARKS, strict=False):
        lines = wrap(series.name, WIDTH - 2 * EDGE - 20)
        wide = 20 + max(map(text_width, lines)) + 14
        if x > EDGE and (x + wide > WIDTH - EDGE or len(lines) > 1):
            x, y = EDGE, y + LINE + 2
        paper.raw(f'<g fill="{look.colour}">{_mark(look.shape, x + 7, y + 10)}</g>')
        for number, line in enumerate(lines):
            paper.words(line, x + 20, y + 15.5 + number * LINE, INK)
        x, y = x + wide, y + (len(lines) - 1) * LINE
    return y + LINE + 10


def _scale(ticks: list[float], start: float, end: float):
    first, span = ticks[0], ticks[-1] - ticks[0]
    return lambda value: start + (value - first) / span * (end - start)


def _room_for(ticks: list[float], marks: list[str], across):
    step = abs(across(ticks[1]) - across(ticks[0]))
    every = 1
    while every * step < max(map(text_width, marks)) + 8 and every < len(ticks):
        every += 1
    return list(zip(ticks, marks, strict=True))[::every]
