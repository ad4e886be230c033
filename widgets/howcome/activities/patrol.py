"""Send a patrol day after day, and see how its logbook decides where it looks."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType
from typing import Any, ClassVar

import traitlets

from howcome.activities.base import HERE, script, style
from howcome.activities.loop import MOST, Loop

WORLDS = {"equal": "EQUAL", "unequal": "UNEQUAL"}
# Below this many days a bar for each would fill the whole line at once.
FEW = 10


class Patrol(Loop):
    """The patrol goes where it found litter before.

    Args:
        toy: the toy module ``patrol``.
        rules: which rules may be chosen, of "most litter", "most per visit" and "shared per
            visit". The first holds at the start; one alone is not shown as a choice.
        randoms: which shares (0 to 1) of days left to a coin may be chosen, likewise.
        worlds: "equal" (the same litter on both), "unequal" (more on Pine), or both, likewise.
        firsts: where litter may have been written down on day 0: None for nowhere, "oak",
            "pine". With one on day 0, the run that starts at the other is put beside it.
        names: playground -> what to call it here.
        most: the most days, up to 200.
        ask: the sentence above the picture, instead of those that lead through it.

    After every step there is, in the shape of the next step:
        days, rule, random_days, world, first, looked, deal: the answer. ``looked`` is whether
            what really lay there is shown, ``deal`` counts the new luck.
        table: one row a day: ``day``, ``went`` (the playground), ``found`` (litter there or
            not), and for each playground whether litter lay there, also where nobody went.
        beside: the same rows for the run that starts at the other playground; else empty.
        logbook: after the last day, its ``day``, ``visits`` and ``records``.
        shares: playground -> its share of the visits (0 to 1); empty before the first.

    >>> from howcome.toys import patrol
    >>> loop = Patrol(patrol, firsts=[None, "oak", "pine"])
    >>> loop.answer(days=50, first="oak")
    >>> loop.shares, loop.logbook["records"]["pine"]
    ({'oak': 1.0, 'pine': 0.0}, 0)
    """

    part: ClassVar[str] = "patrol"
    answer_traits: ClassVar[tuple[str, ...]] = (
        *("days", "rule", "random_days", "world", "first", "looked", "deal"),
    )
    _esm = script("patrol")
    _css = style("chooser") + (HERE / "patrol.css").read_text(encoding="utf-8")

    days = traitlets.TraitType(0).tag(sync=True)
    rule = traitlets.TraitType("").tag(sync=True)
    random_days = traitlets.TraitType(0).tag(sync=True)
    world = traitlets.TraitType("").tag(sync=True)
    first = traitlets.TraitType(None, allow_none=True).tag(sync=True)
    looked = traitlets.TraitType(False).tag(sync=True)

    def __init__(
        self,
        toy: ModuleType,
        *,
        rules: Iterable[str] | None = None,
        randoms: Iterable[float] | None = None,
        worlds: Iterable[str] | None = None,
        firsts: Iterable[str | None] | None = None,
        most: int = MOST,
        **how: Any,
    ):
        super().__init__(
            toy,
            needs=("PLACES", "RULES", "EQUAL", "UNEQUAL", "play", "choose", "start"),
            offers={
                "rule": (rules, getattr(toy, "RULES", ())),
                "random_days": (randoms, None),
                "world": (worlds, list(WORLDS)),
                "first": (firsts, (None, *getattr(toy, "PLACES", ()))),
            },
            most=most,
            **how,
        )

    @traitlets.validate("rule", "random_days", "world", "first")
    def _is_offered(self, proposal: dict) -> Any:
        return self.check_offered(proposal)

    @traitlets.validate("days")
    def _is_sound(self, proposal: dict) -> int:
        return self.check_few(self.check_whole(proposal))

    @traitlets.validate("looked")
    def _is_yes_or_no(self, proposal: dict) -> bool:
        if not isinstance(proposal["value"], bool):
            raise ValueError(self.words["not_looked"])
        return proposal["value"]

    @property
    def _how(self) -> tuple[Any, str, float]:
        """What every play of the toy here takes: luck, rule, share of days left to a coin."""
        return self.deal, self.rule, self.random_days

    def _played(self, first: str | None) -> list[dict]:
        world = getattr(self.toy, WORLDS[self.world])
        return self.toy.play(self.days, *self._how, world, self.toy.start(first))

    def refresh(self) -> None:
        """Send the patrol again from the first day, and count."""
        self.name_all(self.toy.PLACES)
        self._days = self._played(self.first)
        runs = [self._run(self.first, self._days)]
        self._beside = []
        if self.first is not None:
            (other,) = (place for place in self.toy.PLACES if place != self.first)
            self._beside = self._played(other)
            runs.append(self._run(other, self._beside))
        self.result = {
            "of": {key: getattr(self, key) for key in self.answer_traits},
            "runs": runs,
            "key": [self.words["key_part"], self.words["key_rest"]] if self.looked else [],
            "head": self.words["head"].split("|"),
            **self._now(),
        }

    def _run(self, first: str | None, days: list[dict]) -> dict[str, Any]:
        """Visits, records and, once looked at, what lay there, as bars and in words."""
        book = days[-1]["book"] if days else self.toy.start(first)
        visits, records = book["visits"], book["records"]
        # What was written down on day 0 lay there, too.
        lay = {p: sum(day["litter"][p] for day in days) + (p == first) for p in self.toy.PLACES}
        went, litter, rows = [], [], []
        for place in self.toy.PLACES:
            text = self.words["visits"].format(visits=visits[place], all=sum(visits.values()))
            went.append(self.line(place, visits[place], visits[place], text))
            text = self.words["written_of" if self.looked else "written"]
            whole = lay[place] if self.looked else records[place]
            text = text.format(records=records[place], lay=lay[place])
            litter.append(self.line(place, whole, records[place], text))
            seen = lay[place] if self.looked else "?"
            rows.append([self.names[place], visits[place], records[place], seen])
        most = max(line["whole"] for line in litter)
        said = "said_none" if not days else "said_looked" if self.looked else "said"
        numbers = {"days": len(days), "first": self.names.get(first)}
        for number, place in enumerate(self.toy.PLACES, start=1):
            numbers |= {f"place{number}": self.names[place], f"visits{number}": visits[place]}
            numbers |= {f"records{number}": records[place], f"lay{number}": lay[place]}
        return {
            "title": self.words["started" if first else "logbook"].format(**numbers),
            "said": self.words[said].format(**numbers),
            "groups": [
                {
                    "title": self.words["where_it_went"],
                    "scale": max(FEW, sum(visits.values())),
                    "lines": went,
                },
                {
                    "title": self.words["lay" if self.looked else "written_down"],
                    "scale": max(FEW, most),
                    "lines": litter,
                },
            ],
            "rows": rows,
        }

    def _now(self) -> dict[str, Any]:
        """Where the patrol goes next and why, and what it met on the last day."""
        place = self.toy.choose(self.logbook, *self._how)
        last = self._days[-1] if self._days else None
        return {
            "next": place,
            "day": self.days + 1,
            "why": self._why(place),
            "told": self._told(place, last),
            "met": {one: self._met(one, last) for one in self.toy.PLACES},
        }

    def _told(self, place: str, last: dict | None) -> str:
        """The last day and the next one in a short sentence, for the ear."""
        if last is None:
            return ""
        return self.words["told_litter" if last["found"] else "told_none"].format(
            day=self.days, place=self.names[last["went"]], next=self.names[place]
        )

    def _met(self, place: str, last: dict | None) -> str:
        """What is said of a playground on the last day; what nobody saw is hidden at first."""
        if last is None:
            return self.words["met_nobody"]
        if last["went"] == place:
            key = "met_litter" if last["found"] else "met_none"
        elif not self.looked:
            key = "unseen"
        else:
            key = "missed_litter" if last["litter"][place] else "missed_none"
        return self.words[key].format(day=self.days)

    def _why(self, place: str) -> str:
        """Why the patrol goes to this playground, from the counts of its logbook."""
        (other,) = (one for one in self.toy.PLACES if one != place)
        visits, records = self.logbook["visits"], self.logbook["records"]
        scores = self.toy.scores(self.logbook, self.rule)
        if self.rule == "shared per visit":
            key = self.rule
        elif scores[place] == scores[other]:
            key = "even"
        elif scores[place] < scores[other]:
            key = "coin"
        elif self.rule == "most per visit" and not visits[place]:
            key = "new"
        else:
            key = self.rule
        said = self.words[f"why_{key}"].format(
            place=self.names[place],
            other=self.names[other],
            visits=visits[place],
            records=records[place],
            visits2=visits[other],
            records2=records[other],
        )
        chance = self.toy.chances(self.logbook, self.rule, self.random_days)[place]
        if key == "even" or chance == 1:
            return said
        return f"{said} {self.words['chance'].format(chance=round(100 * chance))}"

    # Data out.

    @property
    def logbook(self) -> dict[str, Any]:
        """What the toy calls the book, after the last day."""
        return self._days[-1]["book"] if self._days else self.toy.start(self.first)

    @property
    def table(self) -> list[dict[str, Any]]:
        """One row a day."""
        return _rows(self._days)

    @property
    def beside(self) -> list[dict[str, Any]]:
        """One row a day of the run that starts at the other playground; else empty."""
        return _rows(self._beside)


def _rows(days: list[dict]) -> list[dict[str, Any]]:
    return [
        {"day": number, "went": day["went"], "found": day["found"], **day["litter"]}
        for number, day in enumerate(days, start=1)
    ]
