"""Put cards on shelves, one at a time, and see where a friend's rule is another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import traitlets

from howcome.activities.base import script, style
from howcome.activities.card_table import CardTable, read_cards, read_places

MOST_SHELVES = 5


class SortShelf(CardTable):
    """Put each card on a shelf.

    Args:
        cards: names, or dicts (or DataFrame rows) with ``name`` and, where there is one, ``text``
            (what stands on the card, when that is more than its name), ``name_es``, ``text_es``
            and ``picture`` (the text of an SVG file).
        shelves: two to five, given as cards are.
        deck: a data set of cards (``"zoo_cards"``): each name is looked up there, for its picture
            and its Spanish name; the picture of a shelf may be the name of a card.
        friend: another sorting of the same cards, card -> shelf. When every card has a shelf,
            the cards on which the two differ are shown side by side; none is right or wrong.
        ask: the question above the cards, such as "Which animals are alike?".

    After every step there is, in the shape of the next step:
        shelf_of: card -> shelf; the answer.
        waiting: the cards without a shelf yet.
        disagree: the cards that have a shelf here and another one in the friend's sorting.
        table: one row for each card: ``card``, ``shelf``, and with a friend ``friend``; None
            where there is no shelf.

    >>> shelf = SortShelf(["tuna", "shrimp"], ["fish", "no fish"], friend={"shrimp": "fish"})
    >>> shelf.answer(shelf_of={"tuna": "fish", "shrimp": "no fish"})
    >>> shelf.table[1]
    {'card': 'shrimp', 'shelf': 'no fish', 'friend': 'fish'}
    >>> shelf.disagree
    ['shrimp']
    """

    part: ClassVar[str] = "sort_shelf"
    answer_traits: ClassVar[tuple[str, ...]] = ("shelf_of",)
    _esm = script("sort_shelf")
    _css = style("sort_shelf")

    shelf_of = traitlets.TraitType(()).tag(sync=True)
    friend = traitlets.TraitType(()).tag(sync=True)

    def __init__(
        self,
        cards: Any,
        shelves: Any,
        *,
        deck: str | None = None,
        friend: Mapping[str, str] | None = None,
        **how: Any,
    ):
        super().__init__(
            cards=read_cards(cards, deck),
            places=read_places(shelves, "shelf", MOST_SHELVES, deck),
            friend={} if friend is None else friend,
            **{"shelf_of": {}, **how},
        )

    @traitlets.validate("shelf_of", "friend")
    def _on_these_shelves(self, proposal: dict) -> dict[str, str]:
        return self._fitting(proposal["value"])

    @property
    def disagree(self) -> list[str]:
        """The cards that the friend put on another shelf."""
        return [
            card for card, shelf in self.shelf_of.items() if self.friend.get(card, shelf) != shelf
        ]

    @property
    def table(self) -> list[dict[str, str | None]]:
        """One row for each card: its name, its shelf, and the friend's shelf if there is one."""
        return [
            {"card": name, "shelf": self.shelf_of.get(name)}
            | ({"friend": self.friend.get(name)} if self.friend else {})
            for name in (card["name"] for card in self.cards)
        ]

    def refresh(self) -> None:
        """Hold the shelves against the friend's, once every card has one."""
        compared = bool(self.friend) and not self.waiting
        self.result = {
            "placed": self.shelf_of,
            "compared": compared,
            "disagree": self.disagree if compared else [],
        }

    def _besides(self) -> list[str]:
        if not self.result["compared"]:
            return super()._besides()
        if not self.disagree:
            return [self.words["same"]]
        words, shelf = self.words, self.place_said
        lines = [
            f"{self.card_said(card)}: {words['you']}: {shelf(self.shelf_of[card])}. "
            f"{words['friend']}: {shelf(self.friend[card])}."
            for card in self.disagree
        ]
        return [words["other"], *lines, words["both"]]
