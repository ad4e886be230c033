"""Toys and data cards speak the language of the lesson."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import howcome
from howcome.cards import about
from howcome.retell import LOCALE, retell, untold

HOME = Path(__file__).parent.parent
SPANISH = sorted(path.stem for path in (LOCALE / "es" / "toys").glob("*.json"))
TOYS = [name for name in SPANISH if name != "common"]
CARDS = sorted(path.parent.name for path in (HOME / "datasets").glob("*/README.es.md"))


@pytest.fixture
def spanish(monkeypatch):
    monkeypatch.setenv("HOWCOME_LANG", "es")


def said(toy) -> str:
    """The card of a toy, and why it gave what it gave for many of its test cards."""
    model = toy.Model().fit(*toy.first_deal())
    # every seventh: all kinds of cards, in a second
    return "\n".join([str(toy.card()), *(model.why(card["x"]) for card in toy.test_cards()[::7])])


@pytest.mark.parametrize("name", TOYS)
def test_nothing_that_a_toy_says_is_left_in_english(name):
    assert untold(said(getattr(howcome, name)), "es") == []


@pytest.mark.parametrize("name", SPANISH)
def test_a_catalogue_keeps_gaps_and_says_nothing_twice(name):
    told = json.loads((LOCALE / "es" / "toys" / f"{name}.json").read_text(encoding="utf-8"))
    others = {
        english
        for other in SPANISH
        if other != name
        for english in json.loads((LOCALE / "es" / "toys" / f"{other}.json").read_text("utf-8"))
    }
    assert not others & told.keys()
    for english, spanish in told.items():
        assert spanish.strip()
        assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", spanish))


def test_a_lesson_in_english_hears_english(monkeypatch):
    monkeypatch.delenv("HOWCOME_LANG", raising=False)
    model = howcome.sea.Model().fit([[8, 2], [4, 2]], ["fish", "other"])
    assert model.why([7, 3]).startswith("It predicts fish: of the 2 cards most like this one")
    assert howcome.sea.card()._repr_markdown_() == str(howcome.sea.card())


def test_a_lesson_in_spanish_hears_spanish(spanish):
    model = howcome.sea.Model(k=1).fit([[8, 2], [4, 2]], ["fish", "other"])
    assert model.why([8, 2]) == (
        "Predice pez: de las 1 tarjetas más parecidas a esta, 1 dicen pez. "
        "La más cercana está a 0.00; la más lejana de ellas, a 0.00."
    )
    card = howcome.sea.card().only("Errors")
    assert "| le mostraron | arrecife | mar profundo | en total |" in card._repr_markdown_()


def test_what_nobody_translated_stays_as_it_is():
    assert retell("- A sentence that no toy says. A gap of 3.", "es") == (
        "- A sentence that no toy says. A gap of 3."
    )
    assert untold("| reef | nobody says this |", "es") == ["nobody says this"]


def test_parts_of_a_card():
    card = howcome.sea.card()
    assert "#### Errors" not in card.without("Errors")
    assert card.without("Errors").startswith("### Model card: Fish or not?")
    with pytest.raises(ValueError, match="There is no part 'Error'; there are: Trained on, Errors"):
        card.only("Error")


@pytest.mark.parametrize("name", CARDS)
def test_a_data_card_says_the_same_in_both_languages(name, spanish):
    there = about(name).text
    english = (HOME / "datasets" / name / "README.md").read_text(encoding="utf-8")
    assert there != english
    for shape in (r"^#+(?= )", r"^\|", r"^- ", r"\d[\d.,]*\d|\d", r"`[^`]+`"):
        here, spoken = (re.findall(shape, text, re.MULTILINE) for text in (english, there))
        known = set(here) if shape.startswith("`") else None
        if known is not None:
            assert known <= set(spoken)
        else:
            assert sorted(here) == sorted(spoken), shape
