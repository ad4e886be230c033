"""Fish or not? A sorter of sea creatures that was shown few cards from the deep.

World: made-up sea creatures, drawn by the seeded generator below; no animal was measured.
Model: k nearest cards (T. Cover and P. Hart, "Nearest neighbor pattern classification", 1967).
What breaks: with 190 reef cards and 10 deep cards the overall error looks small, and the deep
error is several times as high. More deep cards help; copies of the same cards help little.
"""

import collections
import random
from functools import cache

from howcome.retell import retold
from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("COLUMNS", "GROUPS", "LESSONS", "MOST", "SHARE"),
    *("Model", "card", "cases", "deal", "effect", "errors", "first_deal", "test_cards"),
]

LESSONS = ("m04-who-is-missing",)
GROUPS = ("reef", "deep")
MOST = {group: 200 for group in GROUPS}
# Of 100 creatures that come up in the net, 95 lived on the reef: for an honest "overall".
SHARE = {"reef": 0.95, "deep": 0.05}

# What stands on a card. Below zero: the current carried it back; it floated up.
COLUMNS = ("swims_m_per_minute", "sinks_cm_per_second")
# The middle of each kind; single creatures spread around it (normal, standard deviation 1).
MIDDLE = {
    ("reef", "fish"): (8.0, 2.5),
    ("reef", "other"): (4.0, 2.5),
    ("deep", "fish"): (4.4, 6.5),
    ("deep", "other"): (1.2, 6.5),
}
SPREAD = 1.0
TEST_SIZE = 400  # test cards of each group: enough that one more card moves a rate by 0.25 %


def _draw(group: str, count: int, seed: str) -> tuple[list[list[float]], list[str]]:
    """`count` creatures of one group; a fair coin decides for each whether it is a fish."""
    # one stream of chance for each group: more deep cards leave the reef cards as they were
    chance = random.Random(f"sea {group} {seed}")
    X, y = [], []
    for _ in range(count):
        y.append(chance.choice(("fish", "other")))
        X.append([round(chance.gauss(middle, SPREAD), 2) for middle in MIDDLE[group, y[-1]]])
    return X, y


def deal(
    counts: dict[str, int], seed: int = 0, copies: dict[str, int] | None = None
) -> tuple[list[list[float]], list[str]]:
    """Training cards: `counts` of each group; a fair coin decides which are fish.

    Returns the cards (two numbers each, see `COLUMNS`) and their labels ("fish", "other").
    `copies={"deep": 19}` puts each deep card in 19 times: more cards, nothing new on them.
    With the same seed a bigger deal holds the cards of a smaller one.
    Raises ValueError for an unknown group, or a number that cannot be dealt (see `MOST`).

    >>> X, y = deal({"reef": 2, "deep": 1}, copies={"deep": 2})
    >>> y
    ['other', 'fish', 'other', 'other']
    >>> X[2] == X[3]
    True
    """
    counts = common.check_counts(counts, MOST)
    times = dict.fromkeys(GROUPS, 1)
    if copies:
        common.check_counts(copies, MOST)
        times |= copies
    X, y = [], []
    for group, count in counts.items():
        more_X, more_y = _draw(group, count, f"deal {seed}")
        X += more_X * times[group]
        y += more_y * times[group]
    return X, y


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """The training set that the lesson starts with: 190 reef cards and 10 deep ones."""
    return deal({"reef": 190, "deep": 10}, seed)


def test_cards() -> list[dict]:
    """The 800 held-out cards, 400 of each group, always the same; never dealt.

    Each has `name`, `group` ("reef" or "deep"), `x` (see `COLUMNS`) and `truth`.
    """
    return [
        {"name": f"{group}-{number:03d}", "group": group, "x": x, "truth": label}
        for group in GROUPS
        for number, (x, label) in enumerate(zip(*_draw(group, TEST_SIZE, "test"), strict=True))
    ]


class Model:
    """Looks up the k cards most like the new one; the label most of them carry is its prediction.

    >>> Model(k=1).fit([[8, 2], [4, 2]], ["fish", "other"]).predict([[7, 3]])
    ['fish']
    """

    def __init__(self, k: int = 5):
        if k < 1:
            raise ValueError(f"Compare with at least 1 card, not {k}.")
        self.k = k

    def fit(self, X, y) -> "Model":
        """Keep the cards `X` (two numbers each) and their labels `y`; returns the model.

        Raises ValueError for another shape, no cards, or not one label for each card.
        """
        X = common.table(X, COLUMNS)
        y = common.labels(y, len(X))
        self.cards = [(swims, sinks, label) for (swims, sinks), label in zip(X, y, strict=True)]
        self.classes_ = sorted(set(y))
        return self

    def nearest(self, x) -> list[tuple[float, str]]:
        """The k cards most like `x`, nearest first: the distance squared, and the label."""
        if not hasattr(self, "cards"):
            raise ValueError("Train the model first, with fit.")
        swims, sinks = x
        return sorted([((a - swims) ** 2 + (b - sinks) ** 2, label) for a, b, label in self.cards])[
            : self.k
        ]

    def predict_proba(self, X) -> list[list[float]]:
        """For each card the share of its nearest cards with each label, in `classes_` order."""
        rows = []
        for x in common.table(X, COLUMNS):
            near = [label for _, label in self.nearest(x)]
            rows.append([near.count(label) / len(near) for label in self.classes_])
        return rows

    def predict(self, X) -> list[str]:
        """The label that most of the nearest cards carry, for each card."""
        return [self.classes_[row.index(max(row))] for row in self.predict_proba(X)]

    @retold
    def why(self, x) -> str:
        """The nearest cards of one card: how many carry which label, and how far they are."""
        (x,) = common.table([x], COLUMNS)
        near = self.nearest(x)
        votes = collections.Counter(label for _, label in near)
        counted = " and ".join(f"{n} say {label}" for label, n in votes.most_common())
        first, last = near[0][0] ** 0.5, near[-1][0] ** 0.5
        return (
            f"It predicts {self.predict([x])[0]}: of the {len(near)} cards most like this one, "
            f"{counted}. The nearest is {first:.2f} away, the farthest of them {last:.2f}."
        )


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`); see `common.cases`."""
    return common.cases(model, test_cards() if cards is None else cards)


# name of the deal: (counts, copies)
DEALS = {
    "190 reef, 10 deep": ({"reef": 190, "deep": 10}, None),
    "190 reef, 40 deep": ({"reef": 190, "deep": 40}, None),
    "190 reef, 190 deep": ({"reef": 190, "deep": 190}, None),
    "190 reef, 10 deep copied 19 times": ({"reef": 190, "deep": 10}, {"deep": 19}),
    "10 reef, 190 deep": ({"reef": 10, "deep": 190}, None),
}


def effect(seed: int = 0, share: dict[str, float] | None = SHARE) -> dict[str, dict[str, float]]:
    """The errors after each deal of `DEALS`.

    The outer keys are the names of the deals. The inner keys are "reef", "deep" and "overall",
    the error over a sea in which the groups come in these shares; all from 0 to 1.
    """
    return {
        name: errors(cases(Model().fit(*deal(counts, seed, copies))), share=share)
        for name, (counts, copies) in DEALS.items()
    }


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    rows = [
        [name, *(percent(found[key]) for key in (*GROUPS, "overall"))]
        for name, found in effect(seed).items()
    ]
    return common.model_card(
        "Fish or not?",
        [
            'This model sorts cards of made-up sea creatures into "fish" and "other".',
            "It compares a new card with the 5 most similar cards it was taught with.",
        ],
        trained=[f"190 cards from the reef and 10 from the deep (deal {seed})."],
        errors=[
            "Counted on 800 test cards that were never dealt, 400 of each group.",
            "Overall is the error over the sea as it was collected: "
            "95 of 100 creatures from the reef.",
            "",
            *common.grid(["taught with", *GROUPS, "overall"], rows),
            "",
            "A gap belongs to the training set, not to the creatures.",
            "Swap the counts, as in the last line, and the errors swap.",
        ],
        use="Finding out what an average hides, and what more cards can mend.",
        misuse="Real animals: every creature here is made up.",
    )
