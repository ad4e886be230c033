"""TeachBoard: what is taught is what lies there; errors held against the toys and scikit-learn."""

import json
import math
import re

import pytest

from howcome.activities import base
from howcome.activities.board import CELLS, Curve, Sorter
from howcome.activities.mistake_table import MistakeTable
from howcome.activities.teach_board import TeachBoard
from howcome.answers import Book, Lesson
from howcome.toys import exam, penguins, perceptron

CORNERS = dict.fromkeys(perceptron.GROUPS, 6)
EITHER = {
    "points": perceptron.deal(CORNERS, rule="either-or"),
    "new": perceptron.new_cards("either-or"),
    "knobs": {"product": [False, True]},
}
BIRDS = {"knobs": {"k": [1, 5, 25]}}


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="m02-train-and-test", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


def pupil(board, **change):
    """The message of a view: a change and, with it, a step that is done."""
    board.set_state({**change, "settled": board.settled + 1})


@pytest.mark.parametrize("k", [1, 5, 25])
def test_errors_are_those_of_the_toy(k):
    board = TeachBoard(penguins, **BIRDS, settings={"k": k})
    X, y = penguins.first_deal()
    model = penguins.Model(k).fit(X, y)
    assert board.errors == penguins.errors(penguins.cases(model))
    assert board.own_errors == penguins.errors(
        penguins.cases(model, penguins.own_cards(board.X, board.y))
    )
    assert [case["predicted"] for case in board.cases] == model.predict(
        [card["x"] for card in penguins.test_cards()]
    )
    assert board.cases == penguins.cases(model)
    assert (board.X, board.y) == (X, y)
    assert [row["group"] for row in board.table] == [*penguins.GROUPS, "overall"]
    assert sum(row["new"] for row in board.table[:-1]) == board.table[-1]["new"] == 181


def test_nearest_cards_and_borders_are_those_of_scikit_learn():
    neighbors = pytest.importorskip("sklearn.neighbors")
    X, y = penguins.first_deal()
    ours = TeachBoard(
        lambda k: penguins.Model(k), points=(X, y), new=penguins.test_cards(), columns="ab", **BIRDS
    )
    spread = [math.sqrt(sum((v - sum(c) / 96) ** 2 for v in c) / 96) for c in zip(*X, strict=True)]
    theirs = TeachBoard(
        lambda k: neighbors.KNeighborsClassifier(
            k, metric="minkowski", metric_params={"w": [1 / s**2 for s in spread]}
        ),
        points=(X, y),
        new=penguins.test_cards(),
        columns="ab",
        **BIRDS,
    )
    for k in (1, 5, 25):
        for board in (ours, theirs):
            board.answer(settings={"k": k})
        assert theirs.errors == ours.errors
        same = sum(a == b for a, b in zip(ours.result["said"], theirs.result["said"], strict=True))
        assert same >= 0.995 * (CELLS + 1) ** 2  # they part ties in another way


def test_one_mistake_at_a_time():
    board = TeachBoard(perceptron, points=perceptron.deal(CORNERS))
    assert (board.steps, board.result["at"], board.result["mistake"]) == (0, 0, None)
    assert set(board.result["said"]) == {"0"}
    model = perceptron.Model().fit(board.X, board.y)
    assert board.result["of"] == len(model.steps) > 2
    for step in range(1, len(model.steps) + 1):
        pupil(board, steps=step)
        assert board.model.weights == model.steps[step - 1]["weights"]
        wrong = board.result["mistake"]
        assert (board.X[wrong], board.y[wrong]) == (
            model.steps[step - 1]["x"],
            model.steps[step - 1]["truth"],
        )
    assert board.own_errors["overall"] == 0
    # More than there are is all of them, as is None.
    pupil(board, steps=99)
    assert board.result["at"] == len(model.steps)
    pupil(board, steps=None)
    assert board.model.weights == model.weights
    board.undo()
    assert board.steps == 99


def test_no_straight_line_draws_the_either_or_rule_but_a_product_does():
    board = TeachBoard(perceptron, **EITHER, steps=None, tested=True)
    assert board.errors["overall"] > 0.25
    board.answer(settings={"product": True})
    assert board.errors["overall"] < 0.1
    assert board.own_errors["overall"] == 0
    assert {row["group"]: row["own"] for row in board.table} == {**CORNERS, "overall": 24}


def test_what_is_drawn_is_what_is_predicted():
    board = TeachBoard(perceptron, points=perceptron.deal(CORNERS), steps=None)
    said, clear = board.result["said"], board.result["clear"]
    assert len(said) == len(clear) == (CELLS + 1) ** 2
    # Row by row from below: the first corner is the bottom left, the last the top right.
    X = [[-1 + x / 16, -1 + y / 16] for y in range(CELLS + 1) for x in range(CELLS + 1)]
    assert [board.labels[int(one)] for one in said] == board.model.predict(X)
    proba = board.model.predict_proba(X)
    assert clear == [max(1, round(1000 * abs(a - b))) for a, b in proba]
    assert board.result["own"] == [board.labels.index(one) for one in board.model.predict(board.X)]


def test_a_curve_and_how_far_it_is_off():
    board = TeachBoard(exam, knobs={"degree": range(10)}, ends={"hours": (0, 10)})
    X, y = exam.first_deal()
    new = exam.test_cards()
    for degree in (0, 1, 9):
        board.answer(settings={"degree": degree})
        model = exam.Model(degree).fit(X, y)
        assert board.own_errors["overall"] == pytest.approx(exam.points_off(model, X, y))
        some = [card["x"] for card in new], [card["points"] for card in new]
        assert board.errors["overall"] == pytest.approx(exam.points_off(model, *some))
        assert board.result["curve"][-1] == pytest.approx(model.score([10]), rel=1e-4)
    assert [row["group"] for row in board.table] == [*exam.BANDS, "overall"]
    assert sum(row["own"] for row in board.table[:-1]) == 15
    assert board.axes[1]["name"] == "points"


def test_a_curve_of_scikit_learn_is_that_of_the_toy():
    pytest.importorskip("sklearn")
    from sklearn.linear_model import LinearRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures

    board = TeachBoard(
        lambda degree: make_pipeline(PolynomialFeatures(degree), LinearRegression()),
        points=exam.first_deal(),
        new=exam.test_cards(),
        columns=["hours"],
        knobs={"degree": [3]},
    )
    toy = TeachBoard(exam, settings={"degree": 3}, knobs={"degree": [3]})
    assert board.errors == pytest.approx(toy.errors)
    assert board.result["curve"] == pytest.approx(toy.result["curve"], rel=1e-4)


def test_a_model_without_chances_has_borders_too():
    class Upper:
        def fit(self, X, y):
            return self

        def predict(self, X):
            return ["up" if x[1] > 0.5 else "down" for x in X]

    board = TeachBoard(
        Upper, points=([[0, 0], [1, 1]], ["down", "up"]), columns=["side_cm", "height_cm"]
    )
    assert set(board.result["clear"]) == {1000}
    assert board.own_errors["overall"] == 0
    assert math.isnan(board.errors["overall"])
    assert board.axes[0]["name"] == "side (cm)"


def test_cards_are_added_changed_and_taken_away(book):
    board = TeachBoard(penguins, **BIRDS, name="teach")
    assert (board.answered, board.can_undo) == (False, False)
    pupil(board, added=[[45, 20, "Gentoo"]])
    assert (board.X[-1], board.y[-1], len(board.X)) == ([45, 20], "Gentoo", 97)
    assert board.model.predict([[45, 20]]) == ["Gentoo"]
    pupil(board, flipped={"0": "Chinstrap"})
    assert board.y[0] == "Chinstrap"
    pupil(board, removed=[1, 0, 1])
    assert board.removed == [0, 1]
    assert len(board.X) == 95
    pupil(board, tested=True)
    assert board.problem == ""
    value = {
        **{"added": [[45, 20, "Gentoo"]], "removed": [0, 1], "flipped": {"0": "Chinstrap"}},
        **{"settings": {"k": 1}, "steps": None, "tested": True},
    }
    assert book.last("teach")["value"] == value

    later = TeachBoard(penguins, **BIRDS, name="teach")
    assert later._value() == value
    assert later.answered
    mine, its = (
        {key: part for key, part in one.result.items() if key != "round"} for one in (later, board)
    )
    assert mine == its

    for _ in range(4):
        board.undo()
    assert (len(board.X), board.tested, board.answered) == (96, False, False)
    later.again()
    assert (len(later.X), later.answered) == (96, False)
    later.undo()
    assert len(later.X) == 95


def test_a_label_turned_twice_is_as_it_was():
    board = TeachBoard(penguins)
    board.answer(flipped={0: "Gentoo"})
    assert board.flipped == {"0": "Gentoo"}
    board.answer(flipped={0: "Adelie"})
    assert board.flipped == {}


def test_an_answer_to_other_points_is_not_shown(book):
    book.record("teach", "TeachBoard", {"removed": [95], "settings": {"k": 3}})
    board = TeachBoard(penguins, **BIRDS, name="teach")
    assert (board.removed, board.settings) == ([], {"k": 1})


def test_an_empty_board_waits_for_both_kinds():
    board = TeachBoard(perceptron, points=([], []))
    assert (board.model, board.cases, board.X) == (None, [], [])
    assert board.untrained
    assert board.result["trained"] is False
    assert all(math.isnan(error) for error in board.errors.values())
    assert board.result["heard"] == board.words["too_few"]
    pupil(board, added=[[0.5, 0.5, "on"]])
    assert (board.model, board.problem) == (None, "")
    pupil(board, added=[[0.5, 0.5, "on"], [-0.5, -0.5, "off"]], steps=None)
    assert board.untrained == ""
    assert board.own_errors["overall"] == 0
    assert json.dumps(board.result, allow_nan=False)


def test_a_curve_with_too_few_cards():
    board = TeachBoard(exam, points=([], []), knobs={"degree": [1, 9]})
    assert (board.model, board.labels) == (None, [])
    board.answer(added=[[1, 50], [2, 60], [3, 75]])
    assert board.model is not None
    assert (board.X, board.y) == ([[1], [2], [3]], [50, 60, 75])
    board.answer(settings={"degree": 9})
    assert "Degree 9 needs 11 pupils or more" in board.untrained


def test_a_full_board_says_so():
    board = TeachBoard(penguins, most=97)
    pupil(board, added=[[45, 20, "Gentoo"]])
    pupil(board, added=[[45, 20, "Gentoo"], [46, 20, "Gentoo"]])
    assert board.problem == "The board is full: 97 cards. Take one away first."
    assert len(board.X) == 97
    assert board.added == [[45, 20, "Gentoo"]]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"added": [[45, 99, "Gentoo"]]}, "bill_depth_mm from 12 to 22"),
        ({"added": [[45, math.nan, "Gentoo"]]}, "Give each example as a list"),
        ({"added": [["45", 20, "Gentoo"]]}, "Give each example as a list"),
        ({"added": [[45, 20]]}, "choose from Adelie, Chinstrap, Gentoo"),
        ({"added": [[45, 20, "Emperor"]]}, "There is no label 'Emperor'"),
        ({"added": [[45, 20, ["Gentoo"]]]}, "There is no label"),
        ({"added": "Gentoo"}, "Give each example as a list"),
        ({"added": None}, "Give each example as a list"),
        ({"removed": [96]}, "by number, 0 to 95"),
        ({"removed": [True]}, "by number, 0 to 95"),
        ({"removed": 3}, "by number, 0 to 95"),
        ({"flipped": {"96": "Gentoo"}}, "There is no example '96' to change"),
        ({"flipped": {"-1": "Gentoo"}}, "There is no example '-1' to change"),
        ({"flipped": {"0": "Emperor"}}, "There is no label 'Emperor'"),
        ({"flipped": ["0"]}, "Give the changed labels as"),
        ({"settings": {"k": 2}}, "k cannot be 2; choose from 1, 5, 25"),
        ({"settings": {}}, "Set these knobs, no others: k"),
        ({"settings": {"k": 1, "degree": 2}}, "Set these knobs, no others: k"),
        ({"settings": None}, "Set these knobs, no others: k"),
        ({"steps": 3}, "learns all at once"),
    ],
)
def test_an_answer_that_cannot_be(change, sentence):
    board = TeachBoard(penguins, **BIRDS)
    board.answer(added=[[45, 20, "Gentoo"]])
    before = board._value()
    with pytest.raises(ValueError, match=re.escape(sentence)):
        board.answer(**change)
    assert board._value() == before
    pupil(board, **change)
    assert sentence in board.problem
    assert board._value() == before


@pytest.mark.parametrize("steps", [-1, 1.5, "two", True])
def test_steps_that_cannot_be(steps):
    board = TeachBoard(perceptron)
    pupil(board, steps=steps)
    assert "whole number of mistakes" in board.problem
    assert board.steps == 0


GOOD = {"points": ([[0, 0], [1, 1]], ["a", "b"]), "columns": ["x", "y"]}
NEW = {"group": "g", "x": [0, 1], "truth": "a"}


@pytest.mark.parametrize(
    ("toy", "how", "sentence"),
    [
        (3, {}, "Give a toy with a Model"),
        (penguins.Model, {}, "Give columns"),
        (penguins.Model, {**GOOD, "columns": "abc"}, "Give columns"),
        (penguins.Model, {"columns": ["x", "y"]}, "Give points=(X, y)"),
        (penguins.Model, {**GOOD, "points": ([[0, 0]], ["a"])}, "A board has 2 to 4 labels"),
        (penguins.Model, {**GOOD, "points": ([[0, 0]] * 5, "abcde")}, "A board has 2 to 4 labels"),
        (penguins.Model, {**GOOD, "points": ([[0, 0]], ["a", "b"])}, "There are 1 cards but 2"),
        (penguins.Model, {**GOOD, "points": ([[0], [1]], ["a", "b"])}, "each a list of 2 numbers"),
        (penguins.Model, {**GOOD, "new": [{"x": [0, 1]}]}, "New card 1 has no 'group'"),
        (penguins.Model, {**GOOD, "new": [{**NEW, "truth": None}]}, "New card 1 has no 'truth'"),
        (penguins.Model, {**GOOD, "new": [{**NEW, "x": [0]}]}, "each a list of 2 numbers"),
        (penguins.Model, {**GOOD, "ends": {"x": (0, 0.5)}}, "An example lies at 1, outside x 0 to"),
        (penguins.Model, {**GOOD, "ends": {"x": (1, 0)}}, "Give the side x as (low, high)"),
        (penguins.Model, {**GOOD, "ends": {"x": 3}}, "Give the side x as (low, high)"),
        (penguins, {"knobs": {"k": []}}, "Give every knob at least one value"),
        (penguins, {"knobs": {"z": [1]}}, "does not take these knobs"),
        (penguins, {**BIRDS, "settings": {"k": 4}}, "k cannot be 4"),
        (penguins, {"steps": 1}, "learns all at once"),
        (penguins, {"most": 95}, "The board is full: 95 cards"),
        (exam, {"points": ([[1], [2]], ["pass", "fail"])}, "each a list of 2 numbers"),
        (exam, {"target": "mark"}, "New card 1 has no 'mark'"),
    ],
)
def test_a_board_that_cannot_be_made(toy, how, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        TeachBoard(toy, **how)


def test_a_mistake_table_follows_the_board():
    board = TeachBoard(penguins, **BIRDS)
    table = MistakeTable(board)
    assert table.errors == board.errors
    board.answer(settings={"k": 25})
    assert table.errors == board.errors
    assert sum(map(sum, (row["counts"] for row in table.rows))) == 181


def test_a_data_frame_will_do():
    pandas = pytest.importorskip("pandas")
    X, y = penguins.first_deal()
    frame = pandas.DataFrame(X, columns=penguins.COLUMNS)
    board = TeachBoard(penguins, points=(frame, pandas.Series(y)))
    assert board.start == TeachBoard(penguins).start
    labels = [1 if label == "Gentoo" else 0 for label in y]
    numbers = TeachBoard(
        penguins, points=(frame.to_numpy(), pandas.Series(labels)), new=[], **BIRDS
    )
    assert numbers.labels == [0, 1]
    assert numbers.own_errors["overall"] == 0


def test_groups_of_own_cards():
    by_hand = TeachBoard(
        perceptron, group=lambda x, label: "left" if x[0] < 0 else "right", steps=None
    )
    assert {row["group"]: row["own"] for row in by_hand.table}["left"] == 50
    # Groups that are no stretches along the side: nobody can tell where an own card belongs.
    new = [{"group": "ab"[at % 2], "x": [at], "points": at} for at in range(6)]
    mixed = TeachBoard(exam, points=([[1], [2], [3]], [1, 2, 4]), new=new)
    assert [(row["group"], row["own"]) for row in mixed.table] == [
        ("a", 0),
        ("b", 0),
        ("overall", 3),
    ]
    assert mixed.result["rows"][0]["own_error"] is None


def test_where_the_parts_of_a_border_lie():
    side = CELLS + 1
    corner = "".join("1" if x > 20 and y < 12 else "0" for y in range(side) for x in range(side))
    looks = Sorter("ab", "").looks({"said": corner})
    assert looks == [
        {"kind": 0, "share": 87, "where": ["11"]},
        {"kind": 1, "share": 13, "where": ["20"]},
    ]
    island = corner[:-1] + "1"
    assert Sorter("ab", "").looks({"said": island})[1]["where"] == ["20", "22"]


def test_how_a_curve_runs():
    looks = Curve(["x"], "y").looks({"curve": [1, 2, 2, 0, -3, 5]})
    assert looks == [{"first": 1, "last": 5, "low": -3, "high": 5, "turns": 2}]


def test_what_a_screen_reader_is_told():
    board = TeachBoard(perceptron, points=perceptron.deal(CORNERS), steps=None)
    assert re.fullmatch(
        r"On the board: \d+ off, \d+ on\. off: \d+ % of the board \(bottom left\)\. "
        r"on: \d+ % of the board \(top right\)\.",
        board.result["summary"],
    )
    assert board.result["heard"] == "Own cards: 0 of 24 wrong."
    board.answer(tested=True)
    assert "New cards:" in board.result["heard"]
    birds = TeachBoard(penguins, tested=True, settings={"k": 1}, **BIRDS)
    assert birds.result["heard"] == (
        "Own cards: 0 of 96 wrong. New cards: 11 of 181 wrong, most often Adelie: 8 of 80."
    )
    curve = TeachBoard(exam, tested=True, knobs={"degree": [1]})
    assert "It turns 0 times." in curve.result["summary"]
    assert curve.result["heard"].startswith("Own cards: off by ")


def test_the_kept_picture_is_plain_and_escaped():
    board = TeachBoard(
        penguins.Model,
        points=([[0, 0], [1, 1]], ["<b>", "a&b"]),
        columns=["x", "y"],
        new=[{"group": "<i>", "x": [0, 1], "truth": "<b>"}],
        names={"x": "<u>"},
        settings={"k": 1},
        knobs={"k": [1]},
    )
    html = board.picture()
    assert "<figure" in html
    for tag in ("<b>", "<i>", "<u>"):
        assert tag not in html
    assert "&lt;i&gt;" in html
    assert "<td>?</td>" in html, "new cards that were not tried keep their secret"
    board.answer(tested=True)
    assert "<td>?</td>" not in board.picture()
    assert "All together 0 of 2" in board.spoken()
    assert "Nearest cards it compares with (k): 1." in board.spoken()
    empty = TeachBoard(penguins, points=([], []))
    assert "<figure" not in empty.picture()
    assert len(TeachBoard(penguins).picture()) < 60_000


def test_names_and_phrases_are_the_lessons():
    board = TeachBoard(
        perceptron,
        names={"on": "lit", "off": "dark", "left_slider": "Left", "both up": "Both"},
        phrases={"own": "Taught cards"},
        steps=None,
    )
    assert board.axes[0]["name"] == "Left"
    assert "Both 0 of 25" in board.spoken()
    assert "Taught cards: " in board.spoken()
    assert "lit:" in board.result["summary"]


def test_spanish(monkeypatch):
    monkeypatch.setattr(base, "book", lambda: Book(Lesson(language="es")))
    board = TeachBoard(penguins, **BIRDS, tested=True)
    assert "Tarjetas propias: 0 de 96 salen mal." in board.result["heard"]
    assert "% del tablero" in board.result["summary"]
    assert "Todos juntos" in board.picture()
    assert "Tarjetas en el tablero: 96." in board.spoken()


def test_five_hundred_cards_make_small_messages():
    X, y = penguins.first_deal()
    board = TeachBoard(penguins, points=((X * 6)[:500], (y * 6)[:500]), **BIRDS)
    assert len(json.dumps(board.result)) < 15_000
    assert len(json.dumps(board._value())) < 200
