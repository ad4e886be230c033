"""Pick the next word, and see whether the sentence is true."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from html import escape
from statistics import mean
from typing import Any, ClassVar

import traitlets

from howcome.activities.base import Activity, script, style
from howcome.toys import next_word, tiny_network
from howcome.toys.next_word import ABOUT, END
from howcome.toys.tiny_network import GROUPS

MOST = 40  # sentences in one answer
LONGEST = 20  # words in a sentence, as when the toys write
TEMPERATURES = (0, 0.3, 0.5, 1, 1.5, 2, 5)
COLDEST = 0.001  # what the toys are asked for at temperature 0: the most likely word gets it all
SOUNDS = ("true", "odd", "unsure")
KINDS = ("true", "copied", "false", "nonsense")


class NextWord(Activity):
    """Pick the next word, and see whether the sentence is true.

    Args:
        model: a trained model with ``chances(words, temperature)``, where "." ends a sentence:
            ``toys.next_word.Model`` counts ("17 of 52"), ``toys.tiny_network.Model`` scores ("92
            of 100").
        start: the words that every sentence begins with; none by default.
        read: the sentences that the model has read; a true one of these is "copied".
        box: whether there is a card box to look a sentence up in. Without it, the pupil only says
            how each sentence sounds.
        questions: beginnings that are asked for one more word, as texts or as
            ``toys.tiny_network.questions()``. The model answers; whether it has read the fact is
            told after the pupil has looked it up.
        temperature: 0 (always the most likely word) to 5 (anything goes).
        free_temperature: let the pupil move it.
        deal: the number that the machine's luck is drawn from; "Deal again" counts it up.
        ask: the first prompt.

    The answer, at most 40 sentences (the activity says so when they are full):
        made: one dict for each sentence: ``words``, ``by`` (who picked each word: "start", "you"
            or "machine"), ``sounds`` ("true", "odd", "unsure", or "" before the pupil has said),
            ``looked`` (it up), ``temperature``. Typed, a text for ``words`` will do.
        temperature, deal: as above.

    After every step there is, in the shape of the next step:
        table: one row for each sentence the pupil has judged: ``sentence``, ``your_words`` and
            ``machine_words`` (how many), ``sounds``, ``truth`` ("true", "copied", "false" or
            "nonsense"; None until it was looked up), ``sure`` (the chance, 0 to 1, that the model
            gave the last word at temperature 1), ``temperature``; for questions also ``question``
            and ``group`` ("read" or "never read"; None until then).
        counts: truth -> how many of the sentences looked up.
        sure: truth -> the mean ``sure`` of these; None where there are none.

    >>> from howcome.toys import next_word
    >>> read = next_word.deal()
    >>> word = NextWord(next_word.Model().fit(*next_word.pairs(read)), read=read)
    >>> word.answer(made=[{"words": "The frog lives in barns.", "sounds": "true", "looked": True}])
    >>> word.counts
    {'true': 0, 'copied': 0, 'false': 1, 'nonsense': 0}
    """

    part: ClassVar[str] = "next_word"
    answer_traits: ClassVar[tuple[str, ...]] = ("made", "temperature", "deal")
    _esm = script("next_word")
    _css = style("next_word")

    start = traitlets.List(traitlets.Unicode()).tag(sync=True)
    questions = traitlets.List(traitlets.Dict()).tag(sync=True)
    box = traitlets.Bool(True).tag(sync=True)
    free = traitlets.Bool().tag(sync=True)
    temperatures = traitlets.List().tag(sync=True)
    most = traitlets.Int(MOST).tag(sync=True)
    ask = traitlets.Unicode().tag(sync=True)
    made = traitlets.TraitType([]).tag(sync=True)
    temperature = traitlets.TraitType(1.0).tag(sync=True)
    deal = traitlets.TraitType(0).tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        model: Any,
        *,
        start: str | Iterable[str] = "",
        read: Iterable[str] = (),
        box: bool = True,
        questions: Iterable[str | Mapping[str, Any]] | None = None,
        temperature: float = 1.0,
        free_temperature: bool = False,
        **how: Any,
    ):
        if isinstance(model, type) or not callable(getattr(model, "chances", None)):
            raise ValueError("Give a trained model that has chances(words, temperature).")
        self.model = model
        self.read = frozenset(next_word.texts(read))
        begins = next_word.words(next_word.texts([start] if isinstance(start, str) else start))
        asked = [] if questions is None else self._asked_for(questions)
        if begins and asked:
            raise ValueError("Give a start or questions, not both: each question is a start.")
        self._groups = {_written(said): group for said, group in asked}
        super().__init__(
            start=begins,
            questions=[{"words": said, "text": _written(said)} for said, _ in asked],
            box=box,
            free=free_temperature,
            temperatures=sorted({*TEMPERATURES, temperature} if self._warm(temperature) else ()),
            temperature=temperature,
            **how,
        )
        if self.read and not asked:
            self.words = {**self.words, "kind_true": self.words["kind_new"]}

    def _asked_for(self, questions: Any) -> list[tuple[list[str], str]]:
        """The words of each question and its group, in the order of the alphabet.

        In the order they come in, the first would be those that were read.
        """
        if isinstance(questions, str | Mapping) or not isinstance(questions, Iterable):
            raise ValueError('Give a list of questions, such as ["The frog eats"].')
        found = {}
        for number, one in enumerate(questions, start=1):
            text = one.get("x") if isinstance(one, Mapping) else one
            if not isinstance(text, str) or not next_word.words(text):
                raise ValueError(f"Question {number} is {text!r}; give the words it begins with.")
            group = one.get("group") if isinstance(one, Mapping) else None
            if group is None and self.read:
                group = GROUPS[tiny_network.look_up(text, self.read) == tiny_network.UNKNOWN]
            if group not in GROUPS:
                raise ValueError(
                    f"Was question {number}, {text!r}, read? Give read=, the sentences the model "
                    f'has read, or the question as a dict with a group, "read" or "never read".'
                )
            found[tuple(next_word.words(text))] = group
        if not found:
            raise ValueError("There are no questions yet: give at least one.")
        return [(list(said), found[said]) for said in sorted(found)]

    # The answer, and what may stand in it.

    @staticmethod
    def _warm(temperature: Any) -> bool:
        number = isinstance(temperature, int | float) and not isinstance(temperature, bool)
        return number and 0 <= temperature <= TEMPERATURES[-1]

    @traitlets.validate("temperature")
    def _bearable(self, proposal: dict) -> float:
        if not self._warm(proposal["value"]):
            raise ValueError(self.words["not_warm"].format(most=TEMPERATURES[-1]))
        return proposal["value"]

    @traitlets.validate("deal")
    def _dealt(self, proposal: dict) -> int:
        deal = proposal["value"]
        if type(deal) is not int or deal < 0:
            raise ValueError(self.words["not_a_deal"])
        return deal

    @traitlets.validate("made")
    def _possible(self, proposal: dict) -> list[dict]:
        made = proposal["value"]
        if not isinstance(made, list | tuple):
            raise ValueError(self.words["not_sentences"])
        if len(made) > MOST:
            raise ValueError(self.words["full"].format(most=MOST))
        # What has been checked once need not be: with a network, 40 sentences take a while.
        good = getattr(self, "_last", {}).get("made", [])
        made = [one if one in good else self._sentence(one) for one in made]
        if any(not self._closed(one) for one in made[:-1]):
            raise ValueError(self.words["finish_first"])
        return made

    def _sentence(self, one: Any) -> dict:
        """One sentence as it is kept; raises ValueError for what cannot have been picked."""
        one = {"words": one} if isinstance(one, str) else one
        said = one.get("words") if isinstance(one, Mapping) else None
        if isinstance(said, str):
            said = [*next_word.words(said), *([END] if said.rstrip().endswith(END) else [])]
        if not isinstance(said, list | tuple) or not all(isinstance(w, str) for w in said):
            raise ValueError(self.words["not_sentences"])
        said = list(said)
        given = self._given(said)
        for place in range(given, len(said)):
            if said[place] not in self._offered(said[:place], given):
                raise ValueError(
                    self.words["not_offered"].format(word=said[place], words=" ".join(said[:place]))
                )
        by = one.get("by") or ["you"] * len(said)
        sounds, looked = one.get("sounds", ""), one.get("looked", False)
        warm = one.get("temperature", self.temperature)
        ended = said[-1:] == [END]
        if not isinstance(by, list | tuple) or len(by) != len(said):
            raise ValueError(self.words["not_sentences"])
        if any(hand not in ("you", "machine") for hand in by[given:]):
            raise ValueError(self.words["not_sentences"])
        if sounds not in ("", *SOUNDS) or (sounds and not ended) or not self._warm(warm):
            raise ValueError(self.words["not_sentences"])
        if type(looked) is not bool or (looked and not (sounds and self.box)):
            raise ValueError(self.words["say_first"])
        return {
            "words": said,
            "by": ["start"] * given + list(by[given:]),
            "sounds": sounds,
            "looked": looked,
            "temperature": warm,
        }

    def _given(self, said: list[str]) -> int:
        """How many words a sentence was begun with: the start, or a question."""
        begun = [one["words"] for one in self.questions] or [self.start]
        found = [len(words) for words in begun if said[: len(words)] == words]
        if not found:
            texts = ", ".join(_written(words) for words in begun)
            raise ValueError(self.words["begin_with"].format(texts=texts))
        return max(found)

    def _closed(self, one: Mapping[str, Any]) -> bool:
        """Whether nothing is left to do with a sentence."""
        return bool(one["sounds"] and (one["looked"] or not self.box))

    # What the machine offers.

    def _offered(self, said: list[str], given: int, temperature: float = 1.0) -> dict[str, float]:
        """The chance of each word that may come next; an answer to a question is one word."""
        if said[-1:] == [END]:
            return {}
        if len(said) >= LONGEST or (self.questions and len(said) > given):
            return {END: 1.0}
        return self.model.chances(said, max(temperature, COLDEST))

    def _rest(self, said: list[str], given: int) -> list[str]:
        """What the machine would write from here to the end, the same for the same deal.

        One number is drawn for each word, as the toys do when they write: with a start and a
        deal alike, it is their sentence.
        """
        chance = random.Random(f"next_word write {self.deal} {max(len(self.made) - 1, 0)}")
        for _ in said[given:]:
            chance.random()
        rest: list[str] = []
        while offered := self._offered([*said, *rest], given, self.temperature):
            rest += chance.choices(list(offered), list(offered.values()))
        return rest

    def _seen(self, said: list[str]) -> tuple[list[str] | None, Mapping[str, int]]:
        """The words that the model looks at ("" is the start), and what it counted there."""
        if hasattr(self.model, "seen"):
            ending, came = self.model.seen(said)
            return list(ending), came
        return list(self.model.last(said)) if hasattr(self.model, "last") else None, {}

    def refresh(self) -> None:
        """Work out what may come next, and what the card box says."""
        now = self.made[-1] if self.made else None
        said = now["words"] if now else self.start
        # Of an answered question, the words before the answer are those to look at.
        given = self._given(said) if now or not self.questions else 0
        asked = said[:given] if self.questions else said
        offered = {} if self.questions and not now else self._offered(asked, given)
        looks, came = self._seen(asked) if offered else (None, {})
        chances = self._offered(asked, given, self.temperature)
        rest = self._rest(said, given) if offered else []
        rows = self.table
        looked = bool(now and now["looked"])
        self.result = {
            "number": len(self.made),
            "now": now,
            "options": [[w, offered[w], chances[w], came.get(w)] for w in offered],
            "whole": sum(came.values()),
            "looks": looks,
            "rest": rest,
            "rows": rows,
            "tally": self._tally(rows),
            "verdict": rows[-1] if looked else None,
            "card": _card(said) if looked else None,
        }

    # What comes out.

    @property
    def table(self) -> list[dict[str, Any]]:
        """One row for each sentence that the pupil has judged."""
        return [self._row(one) for one in self.made if one["sounds"]]

    def _row(self, one: Mapping[str, Any]) -> dict[str, Any]:
        said, given = one["words"], self._given(one["words"])
        text = _written(said)
        place = max(given, len(said) - 2)  # the last word before the period
        by = one["by"][:-1]  # the period is no word
        row = {
            "sentence": text,
            "your_words": by.count("you"),
            "machine_words": by.count("machine"),
            "sounds": one["sounds"],
            "truth": self._truth(text) if one["looked"] else None,
            "sure": self._offered(said[:place], given)[said[place]],
            "temperature": one["temperature"],
        }
        if self.questions:
            row["question"] = _written(said[:given])
            # Not told before the pupil has looked the sentence up.
            row["group"] = self._groups[row["question"]] if one["looked"] else None
        return row

    def _truth(self, text: str) -> str:
        # A fact that was read is no news among questions: there the group says it.
        return next_word.truth(text, () if self.questions else self.read)

    @property
    def counts(self) -> dict[str, int]:
        """Truth -> how many of the sentences looked up."""
        found = [row["truth"] for row in self.table]
        return {kind: found.count(kind) for kind in KINDS}

    @property
    def sure(self) -> dict[str, float | None]:
        """Truth -> the mean chance of the last word, over the sentences looked up."""
        rows = self.table
        found = {kind: [row["sure"] for row in rows if row["truth"] == kind] for kind in KINDS}
        return {kind: mean(some) if some else None for kind, some in found.items()}

    def _tally(self, rows: list[dict]) -> list[list[Any]]:
        """The small table under the sentence.

        With the box: truth, how many, how many of these sounded true. Without it: sound, how many.
        For questions: group, how many were asked, came out true and not true, the mean ``sure``.
        """
        if not self.box:
            return [[sound, sum(row["sounds"] == sound for row in rows)] for sound in SOUNDS]
        if self.questions:
            return [_asked_of(group, rows) for group in GROUPS]
        of = {kind: [row["sounds"] for row in rows if row["truth"] == kind] for kind in KINDS}
        shown = [kind for kind in KINDS if kind != "copied" or self.read]
        return [[kind, len(of[kind]), of[kind].count("true")] for kind in shown]

    def picture(self) -> str:
        """The sentences, what the pupil said and what the box says, as a plain table."""
        heads = ["sentence", "you_said", *(["box_says"] if self.box else [])]
        top = "".join(f'<th scope="col">{escape(self.words[head])}</th>' for head in heads)
        body = "".join(
            f'<tr><th scope="row" lang="en">{escape(row["sentence"])}</th>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in self._cells(row))
            + "</tr>"
            for row in self.table
        )
        table = (
            f"<table><caption>{escape(self.words['title'])}</caption>"
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
        )
        words = f'<span lang="en">{escape(self._open)}</span>'
        so_far = escape(self.words["so_far"]).format(words=words) if self._open else ""
        return f"{table if body else ''}<p>{escape(self._summary())} {so_far}</p>"

    def _cells(self, row: Mapping[str, Any]) -> list[str]:
        said = self.words[f"sounds_{row['sounds']}"]
        told = [self.words["kind_" + row["truth"]]] if row["truth"] else [self.words["not_yet"]]
        if row.get("group"):
            told.append(self.words[row["group"].replace(" ", "_")])
        return [said, ", ".join(told)] if self.box else [said]

    @property
    def _open(self) -> str:
        """The sentence that the pupil has not judged yet."""
        open_ = self.made and not self.made[-1]["sounds"]
        return _written(self.made[-1]["words"]) if open_ else ""

    def _summary(self) -> str:
        counts = self.counts.items() if self.box else ()
        parts = [self.words["in_all"].format(count=len(self.table))]
        parts += [f"{self.words['kind_' + kind]}: {count}." for kind, count in counts if count]
        return " ".join(parts)

    def spoken(self) -> str:
        """How many sentences of each kind, and the one that is being made."""
        so_far = self.words["so_far"].format(words=self._open) if self._open else ""
        return f"{self._summary()} {so_far}".strip()


def _written(said: list[str]) -> str:
    """Words as a sentence, as the toys write it; one that has not ended has no period."""
    text = " ".join(word for word in said if word != END).capitalize()
    return text + END if said[-1:] == [END] else text


def _card(said: list[str]) -> dict[str, Any] | None:
    """The card of the animal in a sentence, and the line on it that decides; or None."""
    box = next_word.box()
    animal = next((word for word in said if (word, ABOUT[0]) in box), None)
    if animal is None:
        return None
    claim = next_word.claims().get(tuple(said[:-1]))
    return {
        "animal": animal,
        "lines": [[about, box[animal, about]] for about in ABOUT],
        "about": claim[1] if claim else None,
    }


def _asked_of(group: str, rows: list[dict]) -> list[Any]:
    mine = [row for row in rows if row["group"] == group]
    true = sum(row["truth"] == "true" for row in mine)
    sure = mean(row["sure"] for row in mine) if mine else None
    return [group, len(mine), true, len(mine) - true, sure]
