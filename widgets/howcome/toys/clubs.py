"""Who gets into the club? One score, two bus lines, and several meanings of "fair".

World: made-up pupils of bus lines A and B. Each has a score, and enjoys the club with exactly
that chance: the score is calibrated by construction. Nobody real is in it.
Model: a bar. Whoever scores at or above it is selected.
What breaks: with one bar, equal scores mean the same on both lines, and still the lines differ in
who is selected and in who is left out by mistake. A second bar closes one gap and opens another:
no pair of bars that decides anything closes all (J. Kleinberg, S. Mullainathan and M. Raghavan,
"Inherent trade-offs in the fair determination of risk scores", 2016; A. Chouldechova, "Fair
prediction with disparate impact", Big Data 5, 2017).
"""

import itertools
import operator
import random
from collections.abc import Iterable, Mapping
from functools import cache

from howcome.toys import common
from howcome.toys.common import percent

__all__ = [
    *("GAPS", "LESSONS", "LINES", "UNITS", "Model", "card", "columns", "effect"),
    *("first_deal", "gaps", "measures", "people", "retrain", "sweep"),
]

LESSONS = ("h04-fair-for-whom",)
# What `effect` measures that is no share of pupils.
UNITS = {"bar_a": "0 to 1", "bar_b": "0 to 1"}
LINES = ("A", "B")
# The scores of a line follow a Beta distribution: its mean is 4/7 on line A, 3/7 on line B.
BETA = {"A": (4, 3), "B": (3, 4)}
# What may differ between the lines; each is a rate from 0 to 1.
GAPS = ("selected", "tpr", "fpr", "ppv")
# Bars are whole hundredths: 0.00 selects everyone, 1.00 nobody.
BARS = tuple(hundredth / 100 for hundredth in range(101))
# A bar decides something when it selects at least this share of a line, and leaves out as much.
# Where hardly anyone is selected on either line, all gaps close, because nothing is decided.
DECIDES = 0.1


def people(seed: int = 0, n: int = 4000) -> list[dict]:
    """`n` made-up pupils, the two lines in turn.

    Each row has `bus_line` ("A" or "B"), `score` (0 to 1, three decimals) and `would_enjoy`
    (1 or 0, drawn with the chance that the score says). Raises ValueError for n below 2.

    >>> people(seed=0, n=2)[0]["bus_line"]
    'A'
    """
    if n < 2:
        raise ValueError(f"Ask for at least 2 pupils, one of each line, not {n}.")
    chance = random.Random(f"clubs {seed}")
    rows = []
    for line in itertools.islice(itertools.cycle(LINES), n):
        score = round(chance.betavariate(*BETA[line]), 3)
        enjoys = int(chance.random() < score)
        rows.append({"bus_line": line, "score": score, "would_enjoy": enjoys})
    return rows


def columns(rows: Iterable[Mapping]) -> tuple[list[list], list[int]]:
    """`X` (bus line and score) and `y` (would enjoy) for the model, from rows of `people`."""
    rows = list(rows)
    return [[r["bus_line"], r["score"]] for r in rows], [r["would_enjoy"] for r in rows]


def first_deal(seed: int = 0) -> tuple[list[list], list[int]]:
    """The pupils that the lesson starts with, as `X` and `y`."""
    return columns(people(seed))


def retrain(seed: int = 0) -> dict[str, dict]:
    """What one move of a bar asks for: the measures of every line."""
    return measures(people(seed), {"A": 0.5, "B": 0.5})


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _rates(tp: int, fp: int, fn: int, tn: int) -> dict:
    """The four counts and the rates made from them; a rate of nothing is None."""
    return {
        **{"tp": tp, "fp": fp, "fn": fn, "tn": tn},
        "selected": _rate(tp + fp, tp + fp + fn + tn),
        "tpr": _rate(tp, tp + fn),
        "fpr": _rate(fp, fp + tn),
        "ppv": _rate(tp, tp + fp),
        "accuracy": _rate(tp + tn, tp + fp + fn + tn),
    }


def measures(rows: Iterable[Mapping], bars: Mapping[str, float]) -> dict[str, dict]:
    """What a bar for each line does: one dict for each line, and one under "overall".

    Counts: `tp` (selected, would enjoy), `fp` (selected, would not), `fn` (left out, would have
    enjoyed), `tn` (left out, would not). Rates, 0 to 1: `selected` of all, `tpr` (selected of those
    who would enjoy), `fpr` (selected of those who would not), `ppv` (would enjoy, of the selected)
    and `accuracy`. A rate is None where there is nobody to count.
    Raises ValueError unless every line in the rows has a bar.

    >>> pupils = [{"bus_line": "A", "score": 0.7, "would_enjoy": 1},
    ...           {"bus_line": "A", "score": 0.4, "would_enjoy": 1}]
    >>> measures(pupils, {"A": 0.5})["A"]["tpr"]
    0.5
    """
    counts = {line: [0, 0, 0, 0] for line in bars}
    for row in rows:
        line = row["bus_line"]
        if line not in counts:
            raise ValueError(f"Give a bar for bus line {line!r} as well.")
        # places: true and false positives, then false and true negatives
        place = row["would_enjoy"] == 0
        if row["score"] < bars[line]:
            place = 2 + place
        counts[line][place] += 1
    found = {line: _rates(*four) for line, four in counts.items()}
    return found | {"overall": _rates(*map(sum, zip(*counts.values(), strict=True)))}


def gaps(measured: Mapping[str, Mapping]) -> dict[str, float | None]:
    """How far lines A and B are apart in each of `GAPS`, 0 to 1; None where a rate is missing.

    >>> gaps(measures(people(0), {"A": 0, "B": 0}))["selected"]
    0.0
    """
    pairs = {key: [measured[line][key] for line in LINES] for key in GAPS}
    return {key: None if None in two else abs(two[0] - two[1]) for key, two in pairs.items()}


def sweep(rows: Iterable[Mapping], bar_a: float = 0.5, step: float = 0.01) -> list[dict]:
    """Keep the bar of line A and move the bar of line B from 0 to 1.

    Returns one row for each bar: `bar_a`, `bar_b`, the four gaps of `GAPS`, and the overall
    `accuracy`; all from 0 to 1. Raises ValueError for a step that is not above 0 and at most 1.
    """
    if not 0 < step <= 1:
        raise ValueError(f"Give a step above 0 and at most 1, not {step}.")
    rows = list(rows)
    found = []
    for turn in range(round(1 / step) + 1):
        bar_b = round(min(1.0, turn * step), 6)
        measured = measures(rows, {"A": bar_a, "B": bar_b})
        accuracy = measured["overall"]["accuracy"]
        found.append(
            {"bar_a": bar_a, "bar_b": bar_b, **gaps(measured), "accuracy": accuracy},
        )
    return found


class Model:
    """A bar for everyone, or with `two_bars=True` one for each line.

    >>> model = Model().fit([["A", 0.2], ["A", 0.4], ["B", 0.6]], [0, 0, 1])
    >>> model.predict([["B", 0.9]])
    [1]
    """

    classes_ = (0, 1)

    def __init__(self, two_bars: bool = False):
        self.two_bars = two_bars

    def fit(self, X, y) -> "Model":
        """Find the bar with the best accuracy on these pupils, the lowest of equals.

        `X` has two columns, bus line and score (0 to 1); `y` is 1 where the pupil would enjoy it.
        Returns the model. Raises ValueError for other columns or labels.
        """
        X = _pupils(X)
        y = common.labels(y, len(X))
        if set(y) != {0, 1}:
            raise ValueError("Train with both labels, 1 (would enjoy) and 0 (would not).")
        everyone = list(zip(X, y, strict=True))
        self.bars = {}
        for line in LINES:
            mine = [(s, enjoys) for (of, s), enjoys in everyone if of == line or not self.two_bars]
            right = {bar: sum((s >= bar) == enjoys for s, enjoys in mine) for bar in BARS}
            self.bars[line] = max(BARS, key=right.__getitem__)
        return self

    def predict(self, X) -> list[int]:
        """1 (selected) or 0 for each pupil."""
        return [int(score >= self._bar(line)) for line, score in _pupils(X)]

    def predict_proba(self, X) -> list[list[float]]:
        """For each pupil the chances of 0 and 1: the score itself, as it is calibrated."""
        return [[1 - score, score] for _, score in _pupils(X)]

    def why(self, x) -> str:
        """The score of one pupil beside the bar."""
        ((line, score),) = _pupils([x])
        bar = self._bar(line)
        side = "at or above" if score >= bar else "below"
        word = "selected" if score >= bar else "not selected"
        return (
            f"It predicts {word}: the score {score:.2f} is {side} the bar of bus line {line}, "
            f"{bar:.2f}. Of 100 pupils with this score, about {100 * score:.0f} would enjoy it."
        )

    def _bar(self, line: str) -> float:
        if not hasattr(self, "bars"):
            raise ValueError("Train the model first, with fit.")
        return self.bars[line]


def _pupils(X) -> list[tuple[str, float]]:
    try:
        rows = [(line, float(score)) for line, score in common.plain(X)]
    except (TypeError, ValueError):
        rows = [("", 0.0)]
    if any(line not in LINES or not 0 <= score <= 1 for line, score in rows):
        raise ValueError('Give for each pupil the bus line, "A" or "B", and a score from 0 to 1.')
    return rows


# The rules a school could choose: what should be equal on both lines.
RULES = {"equal selection": "selected", "equal TPR": "tpr", "equal FPR": "fpr", "equal PPV": "ppv"}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What each rule costs: all gaps, with the bar of line A at 0.5.

    The keys "one bar", "equal selection", "equal TPR", "equal FPR" and "equal PPV" hold a row of
    `sweep`: the bar of line B at 0.5, or where the gap that the rule names is smallest.
    Under "best of all pairs" stands the pair of bars, out of all pairs of `BARS`, whose widest gap
    is smallest: `bar_a`, `bar_b`, the gaps, and that gap as `widest`. It is not 0: no pair closes
    all gaps. Only bars that select 10 to 90 % of each line count (see `DECIDES`).
    """
    rows = people(seed)
    swept = sweep(rows)
    at = {bar: measures(rows, dict.fromkeys(LINES, bar)) for bar in BARS}
    deciding = {
        line: [b for b in BARS if DECIDES <= at[b][line]["selected"] <= 1 - DECIDES]
        for line in LINES
    }
    found = {"one bar": next(row for row in swept if row["bar_b"] == 0.5)}
    swept = [row for row in swept if row["bar_b"] in deciding["B"]]
    for rule, key in RULES.items():
        found[rule] = min(swept, key=operator.itemgetter(key))
    pairs = []
    for bar_a, bar_b in itertools.product(deciding["A"], deciding["B"]):
        apart = gaps({"A": at[bar_a]["A"], "B": at[bar_b]["B"]})
        pairs.append({"bar_a": bar_a, "bar_b": bar_b, **apart, "widest": max(apart.values())})
    found["best of all pairs"] = min(pairs, key=operator.itemgetter("widest"))
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    rows = people(seed)
    bar = Model().fit(*columns(rows)).bars["A"]
    measured = measures(rows, {"A": 0.5, "B": 0.5})
    rates = [
        [words, *(percent(measured[line][key]) for line in (*LINES, "overall"))]
        for words, key in (
            ("selected", "selected"),
            ("would enjoy it, and selected (TPR)", "tpr"),
            ("would not enjoy it, yet selected (FPR)", "fpr"),
            ("of the selected, would enjoy it (PPV)", "ppv"),
            ("right in all", "accuracy"),
        )
    ]
    points = [
        [
            *(rule, f"{row['bar_a']:.2f}", f"{row['bar_b']:.2f}"),
            *(f"{100 * row[key]:.1f}" for key in GAPS),
        ]
        for rule, row in effect(seed).items()
    ]
    return common.model_card(
        "Who gets into the club?",
        ["This model selects every pupil whose score is at or above a bar."],
        trained=[
            f"4,000 made-up pupils, half from bus line A, half from bus line B (seed {seed}).",
            f"The single bar with the best accuracy on them is {bar:.2f}.",
        ],
        heading="Errors with one bar at 0.50",
        errors=[
            *common.grid(["", "line A", "line B", "overall"], rates),
            "",
            "#### Gaps between the lines, in points",
            "",
            *common.grid(["rule", "bar A", "bar B", "selection", "TPR", "FPR", "PPV"], points),
            "",
            "No pair of bars that selects 10 to 90 % of each line closes all gaps:",
            "somebody has to decide which gap matters most.",
            "A gap belongs to the scores and the bars, not to the pupils:",
            "exchange the names of the lines, and the gaps change sides.",
        ],
        use='Comparing meanings of "fair", and what each one costs.',
        misuse="Selecting real pupils.",
    )
