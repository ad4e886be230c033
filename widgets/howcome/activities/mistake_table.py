"""Count what was right and wrong in each group, and open a count to see the cards in it."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, ClassVar

import traitlets

from howcome.activities.base import Activity, script, style
from howcome.toys.common import errors

PAGE = 24
TERMS = {(True, True): "found", (True, False): "missed", (False, True): "alarm"}
NEEDED = ("group", "truth", "predicted")
KNOWN = {"name", "group", "truth", "predicted", "sure", "picture"}


def _key(value: Any) -> str:
    """A label as the page knows it: 1, 1.0 and "1" are the same."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


class MistakeTable(Activity):
    """Count what was right and wrong in each group, and look at the cards behind a number.

    Args:
        cases: one dict (or DataFrame row) for each card: ``group``, ``truth``, ``predicted``, and
            where there is one ``name``, ``sure`` (0 to 1) and ``picture`` (rows of grey values, 0
            to 255); whatever else a case holds is shown as a field. Or an activity that has
            ``cases``: then the table follows it.
        names: what to call groups, labels and fields, key -> word.
        yes: the label that was looked for, when there are two: the counts then carry the words
            found, missed, false alarm, ruled out.
        terms: with ``yes``, also the field's terms (true positive, …).
        share: how common each group is where the machine will work; weighs the overall error.
            Taken from the activity, if one is given.
        ask: the sentence above the table.

    After every step there is, in the shape of the next step:
        opened: the cell that was opened last, ``[group, truth, predicted]``; the answer.
        opened_cases: the cases in it.
        counts: group -> (truth, predicted) -> how many.
        errors: group -> share of its cases that came out wrong (0 to 1), and "overall".
        table: the same as rows, one dict for each cell.

    >>> cases = [
    ...     {"name": "eel", "group": "deep", "truth": "fish", "predicted": "other"},
    ...     {"name": "crab", "group": "reef", "truth": "other", "predicted": "other"},
    ... ]
    >>> table = MistakeTable(cases, yes="fish")
    >>> table.answer(opened=["deep", "fish", "other"])
    >>> [case["name"] for case in table.opened_cases]
    ['eel']
    """

    part: ClassVar[str] = "mistake_table"
    answer_traits: ClassVar[tuple[str, ...]] = ("opened",)
    _esm = script("mistake_table")
    _css = style("mistake_table")

    names = traitlets.Dict().tag(sync=True)
    ask = traitlets.Unicode().tag(sync=True)
    terms = traitlets.Bool().tag(sync=True)
    pairs = traitlets.List(traitlets.Dict()).tag(sync=True)
    shares = traitlets.Dict().tag(sync=True)
    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    overall = traitlets.Float().tag(sync=True)
    opened = traitlets.TraitType(()).tag(sync=True)
    first = traitlets.Int(0, min=0).tag(sync=True)
    cards = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        cases: Activity | Iterable[Mapping[str, Any]],
        *,
        names: Mapping[Any, str] | None = None,
        yes: Any = None,
        share: Mapping[str, float] | None = None,
        **how: Any,
    ):
        source = cases if isinstance(cases, Activity) else None
        self.yes = None if yes is None else _key(yes)
        shares = share if share is not None else getattr(source, "share", None)
        self._share = (
            None if shares is None else {_key(group): part for group, part in shares.items()}
        )
        self._take(source.cases if source else cases)
        inherited = getattr(source, "names", {})
        words = {_key(key): word for key, word in {**inherited, **(names or {})}.items()}
        opened = how.pop("opened", [])
        super().__init__(names=words, shares=self._share or {}, opened=opened, **how)
        if source:
            source.observe(lambda _change: self._follow(source), "result")

    def _follow(self, source: Activity) -> None:
        with self.hold_sync():
            self._take(source.cases)
            self.refresh()

    def _take(self, cases: Any) -> None:
        """Count the cases; raises ValueError for what cannot be counted."""
        if hasattr(cases, "to_dict"):
            cases = cases.to_dict("records")
        self._cases = [dict(case) for case in cases]
        if not self._cases:
            raise ValueError("There are no cases yet: give at least one.")
        for number, case in enumerate(self._cases, start=1):
            for key in NEEDED:
                # Only a missing number is unlike itself.
                if case.get(key) is None or case[key] != case[key]:
                    raise ValueError(f"Case {number} has no {key!r}; every case needs one.")
        self._keys = [tuple(_key(case[key]) for key in NEEDED) for case in self._cases]
        self._count = Counter(self._keys)
        self._groups = list(dict.fromkeys(group for group, _, _ in self._keys))
        self._pairs = self._ordered_pairs()
        # Counted on the words, as the cells are: 1 and "1" are the same label.
        self.errors = errors(
            [dict(zip(NEEDED, key, strict=True)) for key in self._keys], self._share
        )

    def _ordered_pairs(self) -> list[tuple[str, str]]:
        labels = list(dict.fromkeys(label for key in self._keys for label in key[1:]))
        if self.yes is not None:
            if len(labels) > 2 or self.yes not in labels:
                raise ValueError(
                    f"yes={self.yes!r} needs two labels, one of them {self.yes!r}; "
                    f"the cases have {', '.join(labels)}."
                )
            labels.sort(key=lambda label: label != self.yes)
        happened = {key[1:] for key in self._keys}
        return [
            (truth, said)
            for truth in labels
            for said in labels
            # Of many labels, most ways to be wrong never happen.
            if len(labels) <= 3 or truth == said or (truth, said) in happened
        ]

    @traitlets.validate("opened")
    def _there_is(self, proposal: dict) -> list[str]:
        opened = proposal["value"]
        if not isinstance(opened, list | tuple):
            raise ValueError("Name a cell as [group, what it was, what was said].")
        opened = [_key(part) for part in opened]
        if opened and (
            len(opened) != 3
            or opened[0] not in self._groups
            or tuple(opened[1:]) not in self._pairs
        ):
            cells = "; ".join(", ".join(pair) for pair in self._pairs)
            raise ValueError(
                f"There is no cell {opened}. Name one as [group, what it was, what was said]: "
                f"a group of {', '.join(self._groups)}, then one of {cells}."
            )
        return opened

    @traitlets.observe("first")
    def _turn_page(self, _change: object) -> None:
        self._deal()

    def refresh(self) -> None:
        """Lay out the counts and the first page of the opened cell."""
        self.pairs = [
            {"truth": truth, "predicted": said, "term": self._term(truth, said)}
            for truth, said in self._pairs
        ]
        self.rows = [
            {
                "group": group,
                "counts": [self._count[group, *pair] for pair in self._pairs],
                "error": self.errors[group],
            }
            for group in self._groups
        ]
        self.overall = self.errors["overall"]
        self.first = 0
        self._deal()

    def _term(self, truth: str, said: str) -> str:
        if self.yes is None:
            return ""
        return TERMS.get((truth == self.yes, said == self.yes), "ruled_out")

    def _deal(self) -> None:
        cases = self.opened_cases
        self.cards = {
            "start": self.first,
            "of": len(cases),
            "items": [self._card(case) for case in cases[self.first : self.first + PAGE]],
        }

    def _card(self, case: dict) -> dict:
        """A case as the view shows it; the picture as one byte for each dot."""
        card = {
            "name": str(case.get("name", "")),
            "truth": self._named(case["truth"]),
            "predicted": self._named(case["predicted"]),
            "fields": [
                [self._named(key), self._named(value)]
                for key, value in case.items()
                if key not in KNOWN
            ],
        }
        if case.get("sure") is not None:
            card["sure"] = round(100 * float(case["sure"]))
        if case.get("picture") is not None:
            picture = [[int(grey) for grey in row] for row in case["picture"]]
            dots = bytes(max(0, min(255, grey)) for row in picture for grey in row)
            card["picture"] = {
                "width": len(picture[0]),
                "height": len(picture),
                "dots": b64encode(dots).decode(),
            }
        return card

    def _named(self, key: Any) -> str:
        return self.names.get(_key(key), _key(key))

    @property
    def cases(self) -> list[dict]:
        """All cases, in order."""
        return self._cases

    @property
    def opened_cases(self) -> list[dict]:
        """The cases in the cell that was opened last; none before."""
        cell = tuple(self.opened)
        return [case for case, key in zip(self._cases, self._keys, strict=True) if key == cell]

    @property
    def counts(self) -> dict[str, dict[tuple[str, str], int]]:
        """Group -> (truth, predicted) -> how many cases."""
        return {
            group: {pair: self._count[group, *pair] for pair in self._pairs}
            for group in self._groups
        }

    @property
    def table(self) -> list[dict[str, Any]]:
        """One row for each cell: group, truth, predicted, count."""
        return [
            {"group": group, "truth": pair[0], "predicted": pair[1], "count": count}
            for group, cells in self.counts.items()
            for pair, count in cells.items()
        ]

    def picture(self) -> str:
        """The counts as a plain table, and which cell was opened."""
        heads = [
            self.words["right_pair" if truth == said else "wrong_pair"].format(
                truth=self._named(truth), predicted=self._named(said)
            )
            for truth, said in self._pairs
        ]
        lines = [
            [self._named(row["group"]), *row["counts"], self._percent(row["error"])]
            for row in self.rows
        ]
        totals = [sum(column) for column in zip(*(row["counts"] for row in self.rows), strict=True)]
        lines.append([self.words["overall"], *totals, self._percent(self.errors["overall"])])
        top = "".join(
            f'<th scope="col">{escape(head)}</th>'
            for head in [self.words["group"], *heads, self.words["wrong"]]
        )
        body = "".join(
            f'<tr><th scope="row">{escape(line[0])}</th>'
            + "".join(f"<td>{escape(str(cell))}</td>" for cell in line[1:])
            + "</tr>"
            for line in lines
        )
        return (
            f"<table><caption>{escape(self.words['title'])}</caption>"
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(f'{self._weighed()} {self.spoken()}'.strip())}</p>"
        )

    def _weighed(self) -> str:
        if not self.shares:
            return ""
        shares = [f"{self._named(group)} {100 * part:g} %" for group, part in self.shares.items()]
        return self.words["weighed"].format(shares=", ".join(shares))

    def spoken(self) -> str:
        """The opened cell in one sentence."""
        if not self.opened:
            return self.words["none_opened"]
        group, truth, said = (self._named(part) for part in self.opened)
        return self.words["last_opened"].format(
            group=group, truth=truth, predicted=said, count=len(self.opened_cases)
        )

    @staticmethod
    def _percent(share: float) -> str:
        return f"{100 * share:.1f} %"
