"""The one door: every figure of the curriculum is made by a function of this file.

Each checks what comes in, keeps the numbers, and hands a small record (kinds.py) to the backend in
use: svg.py (plain Python, the default) or mpl.py (matplotlib, imported when first used).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from . import check
from .figure import Figure, words
from .kinds import Bar, Bars, Pictures, Plot, Series
from .number import ticks

_BACKENDS = {"svg": "svg", "matplotlib": "mpl"}
_chosen = "svg"


def use(backend: str) -> None:
    """Draw with ``"svg"`` (the default) or ``"matplotlib"`` from now on; else a ValueError.

    >>> use("svg")
    >>> use("crayons")
    Traceback (most recent call last):
    ...
    ValueError: "crayons" cannot draw figures here: write "svg" or "matplotlib".
    """
    global _chosen
    if backend not in _BACKENDS:
        raise ValueError(f'"{backend}" cannot draw figures here: write "svg" or "matplotlib".')
    if backend == "matplotlib" and not _has_matplotlib():
        raise ValueError('matplotlib is not installed here: write "svg" instead.')
    _chosen = backend


def bars(
    values: Mapping[str, Any],
    *,
    alt: str = "",
    title: str = "",
    unit: str = "",
    most: float | None = None,
    groups: Sequence[str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Level bars with their numbers beside them.

    ``values``: label -> number, or label -> {group: number} for grouped bars; None or NaN is shown
    as "no number". ``alt``: required, what the picture shows in a sentence. ``unit``: stands after
    each number. ``most``: where the scale ends, such as 100 for percent. ``groups``: which groups
    to show, in this order (default: all, as they come). ``labels``: column -> its words in the
    table. Raises ValueError in one plain sentence.

    >>> figure = bars({"sneaker": 9, "boot": 2}, alt="Sneakers: 9 right. Boots: 2 right.", most=10)
    >>> figure.numbers
    [{'label': 'sneaker', 'number': 9}, {'label': 'boot', 'number': 2}]
    >>> bars({"reef": {"before": 4, "after": 8}}, alt="Reef rises from 4 to 8.").numbers
    [{'label': 'reef', 'before': 4, 'after': 8}]
    """
    alt = check.alt_text(alt)
    if not isinstance(values, Mapping) or not values:
        raise ValueError('Give the bars as names and numbers, such as {"cat": 3, "dog": 5}.')
    grouped = [isinstance(value, Mapping) for value in values.values()]
    if any(grouped):
        if not all(grouped):
            raise ValueError("Either every label has groups or none has.")
        blocks, numbers = _grouped(values, groups)
    else:
        if groups is not None:
            raise ValueError("groups is for values such as {label: {group: number}}.")
        read = {label: check.number(value, _quote(label)) for label, value in values.items()}
        blocks = [("", [Bar(check.clean(label), value) for label, value in read.items()])]
        numbers = [{"label": check.clean(label), "number": read[label]} for label in read]
    there = check.some(bar.value for _, block in blocks for bar in block)
    end = None if most is None else check.number(most, "most")
    if end is not None and max(there) > end:
        raise ValueError(f"most is {most}, but one bar is {max(there)}: choose a larger most.")
    high = max([*there, 0]) if end is None else max(end, 0)
    low = min([*there, 0])
    spec = Bars(blocks, check.clean(unit), low, high if high > low else low + 1, end is not None)
    shown = {"label": words()["label"], "number": words()["number"], **(labels or {})}
    if unit and "number" not in (labels or {}) and not any(grouped):
        shown["number"] += f" ({unit})"
    return _figure(spec, alt, title, numbers, shown)


def dots(
    points: Any,
    *,
    x: str,
    y: str,
    group: str | None = None,
    alt: str = "",
    title: str = "",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """One dot for each row, groups told apart by shape and colour.

    ``points``: a list of dicts or a DataFrame; ``x``, ``y``: columns of numbers; ``group``: a
    column of names, at most six of them; ``labels``: column -> its words on the axis (default: the
    name, ``bill_length_mm`` read as "bill length (mm)"). Rows without x or y are not drawn, and
    the figure says so. ``alt`` is required. Raises ValueError in one plain sentence.

    >>> fish = [{"length_cm": 4, "weight_g": 10, "kind": "reef"}]
    >>> dots(fish, x="length_cm", y="weight_g", group="kind", alt="One short, light fish.").numbers
    [{'kind': 'reef', 'length_cm': 4, 'weight_g': 10}]
    """
    alt = check.alt_text(alt)
    rows = check.table(points)
    check.has_columns(rows, x, y, *([group] if group is not None else []))
    numbers, drawn = [], {}
    for count, row in enumerate(rows, start=1):
        pair = [check.number(row.get(name), f"{_quote(name)} in row {count}") for name in (x, y)]
        name = "" if group is None else _name(row.get(group))
        numbers.append(
            ({} if group is None else {group: name}) | dict(zip((x, y), pair, strict=True))
        )
        drawn.setdefault(name, []).append(pair)
    check.few(list(drawn))
    series = [
        Series(name, [(a, b) for a, b in pairs if a is not None and b is not None])
        for name, pairs in drawn.items()
    ]
    return _plot(series, x, y, alt, title, numbers, labels or {}, joined=False)


def lines(
    points: Any,
    *,
    x: str,
    y: Sequence[str] | str,
    alt: str = "",
    title: str = "",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """One line for each column of ``y`` over ``x``, each with its name, marks and dashes.

    ``points``: a list of dicts or a DataFrame, drawn in the order of ``x``; ``y``: at most six
    columns of numbers; a missing number leaves a gap in its line. ``labels``: column -> its words,
    and ``labels["y"]``: the words above the upright axis. ``alt`` is required. Raises ValueError
    in one plain sentence.

    >>> sweep = [{"share": 0, "reef": 0.9, "deep": 0.4}, {"share": 50, "reef": 0.8, "deep": 0.8}]
    >>> figure = lines(sweep, x="share", y=["reef", "deep"], alt="Deep catches up with reef.")
    >>> figure.numbers[0]
    {'share': 0, 'reef': 0.9, 'deep': 0.4}
    """
    alt = check.alt_text(alt)
    names = [y] if isinstance(y, str) else list(y)
    if not names:
        raise ValueError('Say in y which columns to draw, such as y=["reef", "deep"].')
    check.few(names)
    rows, labels = check.table(points), labels or {}
    check.has_columns(rows, x, *names)
    numbers = [
        {
            name: check.number(row.get(name), f"{_quote(name)} in row {count}")
            for name in (x, *names)
        }
        for count, row in enumerate(rows, start=1)
    ]
    ordered = sorted((row for row in numbers if row[x] is not None), key=lambda row: row[x])
    series = [
        Series(_words(name, labels), [(row[x], row[name]) for row in ordered]) for name in names
    ]
    above = labels.get("y", "") if len(names) > 1 or "y" in labels else names[0]
    return _plot(series, x, above, alt, title, numbers, labels, joined=True)


def pictures(
    images: Any,
    *,
    alt: str = "",
    captions: Sequence[object] | None = None,
    columns: int | None = None,
    title: str = "",
) -> Figure:
    """Grey pictures side by side, each pixel crisp.

    ``images``: a list of grids, each a list of rows of grey from 0 (black) to 255 (white), or from
    0 to 1 when no value is above 1. ``captions``: one for each picture; ``columns``: pictures in a
    row. The numbers are each picture's size and average grey (0 to 255). ``alt`` is required.
    Raises ValueError in one plain sentence.

    >>> pictures([[[0, 1], [1, 1]]], alt="Four pixels, one is black.", captions=["dot"]).numbers
    [{'picture': 'dot', 'height': 2, 'width': 2, 'average': 191}]
    """
    alt = check.alt_text(alt)
    grids = [_grid(image, count) for count, image in enumerate(_listed(images), start=1)]
    if not grids:
        raise ValueError("Give at least one picture.")
    highest = max(value for grid in grids for row in grid for value in row)
    scale = 255 if highest <= 1 else 1
    if highest * scale > 255 or min(value for grid in grids for row in grid for value in row) < 0:
        raise ValueError("Every grey is a number from 0 (black) to 255 (white), or from 0 to 1.")
    grids = [[[round(value * scale) for value in row] for row in grid] for grid in grids]
    given = None if captions is None else [check.clean(caption) for caption in captions]
    if given is not None and len(given) != len(grids):
        raise ValueError(f"Give one caption a picture: {len(grids)}, not {len(given)}.")
    if columns is None:
        columns = len(grids) if len(grids) <= 4 else 3 if len(grids) in (5, 6, 9) else 4
    if not isinstance(columns, int) or not 1 <= columns <= 12:
        raise ValueError("columns is how many pictures stand in a row: a number from 1 to 12.")
    numbers = [
        {
            "picture": given[count] if given else count + 1,
            "height": len(grid),
            "width": len(grid[0]),
            "average": round(sum(map(sum, grid)) / (len(grid) * len(grid[0]))),
        }
        for count, grid in enumerate(grids)
    ]
    spec = Pictures(grids, given or [], min(columns, len(grids)))
    return _figure(spec, alt, title, numbers, words())


def show(
    drawing: Any, *, alt: str = "", numbers: Any = None, title: str = "", labels: Any = None
) -> Figure:
    """A matplotlib drawing of your own, through the same door.

    ``drawing``: a matplotlib Figure or Axes; ``numbers``: a list of dicts or a DataFrame with the
    numbers behind it (no table without them). ``alt`` is required. Closes the drawing, so that it
    is not shown twice. Raises ValueError in one plain sentence.
    """
    alt = check.alt_text(alt)
    rows = [] if numbers is None else check.table(numbers)
    rows = [{check.clean(key): _cell(cell) for key, cell in row.items()} for row in rows]
    get_figure = getattr(drawing, "get_figure", None)
    whole = drawing if hasattr(drawing, "savefig") else get_figure() if get_figure else None
    if not hasattr(whole, "savefig"):
        raise ValueError("show takes a matplotlib figure or axes, such as the ax you drew on.")
    picture, width = import_module(".mpl", __package__).saved(whole)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(whole)
    return Figure(alt, check.clean(title), rows, picture, "image/png", width, labels or {})


def _figure(spec, alt: str, title: str, numbers: list[dict], labels, note: str = "") -> Figure:
    draw = import_module(f".{_BACKENDS[_chosen]}", __package__).draw
    picture, kind, width = draw(spec)
    return Figure(alt, check.clean(title), numbers, picture, kind, width, dict(labels), note)


def _plot(series, x, y, alt, title, numbers, labels, *, joined: bool) -> Figure:
    across = check.some(a for one in series for a, b in one.points if b is not None)
    up = check.some(b for one in series for _, b in one.points)
    low = 0 if joined and 0 < min(up) <= max(up) / 2 else min(up)
    spec = Plot(
        series,
        _words(x, labels),
        _words(y, labels),
        joined,
        ticks(min(across), max(across), 4),
        ticks(low, max(up), 5),
    )
    lost = len(numbers) - sum(len(one.points) for one in series)
    note = words()["left_out"].format(count=lost) if lost and not joined else ""
    return _figure(spec, alt, title, numbers, labels, note)


def _grouped(values: Mapping, groups: Sequence[str] | None):
    known = list(dict.fromkeys(name for block in values.values() for name in block))
    for name in groups or ():
        if name not in known:
            right = ", ".join(_quote(one) for one in known)
            raise ValueError(f"There is no group {_quote(name)}: choose from {right}.")
    names = check.few(known if groups is None else list(groups))
    if "label" in names:
        raise ValueError('Give the group "label" another name: the table\'s first column has it.')
    blocks, numbers = [], []
    for label, block in values.items():
        read = {
            name: check.number(block.get(name), f"{_quote(label)}, {_quote(name)}")
            for name in names
        }
        row = [Bar(check.clean(name), read[name], mark) for mark, name in enumerate(names)]
        blocks.append((check.clean(label), row))
        numbers.append({"label": check.clean(label), **read})
    return blocks, numbers


def _grid(image: Any, count: int) -> list[list[float]]:
    where = f"A grey in picture {count}"
    rows = [[check.number(value, where) for value in _listed(row)] for row in _listed(image)]
    if not rows or not rows[0] or any(len(row) != len(rows[0]) for row in rows):
        raise ValueError(f"Picture {count} needs rows of the same length, and at least one pixel.")
    if any(value is None for row in rows for value in row):
        raise ValueError(f"{where} is missing: give every pixel a number.")
    return rows


def _listed(images: Any) -> list:
    if hasattr(images, "tolist"):
        images = images.tolist()
    if not isinstance(images, Iterable) or isinstance(images, (str, bytes, Mapping)):
        raise ValueError("Give the pictures as a list, each a list of rows, each a list of greys.")
    return list(images)


def _name(value: Any) -> str:
    missing = value is None or type(value).__name__ == "NAType" or value != value
    return words()["no_group"] if missing else check.clean(value)


def _cell(value: Any) -> Any:
    is_number = hasattr(value, "__float__") and not isinstance(value, bool)
    return check.number(value, "A number") if is_number or value is None else check.clean(value)


def _words(name: str, labels: Mapping[str, str]) -> str:
    return check.clean(labels.get(name, check.spoken(name)))


def _quote(name: object) -> str:
    return f'"{check.clean(name)}"'


def _has_matplotlib() -> bool:
    try:
        return find_spec("matplotlib") is not None
    except ImportError:
        return False
