"""Happy or sad? A sorter of sentences that was taught the words of one club only.

World: short sentences about hobbies (the table `feelings`), written by this project: in plain
words, or in the made-up words of two made-up clubs, the comets and the otters. Two of these words
turn: one club praises with them what the other complains about.
Model: naive Bayes on words, with one added to each count (A. McCallum and K. Nigam, "A comparison
of event models for naive Bayes text classification", 1998).
What breaks: taught no otter sentences, it scores most of the otters' praise as sad; taught no comet
sentences, the comets'. More sentences of a club help it, and cost the other club a little, as two
words turn. When soccer comes with happy sentences, soccer alone decides many sentences. "Not happy"
comes out happy, as words are counted one by one; joining "not" to the next word mends that only
where such pairs were taught, and never for "never".
"""

import functools
import itertools
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from howcome import cards as tables
from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("DEALS", "GROUPS", "HOBBIES", "HOBBY_DEALS", "LESSONS", "MOST", "NOT_DEALS", "Model", "card"),
    *("cases", "deal", "effect", "errors", "first_deal", "linked_cards", "not_cards"),
    *("praise_called_sad", "test_cards", "with_hobby"),
]

LESSONS = ("m06-how-do-you-feel",)
GROUPS = ("comets", "otters")
MOST = {group: 48 for group in GROUPS}
PLAIN = 64  # sentences in plain words: in every deal, all that there are to learn from
MOST_NOTS = 24
HAPPY, SAD = "happy", "sad"
HOBBIES = ("soccer", "chess", "painting", "baking")


@functools.cache
def _all_cards() -> tuple[dict, ...]:
    """Every sentence of the table as a card."""
    return tuple(
        {
            "name": f"{row['words']}-{number:03d}",
            "group": row["words"],
            "x": row["sentence"],
            "truth": row["feeling"],
            "hobby": row["hobby"],
            "part": (row["split"], row["has_not"]),
        }
        for number, row in enumerate(tables.rows("feelings"))
    )


def with_hobby(card: Mapping, hobby: str) -> dict:
    """The same card about another hobby.

    >>> with_hobby({"x": "Chess was fun today.", "hobby": "chess"}, "soccer")["x"]
    'Soccer was fun today.'
    """
    x = card["x"].replace(card["hobby"], hobby)
    x = x.replace(card["hobby"].capitalize(), hobby.capitalize())
    return {**card, "x": x, "hobby": hobby}


def _link(cards: list[dict], link: float, seed: object) -> list[dict]:
    """The cards with soccer in this share of the happy ones, and in the rest of the sad ones."""
    if not 0 <= link <= 1:
        raise ValueError(f"Give a share of happy soccer sentences from 0 to 1, not {link}.")
    hobbies = {}
    for feeling, share in ((HAPPY, link), (SAD, 1 - link)):
        count = sum(one["truth"] == feeling for one in cards)
        soccer = round(share * count)
        others = itertools.islice(itertools.cycle(HOBBIES[1:]), count - soccer)
        mixed = ["soccer"] * soccer + list(others)
        random.Random(f"feelings link {feeling} {seed}").shuffle(mixed)
        hobbies[feeling] = iter(mixed)
    return [with_hobby(one, next(hobbies[one["truth"]])) for one in cards]


def _draw(group: str, count: int, seed: int, has_not: int = 0) -> list[dict]:
    """`count` cards to learn from, happy and sad in turn; chance decides which comes first."""
    # one stream of chance for each group: more otters leave the comets as they were
    chance = random.Random(f"feelings {group} {has_not} {seed}")
    piles = []
    for feeling in chance.sample((HAPPY, SAD), 2):
        pile = [
            one
            for one in _all_cards()
            if (one["group"], one["truth"], one["part"]) == (group, feeling, ("train", has_not))
        ]
        piles.append(chance.sample(pile, len(pile)))
    return [one for pair in zip(*piles, strict=True) for one in pair][:count]


def deal(
    counts: Mapping[str, int],
    seed: int = 0,
    link: float | None = None,
    even: int = 0,
    nots: int = 0,
) -> tuple[list[str], list[str]]:
    """Training sentences: 64 in plain words, and `counts` of each club; half of them are happy.

    Returns the sentences and their labels ("happy", "sad"). Each hobby is about as often happy as
    sad, unless there is a `link`: then this share of the happy sentences is about soccer, and the
    rest of the sad ones; `even` sentences keep their own hobby. `nots` sentences with "not" come on
    top. Without a link, a bigger deal with the same seed holds the sentences of a smaller one.
    Raises ValueError for an unknown group, or a number that cannot be dealt (see `MOST`).

    >>> X, y = deal({"comets": 2, "otters": 1})
    >>> len(X), X[-1], y[-1]
    (67, 'I feel nolver when I think of painting.', 'happy')
    """
    counts = common.check_counts(counts, MOST)
    hand = _draw("plain", PLAIN, seed)
    for group, count in counts.items():
        hand += _draw(group, count, seed)
    for what, count, most in (("even", even, len(hand)), ("nots", nots, MOST_NOTS)):
        if count:
            common.check_counts({what: count}, {what: most})
    if link is not None:
        linked = _link(hand, link, seed)
        kept = random.Random(f"feelings even {seed}").sample(range(len(hand)), even)
        hand = [hand[i] if i in kept else linked[i] for i in range(len(hand))]
    hand += _draw("plain", nots, seed, has_not=1)
    return [one["x"] for one in hand], [one["truth"] for one in hand]


def first_deal(seed: int = 0) -> tuple[list[str], list[str]]:
    """The training set that the lesson starts with: 40 comet sentences and no otter ones."""
    return deal({"comets": 40}, seed)


def test_cards() -> list[dict]:
    """The 80 held-out sentences, 32 in plain words and 24 of each club; none of them is dealt.

    Each has `name`, `group` ("plain", "comets" or "otters"), `x`, `truth` and `hobby`.
    """
    return [dict(one) for one in _all_cards() if one["part"] == ("test", 0)]


def linked_cards(link: float) -> list[dict]:
    """The test cards with soccer in this share of the happy ones, and in the rest of the sad ones.

    >>> [one["hobby"] for one in linked_cards(1.0) if one["truth"] == "happy"][:3]
    ['soccer', 'soccer', 'soccer']
    """
    return _link(test_cards(), link, "test")


def not_cards(word: str = "not") -> list[dict]:
    """The 24 held-out sentences with "not", in plain words, or with another `word` in its place.

    >>> not_cards("never")[0]["x"]
    'I was never grumpy after soccer.'
    """
    return [
        {**one, "x": one["x"].replace(" not ", f" {word} ")}
        for one in _all_cards()
        if one["part"] == ("test", 1)
    ]


class Model:
    """Adds up one number for each word that it was taught; above 0 means happy.

    `join_not=True` makes one word of "not" and the word after it (after B. Pang, L. Lee and
    S. Vaithyanathan, "Thumbs up? Sentiment classification using machine learning techniques", 2002;
    they mark all words up to the next comma or period). `leave_out` names words not to be counted.

    >>> Model().fit(["Chess is fun", "Chess is dull"], ["happy", "sad"]).predict(["What fun!"])
    ['happy']
    """

    classes_ = (HAPPY, SAD)

    def __init__(self, join_not: bool = False, leave_out: Iterable[str] = ()):
        if isinstance(leave_out, str):
            raise ValueError(f"Give the words to leave out as a list, such as [{leave_out!r}].")
        self.join_not, self.leave_out = join_not, {word.lower() for word in leave_out}

    def words(self, sentence: str) -> list[str]:
        """The words that are counted, in small letters; where they stand is lost.

        >>> Model(join_not=True, leave_out=["i"]).words("I am not happy.")
        ['am', 'not_happy']
        """
        text = sentence.lower()
        if self.join_not:
            text = re.sub(r"\bnot\s+(?=\w)", "not_", text)
        return [word for word in re.findall(r"\w+", text) if word not in self.leave_out]

    def fit(self, X, y) -> "Model":
        """Count the words of the sentences `X` with labels `y`; returns the model.

        Raises ValueError for something else than sentences, another label, or when one is absent.
        """
        X = _sentences(X)
        y = common.labels(y, len(X))
        if set(y) != set(self.classes_):
            raise ValueError(f'Train with both labels, "{HAPPY}" and "{SAD}", and no other.')
        counts: dict[str, Counter] = {HAPPY: Counter(), SAD: Counter()}
        for sentence, label in zip(X, y, strict=True):
            counts[label].update(self.words(sentence))
        known = counts[HAPPY] | counts[SAD]
        # one added for each word: a word met once only does not decide all by itself
        happy_words, sad_words = (counts[label].total() + len(known) for label in self.classes_)
        self.start = math.log(y.count(HAPPY) / y.count(SAD))
        self.weights = {
            word: math.log((counts[HAPPY][word] + 1) / happy_words)
            - math.log((counts[SAD][word] + 1) / sad_words)
            for word in known
        }
        return self

    def parts(self, sentence: str) -> dict[str, float]:
        """What each known word of the sentence adds to the score."""
        if not hasattr(self, "weights"):
            raise ValueError("Train the model first, with fit.")
        found = Counter(word for word in self.words(sentence) if word in self.weights)
        return {word: times * self.weights[word] for word, times in found.items()}

    def score(self, sentence: str) -> float:
        """The start value and the parts of the words; above 0 means happy, and so does 0."""
        return sum(self.parts(sentence).values(), start=0.0) + self.start

    def predict_proba(self, X) -> list[list[float]]:
        """For each sentence the two shares, 0 to 1, in the order of `classes_`."""
        # tanh instead of exp: the same curve, and no overflow far from 0
        chances = [0.5 + 0.5 * math.tanh(self.score(sentence) / 2) for sentence in _sentences(X)]
        return [[chance, 1 - chance] for chance in chances]

    def predict(self, X) -> list[str]:
        """ "happy" or "sad" for each sentence."""
        return [HAPPY if happy >= sad else SAD for happy, sad in self.predict_proba(X)]

    def why(self, x) -> str:
        """The score of one sentence, the words that moved it most each way, and the unknown ones.

        >>> model = Model().fit(["Chess is fun", "Chess is dull"], ["happy", "sad"])
        >>> model.why("Baking is fun, fun, fun").split(". ")[2]
        'Most toward happy: fun (+2.08)'
        """
        (x,) = _sentences([x])
        score, parts = self.score(x), self.parts(x)
        label, sure = self.predict([x])[0], max(self.predict_proba([x])[0])
        order = sorted(parts, key=parts.__getitem__)
        # what would be printed as 0.00 moved nothing
        happy = _named([word for word in reversed(order) if parts[word] >= 0.005], parts)
        sad = _named([word for word in order if parts[word] <= -0.005], parts)
        new = ", ".join(dict.fromkeys(word for word in self.words(x) if word not in parts))
        return (
            f"It predicts {label}: the score is {score:+.2f} ({sure:.2f} sure); above 0 means "
            f"happy, below 0 sad. It starts at {self.start:+.2f}. Most toward happy: {happy}. "
            f"Most toward sad: {sad}. Never taught, so not counted: {new or 'no word'}."
        )


def _named(words: list[str], parts: Mapping[str, float]) -> str:
    return ", ".join(f"{word} ({parts[word]:+.2f})" for word in words[:3]) or "no word"


def _sentences(X) -> list[str]:
    """The sentences as a plain list; raises ValueError for anything else."""
    try:
        found = [] if isinstance(X, str) else common.plain(X)
    except TypeError:
        found = [None]
    if isinstance(X, str) or not all(isinstance(s, str) and re.search(r"\w", s) for s in found):
        raise ValueError(
            'Give a list of sentences, such as ["Chess was fun."], none of them empty.'
        )
    return found


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`); see `common.cases`."""
    return common.cases(model, test_cards() if cards is None else cards)


def praise_called_sad(cases: Iterable[Mapping]) -> dict[str, float]:
    """For each club the share of its happy sentences that came out sad, 0 to 1."""
    found = errors(case for case in cases if case["truth"] == HAPPY)
    return {f"praise of {group} called sad": found[group] for group in GROUPS}


# name of the deal: what is dealt; 64 sentences in plain words are in each
DEALS = {
    "40 comets, 0 otters": {"comets": 40},
    "38 comets, 2 otters": {"comets": 38, "otters": 2},
    "28 comets, 12 otters": {"comets": 28, "otters": 12},
    "20 comets, 20 otters": {"comets": 20, "otters": 20},
    "2 comets, 38 otters": {"comets": 2, "otters": 38},
    "0 comets, 40 otters": {"otters": 40},
}
EQUAL = DEALS["20 comets, 20 otters"]
# (how it is dealt, how the model counts)
HOBBY_DEALS: dict[str, tuple[dict, dict]] = {
    "each hobby half happy": ({}, {}),
    "soccer in 9 of 10 happy": ({"link": 0.9}, {}),
    "the same, 40 of 104 even": ({"link": 0.9, "even": 40}, {}),
    "the same, hobbies left out": ({"link": 0.9}, {"leave_out": HOBBIES}),
    "soccer in 9 of 10 sad": ({"link": 0.1}, {}),
}
NOT_DEALS: dict[str, tuple[dict, dict]] = {
    'no "not" taught': ({}, {}),
    '24 with "not" taught': ({"nots": 24}, {}),
    'no "not" taught, joined': ({}, {"join_not": True}),
    '12 with "not" taught, joined': ({"nots": 12}, {"join_not": True}),
    '24 with "not" taught, joined': ({"nots": 24}, {"join_not": True}),
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What comes out wrong after each deal of `DEALS`, `HOBBY_DEALS` and `NOT_DEALS`.

    The inner keys, all shares from 0 to 1. After `DEALS`: the errors of "plain", "comets", "otters"
    and "overall", and the share of each club's happy sentences that came out sad. After
    `HOBBY_DEALS`: the errors where soccer is in 9 of 10 happy sentences, and in 9 of 10 sad ones.
    After `NOT_DEALS`: the errors of sentences without "not", with it, and with "never" instead.
    """
    found: dict[str, dict[str, float]] = {}
    for name, counts in DEALS.items():
        said = cases(Model().fit(*deal(counts, seed)))
        found[name] = errors(said) | praise_called_sad(said)
    for name, (how, count) in HOBBY_DEALS.items():
        model = Model(**count).fit(*deal(EQUAL, seed, **how))
        found[name] = {
            f"tested on {feeling} soccer": errors(cases(model, linked_cards(link)))["overall"]
            for feeling, link in ((HAPPY, 0.9), (SAD, 0.1))
        }
    for name, (how, count) in NOT_DEALS.items():
        model = Model(**count).fit(*deal(EQUAL, seed, **how))
        tests = {
            'without "not"': test_cards(),
            'with "not"': not_cards(),
            'with "never"': not_cards("never"),
        }
        found[name] = {what: errors(cases(model, test))["overall"] for what, test in tests.items()}
    return found


@functools.cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    measured = effect(seed)

    def lines(title: str, names: Iterable[str]) -> list[str]:
        rows = [[name, *map(percent, measured[name].values())] for name in names]
        return ["", *common.grid([title, *measured[rows[0][0]]], rows)]

    return common.model_card(
        "Happy or sad?",
        [
            "This model adds up one number for each word that it was taught.",
            "Above 0 it predicts happy, below 0 sad. It has no feelings, and no words but these.",
        ],
        trained=[
            f"64 sentences in plain words and 40 of the comets (deal {seed}).",
            "Where a table says otherwise, that counts; "
            'for soccer and "not" it was 20 sentences of each club.',
        ],
        errors=[
            "Counted on 80 test sentences that were never dealt: "
            "32 in plain words, 24 of each club; with 24, one sentence more is 4 %.",
            *lines("taught with", DEALS),
            "",
            "A gap belongs to the training set, not to the club.",
            "Swap the clubs, as in the last two lines, and the errors swap.",
            "Two words turn: praise in one club, complaint in the other. "
            "So with equal shares both clubs have some errors.",
            *lines("taught with", HOBBY_DEALS),
            "",
            "Test sentences are the same 80; only the hobby in them changes.",
            *lines("taught with", NOT_DEALS),
            "",
            'The 24 sentences with "not" are in plain words. Joined: "not happy" is one word.',
        ],
        use="Finding out whose words a sorter was taught, and what it does with the others.",
        misuse="Saying how a person feels. Ask them.",
    )
