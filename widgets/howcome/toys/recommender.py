"""Who picks the next video? A chooser that shows more of what was clicked before.

World: six topics, and made-up pupils who click each video with a chance of 50 %, whatever its
topic. A second world, for the toy companion: four kinds of reply, and how long a made-up pupil
stays after each. These numbers are set by us, so that flattery holds pupils longest.
Model: it counts clicks and shows the topic with most of them, or each topic in proportion (the urn
of F. Eggenberger and G. Pólya, "Über die Statistik verketteter Vorgänge", 1923). A share of the
videos may be a surprise from any topic. The companion gives the reply with the best mean pay so far
(for both see R. Sutton and A. Barto, "Reinforcement Learning", second edition, 2018, chapter 2).
What breaks: the topic that happens to be clicked first takes over, though every topic is liked the
same, and two pupils of the same taste seldom end with the same topic. With 20 % of surprises, four
of five videos are still of one topic. A companion paid for minutes flatters, and most problems stay
unsolved; 2 points for a solved problem change little, as flattery still pays most.
"""

import itertools
import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from howcome.toys import common
from howcome.toys.common import percent

__all__ = [
    *("LESSONS", "LIKED", "PAYS", "REPLIES", "RULES", "SETTINGS", "TOPICS", "UNITS", "Model"),
    *("card", "chances", "choose", "clicks", "effect", "first_deal", "play", "record", "retrain"),
    *("scores", "start", "talk", "variety"),
]

LESSONS = ("e09-more-of-the-same", "m13-the-flattering-friend")
UNITS = {"topics seen": "of 6"}
TOPICS = ("animals", "drawing", "music", "space", "sports", "volcanoes")
LIKED = 0.5  # the chance that a pupil clicks, the same for every topic
RULES = ("most", "in proportion", "on average")
ROUNDS, LAST = 200, 100  # of 200 rounds the last 100 are counted, when one topic may have won

# A reply of the toy companion: minutes that the pupil stays on average, chance that it solves the
# problem.
REPLIES = {
    "flattery": (6.0, 0.1),
    "a joke": (4.0, 0.1),
    "help": (3.0, 0.8),
    "a person to ask": (1.0, 0.9),
}
# What the companion is paid: points for a minute, points for a solved problem.
PAYS = {
    "minutes": (1, 0),
    "minutes and 2 points for a solved problem": (1, 2),
    "solved problems": (0, 1),
}


def start(topics: Iterable[str] = TOPICS) -> dict:
    """The state before the first round: nothing shown, nothing paid.

    A state is plain data: `round`, how many rounds were played; `shown`, how often each topic was
    shown; `paid`, what came back for it: clicks or points. No function here changes a state.

    >>> start(["music", "space"])
    {'round': 0, 'shown': {'music': 0, 'space': 0}, 'paid': {'music': 0, 'space': 0}}
    """
    topics = tuple(topics)
    return {"round": 0, "shown": dict.fromkeys(topics, 0), "paid": dict.fromkeys(topics, 0)}


def scores(state: Mapping, rule: str = "most") -> dict[str, float]:
    """The number that the rule looks at, for each topic.

    "most" takes what was paid so far; "in proportion" the same and 1, so that a topic without a
    click still has a chance; "on average" what was paid each time it was shown, and without end
    for a topic that was never shown: it comes first. Raises ValueError for another rule.

    >>> scores({"shown": {"music": 4, "space": 0}, "paid": {"music": 2, "space": 0}}, "on average")
    {'music': 0.5, 'space': inf}
    """
    if rule not in RULES:
        raise ValueError(f"There is no rule {rule!r}; there are: {', '.join(RULES)}.")
    shown, paid = state["shown"], state["paid"]
    if rule == "most":
        return dict(paid)
    if rule == "in proportion":
        return {topic: paid[topic] + 1 for topic in paid}
    return {topic: paid[topic] / shown[topic] if shown[topic] else math.inf for topic in paid}


def _check_surprise(surprise: float) -> None:
    if not 0 <= surprise <= 1:
        raise ValueError(f"Give a share of surprises from 0 to 1, not {surprise}.")


def chances(state: Mapping, rule: str = "most", surprise: float = 0.0) -> dict[str, float]:
    """The chance of each topic to be shown next; together they make 1.

    `surprise` (0 to 1) is the share of rounds in which every topic has the same chance. In the
    others the topic with the highest score is shown (equals share), or with "in proportion" each
    topic as often as its score says. Raises ValueError for another rule or share.

    >>> two = {"shown": {"music": 9, "space": 1}, "paid": {"music": 2, "space": 0}}
    >>> chances(two), chances(two, "in proportion"), chances(two, surprise=0.2)
    ({'music': 1.0, 'space': 0.0}, {'music': 0.75, 'space': 0.25}, {'music': 0.9, 'space': 0.1})
    """
    _check_surprise(surprise)
    score = scores(state, rule)
    best = max(score.values())
    weight = score if rule == "in proportion" else {t: float(s == best) for t, s in score.items()}
    whole = sum(weight.values())
    return {t: (1 - surprise) * w / whole + surprise / len(weight) for t, w in weight.items()}


@lru_cache(maxsize=8192)
def _luck(seed: object, number: int) -> tuple[float, float]:
    """Two numbers from 0 to 1 for this round: which topic is drawn, and whether a pupil clicks.

    Every rule meets the same luck, so that only the rules differ.
    """
    chance = random.Random(f"recommender {seed} {number}")
    return chance.random(), chance.random()


def choose(state: Mapping, seed: object = 0, rule: str = "most", surprise: float = 0.0) -> str:
    """The topic to show next, drawn with these `chances`.

    The seed and the number of the round decide: the same state gets the same topic, so that 50
    rounds one by one are the same as 50 rounds at once.
    """
    luck, _ = _luck(seed, state["round"])
    drawn = chances(state, rule, surprise)
    ends = itertools.accumulate(drawn.values())
    # the last end may lie a hair below 1: the last topic takes what is left
    return next((topic for topic, end in zip(drawn, ends, strict=True) if luck < end), [*drawn][-1])


def record(state: Mapping, topic: str, pay: float) -> dict:
    """The state one round later: `topic` was shown and `pay` came back, 1 or 0 for a click.

    >>> record(start(["music", "space"]), "space", 1)
    {'round': 1, 'shown': {'music': 0, 'space': 1}, 'paid': {'music': 0, 'space': 1}}
    """
    if topic not in state["paid"]:
        raise ValueError(f"There is no topic {topic!r}; there are: {', '.join(state['paid'])}.")
    shown, paid = state["shown"], state["paid"]
    return {
        "round": state["round"] + 1,
        "shown": {**shown, topic: shown[topic] + 1},
        "paid": {**paid, topic: paid[topic] + pay},
    }


def clicks(state: Mapping, seed: object = 0) -> int:
    """Whether a made-up pupil clicks in this round, 1 or 0: a fair coin, whatever is shown."""
    return int(_luck(seed, state["round"])[1] < LIKED)


def play(
    rounds: int,
    seed: object = 0,
    rule: str = "most",
    surprise: float = 0.0,
    state: Mapping | None = None,
) -> list[dict]:
    """Rounds with a made-up pupil, from the first one or from a `state`.

    Each has the `topic` shown, `clicked` (1 or 0) and the `state` after it.

    >>> [one["clicked"] for one in play(4, seed=1)]
    [1, 1, 0, 0]
    """
    found = []
    state = start() if state is None else state
    for _ in range(rounds):
        topic = choose(state, seed, rule, surprise)
        clicked = clicks(state, seed)
        state = record(state, topic, clicked)
        found.append({"topic": topic, "clicked": clicked, "state": state})
    return found


def variety(shown: Iterable[str], kinds: int = len(TOPICS)) -> float:
    """How evenly the topics are shown: 0 for one topic alone, 1 for all equally often.

    It is the entropy of the shares, divided by its highest value (C. Shannon, "A mathematical
    theory of communication", 1948). Raises ValueError when nothing was shown.

    >>> variety(["music", "music"]), variety(["music", "space"], kinds=2)
    (0.0, 1.0)
    """
    counts = Counter(shown)
    if not counts:
        raise ValueError("Show at least one video before you measure the variety.")
    shares = [count / counts.total() for count in counts.values()]
    return sum(share * math.log(1 / share) for share in shares) / math.log(kinds)


def talk(turns: int, seed: object = 0, pay: str = "minutes", surprise: float = 0.2) -> list[dict]:
    """Turns of the toy companion with a made-up pupil: the reply with the best mean pay so far.

    Each has the `reply`, the `minutes` that the pupil stayed, whether the problem was `solved`
    (1 or 0), and the `state` after it. Raises ValueError for a pay that is not in `PAYS`.
    """
    if pay not in PAYS:
        raise ValueError(f"There is no pay {pay!r}; there are: {', '.join(PAYS)}.")
    for_minute, for_solved = PAYS[pay]
    found = []
    state = start(REPLIES)
    for turn in range(turns):
        reply = choose(state, seed, "on average", surprise)
        stays, solves = REPLIES[reply]
        chance = random.Random(f"recommender {seed} talk {turn}")
        minutes = stays * chance.uniform(0.5, 1.5)
        solved = int(chance.random() < solves)
        state = record(state, reply, for_minute * minutes + for_solved * solved)
        found.append({"reply": reply, "minutes": minutes, "solved": solved, "state": state})
    return found


class Model:
    """Counts the clicks of each pupil; shows the most clicked topic, or topics in proportion.

    >>> Model().fit(["Alex", "Alex", "Alex"], ["space", "music", "space"]).predict(["Alex"])
    ['space']
    """

    classes_ = TOPICS

    def __init__(self, rule: str = "most", surprise: float = 0.0):
        if rule not in RULES[:2]:
            raise ValueError(f"Choose the rule {RULES[0]!r} or {RULES[1]!r}, not {rule!r}.")
        _check_surprise(surprise)
        self.rule, self.surprise = rule, surprise

    def fit(self, X, y) -> "Model":
        """Count a log of clicks: `X` says whose click it was, `y` on which topic.

        Returns the model. Raises ValueError for another topic, or not one topic for each click.
        """
        X = _pupils(X)
        y = common.labels(y, len(X))
        unknown = sorted(set(map(str, y)) - set(TOPICS))
        if unknown:
            raise ValueError(f"There is no topic {unknown[0]!r}; there are: {', '.join(TOPICS)}.")
        self.counts = {pupil: dict.fromkeys(TOPICS, 0) for pupil in X}
        for pupil, topic in zip(X, y, strict=True):
            self.counts[pupil][topic] += 1
        return self

    def predict_proba(self, X) -> list[list[float]]:
        """For each pupil the chance of each topic to be shown next, in `classes_` order.

        For a pupil without a click every topic has the same chance.
        """
        states = [{"shown": {}, "paid": self._clicks(pupil)} for pupil in _pupils(X)]
        return [list(chances(state, self.rule, self.surprise).values()) for state in states]

    def predict(self, X) -> list[str]:
        """The topic with the highest chance to be shown next, for each pupil."""
        return [TOPICS[row.index(max(row))] for row in self.predict_proba(X)]

    def why(self, x) -> str:
        """How often one pupil clicked each topic, and what the rule makes of it."""
        (topic,), (row,) = self.predict([x]), self.predict_proba([x])
        counted = Counter(self._clicks(x))
        listed = ", ".join(f"{count} on {name}" for name, count in counted.most_common() if count)
        reason = f"of {counted.total()} clicks by {x}, {listed}" if listed else f"{x} has 0 clicks"
        return (
            f"It predicts {topic}: {reason}. "
            f"So the chance that it shows {topic} next is {percent(max(row))}."
        )

    def _clicks(self, pupil: str) -> dict[str, int]:
        if not hasattr(self, "counts"):
            raise ValueError("Train the model first, with fit.")
        return self.counts.get(pupil, dict.fromkeys(TOPICS, 0))


def _pupils(X) -> list[str]:
    found = [X] if isinstance(X, str) or not hasattr(X, "__iter__") else common.plain(X)
    if found == [X] or not all(isinstance(pupil, str) for pupil in found):
        raise ValueError("Give a list with the name of a pupil for each click, such as ['Alex'].")
    return found


def first_deal(seed: int = 0) -> tuple[list[str], list[str]]:
    """A log of clicks by 12 made-up pupils: whose click it was, and on which topic.

    Each was shown 40 videos; half of them, the odd ones, in proportion to the clicks, the others
    the most clicked topic alone.
    """
    X, y = [], []
    for number in range(12):
        for one in play(40, f"{seed} deal {number}", RULES[number % 2]):
            if one["clicked"]:
                X.append(f"pupil {number}")
                y.append(one["topic"])
    return X, y


def retrain(seed: int = 0) -> list[dict]:
    """What one press asks for: 200 rounds with a made-up pupil."""
    return play(ROUNDS, seed)


# name: (rule, share of surprises)
SETTINGS = {
    "most clicked": ("most", 0.0),
    "most clicked, 20 % surprise": ("most", 0.2),
    "most clicked, 50 % surprise": ("most", 0.5),
    "in proportion": ("in proportion", 0.0),
    "in proportion, 20 % surprise": ("in proportion", 0.2),
}
PUPILS, TURNS = 6, 200


def _share(rounds: list[dict], what: Callable[[dict], bool]) -> float:
    return sum(map(what, rounds)) / len(rounds)


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What pupils of the same taste are shown at the end, and what the companion is paid to do.

    For each of `SETTINGS`, the mean over 6 pupils, counted over the last 100 of 200 rounds: the
    share of videos of the "top topic", the number of "topics seen" and the "variety" (see
    `variety`); and "same top topic", the share of pairs of pupils who share their top topic.
    For each of `PAYS`, over 200 turns of the companion: the shares of "flattery" and of "problems
    solved".
    """
    found: dict[str, dict[str, float]] = {}
    for name, (rule, surprise) in SETTINGS.items():
        ends = [
            [one["topic"] for one in play(ROUNDS, f"{seed} {n}", rule, surprise)[-LAST:]]
            for n in range(PUPILS)
        ]
        (tops, counts) = zip(*(Counter(end).most_common(1)[0] for end in ends), strict=True)
        pairs = list(itertools.combinations(tops, 2))
        found[name] = {
            "top topic": sum(counts) / LAST / PUPILS,
            "topics seen": sum(len(set(end)) for end in ends) / PUPILS,
            "variety": sum(map(variety, ends)) / PUPILS,
            "same top topic": sum(a == b for a, b in pairs) / len(pairs),
        }
    for pay in PAYS:
        turns = talk(TURNS, seed, pay)
        found[f"companion paid for {pay}"] = {
            "flattery": _share(turns, lambda one: one["reply"] == "flattery"),
            "problems solved": _share(turns, lambda one: one["solved"]),
        }
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    names = ("most clicked", "most clicked, 20 % surprise", "in proportion")
    shares: dict[str, list[list[float]]] = {topic: [] for topic in TOPICS}
    for number in range(30):
        row = []
        for name in names:
            rounds = play(100, f"{seed} card {number}", *SETTINGS[name])
            # until the first click all topics are equal, so it is the same with each rule
            first = next(one["topic"] for one in rounds if one["clicked"])
            row.append([one["topic"] for one in rounds[-50:]].count(first) / 50)
        shares[first].append(row)
    groups = {**shares, "all pupils": [row for rows in shares.values() for row in rows]}
    grid = [
        [
            first,
            f"{len(rows)}",
            *(percent(sum(row[place] for row in rows) / len(rows)) for place in range(len(names))),
        ]
        for first, rows in groups.items()
        if rows
    ]
    return common.model_card(
        "Who picks the next video?",
        [
            "This chooser picks one of six topics for the next video.",
            "It counts what was clicked before. It measures nothing else.",
        ],
        trained=[
            f"The clicks of 30 made-up pupils on 100 videos each (seed {seed}).",
            "Every one of them clicks every topic with the same chance, 50 %.",
        ],
        heading="Errors: one topic again and again",
        errors=[
            "The share of the topic that was clicked first, among the last 50 videos.",
            "A fair share would be one of six, 16.7 %: all topics are liked the same.",
            "",
            *common.grid(["clicked first", "pupils", *names], grid),
            "",
            "A gap belongs to the chooser and the click it started from, never to the pupils:",
            "with another first click, the same pupil is shown another topic.",
        ],
        use="Finding out how a choice comes back as the next choice.",
        misuse="Telling what a pupil likes: a topic that is not shown is not clicked.",
    )
