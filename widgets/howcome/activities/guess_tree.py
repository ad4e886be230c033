"""Grow a tree of yes-or-no questions, let it guess animals, and correct cards with a wrong fact."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, ClassVar

import traitlets

from howcome.activities.base import Activity, script, style
from howcome.activities.guess_tree_places import (
    NEEDED,
    asked_by,
    corrected,
    grow,
    key_of,
    place_after,
    question,
    read,
)
from howcome.cards import drawing, rows
from howcome.toys import guess_who as toy

PARTS = ("grow", "guess")


class GuessTree(Activity):
    """Pick the question that splits the cards best, then let your tree guess animals.

    Args:
        cards: the cards the tree is grown from, at most 60: one dict each, with ``name``,
            ``truth`` (the family) and ``x`` (the facts, see ``guess_who.COLUMNS``). By default
            the 40 zoo cards to learn from.
        guess: the cards to guess, in the same shape; by default the 20 zoo cards to test with as
            they are printed: six have a wrong fact.
        questions: what is asked at first, place -> question. A place is the answers on the way
            there: ``""`` is the start, ``"no yes"`` is where cards go that answered no, then yes.
            A question is a fact, or ``"legs>5"`` for more than 5 legs. Or ``"machine"``: the tree
            that the machine would grow.
        corrections: facts that are corrected at first, name -> {fact: value}.
        depth: the most questions in a row; None: no end.
        offer: how many questions are offered at once (the best is one of them); the others wait
            behind a button.
        parts: ``("grow", "guess")``, or only one of them.
        compare: whether to say, after each question, what the machine would ask.
        names: what to call animals and families, name -> word.
        ask: the first prompt.

    After every step there is, in the shape of the next step:
        questions, corrections: the answer.
        tree: the tree as ``guess_who.Model`` has it: ``cards``, ``asked``, ``yes``, ``no``.
        model: a ``guess_who.Model`` with this tree: ``predict``, ``why``, ``walk``, ``questions``.
        machine: the model that the machine grows from the same cards.
        tested: the cards to guess, corrected.
        cases: one dict for each of them (name, group, truth, predicted, sure).
        table: the same as rows: name, group, truth, predicted, right, corrected.
        waiting: the places where a question is still to be asked.

    >>> tree = GuessTree(questions={"": "has_feathers"})
    >>> tree.waiting, tree.model.predict([tree.tested[1]["x"]])
    (['no'], ['bird'])
    >>> tree.answer(corrections={"bat": {"has_feathers": 0}})
    >>> tree.table[1]["predicted"]
    'mammal'
    """

    part: ClassVar[str] = "guess_tree"
    answer_traits: ClassVar[tuple[str, ...]] = ("questions", "corrections")
    _esm = script("guess_tree")
    _css = style("guess_tree")

    deck = traitlets.Dict().tag(sync=True)
    families = traitlets.List(traitlets.Unicode()).tag(sync=True)
    columns = traitlets.List(traitlets.Unicode()).tag(sync=True)
    pictures = traitlets.Dict().tag(sync=True)
    names = traitlets.Dict().tag(sync=True)
    depth = traitlets.Int(None, allow_none=True).tag(sync=True)
    parts = traitlets.List(traitlets.Unicode()).tag(sync=True)
    compare = traitlets.Bool(True).tag(sync=True)
    ask = traitlets.Unicode().tag(sync=True)
    questions = traitlets.TraitType(()).tag(sync=True)
    corrections = traitlets.TraitType(()).tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        cards: Iterable[Mapping] | None = None,
        *,
        guess: Iterable[Mapping] | None = None,
        questions: Mapping[str, str] | str | None = None,
        corrections: Mapping[str, Mapping[str, int]] | None = None,
        depth: int | None = None,
        offer: int = 6,
        parts: Iterable[str] = PARTS,
        names: Mapping[str, str] | None = None,
        **how: Any,
    ):
        parts = [parts] if isinstance(parts, str) else list(parts)
        if not parts or not set(parts) <= set(PARTS):
            raise ValueError('parts is ["grow", "guess"], or one of them.')
        for number, least in ((depth, 1), (offer, 2)):
            if number is not None and (type(number) is not int or number < least):
                raise ValueError(f"Give a whole number of questions, at least {least}.")
        self.offer = offer
        learn = [card for card in toy.deck() if card["split"] == "train"]
        self._cards = read(learn if cards is None else cards)
        self._printed = read(toy.printed_cards() if guess is None else guess)
        self.machine = toy.Model(depth).fit(
            [card["x"] for card in self._cards], [card["truth"] for card in self._cards]
        )
        everybody = self._cards + self._printed
        found = {card["truth"] for card in everybody}
        families = [family for family in toy.FIRST if family in found]
        super().__init__(
            deck={
                part: [{key: card[key] for key in NEEDED} for card in cards]
                for part, cards in zip(PARTS, (self._cards, self._printed), strict=True)
            },
            families=families + sorted(found - set(families)),
            columns=list(toy.COLUMNS),
            depth=depth,
            parts=[part for part in PARTS if part in parts],
            questions=asked_by(self.machine.tree)
            if questions == "machine"
            else ({} if questions is None else questions),
            corrections={} if corrections is None else corrections,
            **how,
        )
        zoo = {row["name"]: row for row in rows("zoo_cards")}
        known = {card["name"] for card in everybody} & set(zoo)
        words = {row[key]: row[f"{key}_es"] for row in zoo.values() for key in ("name", "family")}
        self.names = (words if self.language == "es" else {}) | dict(names or {})
        drawn = {name: drawing("zoo_cards", name) for name in known}
        self.pictures = {
            name: "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
            for name, svg in drawn.items()
            if svg
        }

    # The answer.

    @traitlets.validate("questions")
    def _can_be_asked(self, proposal: dict) -> dict[str, str]:
        given = proposal["value"]
        if not isinstance(given, Mapping):
            raise ValueError('Give place -> question: {"": "has_fur"} asks about fur first.')
        asked = {str(place): key_of(*question(key)) for place, key in given.items()}
        grow(self._cards, asked, self.machine.depth, self.offer)
        return asked

    @traitlets.validate("corrections")
    def _can_be_corrected(self, proposal: dict) -> dict[str, dict[str, int]]:
        return corrected(self._printed, proposal["value"], bad_legs=self.words["bad_legs"])

    def refresh(self) -> None:
        """Grow the tree from the questions, and let it guess the corrected cards."""
        self._places = grow(self._cards, self.questions, self.machine.depth, self.offer)
        self.tree = self._as_tree("")
        self.model = toy.Model(self.depth)
        self.model.tree, self.model.classes_ = self.tree, self.machine.classes_
        self.tested = list(self._printed)
        for at, card in enumerate(self.tested):
            for fix in self.corrections.get(card["name"], {}).items():
                self.tested[at] = toy.mend(self.tested[at], *fix)
        self.cases = toy.cases(self.model, self.tested)
        guesses = [
            {
                "predicted": case["predicted"],
                "end": " ".join(answer for _, answer in self.model.walk(card["x"])).strip(),
            }
            for case, card in zip(self.cases, self.tested, strict=True)
        ]
        # A correction that changes no guess is news too: the view draws when the result changes.
        self.result = {
            "places": self._places,
            "guesses": guesses,
            "corrections": self.corrections,
        }

    def _as_tree(self, place: str) -> dict:
        found = self._places[place]
        cards = [self._cards[at] for at in found["cards"]]
        tree: dict = {"cards": dict(sorted(Counter(card["truth"] for card in cards).items()))}
        if found["asked"]:
            tree["asked"] = toy.ask(cards, *question(found["asked"]))
            tree |= {way: self._as_tree(place_after(place, way)) for way in ("yes", "no")}
        return tree

    @property
    def waiting(self) -> list[str]:
        """The places where a question is still to be asked."""
        return [place for place, one in self._places.items() if not one["asked"] and not one["end"]]

    @property
    def table(self) -> list[dict[str, Any]]:
        """One row for each card to guess: name, group, truth, predicted, right, corrected."""
        return [
            {
                **{key: case[key] for key in ("name", "group", "truth", "predicted")},
                "right": case["predicted"] == case["truth"],
                "corrected": case["name"] in self.corrections,
            }
            for case in self.cases
        ]

    # In words.

    def _named(self, key: str) -> str:
        return self.names.get(key, key)

    def _question(self, key: str) -> str:
        trait, limit = question(key)
        special = self.words.get(f"q_{trait}_{limit}", self.words[f"q_{trait}"])
        return special.format(limit=limit)

    def _fact(self, trait: str, value: int) -> str:
        said = value if trait == "legs" else self.words["yes" if value else "no"]
        return f"{self.words[f'f_{trait}']}: {said}"

    def picture(self) -> str:
        """The tree as nested lists, and how its guesses came out."""
        return f"{self._listed('')}<p>{escape(self.spoken())}</p>"

    def _listed(self, place: str) -> str:
        found = self._places[place]
        if not found["asked"]:
            heap = Counter(self._cards[at]["truth"] for at in found["cards"])
            return escape(", ".join(f"{self._named(f)}: {n}" for f, n in heap.most_common()))
        sides = "".join(
            f"<li>{escape(self.words[way])}: {self._listed(place_after(place, way))}</li>"
            for way in ("yes", "no")
        )
        return f"{escape(self._question(found['asked']))}<ul>{sides}</ul>"

    def spoken(self) -> str:
        """How many questions, how many guesses are right, and what was corrected."""
        right = sum(row["right"] for row in self.table)
        said = [self.words["questions_asked"].format(count=len(self.questions))]
        if "guess" in self.parts:
            said.append(self.words["score"].format(right=right, all=len(self.cases)))
        fixed = [
            f"{self._named(name)} ({', '.join(self._fact(*one) for one in changes.items())})"
            for name, changes in self.corrections.items()
        ]
        if fixed:
            said.append(self.words["corrected_cards"].format(cards=", ".join(fixed)))
        return " ".join(said)
