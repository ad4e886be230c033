"""Is sure the same as right? A digit reader, and pictures unlike those it was taught.

World: small pictures of digits, written by hand (the table `digits`). It is tested on pages that
it was not taught, so most likely on other people's writing.
Model: softmax regression on 8x8 dots, trained one card at a time (stochastic gradient descent;
see C. Bishop, "Pattern Recognition and Machine Learning", section 4.3.4).
What breaks: turn the pictures a quarter, and hardly any answer is right, yet the model is nearly
as sure as before; a digit it was never taught gets a sure answer too. Answering only above 90 %
sure does not rescue it. Slid copies among its cards mend pictures slid the same way, not the other
way, and cost some right answers on ordinary ones.
"""

import functools
import math
import operator
import random
from collections.abc import Iterable
from statistics import fmean

from howcome import cards
from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("BAR", "CHANGES", "DIGITS", "DOTS", "EACH", "LESSONS", "MOST", "SIDE"),
    *("Model", "add_slid_copies", "card", "cases", "deal", "effect", "errors", "first_deal"),
    *("gray", "measure", "places", "slide", "test_cards", "turn", "upright_cards"),
]

LESSONS = ("m10-sure-but-wrong",)
DIGITS = tuple(range(10))
SIDE, DOTS = 8, 64
EACH, MOST = 30, 54  # cards of each digit: in the first deal, and in the table
BAR = 0.9  # "answer only above 90 % sure"


def slide(picture, right: int = 0, down: int = 0) -> list[float]:
    """The picture (64 numbers, row by row) moved by whole dots: to the left and up when below 0.

    What leaves the square is lost, and empty paper comes in.

    >>> slide([1, 0, 0, 0, 0, 0, 0, 0] * 8, right=2)[:4]
    [0.0, 0.0, 1.0, 0.0]
    """
    (x,) = common.table([picture], DOTS)
    right, down = operator.index(right), operator.index(down)
    inside = range(SIDE)
    return [
        x[(row - down) * SIDE + column - right]
        if row - down in inside and column - right in inside
        else 0.0
        for row in inside
        for column in inside
    ]


def turn(picture) -> list[float]:
    """The picture (64 numbers, row by row) turned a quarter, clockwise.

    >>> turn([1, 0, 0, 0, 0, 0, 0, 0] * 8)[:9]
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0]
    """
    (x,) = common.table([picture], DOTS)
    # the left column, read from the bottom up, becomes the top row
    return [x[(SIDE - 1 - column) * SIDE + row] for row in range(SIDE) for column in range(SIDE)]


CHANGES = {
    "ordinary": lambda picture: picture,
    "slid right": lambda picture: slide(picture, right=1),
    "slid left": lambda picture: slide(picture, right=-1),
    "turned": turn,
}


def gray(picture) -> list[list[int]]:
    """The picture as 8 rows of 8 gray values, 0 (black ink) to 255 (white paper), to be shown."""
    (x,) = common.table([picture], DOTS)
    values = [round(255 * (1 - min(max(dot, 0), 1))) for dot in x]
    return [values[start : start + SIDE] for start in range(0, DOTS, SIDE)]


@functools.cache
def _all_cards() -> dict[str, list[dict]]:
    """Every card of the table as it was written, under "train" and "test"."""
    found: dict[str, list[dict]] = {"train": [], "test": []}
    for row in cards.rows("digits"):
        x = [row[f"p{place:03d}"] / 16 for place in range(DOTS)]
        card = {"name": row["id"], "group": "ordinary", "x": x, "truth": row["digit"]}
        found[row["split"]].append(card)
    return found


def deal(
    digits: Iterable[int] = DIGITS, seed: int = 0, each: int = EACH
) -> tuple[list[list[float]], list[int]]:
    """Training cards: `each` (1 to 54) of every digit named, mixed.

    Returns the cards (64 numbers each, 0 for empty paper to 1 for full ink) and their digits.
    With the same seed a bigger deal holds the cards of a smaller one.
    Raises ValueError for what is not a digit, and for a number that cannot be dealt.

    >>> X, y = deal([1, 7], each=2)
    >>> len(X[0]), sorted(y)
    (64, [1, 1, 7, 7])
    """
    digits = list(digits)
    if not digits or any(digit not in DIGITS for digit in digits):
        raise ValueError("Name at least one digit to deal, each from 0 to 9.")
    common.check_counts({"each digit": each}, {"each digit": MOST})
    hand = []
    for digit in sorted(set(digits)):
        pool = [card for card in _all_cards()["train"] if card["truth"] == digit]
        random.Random(f"sure_but_wrong {digit} {seed}").shuffle(pool)
        hand += pool[:each]
    # The model learns one card at a time: the digits must come mixed.
    random.Random(f"sure_but_wrong order {seed}").shuffle(hand)
    return [card["x"] for card in hand], [card["truth"] for card in hand]


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[int]]:
    """The training set that the lesson starts with: 300 ordinary cards, 30 of each digit."""
    return deal(DIGITS, seed)


def add_slid_copies(X, y) -> tuple[list[list[float]], list[int]]:
    """The same cards, and after each a copy of it slid one dot to the right."""
    both = [picture for x in X for picture in (list(x), slide(x, right=1))]
    return both, [digit for digit in y for _ in range(2)]


def upright_cards() -> list[dict]:
    """The 300 held-out cards as they were written, 30 of each digit; never dealt.

    Each has `name`, `group` ("ordinary"), `x` and `truth`.
    """
    return [dict(card) for card in _all_cards()["test"]]


@functools.cache
def _changed_cards() -> list[dict]:
    found = []
    for group, change in CHANGES.items():
        for card in _all_cards()["test"]:
            x = change(card["x"])
            found.append(card | {"group": group, "x": x, "picture": gray(x)})
    return found


def test_cards() -> list[dict]:
    """The 300 held-out cards, each in four ways: 1,200 cards, always the same; never dealt.

    Each has `name`, `group` (a name in `CHANGES`), `x`, `truth` and `picture`, 8 rows of 8 gray
    values from 0 (black ink) to 255 (white paper).
    """
    return [dict(card) for card in _changed_cards()]


class Model:
    """For each digit one weight a dot: the sum of weight times dot is its score. The top one wins.

    >>> X, y = deal([1, 7], each=9)
    >>> Model().fit(X, y).predict(X[:3]) == y[:3]
    True
    """

    classes_ = DIGITS
    weights: dict[int, list[float]] = {}  # noqa: RUF012 -- none before it is trained
    turns = 4  # how often it goes through all its cards
    step = 0.3  # how far a miss moves the weights

    def fit(self, X, y) -> "Model":
        """Learn from cards `X` (64 numbers each, 0 to 1) and their digits `y`; returns the model.

        Raises ValueError for another shape, for labels that are not digits, or for one digit only.
        """
        X = common.table(X, DOTS)
        y = common.labels(y, len(X))
        if any(label not in DIGITS for label in y) or len(set(y)) < 2:
            raise ValueError("Label the cards with at least two different digits, 0 to 9.")
        self.classes_ = sorted(set(map(int, y)))
        self.weights = {digit: [0.0] * DOTS for digit in self.classes_}
        self.start = dict.fromkeys(self.classes_, 0.0)
        for _ in range(self.turns):
            for x, label in zip(X, y, strict=True):
                for digit, share in zip(self.classes_, self.shares(x), strict=True):
                    miss = (digit == label) - share
                    self.start[digit] += self.step * miss
                    self.weights[digit] = [
                        w + self.step * miss * d
                        for w, d in zip(self.weights[digit], x, strict=True)
                    ]
        return self

    def score(self, x, digit: int) -> float:
        """The sum of weight times dot, plus the start value of the digit."""
        if digit not in self.weights:
            raise ValueError(f"Train the model with cards of the digit {digit} first, with fit.")
        return self.start[digit] + sum(map(operator.mul, self.weights[digit], x))

    def shares(self, x) -> list[float]:
        """The scores as shares that add up to 1 (softmax), in `classes_` order."""
        scores = [self.score(x, digit) for digit in self.classes_]
        top = max(scores)  # taken off each score: the same shares, and no overflow
        parts = [math.exp(score - top) for score in scores]
        total = sum(parts)
        return [part / total for part in parts]

    def predict_proba(self, X) -> list[list[float]]:
        """For each card the share of each digit, in `classes_` order; the top one is how sure."""
        return [self.shares(x) for x in common.table(X, DOTS)]

    def predict(self, X) -> list[int]:
        """The digit with the top share, for each card."""
        return [self.classes_[row.index(max(row))] for row in self.predict_proba(X)]

    def why(self, x) -> str:
        """The digit with the top score, the next one, and the dots that decided between the two."""
        (x,) = common.table([x], DOTS)
        shares = dict(zip(self.classes_, self.shares(x), strict=True))
        first, second = sorted(shares, key=shares.__getitem__, reverse=True)[:2]
        lead = self.score(x, first) - self.score(x, second)
        parts = [
            (a - b) * d
            for a, b, d in zip(self.weights[first], self.weights[second], x, strict=True)
        ]
        order = sorted(range(DOTS), key=parts.__getitem__)
        toward = places([p for p in reversed(order) if parts[p] > 0][:3], parts)
        away = places([p for p in order if parts[p] < 0][:3], parts)
        return (
            f"It predicts {first} ({shares[first]:.2f} sure): its score is {lead:.2f} above that "
            f"of {second}, the next ({shares[second]:.2f}). Most toward {first}: {toward}. "
            f"Most toward {second}: {away}."
        )


def places(dots: list[int], parts: list[float]) -> str:
    """Dots in words, with what each adds: "row 1, column 2 (+0.50)"."""
    return (
        ", ".join(
            f"row {dot // SIDE + 1}, column {dot % SIDE + 1} ({parts[dot]:+.2f})" for dot in dots
        )
        or "no dot"
    )


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`); see `common.cases`."""
    return common.cases(model, _changed_cards() if cards is None else cards)


def measure(cases: list[dict]) -> dict[str, float | None]:
    """How many of the cases are right, and how sure the model is of them; all from 0 to 1.

    "right": the share that is right. "sure": how sure it is on average. "over 90 % sure": the share
    it is more than 90 % sure of. "right of those": the share of these that is right, None if there
    are none.
    """
    right = [case["predicted"] == case["truth"] for case in cases]
    sure = [case["sure"] for case in cases]
    answered = [good for good, s in zip(right, sure, strict=True) if s > BAR]
    return {
        "right": fmean(right),
        "sure": fmean(sure),
        "over 90 % sure": len(answered) / len(cases),
        "right of those": fmean(answered) if answered else None,
    }


def _taught(seed: int) -> dict[str, Model]:
    """The model taught with the first deal, and the one taught with slid copies besides."""
    X, y = first_deal(seed)
    return {
        "taught ordinary cards": Model().fit(X, y),
        "taught slid copies too": Model().fit(*add_slid_copies(X, y)),
    }


def effect(seed: int = 0) -> dict[str, dict[str, float | None]]:
    """How right and how sure the model is, for each way of changing the test cards.

    The outer keys are the ways ("ordinary", "slid right", "slid left", "turned"), then
    "never taught" (8s and 9s, for a model that was taught 0 to 7), then the ways again after
    slid copies were taught. The inner keys are those of `measure`.
    """
    usual, copies = _taught(seed).values()
    found = {}
    for model, words in ((usual, ""), (copies, ", slid copies taught")):
        told = cases(model)
        for way in CHANGES:
            found[way + words] = measure([case for case in told if case["group"] == way])
        if model is usual:
            unknown = [card for card in upright_cards() if card["truth"] in (8, 9)]
            found["never taught"] = measure(cases(Model().fit(*deal(range(8), seed)), unknown))
    return found


@functools.cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    rows = []
    for taught, model in _taught(seed).items():
        told = cases(model)
        wrong = errors(told)
        rows.append([taught, *(percent(wrong[key]) for key in (*CHANGES, "overall"))])
        sure = [[case["sure"] for case in told if case["group"] == way] for way in CHANGES]
        sure.append([case["sure"] for case in told])
        rows.append([f"{taught}: how sure", *(percent(fmean(part)) for part in sure)])
    return common.model_card(
        "Which digit is it?",
        [
            "This model sorts small pictures of handwritten digits, 0 to 9.",
            "It adds up one weight for each dot, and the digit with the top score wins.",
        ],
        trained=[f"300 cards, 30 of each digit (deal {seed}), from 9 pages of handwriting."],
        errors=[
            "Counted on 300 test cards from 5 other pages, each shown in four ways.",
            "A row gives the share that came out wrong; the row below it, how sure the model was.",
            "",
            *common.grid(["", *CHANGES, "overall"], rows),
            "",
            "A gap belongs to the training set, not to the people who wrote.",
            "Cards slid to the right were mended by adding such cards; slid to the left, not.",
        ],
        use="Finding out how sure a model can be of a wrong answer.",
        misuse="Reading anything that matters: 13 people wrote all the digits.",
    )
