"""Can it be tricked? A digit reader, and changes too small to change what a person reads.

World: small pictures of digits, written by hand (the table `digits`), and somebody who has the
weights of the model and changes each dot a little.
Model: the softmax regression of the toy `sure_but_wrong`. The aimed nudge is the fast gradient
sign method, in the form it has for weighted sums (I. Goodfellow, J. Shlens and C. Szegedy,
"Explaining and harnessing adversarial examples", 2015).
What breaks: an aimed nudge of 3 of 16 gray steps leaves few answers right, and the model is sure
of the wrong ones; a nudge as large at random costs little. For many pictures one recolored dot is
enough. Nudged copies among its cards help against those very nudges; a nudge aimed anew does at
least as much harm as before.
"""

import functools
import random
from statistics import fmean

from howcome.toys import common, sure_but_wrong
from howcome.toys.common import errors, percent
from howcome.toys.sure_but_wrong import DOTS, SIDE, Model, first_deal, gray

__all__ = [
    *("LESSONS", "SIZES", "STEPS", "WAYS", "Model", "add_nudged_copies", "aimed", "card"),
    *("cases", "effect", "errors", "first_deal", "gray", "one_dot", "random_nudge", "rival"),
    *("slope", "test_cards"),
]

LESSONS = ("h10-the-tiny-nudge",)
STEPS = 16  # gray steps from empty paper to full ink
SIZES = (1, 2, 3, 4)  # of these 16
WAYS = ("as written", "random nudge", "aimed nudge")


def rival(model: Model, x, digit: int) -> int:
    """Of all digits but this one, the digit with the highest score for the picture `x`."""
    others = [other for other in model.classes_ if other != digit]
    return max(others, key=lambda other: model.score(x, other))


def slope(model: Model, x, digit: int) -> list[float]:
    """The gradient: how much the rival gains on the digit for each dot, per unit of ink.

    A score is a sum of weight times dot, so the slope at a dot is the difference of two weights.
    """
    theirs, ours = model.weights[rival(model, x, digit)], model.weights[digit]
    return [their - our for their, our in zip(theirs, ours, strict=True)]


def aimed(model: Model, x, digit: int, size: float) -> list[float]:
    """The picture `x` of a `digit`, each dot `size` gray steps of 16 up or down, as the slope says.

    Ink stays between 0 and 1. Raises ValueError for a size that is not 0 to 16, for a digit the
    model was not taught, and for a picture of another shape.
    """
    x = _checked(x, size)
    if digit not in model.weights:
        raise ValueError(f"Train the model with cards of the digit {digit} first, with fit.")
    return [
        _ink(dot + size / STEPS * _sign(gain))
        for dot, gain in zip(x, slope(model, x, digit), strict=True)
    ]


def random_nudge(x, size: float, seed: int | str = 0) -> list[float]:
    """The picture `x`, each dot `size` gray steps of 16 up or down, as a coin says.

    Raises ValueError as `aimed` does.
    """
    coin = random.Random(f"nudge coin {seed}")
    return [_ink(dot + size / STEPS * coin.choice((-1, 1))) for dot in _checked(x, size)]


def one_dot(model: Model, x, digit: int) -> dict | None:
    """One dot that, made empty or full, takes the answer away from the `digit`; None if none does.

    Of all such dots the one that brings another digit farthest ahead: `row` and `column` (from 1),
    `ink` (0 or 1), `picture` with the dot recolored, and the `answer` to it. In between there is
    nothing more to find: along one dot every score is a straight line.
    """
    x = _checked(x)
    ours = model.score(x, digit)
    best, found = 0.0, None
    for other in model.classes_:
        if other == digit:
            continue
        behind = ours - model.score(x, other)
        pairs = zip(model.weights[other], model.weights[digit], strict=True)
        for dot, (their, our) in enumerate(pairs):
            ink = 1.0 if their > our else 0.0
            ahead = (their - our) * (ink - x[dot]) - behind
            if ahead > best:
                best, found = ahead, (dot, ink)
    if found is None:
        return None
    dot, ink = found
    picture = [*x[:dot], ink, *x[dot + 1 :]]
    place = {"row": dot // SIDE + 1, "column": dot % SIDE + 1, "ink": int(ink)}
    return place | {"picture": picture, "answer": model.predict([picture])[0]}


def add_nudged_copies(model: Model, X, y, size: float = 2) -> tuple[list[list[float]], list[int]]:
    """The same cards, and after each a copy of it with a nudge aimed at this model."""
    both = [
        picture
        for x, digit in zip(X, y, strict=True)
        for picture in (list(x), aimed(model, x, digit, size))
    ]
    return both, [digit for digit in y for _ in range(2)]


def _checked(x, size: float = 0) -> list[float]:
    if not 0 <= size <= STEPS:
        raise ValueError(f"Nudge by 0 to {STEPS} gray steps, not {size}.")
    (x,) = common.table([x], DOTS)
    return x


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _ink(dot: float) -> float:
    return min(max(dot, 0.0), 1.0)


@functools.cache
def _test_cards() -> list[dict]:
    found = []
    for digit in sure_but_wrong.DIGITS:
        found += [c for c in sure_but_wrong.upright_cards() if c["truth"] == digit][::2]
    return [card | {"group": WAYS[0], "picture": gray(card["x"])} for card in found]


def test_cards() -> list[dict]:
    """150 of the held-out cards as they were written, 15 of each digit, always the same.

    Each has `name`, `group` ("as written"), `x`, `truth` and `picture`, 8 rows of 8 gray values
    from 0 (black ink) to 255 (white paper); none is ever dealt.
    """
    return [dict(card) for card in _test_cards()]


def _nudged(way: str, size: float, model: Model) -> list[dict]:
    """The test cards after a nudge; `model` is the one it is aimed at."""
    found = []
    for card in _test_cards():
        if way == "aimed nudge":
            x = aimed(model, card["x"], card["truth"], size)
        else:
            x = random_nudge(card["x"], size, card["name"])
        found.append(card | {"group": way, "x": x, "picture": gray(x)})
    return found


def cases(model: Model, cards: list[dict] | None = None, size: float = 2) -> list[dict]:
    """What the model predicts for `cards`, or for each test card in three ways (`WAYS`).

    The nudges are of `size` gray steps of 16, aimed at this model; see `common.cases`.
    """
    if cards is None:
        cards = _test_cards() + _nudged(WAYS[1], size, model) + _nudged(WAYS[2], size, model)
    return common.cases(model, cards)


def _measured(told: list[dict]) -> dict[str, float | None]:
    wrong = [case["sure"] for case in told if case["predicted"] != case["truth"]]
    return {"right": 1 - len(wrong) / len(told), "sure when wrong": fmean(wrong) if wrong else None}


def effect(seed: int = 0) -> dict[str, dict[str, float | None]]:
    """How many answers are right after each nudge, and how sure the model is of the wrong ones.

    The outer keys: "no nudge", "aimed 1" to "aimed 4" and "random 1" to "random 4" (of 16 gray
    steps), "one dot", and three for a model that was taught nudged copies besides: "copies taught,
    no nudge", "..., the old aim" (nudges of 2 aimed at the first model) and "..., aimed anew".
    The inner keys are "right" and "sure when wrong", both 0 to 1, the second None if none is wrong.
    """
    X, y = first_deal(seed)
    model = Model().fit(X, y)
    again = Model().fit(*add_nudged_copies(model, X, y, size=2))
    found = {"no nudge": _measured(cases(model, _test_cards()))}
    for way, word in ((WAYS[2], "aimed"), (WAYS[1], "random")):
        for size in SIZES:
            found[f"{word} {size}"] = _measured(cases(model, _nudged(way, size, model)))
    tricked = []
    for card in _test_cards():
        trick = one_dot(model, card["x"], card["truth"])
        tricked.append(card | ({"x": trick["picture"]} if trick else {}))
    found["one dot"] = _measured(cases(model, tricked))
    for name, cards in (
        ("no nudge", _test_cards()),
        ("the old aim", _nudged(WAYS[2], 2, model)),
        ("aimed anew", _nudged(WAYS[2], 2, again)),
    ):
        found[f"copies taught, {name}"] = _measured(cases(again, cards))
    return found


@functools.cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    model = Model().fit(*first_deal(seed))
    rows = []
    for size in SIZES:
        wrong = errors(cases(model, size=size))
        rows.append([f"{size} of {STEPS}", *(percent(wrong[key]) for key in (*WAYS, "overall"))])
    return common.model_card(
        "Which digit is it, after a nudge?",
        [
            "This model sorts small pictures of handwritten digits, 0 to 9.",
            "Whoever has its weights can change every dot a little, so that the answer changes.",
        ],
        trained=[f"300 cards, 30 of each digit (deal {seed}), from 9 pages of handwriting."],
        errors=[
            "Counted on 150 test cards from 5 other pages, each as it was written and after a",
            "nudge that moves every dot by the same number of gray steps, up or down.",
            "",
            *common.grid(["size of the nudge", *WAYS, "overall"], rows),
            "",
            "A gap belongs to the model and its training set, not to the people who wrote.",
            "An average over chance does not show what somebody can do who aims.",
        ],
        use="Finding out how little it takes to change an answer.",
        misuse="Any place where somebody gains from a wrong answer.",
    )
