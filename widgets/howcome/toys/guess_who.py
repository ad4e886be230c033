"""Which question splits best? A tree of yes-or-no questions that names the family of an animal.

World: 60 cards of real animals with 12 facts each: the table `zoo_cards`. Among the 20 test cards
are six that are printed with one wrong fact.
Model: a decision tree (L. Breiman, J. Friedman, R. Olshen and C. Stone, "Classification and
Regression Trees", 1984). It asks the question that leaves the cards least mixed (Gini impurity).
What breaks: one wrong fact on a card nearly always sends its animal to the wrong family; mend the
fact, and the family is nearly always right. Grown without birds, the tree calls most of them
reptiles, each with a score of 1.00. It is always right on its own cards, and not on new ones. With
3 in 10 labels wrong it errs four times as often; to stop after 3 questions costs still more.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from statistics import mean

from howcome.retell import retold
from howcome.toys import common
from howcome.toys.card_sorter import COLUMNS, MOST, deal, deck, facts, mislabel
from howcome.toys.common import errors, percent

__all__ = [
    *("COLUMNS", "FIRST", "LESSONS", "QUESTIONS", "Model", "ask", "best_questions", "card"),
    *("cases", "deal", "deck", "effect", "errors", "first_deal", "mend", "mixed"),
    *("printed_cards", "says_yes", "test_cards", "wrong_facts"),
]

LESSONS = ("e06-guess-who",)
# How many cards of each family the tree is first grown from: all but one of those to learn from.
FIRST = {family: most - 1 for family, most in MOST.items()}
# The question about each fact; for legs there is one for each limit.
QUESTIONS = {
    "legs": "Does it have more than {limit:g} legs?",
    "has_fur": "Does it have fur?",
    "has_feathers": "Does it have feathers?",
    "has_fins": "Does it have fins?",
    "has_shell": "Does it have a shell?",
    "has_feelers": "Does it have feelers?",
    "has_backbone": "Does it have a backbone?",
    "can_fly": "Can it fly?",
    "lays_eggs": "Does it lay eggs?",
    "feeds_in_water": "Does it find its food in water?",
    "breathes_under_water": "Does it breathe under water?",
    "young_breathe_under_water": "Do its young breathe under water?",
}


def first_deal(seed: int = 0) -> tuple[list[list[int]], list[str]]:
    """The training set that the lesson starts with: 33 cards with true facts (see `FIRST`)."""
    return deal(FIRST, seed)


def test_cards() -> list[dict]:
    """The 20 held-out cards with true facts, 2 to 4 of each family; never dealt.

    Each has `name`, `group` and `truth` (both the family) and `x` (see `COLUMNS`).
    """
    return [card for card in deck() if card["split"] == "test"]


def printed_cards() -> list[dict]:
    """The 20 test cards as they are printed: six of them have one wrong fact."""
    return [card for card in deck(corrected=False) if card["split"] == "test"]


def wrong_facts() -> dict[str, tuple[str, int]]:
    """The key to the wrong cards: name -> (the fact that is printed wrong, its true value)."""
    return {
        true["name"]: (trait, value)
        for printed, true in zip(deck(corrected=False), deck(), strict=True)
        for trait, said, value in zip(COLUMNS, printed["x"], true["x"], strict=True)
        if said != value
    }


def mend(card: Mapping, trait: str, value: int) -> dict:
    """A copy of the card with one fact changed; raises ValueError for an unknown fact.

    >>> crab = next(card for card in printed_cards() if card["name"] == "blue crab")
    >>> crab["x"][0], mend(crab, "legs", 10)["x"][0]
    (4, 10)
    """
    place = _place(trait)
    return {**card, "x": [value if i == place else old for i, old in enumerate(card["x"])]}


def _place(trait: str) -> int:
    if trait not in COLUMNS:
        raise ValueError(f"There is no fact {trait!r} on a card; there are: {', '.join(COLUMNS)}.")
    return COLUMNS.index(trait)


def mixed(*heaps: Mapping[str, int]) -> float:
    """How mixed heaps of cards are: 0 when every heap holds one family only, always below 1.

    A heap is family -> how many cards. Take any card, then any card of its heap: `mixed` is how
    often the two are of different families. For one heap this is the Gini impurity.

    >>> mixed({"bird": 2, "fish": 2}), mixed({"bird": 2}, {"fish": 2})
    (0.5, 0.0)
    """
    sizes = [sum(heap.values()) for heap in heaps]
    unlike = [
        count * (size - count) / size
        for heap, size in zip(heaps, sizes, strict=True)
        for count in heap.values()
    ]
    # rounded, for sums that are equal may differ in the last digit: equal questions stay equal
    return round(sum(unlike) / sum(sizes), 9)


def says_yes(card: Mapping, asked: Mapping) -> bool:
    """What a card answers to a question of `ask`: its fact is above the limit."""
    return card["x"][_place(asked["trait"])] > asked["limit"]


def ask(cards: Sequence[Mapping], trait: str, limit: float = 0) -> dict:
    """Put one question to a heap of cards, each with `x` and `truth`.

    Returns `trait` and `limit`; the `question` in words; `yes` and `no`, the two heaps (family ->
    how many cards); and `mixed`, how mixed these two are. The limit is for legs: "more than 5".
    Raises ValueError for an unknown fact and for no cards.

    >>> ask(test_cards(), "has_feathers")["yes"]
    {'bird': 4}
    """
    asked = {"trait": trait, "limit": limit}
    if not cards:
        raise ValueError("Deal at least one card before you ask.")
    heaps = {True: Counter(), False: Counter()}
    for card in cards:
        heaps[says_yes(card, asked)][card["truth"]] += 1
    yes, no = (dict(sorted(heaps[answer].items())) for answer in (True, False))
    words = QUESTIONS[trait].format(limit=limit)
    return asked | {"question": words, "yes": yes, "no": no, "mixed": mixed(yes, no)}


def best_questions(cards: Sequence[Mapping]) -> list[dict]:
    """Every question that splits these cards in two, the best first; each as `ask` returns it.

    The best question leaves the two heaps least mixed. Of equals, that one comes first whose fact
    stands first on a card. The list is empty when all cards have the same facts.
    """
    found = []
    for place, trait in enumerate(COLUMNS):
        values = sorted({card["x"][place] for card in cards})
        # halfway between two numbers of legs, as no card says what happens there
        limits = [(low + high) / 2 if trait == "legs" else 0 for low, high in pairwise(values)]
        found += [ask(cards, trait, limit) for limit in limits]
    return sorted(found, key=lambda asked: asked["mixed"])


class Model:
    """Asks the best question, splits the cards by the answer, and goes on with each of the heaps.

    It stops when a heap holds one family only, when no question splits it, or after `depth`
    questions in a row (None: no end). The family that most cards of the last heap have is its
    prediction, their share its score.

    After `fit`, `tree` is a dict: `cards` (family -> how many), and, unless it ends there, `asked`
    (the question, see `ask`) and the trees `yes` and `no`.

    >>> print(Model().fit(*deal({"bird": 2, "insect": 2})).questions())
    Does it have more than 4 legs?
      yes: 2 insect
      no: 2 bird
    """

    def __init__(self, depth: int | None = None):
        if depth is not None and depth < 1:
            raise ValueError(f"Let the tree ask at least 1 question in a row, not {depth}.")
        self.depth = depth

    def fit(self, X, y) -> "Model":
        """Grow the tree from cards `X` (see `COLUMNS`) and their labels `y`; returns the model.

        Raises ValueError for another shape, not one label for each card, or one label only.
        """
        X = facts(X)
        y = common.labels(y, len(X))
        self.classes_ = sorted(set(y))
        if len(self.classes_) < 2:
            raise ValueError("Give cards of two families or more: one family needs no question.")
        cards = [{"x": x, "truth": label} for x, label in zip(X, y, strict=True)]
        # no way down is longer than there are cards
        self.tree = self._grow(cards, len(cards) if self.depth is None else self.depth)
        return self

    def _grow(self, cards: list[dict], depth: int) -> dict:
        tree = {"cards": dict(sorted(Counter(card["truth"] for card in cards).items()))}
        questions = best_questions(cards) if depth > 0 and len(tree["cards"]) > 1 else []
        if questions:
            asked = tree["asked"] = questions[0]
            heaps = {True: [], False: []}
            for card in cards:
                heaps[says_yes(card, asked)].append(card)
            tree["yes"] = self._grow(heaps[True], depth - 1)
            tree["no"] = self._grow(heaps[False], depth - 1)
        return tree

    def walk(self, x) -> list[tuple[dict, str]]:
        """The way of one card down the tree: at each step the tree from there, and the answer.

        The answer is "yes" or "no"; in the last step, where nothing is asked, it is empty.
        """
        steps, tree = [], self._root()
        while "asked" in tree:
            answer = "yes" if says_yes({"x": x}, tree["asked"]) else "no"
            steps.append((tree, answer))
            tree = tree[answer]
        return [*steps, (tree, "")]

    def _root(self) -> dict:
        if not hasattr(self, "tree"):
            raise ValueError("Train the model first, with fit.")
        return self.tree

    def predict_proba(self, X) -> list[list[float]]:
        """For each card the share of each family in the heap where it ends, as in `classes_`."""
        rows = []
        for x in facts(X):
            heap = self.walk(x)[-1][0]["cards"]
            rows.append([heap.get(label, 0) / sum(heap.values()) for label in self.classes_])
        return rows

    def predict(self, X) -> list[str]:
        """The family that most cards have in the heap where each card ends."""
        return [self.classes_[row.index(max(row))] for row in self.predict_proba(X)]

    @retold
    def why(self, x) -> str:
        """The questions on the way of one card, its answers, and the cards it ends with."""
        (x,) = facts([x])
        *steps, (end, _) = self.walk(x)
        said = "".join(f" {tree['asked']['question']} {answer.title()}." for tree, answer in steps)
        return (
            f"It predicts {self.predict([x])[0]} after {len(steps)} "
            f"question{'s' * (len(steps) != 1)}.{said} "
            f"The cards with the same answers: {_counted(end['cards'])}."
        )

    def questions(self) -> str:
        """The whole tree as text: the questions, and the cards at the end of each way."""
        return "\n".join(_lines(self._root()))


def _counted(heap: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {family}" for family, count in Counter(heap).most_common())


def _lines(tree: Mapping) -> list[str]:
    if "asked" not in tree:
        return [_counted(tree["cards"])]
    lines = [tree["asked"]["question"]]
    for answer in ("yes", "no"):
        first, *rest = _lines(tree[answer])
        lines += [f"  {answer}: {first}", *(f"  {line}" for line in rest)]
    return lines


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`); see `common.cases`."""
    return common.cases(model, test_cards() if cards is None else cards)


# name of the situation: (counts, share of wrong labels, most questions in a row, test cards)
SITUATIONS = {
    "test cards as printed": (FIRST, 0, None, printed_cards),
    "test cards mended": (FIRST, 0, None, test_cards),
    "no bird": (FIRST | {"bird": 0}, 0, None, test_cards),
    "no reptile": (FIRST | {"reptile": 0}, 0, None, test_cards),
    "3 in 10 labels wrong": (FIRST, 0.3, None, test_cards),
    "3 questions in a row": (FIRST, 0, 3, test_cards),
    "3 questions, 3 in 10 labels wrong": (FIRST, 0.3, 3, test_cards),
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What the tree gets wrong in each of `SITUATIONS`, and how sure it is about birds.

    The outer keys are the names of the situations. The inner keys are "own cards" (the share of
    the cards it was grown from whose label it gets wrong), "overall" and the families (the share of
    their test cards), and "sure of birds", the mean of the highest score over the test cards of
    birds; all from 0 to 1.
    """
    found = {}
    for name, (counts, wrong, depth, tested) in SITUATIONS.items():
        X, y = deal(counts, seed)
        y = mislabel(y, wrong, seed)
        model = Model(depth).fit(X, y)
        own = mean(said != label for said, label in zip(model.predict(X), y, strict=True))
        said = cases(model, tested())
        sure = mean(case["sure"] for case in said if case["group"] == "bird")
        found[name] = {"own cards": own} | errors(said) | {"sure of birds": sure}
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    measured = effect(seed)
    heads = list(measured["no bird"])
    rows = [[name, *(percent(found[head]) for head in heads)] for name, found in measured.items()]
    return common.model_card(
        "Guess who",
        [
            "This model asks yes-or-no questions about an animal and then names its family.",
            "Each question is the one that leaves the cards it was grown from least mixed.",
        ],
        trained=[f"33 cards with true facts, 4 to 6 of each of 7 families (deal {seed})."],
        errors=[
            "Overall and the families: counted on 20 test cards that were never dealt, "
            "2 to 4 of each family.",
            "As printed, 6 of the 20 test cards have one wrong fact.",
            "",
            *common.grid(["", *heads], rows),
            "",
            "A gap belongs to the training set, not to the animals.",
            "Leave out the reptiles, not the birds, and the errors swap.",
            "The tree is as sure of a family it was never shown as of one it was.",
        ],
        use="Finding out which question splits best, and what one wrong fact can do.",
        misuse="Animals you meet: it has 12 facts, 7 families, and no answer for something new.",
    )
