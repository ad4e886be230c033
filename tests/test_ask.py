"""Ask: every kind of question, what is kept of the answer, and what is refused."""

import json

import pytest

from howcome import Ask, hint
from howcome.activities import ask as module
from howcome.activities import base
from howcome.answers import ANSWER, Book, Lesson
from howcome.words import words

ENOUGH = {"yes": "Yes, the average says it all.", "no": "No, I look at each group."}
AVERAGE = hint("m04-average", "Look at each row of the table.")


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="m04-who-is-missing", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


def pupil(ask, **change):
    """The message of a view: a change and, with it, a step that is done."""
    ask.set_state({**change, "settled": ask.settled + 1})


def enough(**how):
    return Ask("Is one number enough?", choices=ENOUGH, feedback={"yes": AVERAGE}, **how)


@pytest.mark.parametrize(
    ("how", "value", "said"),
    [
        ({"choices": ENOUGH}, "no", "No, I look at each group."),
        ({"choices": ["Ducks", "Two boats"]}, "two-boats", "Two boats"),
        ({"choices": ENOUGH, "kind": "several"}, ["yes", "no"], "; ".join(ENOUGH.values())),
        ({"kind": "number", "min": 0, "max": 100, "unit": "boots"}, 20, "20 boots"),
        ({"kind": "text"}, "The sandals were missing.", "The sandals were missing."),
        ({"kind": "confidence"}, "quite", "quite sure"),
    ],
)
def test_each_kind_keeps_and_restores_what_was_said(book, how, value, said):
    ask = Ask("What do you say?", name="say", **how)
    assert (ask.value, ask.said, ask.answered) == (None, "", False)
    assert book.last("say") is None
    pupil(ask, value=value, confidence=None)
    assert (ask.value, ask.said, ask.answered, ask.problem) == (value, said, True, "")
    assert book.last("say")["value"] == {"value": value, "confidence": None}

    typed = Ask("What do you say?", **how)
    typed.answer(value)
    assert typed.value == value

    later = Ask("What do you say?", name="say", **how)
    assert (later.value, later.said, later.result["value"]) == (value, said, value)
    assert book.last("say")["revision"] == 1


def test_feedback_carries_the_misconception_of_the_chosen_answer():
    ask = enough()
    assert ask.misconception is None
    pupil(ask, value="yes")
    assert ask.misconception == "m04-average"
    assert ask.result["feedback"] == [{"sentence": str(AVERAGE), "look": True}]
    pupil(ask, value="no")
    assert (ask.misconception, ask.result["feedback"]) == (None, [])


def test_feedback_of_several_choices_and_for_any_answer():
    several = Ask(
        "Which?",
        kind="several",
        choices=["A", "B", "C"],
        feedback={"a": AVERAGE, "b": hint("m04-more", "More is not all."), "c": "Yes."},
    )
    several.answer(["c", "b", "a"])
    assert several.value == ["a", "b", "c"]
    assert several.misconceptions == ["m04-average", "m04-more"]
    assert several.result["feedback"][2] == {"sentence": "Yes.", "look": False}
    number = Ask("How many?", kind="number", feedback={50: AVERAGE})
    number.answer(50.0)
    assert (number.value, number.misconception) == (50, "m04-average")
    text = Ask("Why?", kind="text", feedback="Read it to your neighbour.")
    text.answer("Because.")
    assert text.result["feedback"][0]["sentence"] == "Read it to your neighbour."


@pytest.mark.parametrize(
    ("how", "value", "sentence"),
    [
        ({"choices": ENOUGH}, "maybe", "That is not one of the choices: yes, no."),
        ({"choices": ENOUGH}, ["yes"], "That is not one of the choices: yes, no."),
        ({"choices": ENOUGH}, None, "Choose one answer first."),
        ({"choices": ENOUGH, "kind": "several"}, [], "Choose one answer or more first."),
        ({"choices": ENOUGH, "kind": "several"}, [["yes"]], "That is not one of the choices"),
        ({"kind": "number", "min": 0, "max": 9}, 10, "Type a number from 0 to 9"),
        ({"kind": "number", "min": 0}, -1, "Type a number from 0 up"),
        ({"kind": "number", "max": 9}, 10, "Type a number up to 9"),
        ({"kind": "number"}, "ten", "Type a number"),
        ({"kind": "number"}, True, "Type a number"),
        ({"kind": "number"}, float("nan"), "Type a number"),
        ({"kind": "number"}, None, "Type a number first."),
        ({"kind": "text", "limit": 5}, "too long", "Use up to 5 letters: this is 3 too many."),
        ({"kind": "text"}, " \n ", "Write something first."),
        ({"kind": "text"}, 7, "Write your answer in words."),
        ({"kind": "confidence"}, "certain", "That is not one of the choices: guessing, a-little"),
    ],
)
def test_a_bad_answer_meets_one_plain_sentence_and_changes_nothing(book, how, value, sentence):
    ask = Ask("What do you say?", name="say", **how)
    sent = []
    ask.send_state = lambda key=None: sent.append(set(key or ()))
    pupil(ask, value=value, confidence=None)
    assert ask.problem.startswith(sentence)
    assert (ask.value, ask.result["value"], book.last("say")) == (None, None, None)
    # The view learns that its change was not taken, so it can send the same one again.
    assert {"value", "confidence"} in sent
    with pytest.raises(ValueError, match="^" + sentence[:20]):
        ask.answer(value)
    assert (ask.value, book.last("say")) == (None, None)


def test_a_refused_change_leaves_the_answer_that_was_kept(book):
    ask = Ask("How many?", kind="number", max=9, name="many")
    pupil(ask, value=5)
    pupil(ask, value=50)
    assert (ask.value, book.last("many")["value"]["value"]) == (5, 5)
    pupil(ask)
    assert ask.value == 5
    pupil(ask, value=6)
    assert (ask.value, ask.problem) == (6, "")


def test_how_sure_is_asked_beside_another_question():
    ask = enough(confidence=True)
    pupil(ask, value="no", confidence=None)
    assert ask.problem == "Choose how sure you are, too."
    assert ask.value is None
    pupil(ask, value="no", confidence="very")
    assert (ask.value, ask.confidence, ask.told()) == (
        "no",
        "very",
        "No, I look at each group. (very sure)",
    )
    with pytest.raises(ValueError, match="guessing, a-little, quite, very"):
        ask.answer("no", confidence="certain")
    with pytest.raises(ValueError, match="not one of the choices"):
        enough().answer("no", confidence="very")
    assert module.SURE.index(ask.confidence) == 3


def test_a_lock_holds_what_is_kept(book):
    ask = enough(lock=True, name="enough")
    pupil(ask, value="yes")
    pupil(ask, value="no")
    assert (ask.value, ask.problem) == ("yes", "This answer is kept and stays as it is.")
    for step in (ask.undo, ask.again, lambda: ask.answer("no")):
        with pytest.raises(ValueError, match="stays as it is"):
            step()
    ask.answer("yes")  # the same cell, run again
    assert enough(lock=True, name="enough").value == "yes"
    assert book.last("enough")["value"]["value"] == "yes"


def test_undo_and_start_again(book):
    ask = enough(name="enough")
    pupil(ask, value="yes")
    pupil(ask, value="no")
    ask.undo()
    assert ask.value == "yes"
    ask.again()
    assert (ask.value, book.last("enough")["value"]) == (None, None)
    ask.undo()
    ask.undo()
    assert (ask.value, book.last("enough")["value"], ask.answered) == (None, None, False)


def test_an_answer_to_an_older_version_is_kept_but_not_shown(book):
    book.record("enough", "Ask", {"value": "perhaps", "confidence": None})
    ask = enough(name="enough")
    assert (ask.value, ask.answered) == (None, False)
    assert book.last("enough")["value"]["value"] == "perhaps"


def test_a_guess_comes_back_at_the_end(book, monkeypatch):
    def ask():
        return Ask("How many?", kind="number", unit="boots", predict=True, name="guess")

    guess = ask()
    recall = guess.recall()
    assert "You have not guessed yet." in recall._repr_html_()
    shown = []
    monkeypatch.setattr(module, "display", lambda bundle, **how: shown.append(bundle))
    monkeypatch.setattr(module, "update_display", lambda bundle, **how: shown.append(bundle))
    recall._ipython_display_()
    pupil(guess, value=20)
    assert repr(recall) == "How many? At the start you said: 20 boots"
    assert shown[-1]["text/plain"] == repr(recall)
    assert repr(ask().recall()) == repr(recall)
    answered = enough()
    answered.answer("no")
    assert repr(answered.recall()).startswith("Is one number enough? You said: No")


def test_what_a_pupil_writes_is_escaped(book):
    bad = "<img src=x onerror=alert(1)> & \ud800"
    ask = Ask("<b>Why?</b>", kind="text", name="why", predict=True)
    ask.answer(bad)
    html = ask._kept()["text/html"] + ask.recall()._repr_html_()
    assert "<img" not in html
    assert "<b>" not in html
    assert "&lt;img" in html
    json.dumps(ask._kept(), ensure_ascii=False).encode()
    choices = Ask("?", choices={"a": "<i>a</i>", "b": "b"}, feedback={"a": "<i>no</i>"})
    choices.answer("a")
    assert "<i>" not in choices.picture()


def test_the_kept_picture_marks_the_answer_in_words(book):
    ask = enough(name="enough")
    assert "No answer yet." in ask.picture()
    ask.answer("yes")
    kept = ask._kept()
    assert kept[ANSWER]["value"]["value"] == "yes"
    assert "Yes, the average says it all. <strong>(your answer)</strong>" in kept["text/html"]
    assert str(AVERAGE) in kept["text/html"]
    assert kept["text/plain"] == (
        "Is one number enough? Your answer: Yes, the average says it all."
    )


def test_it_speaks_spanish(monkeypatch):
    monkeypatch.setenv("HOWCOME_LANG", "es")
    ask = Ask("¿Cuántas?", kind="number", min=0, max=9, predict=True, confidence=True)
    pupil(ask, value=99)
    assert ask.problem == "Escribe un número de 0 a 9"
    ask.answer(3, confidence="very")
    assert repr(ask.recall()) == "¿Cuántas? Al principio dijiste: 3 (muy seguro)"
    assert words("ask", "es").keys() == words("ask", "en").keys()


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"kind": "guess"}, "There is no kind 'guess'"),
        ({}, "two or more"),
        ({"choices": ["One"]}, "two or more"),
        ({"choices": ["A few", "a few"]}, "an id of its own"),
        ({"kind": "number", "choices": ["1", "2"]}, "has no choices"),
        ({"choices": ENOUGH, "feedback": {"maybe": "?"}}, "There is no choice 'maybe'"),
        ({"choices": ENOUGH, "feedback": "So.", "predict": True}, "A guess has no feedback"),
    ],
)
def test_an_author_learns_what_a_question_needs(how, sentence):
    with pytest.raises(ValueError, match=sentence):
        Ask("What do you say?", **how)
