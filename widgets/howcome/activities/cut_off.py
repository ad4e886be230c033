"""Move the bar on a score, and see who gets in and who is wrongly left out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from html import escape
from itertools import accumulate
from typing import Any, ClassVar

import traitlets

from howcome.activities.base import Activity, script, style

MEASURES = ("selected", "tpr", "fpr", "ppv", "accuracy")
COUNTS = ("tp", "fp", "fn", "tn")
YES, NO = {"1", "1.0", "true", "yes"}, {"0", "0.0", "false", "no"}
BINS = 40


def parts(tp: float, fp: float, fn: float, tn: float) -> dict[str, tuple[float, float]]:
    """Measure -> (part, whole) from the four counts; the measure is part / whole.

    >>> parts(tp=3, fp=2, fn=1, tn=4)["ppv"]
    (3, 5)
    """
    return {
        "selected": (tp + fp, tp + fp + fn + tn),
        "tpr": (tp, tp + fn),
        "fpr": (fp, fp + tn),
        "ppv": (tp, tp + fp),
        "accuracy": (tp + tn, tp + fp + fn + tn),
    }


def _measured(counts: Mapping[str, float]) -> dict[str, float | None]:
    """The four counts and the measures, None where there is nobody to count."""
    shares = {
        measure: part / whole if whole else None
        for measure, (part, whole) in parts(**counts).items()
    }
    return {**counts, **shares}


def _gap(shares: list[float | None]) -> float | None:
    return None if None in shares else max(shares) - min(shares)


class Scores:
    """How many people of one group and one outcome score at or above a bar.

    Sorted once, so that each bar costs one binary search, however many people there are.
    """

    def __init__(self, scored: Iterable[tuple[float, float]]):
        ordered = sorted(scored)
        self.scores = [score for score, _ in ordered]
        self.weights = [weight for _, weight in ordered]
        self.below = [0, *accumulate(self.weights)]

    @property
    def all(self) -> float:
        """How many people there are."""
        return self.below[-1]

    def let_in(self, bar: float) -> float:
        """How many score at ``bar`` or above."""
        return self.all - self.below[bisect_left(self.scores, bar)]


class CutOff(Activity):
    """Move the bar, and see who gets in and who is wrongly left out.

    Args:
        people: one dict (or DataFrame row) for each person, or for many at once with ``count``.
        group, score, outcome: the columns with the group, the score, and what turned out to be
            so (1 or 0, true or false).
        count: the column with how many people a row stands for, for a table of counts.
        bars: group -> where its bar stands at first; whoever scores at the bar or above is in.
        two: False for one bar for everyone, True for a bar for each group, "free" to let the
            pupil switch.
        low, high, step: where a bar may stand. Whole scores from 1 to 10 are ``low=1, high=10,
            step=1``; a ``high`` of 11 would let the bar leave everybody out.
        show: which measures, in order; all of ``MEASURES`` by default.
        names: what to call the groups, group -> word.
        terms: beside the plain words, the field's terms (true positive rate, …).
        phrases: this lesson's own words, key -> phrase: ``in`` ("let in"), ``out`` ("left out"),
            ``yes`` ("who would enjoy it"), ``no`` ("who would not"), or any other sentence of the
            activity (see the locale files).
        ask: the sentence above the picture.

    After every step there is, in the shape of the next step:
        bars: group -> bar; the answer.
        counts: group -> {"tp": rightly in, "fp": wrongly in, "fn": wrongly out, "tn": rightly out}.
        measures: group (and "overall") -> the four counts and the measures, as shares from 0 to
            1, None where there is nobody to count.
        gaps: measure -> highest minus lowest share of the groups (0 to 1), or None.
        table: one row for each measure shown: its name, the share of each group, and the gap.

    >>> people = [
    ...     {"group": "A", "score": 0.9, "outcome": 1},
    ...     {"group": "A", "score": 0.2, "outcome": 0},
    ...     {"group": "B", "score": 0.4, "outcome": 1},
    ... ]
    >>> cut = CutOff(people, bars={"A": 0.5, "B": 0.5}, two=True)
    >>> cut.counts["B"]
    {'tp': 0, 'fp': 0, 'fn': 1, 'tn': 0}
    >>> cut.answer(bars={"A": 0.5, "B": 0.4})
    >>> cut.gaps["selected"]
    0.5
    """

    part: ClassVar[str] = "cut_off"
    answer_traits: ClassVar[tuple[str, ...]] = ("bars",)
    _esm = script("cut_off")
    _css = style("cut_off")

    groups = traitlets.List(traitlets.Unicode()).tag(sync=True)
    names = traitlets.Dict().tag(sync=True)
    ask = traitlets.Unicode().tag(sync=True)
    terms = traitlets.Bool(True).tag(sync=True)
    low = traitlets.Float(0.0).tag(sync=True)
    high = traitlets.Float(1.0).tag(sync=True)
    step = traitlets.Float(0.01).tag(sync=True)
    show = traitlets.List(traitlets.Unicode()).tag(sync=True)
    free = traitlets.Bool().tag(sync=True)
    apart = traitlets.Bool().tag(sync=True)
    shapes = traitlets.Dict().tag(sync=True)
    bars = traitlets.TraitType(()).tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        people: Iterable[Mapping[str, Any]],
        *,
        group: str = "group",
        score: str = "score",
        outcome: str = "outcome",
        count: str | None = None,
        bars: Mapping[str, float] | None = None,
        two: bool | str = False,
        low: float = 0.0,
        high: float = 1.0,
        step: float = 0.01,
        show: Iterable[str] = MEASURES,
        names: Mapping[str, str] | None = None,
        phrases: Mapping[str, str] | None = None,
        **how: Any,
    ):
        show = list(show)
        for measure in show:
            if measure not in MEASURES:
                raise ValueError(f"There is no measure {measure!r}; show {', '.join(MEASURES)}.")
        if two not in (True, False, "free"):
            raise ValueError('two is False (one bar), True (a bar for each group) or "free".')
        if not (low < high and 0 < step <= high - low):
            raise ValueError("Give a low below the high, and a step that fits between them.")
        self.two = two
        scored = self._read(people, (group, score, outcome, count), low, high)
        self._scores = {
            name: {was: Scores(pairs) for was, pairs in sides.items()}
            for name, sides in scored.items()
        }
        middle = low + (high - low) / 2
        super().__init__(
            groups=list(scored),
            names={name: (names or {}).get(name, name) for name in scored},
            low=low,
            high=high,
            step=step,
            show=show,
            free=two == "free",
            apart=two is True,
            shapes=self._draw(low, high, step),
            bars=dict(bars) if bars is not None else dict.fromkeys(scored, middle),
            **how,
        )
        self.words = {**self.words, **(phrases or {})}

    @staticmethod
    def _read(
        people: Any, columns: tuple[str, str, str, str | None], low: float, high: float
    ) -> dict[str, dict[bool, list[tuple[float, float]]]]:
        """Group -> outcome -> (score, weight) of each row; raises ValueError for a bad row."""
        group, score, outcome, count = columns
        if hasattr(people, "to_dict"):
            people = people.to_dict("records")
        scored: dict[str, dict[bool, list[tuple[float, float]]]] = {}
        for number, row in enumerate(people, start=1):
            missing = [key for key in columns if key is not None and row.get(key) is None]
            if missing:
                raise ValueError(f"Row {number} has no {missing[0]!r}; every row needs one.")
            was = str(row[outcome]).lower()
            if was not in YES | NO:
                raise ValueError(f"Row {number}: {outcome} is {row[outcome]!r}; use 1 or 0.")
            try:
                points, weight = float(row[score]), float(row[count]) if count else 1
            except (TypeError, ValueError):
                points, weight = float("nan"), 1
            if not (low <= points <= high and weight >= 0):
                raise ValueError(
                    f"Row {number}: {score} is {row[score]!r}; give a number from {low:g} to "
                    f"{high:g}" + (f", and a {count} of 0 or more." if count else ".")
                )
            sides = scored.setdefault(str(row[group]), {True: [], False: []})
            sides[was in YES].append((points, int(weight) if weight == int(weight) else weight))
        if not scored:
            raise ValueError("There are no people yet: give at least one.")
        return scored

    def _draw(self, low: float, high: float, step: float) -> dict[str, Any]:
        """The shape of the scores, sent once: how many people stand where.

        A coarse score has one column for each value, the highest one included.
        """
        steps = round((high - low) / step)
        coarse = steps <= BINS
        best = max(
            max(side.scores, default=low)
            for sides in self._scores.values()
            for side in sides.values()
        )
        top = high + step if coarse and best > high - step else high
        width = step if coarse else (high - low) / BINS
        bins = round((top - low) / width)
        columns: dict[str, dict[str, list[float]]] = {}
        for group, sides in self._scores.items():
            columns[group] = {"yes": [0] * bins, "no": [0] * bins}
            for was, scores in sides.items():
                column = columns[group]["yes" if was else "no"]
                for points, weight in zip(scores.scores, scores.weights, strict=True):
                    # A hair is added because 0.29 / 0.01 is a hair below 29.
                    column[min(bins - 1, int((points - low) / width + 1e-9))] += weight
        return {"top": top, "columns": columns}

    @traitlets.validate("bars")
    def _within(self, proposal: dict) -> dict[str, float]:
        bars = proposal["value"]
        if not isinstance(bars, Mapping) or set(bars) != set(self.groups):
            raise ValueError(f"Give one bar for each group: {', '.join(self.groups)}.")
        for group, bar in bars.items():
            sound = isinstance(bar, int | float) and not isinstance(bar, bool)
            if not sound or not self.low <= bar <= self.high:
                raise ValueError(
                    f"{self.names[group]}: put the bar between {self.low:g} and {self.high:g}."
                )
        # On the grid, and rounded, so that a bar of 0.37 meets a score of 0.37.
        bars = {
            group: round(self.low + round((bars[group] - self.low) / self.step) * self.step, 9)
            for group in self.groups
        }
        if self.two is False and len(set(bars.values())) > 1:
            raise ValueError("Here one bar is for everyone: give every group the same bar.")
        return bars

    def refresh(self) -> None:
        """Count who is in and who is out, and work out the measures."""
        if len(set(self.bars.values())) > 1:
            self.apart = True
        self.counts = {group: self._counted(group) for group in self.groups}
        whole = {key: sum(found[key] for found in self.counts.values()) for key in COUNTS}
        self.measures = {group: _measured(found) for group, found in self.counts.items()}
        self.gaps = {
            measure: _gap([found[measure] for found in self.measures.values()])
            for measure in MEASURES
        }
        self.measures["overall"] = _measured(whole)
        self.result = {
            "counts": self.counts,
            "parts": {group: parts(**found) for group, found in self.counts.items()},
            "gaps": self.gaps,
            "accuracy": self.measures["overall"]["accuracy"],
        }

    def _counted(self, group: str) -> dict[str, float]:
        good, rest = self._scores[group][True], self._scores[group][False]
        bar = self.bars[group]
        tp, fp = good.let_in(bar), rest.let_in(bar)
        return {"tp": tp, "fp": fp, "fn": good.all - tp, "tn": rest.all - fp}

    @property
    def table(self) -> list[dict[str, Any]]:
        """One row for each measure shown: the share of each group, and the gap."""
        return [
            {
                "measure": measure,
                **{group: self.measures[group][measure] for group in self.groups},
                "gap": self.gaps[measure],
            }
            for measure in self.show
        ]

    def picture(self) -> str:
        """The measures as a plain table, and where the bars stand."""
        heads = [self.words["measure"], *(self.names[group] for group in self.groups)]
        if len(self.groups) > 1:
            heads.append(self.words["gap"])
        top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        body = "".join(self._line(row) for row in self.table)
        return (
            f"<table><caption>{escape(self.words['title'])}</caption>"
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(self.spoken())}</p>"
        )

    def _line(self, row: dict[str, Any]) -> str:
        cells = [row[group] for group in self.groups]
        shown = [
            self.words["nobody"] if share is None else f"{100 * share:.1f} %" for share in cells
        ]
        if len(self.groups) > 1:
            gap = row["gap"]
            shown.append(
                self.words["nobody"]
                if gap is None
                else self.words["points"].format(gap=f"{100 * gap:.1f}")
            )
        label = self.words[row["measure"]].format(**self.words)
        return (
            f'<tr><th scope="row">{escape(label)}</th>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in shown)
            + "</tr>"
        )

    def spoken(self) -> str:
        """Where the bar of each group stands, and the share of right decisions."""
        bars = [
            self.words["bar_at"].format(group=self.names[group], bar=f"{bar:g}")
            for group, bar in self.bars.items()
        ]
        share = f"{100 * self.measures['overall']['accuracy']:.1f}"
        return " ".join([*bars, self.words["right_of_all"].format(share=share)])
