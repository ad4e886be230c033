"""What each kind of figure holds once it is checked. Both backends draw from these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its number (None: no number) and which mark colours it."""

    name: str
    value: float | None
    mark: int = 0


@dataclass(frozen=True)
class Bars:
    """Blocks of bars; a block has a heading when bars are grouped, else it is empty."""

    blocks: list[tuple[str, list[Bar]]]
    unit: str
    low: float
    high: float
    track: bool  # whether the whole length up to ``most`` is shown behind each bar


@dataclass(frozen=True)
class Series:
    """A named group of points, in drawing order; a None in y breaks a line."""

    name: str
    points: list[tuple[float, float | None]]


@dataclass(frozen=True)
class Plot:
    """Groups of dots or joined lines over two axes, with the words for each axis."""

    series: list[Series]
    x_name: str
    y_name: str
    joined: bool
    x_ticks: list[float]
    y_ticks: list[float]


@dataclass(frozen=True)
class Pictures:
    """Grey grids (rows of 0 black to 255 white), with captions or none."""

    images: list[list[list[int]]]
    captions: list[str]
    columns: int
