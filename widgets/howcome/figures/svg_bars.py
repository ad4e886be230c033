"""Bars: level, on one scale, each with its name on the left and its number at its end."""

from .figure import words
from .kinds import Bar, Bars
from .number import said
from .palette import GRID, MARKS, SOFT
from .svg_paper import EDGE, LINE, WIDTH, Paper, text_width, wrap

_THICK = 22
_BETWEEN = 10  # from one bar to the next
_BLOCKS = 14  # more between blocks of grouped bars
_NAMES = 116  # names wider than this stand above their bars
_NUMBERS = 112  # numbers wider than this stand beside the name, above the bar


def draw_bars(spec: Bars) -> Paper:
    """A card with one row for each bar, grouped bars under the heading of their block."""
    paper = Paper()
    bars = [bar for _, block in spec.blocks for bar in block]
    end = max(text_width(_number(bar, spec)) for bar in bars) + 8
    above = max(text_width(bar.name) for bar in bars) > _NAMES or end > _NUMBERS
    left = EDGE if above else EDGE + max(text_width(bar.name) for bar in bars) + 10
    end = 0 if end > _NUMBERS else end
    right = WIDTH - EDGE - (0 if spec.track and not end else end)
    if spec.low < 0:
        left += end
    scale = (right - left) / (spec.high - spec.low)
    zero = left - spec.low * scale
    y = float(EDGE)
    for count, (heading, block) in enumerate(spec.blocks):
        y += _BLOCKS if count else 0
        for line in wrap(heading, WIDTH - 2 * EDGE) if heading else ():
            paper.words(line, EDGE, y + 16, font_weight=600)
            y += LINE
        y += 6 if heading else 0
        for number, bar in enumerate(block):
            y += _BETWEEN if number else 0
            y = _row(paper, spec, bar, y, zero, scale, above, number_above=not end)
    paper.height = y + EDGE
    return paper


def _row(paper, spec, bar: Bar, y, zero, scale, above: bool, number_above: bool) -> float:
    number = _number(bar, spec)
    if above:
        name = f"{bar.name}: {number}" if number_above else bar.name
        for line in wrap(name, WIDTH - 2 * EDGE):
            paper.words(line, EDGE, y + 15)
            y += LINE
        y += 3
        if bar.value is None and number_above and not spec.track:
            return y
    else:
        paper.words(bar.name, EDGE, y + 16.5)
    if spec.track:
        wide = spec.high * scale
        paper.add("rect", x=zero, y=y, width=wide, height=_THICK, fill=GRID)
    length = (bar.value or 0) * scale
    if length:
        x, colour = min(zero, zero + length), MARKS[bar.mark].colour
        paper.add("rect", x=x, y=y, width=max(abs(length), 1), height=_THICK, fill=colour)
    gap = 2 if above else _BETWEEN / 2
    paper.add("path", d=f"M{zero:.1f} {y - gap:.1f}V{y + _THICK + gap:.1f}", stroke=SOFT)
    if not number_above:
        past = spec.high * scale if spec.track and length >= 0 else length
        side = {"text_anchor": "end"} if length < 0 else {}
        style = (
            {"fill": SOFT, "font_style": "italic"} if bar.value is None else {"font_weight": 600}
        )
        x = zero + past + (-6 if length < 0 else 6)
        paper.words(number, x, y + 16.5, **side, **style)
    return y + _THICK


def _number(bar: Bar, spec: Bars) -> str:
    return words()["missing"] if bar.value is None else said(bar.value, spec.unit)
