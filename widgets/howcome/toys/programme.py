"""Who is picked for the summer programme? A picker that was taught with past choices.

World: invented pupils of bus lines A and B, equally skilled. A committee of the past picked by
skill and, besides, leaned to line A. Bus stop and club go with the line, not with the skill.
Model: logistic regression (D. Cox, "The regression analysis of binary sequences", 1958) with the
penalty that scikit-learn has by default, fitted by Newton's method.
What breaks: the picker learns the leaning of the committee. Deleting the column of the bus line
leaves most of the gap, for the line can be guessed from the bus stop and the club. Deleting the bus
stop too still leaves some. With the essay alone the gap is gone and the picks agree better with
true skill, as essays here say as much about both lines; labels of true skill do the same, where
anybody has them.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np

from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("COLUMNS", "GROUPS", "LABELS", "LESSONS", "MOST", "Model", "card", "cases", "deal", "effect"),
    *("errors", "first_deal", "guessable", "left_out", "new_cards", "picked", "test_cards"),
]

LESSONS = ("h05-drop-the-column",)
GROUPS = ("A", "B")
MOST = {line: 2000 for line in GROUPS}
# bus_line: 1 is A, -1 is B. bus_stop: 1 is North, -1 is South. club: 1 is chess, -1 is garden.
# essay: points above or below the mean, spread 1.3.
COLUMNS = ("bus_line", "essay", "bus_stop", "club")
PICKED, NOT_PICKED = "picked", "not picked"
LABELS = ("past", "skill")
# Skill is normal with spread 1, for both lines; the others are in the same unit.
ESSAY_NOISE, CHOICE_NOISE, LEANING = 0.8, 0.5, 0.6
LINK, CLUB_LINK = 0.9, 0.75  # the share of a line at its own bus stop, and in its own club


def _pupils(line: str, count: int, seed: str, link: float) -> list[dict]:
    """`count` cards of one line; `truth` is by true skill, `past` by the committee."""
    chance = random.Random(f"programme {line} {seed}")
    own = 1 if line == "A" else -1
    found = []
    for number in range(count):
        skill = chance.gauss(0, 1)
        essay = round(skill + chance.gauss(0, ESSAY_NOISE), 2)
        stop = own if chance.random() < link else -own
        club = own if chance.random() < CLUB_LINK else -own
        liked = skill + own * LEANING + chance.gauss(0, CHOICE_NOISE)
        found.append(
            {
                "name": f"{line}-{number:04d}",
                "group": line,
                "x": [own, essay, stop, club],
                "truth": PICKED if skill > 0 else NOT_PICKED,
                "past": PICKED if liked > 0 else NOT_PICKED,
            }
        )
    return found


def deal(
    counts: Mapping[str, int], seed: int = 0, link: float = LINK, label: str = "past"
) -> tuple[list[list[float]], list[str]]:
    """Training pupils: `counts` of each line, with the labels "picked" and "not picked".

    Returns the pupils (four numbers each, see `COLUMNS`) and their labels: what the committee chose
    (`label="past"`), or whether their skill is above the mean (`label="skill"`). A share of `link`
    (0 to 1) of each line is at its own bus stop.
    Raises ValueError for an unknown line or label, another share, or a number that cannot be dealt.

    >>> deal({"B": 1})
    ([[-1, 1.3, -1, -1]], ['not picked'])
    """
    counts = common.check_counts(counts, MOST)
    if label not in LABELS:
        raise ValueError(f"There are no labels {label!r}; there are: {', '.join(LABELS)}.")
    cards = [
        card
        for line, count in counts.items()
        for card in _pupils(line, count, f"deal {seed}", _share(link))
    ]
    return [c["x"] for c in cards], [c["past" if label == "past" else "truth"] for c in cards]


def _share(link: float) -> float:
    if not 0 <= link <= 1:
        raise ValueError(f"Give a link from 0 to 1, not {link}.")
    return link


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """The training set that the lesson starts with: 1,000 pupils of each line, past choices."""
    return deal(dict.fromkeys(GROUPS, 1000), seed)


def new_cards(seed: int, link: float = LINK) -> list[dict]:
    """2,000 new pupils, 1,000 of each line; none of them is ever dealt.

    Each has `name`, `group` (the line), `x` (see `COLUMNS`), `truth` ("picked" where the skill is
    above the mean) and `past` (what the committee would have chosen).
    """
    return [c for line in GROUPS for c in _pupils(line, 1000, f"new {seed}", _share(link))]


def test_cards() -> list[dict]:
    """The held-out pupils of the lesson, always the same; see `new_cards`."""
    return new_cards(0)


class Model:
    """Logistic regression on those of the four columns that `columns` names.

    The score is a start value plus weight times number; above 0 means the second label.

    >>> Model(("essay",)).fit(*first_deal()).predict([[1, -2, 1, 1], [-1, 2, -1, -1]])
    ['not picked', 'picked']
    """

    penalty = 1.0  # times half the sum of the squared weights; the start value is free

    def __init__(self, columns: Sequence[str] = COLUMNS):
        unknown = [name for name in columns if name not in COLUMNS]
        if unknown or not columns:
            raise ValueError(f"Name one or more of the columns {', '.join(COLUMNS)}.")
        self.columns = tuple(name for name in COLUMNS if name in columns)

    def _inputs(self, X) -> np.ndarray:
        """The used columns of `X`, after a column of ones for the start value."""
        rows = np.array(common.table(X, COLUMNS), dtype=float).reshape(-1, len(COLUMNS))
        used = [COLUMNS.index(name) for name in self.columns]
        return np.column_stack([np.ones(len(rows)), rows[:, used]])

    def fit(self, X, y) -> "Model":
        """Learn from pupils `X` (all four columns) and two labels `y`; returns the model.

        Raises ValueError for another shape, or unless there are two labels.
        """
        inputs = self._inputs(X)
        y = common.labels(y, len(inputs))
        if len(set(y)) != 2:
            raise ValueError("Train with pupils of two labels, no more and no fewer.")
        self.classes_ = sorted(set(y))
        truth = np.array([label == self.classes_[1] for label in y], dtype=float)
        penalty = np.diag([0.0, *[self.penalty] * len(self.columns)])
        weights = np.zeros(inputs.shape[1])
        for _ in range(50):
            chance = _squeezed(inputs @ weights)
            slope = inputs.T @ (chance - truth) + penalty @ weights
            bend = (inputs.T * (chance * (1 - chance))) @ inputs + penalty
            step = np.linalg.solve(bend, slope)
            weights = weights - step
            if np.abs(step).max() < 1e-9:
                break
        self.weights = weights
        return self

    def _scores(self, X) -> np.ndarray:
        if not hasattr(self, "weights"):
            raise ValueError("Train the model first, with fit.")
        return self._inputs(X) @ self.weights

    def score(self, x) -> float:
        """The score of one pupil; above 0 means the second label of `classes_`."""
        return float(self._scores([x])[0])

    def predict(self, X) -> list[str]:
        """The label of each pupil: the second one where the score is above 0."""
        return [self.classes_[int(score > 0)] for score in self._scores(X)]

    def predict_proba(self, X) -> list[list[float]]:
        """For each pupil the chances of the two labels, in the order of `classes_`."""
        return [[1 - chance, chance] for chance in _squeezed(self._scores(X)).tolist()]

    def why(self, x) -> str:
        """The score of one pupil, and what each column adds to it."""
        (label,), score = self.predict([x]), self.score(x)
        start, *parts = (self._inputs([x])[0] * self.weights).tolist()
        added = ", ".join(
            f"{name} adds {part:+.2f}" for name, part in zip(self.columns, parts, strict=True)
        )
        return (
            f"It predicts {label}: the score is {score:+.2f}, and above 0 means "
            f"{self.classes_[1]}. Of this, {added}, and the start value adds {start:+.2f}."
        )


def _squeezed(scores: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-score)), without overflow far from 0."""
    return 0.5 + 0.5 * np.tanh(scores / 2)


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`), beside the true skill."""
    return common.cases(model, test_cards() if cards is None else cards)


def picked(cases: Iterable[Mapping]) -> dict[str, float]:
    """The share of each line that is picked, 0 to 1, and the "gap": line A minus line B.

    >>> picked([{"group": "A", "predicted": "picked"}, {"group": "B", "predicted": "not picked"}])
    {'A': 1.0, 'B': 0.0, 'gap': 1.0}
    """
    found = {line: [] for line in GROUPS}
    for case in cases:
        found[case["group"]].append(case["predicted"] == PICKED)
    shares = {line: sum(one) / len(one) for line, one in found.items()}
    return shares | {"gap": shares["A"] - shares["B"]}


def left_out(cases: Iterable[Mapping]) -> dict[str, float]:
    """For each line the share of its skilled pupils, 0 to 1, who are not picked."""
    skilled = errors(case for case in cases if case["truth"] == PICKED)
    return {f"skilled {line} left out": skilled[line] for line in GROUPS}


def guessable(columns: Sequence[str], X, cards: list[dict]) -> float:
    """The share of `cards` whose line a model guesses right from these columns, taught with `X`."""
    lines = ["A" if row[0] > 0 else "B" for row in common.table(X, COLUMNS)]
    guesses = Model(columns).fit(X, lines).predict([card["x"] for card in cards])
    return sum(g == card["group"] for g, card in zip(guesses, cards, strict=True)) / len(cards)


BLIND, NO_STOP = ("essay", "bus_stop", "club"), ("essay", "club")
# name: (columns, labels, link)
PICKERS = {
    "all columns": (COLUMNS, "past", LINK),
    "bus line deleted": (BLIND, "past", LINK),
    "bus line and bus stop deleted": (NO_STOP, "past", LINK),
    "essay alone": (("essay",), "past", LINK),
    "bus line deleted, labels of true skill": (BLIND, "skill", LINK),
}
PICKERS |= {
    f"essay and bus stop, linked {round(100 * link)} %": (("essay", "bus_stop"), "past", link)
    for link in (0.5, 0.7, 0.9, 0.99)
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What each picker of `PICKERS` does with 2,000 new pupils.

    The inner keys, all from 0 to 1: "gap", the share of line A that is picked minus that of line B;
    "skilled A left out", "skilled B left out"; "overall", the share of picks that true skill calls
    wrong; and "line guessed", how many lines can be guessed right from the columns of the picker.
    """
    # the pickers of one world meet the same pupils
    dealt = cache(lambda link, label: deal(dict.fromkeys(GROUPS, 1000), seed, link, label))
    met = cache(lambda link: new_cards(seed, link))
    found = {}
    for name, (columns, label, link) in PICKERS.items():
        (X, y), new = dealt(link, label), met(link)
        seen = cases(Model(columns).fit(X, y), new)
        found[name] = {
            "gap": picked(seen)["gap"],
            **left_out(seen),
            "overall": errors(seen)["overall"],
            "line guessed": guessable(columns, X, new),
        }
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    rows = [
        [name, f"{100 * found['gap']:.1f}", *(percent(found[key]) for key in list(found)[1:])]
        for name, found in effect(seed).items()
    ]
    return common.model_card(
        "Who is picked for the summer programme?",
        [
            "This model picks invented pupils for a programme, as a committee of the past would.",
            "It may use the bus line, an essay, the bus stop and the club, or fewer of them.",
        ],
        trained=[f"2,000 invented pupils and the choices of the past (deal {seed})."],
        errors=[
            "Counted on 2,000 new pupils, 1,000 of each bus line, beside their true skill.",
            "The gap is the share of line A that is picked minus that of line B, in points.",
            "",
            *common.grid(
                [
                    *("picker", "gap", "skilled A left out", "skilled B left out"),
                    *("overall wrong", "line guessed"),
                ],
                rows,
            ),
            "",
            "A gap belongs to the past choices, not to the pupils: both lines are equally skilled.",
            "Had the committee leaned to line B, the gap would have changed sides.",
        ],
        use="Finding out whether a model without a column is blind to it.",
        misuse="Picking real pupils.",
    )
