"""Which family is it in? A sorter of animal cards that has only the families it was taught.

World: 60 cards of real animals with 12 facts each: the table `zoo_cards`, its wrong facts mended.
Model: the nearest cards (T. Cover and P. Hart, "Nearest neighbor pattern classification", 1967);
how far two cards are apart is the number of facts that differ.
What breaks: taught without birds, it calls every bird a reptile and is as sure as ever; one bird
card mends that. With 3 in 10 labels wrong, about 2 in 10 of its answers are wrong; more cards help
little when as many of their labels are wrong.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from statistics import mean

from howcome import cards
from howcome.retell import retold
from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("COLUMNS", "GROUPS", "LESSONS", "MOST", "Model", "card", "cases", "deal", "deck", "effect"),
    *("errors", "facts", "first_deal", "labelled", "mislabel", "test_cards"),
]

LESSONS = ("e02-teach-the-sorter", "e03-never-seen-one")
# The families, and how many cards of each can be dealt; the other 20 are kept for the test.
MOST = {
    **{"mammal": 7, "bird": 7, "reptile": 5, "amphibian": 5},
    **{"fish": 6, "insect": 5, "crustacean": 5},
}
GROUPS = tuple(MOST)
# The facts of a card: legs are counted, for the others 1 is yes and 0 is no.
COLUMNS = (
    *("legs", "has_fur", "has_feathers", "has_fins", "has_shell", "has_feelers", "has_backbone"),
    *("can_fly", "lays_eggs", "feeds_in_water", "breathes_under_water"),
    "young_breathe_under_water",
)


def deck(corrected: bool = True) -> list[dict]:
    """All 60 cards: `name`, `group` and `truth` (both the family), `x` (see `COLUMNS`), `split`.

    `split` is "train" (to learn from) or "test". With `corrected=False` the cards are as they are
    printed: six of them have one wrong fact.

    >>> [[card["x"][0] for card in deck(c) if card["name"] == "blue crab"] for c in (True, False)]
    [[10], [4]]
    """
    found = []
    for row in cards.rows("zoo_cards"):
        if corrected and row["wrong_trait"]:
            row[row["wrong_trait"]] = row["true_value"]
        found.append(
            {
                "name": row["name"],
                "group": row["family"],
                "x": [row[column] for column in COLUMNS],
                "truth": row["family"],
                "split": row["split"],
            }
        )
    return found


def deal(counts: Mapping[str, int], seed: int = 0) -> tuple[list[list[int]], list[str]]:
    """Training cards: `counts` of each family. Returns the cards (see `COLUMNS`) and their labels.

    With the same seed a bigger deal holds the cards of a smaller one.
    Raises ValueError for an unknown family, or a number that cannot be dealt (see `MOST`).

    >>> deal({"fish": 1, "crustacean": 1})[1]
    ['fish', 'crustacean']
    """
    known, hand = deck(), []
    for family, count in common.check_counts(counts, MOST).items():
        pool = [card for card in known if (card["group"], card["split"]) == (family, "train")]
        # one stream of chance for each family: more birds leave the reptiles as they were
        random.Random(f"card_sorter {family} {seed}").shuffle(pool)
        hand += pool[:count]
    return [card["x"] for card in hand], [card["truth"] for card in hand]


def first_deal(seed: int = 0) -> tuple[list[list[int]], list[str]]:
    """The training set that the lessons start with: 4 cards of each family."""
    return deal(EVEN, seed)


def test_cards() -> list[dict]:
    """The 20 held-out cards, 2 to 4 of each family, always the same; never dealt.

    Each has `name`, `group` and `truth` (both the family) and `x` (see `COLUMNS`).
    """
    return [card for card in deck() if card["split"] == "test"]


def labelled(labels: Mapping[str, str]) -> tuple[list[list[int]], list[str]]:
    """`X` and `y` from labels that children gave: name of the card -> label.

    Raises ValueError for a name that is not in the deck, for a card that is kept for the test (the
    sorter is never tested on what it was taught), and for an empty label.

    >>> labelled({"tuna": "fish", "shrimp": "not a fish"})[1]
    ['fish', 'not a fish']
    """
    known = {card["name"]: card for card in deck()}
    for name, label in labels.items():
        if name not in known:
            raise ValueError(f"There is no card {name!r}; use a name that stands on a card.")
        if known[name]["split"] == "test":
            raise ValueError(f"The card {name!r} is kept for the test: teach with another one.")
        if not label:
            raise ValueError(f"The card {name!r} has no label: give it one, or leave it out.")
    return [known[name]["x"] for name in labels], list(labels.values())


def mislabel(y: Sequence[str], share: float, seed: int = 0) -> list[str]:
    """The labels with this share of them (0 to 1) wrong: chance picks which, and what they become.

    Raises ValueError for a share that is not from 0 to 1, and for fewer than two kinds of labels.

    >>> mislabel(["fish", "fish", "bird", "bird"], 1.0)
    ['bird', 'bird', 'fish', 'fish']
    """
    kinds = sorted(set(y))
    if not 0 <= share <= 1 or len(kinds) < 2:
        raise ValueError("Give two kinds of labels or more, and a share from 0 to 1.")
    chance = random.Random(f"card_sorter wrong labels {seed}")
    y = list(y)
    for place in chance.sample(range(len(y)), round(share * len(y))):
        y[place] = chance.choice([kind for kind in kinds if kind != y[place]])
    return y


def facts(X) -> list[list[float]]:
    """The cards as lists of 12 numbers; raises ValueError for what no card can say."""
    if hasattr(X, "columns") and [str(name) for name in X.columns] != list(COLUMNS):
        raise ValueError(f"Give {len(COLUMNS)} columns, named and ordered as in COLUMNS.")
    X = common.table(X, COLUMNS)
    for legs, *others in X:
        if legs < 0 or legs != int(legs) or not set(others) <= {0, 1}:
            raise ValueError("Give a whole number of legs, then 1 for each yes and 0 for each no.")
    return X


class Model:
    """Looks up the cards most like the new one; the label most of them carry is its prediction.

    Cards are most like the new one when they differ from it in the fewest facts. There may be
    several, just as near: each of them has a vote.

    >>> tuna, shrimp = labelled({"tuna": "fish", "shrimp": "not a fish"})[0]
    >>> Model().fit([tuna, shrimp], ["fish", "not a fish"]).predict([tuna])
    ['fish']
    """

    def fit(self, X, y, names: Sequence[str] | None = None) -> "Model":
        """Keep the cards `X` (see `COLUMNS`) and their labels `y`; returns the model.

        With the `names` of the cards, `why` names those most like the new one.
        Raises ValueError for another shape, no cards, or not one label (and name) for each card.
        """
        X = facts(X)
        y = common.labels(y, len(X))
        names = [""] * len(X) if names is None else list(names)
        if len(names) != len(X):
            raise ValueError(f"There are {len(X)} cards but {len(names)} names; give one for each.")
        self.cards = list(zip(X, y, names, strict=True))
        self.classes_ = sorted(set(y))
        return self

    def nearest(self, x) -> list[tuple[int, str, str]]:
        """The cards most like `x`: for each how many facts differ, its label, and its name."""
        if not hasattr(self, "cards"):
            raise ValueError("Train the model first, with fit.")
        found = [
            (sum(a != b for a, b in zip(x, card, strict=True)), label, name)
            for card, label, name in self.cards
        ]
        fewest = min(differs for differs, *_ in found)
        return [one for one in found if one[0] == fewest]

    def predict_proba(self, X) -> list[list[float]]:
        """For each card the share of the cards most like it with each label, as in `classes_`."""
        rows = []
        for x in facts(X):
            votes = [label for _, label, _ in self.nearest(x)]
            rows.append([votes.count(label) / len(votes) for label in self.classes_])
        return rows

    def predict(self, X) -> list[str]:
        """The label that most of the nearest cards carry, for each card."""
        return [self.classes_[row.index(max(row))] for row in self.predict_proba(X)]

    @retold
    def why(self, x) -> str:
        """The cards most like this one: what they say, in how many facts they differ, their names.

        >>> X, y = labelled({"tuna": "fish", "shrimp": "not a fish"})
        >>> print(Model().fit(X, y, names=["tuna", "shrimp"]).why(X[0]))
        It predicts fish: most like this card is 1 (tuna); 1 says fish. 0 of 12 facts differ.
        """
        (x,) = facts([x])
        near = self.nearest(x)
        votes = Counter(label for _, label, _ in near).most_common()
        counted = " and ".join(f"{n} say{'s' * (n == 1)} {label}" for label, n in votes)
        names = ", ".join(name for *_, name in near if name)
        return (
            f"It predicts {self.predict([x])[0]}: most like this card "
            f"{'is' if len(near) == 1 else 'are'} {len(near)}{f' ({names})' if names else ''}; "
            f"{counted}. {near[0][0]} of {len(COLUMNS)} facts differ."
        )


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`); see `common.cases`."""
    return common.cases(model, test_cards() if cards is None else cards)


EVEN = dict.fromkeys(GROUPS, 4)
# name of the deal: (counts, share of wrong labels)
DEALS = {
    "4 cards of each family": (EVEN, 0),
    "no bird": (EVEN | {"bird": 0}, 0),
    "1 bird": (EVEN | {"bird": 1}, 0),
    "no reptile": (EVEN | {"reptile": 0}, 0),
    "1 in 10 labels wrong": (EVEN, 0.1),
    "3 in 10 labels wrong": (EVEN, 0.3),
    "all 40 cards, 3 in 10 labels wrong": (MOST, 0.3),
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What the sorter gets wrong after each deal of `DEALS`, and how sure it is about birds.

    The outer keys are the names of the deals. The inner keys are "overall" and the families (the
    share of their test cards that came out wrong), and "sure of birds", the mean of the highest
    score over the test cards of birds; all from 0 to 1.
    """
    found = {}
    for name, (counts, wrong) in DEALS.items():
        X, y = deal(counts, seed)
        said = cases(Model().fit(X, mislabel(y, wrong, seed)))
        sure = mean(case["sure"] for case in said if case["group"] == "bird")
        found[name] = errors(said) | {"sure of birds": sure}
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    measured = effect(seed)
    heads = list(measured["no bird"])
    rows = [[name, *(percent(found[head]) for head in heads)] for name, found in measured.items()]
    return common.model_card(
        "Which family?",
        [
            "This model sorts cards of animals into families, such as bird or fish.",
            "It looks for the cards most like the new one and gives the label most of them carry.",
        ],
        trained=[f"4 cards of each of 7 families (deal {seed}), unless the table says otherwise."],
        errors=[
            "Counted on 20 test cards that were never dealt, 2 to 4 of each family.",
            "With 4 test cards of birds, one bird more or less is 25 %.",
            "",
            *common.grid(["taught with", *heads], rows),
            "",
            "A gap belongs to the training set, not to the animals.",
            "Leave out the reptiles, not the birds, and the errors swap.",
            "It has no answer for something new: it gives a label it was taught.",
        ],
        use="Finding out what a sorter does with a family it was never shown.",
        misuse="Animals you meet: 12 facts do not say everything, and every family has odd ones.",
    )
