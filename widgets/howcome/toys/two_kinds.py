"""Ripe or not? A bar on how soft a pear is, and the two mistakes it trades for each other.

World: made-up pears from two orchards, half of them ripe. A sensor at a school kitchen presses each
one. Ripe pears read softer on average; readings of hill pears, with their bumpy skin, spread wider.
Model: a bar. A pear that reads at or above it is called ripe. `fit` puts the bar where mistakes
cost least on the training pears (C. Elkan, "The foundations of cost-sensitive learning", 2001).
What breaks: a lower bar misses fewer ripe pears and calls more hard ones ripe; a higher bar swaps
the mistakes back. The bar with the fewest mistakes is not the cheapest when one kind costs more,
and its overall error hides that hill pears come out wrong more often. A second press makes fewer
mistakes of both kinds, and leaves some of each.
"""

import math
import random
from collections.abc import Iterable, Mapping
from functools import cache

from howcome.retell import retold
from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("COLUMNS", "GROUPS", "LESSONS", "MOST", "UNITS", "Model", "card", "cases", "cost", "deal"),
    *("effect", "errors", "first_deal", "mistakes", "pears", "test_cards"),
]

LESSONS = ("m03-two-kinds-of-wrong", "h03-the-cost-of-a-mistake")
COST = "points per 100 pears"
UNITS = {"bar": "softness", "cost": COST, "cost at the bar with the fewest mistakes": COST}
GROUPS = ("valley", "hill")
MOST = {orchard: 500 for orchard in GROUPS}
# Softness: 0 is a stone, 100 is jam.
COLUMNS = ("softness",)
RIPE, UNRIPE = "ripe", "not ripe"
MIDDLE = {RIPE: 60.0, UNRIPE: 40.0}
SPREAD = {"valley": 8.0, "hill": 14.0}  # normal, around the middle; the same for ripe and unripe
PRESSES = 4  # the most often a pear can be pressed
BARS = range(101)


def _pears(orchard: str, count: int, seed: str, presses: int) -> list[dict]:
    """`count` cards of one orchard: name, group, x (its mean reading) and truth."""
    if presses not in range(1, PRESSES + 1):
        raise ValueError(f"Press each pear 1 to {PRESSES} times, not {presses}.")
    chance = random.Random(f"two_kinds {orchard} {seed}")
    found = []
    for number in range(count):
        truth = chance.choice((RIPE, UNRIPE))
        # all presses are drawn, so that one press more is of the same pears
        readings = [chance.gauss(MIDDLE[truth], SPREAD[orchard]) for _ in range(PRESSES)]
        softness = round(min(100, max(0, sum(readings[:presses]) / presses)), 1)
        name = f"{orchard}-{number:03d}"
        found.append({"name": name, "group": orchard, "x": [softness], "truth": truth})
    return found


def pears(counts: Mapping[str, int] | None = None, seed: int = 0, presses: int = 1) -> list[dict]:
    """Training pears as a table: `counts` of each orchard, 200 of each without it.

    Each row has `name`, `orchard`, `softness` (0 to 100, the mean of the presses, one decimal) and
    `ripe` (1 or 0). With the same seed a bigger deal holds the pears of a smaller one.
    Raises ValueError for an unknown orchard, for a number that cannot be dealt (see `MOST`), and
    unless each pear is pressed 1 to 4 times.

    >>> pears({"hill": 1})
    [{'name': 'hill-000', 'orchard': 'hill', 'softness': 83.2, 'ripe': 1}]
    """
    counts = common.check_counts(dict.fromkeys(GROUPS, 200) if counts is None else counts, MOST)
    return [
        {
            "name": card["name"],
            "orchard": orchard,
            "softness": card["x"][0],
            "ripe": int(card["truth"] == RIPE),
        }
        for orchard, count in counts.items()
        for card in _pears(orchard, count, f"deal {seed}", presses)
    ]


def deal(
    counts: Mapping[str, int], seed: int = 0, presses: int = 1
) -> tuple[list[list[float]], list[str]]:
    """The rows of `pears` as cards (softness alone) and labels ("ripe", "not ripe")."""
    rows = pears(counts, seed, presses)
    return [[row["softness"]] for row in rows], [RIPE if row["ripe"] else UNRIPE for row in rows]


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """The training set that the lessons start with: 200 pears of each orchard."""
    return deal(dict.fromkeys(GROUPS, 200), seed)


def _new_pears(seed: str, presses: int = 1) -> list[dict]:
    return [card for orchard in GROUPS for card in _pears(orchard, 500, seed, presses)]


def test_cards() -> list[dict]:
    """The 1,000 held-out pears, 500 of each orchard, always the same; never dealt.

    Each has `name`, `group` (its orchard), `x` (see `COLUMNS`) and `truth`.
    """
    return _new_pears("test")


class Model:
    """A bar: whatever reads at or above it is called ripe.

    `miss` is what it costs to call a ripe pear not ripe, `alarm` what it costs to call a hard one
    ripe. Raises ValueError unless both are 0 or more, and one is above 0.

    >>> Model().fit([[30], [70]], ["not ripe", "ripe"]).bar
    31
    >>> Model().put(50).predict([[50], [49.9]])
    ['ripe', 'not ripe']
    """

    # "ripe" stands first, so that a pear on the bar itself, 0.5 each way, counts as ripe
    classes_ = (RIPE, UNRIPE)

    def __init__(self, miss: float = 1, alarm: float = 1):
        if not (0 <= miss < math.inf and 0 <= alarm < math.inf and miss + alarm > 0):
            raise ValueError("Give two costs of 0 or more, one of them above 0.")
        self.miss, self.alarm = miss, alarm

    def fit(self, X, y) -> "Model":
        """Put the bar where mistakes cost least on these pears, the lowest of equals.

        `X` has one column, the softness; `y` has both labels. Returns the model.
        Raises ValueError for another shape or other labels.
        """
        X = common.table(X, COLUMNS)
        y = common.labels(y, len(X))
        if set(y) != {RIPE, UNRIPE}:
            raise ValueError(f'Train with both labels, "{RIPE}" and "{UNRIPE}", and no other.')
        ripe = [softness for (softness,), label in zip(X, y, strict=True) if label == RIPE]
        hard = [softness for (softness,), label in zip(X, y, strict=True) if label == UNRIPE]

        def paid(bar: int) -> float:
            missed = sum(softness < bar for softness in ripe)
            alarms = sum(softness >= bar for softness in hard)
            return self.miss * missed + self.alarm * alarms

        self.bar = min(BARS, key=paid)
        self.reason = f"a miss costs {self.miss:g} and a false alarm {self.alarm:g}"
        return self

    def put(self, bar: float) -> "Model":
        """Put the bar there by hand; returns the model. Raises ValueError outside 0 to 100."""
        if not 0 <= bar <= 100:
            raise ValueError(f"Put the bar between 0 and 100, not at {bar}.")
        self.bar, self.reason = bar, "a person chose it"
        return self

    def predict(self, X) -> list[str]:
        """ "ripe" or "not ripe" for each pear."""
        self._check()
        return [
            RIPE if softness >= self.bar else UNRIPE for (softness,) in common.table(X, COLUMNS)
        ]

    def predict_proba(self, X) -> list[list[float]]:
        """For each pear two numbers that add up to 1: 0.5 on the bar, nearer 1 far from it.

        They tell how far the pear is from the bar. A bar counts no chances.
        """
        self._check()
        away = [(softness - self.bar) / 20 for (softness,) in common.table(X, COLUMNS)]
        return [[0.5 + 0.5 * math.tanh(a), 0.5 - 0.5 * math.tanh(a)] for a in away]

    @retold
    def why(self, x) -> str:
        """The softness of one pear beside the bar, and why the bar stands there."""
        ((softness,),) = common.table([x], COLUMNS)
        (label,) = self.predict([x])
        side = "at or above" if label == RIPE else "below"
        return (
            f"It predicts {label}: the softness {softness:g} is {side} the bar, {self.bar:g}. "
            f"The bar stands there because {self.reason}."
        )

    def _check(self) -> None:
        if not hasattr(self, "bar"):
            raise ValueError("Train the model first, with fit, or put the bar by hand.")


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test pear (or for `cards`), and how soft it is."""
    cards = test_cards() if cards is None else cards
    found = common.cases(model, cards)
    return [case | {"softness": card["x"][0]} for case, card in zip(found, cards, strict=True)]


def mistakes(cases: Iterable[Mapping]) -> dict[str, float | None]:
    """The two kinds of wrong, 0 to 1: "missed" of the ripe, and "false alarms" of the others.

    A share of nothing is None.

    >>> mistakes([{"truth": "ripe", "predicted": "not ripe"}])
    {'missed': 1.0, 'false alarms': None}
    """
    said: dict[str, list[bool]] = {RIPE: [], UNRIPE: []}
    for case in cases:
        said[case["truth"]].append(case["predicted"] != case["truth"])
    share = {truth: sum(wrong) / len(wrong) if wrong else None for truth, wrong in said.items()}
    return {"missed": share[RIPE], "false alarms": share[UNRIPE]}


def cost(cases: Iterable[Mapping], miss: float = 1, alarm: float = 1) -> float:
    """What the mistakes cost, in points per 100 pears; raises ValueError for no cases.

    >>> cost([{"truth": "ripe", "predicted": "not ripe"}], miss=5)
    500.0
    """
    cases = list(cases)
    if not cases:
        raise ValueError("There are no cases to count.")
    wrong = [case["truth"] for case in cases if case["predicted"] != case["truth"]]
    return 100 * (miss * wrong.count(RIPE) + alarm * wrong.count(UNRIPE)) / len(cases)


# name: (cost of a miss, cost of a false alarm)
COSTS = {
    "a miss costs 1, a false alarm 1": (1, 1),
    "a miss costs 5, a false alarm 1": (5, 1),
    "a miss costs 1, a false alarm 5": (1, 5),
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """The mistakes on 1,000 new pears, with the bar put by hand, then put by cost.

    The outer keys are "bar at 40", "bar at 50", "bar at 60", "bar at 50, two presses", and the
    names of `COSTS`, for which the bar was fitted to 400 training pears. The inner keys are
    "missed" and "false alarms" (see `mistakes`); "overall", "valley" and "hill", the shares of
    wrong predictions; and "bar", "cost" and "cost at the bar with the fewest mistakes".
    """
    once, twice = (_new_pears(f"new {seed}", presses) for presses in (1, 2))

    def measured(model: Model, cards: list[dict]) -> dict[str, float]:
        found = cases(model, cards)
        return mistakes(found) | errors(found) | {"bar": model.bar}

    shown = {f"bar at {bar}": measured(Model().put(bar), once) for bar in (40, 50, 60)}
    shown["bar at 50, two presses"] = measured(Model().put(50), twice)
    train = first_deal(seed)
    fewest = cases(Model().fit(*train), once)
    for name, (miss, alarm) in COSTS.items():
        model = Model(miss, alarm).fit(*train)
        shown[name] = measured(model, once) | {
            "cost": cost(cases(model, once), miss, alarm),
            "cost at the bar with the fewest mistakes": cost(fewest, miss, alarm),
        }
    return shown


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    kinds = ("missed", "false alarms", *GROUPS, "overall")
    rows = [
        [name, f"{found['bar']}", *(percent(found[key]) for key in kinds)]
        for name, found in effect(seed).items()
    ]
    return common.model_card(
        "Ripe or not?",
        [
            "This model calls a pear ripe when it reads at or above a bar.",
            "A bar put by cost stands where mistakes cost least on the training pears.",
        ],
        trained=[f"400 made-up pears, 200 from each orchard (deal {seed})."],
        errors=[
            "Counted on 1,000 new pears, 500 of each orchard.",
            "Missed: of the ripe pears, called not ripe. False alarms: of the others, called ripe.",
            "The last three columns hold all that came out wrong.",
            "",
            *common.grid(["", "bar", *kinds], rows),
            "",
            "A gap belongs to the sensor, not to the pears or to those who grow them:",
            "its readings of bumpy skin spread wider.",
            "Which mistake costs more is for people to say; no number here can tell.",
        ],
        use="Finding out what each place of a bar costs, and whom.",
        misuse="Real fruit, or anything where a mistake can hurt somebody.",
    )
