"""Paint a small picture, and see what the machine calls it."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, ClassVar

import traitlets

from howcome.activities.base import Activity, script, style
from howcome.activities.pixel_pad_tools import BACK, flat, grays, toolbox
from howcome.figures.png import grey_png
from howcome.toys import common

LEAST, MOST = 3, 8  # cells a side: more would be too small for a finger
FINEST = 16
TINY = 1e-12  # a share of nothing has no logarithm
NEXT = "next"
MARKED = 4  # cells that are outlined, for the label and against it


class PixelPad(Activity):
    """Paint a small picture, and see what the machine calls it.

    Args:
        model: a trained model with ``classes_`` and ``predict_proba``; it gets the picture as one
            list of numbers from 0 to 1, row by row.
        picture, pictures: what to begin with, one or several: numbers from 0 to 1 as one list or
            as rows, or a card with them under ``x`` (and its label under ``truth``, which is then
            shown). Without one, an empty picture of ``side`` times ``side`` cells.
        side: cells a side, 3 to 8; taken from the first picture by default.
        levels: gray steps from empty (0) to full (1), 1 to 16. A picture is rounded to them, and
            the machine gets what is shown.
        paper: what an empty cell looks like: "white", as ink on paper, or "black", as in a photo.
        tools: what may be done besides painting: "slide" (all four ways), "slide left" (…), "turn",
            "clear", "as it was", and functions of your own, name -> function from picture to
            picture (each one list of numbers from 0 to 1): ``{"Sticker on": put_sticker}``. A list
            may hold names and such dicts.
        names: what to call the labels, label -> word.
        compare: small pictures of "at first" and "now" beside the bars.
        ask: one sentence above the picture, instead of the guided ones.

    After every step there is, in the shape of the next step:
        cells, number: the gray of each cell (0 to ``levels``), and which picture it was (from 0);
            the answer.
        x: the picture as the model gets it: one list of numbers from 0 to 1.
        drawing: the same as rows.
        predicted, sure: the label with the largest share, and that share (0 to 1).
        table: one row for each label: its share now, and at first.
        reasons: the painted cells, what moved the score most first: row, column, gray, and what
            the cell adds to the lead of the predicted label over the next one.

    >>> class Top:
    ...     classes_ = ("low", "top")
    ...     def predict_proba(self, X):
    ...         return [[1 - sum(x[:3]) / 3, sum(x[:3]) / 3] for x in X]
    >>> pad = PixelPad(Top(), side=3, levels=4)
    >>> pad.answer(cells=[4, 4, 3, 0, 0, 0, 0, 0, 0])
    >>> pad.predicted, round(pad.sure, 2)
    ('top', 0.92)
    >>> pad.use("turn")
    >>> pad.drawing[2]
    [0.0, 0.0, 0.75]
    """

    part: ClassVar[str] = "pixel_pad"
    answer_traits: ClassVar[tuple[str, ...]] = ("number", "cells")
    _esm = script("pixel_pad")
    _css = style("pixel_pad")

    side = traitlets.Int().tag(sync=True)
    levels = traitlets.Int().tag(sync=True)
    paper = traitlets.Unicode().tag(sync=True)
    labels = traitlets.List(traitlets.Unicode()).tag(sync=True)
    truths = traitlets.List(traitlets.Unicode()).tag(sync=True)
    pictures = traitlets.List().tag(sync=True)
    tools = traitlets.List().tag(sync=True)
    compare = traitlets.Bool(True).tag(sync=True)
    ask = traitlets.Unicode().tag(sync=True)
    cells = traitlets.TraitType(()).tag(sync=True)
    number = traitlets.TraitType(0).tag(sync=True)
    press = traitlets.List().tag(sync=True)  # [tool, how many presses there were]
    explain = traitlets.Bool().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        model: Any,
        *,
        picture: Any = None,
        pictures: Iterable[Any] | None = None,
        side: int | None = None,
        levels: int = FINEST,
        paper: str = "white",
        tools: Any = ("slide", "turn", "clear", BACK),
        names: Mapping[Any, str] | None = None,
        **how: Any,
    ):
        sorts = hasattr(model, "predict_proba") and hasattr(model, "classes_")
        if not sorts or isinstance(model, type):
            raise ValueError("Give a trained model that has classes_ and predict_proba.")
        if type(levels) is not int or not 1 <= levels <= FINEST:
            raise ValueError(f"levels is how many gray steps there are: 1 to {FINEST}.")
        if paper not in ("white", "black"):
            raise ValueError('paper is what an empty cell looks like: "white" or "black".')
        self.model, self.classes = model, common.plain(model.classes_)
        if len(self.classes) < 2:
            raise ValueError("Train the model with at least two labels.")
        given = list(pictures) if pictures is not None else [] if picture is None else [picture]
        if pictures is not None and not given:
            raise ValueError("Give at least one picture, or a side and no pictures.")
        side = self._measured(given, side)
        given = given or [[0] * side**2]
        read = [grays(one, side, levels, f"Picture {at}") for at, one in enumerate(given, start=1)]
        self._as_given: dict[int, list[float]] = {}  # which picture -> its shares at first
        self._box = toolbox(tools, side)
        words = {label: str((names or {}).get(label, label)) for label in self.classes}
        truths = [one.get("truth") if isinstance(one, Mapping) else None for one in given]
        super().__init__(
            side=side,
            levels=levels,
            paper=paper,
            labels=list(words.values()),
            truths=["" if one is None else words.get(one, str(one)) for one in truths],
            pictures=read,
            tools=[[name, kind] for name, (kind, _) in self._box.items()],
            cells=read[0],
            **how,
        )

    @staticmethod
    def _measured(given: list, side: Any) -> int:
        """How many cells a side has; raises ValueError for a size that cannot be painted."""
        if side is None:
            try:
                side = math.isqrt(len(flat(given[0]))) if given else MOST
            except (TypeError, KeyError):
                side = 0
        if type(side) is not int or not LEAST <= side <= MOST:
            raise ValueError(f"Give a picture with {LEAST} to {MOST} rows of as many cells.")
        return side

    @traitlets.validate("cells")
    def _all_cells(self, proposal: dict) -> list[int]:
        cells = proposal["value"]
        wanted = (
            f"Give {self.side * self.side} whole numbers from 0 to {self.levels}, "
            "one for each cell, row by row."
        )
        if not isinstance(cells, list | tuple) or len(cells) != self.side * self.side:
            raise ValueError(wanted)
        if not all(type(gray) is int and 0 <= gray <= self.levels for gray in cells):
            raise ValueError(wanted)
        return list(cells)

    @traitlets.validate("number")
    def _one_of_them(self, proposal: dict) -> int:
        number, most = proposal["value"], len(self.pictures) - 1
        if type(number) is not int or not 0 <= number <= most:
            raise ValueError(f"Choose a picture by its number, 0 to {most}.")
        return number

    def answer(self, **value: Any) -> None:
        """Answer by typing; a ``number`` alone brings that picture as it was given."""
        if set(value) == {"number"}:
            number = self._one_of_them({"value": value["number"]})
            value["cells"] = self.pictures[number]
        super().answer(**value)

    def use(self, tool: str) -> None:
        """Press a button by typing: a tool by its name, or "next" for the next picture."""
        self.answer(**self._used(tool))

    def _used(self, tool: Any) -> dict[str, Any]:
        """The answer after a tool."""
        if tool == NEXT:
            number = (self.number + 1) % len(self.pictures)
            return {"number": number, "cells": self.pictures[number]}
        if tool not in self._box:
            raise ValueError(f"There is no tool {tool!r}; there are: {', '.join(self._box)}, next.")
        if tool == BACK:
            return {"cells": self.pictures[self.number]}
        after = self._box[tool][1](self.x)
        return {"cells": grays(after, self.side, self.levels, f"What {tool!r} gives back")}

    @traitlets.observe("press")
    def _pressed(self, change: dict) -> None:
        after = self._used(change["new"][0])
        if all(getattr(self, key) == part for key, part in after.items()):
            raise ValueError(self.words["nothing_changed"])
        for key, part in after.items():
            setattr(self, key, part)

    @traitlets.observe("explain")
    def _asked_why(self, _change: dict) -> None:
        self.marks = self._marks()

    def refresh(self) -> None:
        """Ask the model what it calls the picture, as it is now and as it was given."""
        if self.number not in self._as_given:
            first = [gray / self.levels for gray in self.pictures[self.number]]
            self._as_given[self.number] = self._shares([first])[0]
        now, first = self._shares([self.x])[0], self._as_given[self.number]
        self.predicted, self.sure = self.classes[now.index(max(now))], max(now)
        # The cells stand beside their answer: the view speaks of it when both belong together.
        self.result = {"now": now, "first": first, "cells": self.cells}
        self.marks = self._marks()

    def _shares(self, X: list[list[float]]) -> list[list[float]]:
        rows = [[float(part) for part in common.plain(row)] for row in self.model.predict_proba(X)]
        if any(len(row) != len(self.classes) or not all(map(math.isfinite, row)) for row in rows):
            raise ValueError("The model gave no share for each of its labels: train it first.")
        return rows

    def _ahead(self) -> tuple[int, int]:
        """The places of the predicted label and of the next one."""
        now = self.result["now"]
        first, second = sorted(range(len(now)), key=now.__getitem__, reverse=True)[:2]
        return first, second

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """The painted cells, what moved the score most first.

        What a cell adds is how far the lead of the predicted label over the next one falls when
        the cell is emptied: the difference of the logarithms of their shares. Where the score is a
        sum of weight times dot, that is the cell's own part of it.
        """
        x, (label, rival) = self.x, self._ahead()
        painted = [place for place, dot in enumerate(x) if dot]
        emptied = [[*x[:place], 0.0, *x[place + 1 :]] for place in painted]
        leads = [
            math.log(max(row[label], TINY)) - math.log(max(row[rival], TINY))
            for row in [self.result["now"], *(self._shares(emptied) if painted else [])]
        ]
        found = [
            {
                "row": place // self.side + 1,
                "column": place % self.side + 1,
                "gray": self.cells[place],
                "adds": leads[0] - lead,
            }
            for place, lead in zip(painted, leads[1:], strict=True)
        ]
        return sorted(found, key=lambda cell: -abs(cell["adds"]))

    def _marks(self) -> dict[str, Any]:
        """The few cells that count most, for the view; nothing while nobody asks."""
        if not (self.explain and self.result):
            return {}
        label, rival = self._ahead()
        cells = [
            [(one["row"] - 1) * self.side + one["column"] - 1, round(one["adds"], 2)]
            for one in self.reasons
        ]
        toward = [cell for cell in cells if cell[1] > 0][:MARKED]
        away = [cell for cell in cells if cell[1] < 0][:MARKED]
        return {"label": label, "rival": rival, "toward": toward, "away": away}

    @property
    def x(self) -> list[float]:
        """The picture as the model gets it: one list of numbers from 0 to 1, row by row."""
        return [gray / self.levels for gray in self.cells]

    @property
    def drawing(self) -> list[list[float]]:
        """The picture as rows of numbers from 0 to 1."""
        return [self.x[start : start + self.side] for start in range(0, len(self.x), self.side)]

    @property
    def table(self) -> list[dict[str, Any]]:
        """One row for each label: its share now, and of the picture as it was given."""
        rows = zip(self.classes, self.result["now"], self.result["first"], strict=True)
        return [{"label": label, "share": now, "at first": first} for label, now, first in rows]

    def picture(self) -> str:
        """The picture at first and now, and the shares as a plain table."""
        images = "".join(
            f'<img src="data:image/png;base64,{self._png(cells)}" alt="{escape(said)}" width="112" '
            'style="image-rendering:pixelated;border:1px solid gray;margin-inline-end:1em">'
            for cells, said in (
                (self.pictures[self.number], self._said("first", "at_first")),
                (self.cells, self._said("now", "answer")),
            )
        )
        head = "".join(
            f'<th scope="col">{escape(self.words[key])}</th>' for key in ("label", "now", "first")
        )
        lines = zip(self.labels, self.result["now"], self.result["first"], strict=True)
        body = "".join(
            f'<tr><th scope="row">{escape(label)}</th>'
            f"<td>{escape(self._percent(now))}</td><td>{escape(self._percent(first))}</td></tr>"
            for label, now, first in lines
        )
        return (
            f"<p>{images}</p><table><caption>{escape(self.words['caption'])}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(self.spoken())}</p>"
        )

    def _png(self, cells: list[int]) -> str:
        grays = [round(255 * gray / self.levels) for gray in cells]
        if self.paper == "white":
            grays = [255 - gray for gray in grays]
        rows = [grays[start : start + self.side] for start in range(0, len(grays), self.side)]
        return b64encode(grey_png(rows)).decode("ascii")

    def _number(self, share: float) -> str:
        """A share of 100; only a share of all is 100, and only one of nothing 0."""
        whole = round(100 * share)
        return ">99" if whole == 100 and share < 1 else "<1" if whole == 0 < share else str(whole)

    def _percent(self, share: float) -> str:
        return self.words["percent"].format(number=self._number(share))

    def _said(self, when: str, key: str) -> str:
        shares = self.result[when]
        label = self.labels[shares.index(max(shares))]
        sure = self._number(max(shares))
        sure = self.words["over"].format(number=sure[1:]) if sure[0] == ">" else sure
        return self.words[key].format(label=label, sure=sure)

    def spoken(self) -> str:
        """Which picture it is, what the model calls it now, and what it called it at first."""
        parts = [self._said("now", "answer"), self._said("first", "at_first")]
        if len(self.pictures) > 1:
            which = {"number": self.number + 1, "count": len(self.pictures)}
            parts.insert(0, self.words["which"].format(**which))
        return " ".join(parts)
