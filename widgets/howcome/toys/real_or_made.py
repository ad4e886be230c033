"""Real or made? A detector of made pictures that was shown the work of one maker.

World: small gray pictures of shoes (the table `shoes`), and pictures that four simple makers put
together from them: by dots, by blending, from halves, by smoothing.
Model: logistic regression on five clues, trained one card at a time (stochastic gradient descent;
see C. Bishop, "Pattern Recognition and Machine Learning", section 4.3.2).
What breaks: taught with pictures made by dots, it catches nearly all of those and hardly any of the
other makers'. Taught with all four it catches more, and accuses about 3 of 10 real pictures. And
where 5 of 100 pictures are made, a detector that is right 9 times in 10 is wrong about most of
those it accuses: 68 of 100 of them are real. So ask, too, where a picture comes from.
"""

import functools
import itertools
import math
import operator
import random
import statistics

from howcome.toys import common, shoes
from howcome.toys.common import errors, percent

__all__ = [
    *("COLUMNS", "GROUPS", "LESSONS", "MAKERS", "MOST", "SHARE", "Model", "card", "cases"),
    *("clues", "deal", "effect", "errors", "first_deal", "innocent", "make", "test_cards"),
]

LESSONS = ("m09-real-or-made", "m11-whose-work-is-it")
REAL, MADE = "real", "made"
KINDS = shoes.GROUPS
SIDE = 14
# What the detector is told of a picture; each number is from 0 to 1.
COLUMNS = ("ink", "gray", "edges", "brightest", "empty")
TEST_SIZE = 90  # test pictures of each maker, and real ones
MADE_SHARE = 0.05  # of all pictures that come along, for an honest "overall"

Picture = list[list[int]]


def dots(chance: random.Random, pictures: list[Picture]) -> Picture:
    """Take every dot from another picture."""
    return [[chance.choice(pictures)[r][c] for c in range(SIDE)] for r in range(SIDE)]


def blend(chance: random.Random, pictures: list[Picture]) -> Picture:
    """Lay two pictures over each other."""
    one, two = chance.sample(pictures, 2)
    return [
        [(a + b) // 2 for a, b in zip(*rows, strict=True)] for rows in zip(one, two, strict=True)
    ]


def halves(chance: random.Random, pictures: list[Picture]) -> Picture:
    """Take the left half of one picture and the right half of another."""
    one, two = chance.sample(pictures, 2)
    return [a[: SIDE // 2] + b[SIDE // 2 :] for a, b in zip(one, two, strict=True)]


def smooth(chance: random.Random, pictures: list[Picture]) -> Picture:
    """Give every dot the mean of itself and the dots around it."""
    old = chance.choice(pictures)
    new = []
    for r in range(SIDE):
        rows = old[max(0, r - 1) : r + 2]
        around = [[dot for row in rows for dot in row[max(0, c - 1) : c + 2]] for c in range(SIDE)]
        new.append([sum(near) // len(near) for near in around])
    return new


MAKERS = {"dots": dots, "blend": blend, "halves": halves, "smooth": smooth}
GROUPS = tuple(MAKERS)
MOST = {maker: 80 for maker in GROUPS}
# Of 100 pictures that come along, 95 are real; the four makers share the others.
SHARE = {REAL: 1 - MADE_SHARE} | {maker: MADE_SHARE / len(GROUPS) for maker in GROUPS}


@functools.cache
def _shoes(split: str) -> dict[str, list[Picture]]:
    """The real pictures, kind -> pictures; `split` is "train" or "test"."""
    found: dict[str, list[Picture]] = {kind: [] for kind in KINDS}
    for card in shoes.all_cards()[split]:
        if card["group"] in KINDS:
            found[card["group"]].append(card["picture"])
    return found


def make(maker: str, count: int, seed: str, split: str = "train") -> list[Picture]:
    """`count` pictures of one maker, each from real pictures of one kind of shoe.

    A picture has 14 rows of 14 gray values, 0 (black) to 255 (white). "real" is no maker: it gives
    real pictures, none twice. Raises ValueError for another name.

    >>> [len(row) for row in make("halves", 1, seed="docs")[0]] == [14] * 14
    True
    """
    chance = random.Random(f"real_or_made {maker} {split} {seed}")
    if maker == REAL:
        return chance.sample([p for kind in KINDS for p in _shoes(split)[kind]], count)
    if maker not in MAKERS:
        raise ValueError(f"There is no maker {maker!r}; there are: {', '.join(MAKERS)}.")
    return [MAKERS[maker](chance, _shoes(split)[chance.choice(KINDS)]) for _ in range(count)]


def clues(picture: Picture) -> list[float]:
    """The five clues of a picture, in the order of `COLUMNS`, each from 0 to 1.

    "ink" is the mean dot; "gray" the share of dots that are neither dark nor bright; "edges" the
    mean step from a dot to its neighbour; "brightest" the brightest dot; "empty" the share of
    black dots. Raises ValueError unless the picture has 14 rows of 14 numbers.
    """
    rows = common.table(picture, SIDE)
    if len(rows) != SIDE:
        raise ValueError(f"Give a picture of {SIDE} rows of {SIDE} dots, not {len(rows)} rows.")
    flat = [dot / 255 for row in rows for dot in row]
    columns = zip(*rows, strict=True)
    steps = [abs(a - b) for line in (*rows, *columns) for a, b in itertools.pairwise(line)]
    return [
        sum(flat) / len(flat),
        sum(0.2 < dot < 0.8 for dot in flat) / len(flat),
        sum(steps) / len(steps) / 255,
        max(flat),
        sum(dot < 0.02 for dot in flat) / len(flat),
    ]


def deal(counts: dict[str, int], seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """Training cards: `counts` of each maker, and as many real pictures.

    Returns the cards (five clues each, see `COLUMNS`) and their labels ("made", "real").
    With the same seed a bigger deal holds the cards of a smaller one.
    Raises ValueError for an unknown maker, or a number that cannot be dealt (see `MOST`).

    >>> X, y = deal({"dots": 2})
    >>> len(X[0]), sorted(y)
    (5, ['made', 'made', 'real', 'real'])
    """
    counts = common.check_counts(counts, MOST)
    hand = []
    for group, count in (counts | {REAL: sum(counts.values())}).items():
        label = REAL if group == REAL else MADE
        hand += [(clues(picture), label) for picture in make(group, count, f"deal {seed}")]
    # The model learns one card at a time: the kinds must come mixed.
    random.Random(f"real_or_made order {seed}").shuffle(hand)
    return [x for x, _ in hand], [label for _, label in hand]


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """The training set that the lesson starts with: 80 pictures made by dots, 80 real ones."""
    return deal(MIXES["taught on dots"], seed)


@functools.cache
def _test_cards() -> list[dict]:
    return [
        {
            "name": f"{group}-{number:02d}",
            "group": group,
            "x": clues(picture),
            "truth": REAL if group == REAL else MADE,
            "picture": picture,
        }
        for group in (REAL, *GROUPS)
        for number, picture in enumerate(make(group, TEST_SIZE, "test", split="test"))
    ]


def test_cards() -> list[dict]:
    """The 450 held-out cards, 90 real ones and 90 of each maker, from shoes that are never dealt.

    Each has `name`, `group` ("real" or the maker), `x` (see `COLUMNS`), `truth` ("real" or "made")
    and `picture`, 14 rows of 14 gray values from 0 (black) to 255 (white).
    """
    return [dict(card) for card in _test_cards()]


class Model:
    """One weight for each clue. The score is the sum of weight times clue; above 0 means "made".

    A clue enters as its distance from the middle of the training cards, in spreads (standard
    deviations): all clues then have one scale.

    >>> X, y = first_deal()
    >>> Model().fit(X, y).predict([clues(make("dots", 1, seed="docs")[0])])
    ['made']
    """

    classes_ = (REAL, MADE)
    turns = 30  # how often it goes through all its cards
    step = 0.1  # how far a miss moves the weights

    def fit(self, X, y) -> "Model":
        """Learn from cards `X` (five clues each) and labels `y`; returns the model.

        Raises ValueError for another shape, another label, or when one of the two labels is absent.
        """
        X = common.table(X, COLUMNS)
        y = common.labels(y, len(X))
        if set(y) != {REAL, MADE}:
            raise ValueError(f'Train with both labels, "{REAL}" and "{MADE}", and no other.')
        columns = list(zip(*X, strict=True))
        self.middles = [statistics.fmean(column) for column in columns]
        # 1 where all are equal, as nothing can be divided by 0
        self.spreads = [statistics.pstdev(column) or 1.0 for column in columns]
        self.weights, self.start = [0.0] * len(COLUMNS), 0.0
        cards = [(self.scaled(x), label == MADE) for x, label in zip(X, y, strict=True)]
        for _ in range(self.turns):
            for x, made in cards:
                miss = made - _squeezed(self.start + sum(map(operator.mul, self.weights, x)))
                self.start += self.step * miss
                self.weights = [
                    w + self.step * miss * c for w, c in zip(self.weights, x, strict=True)
                ]
        return self

    def scaled(self, x) -> list[float]:
        """Each clue of one card in spreads from the middle of the training cards."""
        return [
            (value - middle) / spread
            for value, middle, spread in zip(x, self.middles, self.spreads, strict=True)
        ]

    def parts(self, x) -> list[float]:
        """What each clue of one card adds to the score."""
        if not hasattr(self, "weights"):
            raise ValueError("Train the model first, with fit.")
        return list(map(operator.mul, self.weights, self.scaled(x)))

    def score(self, x) -> float:
        """The sum of weight times clue, plus the start value; above 0 means "made"."""
        return sum(self.parts(x)) + self.start

    def predict(self, X) -> list[str]:
        """ "made" or "real" for each card."""
        return [MADE if self.score(x) > 0 else REAL for x in common.table(X, COLUMNS)]

    def predict_proba(self, X) -> list[list[float]]:
        """For each card the two shares, 0 to 1, in the order of `classes_`."""
        chances = [_squeezed(self.score(x)) for x in common.table(X, COLUMNS)]
        return [[1 - made, made] for made in chances]

    def why(self, x) -> str:
        """The score of one card, and the clues that moved it most each way."""
        (x,) = common.table([x], COLUMNS)
        parts = self.parts(x)
        score = self.start + sum(parts)
        sure = _squeezed(abs(score))
        order = sorted(range(len(COLUMNS)), key=parts.__getitem__)
        toward, away = (
            f"{COLUMNS[c]} {x[c]:.2f} ({parts[c]:+.2f}; the middle of its cards is "
            f"{self.middles[c]:.2f})"
            for c in (order[-1], order[0])
        )
        return (
            f"It predicts {MADE if score > 0 else REAL}: the score is {score:+.2f}, and above 0 "
            f"means {MADE} ({sure:.2f} sure). Most toward {MADE}: {toward}. "
            f"Most toward {REAL}: {away}."
        )


def _squeezed(score: float) -> float:
    """The score as a chance between 0 and 1: 0.5 where the score is 0."""
    # tanh instead of exp: the same curve, and no overflow far from 0
    return 0.5 + 0.5 * math.tanh(score / 2)


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`); see `common.cases`."""
    return common.cases(model, test_cards() if cards is None else cards)


def innocent(made: float, caught: float, accused: float) -> float | None:
    """Of all pictures called "made", the share that is real; None where none is called so.

    `made` is the share of made pictures among all that come along, `caught` the share of them that
    the detector calls "made", `accused` the share of the real ones that it calls "made"; all from 0
    to 1, or ValueError. This is Bayes' rule: of 1,000 pictures 50 are made and 45 of them caught,
    950 are real and 95 of them accused; 95 of 140 accused are innocent.

    >>> round(innocent(made=0.05, caught=0.9, accused=0.1), 3)
    0.679
    """
    if not all(0 <= share <= 1 for share in (made, caught, accused)):
        raise ValueError("Give three shares from 0 to 1, such as made=0.05.")
    rightly, wrongly = made * caught, (1 - made) * accused
    return wrongly / (rightly + wrongly) if rightly + wrongly else None


# 80 made pictures in every deal, so that only the mix differs
MIXES = {
    "taught on dots": {"dots": 80},
    "taught on smooth": {"smooth": 80},
    "taught on all four": {maker: 20 for maker in GROUPS},
}
# a detector that is right on 90 of 100 made and on 90 of 100 real pictures, name -> made share
NINE_IN_TEN = {"right 9 times in 10, 5 of 100 made": 0.05, "the same, 50 of 100 made": 0.5}


def effect(seed: int = 0) -> dict[str, dict[str, float | None]]:
    """The errors after each deal of `MIXES`, as shares from 0 to 1.

    "real" is the share of real pictures that were accused, a maker's name the share of its pictures
    that were missed, "overall" the error where 5 of 100 pictures are made (see `SHARE`), and
    "innocent of accused" the share of real ones among all that were called "made" there.
    The last rows are arithmetic, the same for every seed: `innocent` for a detector that is right
    9 times in 10.
    """
    found = {}
    for mix, counts in MIXES.items():
        wrong = errors(cases(Model().fit(*deal(counts, seed))), share=SHARE)
        caught = 1 - sum(wrong[maker] for maker in GROUPS) / len(GROUPS)
        found[mix] = wrong | {"innocent of accused": innocent(MADE_SHARE, caught, wrong[REAL])}
    for name, made in NINE_IN_TEN.items():
        found[name] = {"overall": 0.1, REAL: 0.1, "innocent of accused": innocent(made, 0.9, 0.1)}
    return found


@functools.cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    keys = (REAL, *GROUPS, "overall", "innocent of accused")
    found = effect(seed)
    rows = [[mix, *(percent(found[mix][key]) for key in keys)] for mix in MIXES]
    return common.model_card(
        "Real or made?",
        [
            'This model sorts small gray pictures of shoes into "real" and "made".',
            "It looks at five clues: how much ink, how much gray, how many edges, "
            "how bright the brightest dot is, how much is empty.",
        ],
        trained=[
            f"80 real and 80 made pictures (deal {seed}).",
            "In the last line each of the four makers made 20 of them.",
        ],
        errors=[
            "Counted on 450 test pictures that were never dealt, 90 real and 90 of each maker.",
            'A wrong real picture was called "made": it is accused and innocent. '
            'A wrong made picture was called "real": it is missed.',
            "Overall is the error where 5 of 100 pictures are made. "
            "The last column is the share of real pictures among the accused there.",
            "",
            *common.grid(["", *keys], rows),
            "",
            "A gap belongs to the training set, not to the makers:",
            "taught on smooth pictures only, it misses those made by dots.",
        ],
        use="Finding out how far a detector reaches, and whom it accuses.",
        misuse="Deciding whether a pupil, or anyone, made a picture or a text honestly.",
    )
