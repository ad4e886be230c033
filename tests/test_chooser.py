"""Chooser: rounds that are the toy's own, a second pupil, answers that come back, bad input."""

import re

import pytest

from howcome.activities import base
from howcome.activities.chooser import Chooser
from howcome.answers import Book, Lesson
from howcome.toys import patrol, recommender
from howcome.words import words

TEN = 10 * "m"


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="e09-more-of-the-same", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


@pytest.fixture
def spanish(monkeypatch):
    book = Book(Lesson(language="es"))
    monkeypatch.setattr(base, "book", lambda: book)


def free(**how):
    return Chooser(recommender, rules=recommender.RULES, surprises=[0, 0.2, 0.5], **how)


def friend(**how):
    return Chooser(recommender, talk=True, rules=list(recommender.PAYS), **how)


def pupil(chooser, **change):
    """The message of a view: a change and, with it, a step that is done."""
    chooser.set_state({**change, "settled": chooser.settled + 1})


@pytest.mark.parametrize("rule", recommender.RULES)
@pytest.mark.parametrize("surprise", [0, 0.2])
def test_made_up_rounds_are_those_of_the_toy(rule, surprise):
    chooser = free(rule=rule, surprise=surprise, clicks=3 * TEN, deal=4)
    rounds = recommender.play(30, 4, rule, surprise)
    assert [row["topic"] for row in chooser.table] == [one["topic"] for one in rounds]
    assert [row["clicked"] for row in chooser.table] == [one["clicked"] for one in rounds]
    assert chooser.state == rounds[-1]["state"]
    for topic, share in chooser.shares.items():
        assert share == sum(one["topic"] == topic for one in rounds) / 30


def test_the_pupil_clicks_and_more_of_the_same_comes(book):
    chooser = free(name="watch")
    assert (chooser.answered, chooser.table, chooser.shares) == (False, [], {})
    assert chooser.state == recommender.start()
    shown = chooser.result["now"]
    assert chooser.result["why"] == "How come? There is no click yet, so chance picked it."
    pupil(chooser, clicks="1")
    assert chooser.table == [{"round": 1, "topic": shown, "clicked": 1, "by": "you"}]
    assert (chooser.result["now"], chooser.result["number"]) == (shown, 2)
    assert chooser.result["why"] == "How come? It has the most clicks so far: 1."
    pupil(chooser, clicks="10")
    pupil(chooser, clicks="10" + TEN)
    assert chooser.problem == ""
    # What was shown to the pupil stays what it was.
    assert [row["by"] for row in chooser.table] == 2 * ["you"] + 10 * ["made-up pupil"]
    assert chooser.shares[shown] == 1
    assert chooser.result["runs"][0]["title"] == "You, then a made-up pupil"
    assert book.last("watch")["value"] == {
        **{"clicks": "10" + TEN, "rule": "most", "surprise": 0, "second": 0, "deal": 0}
    }


def test_a_second_pupil_has_the_same_rules_and_other_luck():
    chooser = free(clicks="11" + TEN, surprise=0.2)
    assert chooser.beside == []
    tops = set()
    for second in range(1, 9):
        chooser.answer(second=second)
        mine, other = chooser.result["runs"]
        assert len(chooser.beside) == 12
        assert chooser.spoken() == (
            f"You, then a made-up pupil: {mine['said']} A second made-up pupil: {other['said']}"
        )
        assert {row["by"] for row in chooser.beside} == {"made-up pupil"}
        tops.add(other["said"])
    assert len(tops) > 2  # of the same taste, and seldom with the same topic


def test_an_answer_comes_back_is_undone_and_started_again(book):
    chooser = free(name="watch")
    pupil(chooser, clicks="1")
    pupil(chooser, clicks="1" + TEN)
    pupil(chooser, rule="in proportion", clicks="")
    later = free(name="watch")
    assert (later.rule, later.clicks, later.answered) == ("in proportion", "", True)
    chooser.undo()
    assert (chooser.rule, chooser.clicks) == ("most", "1" + TEN)
    chooser.again()
    assert (chooser.clicks, chooser.table) == ("", [])
    assert book.last("watch")["value"] is None


def test_an_answer_to_an_older_lesson_is_not_shown(book):
    old = {"clicks": 70 * "m", "rule": "newest", "surprise": 0, "second": 0, "deal": 0}
    book.record("watch", "Chooser", old)
    chooser = free(name="watch")
    assert (chooser.clicks, chooser.rule) == ("", "most")


def test_the_companion_replies_as_the_toy_does():
    talk = friend(clicks=3 * TEN)
    turns = recommender.talk(30, 0)
    assert [row["reply"] for row in talk.table] == [one["reply"] for one in turns]
    assert set(talk.table[0]) == {"round", "reply", "minutes", "solved"}
    assert talk.state == turns[-1]["state"]
    assert max(talk.shares, key=talk.shares.get) == "flattery"
    solved = sum(row["solved"] for row in talk.table)
    talk.answer(rule="solved problems")
    assert sum(row["solved"] for row in talk.table) > solved
    assert talk.words["title"] == "What is it paid for?"
    assert friend().state == recommender.start(recommender.REPLIES)
    assert friend().result["now"] is None


@pytest.mark.parametrize(
    ("rule", "clicks", "why"),
    [
        ("in proportion", "11", "More clicks, more chance: it has 2 of 2 clicks so far."),
        ("on average", "", "It was never shown, so it comes first."),
        ("on average", 6 * "0" + "1", "It has the most clicks for each video: 1 for 2."),
    ],
)
def test_it_says_why(rule, clicks, why):
    chooser = free(rule=rule, clicks=clicks)
    found = [chooser.result["why"]]
    # Which topic comes first is luck: some deal shows the case.
    for deal in range(40):
        chooser.answer(deal=deal)
        found.append(chooser.result["why"])
    assert f"How come? {why}" in found


def test_a_surprise_is_said_to_be_one():
    for deal in range(40):
        chooser = free(clicks="1111", surprise=0.5, deal=deal)
        scores = chooser.state["paid"]
        surprised = scores[chooser.result["now"]] < max(scores.values())
        assert (chooser.result["why"] == chooser.words["why_surprise"]) == surprised


BAD = [
    ({"clicks": "12"}, "1 for a click, 0 for none, m for the made-up pupil"),
    ({"clicks": ["1"]}, "1 for a click, 0 for none, m for the made-up pupil"),
    ({"clicks": 61 * "m"}, "at most 60 videos here"),
    ({"rule": "newest"}, "choose one of these: most, in proportion"),
    ({"rule": None}, "choose one of these: most, in proportion"),
    ({"surprise": 0.3}, "choose one of these: 0, 0.2, 0.5"),
    ({"surprise": "0.2"}, "choose one of these: 0, 0.2, 0.5"),
    ({"surprise": True}, "choose one of these: 0, 0.2, 0.5"),
    ({"second": -1}, "a whole number, 0 or more"),
    ({"deal": 1.5}, "a whole number, 0 or more"),
]


@pytest.mark.parametrize(("change", "sentence"), BAD)
def test_what_cannot_be_is_refused_in_a_sentence(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        free(**change)
    chooser = free(clicks="1")
    with pytest.raises(ValueError, match=sentence):
        chooser.answer(**change)
    pupil(chooser, **change)
    assert sentence in chooser.problem
    assert (chooser.clicks, chooser.rule, chooser.surprise) == ("1", "most", 0)
    pupil(chooser, clicks="10")
    assert (chooser.problem, len(chooser.table)) == ("", 2)


@pytest.mark.parametrize(
    ("toy", "how", "sentence"),
    [
        (patrol, {}, "Give a toy that has TOPICS"),
        (recommender, {"rules": []}, "at least one choice of rule"),
        (recommender, {"rules": "most"}, "choices of rule as a list"),
        (recommender, {"rules": ["newest"]}, "A choice of rule is one of most, in proportion"),
        (recommender, {"rules": ["most"], "talk": True}, "A choice of rule is one of minutes"),
        (recommender, {"surprises": 0.2}, "choices of surprise as a list"),
        (recommender, {"surprises": [0, 2]}, "a share from 0 to 1, not 2"),
        (recommender, {"surprises": ["a few"]}, "a share from 0 to 1, not 'a few'"),
        (recommender, {"most": 201}, "from 1 to 200"),
        (recommender, {"clicks": "1", "talk": True}, "one m for each round"),
    ],
)
def test_a_lesson_that_cannot_be_played_is_refused(toy, how, sentence):
    with pytest.raises(ValueError, match=sentence):
        Chooser(toy, **how)


def test_one_choice_alone_is_offered_as_none():
    chooser = Chooser(recommender)
    assert [len(options) for options in chooser.offers.values()] == [1, 1]
    assert free().offers["surprise"] == [[0, "none"], [0.2, "1 of 5"], [0.5, "1 of 2"]]
    assert Chooser(recommender, rule="in proportion").rule == "in proportion"


def test_the_kept_picture_has_bars_and_words_and_is_escaped():
    empty = free()
    assert "No video yet." in empty.picture()
    chooser = free(names={"music": "<b>songs</b>"}, clicks=TEN, surprise=0.5, second=1)
    html = chooser.picture()
    assert html.count("<figure") == 2
    assert "<b>songs" not in html
    assert "&lt;b&gt;songs" in html
    assert "Videos that are a surprise: 1 of 2" in html
    assert re.search(r"A second made-up pupil: Videos: 10\. Shown most: ", chooser.spoken())


def test_spanish(spanish):
    chooser = free(clicks="1")
    assert chooser.spoken() == "Videos: 1. El más mostrado: deportes (1)."
    assert chooser.result["why"].startswith("¿Por qué? Tiene más clics")
    assert friend(clicks="m").spoken().startswith("Respuestas: 1. La más frecuente: ayuda (1).")
    pupil(chooser, clicks="x")
    assert chooser.problem.startswith("Escribe un signo por ronda")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_prompt_names_buttons_that_are_there(language):
    said = words("chooser", language)
    for prompt, button in (("p_first_talk", "one"), ("p_compare", "show_second")):
        assert said[button].casefold() in said[prompt].casefold()
    for kind in [*recommender.TOPICS, *recommender.REPLIES]:
        assert said[f"kind_{kind}"]
    for reply in recommender.REPLIES:
        assert said[f"says_{reply}"]
    for rule in [*recommender.RULES, *recommender.PAYS]:
        assert said[f"rule_{rule}"]
