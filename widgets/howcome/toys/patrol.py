"""Where will the litter be? A patrol that goes where more litter was written down.

World: two playgrounds, Oak and Pine. On each day there is litter on a playground with a chance of
30 %, the same for both. One patrol visits one playground a day; what lies on the other is not
written down.
Model: it goes where the logbook counts most ("greedy"); a share of the days may be left to a coin
("epsilon-greedy"; R. Sutton and A. Barto, "Reinforcement Learning", second edition, 2018,
chapter 2).
What breaks: the playground where litter happens to be found first gets nearly all visits, though
both are equal; when one really is messier, the cleaner one is chosen in four of ten runs. Random
days on one day of five change little. Counting litter per visit is not enough as long as the patrol
goes only where that count is higher. Sharing the days by litter per visit mends most of it; about
one run in six still sends more visits to the cleaner playground.
"""

import math
import random
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from statistics import fmean

from howcome.toys import common
from howcome.toys.common import percent

__all__ = [
    *("COLUMNS", "EQUAL", "LESSONS", "PLACES", "RULES", "SETTINGS", "UNEQUAL", "Model", "card"),
    *("chances", "choose", "effect", "first_deal", "litter", "play", "record", "retrain"),
    *("scores", "start"),
]

LESSONS = ("m08-the-loop",)
PLACES = ("oak", "pine")
RULES = ("most litter", "most per visit", "shared per visit")
# The chance of litter on one day. When one is messier, it is Pine.
EQUAL = {"oak": 0.3, "pine": 0.3}
UNEQUAL = {"oak": 0.3, "pine": 0.4}
DAYS = 200
# What a logbook line holds besides the playground: the visits so far, this one included.
COLUMNS = ("visits_oak", "visits_pine")


def start(first: str | None = None) -> dict:
    """The logbook before day 1; `first` is a playground where litter was written down on day 0.

    A logbook is plain data: `day`, how many days passed; for each playground the `visits`, and the
    `records`, the visits on which litter was written down. No function here changes a logbook.

    >>> start("oak")
    {'day': 0, 'visits': {'oak': 1, 'pine': 0}, 'records': {'oak': 1, 'pine': 0}}
    """
    if first is not None and first not in PLACES:
        raise ValueError(f"There is no playground {first!r}; there are: {', '.join(PLACES)}.")
    once = {place: int(place == first) for place in PLACES}
    return {"day": 0, "visits": once, "records": dict(once)}


def scores(book: Mapping, rule: str = "most litter") -> dict[str, float]:
    """The number that the rule looks at, for each playground.

    "most litter" takes the records. "most per visit" takes the records per visit, without end for
    a playground that was never visited: it comes first. "shared per visit" takes (records + 1) per
    (visits + 2), so that a playground without a record still has a chance (the rule of succession
    of P. Laplace). Raises ValueError for another rule.

    >>> book = {"visits": {"oak": 4, "pine": 0}, "records": {"oak": 2, "pine": 0}}
    >>> [scores(book, rule) for rule in RULES[1:]]
    [{'oak': 0.5, 'pine': inf}, {'oak': 0.5, 'pine': 0.5}]
    """
    if rule not in RULES:
        raise ValueError(f"There is no rule {rule!r}; there are: {', '.join(RULES)}.")
    visits, records = book["visits"], book["records"]
    if rule == "most litter":
        return dict(records)
    if rule == "most per visit":
        return {p: records[p] / visits[p] if visits[p] else math.inf for p in PLACES}
    return {p: (records[p] + 1) / (visits[p] + 2) for p in PLACES}


def _check_random(random_days: float) -> None:
    if not 0 <= random_days <= 1:
        raise ValueError(f"Give a share of random days from 0 to 1, not {random_days}.")


def chances(book: Mapping, rule: str = "most litter", random_days: float = 0.0) -> dict[str, float]:
    """The chance of each playground to be visited next; together they make 1.

    `random_days` (0 to 1) is the share of days on which a coin decides. On the others the patrol
    goes to the playground with the higher score (a coin decides between equals); with "shared per
    visit" it goes to each as often as its score says. Raises ValueError for another rule or share.

    >>> chances(start()), chances(start("oak")), chances(start("oak"), random_days=0.2)
    ({'oak': 0.5, 'pine': 0.5}, {'oak': 1.0, 'pine': 0.0}, {'oak': 0.9, 'pine': 0.1})
    """
    _check_random(random_days)
    weight = scores(book, rule)
    if rule != "shared per visit":
        best = max(weight.values())
        weight = {place: float(score == best) for place, score in weight.items()}
    whole = sum(weight.values())
    return {p: (1 - random_days) * w / whole + random_days / 2 for p, w in weight.items()}


@lru_cache(maxsize=8192)
def _luck(seed: object, day: int) -> tuple[float, float, float]:
    """Three numbers from 0 to 1 for this day: for the coin, for Oak and for Pine.

    Every rule meets the same luck, so that only the rules differ.
    """
    chance = random.Random(f"patrol {seed} {day}")
    return chance.random(), chance.random(), chance.random()


def choose(
    book: Mapping, seed: object = 0, rule: str = "most litter", random_days: float = 0.0
) -> str:
    """Where the patrol goes next, drawn with these `chances`.

    The seed and the day decide: the same logbook gets the same playground, so that 50 days one by
    one are the same as 50 days at once.
    """
    coin, _, _ = _luck(seed, book["day"])
    return PLACES[coin >= chances(book, rule, random_days)["oak"]]


def litter(day: int, seed: object = 0, world: Mapping[str, float] = EQUAL) -> dict[str, bool]:
    """Whether there is litter on each playground on this day, visited or not."""
    _, oak, pine = _luck(seed, day)
    return {"oak": oak < world["oak"], "pine": pine < world["pine"]}


def record(book: Mapping, place: str, found: bool) -> dict:
    """The logbook one day later: `place` was visited, and litter was `found` there or not.

    >>> record(start("oak"), "pine", True)
    {'day': 1, 'visits': {'oak': 1, 'pine': 1}, 'records': {'oak': 1, 'pine': 1}}
    """
    if place not in PLACES:
        raise ValueError(f"There is no playground {place!r}; there are: {', '.join(PLACES)}.")
    visits, records = book["visits"], book["records"]
    return {
        "day": book["day"] + 1,
        "visits": {**visits, place: visits[place] + 1},
        "records": {**records, place: records[place] + bool(found)},
    }


def play(
    days: int,
    seed: object = 0,
    rule: str = "most litter",
    random_days: float = 0.0,
    world: Mapping[str, float] = EQUAL,
    book: Mapping | None = None,
) -> list[dict]:
    """Days of the patrol, from an empty logbook or from a `book`.

    Each day has `went` (the playground visited), `found` (litter there or not), `litter` (on each
    playground, also where nobody went) and the `book` after it.

    >>> [(day["went"], day["found"]) for day in play(3, seed=2)]
    [('oak', False), ('pine', False), ('oak', True)]
    """
    found = []
    book = start() if book is None else book
    for _ in range(days):
        went = choose(book, seed, rule, random_days)
        lies = litter(book["day"], seed, world)
        book = record(book, went, lies[went])
        found.append({"went": went, "found": lies[went], "litter": lies, "book": book})
    return found


class Model:
    """Counts the lines of a logbook and goes where the rule says.

    >>> Model().fit([[1, 0], [2, 0], [2, 1]], ["oak", "oak", "pine"]).predict([[40, 1]])
    ['oak']
    """

    classes_ = PLACES

    def __init__(self, rule: str = "most litter", random_days: float = 0.0):
        if rule not in RULES:
            raise ValueError(f"There is no rule {rule!r}; there are: {', '.join(RULES)}.")
        _check_random(random_days)
        self.rule, self.random_days = rule, random_days

    def fit(self, X, y) -> "Model":
        """Count a logbook: one line for each time that litter was written down.

        `X` holds the visits so far (see `COLUMNS`), `y` the playground where the litter was.
        Returns the model. Raises ValueError for other columns, or another playground.
        """
        X = _visits(X)
        y = common.labels(y, len(X))
        unknown = sorted(set(map(str, y)) - set(PLACES))
        if unknown:
            raise ValueError(
                f"There is no playground {unknown[0]!r}; there are: {', '.join(PLACES)}."
            )
        self.records = {place: y.count(place) for place in PLACES}
        return self

    def predict_proba(self, X) -> list[list[float]]:
        """For each row of visits the chance that the patrol goes next to Oak, and to Pine.

        With the rule "most litter" the visits change nothing: it does not count them.
        """
        books = [self._book(x) for x in _visits(X)]
        return [list(chances(book, self.rule, self.random_days).values()) for book in books]

    def predict(self, X) -> list[str]:
        """The playground with the higher chance of the next visit; Oak for equals."""
        return [PLACES[row.index(max(row))] for row in self.predict_proba(X)]

    def why(self, x) -> str:
        """What was written down on each playground, and on how many visits."""
        (x,) = _visits([x])
        book, (place,), (row,) = self._book(x), self.predict([x]), self.predict_proba([x])
        visits, records = book["visits"], book["records"]
        if self.rule == "most litter":
            reason = " and ".join(f"{records[p]} times on {p}" for p in PLACES)
            reason += ". It does not count the visits"
        else:
            score = scores(book, self.rule)
            reason = " and ".join(
                f"on {records[p]} of {visits[p]} visits to {p} (score {score[p]:.2f})"
                for p in PLACES
            ).replace("score inf", "it comes first")
        return (
            f"It predicts {place}: litter was written down {reason}. "
            f"So the chance that it goes to {place} next is {percent(max(row))}."
        )

    def _book(self, visits: Iterable[float]) -> dict:
        if not hasattr(self, "records"):
            raise ValueError("Train the model first, with fit.")
        return {"visits": dict(zip(PLACES, visits, strict=True)), "records": self.records}


def _visits(X) -> list[list[int]]:
    rows = common.table(X, COLUMNS)
    if any(visits < 0 or visits != int(visits) for row in rows for visits in row):
        raise ValueError("Give whole numbers of visits, 0 or more.")
    return [[int(visits) for visits in row] for row in rows]


def first_deal(seed: int = 0) -> tuple[list[list[int]], list[str]]:
    """The logbook of 200 days by the rule "most litter": visits so far, and where litter was."""
    days = [day for day in play(DAYS, f"{seed} deal") if day["found"]]
    return [list(day["book"]["visits"].values()) for day in days], [day["went"] for day in days]


def retrain(seed: int = 0) -> list[dict]:
    """What one press asks for: 200 days of the patrol."""
    return play(DAYS, seed)


# name: (rule, share of random days)
SETTINGS = {
    "most litter": ("most litter", 0.0),
    "most litter, 20 % random days": ("most litter", 0.2),
    "most litter per visit": ("most per visit", 0.0),
    "most litter per visit, 20 % random days": ("most per visit", 0.2),
    "days shared by litter per visit": ("shared per visit", 0.0),
}
EQUAL_RUNS, UNEQUAL_RUNS = 6, 30  # shares of runs need more runs than shares of days


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """What each of `SETTINGS` does in 200 days.

    With equal litter, the mean of 6 runs: "visits to one", the share of visits to the playground
    visited most; "records from it", its share of the records; "visits with one record more", the
    share of visits to a playground that starts with one record on day 0.
    With one messier playground (40 and 30 %): "cleaner one visited most", the share of 30 runs.
    """
    found = {}
    for name, how in SETTINGS.items():
        visits, records, ahead, cleaner = [], [], [], []
        for run in range(EQUAL_RUNS):
            book = play(DAYS, f"{seed} {run}", *how)[-1]["book"]
            most = max(PLACES, key=book["visits"].__getitem__)
            visits.append(book["visits"][most] / DAYS)
            records.append(book["records"][most] / sum(book["records"].values()))
            # Oak and Pine in turn
            lucky = PLACES[run % 2]
            days = play(DAYS, f"{seed} {run}", *how, book=start(lucky))
            ahead.append(sum(day["went"] == lucky for day in days) / DAYS)
        for run in range(UNEQUAL_RUNS):
            book = play(DAYS, f"{seed} {run}", *how, UNEQUAL)[-1]["book"]
            cleaner.append(book["visits"]["oak"] > book["visits"]["pine"])
        found[name] = {
            "visits to one": fmean(visits),
            "records from it": fmean(records),
            "visits with one record more": fmean(ahead),
            "cleaner one visited most": fmean(cleaner),
        }
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    names = ("most litter", "days shared by litter per visit")
    missed: dict[tuple, list[bool]] = {}
    for run in range(30):
        for name in names:
            days = play(DAYS, f"{seed} card {run}", *SETTINGS[name])
            # until the first record both are equal, so it is the same with each rule
            first = next(day["went"] for day in days if day["found"])
            for day in days:
                for place in PLACES:
                    if day["litter"][place]:
                        for column in (place, "both"):
                            missed.setdefault((name, first, column), []).append(
                                day["went"] != place
                            )
    rows = [
        [
            f"first record on {first}, {name}",
            *(
                percent(sum(m) / len(m))
                for m in (missed[name, first, c] for c in (*PLACES, "both"))
            ),
        ]
        for name in names
        for first in PLACES
    ]
    return common.model_card(
        "Where will the litter be?",
        [
            "This patrol goes where more litter was written down.",
            "It writes down what lies where it goes, and nothing else.",
        ],
        trained=[
            f"Its own logbook of 200 days, 30 times over (seed {seed}).",
            "Both playgrounds have litter on 30 % of the days.",
        ],
        heading="Errors: litter that nobody wrote down",
        errors=[
            *common.grid(["", *PLACES, "both"], rows),
            "",
            "A gap belongs to the rule and its logbook, never to a playground:",
            "with the first record on the other one, the errors change sides.",
        ],
        use="Finding out how a choice makes the records it is made from.",
        misuse="Deciding where to look in a real place: who counts only here finds only here.",
    )
