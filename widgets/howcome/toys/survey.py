"""What does the school wish for? A survey that asked one club only.

World: a made-up school of 600 pupils: three clubs, and pupils of no club. Each pupil has one wish
for the yard. All counts are set by us; nobody was asked. Chance decides who is asked.
Model: it counts the wishes of those who were asked, and predicts the wish that most of them named.
The spread of a fair draw is that of the hypergeometric distribution (W. Cochran, "Sampling
Techniques", 1977, chapter 3).
What breaks: the soccer club wishes for a ball court, the school for a garden; ask the soccer club
only, and the answer is a ball court. Asking 200 of the club instead of 40 changes next to nothing;
40 names from a hat come closer. A hat is not always right, an equal number of each group lets small
groups count for more, and even the school's first wish leaves most pupils without their own.
"""

import random
from collections import Counter
from functools import cache

from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("GROUPS", "LESSONS", "MOST", "SAMPLES", "SCHOOL", "WAYS", "WISHES", "Model", "ask", "card"),
    *("cases", "deal", "effect", "errors", "first_deal", "shares", "test_cards", "wrong_place"),
]

LESSONS = ("e07-whose-voice-counts",)
WISHES = ("ball court", "garden", "reading corner", "swings")
# How many pupils of each group have each wish, in the order of WISHES.
SCHOOL = {
    "soccer club": (126, 42, 11, 31),
    "art club": (5, 55, 25, 15),
    "chess club": (6, 15, 30, 9),
    "no club": (18, 126, 34, 52),
}
GROUPS = tuple(SCHOOL)
MOST = {group: sum(counts) for group, counts in SCHOOL.items()}
# When a group comes through the gate, in minutes after it opens, on average. The soccer club trains
# before the first lesson.
GATE = {"soccer club": 15, "art club": 20, "chess club": 20, "no club": 20}
GATE_SPREAD = 6
WAYS = ("the soccer club", "first through the gate", "equal share", "hat")


def _wishes(group: str) -> list[str]:
    return [wish for wish, count in zip(WISHES, SCHOOL[group], strict=True) for _ in range(count)]


def test_cards() -> list[dict]:
    """All 600 pupils of the school, those who were asked too: a survey speaks for everyone.

    Each has `name`, `group`, `x` (the group again: all that the model is told of a pupil) and
    `truth`, the pupil's own wish.
    """
    return [
        {"name": f"{group} {number}", "group": group, "x": group, "truth": wish}
        for group in GROUPS
        for number, wish in enumerate(_wishes(group), start=1)
    ]


def shares() -> dict[str, float]:
    """The share of each wish in the whole school, 0 to 1: everyone counted.

    >>> {wish: round(share, 3) for wish, share in shares().items()}
    {'ball court': 0.258, 'garden': 0.397, 'reading corner': 0.167, 'swings': 0.178}
    """
    named = Counter(pupil["truth"] for pupil in test_cards())
    return {wish: named[wish] / named.total() for wish in WISHES}


def deal(counts: dict[str, int], seed: int = 0) -> tuple[list[str], list[str]]:
    """Ask `counts` pupils of each group; chance decides which, and nobody is asked twice.

    Returns the group and the wish of each pupil asked. With the same seed a bigger deal holds the
    pupils of a smaller one. Raises ValueError for an unknown group, or a number that cannot be
    asked (see `MOST`).

    >>> deal({"chess club": 2})
    (['chess club', 'chess club'], ['reading corner', 'swings'])
    """
    X, y = [], []
    for group, count in common.check_counts(counts, MOST).items():
        wishes = _wishes(group)
        # one stream of chance for each group: more of one leave the others as they were
        random.Random(f"survey {group} {seed}").shuffle(wishes)
        X += [group] * count
        y += wishes[:count]
    return X, y


def ask(way: str, size: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """Ask `size` pupils in one of four `WAYS`; returns the group and the wish of each.

    "the soccer club": pupils of that club only. "first through the gate": whoever comes first this
    morning. "equal share": as many of each group. "hat": every pupil has the same chance.
    Raises ValueError for another way, or a number that it cannot reach.

    >>> Counter(ask("equal share", 8)[0])["chess club"]
    2
    """
    if way not in WAYS:
        raise ValueError(f"There is no way {way!r}; there are: {', '.join(WAYS)}.")
    if way == "the soccer club":
        return deal({"soccer club": size}, seed)
    if way == "equal share":
        if size % len(GROUPS):
            raise ValueError(f"Ask a number that {len(GROUPS)} groups can share, not {size}.")
        return deal(dict.fromkeys(GROUPS, size // len(GROUPS)), seed)
    everyone = test_cards()
    common.check_counts({"all pupils": size}, {"all pupils": len(everyone)})
    chance = random.Random(f"survey {way} {seed}")
    if way == "hat":
        asked = chance.sample(everyone, len(everyone))
    else:
        asked = sorted(everyone, key=lambda p: chance.gauss(GATE[p["group"]], GATE_SPREAD))
    return [p["group"] for p in asked[:size]], [p["truth"] for p in asked[:size]]


def first_deal(seed: int = 0) -> tuple[list[str], list[str]]:
    """The pupils that the lesson asks first: 40 of the soccer club."""
    return ask("the soccer club", 40, seed)


class Model:
    """Counts the wishes of those asked; the one that most of them named is its prediction.

    It gives the same answer for every pupil of the school.

    >>> model = Model().fit(["art club", "art club", "no club"], ["garden", "garden", "swings"])
    >>> model.predict(["chess club"])
    ['garden']
    """

    def fit(self, X, y) -> "Model":
        """Count the groups `X` and the wishes `y` of the pupils asked; returns the model.

        Raises ValueError for an unknown group or wish, nobody asked, or not one wish for each.
        """
        X = _groups(X)
        y = common.labels(y, len(X))
        if not set(y) <= set(WISHES):
            raise ValueError(f"Each wish is one of these: {', '.join(WISHES)}.")
        self.asked, self.named = Counter(X), Counter(y)
        self.classes_ = sorted(self.named)
        return self

    def predict_proba(self, X) -> list[list[float]]:
        """For each pupil the share of each wish among those asked, in `classes_` order."""
        if not hasattr(self, "named"):
            raise ValueError("Train the model first, with fit.")
        found = [self.named[wish] / self.named.total() for wish in self.classes_]
        return [list(found) for _ in _groups(X)]

    def predict(self, X) -> list[str]:
        """The wish that most of those asked named, of equals the first in the alphabet."""
        return [self.classes_[row.index(max(row))] for row in self.predict_proba(X)]

    def why(self, x) -> str:
        """How many of those asked named each wish, and how many of this pupil's group were asked.

        >>> Model().fit(["art club"], ["garden"]).why("no club").split(": ")[1]
        "of the 1 asked, 1 named garden. From this pupil's group, no club, 0 of 230 were asked."
        """
        (wish,), (group,) = self.predict([x]), _groups([x])
        # sorted first: of equals the first in the alphabet is told first, as it is predicted
        order = Counter(sorted(self.named.elements())).most_common()
        said = ", ".join(f"{count} named {name}" for name, count in order)
        whole = self.named.total()
        return (
            f"It predicts {wish}, as for every pupil: of the {whole} asked, {said}. "
            f"From this pupil's group, {group}, {self.asked[group]} of {MOST[group]} were asked."
        )


def _groups(X) -> list[str]:
    try:
        found = [None] if isinstance(X, str) else common.plain(X)
    except TypeError:
        found = [None]
    if not all(isinstance(group, str) and group in GROUPS for group in found):
        raise ValueError(f"Give a list with the group of each pupil: {', '.join(GROUPS)}.")
    return found


def wrong_place(model: Model) -> float:
    """How far the shares among those asked are from the school's, 0 to 1.

    It is the share of wishes that would have to move to another wish to make the two the same:
    half of all the gaps added up.

    >>> round(wrong_place(Model().fit(["no club"], ["garden"])), 3)
    0.603
    """
    (found,) = model.predict_proba([GROUPS[0]])
    asked = dict(zip(model.classes_, found, strict=True))
    return sum(abs(asked.get(wish, 0.0) - share) for wish, share in shares().items()) / 2


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each pupil of the school (or for `cards`); see `common.cases`.

    A wrong case is a pupil who does not get their own wish when the prediction comes true.
    """
    return common.cases(model, test_cards() if cards is None else cards)


# name of the sample: (way, size); four of the same size, and four of five times that size
SAMPLES = {
    "40 of the soccer club": ("the soccer club", 40),
    "the first 40 through the gate": ("first through the gate", 40),
    "10 of each group": ("equal share", 40),
    "40 from a hat": ("hat", 40),
    "200 of the soccer club": ("the soccer club", 200),
    "the first 200 through the gate": ("first through the gate", 200),
    "50 of each group": ("equal share", 200),
    "200 from a hat": ("hat", 200),
    "everyone": ("hat", 600),
}
CHESS = "40 of the chess club"


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What each sample of `SAMPLES` predicts, and one of the chess club: the swap.

    The inner keys: "first wish right", 1 where the school's first wish is predicted, else 0;
    "wrong place", see `wrong_place`; "overall" and the groups, the share of pupils who do not get
    their own wish when the prediction comes true. All from 0 to 1.
    """
    everyone, true = test_cards(), shares()
    first = max(true, key=true.__getitem__)
    dealt = {name: ask(*sample, seed) for name, sample in SAMPLES.items()}
    dealt[CHESS] = deal({"chess club": 40}, seed)
    found = {}
    for name, (X, y) in dealt.items():
        model = Model().fit(X, y)
        right = float(model.predict(X[:1]) == [first])
        found[name] = {"first wish right": right, "wrong place": wrong_place(model)}
        found[name] |= errors(cases(model, everyone))
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    measured = effect(seed)
    heads = list(measured[CHESS])[1:]
    rows = [[name, *(percent(found[head]) for head in heads)] for name, found in measured.items()]
    true = ", ".join(f"{wish} {percent(share)}" for wish, share in shares().items())
    return common.model_card(
        "What does the school wish for?",
        [
            "This model counts the wishes of the pupils who were asked.",
            "It predicts the wish that most of them named, for the whole school.",
        ],
        trained=[
            f"40 pupils of the soccer club of a made-up school (deal {seed}).",
            "The table has other ways to ask, too.",
        ],
        errors=[
            f"The school has 600 pupils. Everyone counted: {true}.",
            "Wrong place: the share of counted wishes that would have to move to fit the school.",
            "The other columns: pupils who do not get their own wish if the prediction comes true.",
            "",
            *common.grid(["asked", *heads], rows),
            "",
            "A gap belongs to who was asked, not to the pupils.",
            "Ask the chess club only, as in the last line, and other groups go without.",
            "Even when everyone is asked, one wish leaves most pupils without theirs.",
        ],
        use="Finding out whose voice a survey counts.",
        misuse="Deciding what real pupils get: ask them all, and talk about it.",
    )
