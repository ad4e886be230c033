"""What Chooser and Patrol share: turn after turn, and what was chosen decides what comes next.

The other half, for the page, stands in chooser.js and chooser.css.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from html import escape
from types import ModuleType
from typing import Any

import traitlets

from howcome.activities.base import Activity
from howcome.figures import bars

MOST = 200  # turns; the toys count their effects over as many


class Loop(Activity):
    """A toy that is played turn after turn, its settings, and its runs as bars.

    Traits that the view relies on:
        offers: a setting -> ``[value, words]`` of each choice that the lesson offers.
        ask: the sentence above the picture instead of the activity's own; empty for those.
        most: the most turns.
        result: what follows from the answer. ``of`` is that answer; ``runs`` has one or two runs,
            each with its ``title``, one ``said`` sentence, its ``groups`` of bars, and ``rows``
            of numbers; ``key`` says what the two halves of a bar stand for.
    """

    names = traitlets.Dict().tag(sync=True)
    offers = traitlets.Dict().tag(sync=True)
    ask = traitlets.Unicode().tag(sync=True)
    most = traitlets.Int(MOST).tag(sync=True)
    deal = traitlets.TraitType(0).tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        toy: ModuleType,
        *,
        needs: Sequence[str],
        offers: Mapping[str, tuple[Any, Sequence | None]],
        most: int,
        names: Mapping[str, str] | None = None,
        **how: Any,
    ):
        """``offers``: a setting -> what the lesson offers, or None, and what the toy knows."""
        if not all(hasattr(toy, name) for name in needs):
            raise ValueError(f"Give a toy that has {', '.join(needs)}.")
        if type(most) is not int or not 1 <= most <= MOST:
            raise ValueError(f"most: give a whole number from 1 to {MOST}, not {most!r}.")
        self.toy = toy
        self._names = dict(names or {})
        self._offered: dict[str, list] = {}
        for setting, (given, known) in offers.items():
            first = how.get(setting, known[0] if known else 0)
            self._offered[setting] = _listed(setting, [first] if given is None else given, known)
            how.setdefault(setting, self._offered[setting][0])
        super().__init__(most=most, **how)
        self.offers = {
            setting: [[one, self._called(setting, one)] for one in offered]
            for setting, offered in self._offered.items()
        }

    def _called(self, setting: str, value: Any) -> str:
        """What a choice is called: a share as "1 of 5", else the activity's words for it."""
        if not isinstance(value, int | float):
            return self.words.get(f"{setting}_{value}", str(value))
        share = Fraction(value).limit_denominator(1000)
        if not share:
            return self.words["share_none"]
        return self.words["share"].format(part=share.numerator, whole=share.denominator)

    def check_offered(self, proposal: Mapping[str, Any]) -> Any:
        """The validator of a setting: one of the choices that the lesson offers."""
        setting, value = proposal["trait"].name, proposal["value"]
        for one in self._offered[setting]:
            if one == value and not isinstance(value, bool):
                return one
        calls = ", ".join(str(one) for one in self._offered[setting])
        raise ValueError(
            self.words["not_offered"].format(setting=setting, offered=calls, given=str(value)[:40])
        )

    @traitlets.validate("deal")
    def _sound_deal(self, proposal: dict) -> int:
        return self.check_whole(proposal)

    def check_whole(self, proposal: Mapping[str, Any]) -> int:
        """The validator of a number that counts something."""
        setting, value = proposal["trait"].name, proposal["value"]
        if type(value) is not int or not 0 <= value < 10**6:
            raise ValueError(self.words["not_whole"].format(setting=setting))
        return value

    def check_few(self, turns: Any) -> Any:
        """These turns, a text with a sign for each or their number, if they are not too many."""
        if (turns if isinstance(turns, int) else len(turns)) > self.most:
            raise ValueError(self.words["too_many"].format(most=self.most))
        return turns

    def name_all(self, kinds: Iterable[str]) -> None:
        """Call each by the lesson's own word, else by the activity's, else by its name."""
        self.names = {
            kind: self._names.get(kind, self.words.get(f"kind_{kind}", kind)) for kind in kinds
        }

    @property
    def shares(self) -> dict[str, float]:
        """What was chosen -> its share of all turns (0 to 1); empty before the first one."""
        lines = self.result["runs"][0]["groups"][0]["lines"]
        turns = sum(line["whole"] for line in lines)
        return {line["name"]: line["whole"] / turns for line in lines} if turns else {}

    def line(self, name: str, whole: float, part: float, text: str) -> dict[str, Any]:
        """One bar: ``part`` of it is filled, the rest hatched; ``text`` says the numbers."""
        return {
            "name": name,
            "called": self.names[name],
            "whole": whole,
            "part": part,
            "text": text,
        }

    def spoken(self) -> str:
        """Each run in one sentence."""
        runs = self.result["runs"]
        if len(runs) == 1:
            return runs[0]["said"]
        return " ".join(f"{run['title']}: {run['said']}" for run in runs)

    def picture(self) -> str:
        """The bars of each run, with their numbers, and the settings in words."""
        drawn = [
            bars(
                {line["called"]: line["whole"] for line in group["lines"]},
                alt=" ".join(f"{line['called']}: {line['text']}." for line in group["lines"]),
                title=f"{run['title']}. {group['title']}",
                most=group["scale"],
            ).html
            for run in self.result["runs"]
            for group in run["groups"]
        ]
        settings = [
            f"{self.words[f'choose_{setting}']}: {self._called(setting, getattr(self, setting))}"
            for setting, offered in self._offered.items()
            if len(offered) > 1
        ]
        lines = [*settings, self.spoken()]
        return "".join([*drawn, *(f"<p>{escape(line)}</p>" for line in lines)])


def _listed(setting: str, given: Any, known: Sequence | None) -> list:
    """The choices of a setting, each once; for shares (0 to 1) there is nothing ``known``."""
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable):
        raise ValueError(f"Give the choices of {setting} as a list, not {given!r}.")
    found: list = []
    for one in given:
        if known is None:
            sound = isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one <= 1
            right = "a share from 0 to 1"
        else:
            sound, right = one in known, f"one of {', '.join(map(str, known))}"
        if not sound:
            raise ValueError(f"A choice of {setting} is {right}, not {one!r}.")
        if one not in found:
            found.append(one)
    if not found:
        raise ValueError(f"Give at least one choice of {setting}.")
    return found
