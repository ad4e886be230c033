"""What SortShelf and LabelCards share: cards that a child puts in places, one at a time."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from xml.etree import ElementTree

import traitlets

from howcome.activities.base import Activity
from howcome.cards import drawing, rows
from howcome.words import LANGUAGES

MOST_CARDS = 40  # more would not fit on a page
PLURAL = {"card": "cards", "shelf": "shelves", "label": "labels"}
SVG = "{http://www.w3.org/2000/svg}svg"


class CardTable(Activity):
    """Cards, places for them, and which card is where: a subclass names that trait as its answer.

    Traits that the view relies on:
        cards, places: for each its name, what is said of it (language -> text), and its picture
            as a ``data:`` address, empty where there is none.
        ask: the sentence above the cards that still wait; empty for the activity's own.
        result: what follows from the answer; ``placed`` (card -> place) tells to which answer.
    """

    cards = traitlets.List(traitlets.Dict()).tag(sync=True)
    places = traitlets.List(traitlets.Dict()).tag(sync=True)
    ask = traitlets.Unicode().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    @property
    def placed(self) -> dict[str, str]:
        """Card -> place, in the order of the cards."""
        return getattr(self, self.answer_traits[0])

    @property
    def waiting(self) -> list[str]:
        """The names of the cards that have no place yet, in order."""
        return [card["name"] for card in self.cards if card["name"] not in self.placed]

    def _fitting(self, placed: Any) -> dict[str, str]:
        """A sorting of these cards, in their order; refuses cards and places that are not there."""
        if not isinstance(placed, Mapping):
            raise ValueError(self.words["not_a_sorting"])
        cards, places = ([one["name"] for one in side] for side in (self.cards, self.places))
        for card, place in placed.items():
            if card not in cards:
                raise ValueError(self.words["no_card"].format(card=card))
            if place not in places:
                said = ", ".join(self.place_said(name) for name in places)
                raise ValueError(self.words["no_place"].format(place=place, places=said))
        return {card: placed[card] for card in cards if card in placed}

    # Words and pictures.

    def all_cards(self) -> list[dict]:
        """Every card that can be met here."""
        return self.cards

    def card_said(self, name: str) -> str:
        """What stands on a card, in the pupil's language."""
        return self._said(self.all_cards(), name)

    def place_said(self, name: str) -> str:
        """What a place is called in the pupil's language."""
        return self._said(self.places, name)

    def _said(self, side: list[dict], name: str) -> str:
        return next(one["said"][self.language] for one in side if one["name"] == name)

    def sayable(self) -> list[str]:
        """The words of the activity, the lesson's question, and every card and place."""
        names = (one["said"][self.language] for one in [*self.all_cards(), *self.places])
        return [*super().sayable(), *filter(None, [self.ask]), *names]

    def spoken(self) -> str:
        """What lies where, and what there is to say besides, in one line."""
        piles = (f"{self.place_said(place)}: {', '.join(cards)}." for place, cards in self._piles())
        return " ".join([*piles, *self._besides()])

    def _besides(self) -> list[str]:
        """What there is to say besides what lies where; a subclass adds to it."""
        if not self.placed:
            return [self.words["none"]]
        return [self.words["left"].format(count=len(self.waiting))] if self.waiting else []

    def _piles(self) -> list[tuple[str, list[str]]]:
        """Each place that is not empty, with what its cards are called."""
        piles = {place["name"]: [] for place in self.places}
        for card, place in self.placed.items():
            piles[place].append(self.card_said(card))
        return [(place, cards) for place, cards in piles.items() if cards]

    def picture(self) -> str:
        """Each place and the cards in it, as plain lists with their pictures."""
        lists = []
        for place in self.places:
            cards = [one for one in self.cards if self.placed.get(one["name"]) == place["name"]]
            items = "".join(f"<li>{self._drawn(card)}</li>" for card in cards)
            lists.append(f"<p>{self._drawn(place)}</p><ul>{items}</ul>" if items else "")
        return "".join([*lists, *(f"<p>{escape(line)}</p>" for line in self._besides())])

    def _drawn(self, one: Mapping[str, Any]) -> str:
        image = f'<img src="{one["picture"]}" alt="" width="48"> ' if one["picture"] else ""
        return image + escape(one["said"][self.language])


def read_cards(given: Any, deck: str | None = None, *, most: int = MOST_CARDS) -> list[dict]:
    """Cards as the view shows them; raises ValueError for what cannot be shown.

    A card is a name or a dict (or DataFrame row) with ``name`` and, where there is one, ``text``
    (what stands on it, when that is more than its name), ``name_es``, ``text_es`` and ``picture``
    (SVG text). With a ``deck``, the name of a data set of cards, names are looked up there.
    """
    known = {row.get("name"): row for row in rows(deck)} if deck else {}
    cards = _listed(given, "card", 1, most)
    for number, card in enumerate(cards):
        if deck and not {"text", "picture"} & set(card):
            if card["name"] not in known:
                raise ValueError(f"There is no card {card['name']!r} in {deck}; check its name.")
            cards[number] = {**known[card["name"]], **card}
    return [_shown(card, "card", deck) for card in cards]


def read_places(given: Any, what: str, most: int, deck: str | None = None) -> list[dict]:
    """Shelves or labels as the view shows them; the families of a ``deck`` have Spanish names.

    Its ``picture`` may also be the name of a card of the deck.
    """
    known = {row.get("family"): row.get("family_es") for row in rows(deck)} if deck else {}
    places = _listed(given, what, 2, most)
    for place in places:
        if place["name"] in known:
            place.setdefault("name_es", known[place["name"]])
    return [_shown(place, what, deck, looked_up=False) for place in places]


def _listed(given: Any, what: str, least: int, most: int) -> list[dict]:
    """Names and dicts as dicts with a name, each name once."""
    if hasattr(given, "to_dict"):
        given = given.to_dict("records")
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable):
        raise ValueError(f"Give a list of {PLURAL[what]}, each a name or a dict with a 'name'.")
    found = [dict(one) if isinstance(one, Mapping) else {"name": one} for one in given]
    if not least <= len(found) <= most:
        raise ValueError(f"Give {least} to {most} {PLURAL[what]}; there are {len(found)}.")
    for one in found:
        name = one.get("name")
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"Each {what} needs a name in letters; one has {name!r}.")
    names = [one["name"] for one in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"There are two {PLURAL[what]} named {twice!r}; name each another way.")
    return found


def _shown(one: Mapping[str, Any], what: str, deck: str | None, *, looked_up: bool = True) -> dict:
    def text(*keys: str) -> str:
        values = (one.get(key) for key in keys)
        return next(value for value in values if isinstance(value, str) and value.strip())

    said = {
        language: text(f"text_{language}", f"name_{language}", "text", "name")
        for language in LANGUAGES
    }
    svg = one.get("picture")
    # A missing place of a DataFrame is a number that is unlike itself.
    if svg is None or svg != svg:
        svg = drawing(deck, one["name"]) if deck and looked_up else None
    elif deck and isinstance(svg, str) and "<" not in svg:
        svg = drawing(deck, svg) or svg
    return {"name": one["name"], "said": said, "picture": _address(svg, what, one["name"])}


def _address(svg: Any, what: str, name: str) -> str:
    """The picture as an address that needs no file; only a picture that a browser can draw."""
    if svg is None:
        return ""
    try:
        sound = ElementTree.fromstring(svg).tag == SVG
    except (ElementTree.ParseError, TypeError, ValueError):
        sound = False
    if not sound:
        raise ValueError(
            f"The picture of the {what} {name!r} is no SVG; give the text of an SVG file."
        )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode('utf-8')).decode()}"
