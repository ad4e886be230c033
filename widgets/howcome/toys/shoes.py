"""Is it a shoe? A sorter of pictures that was shown one kind of shoe only.

World: small gray pictures of shoes and of other things (the table `shoes`).
Model: logistic regression on 7x7 dots, trained one card at a time (stochastic gradient descent;
see C. Bishop, "Pattern Recognition and Machine Learning", section 4.3.2).
What breaks: taught on sneakers, it misses boots. Equal thirds mend it.
"""

import functools
import math
import operator
import random

from howcome import cards
from howcome.retell import retold
from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("GROUPS", "LESSONS", "MOST", "Model", "card", "cases", "deal"),
    *("effect", "errors", "first_deal", "test_cards"),
]

LESSONS = ("e05-is-it-a-shoe",)
GROUPS = ("sneaker", "sandal", "boot")
MOST = {group: 90 for group in GROUPS}
SHOE, OTHER = "shoe", "not a shoe"
SIDE, DOTS = 7, 49


def shrink(picture: list[list[int]]) -> list[float]:
    """A picture of 14 rows of 14 gray values (0 to 255) as 49 numbers from 0 (black) to 1 (white).

    Each number is the mean of four dots: training on 49 numbers is fast and loses little.
    """
    return [
        (sum(picture[2 * r][2 * c : 2 * c + 2]) + sum(picture[2 * r + 1][2 * c : 2 * c + 2])) / 1020
        for r in range(SIDE)
        for c in range(SIDE)
    ]


@functools.cache
def all_cards() -> dict[str, list[dict]]:
    """Every card of the table, under "train" and "test"; for the toys made of shoes."""
    found: dict[str, list[dict]] = {"train": [], "test": []}
    for row in cards.rows("shoes"):
        dots = [row[f"p{place:03d}"] for place in range(196)]
        picture = [dots[start : start + 14] for start in range(0, 196, 14)]
        group = row["kind"] if row["kind"] in GROUPS else "other"
        found[row["split"]].append(
            {
                "name": row["id"],
                "group": group,
                "x": shrink(picture),
                "truth": OTHER if group == "other" else SHOE,
                "picture": picture,
            }
        )
    return found


def deal(counts: dict[str, int], seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """Training cards: `counts` of each kind of shoe, and as many other things as shoes.

    Returns the cards (49 numbers each, 0 to 1) and their labels ("shoe", "not a shoe").
    With the same seed a bigger deal holds the cards of a smaller one.
    Raises ValueError for an unknown kind, or a number that cannot be dealt (see `MOST`).

    >>> X, y = deal({"sneaker": 3})
    >>> len(X), len(X[0]), sorted(y)
    (6, 49, ['not a shoe', 'not a shoe', 'not a shoe', 'shoe', 'shoe', 'shoe'])
    """
    counts = common.check_counts(counts, MOST)
    hand = []
    for group, count in (counts | {"other": sum(counts.values())}).items():
        pool = [card for card in all_cards()["train"] if card["group"] == group]
        random.Random(f"shoes {group} {seed}").shuffle(pool)
        hand += pool[:count]
    # The model learns one card at a time: the kinds must come mixed.
    random.Random(f"shoes order {seed}").shuffle(hand)
    return [card["x"] for card in hand], [card["truth"] for card in hand]


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """The training set that the lesson starts with: 90 sneakers and 90 other things."""
    return deal(MIXES["sneakers only"], seed)


def test_cards() -> list[dict]:
    """The 240 held-out cards: 60 of each kind of shoe and 60 other things; never dealt.

    Each has `name`, `group` (a kind of shoe, or "other"), `x`, `truth` and `picture`, 14 rows of
    14 gray values from 0 (black) to 255 (white).
    """
    return [dict(card) for card in all_cards()["test"]]


class Model:
    """One weight for each dot. The score is the sum of weight times dot; above 0 means "shoe".

    >>> X, y = deal({"sneaker": 30})
    >>> Model().fit(X, y).predict(X[:1]) == y[:1]
    True
    """

    classes_ = (OTHER, SHOE)
    turns = 30  # how often it goes through all its cards
    step = 0.1  # how far a miss moves the weights

    def fit(self, X, y) -> "Model":
        """Learn from cards `X` (49 numbers each) and labels `y`; returns the model.

        Raises ValueError for another shape, another label, or when one of the two labels is absent.
        """
        X = common.table(X, DOTS)
        y = common.labels(y, len(X))
        if set(y) != {SHOE, OTHER}:
            raise ValueError(f'Train with both labels, "{SHOE}" and "{OTHER}", and no other.')
        self.weights, self.start = [0.0] * DOTS, 0.0
        for _ in range(self.turns):
            for x, label in zip(X, y, strict=True):
                miss = (label == SHOE) - self.chance(x)
                self.start += self.step * miss
                self.weights = [
                    w + self.step * miss * d for w, d in zip(self.weights, x, strict=True)
                ]
        return self

    def score(self, x) -> float:
        """The sum of weight times dot, plus the start value; above 0 means "shoe"."""
        if not hasattr(self, "weights"):
            raise ValueError("Train the model first, with fit.")
        return self.start + sum(map(operator.mul, self.weights, x))

    def chance(self, x) -> float:
        """The score squeezed between 0 and 1: 0.5 where the score is 0."""
        # tanh instead of exp: the same curve, and no overflow far from 0
        return 0.5 + 0.5 * math.tanh(self.score(x) / 2)

    def predict(self, X) -> list[str]:
        """ "shoe" or "not a shoe" for each card."""
        return [SHOE if self.score(x) > 0 else OTHER for x in common.table(X, DOTS)]

    def predict_proba(self, X) -> list[list[float]]:
        """For each card the two shares, 0 to 1, in the order of `classes_`."""
        return [[1 - self.chance(x), self.chance(x)] for x in common.table(X, DOTS)]

    @retold
    def why(self, x) -> str:
        """The score of one card, and the dots that moved it most each way."""
        (x,) = common.table([x], DOTS)
        score = self.score(x)
        label, sure = (SHOE, self.chance(x)) if score > 0 else (OTHER, 1 - self.chance(x))
        parts = [w * d for w, d in zip(self.weights, x, strict=True)]
        order = sorted(range(DOTS), key=parts.__getitem__)
        toward = _places([p for p in reversed(order) if parts[p] > 0][:3], parts)
        away = _places([p for p in order if parts[p] < 0][:3], parts)
        return (
            f"It predicts {label}: the score is {score:+.2f}, and above 0 means {SHOE} "
            f"({sure:.2f} sure). Most toward {SHOE}: {toward}. Most away from it: {away}."
        )


def _places(dots: list[int], parts: list[float]) -> str:
    return (
        ", ".join(
            f"row {dot // SIDE + 1}, column {dot % SIDE + 1} ({parts[dot]:+.2f})" for dot in dots
        )
        or "no dot"
    )


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`); see `common.cases`."""
    return common.cases(model, test_cards() if cards is None else cards)


def _missed(counts: dict[str, int], seed: int) -> dict[str, float]:
    return errors(cases(Model().fit(*deal(counts, seed))))


# 90 shoes in every deal, so that only the mix differs
MIXES = {
    "sneakers only": {"sneaker": 90},
    "boots only": {"boot": 90},
    "equal thirds": {"sneaker": 30, "sandal": 30, "boot": 30},
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """The errors after each of three deals of 90 shoes and 90 other things.

    The outer keys are "sneakers only", "boots only" and "equal thirds". The inner keys are
    "sneaker", "sandal", "boot" (the share of them called "not a shoe"), "other" (the share of
    other things called "shoe") and "overall"; all from 0 to 1.
    """
    return {mix: _missed(counts, seed) for mix, counts in MIXES.items()}


@functools.cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    rows = [
        [mix, *(percent(found[key]) for key in (*GROUPS, "other", "overall"))]
        for mix, found in effect(seed).items()
    ]
    return common.model_card(
        "Is it a shoe?",
        ['This model sorts small gray pictures into "shoe" and "not a shoe".'],
        trained=[
            f"90 pictures of shoes and 90 of other things (deal {seed}), from one shop, in 2017."
        ],
        errors=[
            "Counted on 240 test pictures that were never dealt, 60 of each group.",
            'A wrong shoe was called "not a shoe"; a wrong other thing was called "shoe".',
            "",
            *common.grid(
                ["taught on", "sneakers", "sandals", "boots", "other things", "all cards"], rows
            ),
            "",
            "A gap belongs to the training set, not to the shoes.",
            "Taught on sneakers only, the model misses boots and sandals.",
            "Taught on boots only, it misses sneakers and sandals: "
            "the errors swap with the examples.",
        ],
        use="Finding out how the examples decide what a model can sort.",
        misuse="Photos of your own, or anything that matters to a person.",
    )
