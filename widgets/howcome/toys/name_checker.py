"""Is this name spelled right? A checker whose list of names stopped in one year.

World: counts of babies' first names in the United States, from the table `names`; girls and boys
are added up, and nothing here guesses a sex or an origin from a name. Typing slips are made by
the seeded generator below.
Model: a list of the names that were counted most often. What is not on it is flagged.
What breaks: a list of 1950 flags few of the babies of 1950 and most of the babies of 2017; a list
of 2017 flags most of the babies of 1950. A longer list flags fewer of all, but never none, and lets
more typing slips by: some slips are other people's names. Every list made from this table flags
José and Mary-Jane, because its source has no accents and no hyphens.
"""

import collections
import difflib
import itertools
import math
import random
from functools import cache

from howcome import cards
from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("BABIES", "GROUPS", "LESSONS", "LISTS", "YEARS"),
    *("Model", "babies", "card", "cases", "deal", "effect", "errors", "first_deal"),
    *("share_flagged", "slip", "slips", "test_cards"),
]

LESSONS = ("h09-yesterdays-list",)
# How many babies of each year were counted in all; the card of the table says so too.
BABIES = {1950: 3_503_700, 1970: 3_607_420, 1990: 3_950_992, 2017: 3_546_301}
YEARS = tuple(BABIES)
# Stands for the name of a baby that the table does not hold: no list made from it has that name.
RARER = "(a rarer name)"
SAMPLE = 1000  # babies of each year, and slips, for `effect`: a rate then spreads by 1.6 points
TEST_SIZE = 400
GROUPS = (*(f"born {year}" for year in YEARS), "slips")


@cache
def _counts(year: int) -> dict[str, int]:
    """Name -> babies of this year, without the names that have none."""
    if year not in YEARS:
        raise ValueError(f"The table has the years {', '.join(map(str, YEARS))}, not {year}.")
    rows = cards.rows("names")
    return {row["name"]: row[f"babies_{year}"] for row in rows if row[f"babies_{year}"]}


def deal(year: int) -> tuple[list[str], list[int]]:
    """The names of a year and how many babies got each. Raises ValueError for another year.

    >>> names, counts = deal(2017)
    >>> counts[names.index("Emma")]
    19752
    """
    counts = _counts(year)
    return list(counts), list(counts.values())


def first_deal(seed: int = 0) -> tuple[list[str], list[int]]:
    """The names and counts of 1950. A count is no matter of chance: every seed deals the same."""
    return deal(1950)


class Model:
    """Keeps the `size` names counted most often; whatever else it is shown, it flags.

    >>> model = Model(size=2).fit(["Mary", "Linda", "Emma"], [65, 80, 5])
    >>> model.predict(["Linda", "Emma"])
    ['fine', 'flag']
    """

    classes_ = ("fine", "flag")

    def __init__(self, size: int = 1000):
        if size < 1:
            raise ValueError(f"Keep at least 1 name, not {size}.")
        self.size = size

    def fit(self, X, y) -> "Model":
        """Make the list from names `X` and how many babies got each, `y`; returns the model.

        A name that nobody got is left out. The counts of a name that stands there twice are added
        up; of names counted equally often the first in the alphabet is kept. Raises ValueError for
        something else than names, and for counts that are missing, negative or all the same.
        """
        X = _names(X)
        y = common.labels(y, len(X))
        if not all(isinstance(n, int | float) and math.isfinite(n) and n >= 0 for n in y):
            raise ValueError("Give for each name how many babies got it, a number from 0 up.")
        counts: collections.Counter = collections.Counter()
        for name, count in zip(X, y, strict=True):
            if count:
                counts[name] += count
        if not counts or (len(counts) > self.size and len(set(counts.values())) == 1):
            raise ValueError("All counts are the same, so no name comes first: give real counts.")
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        self.counts = dict(ranked[: self.size])
        # a name typed in small letters is the same name
        self.place = {name.casefold(): rank for rank, name in enumerate(self.counts, start=1)}
        return self

    def predict_proba(self, X) -> list[list[float]]:
        """For each name 1 and 0 (fine) or 0 and 1 (flag): a list has nothing between."""
        if not hasattr(self, "place"):
            raise ValueError("Train the model first, with fit.")
        listed = [name.casefold() in self.place for name in _names(X)]
        return [[1.0, 0.0] if found else [0.0, 1.0] for found in listed]

    def predict(self, X) -> list[str]:
        """For each name "fine" if it is on the list, else "flag"."""
        return [self.classes_[row.index(1.0)] for row in self.predict_proba(X)]

    def why(self, x) -> str:
        """Where on the list the name stands, or which name on the list is spelled most like it."""
        (answer,), (x,) = self.predict([x]), _names([x])
        place, size = self.place.get(x.casefold()), len(self.place)
        if place:
            return f"It predicts {answer}: {x} is name {place:,} of {size:,} on its list."
        near = difflib.get_close_matches(x.title(), self.counts, n=1)
        other = f" The name most like it there is {near[0]}." if near else ""
        return f"It predicts {answer}: {x} is not among the {size:,} names on its list.{other}"


def _names(X) -> list[str]:
    try:
        names = common.plain(X)
    except TypeError:
        names = [None]
    if isinstance(X, str) or not all(isinstance(name, str) and name.strip() for name in names):
        raise ValueError('Give a list of names, such as ["Mary", "José"], none of them empty.')
    return [name.strip() for name in names]


def share_flagged(born: int, listed: int, size: int = 1000) -> float:
    """The share of all babies born in one year whose name is not on another year's list.

    `size` names of the year `listed` are on the list, at most 5,000: beyond, the table has gaps.
    Counted, not sampled. Raises ValueError for another year or size.

    >>> percent(share_flagged(born=2017, listed=1950))
    '71.0 %'
    """
    if not 1 <= size <= 5000:
        raise ValueError(f"Ask for a list of 1 to 5,000 names, not {size}.")
    counts = _counts(born)
    known = Model(size).fit(*deal(listed)).counts
    return 1 - sum(counts.get(name, 0) for name in known) / BABIES[born]


@cache
def _heaps(year: int) -> tuple[list[str], list[int]]:
    """The names of a year, and the running sum of their counts up to all babies of that year."""
    names, counts = deal(year)
    rest = BABIES[year] - sum(counts)
    return [*names, RARER], list(itertools.accumulate([*counts, rest]))


def babies(year: int, count: int, seed: int | str = 0) -> list[str]:
    """The names of `count` babies drawn from all babies of a year; a name may come up again."""
    names, heaps = _heaps(year)
    # one stream of chance for each year: more babies of one leave the others as they were
    return random.Random(f"name_checker {year} {seed}").choices(names, cum_weights=heaps, k=count)


def slip(name: str, chance: random.Random) -> str:
    """The name with one typing slip: two letters swapped, one left out, or one typed twice."""
    letters = name.lower()
    while True:
        i = chance.randrange(len(name) - 1)
        a, b, rest = letters[i], letters[i + 1], letters[i + 2 :]
        typed = letters[:i] + chance.choice((b + a, a, a + a + b)) + rest
        if typed != letters:  # two equal letters swapped are no slip
            return typed.capitalize()


def slips(count: int, seed: int | str = 0) -> list[str]:
    """Names of babies of 2017, each with one typing slip; a slip may be somebody's name."""
    chance = random.Random(f"name_checker slips {seed}")
    names, counts = deal(2017)
    return [slip(name, chance) for name in chance.choices(names, counts, k=count)]


def _cards(count: int, seed: int | str) -> list[dict]:
    groups = {f"born {year}": (babies(year, count, seed), "fine") for year in YEARS}
    groups["slips"] = slips(count, seed), "flag"
    return [
        {"name": f"{group} {number:03d}", "group": group, "x": name, "truth": truth}
        for group, (names, truth) in groups.items()
        for number, name in enumerate(names)
    ]


@cache
def test_cards() -> list[dict]:
    """400 babies of each year and 400 slips, always the same.

    Each has `name` (a number), `group` (see `GROUPS`), `x` (the first name as typed) and `truth`:
    "fine" for a baby's name, "flag" for a slip.
    """
    return _cards(TEST_SIZE, "test")


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`); see `common.cases`."""
    return common.cases(model, test_cards() if cards is None else cards)


# what is on the list: (year, how many names)
LISTS = {
    "1,000 names of 1950": (1950, 1000),
    "1,000 names of 2017": (2017, 1000),
    "200 names of 2017": (2017, 200),
    "5,000 names of 2017": (2017, 5000),
}


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """For each list of `LISTS` the share of babies of each year that it flags, and of slips let by.

    1,000 babies of each year and 1,000 slips are drawn anew; `share_flagged` counts without chance.
    Under "never flag a name" stands what the other mend does, without any list.
    """
    drawn = _cards(SAMPLE, seed)
    found = {}
    for words, (year, size) in LISTS.items():
        wrong = errors(cases(Model(size).fit(*deal(year)), drawn))
        found[words] = {f"flagged, {group}": wrong[group] for group in GROUPS[:-1]}
        found[words]["slips let by"] = wrong["slips"]
    never = {f"flagged, {group}": 0.0 for group in GROUPS[:-1]}
    return found | {"never flag a name": never | {"slips let by": 1.0}}


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    found = effect(seed)
    columns = list(found["never flag a name"])
    rows = [[words, *(percent(one[column]) for column in columns)] for words, one in found.items()]
    return common.model_card(
        "Is this name spelled right?",
        [
            "This model keeps a list of first names, and flags every name that is not on it.",
            "At first it keeps the 1,000 names that babies of 1950 got most often.",
        ],
        trained=[
            "Counts of babies' names by the United States' Social Security Administration.",
            "A name that fewer than 5 girls of a year got is not counted for girls; so for boys.",
            "Accents, hyphens and spaces are left out too: José and Mary-Jane are always flagged.",
        ],
        errors=[
            f"Counted on {SAMPLE:,} babies of each year and {SAMPLE:,} typing slips (seed {seed}).",
            "An overall error would depend on who types their name today: look at each group.",
            "",
            *common.grid(["list", *columns], rows),
            "",
            "A gap belongs to the list, not to the babies or their names.",
            "Swap the years, as in the first two lines, and the errors swap.",
        ],
        use="Finding out how a list ages, and what a longer list costs.",
        misuse="Telling anybody that their name is wrong, or what kind of person has it.",
    )
