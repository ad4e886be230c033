"""What the examples on a board teach a model, and how it does on them and on new cards."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from howcome.activities.board import Curve, Sorter, side

WHOLE = "overall"


@dataclass
class Taught:
    """What came of teaching: the model, or why there is none; its cases; what to draw and say."""

    model: Any = None
    untrained: str = ""
    cases: list[dict] = field(default_factory=list)
    own_cases: list[dict] = field(default_factory=list)
    drawn: dict[str, Any] = field(default_factory=dict)
    looks: list[dict] = field(default_factory=list)


class Task:
    """The examples at first, the new cards, and the machine that is taught; see `TeachBoard`."""

    def __init__(
        self,
        toy: Any,
        points: tuple[Any, Any] | None,
        new: Iterable[Mapping] | None,
        columns: Sequence[str] | None,
        target: str,
        ends: Mapping[str, Sequence[float]],
        group: Callable[[list, Any], str] | None,
    ):
        self.make = getattr(toy, "Model", toy)
        if not callable(self.make):
            raise ValueError("Give a toy with a Model, or a function that makes a model.")
        columns = columns or getattr(toy, "COLUMNS", ())
        if len(columns) not in (1, 2):
            raise ValueError("Give columns: the names of two sides to sort by, or one for a curve.")
        if points is None and not hasattr(toy, "first_deal"):
            raise ValueError("Give points=(X, y), the examples to start with.")
        self.kind = (Sorter if len(columns) == 2 else Curve)(columns, target)
        self.start = self.kind.examples(*(toy.first_deal() if points is None else points))
        self.new = _new_cards(toy, new, self.kind.truth)
        self.fresh = self.kind.examples([c["x"] for c in self.new], [c["truth"] for c in self.new])
        self.group = group or _grouping(toy, self.new)
        # in the order of the toy, where it has one
        order = [*getattr(toy, "GROUPS", ()), *getattr(toy, "BANDS", ())]
        groups = dict.fromkeys(str(card["group"]) for card in self.new)
        self.groups = sorted(groups, key=lambda one: order.index(one) if one in order else 99)
        both = [*self.start, *self.fresh]
        self.labels = self.kind.labels(both)
        self.axes = [
            side(name, [one[at] for one in both], ends.get(name))
            for at, name in enumerate(self.kind.sides)
        ]

    def made(self, settings: Mapping[str, Any]) -> Any:
        """A new model with these knobs; raises ValueError for knobs that it does not take."""
        try:
            return self.make(**settings)
        except TypeError as error:
            raise ValueError(f"The model does not take these knobs: {error}.") from error

    def teach(self, examples: list[list], settings: Mapping, steps: int | None) -> Taught:
        """Train with these examples, as far as `steps` mistakes, and try all cards.

        What a model refuses with a ValueError (too few examples, mostly) leaves it untrained.
        """
        X, y = self.kind.training(examples)
        try:
            model, learned = self._learned(self.made(settings).fit(X, y), examples, steps)
            own, new = (self.kind.ask(model, some) for some in (X, [c["x"] for c in self.new]))
            drawing = self.kind.drawing(model, self.axes, self.labels)
        except ValueError as error:
            return Taught(untrained=str(error))
        cases = [
            {key: card[key] for key in ("name", "group", "truth")}
            | {"predicted": said}
            | ({} if sure is None else {"sure": sure})
            for card, (said, sure, _) in zip(self.new, new, strict=True)
        ]
        own_cases = [
            {"group": self.group(x, truth) if self.group else None, "truth": truth}
            | {"predicted": said}
            for x, truth, (said, _, _) in zip(X, y, own, strict=True)
        ]
        place = (lambda said: said) if self.kind.curve else self.labels.index
        said = {"own": [place(one[0]) for one in own], "new": [place(one[0]) for one in new]}
        drawn = {**learned, **drawing, **said}
        return Taught(model, "", cases, own_cases, drawn, self.kind.looks(drawing))

    def _learned(self, model: Any, examples: list, steps: int | None) -> tuple[Any, dict]:
        """The model after so many mistakes, how many there are, and where the last one lies."""
        if not hasattr(model, "after"):
            return model, {}
        of = len(model.steps)
        at = of if steps is None else min(steps, of)
        last = model.steps[at - 1] if at else None
        mistake = examples.index([*last["x"], last["truth"]]) if last else None
        return model.after(at), {"at": at, "of": of, "mistake": mistake}

    def errors(self, cases: list[dict]) -> dict[str, float]:
        """Group -> mean error of its cases, and "overall"; NaN where there are none."""
        off = [(str(c["group"]), self.kind.off(c["truth"], c["predicted"])) for c in cases]
        groups = dict.fromkeys([*self.groups, *(group for group, _ in off if self.group)])
        return {
            name: _mean([error for group, error in off if name in (WHOLE, group)])
            for name in [WHOLE, *groups]
        }


def _mean(errors: list[float]) -> float:
    return sum(errors) / len(errors) if errors else math.nan


def _grouping(toy: Any, new: list[dict]) -> Callable[[list, Any], str] | None:
    """How to tell the group of an example that a pupil may have put down; None if nobody can.

    The groups of new cards are their labels, or the places on the board that the toy names.
    """
    if new and all(card["group"] == card["truth"] for card in new):
        return lambda x, label: label
    if hasattr(toy, "group_of"):
        return lambda x, label: toy.group_of(x)
    if new and len(new[0]["x"]) == 1:
        return _stretches(new)
    if corners := getattr(toy, "CORNERS", None):
        names = {tuple(side > 0 for side in sides): name for name, sides in corners.items()}
        return lambda x, label: names[tuple(side > 0 for side in x)]
    return None


def _stretches(new: list[dict]) -> Callable[[list, Any], str] | None:
    """Along a curve: the stretch an example lies in, where each group has one to itself."""
    ordered = sorted((card["x"][0], str(card["group"])) for card in new)
    firsts = [next(run) for _, run in groupby(ordered, key=itemgetter(1))]
    if len(firsts) > len({group for _, group in firsts}):
        return None
    return lambda x, truth: firsts[max(0, bisect_right(firsts, x[0], key=itemgetter(0)) - 1)][1]


def _new_cards(toy: Any, new: Iterable[Mapping] | None, truth: str) -> list[dict]:
    """The held-out cards, each with what is asked of it; raises ValueError for a bad card."""
    if new is None:
        new = toy.test_cards() if hasattr(toy, "test_cards") else []
    found = []
    for number, card in enumerate(new, start=1):
        for key in ("group", "x", truth):
            if card.get(key) is None:
                raise ValueError(f"New card {number} has no {key!r}; every card needs one.")
        found.append({"name": str(number), **card, "truth": card[truth]})
    return found
