"""Which penguin is it? A sorter that can learn its own cards by heart.

World: real penguins, the table `penguins`: the length and the depth of the bill. Two birds without
measurements are left out. About half of each species is kept for the test.
Model: k nearest cards (T. Cover and P. Hart, "Nearest neighbor pattern classification", 1967), with
each measurement divided by its spread (standard deviation).
What breaks: with 1 nearest card it is right on all its own cards and wrong on about 5 of 100 new
ones. With shuffled labels it is still right on its own cards, and on new ones it only guesses.
With 5 nearest cards it errs on some of its own and on new ones a little less; 25 are too many.
Taught no Chinstrap, it misses all of them; 4 or 16 help, and with all 32 that can be dealt
Chinstraps still have the largest error.
"""

import collections
import random
import statistics
from functools import cache

from howcome import cards
from howcome.retell import retold
from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("COLUMNS", "GROUPS", "LESSONS", "MOST", "Model", "card", "cases", "deal"),
    *("effect", "errors", "first_deal", "held_out", "own_cards", "shuffled", "test_cards"),
]

LESSONS = ("m02-train-and-test",)
GROUPS = ("Adelie", "Chinstrap", "Gentoo")
# What stands on a card.
COLUMNS = ("bill_length_mm", "bill_depth_mm")
# Kept for the test, about half of each: the species come there as often as in the whole table.
HELD_OUT = {"Adelie": 80, "Chinstrap": 36, "Gentoo": 65}
MOST = {"Adelie": 71, "Chinstrap": 32, "Gentoo": 58}


@cache
def _birds() -> dict[str, list[list[float]]]:
    """The measured birds of each species, in the order of the table."""
    found: dict[str, list[list[float]]] = {group: [] for group in GROUPS}
    for row in cards.rows("penguins"):
        x = [row[column] for column in COLUMNS]
        if None not in x:
            found[row["species"]].append(x)
    return found


def _halves(group: str, split: int) -> tuple[list[list[float]], list[list[float]]]:
    """The birds of one species that may be dealt, and those kept for the test."""
    birds = list(_birds()[group])
    random.Random(f"penguins split {group} {split}").shuffle(birds)
    return birds[HELD_OUT[group] :], birds[: HELD_OUT[group]]


def deal(
    counts: dict[str, int], seed: int = 0, split: int = 0
) -> tuple[list[list[float]], list[str]]:
    """Training cards: `counts` of each species.

    Returns the cards (two numbers each, see `COLUMNS`) and their labels, the species.
    With the same seed a bigger deal holds the cards of a smaller one. `split` chooses which birds
    are kept for the test (see `held_out`); none of them is dealt.
    Raises ValueError for an unknown species, or a number that cannot be dealt (see `MOST`).

    >>> X, y = deal({"Adelie": 1, "Gentoo": 2})
    >>> y
    ['Adelie', 'Gentoo', 'Gentoo']
    """
    X, y = [], []
    for group, count in common.check_counts(counts, MOST).items():
        pool, _ = _halves(group, split)
        random.Random(f"penguins {group} {seed}").shuffle(pool)
        X += [list(x) for x in pool[:count]]
        y += [group] * count
    return X, y


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """The training set that the lesson starts with: 32 birds of each species."""
    return deal(dict.fromkeys(GROUPS, 32), seed)


def held_out(split: int = 0) -> list[dict]:
    """The 181 cards kept for the test: 80 Adelies, 36 Chinstraps, 65 Gentoos; never dealt.

    Always the same for the same `split`. Each has `name`, `group` and `truth` (both the species)
    and `x` (see `COLUMNS`).
    """
    return [
        {"name": f"{group}-{number:02d}", "group": group, "x": list(x), "truth": group}
        for group in GROUPS
        for number, x in enumerate(_halves(group, split)[1])
    ]


def test_cards() -> list[dict]:
    """The held-out cards of split 0, which `deal` never deals unless it is told another split."""
    return held_out()


def own_cards(X, y) -> list[dict]:
    """The training cards as test cards: what the model was taught, asked again."""
    return [
        {"name": f"own-{number:03d}", "group": label, "x": x, "truth": label}
        for number, (x, label) in enumerate(zip(X, y, strict=True))
    ]


def shuffled(y: list[str], seed: int = 0) -> list[str]:
    """The same labels in random order: nothing is left in them that could be learned."""
    return random.Random(f"penguins shuffled {seed}").sample(y, len(y))


class Model:
    """Looks up the k cards most like the new one; the species most of them carry is its prediction.

    Bill lengths spread over more millimeters than bill depths: without a scale, a difference in
    length would count for more. So a step is one spread (standard deviation) of the training
    cards, in both directions.

    >>> Model(k=1).fit([[39, 18], [47, 14]], ["Adelie", "Gentoo"]).predict([[40, 19]])
    ['Adelie']
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
        self.cards = [(length, depth, label) for (length, depth), label in zip(X, y, strict=True)]
        # 1 where all are equal, as nothing can be divided by 0
        self.steps = [statistics.pstdev(column) or 1.0 for column in zip(*X, strict=True)]
        self.classes_ = sorted(set(y))
        return self

    def nearest(self, x) -> list[tuple[float, str, float, float]]:
        """The k cards most like `x`, nearest first: the distance squared, label, length, depth."""
        if not hasattr(self, "cards"):
            raise ValueError("Train the model first, with fit.")
        length, depth = x
        wide, high = self.steps
        return sorted(
            [
                (((a - length) / wide) ** 2 + ((b - depth) / high) ** 2, label, a, b)
                for a, b, label in self.cards
            ]
        )[: self.k]

    def predict_proba(self, X) -> list[list[float]]:
        """For each card the share of its nearest cards with each label, in `classes_` order."""
        rows = []
        for x in common.table(X, COLUMNS):
            near = [label for _, label, _, _ in self.nearest(x)]
            rows.append([near.count(label) / len(near) for label in self.classes_])
        return rows

    def predict(self, X) -> list[str]:
        """The species that most of the nearest cards carry (the first of equals), for each card."""
        return [self.classes_[row.index(max(row))] for row in self.predict_proba(X)]

    @retold
    def why(self, x) -> str:
        """The nearest cards of one card: how many carry which label, and what is on the nearest."""
        (x,) = common.table([x], COLUMNS)
        near = self.nearest(x)
        votes = collections.Counter(label for _, label, _, _ in near)
        # the most votes first, and of equals the label that `predict` takes
        counted = ", ".join(
            f"{n} {'says' if n == 1 else 'say'} {label}"
            for label, n in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        )
        far, label, length, depth = near[0]
        wide, high = self.steps
        return (
            f"It predicts {self.predict([x])[0]}: of the {len(near)} cards most like this one, "
            f"{counted}. The nearest card says {label}, with a bill {length:.1f} mm long and "
            f"{depth:.1f} mm deep; it is {far**0.5:.2f} steps away. One step is {wide:.1f} mm of "
            f"length or {high:.1f} mm of depth."
        )


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`); see `common.cases`."""
    return common.cases(model, test_cards() if cards is None else cards)


# how many nearest cards the model compares with, for each row of the effect
NEAREST = {"1 nearest card": 1, "5 nearest cards": 5, "25 nearest cards": 25}
BY_HEART = "1 nearest card, labels shuffled"
# all birds of the other species that can be dealt; the model compares with 5 cards
CHINSTRAPS = {f"{count} Chinstraps": MOST | {"Chinstrap": count} for count in (0, 4, 16, 32)}


def _measured(k: int, X, y, split: int) -> dict[str, float]:
    model = Model(k).fit(X, y)
    own = errors(cases(model, own_cards(X, y)))["overall"]
    return {"own cards": own} | errors(cases(model, held_out(split)))


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """The errors of each model, with birds kept for the test anew for each seed.

    The first rows are taught with 32 birds of each species, the last ones (`CHINSTRAPS`) with all
    birds that can be dealt but for the Chinstraps. "own cards" is the error on the training cards;
    "overall" and the species are errors on the held-out ones; all from 0 to 1.
    """
    X, y = deal(dict.fromkeys(GROUPS, 32), seed, split=seed)
    found = {name: _measured(k, X, y, seed) for name, k in NEAREST.items()}
    found[BY_HEART] = _measured(1, X, shuffled(y, seed), seed)
    for name, counts in CHINSTRAPS.items():
        found[name] = _measured(5, *deal(counts, seed, split=seed), seed)
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    rows = [
        [name, *(percent(found[key]) for key in ("own cards", *GROUPS, "overall"))]
        for name, found in effect(seed).items()
    ]
    return common.model_card(
        "Which penguin is it?",
        [
            "This model names the species of a penguin by the length and depth of its bill.",
            "It compares a new card with the most similar cards it was taught with.",
            "One step of distance is one spread, so that length does not count more than depth.",
        ],
        trained=[
            "Penguins measured from 2007 to 2009 on three islands of Antarctica.",
            f"32 birds of each species (deal {seed}); in the last four lines "
            "71 Adelies, 58 Gentoos, and as many Chinstraps as stand there.",
            "2 of the 344 birds have no measurements and are left out.",
        ],
        errors=[
            "The first column counts the training cards. The others count 181 held-out birds.",
            "",
            *common.grid(["", "own cards", *GROUPS, "overall"], rows),
            "",
            "No error on its own cards says nothing about new birds.",
            "A gap belongs to the training set, not to the penguins.",
        ],
        use="Finding out what a model learned, and what it only keeps by heart.",
        misuse="Penguins from elsewhere: it has a card for three species only.",
    )
