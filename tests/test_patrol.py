"""Patrol: days that are the toy's own, starts that swap, answers that come back, bad input."""

import pytest

from howcome.activities import base
from howcome.activities.patrol import Patrol
from howcome.answers import Book, Lesson
from howcome.toys import patrol, recommender
from howcome.words import words


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="m08-the-loop", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


@pytest.fixture
def spanish(monkeypatch):
    book = Book(Lesson(language="es"))
    monkeypatch.setattr(base, "book", lambda: book)


def free(**how):
    return Patrol(
        patrol,
        rules=patrol.RULES,
        randoms=[0, 0.2],
        worlds=["equal", "unequal"],
        firsts=[None, "oak", "pine"],
        **how,
    )


def pupil(loop, **change):
    """The message of a view: a change and, with it, a step that is done."""
    loop.set_state({**change, "settled": loop.settled + 1})


@pytest.mark.parametrize("rule", patrol.RULES)
@pytest.mark.parametrize("random_days", [0, 0.2])
@pytest.mark.parametrize("world", ["equal", "unequal"])
def test_the_days_are_those_of_the_toy(rule, random_days, world):
    chances = {"equal": patrol.EQUAL, "unequal": patrol.UNEQUAL}[world]
    loop = free(days=60, rule=rule, random_days=random_days, world=world, deal=3)
    days = patrol.play(60, 3, rule, random_days, chances)
    assert [row["went"] for row in loop.table] == [day["went"] for day in days]
    assert [row["found"] for row in loop.table] == [day["found"] for day in days]
    assert [row["pine"] for row in loop.table] == [day["litter"]["pine"] for day in days]
    assert loop.logbook == days[-1]["book"]
    assert loop.shares["oak"] == pytest.approx(sum(d["went"] == "oak" for d in days) / 60)


def test_one_day_after_the_other_is_the_same_as_many(book):
    loop = free(name="loop")
    assert (loop.answered, loop.table, loop.shares) == (False, [], {})
    went = []
    for day in range(1, 13):
        went.append(loop.result["next"])
        pupil(loop, days=day)
    assert loop.problem == ""
    assert [row["went"] for row in loop.table] == went
    assert [row["went"] for row in free(days=12).table] == went
    assert book.last("loop")["value"] == {
        **{"days": 12, "rule": "most litter", "random_days": 0, "world": "equal"},
        **{"first": None, "looked": False, "deal": 0},
    }


def test_what_nobody_saw_is_hidden_until_the_pupil_looks():
    loop = free(days=30)
    (other,) = {"oak", "pine"} - {loop.table[-1]["went"]}
    assert loop.result["met"][other] == "Day 30: nobody looked."
    litter = {line["name"]: line for line in loop.result["runs"][0]["groups"][1]["lines"]}
    records = loop.logbook["records"]
    assert {name: line["whole"] for name, line in litter.items()} == records
    assert loop.result["key"] == []
    assert " of " not in loop.spoken()

    pupil(loop, looked=True)
    litter = {line["name"]: line for line in loop.result["runs"][0]["groups"][1]["lines"]}
    for place, line in litter.items():
        assert line["part"] == records[place]
        assert line["whole"] == sum(row[place] for row in loop.table) >= records[place]
    assert "nobody" in loop.result["met"][other]
    assert f"{loop.names[other]} {records[other]} of {litter[other]['whole']}" in loop.spoken()


def test_the_first_record_decides_and_the_starts_swap():
    for deal in range(5):
        loop = free(days=50, first="oak", deal=deal)
        assert loop.shares == {"oak": 1, "pine": 0}
        assert {row["went"] for row in loop.beside} == {"pine"}
        mine, other = loop.result["runs"]
        loop.answer(first="pine")
        assert loop.shares == {"oak": 0, "pine": 1}
        assert loop.result["runs"] == [other, mine]
    loop.answer(first=None)
    assert (loop.beside, len(loop.result["runs"])) == ([], 1)


def test_an_answer_comes_back_is_undone_and_started_again(book):
    loop = free(name="loop")
    pupil(loop, days=10)
    pupil(loop, looked=True)
    pupil(loop, first="pine")
    later = free(name="loop")
    assert (later.days, later.looked, later.first) == (10, True, "pine")
    assert later.result == loop.result
    loop.undo()
    assert (loop.first, len(loop.result["runs"])) == (None, 1)
    loop.again()
    assert (loop.days, loop.looked) == (0, False)
    assert book.last("loop")["value"] is None


def test_an_answer_to_an_older_lesson_is_not_shown(book):
    book.record("loop", "Patrol", {"days": 20, "rule": "newest"})
    assert free(name="loop").days == 0


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({}, "The logbook counts the same for both, so a coin decides."),
        ({"first": "oak"}, "Litter in the logbook: Oak 1, Pine 0."),
        ({"first": "oak", "random_days": 0.2}, "Oak 1, Pine 0. Chance today: 90 of 100."),
        ({"first": "oak", "rule": "most per visit"}, "Pine was never visited, so it comes first."),
        (
            {"first": "pine", "rule": "shared per visit"},
            "by litter per visit: Pine 1 of 1, Oak 0 of 0. Chance today: 57 of 100.",
        ),
    ],
)
def test_it_says_why(how, why):
    # With luck in it some deal shows the case.
    found = [free(deal=deal, **how).result["why"] for deal in range(30)]
    assert any(why in one for one in found)


def test_a_coin_that_beats_the_logbook_is_said_to_be_one():
    found = {
        place: loop.result["why"]
        for loop in (free(first="oak", random_days=0.2, deal=deal) for deal in range(60))
        for place in [loop.result["next"]]
    }
    assert found["pine"] == (
        "How come? A coin decides today, not the logbook. Chance today: 10 of 100."
    )


BAD = [
    ({"days": -1}, "a whole number, 0 or more"),
    ({"days": "10"}, "a whole number, 0 or more"),
    ({"days": True}, "a whole number, 0 or more"),
    ({"days": 201}, "at most 200 days here"),
    ({"rule": "newest"}, "choose one of these: most litter"),
    ({"random_days": 0.3}, "choose one of these: 0, 0.2"),
    ({"world": "mars"}, "choose one of these: equal, unequal"),
    ({"first": "elm"}, "choose one of these: None, oak, pine"),
    ({"first": ["oak"]}, "choose one of these: None, oak, pine"),
    ({"looked": "yes"}, "True or False"),
    ({"deal": None}, "a whole number, 0 or more"),
]


@pytest.mark.parametrize(("change", "sentence"), BAD)
def test_what_cannot_be_is_refused_in_a_sentence(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        free(**change)
    loop = free(days=5)
    with pytest.raises(ValueError, match=sentence):
        loop.answer(**change)
    pupil(loop, **change)
    assert sentence in loop.problem
    assert (loop.days, loop.rule, loop.first) == (5, "most litter", None)
    pupil(loop, days=6)
    assert (loop.problem, len(loop.table)) == ("", 6)


@pytest.mark.parametrize(
    ("toy", "how", "sentence"),
    [
        (recommender, {}, "Give a toy that has PLACES"),
        (patrol, {"rules": ["newest"]}, "A choice of rule is one of most litter"),
        (patrol, {"randoms": [-0.1]}, "a share from 0 to 1, not -0.1"),
        (patrol, {"worlds": []}, "at least one choice of world"),
        (patrol, {"firsts": "oak"}, "choices of first as a list"),
        (patrol, {"firsts": ["elm"]}, "A choice of first is one of None, oak, pine"),
        (patrol, {"most": 0}, "from 1 to 200"),
    ],
)
def test_a_lesson_that_cannot_be_played_is_refused(toy, how, sentence):
    with pytest.raises(ValueError, match=sentence):
        Patrol(toy, **how)


def test_the_kept_picture_has_bars_and_words_and_is_escaped():
    loop = free(names={"oak": "Oak & Elm"}, days=20, first="oak", looked=True)
    html = loop.picture()
    assert html.count("<figure") == 4
    assert "Oak &amp; Elm" in html
    assert "Oak & Elm" not in html
    assert "On day 0, litter was written down: on Oak" in html
    assert "has not gone out yet" in free().picture()


def test_spanish(spanish):
    loop = free(days=3, first="oak")
    assert loop.spoken().startswith("Empezó con una anotación en Roble: Días: 3.")
    assert loop.result["why"].startswith("¿Por qué? Basura en el cuaderno: Roble")
    pupil(loop, days=300)
    assert loop.problem.startswith("Aquí caben 200 días")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_prompt_names_buttons_that_are_there(language):
    said = words("patrol", language)
    for prompt, button in (("p_first", "day"), ("p_few", "day"), ("p_look", "look")):
        assert said[button] in said[prompt]
    assert said["days"].format(count=10) in said["p_ten"]
    for rule in patrol.RULES:
        assert said[f"rule_{rule}"]
