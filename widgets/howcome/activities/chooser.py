"""Click what you like, and see what the machine picks next: more of the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from types import ModuleType
from typing import Any, ClassVar

import traitlets

from howcome.activities.base import script, style
from howcome.activities.loop import Loop

MADE_UP = "m"
# Below this many rounds a bar for each would fill the whole line at once.
FEW = 10


class Chooser(Loop):
    """You click what you like, and the machine picks what comes next.

    Args:
        toy: the toy module ``recommender``.
        talk: True for its toy companion: replies to a made-up pupil instead of videos.
        rules: which rules may be chosen, of "most", "in proportion" and "on average"; with
            ``talk``, what the companion may be paid for, of the toy's ``PAYS``. The first holds
            at the start; one alone is not shown as a choice.
        surprises: which shares of surprises (0 to 1) may be chosen, likewise; none by default,
            0.2 with ``talk``.
        compare: whether a second made-up pupil can be put beside the first.
        names: topic or reply -> what to call it here.
        most: the most rounds, up to 200.
        ask: the sentence above the picture, instead of those that lead through it.

    After every step there is, in the shape of the next step:
        clicks, rule, surprise, second, deal: the answer. ``clicks`` has one sign for each round:
            "1" for a click of the pupil, "0" for none, "m" where the made-up pupil clicked or
            not. ``second`` counts the second pupils that were asked for, ``deal`` the new luck.
        table: one row a round: ``round``, ``topic``, ``clicked`` (1 or 0), ``by`` ("you" or
            "made-up pupil"); with ``talk``: ``round``, ``reply``, ``minutes``, ``solved``.
        beside: the same rows for the second pupil; empty without one.
        state: the toy's state after the last round.
        shares: topic or reply -> its share of all rounds (0 to 1); empty before the first.

    >>> from howcome.toys import recommender
    >>> chooser = Chooser(recommender)
    >>> chooser.answer(clicks="1" + 19 * "m")
    >>> chooser.shares["sports"], chooser.table[0]
    (1.0, {'round': 1, 'topic': 'sports', 'clicked': 1, 'by': 'you'})
    """

    part: ClassVar[str] = "chooser"
    answer_traits: ClassVar[tuple[str, ...]] = ("clicks", "rule", "surprise", "second", "deal")
    _esm = script("chooser")
    _css = style("chooser")

    talk = traitlets.Bool().tag(sync=True)
    compare = traitlets.Bool(True).tag(sync=True)
    clicks = traitlets.TraitType("").tag(sync=True)
    rule = traitlets.TraitType("").tag(sync=True)
    surprise = traitlets.TraitType(0).tag(sync=True)
    second = traitlets.TraitType(0).tag(sync=True)

    def __init__(
        self,
        toy: ModuleType,
        *,
        talk: bool = False,
        rules: Iterable[str] | None = None,
        surprises: Iterable[float] | None = None,
        most: int = 60,
        **how: Any,
    ):
        if talk:
            how.setdefault("surprise", 0.2)
        super().__init__(
            toy,
            needs=("REPLIES", "PAYS", "talk") if talk else ("TOPICS", "RULES", "play", "choose"),
            offers={
                "rule": (rules, list(getattr(toy, "PAYS" if talk else "RULES", ()))),
                "surprise": (surprises, None),
            },
            most=most,
            talk=talk,
            **how,
        )

    @traitlets.validate("words")
    def _as_companion(self, proposal: dict) -> dict[str, str]:
        """What is said of the companion goes by the same keys as what is said of videos."""
        words = proposal["value"]
        if not self.talk:
            return words
        talks = {key[:-5]: said for key, said in words.items() if key.endswith("_talk")}
        return {**words, **talks}

    @traitlets.validate("rule", "surprise")
    def _is_offered(self, proposal: dict) -> Any:
        return self.check_offered(proposal)

    @traitlets.validate("second")
    def _is_whole(self, proposal: dict) -> int:
        return self.check_whole(proposal)

    @traitlets.validate("clicks")
    def _is_sound(self, proposal: dict) -> str:
        clicks = proposal["value"]
        signs = {MADE_UP} if self.talk else {"0", "1", MADE_UP}
        if not isinstance(clicks, str) or set(clicks) - signs:
            # at construction the words may not be the companion's yet
            key = "not_clicks_talk" if self.talk else "not_clicks"
            raise ValueError(self.words[key])
        return self.check_few(clicks)

    # What was picked, and what came back for it, as the toy's rounds have it.

    @property
    def _what(self) -> str:
        return "reply" if self.talk else "topic"

    @property
    def _gain(self) -> str:
        return "solved" if self.talk else "clicked"

    def _played(self, clicks: str, seed: object) -> list[dict]:
        """The rounds of a pupil, as the toy plays them."""
        if self.talk:
            return self.toy.talk(len(clicks), seed, self.rule, self.surprise)
        rounds, state = [], self.toy.start()
        for sign in clicks:
            if sign == MADE_UP:
                rounds += self.toy.play(1, seed, self.rule, self.surprise, state)
            else:
                topic = self.toy.choose(state, seed, self.rule, self.surprise)
                after = self.toy.record(state, topic, int(sign))
                rounds.append({"topic": topic, "clicked": int(sign), "state": after})
            state = rounds[-1]["state"]
        return rounds

    def refresh(self) -> None:
        """Play all rounds again, those of the second pupil too, and count."""
        self.name_all(self.toy.REPLIES if self.talk else self.toy.TOPICS)
        self._rounds = self._played(self.clicks, self.deal)
        by = {"made_up" if sign == MADE_UP else "you" for sign in self.clicks}
        who = "mixed" if len(by) == 2 else max(by, default="made_up" if self.talk else "you")
        runs = [self._run(self.words[who], self._rounds)]
        self._beside = []
        if self.second:
            luck = f"{self.deal} second {self.second}"
            self._beside = self._played(MADE_UP * len(self.clicks), luck)
            runs.append(self._run(self.words["second"], self._beside))
        self.result = {
            "of": {key: getattr(self, key) for key in self.answer_traits},
            "runs": runs,
            "key": [self.words["key_part"], self.words["key_rest"]],
            "head": self.words["head"].split("|"),
            **self._now(),
        }

    def _run(self, title: str, rounds: list[dict]) -> dict[str, Any]:
        """How often each was picked, and what came back, as bars and in words."""
        picked, good, minutes = Counter(), Counter(), Counter()
        for one in rounds:
            picked[one[self._what]] += 1
            good[one[self._what]] += one[self._gain]
            minutes[one[self._what]] += one.get("minutes", 0)
        lines, rows = [], []
        for kind in self.names:
            counts = {"shown": picked[kind], "good": good[kind], "minutes": round(minutes[kind])}
            text = self.words["line"].format(**counts)
            lines.append(self.line(kind, picked[kind], good[kind], text))
            rows.append([self.names[kind], *counts.values()][: 4 if self.talk else 3])
        top = max(self.names, key=picked.__getitem__)
        said = self.words["said" if rounds else "said_none"].format(
            rounds=len(rounds),
            topic=self.names[top],
            count=picked[top],
            good=good.total(),
            minutes=round(minutes.total()),
        )
        scale = max(FEW, len(rounds))
        group = {"title": self.words["how_often"], "scale": scale, "lines": lines}
        return {"title": title, "said": said, "groups": [group], "rows": rows}

    def _now(self) -> dict[str, Any]:
        """What is on the card: the next video, or the last reply of the companion; and why."""
        number = len(self.clicks)
        if not self.talk:
            topic = self.toy.choose(self.state, self.deal, self.rule, self.surprise)
            return {"now": topic, "number": number + 1, "why": self._why(self.state, topic)}
        if not number:
            return {"now": None, "number": 0, "why": "", "after": ""}
        last = self._rounds[-1]
        before = self._rounds[-2]["state"] if number > 1 else self.toy.start(self.toy.REPLIES)
        after = self.words["stayed_solved" if last["solved"] else "stayed"]
        return {
            "now": last["reply"],
            "number": number,
            "why": self._why(before, last["reply"]),
            "after": after.format(minutes=f"{last['minutes']:.1f}"),
        }

    def _why(self, state: dict, topic: str) -> str:
        """Why this one was picked, from what was paid for each before."""
        rule = "on average" if self.talk else self.rule
        scores = self.toy.scores(state, rule)
        shown, paid = state["shown"][topic], state["paid"][topic]
        if rule == "on average" and not shown:
            key = "new"
        elif not any(state["paid"].values()):
            key = "chance"
        elif rule != "in proportion" and scores[topic] < max(scores.values()):
            key = "surprise"
        else:
            key = rule
        return self.words[f"why_{key}"].format(
            topic=self.names[topic],
            paid=paid,
            shown=shown,
            all=sum(state["paid"].values()),
            mean=f"{paid / max(1, shown):.1f}",
        )

    # Data out.

    @property
    def state(self) -> dict[str, Any]:
        """The toy's state after the last round."""
        if self._rounds:
            return self._rounds[-1]["state"]
        return self.toy.start(self.toy.REPLIES) if self.talk else self.toy.start()

    @property
    def table(self) -> list[dict[str, Any]]:
        """One row a round of the first pupil."""
        return self._rows(self._rounds, self.clicks)

    @property
    def beside(self) -> list[dict[str, Any]]:
        """One row a round of the second pupil; empty without one."""
        return self._rows(self._beside, MADE_UP * len(self._beside))

    def _rows(self, rounds: list[dict], clicks: str) -> list[dict[str, Any]]:
        rows = []
        for number, (one, sign) in enumerate(zip(rounds, clicks, strict=True), start=1):
            row = {"round": number} | {key: one[key] for key in one if key != "state"}
            by = {} if self.talk else {"by": "made-up pupil" if sign == MADE_UP else "you"}
            rows.append(row | by)
        return rows
