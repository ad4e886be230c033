"""Label cards, one at a time, and see what a machine predicts that has only these labels."""

from __future__ import annotations

from types import ModuleType
from typing import Any, ClassVar

import traitlets

from howcome.activities.base import HERE, script, style
from howcome.activities.card_table import CardTable, read_cards, read_places

MOST_LABELS = 7
MOST_NEW = 6
# How sure the machine sounds: the first of these whose share of the votes is reached.
SURE = {"very": 0.9, "little": 0.6, "not": 0.0}


class LabelCards(CardTable):
    """Give each card a label; the machine learns from your labels.

    Args:
        cards: names, or dicts (or DataFrame rows) with ``name`` and, where there is one, ``text``
            (what stands on the card, when that is more than its name), ``name_es``, ``text_es``
            and ``picture`` (the text of an SVG file).
        choices: two to seven labels, given as cards are.
        toy: the toy module ``card_sorter``: it is trained again after each label.
        new: names of other cards of the toy's deck, at most six: what the trained toy predicts
            for them is shown. Without it, up to four of the toy's test cards with a picture,
            those of a family among the choices first.
        deck: a data set of cards, ``"zoo_cards"`` when there is a toy: each name is looked up
            there, for its picture and its Spanish name; the picture of a label may be the name
            of a card.
        ask: the question above the cards, such as "Which family is it in?".
        labels: labels that are there at first, card -> label.

    After every step there is, in the shape of the next step:
        labels: card -> label; the answer.
        waiting: the cards without a label yet.
        table: one row for each card: ``card``, ``label``; None where there is no label.
        X, y: the training set that the toy made of the labels; empty while there is none.
        model: the trained model; None while there is no label, or without a toy.
        cases: one dict for each new card (name, group, truth, predicted, sure).

    >>> cards = LabelCards(cards=["cat", "car"], choices=["animal", "thing"])
    >>> cards.labels = {"cat": "animal"}
    >>> cards.waiting
    ['car']

    >>> from howcome.toys import card_sorter
    >>> taught = LabelCards(["dog", "crocodile"], ["mammal", "reptile"], card_sorter, new=["owl"])
    >>> taught.answer(labels={"dog": "mammal", "crocodile": "reptile"})
    >>> [(case["name"], case["predicted"], case["sure"]) for case in taught.cases]
    [('owl', 'reptile', 1.0)]
    """

    part: ClassVar[str] = "label_cards"
    answer_traits: ClassVar[tuple[str, ...]] = ("labels",)
    _esm = script("label_cards")
    _css = style("sort_shelf") + (HERE / "label_cards.css").read_text(encoding="utf-8")

    labels = traitlets.TraitType(()).tag(sync=True)
    new = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(
        self,
        cards: Any,
        choices: Any,
        toy: ModuleType | None = None,
        *,
        new: Any = None,
        deck: str | None = None,
        **how: Any,
    ):
        if toy is None and new is not None:
            raise ValueError("New cards need a toy that predicts something for them.")
        if toy is not None and not hasattr(toy, "labelled"):
            raise ValueError("Give a toy that learns from labels: the module card_sorter.")
        deck = "zoo_cards" if deck is None and toy else deck
        self.toy, self._asked_for = toy, []
        read = read_cards(cards, deck)
        places = read_places(choices, "label", MOST_LABELS, deck)
        fresh = self._new(read, places, new, deck) if toy else []
        super().__init__(cards=read, places=places, new=fresh, **{"labels": {}, **how})

    def _new(self, cards: list[dict], places: list[dict], new: Any, deck: str | None) -> list:
        """The new cards as the view shows them; refuses those that are there to teach with."""
        teaching = {card["name"]: places[0]["name"] for card in cards}
        self.toy.labelled(teaching)  # refuses a card that the toy does not have, or only tests
        own = {card["name"]: card for card in self.toy.deck()}
        if new is None:
            tests = [card for card in self.toy.test_cards() if card["name"] not in teaching]
            families = {place["name"] for place in places}
            tests.sort(key=lambda card: card["truth"] not in families)
            shown = read_cards([card["name"] for card in tests], deck)
            shown = [card for card in shown if card["picture"]][:4]
        else:
            shown = read_cards(new, deck, most=MOST_NEW)
        for name in (card["name"] for card in shown):
            if name not in own:
                raise ValueError(f"There is no card {name!r}; use a name that stands on a card.")
            if name in teaching:
                raise ValueError(f"The card {name!r} is there to teach with: show a new one.")
        self._asked_for = [own[card["name"]] for card in shown]
        return shown

    @traitlets.validate("labels")
    def _of_these_choices(self, proposal: dict) -> dict[str, str]:
        return self._fitting(proposal["value"])

    @property
    def table(self) -> list[dict[str, str | None]]:
        """One row for each card: its name and its label."""
        names = (card["name"] for card in self.cards)
        return [{"card": name, "label": self.labels.get(name)} for name in names]

    def refresh(self) -> None:
        """Train the toy again, and let it predict the new cards."""
        self.model, self.X, self.y, self.cases = None, [], [], []
        if self.toy and self.labels:
            self.X, self.y = self.toy.labelled(self.labels)
            self.model = self.toy.Model().fit(self.X, self.y, names=list(self.labels))
            self.cases = self.toy.cases(self.model, self._asked_for)
        self.result = {
            "placed": self.labels,
            "predictions": [
                self._told(case, card)
                # Before the first label there are new cards, but nothing is said of them.
                for case, card in zip(self.cases, self._asked_for, strict=False)
            ],
        }

    def _told(self, case: dict, card: dict) -> dict[str, Any]:
        """One prediction, how sure it is in a word, and the cards that it comes from."""
        near = self.model.nearest(card["x"])
        return {
            "name": case["name"],
            "label": case["predicted"],
            "sure": case["sure"],
            "level": next(level for level, share in SURE.items() if case["sure"] >= share),
            "near": [{"name": name, "label": label} for _, label, name in near],
            "differs": near[0][0],
            "facts": len(card["x"]),
        }

    def all_cards(self) -> list[dict]:
        """Every card that can be met here, the new ones too."""
        return [*self.cards, *self.new]

    def _besides(self) -> list[str]:
        lines = super()._besides()
        for one in self.result["predictions"]:
            card, label = self.card_said(one["name"]), self.place_said(one["label"])
            sure = self.words["sure_" + one["level"]]
            lines.append(f"{card}: {self.words['says']} {label}. {sure}")
        return lines
