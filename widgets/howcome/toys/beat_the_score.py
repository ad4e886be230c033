"""Who wins when the score is what counts? A picker that pays for a score, and gets tricks.

World: 1,000 made-up candidates, as 500 pairs of twins. Twins have the same true quality and the
same luck; one of them uses tricks, which lift a score and nothing else. Nobody real is in it.
Beside it lies a real table: the New York Regents exams of 2010, as counts.
Model: a curve from a score to the chance that a candidate is strong, fitted to a year in which
tricks were worth nothing (logistic regression: D. Cox, "The regression analysis of binary
sequences", 1958). Places go to the highest scores.
What breaks: once places are paid for by score, the winners' scores rise and their quality falls,
and candidates without tricks lose their places. Three measures help while one is gamed, and less
when all three are. Marking a shortlist again, blind, wins back two thirds of the quality and
hardly a place for those without tricks: the tricks made the shortlist. In the Regents table
790 papers have 64 points and 33,654 have 65, the pass mark. (C. Goodhart, "Problems of monetary
management", 1975; M. Strathern, "Improving ratings", 1997.)
"""

import math
import random
from collections.abc import Sequence
from functools import cache, lru_cache

from howcome.cards import rows as table_rows
from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("COLUMNS", "GROUPS", "LESSONS", "PLACES", "UNITS", "Model", "candidates", "card", "cases"),
    *("columns", "effect", "errors", "first_deal", "held_out", "measures", "pick", "pile_up"),
    "test_cards",
]

LESSONS = ("h11-paid-to-cheat",)
# What `effect` measures that is no share of candidates.
UNITS = {"winners' score": "points", "winners' quality": "points"}
GROUPS = ("no tricks", "tricks")
PAIRS = 500
PLACES = 20
SHORTLIST = 100

# Quality and points count from the average candidate: 0 is average, and the spread of quality is 1.
COLUMNS = ("test_points", "essay_points", "project_points")
NOISE = 0.5  # how far chance moves a measure (standard deviation)
STRONG = 1.0  # a strong candidate: quality of at least this, about 16 in 100
LABELS = ["other", "strong"]


@lru_cache(32)
def _drawn(seed: str) -> list[dict]:
    """Quality, luck and skill in tricks of each pair of twins, before anything is paid for."""
    chance = random.Random(f"beat_the_score {seed}")
    return [
        {
            "quality": chance.gauss(0, 1),
            "luck": [chance.gauss(0, NOISE) for _ in COLUMNS],
            "skill": [abs(chance.gauss(0, 1)) for _ in COLUMNS],
            "second luck": chance.gauss(0, NOISE),
        }
        for _ in range(PAIRS)
    ]


def candidates(
    strength: float = 0.0, gamed: Sequence[str] = COLUMNS[:1], seed: int | str = 0
) -> list[dict]:
    """1,000 candidates: `name`, `group`, `quality`, the three measures, and `blind_points`.

    A measure is quality plus luck. For the group "tricks" a measure in `gamed` has on top of it
    `strength` points for each point of skill in tricks. `blind_points` is the test marked again by
    someone whom tricks do not reach: quality plus other luck.
    With the same seed the candidates are the same whatever `strength` and `gamed` are.
    Raises ValueError for a strength below 0 or without end, and for an unknown measure.

    >>> twins = [row for row in candidates(strength=3) if row["name"].endswith("007")]
    >>> [row["group"] for row in twins]
    ['no tricks', 'tricks']
    >>> twins[0]["quality"] == twins[1]["quality"]
    True
    >>> twins[0]["test_points"] < twins[1]["test_points"]
    True
    """
    if not 0 <= strength < math.inf:
        raise ValueError(f"Give a strength of 0 or more, not {strength}.")
    for measure in gamed:
        if measure not in COLUMNS:
            raise ValueError(f"There is no measure {measure!r}; there are: {', '.join(COLUMNS)}.")
    rows = []
    for group in GROUPS:
        for number, twin in enumerate(_drawn(str(seed))):
            row = {"name": f"{group}-{number:03d}", "group": group, "quality": twin["quality"]}
            for measure, luck, skill in zip(COLUMNS, twin["luck"], twin["skill"], strict=True):
                lift = strength * skill if group == "tricks" and measure in gamed else 0.0
                row[measure] = twin["quality"] + luck + lift
            rows.append(row | {"blind_points": twin["quality"] + twin["second luck"]})
    return rows


def columns(rows: Sequence[dict]) -> tuple[list[list[float]], list[str]]:
    """`X` (the three measures) and `y` ("strong" or "other") for the model."""
    X = [[row[measure] for measure in COLUMNS] for row in rows]
    return X, [LABELS[row["quality"] >= STRONG] for row in rows]


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """The candidates of a year in which tricks are worth nothing, and who turned out strong."""
    return columns(candidates(seed=seed))


def held_out(strength: float) -> list[dict]:
    """1,000 candidates who are never dealt, in a year with tricks on the test of this strength.

    Each has `name`, `group`, `x` (see `COLUMNS`) and `truth`.
    """
    rows = candidates(strength, seed="held out")
    return [
        {"name": row["name"], "group": row["group"], "x": x, "truth": truth}
        for row, x, truth in zip(rows, *columns(rows), strict=True)
    ]


def test_cards() -> list[dict]:
    """The held-out candidates of a year with tricks worth 3, always the same."""
    return held_out(3)


class Model:
    """The chance that a candidate is strong, from one score: the mean of the measures in use.

    The chance is 1 / (1 + exp(-(slope * score + start))).

    >>> X = [[0, 0, 0], [1, 1, 1], [2, 2, 2], [3, 3, 3]]
    >>> Model().fit(X, ["other", "other", "strong", "strong"]).predict([[4, 0, 0]])
    ['strong']
    """

    def __init__(self, uses: Sequence[str] = COLUMNS[:1]):
        if not uses or any(measure not in COLUMNS for measure in uses):
            raise ValueError(f"Use one measure or more of: {', '.join(COLUMNS)}.")
        self.uses = tuple(uses)

    def scores(self, X) -> list[float]:
        """The score of each candidate: the mean of the measures in use."""
        places = [COLUMNS.index(measure) for measure in self.uses]
        return [sum(row[i] for i in places) / len(places) for row in common.table(X, COLUMNS)]

    def fit(self, X, y) -> "Model":
        """Fit the curve to candidates of whom it is known who is strong; returns the model.

        `X` has the three measures, `y` the labels "strong" and "other". Raises ValueError for
        other columns or labels, when a label is missing, and when all scores are the same.
        """
        scores = self.scores(X)
        y = common.labels(y, len(scores))
        if set(y) != set(LABELS):
            raise ValueError('Train with both labels, "strong" and "other", and no other.')
        if min(scores) == max(scores):
            raise ValueError("All scores are the same: give candidates whose scores differ.")
        strong = [float(label == "strong") for label in y]
        self.classes_ = list(LABELS)
        # Newton's method; slope² / 2 is added to the cost, so that the slope stays finite
        self.slope = self.start = 0.0
        for _ in range(50):
            chances = [_chance(self.slope * s + self.start) for s in scores]
            off = [p - t for p, t in zip(chances, strong, strict=True)]
            bend = [p * (1 - p) for p in chances]
            down = sum(o * s for o, s in zip(off, scores, strict=True)) + self.slope
            across = sum(off)
            a = sum(b * s * s for b, s in zip(bend, scores, strict=True)) + 1
            b = sum(b * s for b, s in zip(bend, scores, strict=True))
            c = sum(bend) + 1e-12  # never divide by zero, however far apart the labels are
            inverse = a * c - b * b
            step = (c * down - b * across) / inverse, (a * across - b * down) / inverse
            self.slope -= step[0]
            self.start -= step[1]
            if max(map(abs, step)) < 1e-10:
                break
        return self

    def predict_proba(self, X) -> list[list[float]]:
        """For each candidate the chances of "other" and "strong"."""
        if not hasattr(self, "slope"):
            raise ValueError("Train the model first, with fit.")
        chances = [_chance(self.slope * score + self.start) for score in self.scores(X)]
        return [[1 - chance, chance] for chance in chances]

    def predict(self, X) -> list[str]:
        """The label with the higher chance, for each candidate."""
        return [self.classes_[row.index(max(row))] for row in self.predict_proba(X)]

    def why(self, x) -> str:
        """The score of one candidate beside the score at which the chance is one half."""
        ((_, chance),) = self.predict_proba([x])
        (score,) = self.scores([x])
        names = " and ".join(self.uses)
        return (
            f"It predicts {self.predict([x])[0]}: the score is {score:.2f} (from {names}), and a "
            f"chance of one half takes {-self.start / self.slope:.2f}. "
            f"The chance at this score is {percent(chance)}."
        )


def _chance(height: float) -> float:
    # two forms of the same curve: exp never gets a large positive number
    if height >= 0:
        return 1 / (1 + math.exp(-height))
    return math.exp(height) / (1 + math.exp(height))


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`); see `common.cases`."""
    return common.cases(model, test_cards() if cards is None else cards)


def pick(rows: Sequence[dict], by: Sequence[str] = COLUMNS[:1], places: int = PLACES) -> list[dict]:
    """The candidates with the highest scores: the mean of the measures in `by`."""
    return sorted(rows, key=lambda row: sum(row[measure] for measure in by), reverse=True)[:places]


def measures(rows: Sequence[dict], winners: Sequence[dict], by: Sequence[str]) -> dict[str, float]:
    """What a way of picking gave: the winners' mean score and quality, in points, and two shares.

    "places, no tricks" is the share of places that went to candidates without tricks: half would
    be fair, as twins are equally good. "best left out" is the share of the 20 candidates of the
    highest quality that got no place.
    """
    names = {row["name"] for row in winners}
    best = pick(rows, by=("quality",))
    return {
        "winners' score": sum(row[m] for row in winners for m in by) / len(winners) / len(by),
        "winners' quality": sum(row["quality"] for row in winners) / len(winners),
        "places, no tricks": sum(row["group"] == GROUPS[0] for row in winners) / len(winners),
        "best left out": sum(row["name"] not in names for row in best) / len(best),
    }


BLIND = ("blind_points",)
# situation: strength, measures that are gamed, the shortlist (or None), what decides
SITUATIONS = {
    "tricks worth 0": (0, (), None, COLUMNS[:1]),
    "tricks worth 1": (1, COLUMNS[:1], None, COLUMNS[:1]),
    "tricks worth 3": (3, COLUMNS[:1], None, COLUMNS[:1]),
    "worth 3, three measures, one gamed": (3, COLUMNS[:1], None, COLUMNS),
    "worth 3, three measures, all gamed": (3, COLUMNS, None, COLUMNS),
    "worth 3, best 100 marked again, blind": (3, COLUMNS[:1], SHORTLIST, BLIND),
    "worth 3, all 1,000 marked again, blind": (3, COLUMNS[:1], None, BLIND),
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What each of `SITUATIONS` gives; see `measures`."""
    found = {}
    for name, (strength, gamed, shortlist, by) in SITUATIONS.items():
        rows = candidates(strength, gamed, seed)
        listed = rows if shortlist is None else pick(rows, places=shortlist)
        found[name] = measures(rows, pick(listed, by), by)
    return found


def pile_up(low: int, high: int | None = None, exam: str | None = None) -> int:
    """Regents papers of 2010 with a score from `low` to `high` (or `low` alone); see `regents`.

    `exam` takes one of the five exams; without it all are counted.

    >>> pile_up(64), pile_up(65)
    (790, 33654)
    """
    return sum(
        row["papers"] or 0
        for row in table_rows("regents")
        if row["score"] is not None
        and low <= row["score"] <= (low if high is None else high)
        and exam in (None, row["exam"])
    )


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    honest = Model().fit(*first_deal(seed))
    rates = [
        [f"tricks worth {strength}", *(percent(wrong[key]) for key in (*GROUPS, "overall"))]
        for strength in (0, 1, 3)
        for wrong in [errors(cases(honest, held_out(strength)))]
    ]
    rows = [
        [
            name,
            *(f"{found[key]:.2f}" for key in UNITS),
            *(percent(found[key]) for key in ("places, no tricks", "best left out")),
        ]
        for name, found in effect(seed).items()
    ]
    return common.model_card(
        "Who wins when the score is what counts?",
        [
            'This model predicts from a score whether a candidate is "strong" or "other".',
            "The 20 candidates with the highest scores get a place.",
        ],
        trained=[
            f"1,000 made-up candidates of a year in which tricks were worth nothing (seed {seed})."
        ],
        heading="Errors of each group",
        errors=[
            "Counted on 1,000 candidates that were never dealt: 500 pairs of twins.",
            "",
            *common.grid(["", *GROUPS, "overall"], rates),
            "",
            "The model makes its new errors on those who use tricks: it takes them for strong.",
            "Those without tricks pay for it, as there are only 20 places:",
            "",
            *common.grid(
                ["", "winners' score", "winners' quality", "places, no tricks", "best left out"],
                rows,
            ),
            "",
            "Twins are equally good, so half of the places would be fair.",
            "A gap belongs to the score that is paid for, not to the candidates.",
        ],
        use="Finding out what happens to a measure once it is a target.",
        misuse="Picking real people, or guessing who used tricks.",
    )
