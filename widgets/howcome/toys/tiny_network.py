"""Why does it make things up? A tiny network finishes sentences about facts it never read.

World: 30 plain sentences of the data set "animals", one for each fact. The network reads 24 of
them. It never reads the other 6, though every word in them comes up elsewhere.
Model: one hidden layer. It scores every next word from the last three words, and learns by small
steps downhill, one example at a time (after Y. Bengio et al., "A neural probabilistic language
model", Journal of Machine Learning Research 3, 2003, made much smaller).
What breaks: it gets the facts it read right. Asked for one it never read, it still gives a word,
with a high score, and is right about as often as by luck. A low temperature makes nearly all of its
own sentences true, and these answers no truer. "Unknown" has to be offered: taught for three of
these facts, it comes for those and hardly for the others. A bar for the score stops most false
answers, not all, and fewer after more training. Looking the fact up in what was read stops all of
them, and finds nothing new.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import mul
from statistics import mean

from howcome import cards
from howcome.toys import common, next_word
from howcome.toys.common import percent
from howcome.toys.next_word import box, pairs, spread, texts, truth, words

__all__ = [
    *("BAR", "GROUPS", "LESSONS", "TEMPERATURES", "UNITS", "UNKNOWN", "Model", "answer", "card"),
    *("cases", "effect", "facts", "first_deal", "look_up", "questions", "retrain", "shares"),
    *("verdict",),
]

LESSONS = ("m07-made-up-facts", "h07-tiny-language-model")
UNITS = {"sure": "0 to 1"}
GROUPS = ("read", "never read")
UNKNOWN = "unknown"
LOOKS_BACK = 3  # words: enough for "cow lives in"
HIDDEN = 8  # numbers in the middle of the network
TEMPERATURES = (0.3, 1.0, 1.5)
BAR = 0.9  # below this score, one of the mends answers "unknown"


def facts(seed: int = 0) -> dict[str, tuple[str, ...]]:
    """The 30 plain sentences: 24 under "read" and 6 under "never read".

    Never read are two facts about homes, two about food and two about bodies, all of different
    animals. Each of their answers is read about another animal.

    >>> len(facts()["never read"]), len(facts()["read"])
    (6, 24)
    """
    plain: dict[tuple[str, str], str] = {}
    for row in cards.rows("animals"):
        plain.setdefault((row["animal"], row["about"]), row["sentence"])
    order = list(plain)
    random.Random(f"tiny_network facts {seed}").shuffle(order)
    never: list[tuple[str, str]] = []
    for animal, about in order:
        answers = [box()[fact] for fact in plain if fact not in never]
        room = [kind for _, kind in never].count(about) < 2
        if room and answers.count(box()[animal, about]) > 1 and animal not in dict(never):
            never.append((animal, about))
    return {
        "read": tuple(sentence for fact, sentence in plain.items() if fact not in never),
        "never read": tuple(plain[fact] for fact in never),
    }


def first_deal(seed: int = 0) -> tuple[list[str], list[str]]:
    """The beginnings in the 24 sentences that are read, and the word after each."""
    return pairs(facts(seed)["read"])


def questions(seed: int = 0) -> list[dict]:
    """The 30 facts, each asked for its last word; a question is a sentence without it.

    Each has `name`, `group` ("read" or "never read"), `x` and `truth`.

    >>> questions()[0]["x"], questions()[0]["truth"]
    ('The frog lives in', 'ponds')
    """
    found = []
    for group, sentences in facts(seed).items():
        for sentence in sentences:
            x, last = sentence.rstrip(".").rsplit(" ", 1)
            found.append({"name": sentence, "group": group, "x": x, "truth": last})
    return found


def dot(these: Sequence[float], those: Sequence[float]) -> float:
    """The sum of the products."""
    return sum(map(mul, these, those))


def moved(numbers: Sequence[float], slopes: Sequence[float], rate: float) -> list[float]:
    """The numbers, each a step downhill."""
    return [n - rate * slope for n, slope in zip(numbers, slopes, strict=True)]


class Model:
    """Scores every next word from the last three words, with numbers that it learns.

    Each word has 8 numbers for each of the three places it may stand in. The numbers of the last
    three words are added and bent into -1 to 1 (tanh). Every next word weighs these 8 with 8
    numbers of its own; softmax turns the sums into chances.

    >>> model = Model().fit(*pairs(["Cows eat hay.", "Hens eat bugs."]))
    >>> model.predict(["cows eat"])
    ['hay']
    """

    def __init__(self, seed: int = 0, rounds: int = 20, rate: float = 1.0):
        """`seed`: for the numbers at the start and the order; `rounds`: how often it reads all.

        `rate` is the size of the first steps; they get smaller from round to round.
        """
        if rounds not in range(1, 1001):
            raise ValueError(f"Read for 1 to 1000 rounds, not {rounds}.")
        self.seed, self.rounds, self.rate = seed, rounds, rate

    def fit(self, X, y) -> "Model":
        """Learn: `X` are beginnings of sentences, `y` the word that came next after each.

        `pairs` makes both from sentences. Returns the model. Raises ValueError for anything but
        texts, for none, and unless there is one next word for each.
        """
        X = texts(X)
        y = texts(common.labels(y, len(X)))
        self.begin({"", *(word for text in X for word in words(text))}, sorted(set(y)))
        # each different example once a round, however often it was read: that takes less time
        examples = list(dict.fromkeys((self.last(words(x)), w) for x, w in zip(X, y, strict=True)))
        chance = random.Random(f"tiny_network order {self.seed}")
        for turn in range(self.rounds):
            chance.shuffle(examples)
            rate = self.rate * (1 - turn / self.rounds)
            for said, word in examples:
                self.learn(said, word, rate)
        return self

    def begin(self, known: Iterable[str], classes: list[str]) -> None:
        """Small numbers by chance, before anything is learned."""
        chance = random.Random(f"tiny_network start {self.seed}")

        def few() -> list[float]:
            return [chance.uniform(-0.5, 0.5) for _ in range(HIDDEN)]

        known = sorted(known)
        self.classes_ = classes
        self.places = [{word: few() for word in known} for _ in range(LOOKS_BACK)]
        self.weights = [few() for _ in classes]
        self.extra = [0.0 for _ in classes]

    def last(self, said: list[str]) -> tuple[str, ...]:
        """The last three words; "" stands before the first word of a sentence."""
        if not hasattr(self, "places"):
            raise ValueError("Train the model first, with fit.")
        for word in said:
            if word not in self.places[0]:
                raise ValueError(f"It never read the word {word!r}: use words from its sentences.")
        return tuple([*[""] * LOOKS_BACK, *said][-LOOKS_BACK:])

    def hidden(self, said: Sequence[str | None]) -> list[float]:
        """The 8 numbers in the middle; a word that is None is left out."""
        rows = [place[w] for place, w in zip(self.places, said, strict=True) if w is not None]
        return [math.tanh(sum(column)) for column in zip(*rows, strict=True)]

    def out(self, hidden: list[float]) -> list[float]:
        """The chance of each next word, in `classes_` order: softmax of the weighed numbers."""
        scores = [e + dot(row, hidden) for e, row in zip(self.extra, self.weights, strict=True)]
        most = max(scores)  # taken off, so that no power grows endless
        powers = [math.exp(score - most) for score in scores]
        whole = sum(powers)
        return [power / whole for power in powers]

    def learn(self, said: Sequence[str], word: str, rate: float) -> None:
        """One step downhill on the loss, -log(chance of the word that came next)."""
        hidden = self.hidden(said)
        # the slope of the loss for each score is the chance minus the truth, which is 1 or 0
        slopes = self.out(hidden)
        slopes[self.classes_.index(word)] -= 1
        # back through the weights, and through tanh, whose slope is 1 - tanh squared
        back = [dot(slopes, column) for column in zip(*self.weights, strict=True)]
        back = [b * (1 - number**2) for b, number in zip(back, hidden, strict=True)]
        self.extra = moved(self.extra, slopes, rate)
        self.weights = [
            moved(row, hidden, rate * slope)
            for row, slope in zip(self.weights, slopes, strict=True)
        ]
        for place, read in zip(self.places, said, strict=True):
            place[read] = moved(place[read], back, rate)

    def size(self) -> int:
        """How many numbers it has learned."""
        return HIDDEN * LOOKS_BACK * len(self.places[0]) + (HIDDEN + 1) * len(self.classes_)

    def chances(self, said: str | list[str], temperature: float = 1.0) -> dict[str, float]:
        """The chance of each next word after the words so far, most likely first."""
        found = self.out(self.hidden(self.last(words(said))))
        return spread(dict(zip(self.classes_, found, strict=True)), temperature)

    def predict_proba(self, X) -> list[list[float]]:
        """For each text the chance of each next word, in `classes_` order."""
        return [self.out(self.hidden(self.last(words(text)))) for text in texts(X)]

    def predict(self, X) -> list[str]:
        """The most likely next word for each text."""
        return [self.classes_[row.index(max(row))] for row in self.predict_proba(X)]

    def why(self, x: str) -> str:
        """What hiding one of the last words does to the chance of the predicted word."""
        (x,) = texts([x])
        said = self.last(words(x))
        (row,) = self.predict_proba([x])
        at = row.index(max(row))
        text = f'It predicts "{self.classes_[at]}" with a chance of {row[at]:.2f}.'
        hidden = {
            word: self.out(self.hidden([None if other == word else other for other in said]))[at]
            for word in said
            if word
        }
        if not hidden:
            return f"{text} No word stands before it."
        word = max(hidden, key=lambda w: abs(hidden[w] - row[at]))
        return f'{text} Hide "{word}", and that chance becomes {hidden[word]:.2f}.'

    def write(
        self, seed: int | str = 0, temperature: float = 1.0, start: str | list[str] = ""
    ) -> str:
        """A sentence drawn word by word; see `next_word.write`."""
        return next_word.write(self, seed, temperature, start)


def look_up(question: str, read: Iterable[str]) -> str:
    """The mend: no network. The end of the sentence that begins so, or "unknown".

    >>> look_up("The cow eats", ["The cow eats hay."]), look_up("The hen eats", [])
    ('hay', 'unknown')
    """
    asked = words(question)
    for sentence in map(words, read):
        if sentence[: len(asked)] == asked:
            return " ".join(sentence[len(asked) :])
    return UNKNOWN


def cases(model: Model, cards: list[dict]) -> list[dict]:
    """What the model predicts for each of the `questions`; see `common.cases`."""
    return common.cases(model, cards)


def retrain(seed: int = 0) -> list[dict]:
    """What one press costs: train, and ask all 30 questions."""
    return cases(Model(seed).fit(*first_deal(seed)), questions(seed))


def answer(model: Model, question: str, bar: float = 0.0) -> str:
    """The most likely last word, or "unknown" where its chance is below the bar."""
    word, sure = next(iter(model.chances(question).items()))
    return word if sure >= bar else UNKNOWN


def verdict(question: str, word: str) -> str:
    """What the card box says of this answer, see `next_word.truth`; "unknown" stays "unknown".

    >>> verdict("The hen eats", "hay"), verdict("The hen eats", "unknown")
    ('false', 'unknown')
    """
    return UNKNOWN if word == UNKNOWN else truth(f"{question} {word}")


def shares(answers: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The mean share of each verdict, for answers: question -> {word: its chance}."""
    found = {"true": 0.0, "false": 0.0, "nonsense": 0.0, UNKNOWN: 0.0}
    for question, chances in answers.items():
        for word, chance in chances.items():
            found[verdict(question, word)] += chance
    return {name: whole / len(answers) for name, whole in found.items()}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What becomes of the facts it read and of those it never read, and what mends it.

    "true", "false", "nonsense" and "unknown" are shares of the answers; "sure" is the mean chance
    of the most likely answer, 0 to 1.
    Under a temperature stand answers drawn at it; "its own sentences" are written from the first
    word on; everywhere else the most likely answer counts.
    """
    read = facts(seed)["read"]
    asked = {
        group: [card["x"] for card in questions(seed) if card["group"] == group] for group in GROUPS
    }
    model = Model(seed).fit(*pairs(read))

    def sure(group: str, temperature: float = 1.0) -> dict[str, float]:
        return {"sure": mean(max(model.chances(x, temperature).values()) for x in asked[group])}

    found = {}
    for group in GROUPS:
        found[group] = shares({x: {answer(model, x): 1.0} for x in asked[group]}) | sure(group)
    for temperature in TEMPERATURES:
        drawn = {x: model.chances(x, temperature) for x in asked["never read"]}
        one = shares(drawn) | sure("never read", temperature)
        found[f"never read, temperature {temperature:g}"] = one
    for temperature in TEMPERATURES:
        own = next_word.shares(next_word.sentences(model, seed, temperature, many=60))
        own["true"] = own["true and new"]
        found[f"its own sentences, temperature {temperature:g}"] = {
            kind: own[kind] for kind in ("true", "false", "nonsense")
        }
    # every second fact that was never read is now taught, with the answer "unknown"
    taught, others = asked["never read"][::2], asked["never read"][1::2]
    other = Model(seed).fit(*pairs([*read, *(f"{x} {UNKNOWN}." for x in taught)]))
    for name, some in (("the 3 taught", taught), ("the 3 others", others)):
        found[f'"unknown" taught for 3 never read: {name}'] = shares(
            {x: {answer(other, x): 1.0} for x in some}
        )
    for group in GROUPS:
        found[f'{group}, "unknown" below {BAR}'] = shares(
            {x: {answer(model, x, BAR): 1.0} for x in asked[group]}
        )
    for group in GROUPS:
        found[f"{group}, looked up"] = shares({x: {look_up(x, read): 1.0} for x in asked[group]})
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    kinds = ("true", "false", "nonsense", UNKNOWN)
    rows = [
        [
            name,
            *(percent(one[kind]) if kind in one else "" for kind in kinds),
            f"{one['sure']:.2f}" if "sure" in one else "",
        ]
        for name, one in effect(seed).items()
    ]
    return common.model_card(
        "A tiny network that finishes sentences",
        [
            "This model gives every word it has a chance of being the next one.",
            "It has no card box and no list of facts: only numbers, learned from sentences.",
        ],
        trained=[f"24 true sentences about ten animals (deal {seed}); 6 others it never read."],
        errors=[
            'Answers to the 24 facts it read and the 6 it never read; "sure" is the chance of the '
            "most likely answer, 0 to 1.",
            "",
            *common.grid(["", *kinds, "sure"], rows),
            "",
            "A gap belongs to what was read, not to the animals.",
            "Let it read these 6 and leave out 6 others, and the errors move to the others.",
        ],
        use="Finding out what a score says about a fact that was never read.",
        misuse="Learning about animals: look them up.",
    )
