"""Choose how many examples of each group a machine is shown, and see who it then misses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from types import ModuleType
from typing import Any, ClassVar

import traitlets

from howcome.activities.base import Activity, script, style
from howcome.figures import bars
from howcome.toys.common import errors


class SampleMixer(Activity):
    """Choose how many examples of each group the machine is shown, and see who it then misses.

    Args:
        toy: a toy module with ``GROUPS``, ``MOST``, ``deal``, ``Model``, ``test_cards``, ``cases``.
        counts: how many examples of each group at first; missing groups start at 0.
        names: what to call the groups, group -> word; also those that a toy only tests.
        most: the most examples of each group; the toy's own ``MOST`` by default.
        step: how many examples one key press or click adds.
        share: how common each group is where the machine will work, group -> share (sum 1);
            weighs the overall error. Equal by default.

    After every change there is, in the shape of the next step:
        model: the trained model; None while no example is shown.
        cases: one dict for each test card (name, group, truth, predicted, sure).
        errors: group -> share of its cards that came out wrong (0 to 1), and "overall"; not a
            number (NaN) while no example is shown.
        table: the same as rows, one dict a group.
    """

    part: ClassVar[str] = "sample_mixer"
    answer_traits: ClassVar[tuple[str, ...]] = ("counts", "deal")
    _esm = script("sample_mixer")
    _css = style("sample_mixer")

    groups = traitlets.List(traitlets.Unicode()).tag(sync=True)
    tested = traitlets.List(traitlets.Unicode()).tag(sync=True)
    names = traitlets.Dict().tag(sync=True)
    most = traitlets.Dict().tag(sync=True)
    step = traitlets.Int(5, min=1).tag(sync=True)
    counts = traitlets.Dict().tag(sync=True)
    deal = traitlets.Int(0, min=0).tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        toy: ModuleType,
        *,
        counts: Mapping[str, int],
        names: Mapping[str, str] | None = None,
        most: Mapping[str, int] | None = None,
        share: Mapping[str, float] | None = None,
        **how: Any,
    ):
        self.toy = toy
        self.share = share
        self._cards = toy.test_cards()
        # A toy may test more than can be mixed: things that are no shoe at all.
        tested = list(dict.fromkeys([*toy.GROUPS, *(card["group"] for card in self._cards)]))
        super().__init__(
            groups=list(toy.GROUPS),
            tested=tested,
            names={group: (names or {}).get(group, group) for group in tested},
            most=dict(most or toy.MOST),
            counts=self._full(toy, counts),
            **how,
        )

    @staticmethod
    def _full(toy: ModuleType, counts: Mapping[str, int]) -> dict[str, int]:
        unknown = sorted(set(counts) - set(toy.GROUPS))
        if unknown:
            raise ValueError(f"There is no group {unknown[0]!r}; choose {', '.join(toy.GROUPS)}.")
        return {group: counts.get(group, 0) for group in toy.GROUPS}

    @traitlets.validate("counts")
    def _within(self, proposal: dict) -> dict[str, int]:
        counts = self._full(self.toy, proposal["value"])
        for group, count in counts.items():
            if type(count) is not int or not 0 <= count <= self.most[group]:
                raise ValueError(
                    f"{self.names[group]}: choose a whole number from 0 to {self.most[group]}."
                )
        return counts

    def refresh(self) -> None:
        """Deal, train and test again."""
        self.model, self.cases = None, []
        self.errors = dict.fromkeys(["overall", *self.tested], math.nan)
        if any(self.counts.values()):
            X, y = self.toy.deal(self.counts, seed=self.deal)
            self.model = self.toy.Model().fit(X, y)
            self.cases = self.toy.cases(self.model, self._cards)
            self.errors = errors(self.cases, share=self.share)
        # JSON has no NaN: the view gets null. The deal stands beside its errors, for a new deal
        # with the same errors is news too, and the view says so.
        rates = {group: None if math.isnan(rate) else rate for group, rate in self.errors.items()}
        self.result = {"errors": rates, "counts": self.counts, "deal": self.deal}

    @property
    def table(self) -> list[dict[str, Any]]:
        """One row for each group: how many it was shown, tested on, and the share it got wrong."""
        return [
            {
                "group": group,
                "shown": self.counts.get(group, 0),
                "tested": sum(card["group"] == group for card in self._cards),
                "wrong": self.errors[group],
            }
            for group in self.tested
        ]

    def picture(self) -> str:
        """Bars of the errors of each group and of all together."""
        if self.model is None:
            return f"<p>{escape(self.spoken())}</p>"
        rows = {self.names[row["group"]]: round(100 * row["wrong"], 1) for row in self.table}
        rows[self.words["overall"]] = round(100 * self.errors["overall"], 1)
        drawn = bars(rows, alt=self.spoken(), title=self.words["wrong_in_100"], most=100)
        return drawn.html + f"<p>{escape(self.spoken())}</p>"

    def spoken(self) -> str:
        """Shown and wrong for each group, in one line."""
        if self.model is None:
            return self.words["show_one"]
        parts = [
            self.words["row" if row["group"] in self.groups else "row_tested"].format(
                group=self.names[row["group"]], shown=row["shown"], wrong=round(100 * row["wrong"])
            )
            for row in self.table
        ]
        whole = self.words["whole"].format(wrong=round(100 * self.errors["overall"]))
        return " ".join([*parts, whole])
