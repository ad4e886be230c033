"""Who told it what is right? A digit reader, and the people who labelled its cards.

World: handwritten digits 0, 1, 4 and 7 (the table `digits`). Made-up labellers: some slip now and
then, some have the habit of calling a 7 a 1.
Model: the softmax regression of the toy `sure_but_wrong`, moved in smaller steps.
What breaks: slips anywhere, in 30 of 100 labels, cost few right answers; a habit with fewer wrong
labels (every second 7 is called 1) costs most of the right answers on that digit, and the average
hides it. A second labeller without the habit mends much of it, if only cards with equal labels are
kept; a second one with the same habit mends nothing.
"""

import functools
import random

from howcome.toys import common, sure_but_wrong
from howcome.toys.common import errors, percent

__all__ = [
    *("DIGITS", "EACH", "LESSONS", "Model", "agreed", "card", "cases", "deals", "effect"),
    *("errors", "first_deal", "habit", "slips", "test_cards"),
]

LESSONS = ("h16-work-and-ai",)
DIGITS = (0, 1, 4, 7)
EACH = 50  # cards of each digit
GROUPS = tuple(f"{digit}s" for digit in DIGITS)


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[int]]:
    """The training set that the lesson starts with: 200 cards, 50 of each digit, labels right."""
    return sure_but_wrong.deal(DIGITS, seed, EACH)


def _some(places: list[int], share: float, chance: random.Random) -> list[int]:
    if not 0 <= share <= 1:
        raise ValueError(f"Give the share of wrong labels as a number from 0 to 1, not {share}.")
    return chance.sample(places, round(share * len(places)))


def slips(y, share: float, seed: int = 0, who: str = "first") -> list[int]:
    """The labels `y` of somebody who slips: a `share` of them, anywhere, is another digit.

    Two labellers, by the name `who`, slip on different cards.

    >>> slips([0, 0, 1, 1], share=0.25).count(0) in (1, 2, 3)
    True
    """
    chance = random.Random(f"wrong_labels slips {who} {seed}")
    labels = common.plain(y)
    for place in _some(list(range(len(labels))), share, chance):
        labels[place] = chance.choice([digit for digit in DIGITS if digit != labels[place]])
    return labels


def habit(
    y, share: float, seed: int = 0, who: str = "first", digit: int = 7, called: int = 1
) -> list[int]:
    """The labels `y` of somebody with a habit: a `share` of the 7s is called 1, nothing else.

    Another habit: name the `digit`, and what it is `called`.

    >>> habit([0, 1, 7, 7], share=0.5) in ([0, 1, 1, 7], [0, 1, 7, 1])
    True
    """
    chance = random.Random(f"wrong_labels habit {who} {seed}")
    labels = common.plain(y)
    places = [place for place, label in enumerate(labels) if label == digit]
    for place in _some(places, share, chance):
        labels[place] = called
    return labels


def agreed(X, first, second) -> tuple[list, list[int]]:
    """The cards that two labellers gave the same label, and these labels.

    Raises ValueError unless each gave one label to every card.
    """
    X = common.plain(X)
    first, second = common.labels(first, len(X)), common.labels(second, len(X))
    kept = [(x, a) for x, a, b in zip(X, first, second, strict=True) if a == b]
    return [x for x, _ in kept], [label for _, label in kept]


def deals(seed: int = 0) -> dict[str, tuple[list, list[int]]]:
    """The training sets that the labellers make of the first deal: name -> (cards, labels)."""
    X, y = first_deal(seed)
    slip, half = slips(y, 0.3, seed), habit(y, 0.5, seed)
    other_slip, other_half = slips(y, 0.3, seed, "second"), habit(y, 0.5, seed, "second")
    return {
        "labels right": (X, y),
        "30 % slips": (X, slip),
        "30 % of 7s called 1": (X, habit(y, 0.3, seed)),
        "50 % of 7s called 1": (X, half),
        "30 % slips, twice": agreed(X, slip, other_slip),
        "50 % of 7s, and one who slips": agreed(X, half, other_slip),
        "50 % of 7s, twice": agreed(X, half, other_half),
    }


@functools.cache
def _test_cards() -> list[dict]:
    return [
        card | {"group": f"{card['truth']}s", "picture": sure_but_wrong.gray(card["x"])}
        for card in sure_but_wrong.upright_cards()
        if card["truth"] in DIGITS
    ]


def test_cards() -> list[dict]:
    """The 120 held-out cards, 30 of each digit, always the same; never dealt.

    Each has `name`, `group` ("0s", "1s", "4s" or "7s"), `x`, `truth` (labelled with care) and
    `picture`, 8 rows of 8 gray values from 0 (black ink) to 255 (white paper).
    """
    return [dict(card) for card in _test_cards()]


class Model(sure_but_wrong.Model):
    """The digit reader of `sure_but_wrong`, in smaller steps: one wrong label moves it less.

    In the big steps of `sure_but_wrong` slips cost it far more.

    >>> Model().fit(*first_deal()).classes_
    [0, 1, 4, 7]
    """

    turns = 8
    step = 0.01


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`); see `common.cases`."""
    return common.cases(model, _test_cards() if cards is None else cards)


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """The errors after each training set of `deals`.

    The outer keys are the names of the sets. The inner keys are "wrong labels", the share among
    the labels that were taught; "cards kept", the share of the first deal that was taught; and the
    errors: "overall", "0s", "1s", "4s" and "7s". All from 0 to 1.
    """
    X, y = first_deal(seed)
    truth = {tuple(x): digit for x, digit in zip(X, y, strict=True)}
    return {
        name: {
            "wrong labels": sum(truth[tuple(x)] != label for x, label in zip(*taught, strict=True))
            / len(taught[1]),
            "cards kept": len(taught[1]) / len(y),
        }
        | errors(cases(Model().fit(*taught)))
        for name, taught in deals(seed).items()
    }


@functools.cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    columns = ("wrong labels", *GROUPS, "overall")
    rows = [
        [name, *(percent(found[key]) for key in columns)] for name, found in effect(seed).items()
    ]
    return common.model_card(
        "Which digit is it, and who said so?",
        [
            "This model sorts small pictures of the digits 0, 1, 4 and 7.",
            "It was taught with labels from made-up labellers.",
        ],
        trained=[
            f"200 cards, 50 of each digit (deal {seed}), from 9 pages of handwriting.",
            '"Twice": two people labelled every card, and only cards with equal labels were kept.',
        ],
        errors=[
            "Counted on 120 test cards from 5 other pages, 30 of each digit, labelled with care.",
            '"Wrong labels" is the share among the cards it was taught.',
            "",
            *common.grid(["taught with", *columns], rows),
            "",
            "A gap belongs to the training set, not to the people who wrote the 7s.",
            "Two labellers with the same habit agree on the same mistake.",
        ],
        use="Finding out which wrong labels an average hides.",
        misuse="Judging a labeller, or reading anything that matters.",
    )
