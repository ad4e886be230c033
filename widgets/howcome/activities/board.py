"""The two kinds of board: one that is sorted, with borders, and one with a curve.

An example is `[across, up, label]` on a board that is sorted, and `[across, up]` under a curve.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import floordiv, mod
from typing import Any

from howcome.figures.check import spoken
from howcome.figures.number import ticks
from howcome.toys import common
from howcome.toys.common import plain

CELLS = 32  # of the board, each way; a prediction stands at each corner of a cell
SAMPLES = 96  # pieces of a curve
MOST_LABELS = 4  # the view has as many shapes and hatchings


class Sorter:
    """Two columns and a label: the model draws borders, and an example is right or wrong."""

    curve = False

    def __init__(self, columns: Sequence[str], target: str):
        self.columns, self.sides = list(columns), list(columns)
        self.truth = "truth"

    def examples(self, X: Any, y: Any) -> list[list]:
        """`[across, up, label]` for each row of a training set."""
        return [[*row, label] for row, label in _rows(X, y, self.columns)]

    def labels(self, examples: list[list]) -> list:
        """The labels of these examples, in order; raises ValueError for too few or too many."""
        labels = sorted({label for _, _, label in examples}, key=str)
        if not 2 <= len(labels) <= MOST_LABELS:
            raise ValueError(
                f"A board has 2 to {MOST_LABELS} labels; these examples and new cards have "
                f"{len(labels)}."
            )
        return labels

    def training(self, examples: list[list]) -> tuple[list[list[float]], list]:
        """The training set `(X, y)` of these examples."""
        return [[across, up] for across, up, _ in examples], [one[2] for one in examples]

    def ask(self, model: Any, X: list) -> list[tuple[Any, float | None, float]]:
        """For each row the predicted label, how sure (0 to 1) and how clear: sure minus second.

        A model without `predict_proba` is not sure of anything, and clear everywhere.
        """
        if not X:
            return []
        if not hasattr(model, "predict_proba"):
            return [(label, None, 1.0) for label in plain(model.predict(X))]
        labels = plain(model.classes_)
        found = []
        for scores in plain(model.predict_proba(X)):
            best = max(scores)
            # the first of equals, as `predict` takes it
            place = scores.index(best)
            second = max(scores[:place] + scores[place + 1 :], default=0.0)
            found.append((labels[place], best, best - second))
        return found

    def drawing(self, model: Any, axes: list[dict], labels: list) -> dict[str, Any]:
        """What is predicted at the corners of the cells, row by row from below.

        `said` has one digit for each, the place of its label; `clear` (1 to 1000) lets the view
        draw the border where it lies between two corners, so that a straight one is straight.
        """
        across, up = (_steps(axis, CELLS) for axis in axes)
        asked = self.ask(model, [[x, y] for y in up for x in across])
        return {
            "said": "".join(str(labels.index(label)) for label, _, _ in asked),
            "clear": [max(1, round(1000 * clear)) for _, _, clear in asked],
        }

    def looks(self, drawing: dict[str, Any]) -> list[dict[str, Any]]:
        """For each label that is predicted anywhere: its share of the board in percent, and where
        its separate parts lie, the largest first.

        A place is the column and the row of one of nine fields: "20" is the bottom right.
        """
        said, side = drawing["said"], CELLS + 1
        parts: dict[str, list[list[int]]] = {}
        seen: set[int] = set()
        for first, kind in enumerate(said):
            if first in seen:
                continue
            part = [first]
            seen.add(first)
            for at in part:
                column = at % side
                beside = [at - 1] * (column > 0) + [at + 1] * (column < side - 1)
                for near in [*beside, at - side, at + side]:
                    if 0 <= near < len(said) and said[near] == kind and near not in seen:
                        seen.add(near)
                        part.append(near)
            parts.setdefault(kind, []).append(part)
        return [
            {
                "kind": int(kind),
                "share": round(100 * said.count(kind) / len(said)),
                "where": [_field(part, side) for part in sorted(some, key=len, reverse=True)],
            }
            for kind, some in sorted(parts.items())
        ]

    def off(self, truth: Any, predicted: Any) -> float:
        """1 for a wrong prediction, 0 for a right one: their mean is the share of wrong ones."""
        return float(truth != predicted)


class Curve:
    """One column and a number: the model draws a curve, and an example is so much off."""

    curve = True

    def __init__(self, columns: Sequence[str], target: str):
        self.columns, self.sides = list(columns), [*columns, target]
        self.truth = target

    def examples(self, X: Any, y: Any) -> list[list]:
        """`[across, up]` for each row of a training set."""
        rows = [[*row, number] for row, number in _rows(X, y, self.columns)]
        return common.table(rows, self.sides)

    def labels(self, examples: list[list]) -> list:
        """None to choose from: an example is a number."""
        return []

    def training(self, examples: list[list]) -> tuple[list[list[float]], list[float]]:
        """The training set `(X, y)` of these examples."""
        return [[across] for across, _ in examples], [up for _, up in examples]

    def ask(self, model: Any, X: list) -> list[tuple[float, None, float]]:
        """For each row the number that the model predicts."""
        if not X:
            return []
        said = plain(model.predict(X))
        if isinstance(said[0], str):
            # the exam toy predicts pass or not yet; the number behind it is its score
            said = [model.score(x) for x in X]
        if not all(map(math.isfinite, said)):
            raise ValueError("The curve has places without a number.")
        return [(float(number), None, 1.0) for number in said]

    def drawing(self, model: Any, axes: list[dict], labels: list) -> dict[str, Any]:
        """The height of the curve at equal steps from left to right."""
        asked = self.ask(model, [[x] for x in _steps(axes[0], SAMPLES)])
        return {"curve": [float(f"{number:.6g}") for number, _, _ in asked]}

    def looks(self, drawing: dict[str, Any]) -> list[dict[str, Any]]:
        """The ends of the curve, its lowest and highest place, and how often it turns."""
        curve = drawing["curve"]
        rises = [b > a for a, b in pairwise(curve) if a != b]
        ends = {"first": curve[0], "last": curve[-1], "low": min(curve), "high": max(curve)}
        return [{**ends, "turns": sum(a != b for a, b in pairwise(rises))}]

    def off(self, truth: float, predicted: float) -> float:
        """How far a prediction is off, up or down."""
        return abs(truth - predicted)


def _rows(X: Any, y: Any, columns: list[str]) -> list[tuple[list[float], Any]]:
    rows = common.table(X, columns)
    # a board may be empty at first
    return list(zip(rows, common.labels(y, len(rows)), strict=True)) if rows else []


def _field(part: list[int], side: int) -> str:
    """In which of nine fields the middle of some corners lies; the one in the middle is small."""
    means = [
        sum(each(at, side) for at in part) / len(part) / (side - 1) for each in (mod, floordiv)
    ]
    return "".join(str((mean > 0.4) + (mean > 0.6)) for mean in means)


def _steps(axis: Mapping, count: int) -> list[float]:
    return [axis["low"] + (axis["high"] - axis["low"]) * at / count for at in range(count + 1)]


def side(name: str, values: Iterable[float], ends: Sequence[float] | None) -> dict[str, Any]:
    """One side of the board: its name, its ends, its ticks, and how finely it can be pointed at.

    Raises ValueError for ends that are no ends, or that leave an example out.
    """
    values = list(values)
    if ends is None:
        marks = ticks(min(values, default=0), max(values, default=1))
        ends = marks[0], marks[-1]
    try:
        low, high = (float(end) for end in ends)
    except (TypeError, ValueError):
        low = high = math.nan
    if not low < high:
        raise ValueError(f"Give the side {name} as (low, high), two numbers.")
    outside = [value for value in values if not low <= value <= high]
    if outside:
        raise ValueError(
            f"An example lies at {outside[0]:g}, outside {name} {low:g} to {high:g}: "
            "make that side longer."
        )
    return {
        "column": name,
        "name": spoken(name),
        "low": low,
        "high": high,
        "ticks": [mark for mark in ticks(low, high) if low <= mark <= high],
        "step": 10.0 ** math.floor(math.log10((high - low) / 100)),
    }
