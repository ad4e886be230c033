"""SortShelf: cards and shelves that are read, answers that come back, a friend's other rule."""

import json
import re
from base64 import b64decode
from pathlib import Path

import pytest

from howcome import speech
from howcome.activities import base
from howcome.activities.sort_shelf import SortShelf
from howcome.answers import Book, Lesson
from howcome.cards import drawing, rows
from howcome.words import LANGUAGES, words

CARDS = ["tuna", "stone crab", "shrimp"]
SHELVES = ["fish", "crustacean"]
FRIEND = {"tuna": "fish", "stone crab": "crustacean", "shrimp": "fish"}
MINE = {"tuna": "fish", "stone crab": "crustacean", "shrimp": "crustacean"}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="e01-sort-the-sea", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


@pytest.fixture
def spanish(monkeypatch):
    book = Book(Lesson(language="es"))
    monkeypatch.setattr(base, "book", lambda: book)


def sea(**how):
    return SortShelf(CARDS, SHELVES, **{"deck": "zoo_cards", **how})


def pupil(shelf, **change):
    """The message of a view: a change and, with it, a step that is done."""
    shelf.set_state({**change, "settled": shelf.settled + 1})


def test_cards_are_put_on_shelves_and_come_out_as_rows(book):
    shelf = sea(name="sort")
    assert (shelf.waiting, shelf.shelf_of, shelf.answered) == (CARDS, {}, False)
    pupil(shelf, shelf_of={"shrimp": "fish"})
    pupil(shelf, shelf_of={"shrimp": "fish", "tuna": "fish"})
    assert shelf.problem == ""
    assert shelf.waiting == ["stone crab"]
    # In the order of the cards, whoever was first: the same sorting is the same answer.
    assert list(shelf.shelf_of) == ["tuna", "shrimp"]
    assert shelf.table == [
        {"card": "tuna", "shelf": "fish"},
        {"card": "stone crab", "shelf": None},
        {"card": "shrimp", "shelf": "fish"},
    ]
    assert book.last("sort")["value"] == {"shelf_of": {"tuna": "fish", "shrimp": "fish"}}
    assert list(book.last("sort")["value"]["shelf_of"]) == ["tuna", "shrimp"]


def test_an_answer_comes_back_is_undone_and_started_again(book):
    shelf = sea(name="sort")
    pupil(shelf, shelf_of={"tuna": "fish"})
    pupil(shelf, shelf_of={"tuna": "crustacean"})
    later = sea(name="sort")
    assert (later.shelf_of, later.answered) == ({"tuna": "crustacean"}, True)
    assert book.last("sort")["revision"] == 2
    shelf.undo()
    assert (shelf.shelf_of, shelf.result["placed"]) == ({"tuna": "fish"}, {"tuna": "fish"})
    shelf.again()
    assert (shelf.shelf_of, shelf.waiting) == ({}, CARDS)
    assert book.last("sort")["value"] is None


def test_an_answer_to_other_cards_is_not_shown(book):
    book.record("sort", "SortShelf", {"shelf_of": {"unicorn": "fish"}})
    assert sea(name="sort").shelf_of == {}


def test_a_friends_rule_is_compared_when_every_card_has_a_shelf():
    shelf = sea(friend=FRIEND)
    shelf.answer(shelf_of={"tuna": "fish", "shrimp": "crustacean"})
    assert shelf.disagree == ["shrimp"]
    assert shelf.result == {"placed": shelf.shelf_of, "compared": False, "disagree": []}
    assert "Your friend" not in shelf.picture()
    shelf.answer(shelf_of=MINE)
    assert shelf.result == {"placed": MINE, "compared": True, "disagree": ["shrimp"]}
    assert shelf.table[2] == {"card": "shrimp", "shelf": "crustacean", "friend": "fish"}
    assert "shrimp: You: crustacean. Your friend: fish." in shelf.spoken()
    assert "No one is wrong." in shelf.picture()
    shelf.answer(shelf_of=FRIEND)
    assert (shelf.disagree, shelf.result["disagree"]) == ([], [])
    assert shelf.spoken().endswith("You and your friend agree on each card.")


def test_a_friend_may_have_sorted_fewer_cards():
    shelf = sea(friend={"shrimp": "fish"})
    shelf.answer(shelf_of=MINE)
    assert shelf.disagree == ["shrimp"]
    assert shelf.table[0]["friend"] is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("tuna", "Name a shelf for each card."),
        (None, "Name a shelf for each card."),
        (["tuna"], "Name a shelf for each card."),
        ({"unicorn": "fish"}, "There is no card unicorn."),
        ({"tuna": "moon"}, "There is no shelf moon. Pick one: fish, crustacean."),
        ({"tuna": ["fish"]}, "There is no shelf"),
        ({"tuna": None}, "There is no shelf None"),
    ],
)
def test_a_sorting_that_cannot_be(given, sentence):
    shelf = sea()
    shelf.answer(shelf_of={"tuna": "fish"})
    with pytest.raises(ValueError, match=re.escape(sentence)):
        shelf.answer(shelf_of=given)
    pupil(shelf, shelf_of=given)
    assert sentence in shelf.problem
    assert shelf.shelf_of == {"tuna": "fish"}
    with pytest.raises(ValueError, match=re.escape(sentence)):
        sea(shelf_of=given)
    if given is not None:
        with pytest.raises(ValueError, match=re.escape(sentence)):
            sea(friend=given)


@pytest.mark.parametrize(
    ("cards", "shelves", "deck", "sentence"),
    [
        ([], SHELVES, None, "Give 1 to 40 cards; there are 0."),
        ([str(n) for n in range(41)], SHELVES, None, "Give 1 to 40 cards; there are 41."),
        ("tuna", SHELVES, None, "Give a list of cards"),
        (7, SHELVES, None, "Give a list of cards"),
        ({"name": "tuna"}, SHELVES, None, "Give a list of cards"),
        ([3], SHELVES, None, "Each card needs a name in letters; one has 3."),
        ([{"text": "no name"}], SHELVES, None, "Each card needs a name in letters"),
        ([" "], SHELVES, None, "Each card needs a name in letters"),
        (["tuna", "tuna"], SHELVES, None, "There are two cards named 'tuna'"),
        (["tuna", "unicorn"], SHELVES, "zoo_cards", "no card 'unicorn' in zoo_cards"),
        (["tuna"], SHELVES, "zoo_crads", "no table 'zoo_crads'"),
        (["tuna"], ["fish"], None, "Give 2 to 5 shelves; there are 1."),
        (["tuna"], list("abcdef"), None, "Give 2 to 5 shelves; there are 6."),
        (["tuna"], "fish", None, "Give a list of shelves"),
        ([{"name": "tuna", "picture": "a fish"}], SHELVES, None, "picture of the card 'tuna'"),
        ([{"name": "tuna", "picture": "<p/>"}], SHELVES, None, "is no SVG"),
        ([{"name": "tuna", "picture": "<svg/>"}], SHELVES, None, "is no SVG"),
        ([{"name": "tuna", "picture": [[0, 9]]}], SHELVES, None, "is no SVG"),
    ],
)
def test_cards_and_shelves_that_cannot_be_shown(cards, shelves, deck, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        SortShelf(cards, shelves, deck=deck)


def test_pictures_and_spanish_names_come_from_the_deck():
    shelf = SortShelf(
        ["tuna", "eel", {"name": "mermaid", "text": "a mermaid", "picture": SVG}],
        [{"name": "fish", "picture": "goldfish"}, {"name": "other", "name_es": "otro"}],
        deck="zoo_cards",
    )
    tuna, eel, mermaid = shelf.cards
    assert tuna["said"] == {"en": "tuna", "es": "atún"}
    kind, data = tuna["picture"].split(",")
    assert kind == "data:image/svg+xml;base64"
    assert b64decode(data).decode("utf-8") == drawing("zoo_cards", "tuna")
    assert eel == {"name": "eel", "said": {"en": "eel", "es": "anguila"}, "picture": ""}
    assert mermaid["said"] == {"en": "a mermaid", "es": "a mermaid"}
    fish, other = shelf.places
    assert fish["said"] == {"en": "fish", "es": "pez"}
    assert b64decode(fish["picture"].split(",")[1]).decode() == drawing("zoo_cards", "goldfish")
    assert other == {"name": "other", "said": {"en": "other", "es": "otro"}, "picture": ""}


def test_rows_of_a_table_and_a_data_frame_will_do():
    pandas = pytest.importorskip("pandas")
    table = [row for row in rows("zoo_cards") if row["name"] in ("tuna", "eel")]
    shelf = SortShelf(table, SHELVES, deck="zoo_cards")
    assert SortShelf(pandas.DataFrame(table), SHELVES, deck="zoo_cards").cards == shelf.cards
    frame = pandas.DataFrame([{"name": "tuna", "picture": SVG}, {"name": "eel"}])
    assert [bool(card["picture"]) for card in SortShelf(frame, SHELVES).cards] == [True, False]


def test_the_lesson_speaks_spanish_and_the_answer_stays_english(spanish):
    shelf = sea(friend=FRIEND)
    shelf.answer(shelf_of=MINE)
    assert shelf.shelf_of == MINE
    assert "pez: atún." in shelf.spoken()
    assert "camarón: Tú: crustáceo. Otra persona: pez." in shelf.spoken()
    assert {"atún", "crustáceo", "¿Y esta tarjeta? Elige un estante."} <= set(shelf.sayable())
    with pytest.raises(ValueError, match=r"No hay un estante moon\. Elige uno: pez, crustáceo"):
        shelf.answer(shelf_of={"tuna": "moon"})


def test_the_kept_picture_is_plain_and_escaped():
    shelf = SortShelf([{"name": "x", "text": "<b>&", "picture": SVG}, "y"], ["<i>", "b"])
    assert "No card is on a shelf yet." in shelf.picture()
    shelf.answer(shelf_of={"x": "<i>"})
    html = shelf.picture()
    assert "&lt;b&gt;&amp;" in html
    assert "&lt;i&gt;" in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert html.count("<img") == html.count('alt=""') == 1
    assert "Cards to go: 1." in html
    assert shelf.spoken() == "<i>: <b>&. Cards to go: 1."


def test_every_text_can_be_recorded_and_a_recorded_one_is_played(monkeypatch, tmp_path):
    shelf = sea(ask="Who has a shell?")
    assert {*CARDS, *SHELVES, "Who has a shell?", "All done!"} - set(shelf.sayable()) == {
        "All done!"
    }
    clips = tmp_path / "en" / "speech"
    clips.mkdir(parents=True)
    (clips / speech.file_name("tuna")).write_bytes(b"sound")
    monkeypatch.setattr(speech, "LOCALE", tmp_path)
    shelf = sea()
    assert shelf.recorded == ["tuna"]
    sent = []
    monkeypatch.setattr(shelf, "send", lambda content, buffers: sent.append((content, buffers)))
    shelf._asked(shelf, {"kind": "say", "text": "tuna"}, [])
    shelf._asked(shelf, {"kind": "say", "text": "shrimp"}, [])
    assert sent == [({"kind": "clip", "text": "tuna"}, [b"sound"])]


def test_no_compiled_package_is_needed():
    source = Path(SortShelf.__init__.__code__.co_filename).with_name("card_table.py").read_text()
    assert not re.search(r"import (numpy|pandas)|from (numpy|pandas)", source)


@pytest.mark.parametrize("part", ["sort_shelf", "label_cards"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_for_young_children_has_eight_words_at_most(part, language):
    own = json.loads(
        (Path(speech.__file__).parent / "locale" / language / f"{part}.json").read_text("utf-8")
    )
    assert words(part, language).items() >= own.items()
    for key, text in own.items():
        for sentence in re.split(r"[.!?:]", text):
            assert len(sentence.split()) <= 8, (key, sentence)
