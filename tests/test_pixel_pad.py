"""PixelPad: what it gives the model, the toys as outside truth, answers that come back."""

import json
import re
import time

import pytest

from howcome.activities import base
from howcome.activities.pixel_pad import MARKED, PixelPad
from howcome.activities.pixel_pad_tools import slide, turn
from howcome.answers import Book, Lesson
from howcome.toys import nudge, sticker, sure_but_wrong

SHOES = sticker.Model().fit(*sticker.first_deal())
DIGITS = sure_but_wrong.Model().fit(*sure_but_wrong.first_deal())
BOOTS = [card for card in sticker.test_cards() if card["group"] == "boot"]
WRITTEN = sure_but_wrong.upright_cards()
STICKER = {"Put the sticker on": sticker.put_sticker, "Take it off": sticker.take_off}


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="m05-the-sticker", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


def shoe_pad(**how):
    boots = [{**card, "x": sticker.put_sticker(card["x"])} for card in BOOTS[:3]]
    return PixelPad(SHOES, **{"pictures": boots, "paper": "black", "tools": STICKER, **how})


def digit_pad(**how):
    return PixelPad(DIGITS, **{"pictures": WRITTEN[:4], **how})


def pupil(pad, **change):
    """The message of a view: a change and, with it, a step that is done."""
    pad.set_state({**change, "settled": pad.settled + 1})


def press(pad, tool):
    pupil(pad, press=[tool, (pad.press[1] if pad.press else 0) + 1])


# What the model is given, and what it answers.


@pytest.mark.parametrize("card", WRITTEN[:40:4], ids=lambda card: card["name"])
def test_a_digit_is_given_as_it_was_written(card):
    pad = PixelPad(DIGITS, picture=card)
    assert pad.x == card["x"]
    assert [dot for row in pad.drawing for dot in row] == card["x"]
    assert (pad.side, [len(row) for row in pad.drawing]) == (8, [8] * 8)
    assert pad.predicted == DIGITS.predict([card["x"]])[0]
    shares = DIGITS.predict_proba([card["x"]])[0]
    assert [row["share"] for row in pad.table] == shares
    assert (pad.sure, [row["label"] for row in pad.table]) == (max(shares), DIGITS.classes_)


def test_sixteen_grays_change_a_photo_by_little():
    """A photo is rounded to the grays; over all test boots no answer turns, no share moves 0.02."""
    for card in BOOTS:
        for x in (card["x"], sticker.put_sticker(card["x"])):
            pad = PixelPad(SHOES, picture=x, paper="black")
            assert pad.predicted == SHOES.predict([x])[0]
            assert pad.sure == pytest.approx(max(SHOES.predict_proba([x])[0]), abs=0.02)


def test_a_picture_may_be_rows_a_card_or_an_array():
    x = WRITTEN[0]["x"]
    rows = [x[start : start + 8] for start in range(0, 64, 8)]
    same = [x, tuple(x), rows, {"x": x}, WRITTEN[0]]
    numpy = pytest.importorskip("numpy")
    same += [numpy.array(x), numpy.array(rows)]
    for picture in same:
        assert PixelPad(DIGITS, picture=picture).x == x
    blank = PixelPad(DIGITS)
    assert (blank.side, set(blank.cells)) == (8, {0})
    assert PixelPad(SHOES, side=7).side == 7


def test_a_model_of_scikit_learn_will_do():
    linear = pytest.importorskip("sklearn.linear_model")
    X, y = sure_but_wrong.first_deal()
    model = linear.LogisticRegression(max_iter=500).fit(X, y)
    pad = PixelPad(model, picture=WRITTEN[2])
    assert (pad.predicted, type(pad.predicted)) == (2, int)
    assert json.loads(json.dumps(pad.result)) == pad.result
    first, second = (pad.classes[at] for at in pad._ahead())
    x = pad.x
    for reason in pad.reasons:
        place = 8 * (reason["row"] - 1) + reason["column"] - 1
        weight = model.coef_[first][place] - model.coef_[second][place]
        assert reason["adds"] == pytest.approx(weight * x[place], abs=1e-6)


# Why.


@pytest.mark.parametrize("card", BOOTS[:8], ids=lambda card: card["name"])
def test_reasons_are_those_of_the_toy(card):
    """Emptying a cell finds the very part that the weights give it."""
    pad = PixelPad(SHOES, picture=sticker.put_sticker(card["x"]), paper="black")
    sign = 1 if pad.predicted == "boot" else -1
    parts = {place: sign * part for part, place in SHOES.reasons(pad.x) if part}
    found = {7 * (one["row"] - 1) + one["column"] - 1: one["adds"] for one in pad.reasons}
    assert found == pytest.approx(parts, abs=1e-6)
    sizes = [abs(one["adds"]) for one in pad.reasons]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("card", WRITTEN[:30:3], ids=lambda card: card["name"])
def test_the_outlined_cells_are_those_of_the_toys_sentence(card):
    pad = PixelPad(DIGITS, picture=card, explain=True)
    said = {
        (int(row) - 1) * 8 + int(column) - 1: float(part)
        for row, column, part in re.findall(
            r"row (\d), column (\d) \(([+-][\d.]+)\)", DIGITS.why(card["x"])
        )
    }
    marked = [*pad.marks["toward"][:3], *pad.marks["away"][:3]]
    assert dict(map(tuple, marked)) == pytest.approx(said, abs=0.011)
    assert pad.labels[pad.marks["label"]] == str(pad.predicted)


def test_why_is_asked_for_and_then_follows():
    pad = shoe_pad()
    assert pad.marks == {}
    pad.set_state({"explain": True})
    assert [at for at, _ in pad.marks["toward"]] != []
    assert len(pad.marks["toward"]) <= MARKED
    # the sticker's four dots are the first reasons for "boot"
    assert {at for at, _ in pad.marks["toward"]} == set(sticker.CORNER)
    press(pad, "Take it off")
    assert {at for at, _ in pad.marks["toward"]}.isdisjoint(sticker.CORNER)
    pad.set_state({"explain": False})
    assert pad.marks == {}
    assert (pad.problem, pad.can_undo) == ("", True)
    press(pad, "Put the sticker on")
    blank = PixelPad(DIGITS, explain=True)
    assert (blank.reasons, blank.marks["toward"], blank.marks["away"]) == ([], [], [])


# Painting is the answer.


def test_painting_is_the_answer(book):
    pad = shoe_pad(name="paint")
    assert (pad.answered, pad.predicted) == (False, "boot")
    bare = [0 if at in sticker.CORNER else gray for at, gray in enumerate(pad.cells)]
    pupil(pad, cells=bare)
    assert (pad.problem, pad.predicted) == ("", "sneaker")
    assert book.last("paint")["value"] == {"number": 0, "cells": bare}
    assert [row["at first"] > 0.9 for row in pad.table] == [False, True]

    later = shoe_pad(name="paint")
    assert (later.cells, later.predicted, later.result) == (bare, "sneaker", pad.result)
    assert (later.answered, book.last("paint")["revision"]) == (True, 1)

    pad.undo()
    assert (pad.predicted, pad.can_undo, pad.answered) == ("boot", False, False)
    pad.answer(cells=bare)
    pad.again()
    assert (pad.cells, pad.answered) == (pad.pictures[0], False)
    assert len(json.dumps(book.last("paint"))) < 1000


def test_a_stroke_is_one_step_and_the_bars_follow_it():
    pad = shoe_pad()
    cells, sure = list(pad.cells), []
    for at in sticker.CORNER:
        cells = [*cells[:at], 0, *cells[at + 1 :]]
        pad.set_state({"cells": cells})
        sure.append(pad.result["now"][1])
    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == 4
    assert not pad.can_undo
    pupil(pad)
    pad.undo()
    assert (pad.cells, pad.can_undo) == (pad.pictures[0], False)


def test_the_bars_keep_up_with_the_hand():
    """From the message of the view to the shares, with the cells that count: well below 50 ms."""
    pad = digit_pad(explain=True)
    cells, best = list(pad.cells), 1.0
    for at in range(20):
        cells[at] = 16 - cells[at]
        start = time.perf_counter()
        pad.set_state({"cells": list(cells)})
        best = min(best, time.perf_counter() - start)
    assert best < 0.05


def test_pictures_in_turn(book):
    pad = digit_pad(name="paint")
    press(pad, "slide right")
    moved = pad.cells
    press(pad, "next")
    assert (pad.number, pad.cells, pad.truths[1]) == (1, pad.pictures[1], "1")
    assert book.last("paint")["value"]["number"] == 1
    pad.undo()
    assert (pad.number, pad.cells) == (0, moved)
    for _ in range(4):
        pad.use("next")
    assert (pad.number, pad.cells) == (0, pad.pictures[0])
    pad.answer(number=2)
    assert (pad.number, pad.predicted) == (2, 2)


# The tools.


@pytest.mark.parametrize("card", WRITTEN[:3], ids=lambda card: card["name"])
def test_tools_are_those_of_the_toy(card):
    pad = PixelPad(DIGITS, picture=card)
    ways = {"left": {"right": -1}, "right": {"right": 1}, "up": {"down": -1}, "down": {"down": 1}}
    for way, by in ways.items():
        pad.use(f"slide {way}")
        assert pad.x == sure_but_wrong.slide(card["x"], **by)
        press(pad, "as it was")
        assert pad.x == card["x"]
    press(pad, "turn")
    assert pad.x == sure_but_wrong.turn(card["x"])
    press(pad, "clear")
    assert set(pad.cells) == {0}
    assert (turn(8, list(card["x"])), slide(8, 1, 0, list(card["x"]))) == (
        sure_but_wrong.turn(card["x"]),
        sure_but_wrong.slide(card["x"], right=1),
    )


def test_a_tool_may_be_any_function():
    card = WRITTEN[3]
    pad = PixelPad(
        DIGITS,
        picture=card,
        tools=["turn", {"Nudge it": lambda x: nudge.aimed(DIGITS, x, card["truth"], 2)}],
    )
    assert pad.tools == [["turn", "built"], ["Nudge it", "own"]]
    press(pad, "Nudge it")
    assert pad.x == nudge.aimed(DIGITS, card["x"], card["truth"], 2)
    assert pad.predicted == DIGITS.predict([pad.x])[0]


def test_a_tool_that_changes_nothing_is_no_step():
    pad = shoe_pad(name="paint")
    press(pad, "Put the sticker on")
    assert pad.problem == "That changed nothing: the picture was already like that."
    assert (pad.can_undo, pad.answered) == (False, False)
    press(pad, "Take it off")
    assert (pad.problem, pad.predicted, pad.can_undo) == ("", "sneaker", True)


@pytest.mark.parametrize(
    ("does", "sentence"),
    [
        (lambda x: [*x, 0], "What 'Odd' gives back needs 49 numbers from 0 to 1: 7 rows of 7; it"),
        (lambda x: [2.0] * 49, "What 'Odd' gives back needs 49 numbers"),
        (lambda x: None, "What 'Odd' gives back needs 49 numbers"),
        (lambda x: x["nothing"], "That step did not work."),
        (sure_but_wrong.turn, "Give a list of cards, each a list of 64 numbers"),
    ],
)
def test_a_tool_that_fails_is_a_sentence(does, sentence):
    pad = shoe_pad(tools={"Odd": does})
    before = pad.cells
    press(pad, "Odd")
    assert pad.problem.startswith(sentence)
    assert (pad.cells, pad.can_undo) == (before, False)


@pytest.mark.parametrize("press", [["fly", 1], [3], [None, 1], [["turn"], 1]])
def test_a_tool_that_is_not_there(press):
    pad = shoe_pad()
    pupil(pad, press=press)
    assert pad.problem != ""
    assert (pad.cells, pad.can_undo) == (pad.pictures[0], False)
    with pytest.raises(ValueError, match="there are: Put the sticker on, Take it off, next"):
        pad.use("fly")


# Bad input.


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"picture": [0] * 50}, "Picture 1 needs 49 numbers from 0 to 1: 7 rows of 7; it has 50"),
        ({"pictures": [[0] * 49, [0] * 64]}, "Picture 2 needs 49 numbers"),
        ({"picture": [0] * 48 + [1.5]}, "none of them below 0, above 1 or missing"),
        ({"picture": [0] * 48 + [float("nan")]}, "none of them below 0, above 1 or missing"),
        ({"picture": [0] * 48 + ["ink"]}, "Picture 1 needs 49 numbers"),
        ({"picture": {"name": "boot"}}, "Picture 1 needs 49 numbers"),
        ({"picture": 3}, "Picture 1 needs 49 numbers"),
        ({"picture": "boot"}, "Picture 1 needs 49 numbers"),
        ({"picture": []}, "Picture 1 needs 49 numbers"),
        ({"pictures": []}, "Give at least one picture"),
        ({"side": 2}, "3 to 8 rows"),
        ({"side": 14}, "3 to 8 rows"),
        ({"side": "7"}, "3 to 8 rows"),
        ({"side": 8}, "Give a list of cards, each a list of 49 numbers"),
        ({"levels": 0}, "levels is how many gray steps"),
        ({"levels": 2.5}, "levels is how many gray steps"),
        ({"levels": 17}, "levels is how many gray steps"),
        ({"paper": "blue"}, 'paper is what an empty cell looks like: "white" or "black"'),
        ({"tools": ["fly"]}, "There is no tool 'fly'; there are: slide, slide left"),
        ({"tools": {"Sticker": "on"}}, "The tool 'Sticker' needs a function"),
        ({"tools": 3}, "There is no tool 3"),
    ],
)
def test_what_is_refused(how, sentence):
    how = {"side": 7, **how} if "picture" in how or "pictures" in how else how
    with pytest.raises(ValueError, match=re.escape(sentence)):
        PixelPad(SHOES, **how)


@pytest.mark.parametrize("picture", [3, "boot", [], {"name": "boot"}, [0] * 2, [0] * 196])
def test_a_picture_that_gives_no_side(picture):
    with pytest.raises(ValueError, match="Give a picture with 3 to 8 rows of as many cells"):
        PixelPad(SHOES, picture=picture)


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        (None, "classes_ and predict_proba"),
        (sticker.Model(), "Train the model first"),
        (sticker.Model, "classes_ and predict_proba"),
    ],
)
def test_what_is_no_trained_model(model, sentence):
    with pytest.raises(ValueError, match=sentence):
        PixelPad(model, side=7)


@pytest.mark.parametrize(
    "cells", [[0] * 48, [0] * 64, [17] * 49, [-1] * 49, [0.5] * 49, [True] * 49, "no", None, {}]
)
def test_cells_that_do_not_fit(cells):
    pad = shoe_pad()
    pupil(pad, cells=cells)
    assert pad.problem == "Give 49 whole numbers from 0 to 16, one for each cell, row by row."
    assert (pad.cells, pad.predicted, pad.can_undo) == (pad.pictures[0], "boot", False)
    with pytest.raises(ValueError, match="49 whole numbers"):
        pad.answer(cells=cells)


@pytest.mark.parametrize("number", [3, -1, 1.0, True, "1", None])
def test_a_picture_that_is_not_there(number):
    pad = shoe_pad()
    with pytest.raises(ValueError, match="by its number, 0 to 2"):
        pad.answer(number=number)
    pupil(pad, number=number)
    assert pad.problem == "Choose a picture by its number, 0 to 2."
    assert pad.number == 0


@pytest.mark.parametrize(
    "value", [{"cells": [0] * 64}, {"number": 7, "cells": [0] * 49}, {"cells": "x"}, {"no": 1}]
)
def test_an_answer_to_another_picture_is_not_shown(book, value):
    book.record("paint", "PixelPad", value)
    pad = shoe_pad(name="paint")
    assert (pad.number, pad.cells, pad.predicted) == (0, pad.pictures[0], "boot")


# Words.


def test_the_kept_picture_is_plain_and_escaped():
    pad = shoe_pad(names={"boot": '<b>"&'})
    pad.use("Take it off")
    html = pad.picture()
    assert "&lt;b&gt;&quot;&amp;" in html
    assert "<b>" not in html
    assert html.count('<img src="data:image/png;base64,') == 2
    assert [len(alt) > 20 for alt in re.findall('alt="([^"]+)"', html)] == [True, True]
    assert re.search(r'<th scope="row">sneaker</th><td>97 %</td><td>&lt;1 %</td>', html)
    assert pad.spoken() == (
        "Picture 1 of 3. It predicts sneaker, 97 out of 100 sure. "
        'At first it predicted <b>"&, over 99 out of 100 sure.'
    )
    assert repr(pad) == f"PixelPad({pad.spoken()})"


def test_spanish(monkeypatch):
    spanish = Book(Lesson(language="es"))
    monkeypatch.setattr(base, "book", lambda: spanish)
    pad = shoe_pad(names={"boot": "bota", "sneaker": "zapatilla"})
    pad.use("Take it off")
    assert pad.spoken() == (
        "Imagen 1 de 3. Predice zapatilla, con una seguridad de 97 sobre 100. "
        "Al principio predijo bota, con una seguridad de más de 99 sobre 100."
    )
    assert "Al principio" in pad.picture()
    press(pad, "Take it off")
    assert pad.problem == "Eso no cambió nada: la imagen ya estaba así."


def test_both_languages_have_the_same_words_and_gaps():
    home = base.HERE.parent / "locale"
    words = {
        language: json.loads((home / language / "pixel_pad.json").read_text(encoding="utf-8"))
        for language in ("en", "es")
    }
    assert list(words["en"]) == list(words["es"])
    for key in words["en"]:
        gaps = [sorted(re.findall(r"\{\w+\}", words[language][key])) for language in words]
        assert gaps[0] == gaps[1], key
    machine = r"\b(think|know|want|understand|believe|see|piensa|sabe|quiere|entiende|cree|ve)s?\b"
    assert not re.search(machine, " ".join([*words["en"].values(), *words["es"].values()]))
