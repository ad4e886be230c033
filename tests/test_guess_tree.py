"""GuessTree: the child's tree is a model of the toy, answers come back, what is wrong is said."""

import json
import random

import pytest

from howcome.activities import base
from howcome.activities.guess_tree import GuessTree
from howcome.activities.guess_tree_places import grow, read
from howcome.activities.mistake_table import MistakeTable
from howcome.answers import Book, Lesson
from howcome.toys import guess_who as toy
from howcome.words import words

KEY = {name: {trait: value} for name, (trait, value) in toy.wrong_facts().items()}


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="e06-guess-who", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


def pupil(tree, **change):
    """The message of a view: a change and, with it, a step that is done."""
    tree.set_state({**change, "settled": tree.settled + 1})


def wrong(tree):
    return {row["name"] for row in tree.table if not row["right"]}


def test_at_first_nothing_is_asked_and_the_biggest_family_is_guessed():
    tree = GuessTree()
    assert (tree.questions, tree.corrections, tree.waiting) == ({}, {}, [""])
    assert {row["predicted"] for row in tree.table} == {"bird"}
    assert (len(tree.deck["grow"]), len(tree.deck["guess"])) == (40, 20)
    assert len(tree.result["places"][""]["offered"]) == 6
    assert tree.pictures["bat"].startswith("data:image/svg+xml;base64,")
    assert "eel" not in tree.pictures


def test_the_machines_tree_is_the_toys_and_the_six_cards_are_mended():
    tree = GuessTree(questions="machine")
    assert tree.model.questions() == tree.machine.questions()
    assert tree.waiting == []
    assert all(
        place["machine"]["kind"] == "same"
        for place in tree.result["places"].values()
        if place["asked"]
    )
    # the dragonfly is wrong with true facts: no insect to grow from has young under water
    assert wrong(tree) == {*KEY, "dragonfly"}
    tree.answer(corrections=KEY)
    assert wrong(tree) == {"dragonfly"}
    assert [card["x"] for card in tree.tested] == [card["x"] for card in toy.test_cards()]
    assert [row["name"] for row in tree.table if row["corrected"]] == [
        card["name"] for card in toy.test_cards() if card["name"] in KEY
    ]


def test_a_tree_that_a_child_grew_is_a_model_of_the_toy():
    tree = GuessTree()
    chance = random.Random(3)
    while tree.waiting:
        place = tree.waiting[0]
        key = chance.choice(tree.result["places"][place]["all"])
        pupil(tree, questions={**tree.questions, place: key})
        assert tree.problem == ""
    own = [(card["x"], card["truth"]) for card in tree.deck["grow"]]
    assert tree.model.predict([x for x, _ in own]) == [truth for _, truth in own]
    assert tree.cases == toy.cases(tree.model, toy.printed_cards())
    for case, card, guess in zip(tree.cases, tree.tested, tree.result["guesses"], strict=True):
        steps = tree.model.walk(card["x"])
        assert guess == {
            "predicted": case["predicted"],
            "end": " ".join(answer for _, answer in steps[:-1]),
        }
        assert tree.model.why(card["x"]).startswith(f"It predicts {case['predicted']} after ")
    assert len(json.dumps(tree.result)) < 60_000


def test_what_the_machine_would_ask_is_said_in_counts_that_are_true():
    seen = set()
    cards = read([card for card in toy.deck() if card["split"] == "train"])
    for seed in range(20):
        chance, questions = random.Random(seed), {}
        while True:
            places = grow(cards, questions, None, 6)
            waiting = [p for p, one in places.items() if not one["asked"] and not one["end"]]
            if not waiting:
                break
            questions[waiting[0]] = chance.choice(places[waiting[0]]["all"])
        for place in places.values():
            if not place["asked"]:
                continue
            here = [cards[at] for at in place["cards"]]
            ranked = toy.best_questions(here)
            machine, heap = place["machine"], {}
            assert machine["asks"] in place["offered"]
            assert place["asked"] in place["offered"]
            for key in (place["asked"], machine["asks"]):
                trait, _, limit = key.partition(">")
                heap[key] = toy.ask(here, trait, float(limit or 0))
            mine, best = heap[place["asked"]], heap[machine["asks"]]
            assert best["mixed"] == ranked[0]["mixed"]
            assert (machine["kind"] == "better") == (best["mixed"] < mine["mixed"])
            seen.add(machine["because"])
            if machine["because"] == "because_one":
                counts = [
                    sum(sum(h.values()) for h in (one["yes"], one["no"]) if len(h) == 1)
                    for one in (mine, best)
                ]
                assert counts[0] < counts[1]
                assert machine["counts"] == {"mine": counts[0], "best": counts[1]}
    assert {"", "because_one", "because_most"} <= seen


def test_depth_and_places_that_end():
    tree = GuessTree(depth=1, questions={"": "has_feathers"})
    places = tree.result["places"]
    assert (places["yes"]["end"], places["no"]["end"], tree.waiting) == ("one", "deep", [])
    with pytest.raises(ValueError, match="does not split the cards"):
        tree.answer(questions={"": "has_feathers", "no": "has_fur"})
    assert tree.questions == {"": "has_feathers"}
    twins = [{"name": n, "truth": t, "x": [4] + 11 * [0]} for n, t in (("a", "cat"), ("b", "dog"))]
    stuck = GuessTree(twins, guess=twins)
    assert stuck.result["places"][""]["end"] == "stuck"
    assert [row["predicted"] for row in stuck.table] == ["cat", "cat"]


def test_answers_are_recorded_come_back_and_are_undone(book):
    tree = GuessTree(name="tree")
    assert not tree.answered
    pupil(tree, questions={"": "has_fur"})
    pupil(tree, questions={"": "has_fur", "no": "legs > 5"})
    pupil(tree, corrections={"bat": {"has_feathers": 0}})
    value = {
        "questions": {"": "has_fur", "no": "legs>5"},
        "corrections": {"bat": {"has_feathers": 0}},
    }
    assert book.last("tree")["value"] == value
    later = GuessTree(name="tree")
    assert (later.questions, later.corrections) == (value["questions"], value["corrections"])
    assert later.table == tree.table

    tree.undo()
    assert (tree.corrections, tree.tree["no"]["asked"]["limit"]) == ({}, 5)
    tree.undo()
    assert (tree.questions, tree.waiting) == ({"": "has_fur"}, ["no"])
    tree.again()
    assert (tree.questions, tree.waiting) == ({}, [""])
    assert book.last("tree")["value"] is None


def test_an_answer_to_other_cards_is_not_shown(book):
    book.record(
        "tree", "GuessTree", {"questions": {"": "has_fur", "yes": "has_fins"}, "corrections": {}}
    )
    assert GuessTree(name="tree").questions == {}


def test_a_correction_to_what_is_printed_is_none():
    tree = GuessTree(questions="machine")
    pupil(tree, corrections={"bat": {"has_feathers": 1, "has_fur": 1.0}, "owl": {}})
    assert (tree.problem, tree.corrections) == ("", {})
    # A correction that changes no guess reaches the view all the same.
    before = tree.result
    pupil(tree, corrections={"owl": {"can_fly": 0}})
    assert before["guesses"] == tree.result["guesses"]
    assert before != tree.result


@pytest.mark.parametrize(
    ("questions", "sentence"),
    [
        (3, "Give place -> question"),
        ([], "Give place -> question"),
        (None, "Give place -> question"),
        ({"": "has_wings"}, "There is no question 'has_wings'"),
        ({"": "legs"}, "There is no question 'legs'"),
        ({"": "has_fur>2"}, "There is no question"),
        ({"": None}, "There is no question None"),
        ({"": "legs>11"}, "does not split the cards"),
        ({"no": "has_fur"}, "There is no place 'no' yet"),
        ({"": "has_fur", "yes": "has_fins"}, "At 'yes' the question 'has_fins' does not split"),
        ({"": "has_fur", "maybe": "has_fins"}, "There is no place 'maybe' yet"),
    ],
)
def test_questions_that_cannot_be_asked(questions, sentence):
    tree = GuessTree(questions={"": "has_fur"})
    with pytest.raises(ValueError, match=sentence):
        tree.answer(questions=questions)
    pupil(tree, questions=questions)
    assert sentence in tree.problem
    assert tree.questions == {"": "has_fur"}
    assert tree.waiting == ["no"]
    if questions:
        with pytest.raises(ValueError, match=sentence):
            GuessTree(questions=questions)


@pytest.mark.parametrize(
    ("corrections", "sentence"),
    [
        (3, "Give card -> fact -> value"),
        ({"bat": 3}, "Give card -> fact -> value"),
        ({"dog": {"has_fur": 0}}, "There is no card 'dog'"),
        ({"bat": {"wings": 2}}, "There is no fact 'wings'"),
        ({"bat": {"has_fur": 2}}, "bat: has_fur is 1 \\(yes\\) or 0 \\(no\\), not 2"),
        ({"bat": {"has_fur": "no"}}, "not 'no'"),
        ({"bat": {"has_fur": [0]}}, "not \\[0\\]"),
        ({"bat": {"legs": -1}}, "Type a whole number of legs"),
        ({"bat": {"legs": 2.5}}, "Type a whole number of legs"),
        ({"bat": {"legs": None}}, "Type a whole number of legs"),
        ({"bat": {"legs": True}}, "Type a whole number of legs"),
    ],
)
def test_corrections_that_no_card_can_take(corrections, sentence):
    tree = GuessTree(corrections={"bat": {"has_feathers": 0}})
    with pytest.raises(ValueError, match=sentence):
        tree.answer(corrections=corrections)
    pupil(tree, corrections=corrections)
    assert tree.problem
    assert tree.corrections == {"bat": {"has_feathers": 0}}
    with pytest.raises(ValueError, match=sentence):
        GuessTree(corrections=corrections)


TRUE = {"name": "cat", "truth": "mammal", "x": [4] + 11 * [0]}


@pytest.mark.parametrize(
    ("cards", "how", "sentence"),
    [
        ([], {}, "Give 1 to 60 cards, not 0"),
        ([{**TRUE, "name": str(n)} for n in range(61)], {}, "Give 1 to 60 cards, not 61"),
        (None, {"guess": []}, "Give 1 to 60 cards, not 0"),
        ([TRUE], {}, "two families or more"),
        ([TRUE, TRUE], {}, "Two cards are named 'cat'"),
        ([{"name": "cat", "x": TRUE["x"]}], {}, "Card 1 has no 'truth'"),
        (["cat"], {}, "Card 1 has no 'name'"),
        ([{**TRUE, "x": [4]}], {}, "each a list of 12 numbers"),
        ([{**TRUE, "x": [4, 7] + 10 * [0]}], {}, "1 for each yes"),
        (None, {"depth": 0}, "at least 1"),
        (None, {"depth": "2"}, "at least 1"),
        (None, {"offer": 1}, "at least 2"),
        (None, {"parts": []}, "parts is"),
        (None, {"parts": ["sing"]}, "parts is"),
        (None, {"questions": "fur"}, "Give place -> question"),
    ],
)
def test_cards_and_settings_that_do_not_work(cards, how, sentence):
    with pytest.raises(ValueError, match=sentence):
        GuessTree(cards, **how)


def test_a_data_frame_will_do():
    pandas = pytest.importorskip("pandas")
    cards = [card for card in toy.deck() if card["split"] == "train"]
    assert GuessTree(pandas.DataFrame(cards)).deck == GuessTree(cards).deck


def test_a_mistake_table_follows_it():
    tree = GuessTree(questions="machine")
    table = MistakeTable(tree)
    assert table.errors["overall"] == pytest.approx(7 / 20)
    tree.answer(corrections=KEY)
    assert table.errors["overall"] == pytest.approx(1 / 20)


def test_the_kept_picture_is_plain_and_escaped():
    cards = [
        {"name": "<i>", "truth": "<b>", "x": [4] + 11 * [0]},
        {"name": "b&c", "truth": "d", "x": [2] + 11 * [0]},
    ]
    tree = GuessTree(cards, guess=cards, questions={"": "legs>3"}, corrections={"<i>": {"legs": 2}})
    assert tree.picture() == (
        "Does it have more than 3 legs?<ul><li>yes: &lt;b&gt;: 1</li><li>no: d: 1</li></ul>"
        "<p>Questions asked: 1. Right: 1 of 2. Corrected: &lt;i&gt; (legs: 2).</p>"
    )
    assert tree.spoken() == "Questions asked: 1. Right: 1 of 2. Corrected: <i> (legs: 2)."
    assert "more than 1 leg?" in GuessTree(questions={"": "legs>1"}).picture()


def test_both_languages_have_words_for_every_question_and_fact():
    for language in ("en", "es"):
        said = words("guess_tree", language)
        for trait in toy.COLUMNS:
            assert said[f"q_{trait}"].endswith("?")
            assert said[f"f_{trait}"]
        for machine in ("because_one", "because_most", "because_fewer", "because_draw"):
            assert "{mine}" in said[machine]
            assert "{best}" in said[machine]
    english = words("guess_tree", "en")
    for trait, asked in toy.QUESTIONS.items():
        assert english[f"q_{trait}"] == asked.replace("{limit:g}", "{limit}")


def test_spanish(monkeypatch):
    monkeypatch.setattr(base, "book", lambda: Book(Lesson(language="es")))
    tree = GuessTree(questions={"": "has_feathers"}, corrections={"bat": {"has_feathers": 0}})
    assert (tree.names["bat"], tree.names["bird"]) == ("murciélago", "ave")
    assert tree.picture().startswith("¿Tiene plumas?<ul><li>sí: ave: 7</li>")
    assert tree.spoken().endswith("Corregido: murciélago (plumas: no).")
    pupil(tree, corrections={"bat": {"legs": -4}})
    assert tree.problem == "Escribe un número entero de patas, de 0 a 100."
