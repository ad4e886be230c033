"""The matplotlib backend: the same figures for classes that draw with matplotlib themselves.

It draws on figures of its own (no pyplot, no global settings), so a pupil's plots stay untouched.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from textwrap import fill

import matplotlib
from matplotlib.figure import Figure as Sheet

from .figure import words
from .kinds import Bar, Bars, Pictures, Plot
from .number import said, written
from .palette import GRID, INK, MARKS, SOFT
from .svg_plot import spread

_INCHES = 3.6  # shown 400 pixels wide: words of 11.5 points are as high as in the SVG backend
_SHOWN = 400
_SHARP = 220  # dots an inch: crisp on a dense screen and at 200 % zoom
_LONG = 12  # a number with a longer unit stands with the name of its bar
_SHAPES = {"circle": "o", "triangle": "^", "square": "s", "diamond": "D", "cross": "X", "down": "v"}
_STYLE = {
    **{"font.size": 11.5, "text.color": INK, "text.parse_math": False, "axes.edgecolor": SOFT},
    **{"axes.labelcolor": SOFT, "xtick.color": SOFT, "ytick.color": SOFT, "grid.color": GRID},
    **{"axes.spines.top": False, "axes.spines.right": False, "axes.axisbelow": True},
    **{"figure.facecolor": "white", "axes.facecolor": "white", "figure.dpi": 100},
    **{"axes.labelsize": 11.5, "legend.frameon": False, "figure.constrained_layout.use": True},
    **{"figure.constrained_layout.h_pad": 0.11, "figure.constrained_layout.w_pad": 0.11},
}


def draw(spec: Bars | Plot | Pictures) -> tuple[bytes, str, int]:
    """The picture as PNG, its media type, and its width in pixels."""
    kinds: dict[type, Callable] = {Bars: _bars, Plot: _plot, Pictures: _pictures}
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)
        picture = _png(kinds[type(spec)](spec))
    return picture, "image/png", _SHOWN


def saved(drawing: Sheet) -> tuple[bytes, int]:
    """A pupil's own drawing as PNG on opaque paper, and its width in pixels."""
    paper = drawing.get_facecolor()
    paper = "white" if len(paper) == 4 and paper[3] < 1 else paper
    picture = _png(drawing, facecolor=paper, bbox_inches="tight", pad_inches=0.15)
    return picture, round(int.from_bytes(picture[16:20]) * 100 / _SHARP)  # bytes 16-19: its width


def _png(drawing: Sheet, **how) -> bytes:
    out = BytesIO()
    drawing.savefig(out, format="png", dpi=_SHARP, metadata={"Software": None}, **how)
    return out.getvalue()


def _sheet(height: float) -> tuple[Sheet, matplotlib.axes.Axes]:
    sheet = Sheet(figsize=(_INCHES, height))
    return sheet, sheet.add_subplot()


def _bars(spec: Bars) -> Sheet:
    rows = []
    for heading, block in spec.blocks:
        rows += [(fill(heading, 16), None)] if heading else []
        rows += [(_name(bar, spec), bar) for bar in block]
    height = 0.3 + sum(0.2 + 0.17 * (name.count("\n") + 1) for name, _ in rows)
    sheet, ax = _sheet(height)
    for y, (_, bar) in enumerate(rows):
        if bar is None:
            continue
        if spec.track:
            ax.barh(y, spec.high, 0.7, color=GRID)
        ax.barh(y, bar.value or 0, 0.7, color=MARKS[bar.mark].colour)
        past = spec.high if spec.track and (bar.value or 0) >= 0 else bar.value or 0
        number = _number(bar, spec)
        side = {"ha": "right", "xytext": (-4, 0)} if past < 0 else {"xytext": (4, 0)}
        look = {"color": SOFT, "style": "italic"} if bar.value is None else {"weight": "bold"}
        if len(number) > _LONG:
            continue
        ax.annotate(number, (past, y), textcoords="offset points", va="center", **side, **look)
    room = (spec.high - spec.low) / 3 if spec.low < 0 else 0  # for numbers left of their bars
    ax.set(xlim=(spec.low - room, spec.high), ylim=(len(rows) - 0.5, -0.5), xticks=[])
    ax.tick_params(length=0)
    ax.spines["bottom"].set_visible(False)
    ax.spines["left"].set_visible(False)
    ax.axvline(0, color=SOFT, linewidth=0.8)
    ax.set_yticks(range(len(rows)), [name for name, _ in rows])
    for label, (_, bar) in zip(ax.get_yticklabels(), rows, strict=True):
        label.set(color=INK, weight="normal" if bar else "bold")
    return sheet


def _number(bar: Bar, spec: Bars) -> str:
    return words()["missing"] if bar.value is None else said(bar.value, spec.unit)


def _name(bar: Bar, spec: Bars) -> str:
    number = _number(bar, spec)
    return fill(f"{bar.name}: {number}" if len(number) > _LONG else bar.name, 16)


def _plot(spec: Plot) -> Sheet:
    columns = max(1, min(3, 36 // (max(len(one.name) for one in spec.series) + 4)))
    legend = not spec.joined and any(one.name for one in spec.series)
    sheet, ax = _sheet(3.2 + (-(-len(spec.series) // columns) * 0.25 if legend else 0))
    ends = []
    for series, look in zip(spec.series, MARKS, strict=False):
        points = [(x, float("nan") if y is None else y) for x, y in series.points]
        style = {"color": look.colour, "marker": _SHAPES[look.shape], "label": series.name}
        style |= {
            "markersize": 7,
            "markeredgecolor": "white",
            "markeredgewidth": 0.6,
            "clip_on": False,
        }
        dash = (0, [one / 2 for one in look.dash]) if look.dash else "-"
        style["linestyle"] = dash if spec.joined else "none"
        style["markersize"] = 0 if spec.joined and len(points) > 15 else 7
        ax.plot(*(zip(*points, strict=True) if points else ([], [])), linewidth=2, **style)
        there = [point for point in points if point[1] == point[1]]
        ends.append(there[-1] if there else (spec.x_ticks[-1], spec.y_ticks[0]))
    ax.set_xticks(spec.x_ticks, written(spec.x_ticks))
    ax.set_yticks(spec.y_ticks, written(spec.y_ticks))
    low, high = spec.y_ticks[0], spec.y_ticks[-1]
    first, last = spec.x_ticks[0], spec.x_ticks[-1]
    ax.set(xlim=(first - (last - first) / 25, last), ylim=(low, high))
    ax.grid(axis="y")
    ax.set_xlabel(fill(spec.x_name, 22 if spec.joined and len(ends) > 1 else 36), loc="right")
    ax.set_title(fill(spec.y_name, 36), loc="left", fontsize=11.5, color=SOFT, pad=10)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    if spec.joined and len(ends) > 1:
        names = [fill(one.name, 12) for one in spec.series]
        heights = [(name.count("\n") + 1.3) * (high - low) / 9 for name in names]
        middles = spread([y for _, y in ends], heights, low, high)
        for name, look, middle in zip(names, MARKS, middles, strict=False):
            at = {"xycoords": ax.get_yaxis_transform(), "textcoords": "offset points"}
            ax.plot(
                [1.11], [middle], _SHAPES[look.shape], color=look.colour, markersize=7,
                transform=ax.get_yaxis_transform(), clip_on=False,
            )  # fmt: skip
            ax.annotate(name, (1.11, middle), xytext=(8, 0), va="center", **at)
    elif legend:
        look = {"handletextpad": 0.2, "columnspacing": 1, "borderaxespad": 0.2}
        sheet.legend(loc="outside upper left", ncols=columns, **look)
    return sheet


def _pictures(spec: Pictures) -> Sheet:
    rows = -(-len(spec.images) // spec.columns)
    cell = _INCHES / spec.columns
    captions = [fill(text, max(4, round(cell * 10))) for text in spec.captions]
    caption = max((text.count("\n") + 1 for text in captions), default=0) * 0.2
    tall = cell * min(2, max(len(image) / len(image[0]) for image in spec.images))
    sheet = Sheet(figsize=(_INCHES, rows * (tall + caption) + 0.1))
    for number, image in enumerate(spec.images):
        ax = sheet.add_subplot(rows, spec.columns, number + 1)
        ax.imshow(image, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
        ax.set(xticks=[], yticks=[])
        for spine in ax.spines.values():
            spine.set(visible=True, color=SOFT)
        if captions:
            ax.set_xlabel(captions[number], color=INK)
    return sheet
