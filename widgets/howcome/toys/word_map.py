"""What did it read? A map of words that lies as the words lay in newspapers and Wikipedia.

World: the table `words`: the places of about 1,000 words on the map GloVe, made of news up to 2010
and of Wikipedia as it was in 2014 (J. Pennington, R. Socher and C. Manning, 2014).
Model: a probe. The k nearest words that it was taught with tell on which side of an axis a word
lies; the axis runs from "he" to "she" (T. Bolukbasi et al., "Man is to computer programmer as woman
is to homemaker?", 2016; H. Gonen and Y. Goldberg, "Lipstick on a pig", 2019).
What breaks: jobs lie toward "she" or toward "he", as their texts had it. Taking the axis out sets
every score to 0, but the neighbors stay: the probe still finds the old side of most words, jobs
among them. It does so for the axes of other words too, as an axis is a small part of a map of 50
numbers; and in the association test math and arts change sides. "Man is to doctor as woman is to
nurse" owes much to a rule: the words of the question may not be the answer.
"""

import itertools
import random
import statistics
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from howcome import cards
from howcome.toys import common
from howcome.toys.common import percent

__all__ = [
    *("AXIS", "LESSONS", "TESTS", "UNITS", "Map", "Model", "card", "effect", "first_deal"),
    *("mended", "missed", "one_sided", "questions", "retrain", "split", "whole", "words"),
]

LESSONS = ("h08-words-carry-baggage",)
# What `effect` measures that is no share.
UNITS = {"job scores apart": "score", "effect size": "d"}
AXIS = ("she", "he")  # from "he" to "she": a score above 0 lies toward "she"
# The words farthest out on each side, for the probe: half to teach it with, half to test it on.
MOST = 200
# Themes that take no part in the probe: people are on a side by meaning, and word pairs such as
# "big" and "bigger" would be each other's answer.
NOT_PROBED = ("people", "now and then", "more and more", "one and many")

# The tests of A. Caliskan, J. Bryson and A. Narayanan, "Semantics derived automatically from
# language corpora contain human-like biases", Science 356 (2017), as far as the table has them.
HE = ("male", "man", "boy", "brother", "he", "him", "his", "son")
SHE = ("female", "woman", "girl", "sister", "she", "her", "hers", "daughter")


@cache
def _themes() -> dict[str, str]:
    return {row["word"]: row["theme"] for row in cards.rows("words")}


def words(theme: str | None = None) -> list[str]:
    """All words of the map, or those of one theme; raises ValueError for a theme it has not.

    >>> words("colors")[:3]
    ['black', 'blue', 'brown']
    """
    themes = _themes()
    if theme is not None and theme not in themes.values():
        known = ", ".join(dict.fromkeys(themes.values()))
        raise ValueError(f"There is no theme {theme!r}; there are: {known}.")
    return [word for word in themes if theme in (None, themes[word])]


def _unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors of length 1: only the direction of a word counts, not how often it was read."""
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


class Map:
    """Words and their places: one vector of length 1 for each, so that a product is a cosine.

    >>> [word for _, word in whole().neighbors("piano", 3)]
    ['violin', 'flute', 'guitar']
    """

    def __init__(self, words: Sequence[str], vectors: np.ndarray):
        """Keep the `words` and their `vectors`, one row a word, of any length but zero."""
        self.words = list(words)
        self.vectors = _unit(np.asarray(vectors, dtype=float))
        self.vectors.flags.writeable = False  # maps are kept and shared
        self.place = {word: number for number, word in enumerate(self.words)}

    def at(self, *asked: str) -> np.ndarray:
        """The vectors of these words, one row each; ValueError for a word that is not there."""
        for word in asked:
            if word not in self.place:
                raise ValueError(f"The map has no word {word!r}: choose from word_map.words().")
        return self.vectors[[self.place[word] for word in asked]]

    def nearest(
        self, vector: np.ndarray, but: Iterable[str] = (), count: int = 10
    ) -> list[tuple[float, str]]:
        """The words most similar to a vector, without those in `but`: cosine (-1 to 1) and word."""
        alike = self.vectors @ vector
        order = np.argsort(-alike, kind="stable").tolist()
        left_out = {self.place[word] for word in but}
        best = itertools.islice((i for i in order if i not in left_out), count)
        return [(float(alike[i]), self.words[i]) for i in best]

    def neighbors(self, word: str, count: int = 10) -> list[tuple[float, str]]:
        """The words most similar to this one, each with its cosine."""
        return self.nearest(self.at(word)[0], but=[word], count=count)

    def axis(self, plus: str = "she", minus: str = "he") -> np.ndarray:
        """The direction from `minus` to `plus`, a vector of length 1."""
        way = np.subtract(*self.at(plus, minus))
        if np.linalg.norm(way) < 1e-9:
            raise ValueError(f"{plus!r} and {minus!r} are at one place: no axis runs between them.")
        return _unit(way)

    def scores(self, asked: Iterable[str], axis: np.ndarray) -> dict[str, float]:
        """How far each word lies along an axis: its cosine, above 0 toward the plus word.

        A word at 0 is as similar to the one as to the other; that does not make it "neutral".
        """
        asked = list(asked)
        return dict(zip(asked, (self.at(*asked) @ axis).tolist(), strict=True))

    def without(self, axis: np.ndarray) -> "Map":
        """The map with an axis taken out: each word moves straight along it until it scores 0."""
        return Map(self.words, self.vectors - np.outer(self.vectors @ axis, axis))

    def analogy(self, a: str, b: str, c: str, forbid: bool = True) -> list[tuple[float, str]]:
        """`a` is to `b` as `c` is to what? The words most similar to b - a + c, best first.

        Most tools forbid `a`, `b` and `c` as answers without saying so (M. Nissim, R. van Noord and
        R. van der Goot, "Fair is better than sensational", 2020); `forbid=False` allows them.

        >>> whole().analogy("man", "doctor", "woman")[0][1]
        'nurse'
        >>> whole().analogy("man", "doctor", "woman", forbid=False)[0][1]
        'doctor'
        """
        first, second, third = self.at(a, b, c)
        return self.nearest(_unit(second - first + third), but=(a, b, c) if forbid else ())

    def association(
        self,
        X: Sequence[str],
        Y: Sequence[str],
        A: Sequence[str],
        B: Sequence[str],
        *,
        seed: int = 0,
        shuffles: int = 2000,
    ) -> tuple[float, float]:
        """Are words X closer to A, and words Y closer to B? The test of Caliskan et al. (2017).

        A word's association is its mean cosine with A less its mean cosine with B. Returns the
        effect size (the means of X and of Y apart, in standard deviations of all) and the share of
        shuffled splits into X and Y whose difference is as high, the true split counted as one.
        Raises ValueError for an empty list, and for words that are not on the map.
        """
        if not (X and Y and A and B):
            raise ValueError("Give at least one word in each of the four lists.")
        associated = self.at(*X, *Y) @ (self.at(*A).mean(0) - self.at(*B).mean(0))
        apart = associated[: len(X)].mean() - associated[len(X) :].mean()
        chance = random.Random(f"word_map shuffle {seed}")
        splits = [chance.sample(range(len(associated)), len(X)) for _ in range(shuffles)]
        shuffled = associated[splits].sum(1)
        # equal sums may differ in their last digit
        high = (shuffled >= associated[: len(X)].sum() - 1e-9).sum()
        return float(apart / associated.std(ddof=1)), float((1 + high) / (1 + shuffles))


@cache
def whole() -> Map:
    """The map as it came, with all words of the table."""
    rows = cards.rows("words")
    columns = [name for name in rows[0] if name not in ("word", "theme")]
    return Map([row["word"] for row in rows], np.array([[row[c] for c in columns] for row in rows]))


@cache
def mended() -> Map:
    """The map with the axis from "he" to "she" taken out."""
    return whole().without(whole().axis(*AXIS))


@cache
def _probed() -> list[str]:
    """The words that the probe may be asked about."""
    return [word for word, theme in _themes().items() if theme not in NOT_PROBED]


def one_sided(plus: str = "she", minus: str = "he") -> dict[str, str]:
    """The words farthest out on an axis, 200 toward each end: word -> the end it lies toward.

    Words of the themes `NOT_PROBED` are left out.
    """
    scores = whole().scores(_probed(), whole().axis(plus, minus))
    ranked = sorted(scores, key=scores.__getitem__)
    return dict.fromkeys(ranked[-MOST:], plus) | dict.fromkeys(ranked[:MOST], minus)


def split(
    seed: int = 0, sides: dict[str, str] | None = None
) -> tuple[dict[str, str], dict[str, str]]:
    """Words to teach the probe with and words to test it on, with their sides; half of each side.

    `sides` has the side of each word; without it, it is that of `one_sided`.
    """
    sides = sides or one_sided(*AXIS)
    taught, tested = {}, {}
    for side in dict.fromkeys(sides.values()):
        mine = [word for word, of in sides.items() if of == side]
        random.Random(f"word_map {side} {seed}").shuffle(mine)
        taught |= dict.fromkeys(mine[: len(mine) // 2], side)
        tested |= dict.fromkeys(mine[len(mine) // 2 :], side)
    return taught, tested


def first_deal(seed: int = 0) -> tuple[list[str], list[str]]:
    """The 200 words that the probe is taught with, and the side each was on."""
    taught, _ = split(seed)
    return list(taught), list(taught.values())


class Model:
    """The probe: on which side was a word? The side of most of its k nearest taught words.

    >>> probe = Model(k=1).fit(["nurse", "captain"], ["she", "he"])
    >>> probe.predict(["receptionist", "coach"])
    ['she', 'he']
    """

    def __init__(self, k: int = 9, on: Map | None = None):
        """Compare with `k` words on a map: without `on`, the one with its axis taken out."""
        if k < 1:
            raise ValueError(f"Compare with at least 1 word, not {k}.")
        self.k = k
        self.map = on or mended()

    def fit(self, X, y) -> "Model":
        """Keep the words `X` and the side `y` of each; returns the model.

        Raises ValueError for words that are not on the map, and unless each has a side.
        """
        X = self._known(X)
        self.sides = common.labels(y, len(X))
        self.words, self.vectors = X, self.map.at(*X)
        self.classes_ = sorted(set(self.sides))
        return self

    def _known(self, X) -> list[str]:
        try:
            asked = common.plain(X)
        except TypeError:
            asked = [None]
        if isinstance(X, str) or not all(isinstance(word, str) for word in asked):
            raise ValueError('Give a list of words of the map, such as ["nurse", "captain"].')
        if asked:
            self.map.at(*asked)
        return asked

    def nearest(self, word: str) -> list[tuple[float, str, str]]:
        """The k taught words most similar to this one: cosine, word and side, best first."""
        if not hasattr(self, "words"):
            raise ValueError("Train the model first, with fit.")
        alike = self.vectors @ self.map.at(word)[0]
        order = np.argsort(-alike, kind="stable")[: self.k]
        return [(float(alike[i]), self.words[i], self.sides[i]) for i in order]

    def predict_proba(self, X) -> list[list[float]]:
        """For each word the share of its nearest taught words on each side, as in `classes_`."""
        near = [[side for *_, side in self.nearest(word)] for word in self._known(X)]
        return [[sides.count(side) / len(sides) for side in self.classes_] for sides in near]

    def predict(self, X) -> list[str]:
        """The side of most of the nearest taught words, for each word."""
        return [self.classes_[row.index(max(row))] for row in self.predict_proba(X)]

    def why(self, x) -> str:
        """The nearest taught words, side by side."""
        (answer,) = self.predict([x])
        near = self.nearest(x)
        named = [
            f"{len(mine)} on the {side} side ({', '.join(mine)})"
            for side in self.classes_
            if (mine := [word for _, word, of in near if of == side])
        ]
        return (
            f"It predicts {answer}: of the {len(near)} taught words most like {x!r}, "
            f"{' and '.join(named)}. The nearest is {near[0][1]!r}, with a cosine of "
            f"{near[0][0]:.2f}."
        )


def missed(model: Model, tested: dict[str, str]) -> dict[str, float]:
    """The share of tested words whose side the probe missed: "overall", and for each side."""
    return common.errors(
        {"group": f"{side} side", "truth": side, "predicted": predicted}
        for side, predicted in zip(tested.values(), model.predict(tested), strict=True)
    )


def retrain(seed: int = 0, plus: str = "she", minus: str = "he") -> dict[str, float]:
    """Take an axis out, teach the probe with half of the words one-sided on it, test on the rest.

    Returns what `missed` does.
    """
    taught, tested = split(seed, one_sided(plus, minus))
    gone = whole().without(whole().axis(plus, minus))
    return missed(Model(on=gone).fit(taught, taught.values()), tested)


@cache
def questions() -> list[tuple[str, str, str, str]]:
    """All analogies of the table with a known answer: a is to b as c is to d.

    Both pairs are of one kind: go and went, big and bigger, dog and dogs, king and queen.
    """
    many = words("one and many")
    kinds = [[(a, b) for a in words() for b in many if b in (f"{a}s", f"{a.removesuffix('y')}ies")]]
    for theme in ("now and then", "more and more", "people"):
        kinds.append([*zip(words(theme)[::2], words(theme)[1::2], strict=True)])
    return [(*p, *q) for pairs in kinds for p in pairs for q in pairs if p != q]


# (X, Y, A, B): is X closer to A, and Y closer to B? The name of a theme stands for its words.
TESTS = {
    "flowers pleasant, insects unpleasant": ("flowers", "insects", "pleasant", "unpleasant"),
    "career he, family she": ("career", "family", HE, SHE),
    "math he, arts she": ("math", "arts", HE, SHE),
}
# Ways to answer "a is to b as c is to what?"
ANSWERS = {
    "analogy, its own words forbidden": lambda a, b, c: whole().analogy(a, b, c),
    "analogy, every word allowed": lambda a, b, c: whole().analogy(a, b, c, forbid=False),
    "no analogy: the nearest neighbor of c": lambda a, b, c: whole().neighbors(c),
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What lies on the map, before and after the axis from "he" to "she" is taken out.

    "job scores apart" is the standard deviation of the jobs' scores, "side found" the share of the
    test words whose side the probe finds ("jobs": of the jobs among them). "another axis taken out"
    is the mean for the axes, and the sides, of three pairs of words drawn at random. Then follow
    the association tests (`Map.association`) and 200 analogies drawn at random.
    """
    chance = random.Random(f"word_map {seed}")
    axis, (taught, tested) = whole().axis(*AXIS), split(seed)
    jobs = {word: side for word, side in tested.items() if word in words("jobs")}
    found: dict[str, dict[str, float]] = {}
    for name, place in {"axis in place": whole(), "axis taken out": mended()}.items():
        model = Model(on=place).fit(taught, taught.values())
        wrong = missed(model, tested) | {"jobs": missed(model, jobs)["overall"]}
        apart = statistics.pstdev(place.scores(words("jobs"), axis).values())
        found[name] = {"job scores apart": apart} | {
            f"side found, {group}": 1 - rate for group, rate in wrong.items()
        }
    others = [retrain(seed, *chance.sample(_probed(), 2))["overall"] for _ in range(3)]
    found["another axis taken out"] = {"side found, overall": 1 - statistics.mean(others)}

    for name, parts in TESTS.items():
        sets = [words(part) if isinstance(part, str) else part for part in parts]
        places = {name: whole()}
        if HE in parts:
            places[f"{name}: axis taken out"] = mended()
        for row, place in places.items():
            size, high = place.association(*sets, seed=seed)
            found[row] = {"effect size": size, "shuffles as high": high}

    drawn = chance.sample(questions(), 200)
    for name, answer in ANSWERS.items():
        pairs = [(answer(*asked[:3])[0][1], asked) for asked in drawn]
        found[name] = {
            "right": statistics.mean(word == asked[3] for word, asked in pairs),
            "a word of the question": statistics.mean(word in asked[:3] for word, asked in pairs),
        }
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    found = effect(seed)
    groups = ("overall", "she side", "he side", "jobs")
    rows = [
        [row, *(percent(1 - found[row][f"side found, {group}"]) for group in groups)]
        for row in ("axis in place", "axis taken out")
    ]
    other = found["another axis taken out"]["side found, overall"]
    return common.model_card(
        "On which side was the word?",
        [
            "This model finds out on which side of an axis a word lay before the axis was removed.",
            "It compares the word with the 9 words most like it, of those it was taught with.",
        ],
        trained=[
            f"{MOST} words of the map, half from the she side, half from the he side "
            f"(seed {seed}).",
            'No word about people, such as "sister", is among them.',
            "The map was made from news up to 2010 and from Wikipedia as it was in 2014.",
        ],
        errors=[
            f"Counted on {MOST} other words, {MOST // 2} of each side.",
            "An error is a word whose side was missed.",
            "",
            *common.grid(["", *groups], rows),
            "",
            f"With the axes of other words taken out, {percent(1 - other)} are missed.",
            "So words that lay together still lie together, whatever axis is taken out.",
            "Much of it is topic: most sports were on the he side, most flowers on the she side.",
            "A side belongs to the texts that were read, not to the people who do a job.",
        ],
        use="Finding out what a map of words repeats, and what taking an axis out leaves.",
        misuse="Sorting people or jobs, or proving that a map is fair: a score of 0 is no proof.",
    )
