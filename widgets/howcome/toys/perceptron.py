"""Will the lamp be on? A straight line that moves after each mistake, one card at a time.

World: two sliders and a lamp. By the line rule the lamp is on when the sliders add up to more than
0. By the either-or rule it is on when exactly one slider is up, as with two switches on a stair.
Model: the perceptron (F. Rosenblatt, "The perceptron: a probabilistic model for information storage
and organization in the brain", Psychological Review 65, 1958).
What breaks: no straight line can draw the either-or rule, so the line is right about half the time,
as a coin is. One more input, left times right, mends it; a person had to think of that input. With
20 of 100 labels wrong the line never settles: where it ends up depends on the last cards it met.
"""

import math
import operator
import random
from functools import cache

from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("COLUMNS", "GROUPS", "LESSONS", "MOST", "RULES", "UNITS", "Model", "card", "cases"),
    *("deal", "effect", "errors", "first_deal", "new_cards", "test_cards"),
]

LESSONS = ("m01-rules-or-examples",)
UNITS = {"mistakes": "while learning"}
# Each slider stands from -1, all the way down, to 1, all the way up.
COLUMNS = ("left_slider", "right_slider")
# The corners of the board: is the left slider up (1) or down (-1), and the right one?
CORNERS = {"both up": (1, 1), "only left up": (1, -1), "only right up": (-1, 1)}
CORNERS |= {"both down": (-1, -1)}
GROUPS = tuple(CORNERS)
MOST = {corner: 100 for corner in GROUPS}
# When is the lamp on?
RULES = {
    "line": lambda left, right: left + right > 0,
    "either-or": lambda left, right: (left > 0) != (right > 0),
}
ON, OFF = "on", "off"
GAP = 0.05  # no card lies nearer to a border of a rule: a slider in the middle is neither
TEST_SIZE = 100  # test cards of each corner


def _draw(corner: str, count: int, seed: str) -> list[list[float]]:
    """`count` cards of one corner, spread evenly over it."""
    chance = random.Random(f"perceptron {corner} {seed}")
    found: list[list[float]] = []
    while len(found) < count:
        x = [round(side * chance.uniform(GAP, 1), 2) for side in CORNERS[corner]]
        if abs(sum(x)) > 2 * GAP:
            found.append(x)
    return found


def _labels(X: list[list[float]], rule: str) -> list[str]:
    if rule not in RULES:
        raise ValueError(f"There is no rule {rule!r}; there are: {', '.join(RULES)}.")
    return [ON if RULES[rule](*x) else OFF for x in X]


def deal(
    counts: dict[str, int], seed: int = 0, rule: str = "line", wrong: float = 0.0
) -> tuple[list[list[float]], list[str]]:
    """Training cards: `counts` of each corner, mixed, with the labels that the rule gives them.

    Returns the cards (two numbers each, see `COLUMNS`) and their labels ("on", "off"). Of the
    labels a share of `wrong` (0 to 1) is turned into the other one.
    With the same seed a bigger deal holds the cards of a smaller one.
    Raises ValueError for an unknown corner or rule, a number that cannot be dealt (see `MOST`), or
    another share.

    >>> deal({"both up": 1, "both down": 1}, rule="line")
    ([[-0.67, -0.94], [0.17, 0.27]], ['off', 'on'])
    """
    counts = common.check_counts(counts, MOST)
    if not 0 <= wrong <= 1:
        raise ValueError(f"Give a share of wrong labels from 0 to 1, not {wrong}.")
    X = [x for corner in GROUPS for x in _draw(corner, counts[corner], f"deal {seed}")]
    # The model takes one card at a time: the corners must come mixed.
    random.Random(f"perceptron order {seed}").shuffle(X)
    y = _labels(X, rule)
    chance = random.Random(f"perceptron wrong {seed}")
    for place in chance.sample(range(len(y)), round(wrong * len(y))):
        y[place] = OFF if y[place] == ON else ON
    return X, y


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """The training set that the lesson starts with: 25 cards of each corner, by the line rule."""
    return deal(dict.fromkeys(GROUPS, 25), seed)


def new_cards(rule: str) -> list[dict]:
    """400 held-out cards, 100 of each corner, always the same, with the labels of this rule.

    Each has `name`, `group` (its corner), `x` (see `COLUMNS`) and `truth`. None is ever dealt.
    """
    found = []
    for corner in GROUPS:
        X = _draw(corner, TEST_SIZE, "test")
        for number, (x, label) in enumerate(zip(X, _labels(X, rule), strict=True)):
            name = f"{corner.replace(' ', '-')}-{number:03d}"
            found.append({"name": name, "group": corner, "x": x, "truth": label})
    return found


def test_cards() -> list[dict]:
    """The held-out cards with the labels of the line rule; see `new_cards`."""
    return new_cards("line")


class Model:
    """A weight for each slider and a start value. The score is their sum; above 0 means "on".

    `product=True` gives it one input more: left times right.
    `steps` keeps every mistake of the training: `x`, the `truth`, and the `weights` after it.

    >>> model = Model().fit([[1, 1], [-1, -1]], ["on", "off"])
    >>> model.predict([[0.5, 0.2]]), len(model.steps)
    (['on'], 1)
    """

    turns = 20  # how often it goes through all its cards, unless a turn passes without a mistake

    def __init__(self, product: bool = False):
        self.product = product

    def fit(self, X, y) -> "Model":
        """Learn from cards `X` (two numbers each) and two labels `y`; returns the model.

        The score leans to the second label in the order of the alphabet: "on" comes after "off".
        Raises ValueError for another shape, or unless there are two labels.
        """
        X = common.table(X, COLUMNS)
        y = common.labels(y, len(X))
        if len(set(y)) != 2:
            raise ValueError("Train with cards of two labels, no more and no fewer.")
        self.classes_ = sorted(set(y))
        self.weights = [0.0] * (4 if self.product else 3)
        self.steps: list[dict] = []
        for _ in range(self.turns):
            before = len(self.steps)
            for x, truth in zip(X, y, strict=True):
                side = 1 if truth == self.classes_[1] else -1
                # a score of 0 is a mistake too: no line is drawn yet, or the card lies on it
                if side * self.score(x) <= 0:
                    self.weights = [
                        w + side * i for w, i in zip(self.weights, self.inputs(x), strict=True)
                    ]
                    self.steps.append({"x": x, "truth": truth, "weights": self.weights})
            if len(self.steps) == before:
                break
        return self

    def after(self, mistakes: int) -> "Model":
        """The model as it was after so many mistakes of its training; 0 is before the first.

        Raises ValueError for a number of mistakes that it did not make.
        """
        self._check()
        if mistakes not in range(len(self.steps) + 1):
            raise ValueError(f"It made {len(self.steps)} mistakes: ask for 0 to {len(self.steps)}.")
        mistakes = int(mistakes)
        earlier = Model(self.product)
        earlier.classes_, earlier.steps = self.classes_, self.steps[:mistakes]
        start = [0.0] * len(self.weights)
        earlier.weights = earlier.steps[-1]["weights"] if mistakes else start
        return earlier

    def inputs(self, x) -> list[float]:
        """What the weights stand at: 1 for the start value, the sliders, or left times right."""
        left, right = x
        return [1.0, left, right, left * right] if self.product else [1.0, left, right]

    def score(self, x) -> float:
        """The sum of weight times input; above 0 means the second label of `classes_`."""
        self._check()
        return sum(map(operator.mul, self.weights, self.inputs(x)))

    def predict(self, X) -> list[str]:
        """The label of the side on which each card lies; the first label on the line itself."""
        scores = [self.score(x) for x in common.table(X, COLUMNS)]
        return [self.classes_[1] if score > 0 else self.classes_[0] for score in scores]

    def predict_proba(self, X) -> list[list[float]]:
        """For each card two numbers that add up to 1: 0.5 on the line, nearer 1 far from it.

        They tell how far the card is from the line. A perceptron counts no chances.
        """
        rows = []
        for x in common.table(X, COLUMNS):
            away = self.score(x) / (math.hypot(*self.weights[1:]) or 1.0)
            sure = 0.5 + 0.5 * math.tanh(away)
            rows.append([1 - sure, sure])
        return rows

    def why(self, x) -> str:
        """The score of one card, and what each input adds to it."""
        (x,) = common.table([x], COLUMNS)
        ((label,), score) = self.predict([x]), self.score(x)
        names = ["the start value", "the left slider", "the right slider", "left times right"]
        parts = map(operator.mul, self.weights, self.inputs(x))
        added = ", ".join(
            f"{name} adds {part:+.2f}" for name, part in zip(names, parts, strict=False)
        )
        return (
            f"It predicts {label}: the score is {score:+.2f}, "
            f"and above 0 means {self.classes_[1]}. Of this, {added}."
        )

    def _check(self) -> None:
        if not hasattr(self, "weights"):
            raise ValueError("Train the model first, with fit.")


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card of the line rule (or for `cards`)."""
    return common.cases(model, test_cards() if cards is None else cards)


# name: (rule, the model has the product, share of wrong labels)
TASKS = {
    "line rule": ("line", False, 0.0),
    "either-or rule": ("either-or", False, 0.0),
    "either-or rule, with left times right": ("either-or", True, 0.0),
    "line rule, 20 of 100 labels wrong": ("line", False, 0.2),
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """The errors after each task of `TASKS`, on new cards with right labels.

    The outer keys are the names of the tasks. The inner keys are "overall" and the corners (shares
    of wrong predictions, 0 to 1), and "mistakes": how many it made while it learned from 100 cards.
    """
    found = {}
    for name, (rule, product, wrong) in TASKS.items():
        model = Model(product).fit(*deal(dict.fromkeys(GROUPS, 25), seed, rule, wrong))
        found[name] = errors(cases(model, new_cards(rule))) | {"mistakes": len(model.steps)}
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    rows = [
        [name, *(percent(found[key]) for key in (*GROUPS, "overall"))]
        for name, found in effect(seed).items()
    ]
    return common.model_card(
        "Will the lamp be on?",
        [
            'This model sorts the places of two sliders into lamp "on" and lamp "off".',
            "It draws one straight line and moves it after each mistake.",
        ],
        trained=[f"100 cards, 25 from each corner of the board (deal {seed})."],
        errors=[
            "Counted on 400 test cards that were never dealt, 100 of each corner.",
            "",
            *common.grid(["taught", *GROUPS, "overall"], rows),
            "",
            "A gap belongs to the line and the training set, not to the corner.",
            "Deal again: with either-or, other corners come out wrong.",
        ],
        use="Finding out what a rule written by a person can do that a line cannot.",
        misuse="A real lamp: two switches and a wire do it without a mistake.",
    )
