"""The places of a tree that a child grows: which cards are there, and what can be asked.

A place is the answers on the way there: "" is the start, "no yes" is where a card goes that
answered no, then yes. A question is the fact it asks about, or "legs>5" for more than 5 legs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from howcome.toys import guess_who as toy
from howcome.toys.card_sorter import facts

MOST = 60
NEEDED = ("name", "truth", "x")


def place_after(place: str, answer: str) -> str:
    """Where a card goes on.

    >>> place_after("", "no"), place_after("no", "yes")
    ('no', 'no yes')
    """
    return f"{place} {answer}".strip()


def question(key: Any) -> tuple[str, int]:
    """The fact and the limit of a question; raises ValueError for a question that is not there.

    >>> question("has_fur"), question("legs > 5")
    (('has_fur', 0), ('legs', 5))
    """
    trait, more, limit = str(key).replace(" ", "").partition(">")
    if trait in toy.COLUMNS and (limit.isdecimal() if trait == "legs" else not more):
        return trait, int(limit or 0)
    known = ", ".join(trait for trait in toy.COLUMNS if trait != "legs")
    raise ValueError(f'There is no question {key!r}; ask "legs>5" (more than 5 legs), {known}.')


def key_of(trait: str, limit: float) -> str:
    """The other way round."""
    # legs are whole, so "more than 2.5" is "more than 2"
    return f"legs>{int(limit)}" if trait == "legs" else trait


def _key(asked: Mapping) -> str:
    return key_of(asked["trait"], asked["limit"])


def read(cards: Any) -> list[dict]:
    """The cards with whole facts; raises ValueError for what cannot be asked."""
    if hasattr(cards, "to_dict"):
        cards = cards.to_dict("records")
    cards = list(cards)
    if not 1 <= len(cards) <= MOST:
        raise ValueError(f"Give 1 to {MOST} cards, not {len(cards)}.")
    for number, card in enumerate(cards, start=1):
        missing = [key for key in NEEDED if not isinstance(card, Mapping) or key not in card]
        if missing:
            raise ValueError(f"Card {number} has no {missing[0]!r}; give name, truth and x.")
    twice = [name for name, n in Counter(str(card["name"]) for card in cards).items() if n > 1]
    if twice:
        raise ValueError(f"Two cards are named {twice[0]!r}: give each a name of its own.")
    return [
        {
            "name": str(card["name"]),
            "group": str(card.get("group", card["truth"])),
            "truth": str(card["truth"]),
            "x": [*map(int, x)],
        }
        for card, x in zip(cards, facts([card["x"] for card in cards]), strict=True)
    ]


def corrected(cards: list[dict], given: Any, bad_legs: str) -> dict[str, dict[str, int]]:
    """Name -> {fact: value}, without what the card says anyway; raises ValueError.

    ``bad_legs`` is what to say of a number of legs that no animal has: a child may type one.
    """
    printed = {card["name"]: card for card in cards}
    if not isinstance(given, Mapping) or not all(
        isinstance(one, Mapping) for one in given.values()
    ):
        raise ValueError('Give card -> fact -> value: {"bat": {"has_feathers": 0}}.')
    found: dict[str, dict[str, int]] = {}
    for name, changes in given.items():
        if name not in printed:
            raise ValueError(f"There is no card {name!r}; there are: {', '.join(printed)}.")
        for trait, value in changes.items():
            mended = toy.mend(printed[name], trait, value)  # refuses an unknown fact
            if type(value) is float and value.is_integer():
                value = int(value)
            if trait == "legs" and (type(value) is not int or not 0 <= value <= 100):
                raise ValueError(bad_legs)
            if trait != "legs" and value not in (0, 1):
                raise ValueError(f"{name}: {trait} is 1 (yes) or 0 (no), not {value!r}.")
            if mended["x"] != printed[name]["x"]:
                found.setdefault(name, {})[trait] = int(value)
    return found


def asked_by(tree: Mapping, place: str = "") -> dict[str, str]:
    """Place -> question of a tree of the toy."""
    if "asked" not in tree:
        return {}
    yes, no = (asked_by(tree[way], place_after(place, way)) for way in ("yes", "no"))
    return {place: _key(tree["asked"]), **yes, **no}


def grow(cards: list[dict], questions: Mapping[str, str], depth: int | None, offer: int) -> dict:
    """Every place of the tree, by name, in the order of a reader (yes before no).

    Each has ``cards`` (their numbers), ``family`` (what the model predicts there), ``asked`` (a
    question or empty), ``end`` (why nothing is asked: "one" family, "stuck": no question splits
    the cards, "deep": as many questions as are allowed; else empty), and where one can ask,
    ``all`` questions that split the cards, the few that are ``offered`` first, and the
    ``machine``'s, held against the one that is asked.
    Raises ValueError for a question that does not split its cards, or whose place is not there.
    """
    places: dict[str, dict] = {}

    def visit(place: str, here: list[int]) -> None:
        heap = Counter(cards[at]["truth"] for at in here)
        # As the model predicts: the family with the most cards, the first of equals.
        family = min(heap, key=lambda one: (-heap[one], one))
        mine = [cards[at] for at in here]
        ranked = toy.best_questions(mine) if len(heap) > 1 else []
        deep = depth is not None and len(place.split()) >= depth
        end = "one" if len(heap) == 1 else "stuck" if not ranked else "deep" if deep else ""
        asked = questions.get(place, "")
        places[place] = {"cards": here, "family": family, "asked": asked, "end": end}
        if not end:
            places[place] |= _offered(ranked, asked, offer)
        if not asked:
            return
        if end or asked not in places[place]["all"]:
            raise ValueError(
                f"At {place or 'the start'!r} the question {asked!r} does not split the cards: "
                "ask another one."
            )
        split = dict(zip(("trait", "limit"), question(asked), strict=True))
        for way in ("yes", "no"):
            visit(
                place_after(place, way),
                [at for at in here if toy.says_yes(cards[at], split) == (way == "yes")],
            )

    visit("", list(range(len(cards))))
    for place in questions:
        if place not in places:
            raise ValueError(f"There is no place {place!r} yet: ask the questions before it first.")
    return places


def _offered(ranked: list[dict], asked: str, offer: int) -> dict:
    on_card = sorted(ranked, key=lambda one: (toy.COLUMNS.index(one["trait"]), one["limit"]))
    # One question for each fact, the best; and of questions that make the same piles, one.
    best_first, seen = [], set()
    for one in ranked:
        piles = frozenset(tuple(one[way].items()) for way in ("yes", "no"))
        if not {one["trait"], piles} & seen:
            best_first.append(one)
            seen |= {one["trait"], piles}
    count = min(offer, len(best_first))
    # From the best to the worst, so that there is something to find out; more of the good ones.
    far = [(n / max(count - 1, 1)) ** 1.5 * (len(best_first) - 1) for n in range(count)]
    shown = {_key(best_first[max(n, round(step))]) for n, step in enumerate(far)} | {asked}
    keys = [_key(one) for one in on_card]
    found = {"all": keys, "offered": [key for key in keys if key in shown]}
    mine = next((one for one in ranked if _key(one) == asked), None)
    return found | ({"machine": _compared(mine, ranked[0])} if mine else {})


def _compared(mine: Mapping, best: Mapping) -> dict:
    kind = "same" if mine is best else "equal" if mine["mixed"] == best["mixed"] else "better"
    because, counts = _because(mine, best) if kind == "better" else ("", {})
    return {"kind": kind, "asks": _key(best), "because": because, "counts": counts}


def _because(mine: Mapping, best: Mapping) -> tuple[str, dict[str, int]]:
    """Why the better question is better, in counts of cards: key of a sentence, and the numbers.

    The first measure that speaks for it. Counted over every question of 200 trees of the zoo
    cards, 2 of 1000 need the last one, which is the toy's own measure in other words.
    """
    measures = {
        "because_one": lambda heaps: sum(sum(heap.values()) for heap in heaps if len(heap) == 1),
        "because_most": lambda heaps: sum(max(heap.values()) for heap in heaps),
        "because_fewer": lambda heaps: -sum(map(len, heaps)),
    }
    for key, measure in measures.items():
        ours, machine = (measure((one["yes"], one["no"])) for one in (mine, best))
        if machine > ours:
            return key, {"mine": abs(ours), "best": abs(machine)}
    ours, machine = (round(100 * (1 - one["mixed"])) for one in (mine, best))
    return ("because_draw" if machine > ours else ""), {"mine": ours, "best": machine}
