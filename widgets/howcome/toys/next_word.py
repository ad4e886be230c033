"""Is it true, or does it only sound true? A writer that counts which word came next.

World: the data set "animals": 30 facts about ten animals, each said in 12 true sentences. For each
fact the machine reads 10 of them, 300 in all.
Model: n-grams. It looks at the last n - 1 words and counts which word came next (C. Shannon, "A
mathematical theory of communication", 1948). Where it never read these words in a row, it looks at
fewer of them.
What breaks: everything it read is true. At n = 3 every sentence it writes sounds right, and most
are false. A lower temperature does not help. A longer memory does, until at n = 5 it only copies.
The card box finds each false sentence: what is left is true, nearly all of it copied, and most of
what was written is thrown away.
"""

import collections
import math
import random
from collections.abc import Iterable, Mapping
from functools import cache

from howcome import cards
from howcome.toys import common
from howcome.toys.common import percent

__all__ = [
    *("ABOUT", "END", "LESSONS", "MACHINES", "Model", "box", "card", "deal", "effect"),
    *("first_deal", "pairs", "retrain", "sentences", "shares", "spread", "texts", "truth"),
    *("words", "write"),
]

LESSONS = ("e08-next-word-machine", "e11-ask-check-credit", "h07-tiny-language-model")
ABOUT = ("home", "food", "body")
END = "."  # what comes next after the last word
READ = 10  # of the 12 sentences about each fact


def words(said: str | Iterable[str]) -> list[str]:
    """The words of a text, or of a list of words, in small letters and without the period.

    >>> words("The cow eats hay.")
    ['the', 'cow', 'eats', 'hay']
    """
    text = said if isinstance(said, str) else " ".join(said)
    return text.lower().replace(END, " ").split()


def texts(X) -> list[str]:
    """A list of texts, from a list, an array or a Series; raises ValueError for anything else."""
    found = [None] if isinstance(X, str) or not hasattr(X, "__iter__") else common.plain(X)
    if not all(isinstance(text, str) for text in found):
        raise ValueError('Give a list of texts, such as ["the cow eats"].')
    return found


def pairs(sentences: Iterable[str]) -> tuple[list[str], list[str]]:
    """What there is to learn in sentences: each beginning (`X`) and the word after it (`y`).

    >>> pairs(["Cows eat hay."])
    (['', 'cows', 'cows eat', 'cows eat hay'], ['cows', 'eat', 'hay', '.'])
    """
    X, y = [], []
    for sentence in texts(sentences):
        said = words(sentence)
        X += [" ".join(said[:place]) for place in range(len(said) + 1)]
        y += [*said, END]
    return X, y


@cache
def box() -> dict[tuple[str, str], str]:
    """The card box: the answer for each animal and each of `ABOUT`.

    >>> box()["cow", "food"]
    'hay'
    """
    return {(row["animal"], row["about"]): row["answer"] for row in cards.rows("animals")}


@cache
def claims() -> dict[tuple[str, ...], tuple[str, str, str]]:
    """Each sentence that can be made of the cards' words, true or not, and what it claims.

    >>> claims()["the", "frog", "eats", "hay"]
    ('frog', 'food', 'hay')
    """
    found = {}
    for row in cards.rows("animals"):
        article, about = row["sentence"].split()[0], row["about"]
        for answer in {box()[animal, kind] for animal, kind in box() if kind == about}:
            said = words(f"{article} {row['animal']} {row['wording']} {answer}")
            found[tuple(said)] = (row["animal"], about, answer)
    return found


def truth(sentence: str, read: Iterable[str] = ()) -> str:
    """Look a sentence up in the card box: "true", "false", or "nonsense" if no card fits it.

    With `read`, the sentences that a machine has read, a true one of these is "copied".

    >>> truth("The cow eats hay."), truth("The cow eats krill."), truth("The cow eats ponds.")
    ('true', 'false', 'nonsense')
    """
    claim = claims().get(tuple(words(sentence)))
    if claim is None:
        return "nonsense"
    animal, about, answer = claim
    if box()[animal, about] != answer:
        return "false"
    return "copied" if sentence in read else "true"


def deal(seed: int = 0) -> list[str]:
    """The 300 sentences that are read: for each fact, 10 of its 12 sentences.

    >>> len(deal())
    300
    """
    chance = random.Random(f"next_word deal {seed}")
    facts: dict[tuple[str, str], list[str]] = {}
    for row in cards.rows("animals"):
        facts.setdefault((row["animal"], row["about"]), []).append(row["sentence"])
    return [sentence for fact in facts.values() for sentence in chance.sample(fact, READ)]


def first_deal(seed: int = 0) -> tuple[list[str], list[str]]:
    """What the lesson starts with: the beginnings in 300 sentences, and the word after each."""
    return pairs(deal(seed))


def spread(chances: Mapping[str, float], temperature: float = 1.0) -> dict[str, float]:
    """The chances at a temperature, most likely first: each to the power 1 / temperature.

    Below 1 the most likely word gains, above 1 the others do. Raises ValueError unless the
    temperature is above 0.

    >>> spread({"hay": 0.8, "bugs": 0.2}, temperature=0.5)["hay"] > 0.94
    True
    """
    if not 0 < temperature < math.inf:
        raise ValueError(f"Give a temperature above 0, such as 1, not {temperature}.")
    most = max(chances.values())
    powers = {word: (chance / most) ** (1 / temperature) for word, chance in chances.items()}
    whole = sum(powers.values())
    return {word: powers[word] / whole for word in sorted(powers, key=lambda w: (-powers[w], w))}


def write(model, seed: int | str = 0, temperature: float = 1.0, start: str | list[str] = "") -> str:
    """A sentence: draw a next word by its chance, again and again, until the period.

    `model` is anything with `chances(words, temperature)`. A sentence of 20 words is cut off.
    """
    chance = random.Random(f"next_word write {seed}")
    said = words(start)
    while len(said) < 20:
        offered = model.chances(said, temperature)
        (word,) = chance.choices(list(offered), list(offered.values()))
        if word == END:
            break
        said.append(word)
    return " ".join(said).capitalize() + END


class Model:
    """Counts which word came next after the last n - 1 words.

    >>> model = Model(n=3).fit(*pairs(["Cows eat hay.", "Hens eat bugs.", "Frogs eat bugs."]))
    >>> model.predict(["cows eat"])
    ['hay']
    """

    def __init__(self, n: int = 3):
        if n not in (2, 3, 4, 5):
            raise ValueError(f"Choose n from 2, 3, 4 and 5, not {n}.")
        self.n = n

    def fit(self, X, y) -> "Model":
        """Count: `X` are beginnings of sentences, `y` the word that came next after each.

        `pairs` makes both from sentences. Returns the model. Raises ValueError for anything but
        texts, for none, and unless there is one next word for each.
        """
        X = texts(X)
        y = texts(common.labels(y, len(X)))
        self.counts = collections.defaultdict(collections.Counter)
        for text, word in zip(X, y, strict=True):
            for ending in self.endings(words(text)):
                self.counts[ending][word] += 1
        self.classes_ = sorted(set(y))
        return self

    def endings(self, said: list[str]) -> list[tuple[str, ...]]:
        """The last n - 1 words, then ever fewer, down to none; "" stands before the first word."""
        said = [*[""] * (self.n - 1), *said]
        return [tuple(said[len(said) - length :]) for length in range(self.n - 1, -1, -1)]

    def seen(self, said: list[str]) -> tuple[tuple[str, ...], collections.Counter]:
        """The longest of the `endings` that was read, and how often each word came after it."""
        if not hasattr(self, "counts"):
            raise ValueError("Train the model first, with fit.")
        return next((e, self.counts[e]) for e in self.endings(said) if e in self.counts)

    def chances(self, said: str | list[str], temperature: float = 1.0) -> dict[str, float]:
        """The chance of each next word after the words so far, most likely first."""
        _, came = self.seen(words(said))
        whole = came.total()
        return spread({word: count / whole for word, count in came.items()}, temperature)

    def predict_proba(self, X) -> list[list[float]]:
        """For each text the chance of each next word, in `classes_` order."""
        found = [self.chances(text) for text in texts(X)]
        return [[chances.get(word, 0.0) for word in self.classes_] for chances in found]

    def predict(self, X) -> list[str]:
        """The most likely next word for each text, the first in the alphabet of equals."""
        return [next(iter(self.chances(text))) for text in texts(X)]

    def why(self, x: str) -> str:
        """The counts behind the next word: what it looks at, and what came next there."""
        (x,) = texts([x])
        ending, came = self.seen(words(x))
        asked = self.endings(words(x))[0]
        fewer = "" if ending == asked else f"It never read {_quoted(asked)}. "
        most_first = sorted(came.items(), key=lambda item: (-item[1], item[0]))
        listed = [f'"{word}" {_times(count)}' for word, count in most_first[:3]]
        return (
            f'It predicts "{self.predict([x])[0]}". {fewer}It looks at {_quoted(ending)}, which it '
            f"read {_times(came.total())}. Next came {', '.join(listed)}."
        )

    def write(
        self, seed: int | str = 0, temperature: float = 1.0, start: str | list[str] = ""
    ) -> str:
        """A sentence drawn word by word; see `write`."""
        return write(self, seed, temperature, start)


def _times(count: int) -> str:
    return "1 time" if count == 1 else f"{count} times"


def _quoted(ending: tuple[str, ...]) -> str:
    """The words a model looks at, for a reader."""
    said = " ".join(word for word in ending if word)
    if "" in ending:
        return f'"{said}" at the start of a sentence' if said else "the start of a sentence"
    return f'"{said}"' if said else "no word at all"


def sentences(model, seed: int = 0, temperature: float = 1.0, many: int = 200) -> list[str]:
    """`many` sentences that the model writes."""
    return [write(model, f"{seed} {number}", temperature) for number in range(many)]


def shares(written: Iterable[str], read: Iterable[str] = ()) -> dict[str, float]:
    """Of these sentences, the share of each kind; `read` are the sentences the machine has read.

    "copied" sentences and "true and new" ones are true. Raises ValueError for no sentences.
    """
    read = set(read)
    found = collections.Counter(truth(sentence, read) for sentence in written)
    if not found:
        raise ValueError("Give at least one sentence.")
    names = {"false": "false", "copied": "copied", "true and new": "true", "nonsense": "nonsense"}
    return {name: found[verdict] / found.total() for name, verdict in names.items()}


def retrain(seed: int = 0) -> dict[str, float]:
    """What one press costs: deal, train, write 100 sentences and look each one up."""
    read = deal(seed)
    return shares(sentences(Model().fit(*pairs(read)), seed, many=100), read)


# name: (n, temperature)
MACHINES = {
    "n = 2": (2, 1.0),
    "n = 3": (3, 1.0),
    "n = 4": (4, 1.0),
    "n = 5": (5, 1.0),
    "n = 3, temperature 0.5": (3, 0.5),
    "n = 3, temperature 2": (3, 2.0),
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """Of 200 sentences written by each of `MACHINES`, the `shares` of each kind.

    Under "n = 3, checked" stand the shares of those that the card box calls true, and as
    "thrown away" the share of the 200 that it does not.
    """
    read = deal(seed)
    X, y = pairs(read)
    models = {n: Model(n).fit(X, y) for n in {n for n, _ in MACHINES.values()}}
    written = {
        name: sentences(models[n], seed, temperature) for name, (n, temperature) in MACHINES.items()
    }
    found = {name: shares(made, read) for name, made in written.items()}
    kept = [sentence for sentence in written["n = 3"] if truth(sentence) == "true"]
    thrown = 1 - len(kept) / len(written["n = 3"])
    return found | {"n = 3, checked": shares(kept, read) | {"thrown away": thrown}}


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    found = effect(seed)
    kinds = list(found["n = 3"])
    wrong: dict[str, list[bool]] = {about: [] for about in ABOUT}
    for sentence in sentences(Model().fit(*first_deal(seed)), seed):
        if claim := claims().get(tuple(words(sentence))):
            wrong[claim[1]].append(truth(sentence) == "false")
    return common.model_card(
        "The next-word machine",
        [
            "This model writes sentences about animals, one word after the other.",
            "It looks at the last n - 1 words, counts which word came next in what it read, and "
            "draws one.",
        ],
        trained=[f"300 true sentences about ten animals (deal {seed})."],
        errors=[
            "Counted on 200 written sentences for each line, each looked up in the card box.",
            "",
            *common.grid(
                ["", *kinds],
                [[name, *(percent(one[kind]) for kind in kinds)] for name, one in found.items()],
            ),
            "",
            "False at n = 3, by what the sentence is about:",
            "",
            *common.grid(
                ["about", "sentences", "false"],
                [
                    [about, str(len(marks)), percent(sum(marks) / len(marks))]
                    for about, marks in wrong.items()
                ],
            ),
            "",
            "A gap belongs to the sentences it read, not to the animals.",
            f"The check throws away {percent(found['n = 3, checked']['thrown away'])} of what was "
            "written. It works only for facts that are in the box.",
        ],
        use="Finding out how a sentence can sound right and be false.",
        misuse="Learning about animals: read the cards for that.",
    )
