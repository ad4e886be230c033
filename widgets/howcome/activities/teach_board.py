"""Put examples on a board, let a machine learn from them, and see its border or curve move."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any, ClassVar

import traitlets

from howcome.activities.base import Activity, script, style
from howcome.activities.taught import WHOLE, Task
from howcome.figures import dots


class TeachBoard(Activity):
    """Put examples on the board, and the machine draws its own border.

    With a toy of two columns the board is sorted, and the model's border runs between the kinds.
    With one column it is a curve: what goes in runs across, the number to predict runs up.

    Args:
        toy: a toy module with ``COLUMNS`` and ``Model``; or a function that makes a model with
            ``fit`` and ``predict`` (then give ``columns`` and ``points``). The knobs are its
            arguments. A model that has ``steps`` and ``after`` learns one mistake at a time.
        points: the examples at first, ``(X, y)``; the toy's ``first_deal()`` by default. ``([],
            [])`` for an empty board.
        new: held-out cards, dicts with ``group``, ``x`` and ``truth`` (or ``target``); the toy's
            ``test_cards()`` by default.
        knobs: what can be turned, name -> values, such as ``{"k": [1, 5, 25]}``; the first value
            is the one at first, unless ``settings`` names another.
        columns: the names of the two sides, or of the one that goes into a curve.
        target: for a curve, the name of the number to predict.
        ends: side -> (low, high); just around the examples by default.
        group: ``(x, label)`` -> the group of an example, where the toy cannot tell.
        names: what to call labels, groups, sides and knobs, key -> word.
        phrases: this lesson's own words, key -> sentence of the activity (see the locale files).
        ask: the sentence above the board, instead of the activity's own.
        most: the most examples on the board.

    The answer: ``added`` examples, ``removed`` ones and ``flipped`` labels (by the place of the
    example in ``points``), ``settings`` of the knobs, ``steps`` (mistakes learned from; None for
    all), ``tested`` (new cards tried). After every step there is, in the shape of the next one:
        X, y: the training set as it lies on the board.
        model: the trained model; None while the examples do not suffice.
        untrained: why there is no model, one sentence; else empty.
        cases: one dict for each new card (name, group, truth, predicted, sure); a MistakeTable
            takes the board itself.
        errors: group -> share of its new cards that came out wrong (0 to 1; for a curve how far
            it is off), and "overall"; not a number (NaN) without a model or cards.
        own_errors: the same for the examples on the board.
        table: one row a group: own and new cards, and their errors.

    >>> from howcome.toys import penguins
    >>> board = TeachBoard(penguins, knobs={"k": [1, 5, 25]})
    >>> board.own_errors["overall"], round(board.errors["overall"], 2)
    (0.0, 0.06)
    >>> board.answer(settings={"k": 25}, added=[[41.5, 18.5, "Adelie"]])
    >>> len(board.X), board.own_errors["overall"] > 0
    (97, True)
    """

    part: ClassVar[str] = "teach_board"
    answer_traits: ClassVar[tuple[str, ...]] = (
        *("added", "removed", "flipped"),
        *("settings", "steps", "tested"),
    )
    _esm = script("teach_board")
    _css = style("teach_board")

    ask = traitlets.Unicode().tag(sync=True)
    names = traitlets.Dict().tag(sync=True)
    labels = traitlets.List().tag(sync=True)
    axes = traitlets.List().tag(sync=True)
    curve = traitlets.Bool().tag(sync=True)
    stepwise = traitlets.Bool().tag(sync=True)
    knobs = traitlets.Dict().tag(sync=True)
    most = traitlets.Int(500, min=1).tag(sync=True)
    start = traitlets.List().tag(sync=True)
    fresh = traitlets.List().tag(sync=True)
    # an answer takes any value here, so that a wrong one meets a sentence and not a type
    added = traitlets.TraitType(()).tag(sync=True)
    removed = traitlets.TraitType(()).tag(sync=True)
    flipped = traitlets.TraitType(()).tag(sync=True)
    settings = traitlets.TraitType().tag(sync=True)
    steps = traitlets.TraitType(None, allow_none=True).tag(sync=True)
    tested = traitlets.Bool().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        toy: Any,
        *,
        points: tuple[Any, Any] | None = None,
        new: Iterable[Mapping] | None = None,
        knobs: Mapping[str, Iterable] | None = None,
        settings: Mapping[str, Any] | None = None,
        columns: Sequence[str] | None = None,
        target: str = "points",
        ends: Mapping[str, Sequence[float]] | None = None,
        group: Callable[[list, Any], str] | None = None,
        names: Mapping[Any, str] | None = None,
        phrases: Mapping[str, str] | None = None,
        **how: Any,
    ):
        self._task = Task(toy, points, new, columns, target, ends or {}, group)
        choices = {key: list(some) for key, some in (knobs or {}).items()}
        if not all(choices.values()):
            raise ValueError("Give every knob at least one value.")
        settings = {key: some[0] for key, some in choices.items()} | dict(settings or {})
        stepwise = hasattr(self._task.made(settings), "after")
        names = {str(key): word for key, word in (names or {}).items()}
        first = {"added": [], "removed": [], "flipped": {}, "steps": 0 if stepwise else None}
        super().__init__(
            names=names,
            labels=self._task.labels,
            axes=[
                {**one, "name": names.get(one["column"], one["name"])} for one in self._task.axes
            ],
            curve=self._task.kind.curve,
            stepwise=stepwise,
            knobs=choices,
            start=self._task.start,
            fresh=self._task.fresh,
            settings=settings,
            **{**first, **how},
        )
        self.words = {**self.words, **(phrases or {})}

    # What may be answered.

    @traitlets.validate("added")
    def _on_the_board(self, proposal: dict) -> list[list]:
        wide = 2 if self.curve else 3
        added = proposal["value"]
        rows = list(added) if isinstance(added, list | tuple) else [None]
        for row in rows:
            whole = isinstance(row, list | tuple) and len(row) == wide
            if not whole or not all(map(_inside, row, self.axes)):
                ends = " and ".join(
                    f"{one['column']} from {one['low']:g} to {one['high']:g}" for one in self.axes
                )
                raise ValueError(f"Give each example as a list: {ends}" + self._then_a_label())
            if not self.curve and row[2] not in self.labels:
                raise ValueError(f"There is no label {row[2]!r}{self._then_a_label()}")
        return [[*map(float, row[:2]), *row[2:]] for row in rows]

    def _then_a_label(self) -> str:
        return "." if self.curve else f"; choose from {', '.join(map(str, self.labels))}."

    @traitlets.validate("removed")
    def _were_there(self, proposal: dict) -> list[int]:
        removed = proposal["value"]
        if not isinstance(removed, list | tuple) or not all(map(self._is_place, removed)):
            raise ValueError(f"Name the examples to take away by number, {self._places()}.")
        return sorted(set(removed))

    @traitlets.validate("flipped")
    def _have_labels(self, proposal: dict) -> dict[str, Any]:
        flipped = proposal["value"]
        if not isinstance(flipped, Mapping) or (flipped and self.curve):
            raise ValueError("Give the changed labels as {number of the example: label}.")
        for place, label in flipped.items():
            if not str(place).isdecimal() or not self._is_place(int(place)):
                raise ValueError(f"There is no example {place!r} to change: {self._places()}.")
            if label not in self.labels:
                raise ValueError(f"There is no label {label!r}{self._then_a_label()}")
        # JSON has text keys; a label that is as it was is no change
        return {
            str(place): label
            for place, label in flipped.items()
            if self.start[int(place)][2] != label
        }

    def _is_place(self, place: Any) -> bool:
        return type(place) is int and 0 <= place < len(self.start)

    def _places(self) -> str:
        return f"0 to {len(self.start) - 1}" if self.start else "there are none yet"

    @traitlets.validate("settings")
    def _can_be_set(self, proposal: dict) -> dict[str, Any]:
        settings = proposal["value"]
        if not isinstance(settings, Mapping) or set(settings) != set(self.knobs):
            raise ValueError(f"Set these knobs, no others: {', '.join(self.knobs) or 'none here'}.")
        for key, value in settings.items():
            if value not in self.knobs[key]:
                some = ", ".join(map(str, self.knobs[key]))
                raise ValueError(f"{key} cannot be {value!r}; choose from {some}.")
        # the knob's own value: 1 is no other than True, but the page tells them apart
        return {key: some[some.index(settings[key])] for key, some in self.knobs.items()}

    @traitlets.validate("steps")
    def _can_be_learned(self, proposal: dict) -> int | None:
        steps = proposal["value"]
        if steps is not None and not self.stepwise:
            raise ValueError("This model learns all at once: leave steps as None.")
        if steps is not None and (type(steps) is not int or steps < 0):
            raise ValueError("Give steps as a whole number of mistakes, or None for all of them.")
        return steps

    # What follows from it.

    @property
    def examples(self) -> list[list]:
        """What lies on the board: the first examples that are left, then the added ones."""
        gone = set(self.removed)
        kept = [
            [*one[:2], self.flipped.get(str(place), one[2])] if str(place) in self.flipped else one
            for place, one in enumerate(self.start)
            if place not in gone
        ]
        return [*kept, *self.added]

    @property
    def X(self) -> list[list[float]]:
        """What goes into the model for each example, as rows for ``fit``."""
        return self._task.kind.training(self.examples)[0]

    @property
    def y(self) -> list:
        """The label of each example, or its number under a curve."""
        return self._task.kind.training(self.examples)[1]

    def refresh(self) -> None:
        """Train on what lies on the board, and try all cards."""
        examples = self.examples
        if len(examples) > self.most:
            raise ValueError(self.words["full"].format(most=self.most))
        taught = self._task.teach(examples, self.settings, self.steps)
        self.model, self.untrained, self.cases = taught.model, taught.untrained, taught.cases
        self.own_errors = self._task.errors(taught.own_cases)
        self.errors = self._task.errors(taught.cases)
        self._counts = {
            side: Counter(str(case["group"]) for case in cases) | {WHOLE: len(cases)}
            for side, cases in (("own", taught.own_cases), ("new", self._task.new))
        }
        # JSON has no NaN: the view gets null.
        rows = [
            {key: None if part != part else part for key, part in row.items()} for row in self.table
        ]
        self._looks = taught.looks
        # Counted, because a step that changes no number is news to the view as well.
        self.result = {
            "round": self.result.get("round", 0) + 1,
            "trained": taught.model is not None,
            **taught.drawn,
            "rows": rows,
            "heard": self._heard(),
            "summary": self._summary(),
        }

    @property
    def table(self) -> list[dict[str, Any]]:
        """One row for each group, and "overall": own and new cards, and the error on each."""
        groups = [*self.errors, *self.own_errors]
        groups = [group for group in dict.fromkeys(groups) if group != WHOLE]
        return [
            {
                "group": group,
                "own": self._counts["own"].get(group, 0),
                "own_error": self.own_errors.get(group, math.nan),
                "new": self._counts["new"].get(group, 0),
                "new_error": self.errors.get(group, math.nan),
            }
            for group in [*groups, WHOLE]
        ]

    # In words, and for a file without a kernel.

    def _named(self, key: Any, ours: str | None = None) -> str:
        return self.names.get(str(key), str(key) if ours is None else ours)

    def _group(self, group: str) -> str:
        return self.words["overall"] if group == WHOLE else self._named(group)

    def _sentence(self, key: str) -> str:
        """A sentence that a board with a curve says in another way."""
        return self.words[f"{key}_curve" if self.curve else key]

    def _error(self, row: dict, side: str) -> str:
        off, count = row[f"{side}_error"], row[side]
        if math.isnan(off):
            return "\u2013"
        if self.curve:
            return f"{off:,.1f}"
        return self.words["of"].format(wrong=round(off * count), count=count)

    def _heard(self) -> str:
        """In one or two short sentences: how it does on own and on new cards."""
        if self.model is None:
            return self._sentence("too_few")
        *groups, whole = self.table
        parts = [self._sentence("own_come").format(error=self._error(whole, "own"))]
        if self.tested and whole["new"]:
            worst = max(groups, key=lambda row: (row["new"] > 0, row["new_error"]))
            key = "new_come" if whole["new_error"] else "new_right"
            words = {"group": self._group(worst["group"]), "worst": self._error(worst, "new")}
            parts.append(self._sentence(key).format(error=self._error(whole, "new"), **words))
        return " ".join(parts)

    def _summary(self) -> str:
        """The board in words, for whoever cannot look at it."""
        counts = Counter(one[2] for one in self.examples) if not self.curve else {}
        some = [f"{counts[label]} {self._named(label)}" for label in self.labels]
        parts = [self.words["counts"].format(counts=", ".join(some) or len(self.examples))]
        for look in self._looks:
            if self.curve:
                numbers = {key: f"{value:,.0f}" for key, value in look.items()}
                parts.append(self.words["looks_curve"].format(**numbers))
            else:
                where = [self.words[f"where_{field}"] for field in look["where"][:3]]
                more = len(look["where"]) - len(where)
                where += [self.words["where_many"].format(count=more)] * bool(more)
                label, share = self._named(self.labels[look["kind"]]), look["share"]
                words = {"label": label, "share": share, "where": ", ".join(where)}
                parts.append(self.words["looks"].format(**words))
        return " ".join(parts)

    def picture(self) -> str:
        """The examples as dots, and the errors as a plain table."""
        heads = [self.words[key] for key in ("group", "own", "new")]
        top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        body = "".join(
            f'<tr><th scope="row">{escape(self._group(row["group"]))}</th>'
            f"<td>{escape(self._error(row, 'own'))}</td>"
            f"<td>{escape(self._error(row, 'new') if self.tested else '?')}</td></tr>"
            for row in self.table
        )
        return (
            f"{self._dots()}<table><caption>{escape(self._sentence('caption').format(target=self.axes[1]['name']))}</caption>"
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(self.spoken())}</p>"
        )

    def _dots(self) -> str:
        across, up = (one["column"] for one in self.axes)
        rows = [
            {across: one[0], up: one[1]} | ({} if self.curve else {"kind": self._named(one[2])})
            for one in self.examples
        ]
        if not rows:
            return ""
        words = {one["column"]: one["name"] for one in self.axes}
        return dots(
            rows,
            x=across,
            y=up,
            group=None if self.curve else "kind",
            alt=self._summary(),
            labels={**words, "kind": self.words["kind"]},
        ).html

    def spoken(self) -> str:
        """What lies on the board, how the knobs are set, and where the machine is wrong."""
        parts = [self.words["on_board"].format(count=len(self.examples))]
        yes_no = {True: self.words["yes"], False: self.words["no"]}
        for key, value in self.settings.items():
            shown = yes_no[value] if isinstance(value, bool) else str(value)
            knob = self._named(key, self.words.get(f"knob_{key}"))
            parts.append(f"{knob}: {shown}.")
        if self.model is None:
            return " ".join([*parts, self._sentence("too_few")])
        if self.stepwise:
            parts.append(self.words["learned_from"].format(**self.result))
        for side in ["own", "new"] if self.tested else ["own"]:
            some = [
                f"{self._group(row['group'])} {self._error(row, side)}"
                for row in self.table
                if row[side]
            ]
            parts.append(f"{self.words[side]}: {', '.join(some)}.")
        return " ".join(parts)


def _inside(place: Any, side: Mapping) -> bool:
    """Whether this is a number on that side of the board."""
    number = isinstance(place, int | float) and not isinstance(place, bool)
    return number and side["low"] <= place <= side["high"]
