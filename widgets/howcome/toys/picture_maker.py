"""What does it draw when nobody says? A picture maker that was shown mostly blue robots.

World: made-up robots, each drawn from three lengths, by the seeded generator below. Of 200 robots
that the maker is shown, 140 are blue and 60 are red. Its word twin read of 100 captains: 70 wear a
blue hat and 30 a red one.
Model: a mixture with one part for each color: its share, and a bell curve for each length (see
C. Bishop, "Pattern Recognition and Machine Learning", section 9.2; here the colors are given). To
draw, it picks a part by its share, then three lengths. The quality knob draws more and keeps the
most typical (for real makers see the truncation trick in A. Brock, J. Donahue and K. Simonyan,
"Large scale GAN training for high fidelity natural image synthesis", 2019).
What breaks: 70 % blue in the data stays 70 % in the pictures only as long as every picture is kept.
Keeping the most typical half makes it 85 %, the most typical fifth 99 %. Trained on its own kept
pictures, it draws robots of one color that are more and more alike. Showing as many red as blue
helps on average alone: which color wins then changes from deal to deal. Naming the color works, for
those who name it. The word twin does the same when its temperature is low.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from statistics import fmean, pstdev

from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("COLUMNS", "GROUPS", "HATS", "LESSONS", "MIXES", "MOST", "UNITS", "Model", "card", "cases"),
    *("deal", "effect", "errors", "first_deal", "hats", "own_pictures", "sharpen", "spread"),
    *("test_cards",),
]

LESSONS = ("m14-the-picture-maker",)
UNITS = {"spread": "cm", "spread of the color drawn most": "cm"}
GROUPS = ("blue", "red")
MOST = {color: 200 for color in GROUPS}
COLUMNS = ("antenna_cm", "body_cm", "legs_cm")
# The middle of each color; single robots spread around it (normal, standard deviation 0.8 cm).
MIDDLE = {"blue": (3.0, 7.0, 4.0), "red": (8.0, 5.0, 7.0)}
SPREAD = 0.8
LEAST = 0.05  # cm; a part learned from a single robot would have no spread, and no bell curve
# What the lesson's quality knob stands at: of all pictures, 80 % are thrown away.
QUALITY = 0.8
TEST_SIZE = 100  # requests from people with each color in mind
# The color of the hat in the 100 sentences that the word twin read.
HATS = {"blue": 70, "red": 30}


def _robots(color: str, count: int, seed: str) -> list[list[float]]:
    chance = random.Random(f"picture_maker {color} {seed}")
    return [
        [round(chance.gauss(middle, SPREAD), 2) for middle in MIDDLE[color]] for _ in range(count)
    ]


def deal(counts: Mapping[str, int], seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """Robots to show to the maker: `counts` of each color.

    Returns the robots (three lengths each, see `COLUMNS`) and their colors ("blue", "red").
    With the same seed a bigger deal holds the robots of a smaller one. Raises ValueError for an
    unknown color, or a number that cannot be dealt (see `MOST`).

    >>> deal({"blue": 1, "red": 1})
    ([[3.29, 6.64, 3.92], [7.67, 5.58, 6.5]], ['blue', 'red'])
    """
    counts = common.check_counts(counts, MOST)
    X = [x for color in GROUPS for x in _robots(color, counts[color], f"deal {seed}")]
    return X, [color for color in GROUPS for _ in range(counts[color])]


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """What the maker is shown at the start of the lesson: 140 blue robots and 60 red ones."""
    return deal({"blue": 140, "red": 60}, seed)


def test_cards() -> list[dict]:
    """200 requests, always the same; none of their robots is ever dealt.

    100 people have a blue robot in mind and 100 a red one, and all say no more than "a robot".
    Each request has `name`, `group` and `truth` (the color in mind), and `x`, the robot in mind.
    """
    return [
        {"name": f"{color}-{number:03d}", "group": color, "x": x, "truth": color}
        for color in GROUPS
        for number, x in enumerate(_robots(color, TEST_SIZE, "test"))
    ]


class Model:
    """One part for each color: its share, and the middle and the spread of each length.

    >>> model = Model().fit(*first_deal())
    >>> model.predict([[3, 7, 4], [8, 5, 7]])
    ['blue', 'red']
    """

    def fit(self, X, y) -> "Model":
        """Learn from robots `X` (three lengths each) and their colors `y`; returns the model.

        Raises ValueError for another shape, or another color.
        """
        X = common.table(X, COLUMNS)
        y = common.labels(y, len(X))
        if not set(y) <= set(GROUPS):
            raise ValueError(f"Color each robot {' or '.join(GROUPS)}, nothing else.")
        self.classes_ = [color for color in GROUPS if color in y]
        self.share, self.middle, self.spread = {}, {}, {}
        for color in self.classes_:
            lengths = list(zip(*(x for x, c in zip(X, y, strict=True) if c == color), strict=True))
            self.share[color] = y.count(color) / len(y)
            self.middle[color] = [fmean(length) for length in lengths]
            self.spread[color] = [max(pstdev(length), LEAST) for length in lengths]
        return self

    def scores(self, x: Sequence[float], color: str) -> list[float]:
        """How much each part of a robot speaks for a color: the share, then each length.

        They are logarithms; their sum is the log of share times bell curve times bell curve ...
        """
        return [
            math.log(self.share[color]),
            *(
                -(((length - middle) / spread) ** 2) / 2 - math.log(spread * math.sqrt(math.tau))
                for length, middle, spread in zip(
                    x, self.middle[color], self.spread[color], strict=True
                )
            ),
        ]

    def typical(self, x: Sequence[float]) -> float:
        """How typical a robot is of all that was shown: the log of the mixture's density."""
        found = [sum(self.scores(x, color)) for color in self.classes_]
        best = max(found)
        return best + math.log(sum(math.exp(score - best) for score in found))

    def draw(
        self, n: int, quality: float = 0.0, seed: object = 0, color: str | None = None
    ) -> tuple[list[list[float]], list[str]]:
        """Draw `n` robots; returns their lengths and colors, as `deal` does.

        `quality` (0 to 0.95) is the share of pictures that are thrown away: the least typical ones.
        With a `color` it draws that color alone. Raises ValueError for n below 1, another quality,
        or a color that it was never shown.
        """
        self._check()
        if n < 1 or not 0 <= quality <= 0.95:
            raise ValueError("Draw at least 1 robot, with a quality from 0 to 0.95.")
        if color not in (None, *self.classes_):
            raise ValueError(f"It was shown no robot of the color {color!r}, so it draws none.")
        chance = random.Random(f"picture_maker draw {seed}")
        drawn = []
        for _ in range(round(n / (1 - quality))):
            part = color or chance.choices(self.classes_, list(self.share.values()))[0]
            bells = zip(self.middle[part], self.spread[part], strict=True)
            drawn.append(([chance.gauss(middle, spread) for middle, spread in bells], part))
        if quality:
            best = sorted(range(len(drawn)), key=lambda place: -self.typical(drawn[place][0]))[:n]
            drawn = [drawn[place] for place in sorted(best)]
        return [x for x, _ in drawn], [part for _, part in drawn]

    def predict_proba(self, X) -> list[list[float]]:
        """For each robot the chance that the maker would draw it in each color of `classes_`."""
        self._check()
        return [
            [math.exp(sum(self.scores(x, color)) - self.typical(x)) for color in self.classes_]
            for x in common.table(X, COLUMNS)
        ]

    def predict(self, X) -> list[str]:
        """The color with the higher chance, for each robot."""
        return [self.classes_[row.index(max(row))] for row in self.predict_proba(X)]

    def why(self, x) -> str:
        """What speaks most for the color of one robot: a length, or the share of the color."""
        (x,) = common.table([x], COLUMNS)
        (color,) = self.predict([x])
        shown = f"{percent(self.share[color])} of the robots it was shown are {color}."
        if len(self.classes_) == 1:
            return f"It predicts {color}: {shown}"
        (other,) = set(self.classes_) - {color}
        pairs = zip(self.scores(x, color), self.scores(x, other), strict=True)
        speaks = [mine - yours for mine, yours in pairs]
        most = speaks.index(max(speaks))
        if most == 0:
            return f"It predicts {color}, and this speaks most for it: {shown}"
        place, name = most - 1, COLUMNS[most - 1].removesuffix("_cm")
        return (
            f"It predicts {color}, and the {name} of {x[place]:.2f} cm speaks most for it: "
            f"the middle is {self.middle[color][place]:.2f} cm for {color} "
            f"and {self.middle[other][place]:.2f} cm for {other}. {shown}"
        )

    def _check(self) -> None:
        if not hasattr(self, "share"):
            raise ValueError("Train the model first, with fit.")


def cases(model: Model, cards: list[dict] | None = None, quality: float = QUALITY) -> list[dict]:
    """What the maker draws for each request (or for `cards`) when nobody says a color.

    Each case has `name`, `group` and `truth` (the color in mind), `predicted` (the color drawn),
    `sure` (the chance that `predict_proba` gives to that color) and `drawn`, the three lengths.
    """
    cards = test_cards() if cards is None else cards
    X, y = model.draw(len(cards), quality, "requests")
    rows = zip(cards, X, y, model.predict_proba(X), strict=True)
    return [
        {key: card[key] for key in ("name", "group", "truth")}
        | {"predicted": color, "sure": row[model.classes_.index(color)], "drawn": x}
        for card, x, color, row in rows
    ]


def spread(X: Iterable[Sequence[float]]) -> float:
    """How different robots are, in cm: the mean of the standard deviations of the three lengths.

    >>> spread([[1, 2, 3], [3, 4, 5]])
    1.0
    """
    return fmean(pstdev(length) for length in zip(*X, strict=True))


def own_pictures(
    rounds: int = 5, quality: float = 0.5, seed: int = 0
) -> list[tuple[list[list[float]], list[str]]]:
    """Train on the first deal, draw 200, train on these alone, and so on.

    Returns what was drawn in each round, lengths and colors (I. Shumailov and others, "AI models
    collapse when trained on recursively generated data", Nature 631, 2024).
    """
    found = [first_deal(seed)]
    for number in range(rounds):
        found.append(Model().fit(*found[-1]).draw(200, quality, f"{seed} round {number}"))
    return found[1:]


def sharpen(counts: Mapping[str, int], temperature: float) -> dict[str, float]:
    """The chance of each word at a temperature: its share to the power of 1 / temperature.

    At 1 the chances are the shares; at 0 the most common word is all that is left (equals share).
    Raises ValueError for a temperature below 0.

    >>> sharpen({"blue": 2, "red": 1}, temperature=0.5)
    {'blue': 0.8, 'red': 0.2}
    """
    if not 0 <= temperature < math.inf:
        raise ValueError(f"Give a temperature of 0 or more, not {temperature}.")
    most = max(counts.values())
    if temperature == 0:
        weights = {word: float(count == most) for word, count in counts.items()}
    else:
        weights = {word: (count / most) ** (1 / temperature) for word, count in counts.items()}
    return {word: weight / sum(weights.values()) for word, weight in weights.items()}


def hats(n: int, temperature: float = 1.0, seed: int = 0) -> list[str]:
    """`n` times the next word after "the captain wears a hat of": "blue" or "red"."""
    chances = sharpen(HATS, temperature)
    chance = random.Random(f"picture_maker hats {seed}")
    return chance.choices(list(chances), list(chances.values()), k=n)


# name: (what is shown, quality)
MIXES = {
    "140 blue, 60 red, every picture kept": ({"blue": 140, "red": 60}, 0.0),
    "140 blue, 60 red, half kept": ({"blue": 140, "red": 60}, 0.5),
    "140 blue, 60 red, a fifth kept": ({"blue": 140, "red": 60}, QUALITY),
    "60 blue, 140 red, a fifth kept": ({"blue": 60, "red": 140}, QUALITY),
    "100 blue, 100 red, a fifth kept": ({"blue": 100, "red": 100}, QUALITY),
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What is drawn when nobody says: the share of "blue", and how different the pictures are.

    The outer keys are the names of `MIXES`; "asked for red, a fifth kept"; "own pictures" after 1
    and 5 rounds with half kept; and the word twin at four temperatures, with "blue" alone. Each is
    measured on 200 pictures or words. "spread" (cm, see `spread`) is over all pictures; "spread of
    the color drawn most" shows how alike robots of one color are.
    """

    def drawn(X: list[list[float]], y: list[str]) -> dict[str, float]:
        most = max(GROUPS, key=y.count)
        return {
            "blue": y.count("blue") / len(y),
            "spread": spread(X),
            "spread of the color drawn most": spread(
                [x for x, color in zip(X, y, strict=True) if color == most]
            ),
        }

    found = {}
    for name, (counts, quality) in MIXES.items():
        found[name] = drawn(*Model().fit(*deal(counts, seed)).draw(200, quality, seed))
    model = Model().fit(*first_deal(seed))
    found["asked for red, a fifth kept"] = drawn(*model.draw(200, QUALITY, seed, "red"))
    rounds = own_pictures(5, 0.5, seed)
    found["own pictures, round 1"] = drawn(*rounds[0])
    found["own pictures, round 5"] = drawn(*rounds[-1])
    for temperature in (1, 0.5, 0.25, 0):
        words = hats(200, temperature, seed)
        found[f"hats, temperature {temperature}"] = {"blue": words.count("blue") / 200}
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    rows = []
    for name, (counts, quality) in MIXES.items():
        found = errors(cases(Model().fit(*deal(counts, seed)), quality=quality))
        rows.append([name, *(percent(found[key]) for key in (*GROUPS, "overall"))])
    return common.model_card(
        "What does it draw when nobody says?",
        [
            "This maker draws robots from three lengths, blue or red.",
            "Its quality knob throws away the pictures least typical of what it was shown.",
        ],
        trained=[f"200 made-up robots, 140 blue and 60 red (deal {seed}), or as the table says."],
        heading="Errors: another color than the one in mind",
        errors=[
            "Counted on 200 requests: 100 people have blue in mind and 100 have red.",
            'All of them say "a robot" and no color.',
            "",
            *common.grid(["shown", "blue in mind", "red in mind", "overall"], rows),
            "",
            "A gap belongs to what it was shown and to the knob, never to the people who ask:",
            "swap the numbers of robots, and the errors swap.",
            "With equal numbers, the color that wins changes from deal to deal.",
        ],
        use="Finding out how what is common becomes all there is.",
        misuse="Showing what robots, or people, are like: it draws what it was shown most.",
    )
