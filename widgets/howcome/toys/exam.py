"""How many points from how many hours? A curve that may bend up to nine times to meet its pupils.

World: invented pupils and an exam of 100 points. Each hour of study, 0 to 5, is worth 8 points, and
luck moves every score. Besides, 200 invented schools with what their earlier pupils had.
Model: a polynomial fitted by least squares, built bend by bend (G. Forsythe, "Generation and use of
orthogonal polynomials for data-fitting with a digital computer", 1957). Degree 0 is the bare guess:
the mean for everyone. 60 points or more is a pass.
What breaks: with degree 9 the curve runs close to its own 15 pupils and is further off for new ones
than the bare guess; for 10 hours it gives millions of points. A line does better, and still gives
more than the 100 points there are. The more a school's past counts in a mark, the more star pupils
of low-history schools are marked down, though half of it brings all marks nearer to the truth on
average. Appeals mend most of that, and give up what the average had gained. Lowering every estimate
by the same 2 points gains as much, whatever the school.
"""

import random
from collections.abc import Iterable, Mapping
from functools import cache
from statistics import NormalDist, fmean, median

from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("BANDS", "COLUMNS", "LESSONS", "UNITS", "Model", "card", "cases", "deal", "effect"),
    *("errors", "first_deal", "marked", "marks", "points_off", "schools", "test_cards"),
]

LESSONS = ("h02-fit-or-learn",)
UNITS = dict.fromkeys(("own error", "new error", "at 10 hours", "points off"), "points")
COLUMNS = ("hours",)
LONGEST = 5.0  # hours: nobody studied longer
START, PER_HOUR, LUCK = 45.0, 8.0, 6.0  # points; LUCK is the spread of a normal distribution
PASS, PASSED, NOT_YET = 60, "pass", "not yet"
BANDS = ("0 to 1 hours", "1 to 4 hours", "4 to 5 hours")
MOST_PUPILS, MOST_BENDS = 200, 9

# The schools: a pupil's points spread around the mean of the school, a teacher's estimate around
# the pupil's points, 2 too high on average.
SCHOOL_MEAN, SCHOOLS_SPREAD, PUPILS_SPREAD = 70.0, 6.0, 8.0
TOO_HIGH, ESTIMATES_SPREAD = 2.0, 4.0
SEATS, YEARS = 30, 3
STAR, DOWN = 85, 4  # points: who is a star pupil, and how much below the truth is "marked down"
HISTORIES = ("low", "high")


def _within(points: float) -> float:
    return min(100.0, max(0.0, points))


def _pupils(count: int, seed: str) -> tuple[list[list[float]], list[float]]:
    chance = random.Random(f"exam {seed}")
    X, y = [], []
    for _ in range(count):
        hours = round(chance.uniform(0, LONGEST), 2)
        X.append([hours])
        y.append(_within(round(START + PER_HOUR * hours + chance.gauss(0, LUCK))))
    return X, y


def deal(count: int = 15, seed: int = 0) -> tuple[list[list[float]], list[float]]:
    """A class of invented pupils: their hours of study (see `COLUMNS`), and their points, 0 to 100.

    With the same seed a bigger class holds the pupils of a smaller one.
    Raises ValueError for a number that is not whole, below 1 or above 200.

    >>> X, y = deal(3)
    >>> len(X), len(y)
    (3, 3)
    """
    count = common.check_counts({"pupils": count}, {"pupils": MOST_PUPILS})["pupils"]
    return _pupils(count, f"deal {seed}")


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[float]]:
    """The training set that the lesson starts with: 15 pupils."""
    return deal(15, seed)


def _group(hours: float) -> str:
    return BANDS[(hours > 1) + (hours > LONGEST - 1)]


def test_cards() -> list[dict]:
    """200 new pupils, always the same; none of them is ever dealt.

    Each has `name`, `group` (the hours, see `BANDS`), `x`, `points` (0 to 100) and `truth`
    ("pass" or "not yet").
    """
    return [
        {
            "name": f"pupil-{number:03d}",
            "group": _group(*x),
            "x": x,
            "points": points,
            "truth": PASSED if points >= PASS else NOT_YET,
        }
        for number, (x, points) in enumerate(zip(*_pupils(200, "test"), strict=True))
    ]


class Model:
    """A curve: the mean, plus a slope, plus bends; `degree` says how many of these, 0 to 9.

    Each part is the best one for what the parts before it left over, so one bend more leaves them
    as they were. `score` gives points; `predict` says "pass" from 60 points on, or "not yet".

    >>> model = Model().fit([[0], [1], [2]], [40, 50, 60])
    >>> round(model.score([4]), 6), model.predict([[4]])
    (80.0, ['pass'])
    """

    # "pass" stands first, so that a curve that gives just 60 points, 0.5 each way, is a pass
    classes_ = (PASSED, NOT_YET)

    def __init__(self, degree: int = 1):
        if degree not in range(MOST_BENDS + 1):
            raise ValueError(f"Give a degree of 0 to {MOST_BENDS}, a whole number, not {degree}.")
        self.degree = int(degree)

    def fit(self, X, y) -> "Model":
        """Least squares on hours `X` (one column) and points `y`; returns the model.

        Raises ValueError for another shape, for points that are no numbers or all the same, and for
        fewer than degree + 2 pupils or fewer than degree + 1 different hours.
        """
        hours = [x for (x,) in common.table(X, COLUMNS)]
        points = common.labels(y, len(hours))
        points = [row[0] for row in common.table([[one] for one in points], 1)]
        if len(points) < self.degree + 2 or len(set(hours)) < self.degree + 1:
            raise ValueError(
                f"Degree {self.degree} needs {self.degree + 2} pupils or more, "
                f"with {self.degree + 1} different hours."
            )
        if len(set(points)) == 1:
            raise ValueError("All pupils have the same points: there is nothing to learn from.")
        self.shown = min(hours), max(hours)
        self.bends: list[tuple[float, float, float]] = []
        before, now, size_before = [0.0] * len(hours), [1.0] * len(hours), 1.0
        for _ in range(self.degree + 1):
            size = sum(b * b for b in now)
            weight = sum(p * b for p, b in zip(points, now, strict=True)) / size
            # the next bend takes from hours x this bend what these two bends already tell
            middle = sum(x * b * b for x, b in zip(hours, now, strict=True)) / size
            shrink = size / size_before
            self.bends.append((weight, middle, shrink))
            following = [
                (x - middle) * b - shrink * a for x, a, b in zip(hours, before, now, strict=True)
            ]
            before, now, size_before = now, following, size
        left = sum((p - self.score([x])) ** 2 for x, p in zip(hours, points, strict=True))
        # points are whole numbers: a spread near 0 would make every chance 0 or 1
        self.spread = max(0.5, (left / (len(points) - self.degree - 1)) ** 0.5)
        return self

    def parts(self, x) -> list[float]:
        """The points of one pupil part by part: the mean, what the slope adds, what each bend adds.

        `x` is one row: the hours.
        """
        if not hasattr(self, "bends"):
            raise ValueError("Train the model first, with fit.")
        (hours,) = x
        found, before, now = [], 0.0, 1.0
        for weight, middle, shrink in self.bends:
            found.append(weight * now)
            before, now = now, (hours - middle) * now - shrink * before
        return found

    def score(self, x) -> float:
        """The points that the curve gives for these hours: the sum of the parts."""
        return sum(self.parts(x))

    def predict(self, X) -> list[str]:
        """ "pass" where the curve gives 60 points or more, else "not yet"."""
        scores = [self.score(x) for x in common.table(X, COLUMNS)]
        return [PASSED if score >= PASS else NOT_YET for score in scores]

    def predict_proba(self, X) -> list[list[float]]:
        """For each pupil the chances of "pass" and "not yet".

        They hold if pupils lie around the curve as its own pupils do (a normal distribution).
        """
        scores = [self.score(x) for x in common.table(X, COLUMNS)]
        chances = [NormalDist().cdf((score - PASS) / self.spread) for score in scores]
        return [[chance, 1 - chance] for chance in chances]

    def why(self, x) -> str:
        """The points of one pupil, the mean, the three largest other parts, and what was shown."""
        (x,) = common.table([x], COLUMNS)
        (label,) = self.predict([x])
        average, *others = self.parts(x)
        names = ["the slope", *(f"bend {number}" for number in range(2, MOST_BENDS + 1))]
        named = zip(others, names, strict=False)
        largest = sorted(named, key=lambda part: abs(part[0]), reverse=True)[:3]
        added = "".join(f", {name} adds {part:+,.1f}" for part, name in largest)
        first, last = self.shown
        return (
            f"It predicts {label}: for {x[0]:g} hours the curve gives {self.score(x):,.1f} points, "
            f"and {PASS} or more is a pass. The mean of its own pupils is {average:.1f}{added}. "
            f"It was shown pupils with {first:g} to {last:g} hours."
        )


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each new pupil (or for `cards`): pass or not yet."""
    return common.cases(model, test_cards() if cards is None else cards)


def points_off(model: Model, X, y) -> float:
    """How many points the curve is off for these pupils, on average, up or down."""
    rows = zip(common.table(X, COLUMNS), common.plain(y), strict=True)
    return fmean(abs(model.score(x) - points) for x, points in rows)


def _year(chance: random.Random, middle: float) -> list[float]:
    return [_within(chance.gauss(middle, PUPILS_SPREAD)) for _ in range(SEATS)]


def schools(seed: int = 0, count: int = 200) -> list[dict]:
    """The pupils of `count` invented schools, 30 each.

    Each row has `school`, `history` ("low" for the half of the schools whose earlier pupils had
    fewer points on average, else "high"), `points` (the truth), `estimate` (the teacher's) and
    `past`: what the school's pupil of the same rank had, mean of three earlier years.
    Raises ValueError for fewer than 2 schools.
    """
    if count < 2:
        raise ValueError(f"Ask for at least 2 schools, not {count}.")
    chance = random.Random(f"exam schools {seed}")
    found = []
    for school in range(count):
        middle = chance.gauss(SCHOOL_MEAN, SCHOOLS_SPREAD)
        points = _year(chance, middle)
        estimates = [one + TOO_HIGH + chance.gauss(0, ESTIMATES_SPREAD) for one in points]
        years = [sorted(_year(chance, middle)) for _ in range(YEARS)]
        # the teacher's order of the pupils decides who is given which of the school's past scores
        order = sorted(range(SEATS), key=estimates.__getitem__)
        ranks = zip(order, zip(*years, strict=True), strict=True)
        pupils = [(points[pupil], estimates[pupil], fmean(had)) for pupil, had in ranks]
        found.append(
            [
                {"school": school, "points": true, "estimate": estimate, "past": past}
                for true, estimate, past in pupils
            ]
        )
    found.sort(key=lambda rows: fmean(row["past"] for row in rows))
    return [
        row | {"history": "low" if place < count // 2 else "high"}
        for place, rows in enumerate(found)
        for row in rows
    ]


def marks(
    rows: Iterable[Mapping], weight: float = 0, lower: float = 0, appeals: bool = False
) -> list[float]:
    """The mark of each pupil: `weight` parts of the school's past, the rest the teacher's estimate.

    `lower` takes as many points off every estimate. With `appeals`, a mark more than 4 points below
    the estimate is raised to it. Raises ValueError for a weight outside 0 to 1.

    >>> pupil = {"past": 70, "estimate": 90}
    >>> marks([pupil], weight=0.5), marks([pupil], weight=0.5, appeals=True)
    ([80.0], [90])
    """
    if not 0 <= weight <= 1:
        raise ValueError(f"Give the past a weight from 0 to 1, not {weight}.")
    found = []
    for row in rows:
        estimate = row["estimate"] - lower
        mark = weight * row["past"] + (1 - weight) * estimate
        found.append(estimate if appeals and mark < estimate - DOWN else mark)
    return found


def marked(rows: Iterable[Mapping], **how) -> dict[str, float | None]:
    """What marks made in this way (see `marks`) do.

    "points off" is the mean distance from the truth, up or down; "low-history stars" and
    "high-history stars" are the shares, 0 to 1, of pupils with 85 points or more, in schools of
    such a history, whose mark is more than 4 points below the truth (None without any).
    """
    rows = list(rows)
    above = [mark - row["points"] for mark, row in zip(marks(rows, **how), rows, strict=True)]
    found = {"points off": fmean(map(abs, above))}
    for history in HISTORIES:
        stars = [
            off < -DOWN
            for off, row in zip(above, rows, strict=True)
            if row["history"] == history and row["points"] >= STAR
        ]
        found[f"{history}-history stars"] = fmean(stars) if stars else None
    return found


DEGREES = {"degree 0, the mean": 0, "degree 1, a line": 1, "degree 2": 2, "degree 9": 9}
RUNS = 15  # classes for each seed: their median stays put where single curves run off
# name: how the marks are made
RULES = {
    "estimates alone": {},
    "half the school's past": {"weight": 0.5},
    "the school's past alone": {"weight": 1},
    "the school's past, with appeals": {"weight": 1, "appeals": True},
    "estimates lowered by 2 points": {"lower": 2},
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What the degree does, over 15 classes of 15 pupils; then what a school's past does.

    For each degree: "own error" and "new error", the mean points off for the class itself and for
    200 new pupils, and "at 10 hours", the points for 10 hours, up or down; each is the median over
    the classes. For each rule that makes marks: see `marked`.
    """
    new = test_cards()
    X, y = [card["x"] for card in new], [card["points"] for card in new]
    classes = [_pupils(15, f"effect {seed} {run}") for run in range(RUNS)]
    found: dict[str, dict[str, float]] = {}
    for name, degree in DEGREES.items():
        fitted = [(Model(degree).fit(*own), own) for own in classes]
        found[name] = {
            "own error": median(points_off(model, *own) for model, own in fitted),
            "new error": median(points_off(model, X, y) for model, _ in fitted),
            "at 10 hours": median(abs(model.score([10])) for model, _ in fitted),
        }
    pupils = schools(seed)
    return found | {name: marked(pupils, **how) for name, how in RULES.items()}


def retrain(seed: int = 0) -> float:
    """What one move of the lesson's control asks for: a curve of degree 9, and its new error."""
    new = test_cards()
    model = Model(9).fit(*first_deal(seed))
    return points_off(model, [card["x"] for card in new], [card["points"] for card in new])


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    new = test_cards()
    groups = [[one for one in new if one["group"] == group] for group in BANDS]
    off, wrong = [], []
    for name, degree in DEGREES.items():
        model = Model(degree).fit(*first_deal(seed))
        off.append([name])
        for some in (*groups, new):
            points = points_off(model, [one["x"] for one in some], [one["points"] for one in some])
            off[-1].append(f"{points:,.1f}")
        shares = errors(cases(model))
        wrong.append([name, *(percent(shares[group]) for group in (*BANDS, "overall"))])
    pupils = schools(seed)
    past = []
    for name, how in RULES.items():
        found = marked(pupils, **how)
        stars = (percent(found[f"{history}-history stars"]) for history in HISTORIES)
        past.append([name, *stars, f"{found['points off']:.1f}"])
    return common.model_card(
        "How many points from how many hours?",
        ["This model draws a curve through invented pupils: hours of study, points in an exam."],
        trained=[f"15 invented pupils who studied 0 to 5 hours (deal {seed})."],
        errors=[
            "Counted on 200 new pupils: the points that the curve is off, up or down, on average;",
            f'and the share for which "{PASSED}" or "{NOT_YET}" came out wrong.',
            "",
            *common.grid(["points off", *BANDS, "overall"], off),
            "",
            *common.grid(["wrong", *BANDS, "overall"], wrong),
            "",
            "A gap belongs to the training set: few pupils hold the curve at its two ends.",
            "",
            "Then the marks of 6,000 invented pupils, made from a teacher's estimate and from what",
            "earlier pupils of the school had: how many star pupils (85 points or more) are marked",
            "down by more than 4 points, and how far all marks are off.",
            "",
            *common.grid(["marks", "low-history stars", "high-history stars", "points off"], past),
            "",
            "This gap belongs to the rule that makes the marks, not to the pupils.",
        ],
        use="Finding out what a close fit is worth, and what an average hides.",
        misuse="Marking real pupils, or telling them how long to study.",
    )
