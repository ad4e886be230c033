"""LabelCards: labels become a training set, and the toy shows what it makes of them."""

import re

import pytest

from howcome.activities import base
from howcome.activities.label_cards import LabelCards
from howcome.answers import Book, Lesson
from howcome.toys import card_sorter, sea

CARDS = ["dog", "crocodile", "salmon"]
CHOICES = ["mammal", "reptile", "fish"]
RIGHT = {"dog": "mammal", "crocodile": "reptile", "salmon": "fish"}
WRONG = {**RIGHT, "crocodile": "fish"}


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="e02-teach-the-sorter", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


def taught(**how):
    return LabelCards(CARDS, CHOICES, card_sorter, **{"new": ["owl", "rabbit"], **how})


def pupil(cards, **change):
    """The message of a view: a change and, with it, a step that is done."""
    cards.set_state({**change, "settled": cards.settled + 1})


def said(cards):
    return {one["name"]: (one["label"], one["level"]) for one in cards.result["predictions"]}


def test_without_a_toy_labels_are_labels():
    cards = LabelCards(["cat", "car"], ["animal", "thing"])
    pupil(cards, labels={"car": "thing"})
    assert (cards.labels, cards.waiting) == ({"car": "thing"}, ["cat"])
    assert cards.table == [{"card": "cat", "label": None}, {"card": "car", "label": "thing"}]
    assert (cards.X, cards.y, cards.model, cards.cases, cards.new) == ([], [], None, [], [])
    assert cards.spoken() == "thing: car. Cards to go: 1."


def test_the_toy_is_trained_again_after_each_label(book):
    cards = taught(name="teach")
    assert (cards.model, cards.X, cards.result["predictions"]) == (None, [], [])
    pupil(cards, labels={"dog": "mammal"})
    assert said(cards) == {"owl": ("mammal", "very"), "rabbit": ("mammal", "very")}
    pupil(cards, labels=RIGHT)
    assert cards.problem == ""
    assert (cards.X, cards.y) == card_sorter.labelled(RIGHT)
    assert cards.model.predict([card_sorter.test_cards()[0]["x"]]) == [cards.cases[1]["predicted"]]
    assert [(case["name"], case["truth"], case["predicted"]) for case in cards.cases] == [
        ("owl", "bird", "reptile"),
        ("rabbit", "mammal", "mammal"),
    ]
    assert book.last("teach")["value"] == {"labels": RIGHT}
    assert taught(name="teach").cases == cards.cases
    cards.undo()
    assert said(cards)["owl"] == ("mammal", "very")
    cards.again()
    assert (cards.labels, cards.model, cards.result["predictions"]) == ({}, None, [])
    assert book.last("teach")["value"] is None


def test_wrong_labels_make_a_wrong_sorter():
    # measured: crocodile labelled fish makes a penguin a fish, and rightly labelled a reptile
    cards = taught(new=["penguin"])
    cards.answer(labels=RIGHT)
    assert said(cards) == {"penguin": ("reptile", "very")}
    cards.answer(labels=WRONG)
    assert said(cards) == {"penguin": ("fish", "very")}


def test_a_family_left_out_gets_another_name_and_it_sounds_sure():
    cards = LabelCards(
        ["dog", "cat", "crocodile", "leopard gecko", "salmon", "tuna"],
        CHOICES,
        card_sorter,
        new=["owl", "penguin", "parrot", "flamingo"],
    )
    deck = {card["name"]: card["truth"] for card in card_sorter.deck()}
    cards.answer(labels={card: deck[card] for card in cards.waiting})
    assert set(said(cards).values()) == {("reptile", "very")}
    assert "owl: The machine says: reptile. It sounds very sure." in cards.spoken()


def test_why_names_the_cards_most_like_it_and_their_labels():
    cards = taught()
    cards.answer(labels=RIGHT)
    owl, rabbit = cards.result["predictions"]
    assert owl["near"] == [{"name": "crocodile", "label": "reptile"}]
    assert rabbit["near"] == [{"name": "dog", "label": "mammal"}]
    assert (rabbit["differs"], rabbit["facts"]) == (0, 12)


def test_votes_that_differ_sound_less_sure():
    cards = LabelCards(["dog", "cat"], ["tame", "wild"], card_sorter, new=["rabbit"])
    cards.answer(labels={"dog": "tame", "cat": "wild"})
    assert said(cards) == {"rabbit": ("tame", "not")}
    cards = LabelCards(["dog", "cat", "horse"], ["tame", "wild"], card_sorter, new=["rabbit"])
    cards.answer(labels={"dog": "tame", "cat": "wild", "horse": "wild"})
    assert said(cards) == {"rabbit": ("wild", "little")}


def test_without_new_cards_test_cards_with_pictures_are_shown():
    cards = LabelCards(["tuna", "shrimp"], ["fish", "crustacean"], card_sorter)
    tests = {card["name"]: card["truth"] for card in card_sorter.test_cards()}
    shown = [card["name"] for card in cards.new]
    assert len(shown) == 4
    assert all(card["picture"] for card in cards.new)
    # Of fish no test card has a picture: the crustaceans come first, then others.
    assert [tests[name] for name in shown[:2]] == ["crustacean", "crustacean"]


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"new": ["dog"]}, "The card 'dog' is there to teach with"),
        ({"new": ["unicorn"]}, "no card 'unicorn'"),
        ({"new": [{"name": "unicorn", "text": "a unicorn"}]}, "no card 'unicorn'"),
        ({"new": []}, "Give 1 to 6 cards"),
        ({"new": "owl"}, "Give a list of cards"),
        ({"cards": ["dog", "rabbit"]}, "The card 'rabbit' is kept for the test"),
        ({"cards": ["dog", "unicorn"]}, "no card 'unicorn'"),
        ({"choices": ["mammal"]}, "Give 2 to 7 labels; there are 1."),
        ({"choices": list("abcdefgh")}, "Give 2 to 7 labels; there are 8."),
        ({"toy": None}, "New cards need a toy"),
        ({"toy": sea}, "Give a toy that learns from labels"),
        ({"toy": "card_sorter"}, "Give a toy that learns from labels"),
        ({"labels": {"dog": "moon"}}, "There is no label moon. Pick one: mammal, reptile, fish."),
    ],
)
def test_what_cannot_be_taught(how, sentence):
    given = {"cards": CARDS, "choices": CHOICES, "toy": card_sorter, "new": ["owl"], **how}
    with pytest.raises(ValueError, match=re.escape(sentence)):
        LabelCards(**given)


@pytest.mark.parametrize("labels", ["dog", None, ["dog"], {"owl": "fish"}, {"dog": 3}])
def test_labels_that_cannot_be(labels):
    cards = taught()
    cards.answer(labels={"dog": "mammal"})
    with pytest.raises(ValueError, match=r"Name a label|There is no"):
        cards.answer(labels=labels)
    pupil(cards, labels=labels)
    assert re.match(r"Name a label|There is no", cards.problem)
    assert (cards.labels, cards.y) == ({"dog": "mammal"}, ["mammal"])


def test_labels_may_be_there_at_first():
    cards = taught(labels=RIGHT)
    assert (cards.waiting, cards.y) == ([], ["mammal", "reptile", "fish"])
    pupil(cards, labels=WRONG)
    cards.again()
    assert cards.labels == RIGHT


def test_the_lesson_speaks_spanish_and_the_answer_stays_english(monkeypatch):
    book = Book(Lesson(language="es"))
    monkeypatch.setattr(base, "book", lambda: book)
    cards = taught()
    cards.answer(labels=RIGHT)
    assert cards.labels == RIGHT
    assert "búho: La máquina dice: reptil. Suena muy segura." in cards.picture()
    assert {"perro", "búho", "mamífero", "La máquina dice:"} <= set(cards.sayable())


def test_the_kept_picture_is_plain_and_has_a_picture_of_each_card():
    cards = taught()
    assert cards.picture() == "<p>No card has a label yet.</p>"
    cards.answer(labels={"dog": "mammal"})
    html = cards.picture()
    assert html.count("<img") == 1
    assert "rabbit: The machine says: mammal. It sounds very sure." in html
    assert re.findall(r"<li>.*?> (\w+)</li>", html) == ["dog"]


def test_the_view_is_one_module_with_one_default():
    view = LabelCards._esm
    assert "import " not in re.sub(r"^\s*(//|\*|/\*).*$", "", view, flags=re.MULTILINE)
    assert len(re.findall(r"^export default ", view, flags=re.MULTILINE)) == 1
    names = re.findall(r"^(?:export )?(?:function|const|let) (\w+)", view, flags=re.MULTILINE)
    assert len(names) == len(set(names))
