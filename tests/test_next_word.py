"""NextWord: sentences word by word, held against the toys, and answers that come back."""

import json
import re

import pytest

from howcome.activities import base
from howcome.activities.next_word import COLDEST, KINDS, MOST, NextWord
from howcome.answers import Book, Lesson
from howcome.toys import next_word, tiny_network
from howcome.words import words

READ = next_word.deal()
MACHINE = next_word.Model().fit(*next_word.pairs(READ))
FACTS = tiny_network.facts()["read"]
NETWORK = tiny_network.Model().fit(*tiny_network.pairs(FACTS))
QUESTIONS = tiny_network.questions()
FALSE = {"words": "The frog lives in barns.", "sounds": "true", "looked": True}


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="e08-next-word-machine", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


@pytest.fixture
def in_spanish(monkeypatch):
    spanish = Book(Lesson(language="es"))
    monkeypatch.setattr(base, "book", lambda: spanish)


def machine(**how):
    return NextWord(MACHINE, **{"read": READ, **how})


def network(**how):
    return NextWord(NETWORK, **{"questions": QUESTIONS, "temperature": 0, **how})


def pupil(activity, **change):
    """The message of a view: a change and, with it, a step that is done."""
    activity.set_state({**change, "settled": activity.settled + 1})
    assert activity.problem == ""


def longer(activity, more, by):
    """The last sentence with more words, as the view sends it."""
    now = activity.result["now"] or {
        "words": list(activity.start),
        "by": ["start"] * len(activity.start),
        "sounds": "",
        "looked": False,
    }
    pupil(
        activity,
        made=[
            *activity.made[:-1],
            {**now, "words": [*now["words"], *more], "by": [*now["by"], *[by] * len(more)]},
        ],
    )


def change(activity, **new):
    pupil(activity, made=[*activity.made[:-1], {**activity.made[-1], **new}])


def finish(activity, sounds="true"):
    """Let the machine finish the sentence, say how it sounds, look it up, begin the next one."""
    longer(activity, activity.result["rest"], "machine")
    change(activity, sounds=sounds)
    change(activity, looked=True)


def test_the_next_words_are_those_that_the_model_counted():
    word = machine()
    for one in ("the", "cow", "lives", "in"):
        longer(word, [one], "you")
    _, came = MACHINE.seen(["lives", "in"])
    assert word.result["looks"] == ["lives", "in"]
    assert word.result["whole"] == came.total()
    assert [(one, count) for one, _, _, count in word.result["options"]] == sorted(
        came.items(), key=lambda pair: (-pair[1], pair[0])
    )
    chances = [chance for _, chance, _, _ in word.result["options"]]
    assert sum(chances) == pytest.approx(1)
    assert chances == [now for _, _, now, _ in word.result["options"]]


@pytest.mark.parametrize("temperature", [0, 0.5, 1, 5])
@pytest.mark.parametrize("model", [MACHINE, NETWORK])
def test_the_machine_writes_what_the_toy_writes(model, temperature):
    word = NextWord(model, read=READ, temperature=temperature, deal=3)
    for _ in range(8):
        finish(word)
        pupil(word, made=[*word.made, ""])
    warm = max(temperature, COLDEST)
    assert [row["sentence"] for row in word.table] == next_word.sentences(model, 3, warm, many=8)
    assert {row["your_words"] for row in word.table} == {0}


def test_word_by_word_and_all_at_once_are_the_same_luck():
    one, other = machine(), machine()
    while one.result["rest"]:
        longer(one, one.result["rest"][:1], "machine")
    longer(other, other.result["rest"], "machine")
    assert one.made == other.made
    dealt = machine(deal=1)
    assert dealt.result["rest"] != machine().result["rest"]


def test_at_temperature_0_the_most_likely_word_gets_it_all():
    word = machine(start="the whale lives in", temperature=0, free_temperature=True)
    assert [now for _, _, now, _ in word.result["options"]] == pytest.approx([1, 0, 0, 0, 0])
    before = word.result["options"]
    word.set_state({"temperature": 5})
    flat = [now for _, _, now, _ in word.result["options"]]
    assert max(flat) < 1.5 * min(flat)
    assert [one[1] for one in before] == [one[1] for one in word.result["options"]]
    assert not word.can_undo  # a slider that moves is no step before it rests


def test_a_whole_task_is_the_answer(book):
    word = machine(name="write")
    assert (word.answered, word.made, word.table) == (False, [], [])
    longer(word, ["the"], "you")
    longer(word, ["frog", "lives", "in", "barns", "."], "machine")
    change(word, sounds="true")
    assert word.table[0]["truth"] is None
    assert word.result["verdict"] is None
    change(word, looked=True)
    assert word.table == [
        {
            "sentence": "The frog lives in barns.",
            "your_words": 1,
            "machine_words": 4,
            "sounds": "true",
            "truth": "false",
            "sure": pytest.approx(17 / 52),
            "temperature": 1.0,
        }
    ]
    assert word.result["card"] == {
        "animal": "frog",
        "lines": [["home", "ponds"], ["food", "bugs"], ["body", "a sticky tongue"]],
        "about": "home",
    }
    value = book.last("write")["value"]
    assert value == {"made": word.made, "temperature": 1.0, "deal": 0}
    assert len(json.dumps(value["made"][0])) < 220

    later = machine(name="write")
    assert (later.made, later.result) == (word.made, word.result)
    later.again()
    assert (later.made, later.answered) == ([], False)
    later.undo()
    assert later.made == word.made


def test_undo_takes_the_last_word_back():
    word = machine()
    for one in ("the", "frog"):
        longer(word, [one], "you")
    word.undo()
    assert word.made[0]["words"] == ["the"]
    longer(word, word.result["rest"], "machine")
    change(word, sounds="odd")
    word.undo()
    assert word.made[0]["sounds"] == ""
    word.undo()
    word.undo()
    assert (word.made, word.can_undo) == ([], False)


def test_the_four_truths_are_counted_and_how_they_sounded():
    n2 = next_word.Model(2).fit(*next_word.pairs(READ))
    copied = next(one for one in READ if "lives in" in one)
    word = NextWord(n2, read=set(READ) - {"The cow eats hay."})
    said = {
        copied: "true",
        "The cow eats hay.": "true",
        "The cow eats krill.": "true",
        "The frog eats bugs.": "unsure",
        "The cow eats honey.": "odd",
    }
    if "The frog eats bugs." not in READ:
        said.pop("The frog eats bugs.")
    word.answer(made=[{"words": text, "sounds": s, "looked": True} for text, s in said.items()])
    assert [row["truth"] for row in word.table] == [
        next_word.truth(text, word.read) for text in said
    ]
    assert (word.counts["true"], word.counts["false"]) == (1, 2)
    assert [line for line in word.result["tally"] if line[0] == "false"] == [["false", 2, 1]]
    assert set(word.sure) == set(KINDS)
    assert word.sure["nonsense"] is None
    assert 0 < word.sure["false"] < 1


def test_words_that_are_no_sentence_have_no_line_on_the_card():
    n2 = next_word.Model(2).fit(*next_word.pairs(["Frogs eat bugs.", "The frog eats the frog."]))
    word = NextWord(n2)
    word.answer(made=[{"words": "The frog eats the frog.", "sounds": "odd", "looked": True}])
    assert word.counts["nonsense"] == 1
    assert word.result["card"]["about"] is None
    word.answer(made=[{"words": "Frogs eat bugs.", "sounds": "true", "looked": True}])
    assert word.result["card"] is None
    assert [line[0] for line in word.result["tally"]] == ["true", "false", "nonsense"]


def test_without_the_box_only_the_sound_is_kept():
    word = machine(box=False)
    longer(word, word.result["rest"], "machine")
    change(word, sounds="unsure")
    assert word.result["tally"] == [["true", 0], ["odd", 0], ["unsure", 1]]
    assert word.table[0]["truth"] is None
    pupil(word, made=[*word.made, ""])
    with pytest.raises(ValueError, match="First say how the sentence sounds"):
        word.answer(made=[FALSE])


def test_a_start_stands_before_every_sentence():
    word = machine(start="The cow")
    longer(word, word.result["rest"], "machine")
    assert word.made[0]["words"][:2] == ["the", "cow"]
    assert word.made[0]["by"][:3] == ["start", "start", "machine"]
    with pytest.raises(ValueError, match="Begin each sentence with: The cow"):
        word.answer(made=["The frog eats bugs."])


def test_questions_are_answered_as_the_toy_answers_them():
    word = network()
    assert [one["text"] for one in word.questions] == sorted(one["x"] for one in QUESTIONS)
    assert (word.result["options"], word.result["rest"]) == ([], [])
    for one in QUESTIONS:
        pupil(word, made=[*word.made, {"words": one["x"]}])
        assert word.result["verdict"] is None
        assert "group" not in json.dumps(word.result["now"])
        finish(word)
    cases = tiny_network.cases(NETWORK, QUESTIONS)
    for row, case, one in zip(word.table, cases, QUESTIONS, strict=True):
        assert row["group"] == one["group"]
        assert row["question"] == one["x"]
        assert (row["truth"] == "true") == (case["predicted"] == case["truth"])
        assert row["sure"] == pytest.approx(max(NETWORK.chances(one["x"]).values()))
    effect = tiny_network.effect()
    for (group, asked, true, _, sure), name in zip(
        word.result["tally"], tiny_network.GROUPS, strict=True
    ):
        assert (group, true / asked) == (name, pytest.approx(effect[name]["true"]))
        assert sure == pytest.approx(effect[name]["sure"])


def test_whether_a_fact_was_read_is_not_told_before_the_pupil_looked():
    word = network()
    pupil(word, made=[{"words": "The walrus lives in"}])
    longer(word, word.result["rest"], "machine")
    change(word, sounds="true")
    assert (word.table[0]["truth"], word.table[0]["group"]) == (None, None)
    # Nor by what the page was sent.
    assert "read" not in json.dumps([word.questions, {**word.result, "tally": None}])
    assert word.result["tally"] == [["read", 0, 0, 0, None], ["never read", 0, 0, 0, None]]
    change(word, looked=True)
    assert (word.table[0]["truth"], word.table[0]["group"]) == ("false", "never read")


def test_questions_may_be_texts_with_what_was_read():
    word = NextWord(NETWORK, questions=["The walrus lives in", "The frog eats"], read=FACTS)
    for text in ("The frog eats", "The walrus lives in"):
        pupil(word, made=[*word.made, {"words": text}])
        finish(word)
    assert [row["group"] for row in word.table] == ["read", "never read"]
    # True, not copied: that it was read is said by the group.
    assert [row["truth"] for row in word.table] == ["true", "false"]


def test_forty_sentences_are_enough():
    word = machine()
    word.answer(made=[FALSE] * MOST)
    assert len(json.dumps(word.made)) < 10_000
    with pytest.raises(ValueError, match="it holds 40 sentences"):
        word.answer(made=[FALSE] * (MOST + 1))


@pytest.mark.parametrize(
    ("model", "how", "sentence"),
    [
        (None, {}, "Give a trained model"),
        (next_word.Model, {}, "Give a trained model"),
        (next_word.Model(), {}, "Train the model first"),
        (NETWORK, {"start": "the owl"}, "never read the word 'owl'"),
        (MACHINE, {"start": 3}, "Give a list of texts"),
        (MACHINE, {"read": "The cow eats hay."}, "Give a list of texts"),
        (MACHINE, {"temperature": -1}, "Choose a temperature from 0 to 5"),
        (MACHINE, {"temperature": "hot"}, "Choose a temperature from 0 to 5"),
        (MACHINE, {"temperature": float("nan")}, "Choose a temperature from 0 to 5"),
        (MACHINE, {"deal": -1}, "Choose a deal"),
        (NETWORK, {"questions": []}, "There are no questions yet"),
        (NETWORK, {"questions": "The frog eats"}, "Give a list of questions"),
        (NETWORK, {"questions": [3]}, "Question 1 is 3"),
        (NETWORK, {"questions": ["The frog eats"]}, "Give read="),
        (NETWORK, {"questions": QUESTIONS, "start": "the"}, "not both"),
    ],
)
def test_what_cannot_be_played_with(model, how, sentence):
    with pytest.raises(ValueError, match=sentence):
        NextWord(model, **how)


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (None, "Give a list of sentences"),
        (["The frog flies."], "“flies” cannot come after “the frog”"),
        ([3], "Give a list of sentences"),
        ([{"words": [["the"]]}], "Give a list of sentences"),
        ([{"words": ["the", "."], "by": 3}], "cannot come after|Give a list of sentences"),
        ([{"words": ["the"], "by": [{}]}], "Give a list of sentences"),
        ([{"words": ["the"], "by": ["you", "you"]}], "Give a list of sentences"),
        ([{**FALSE, "sounds": "lovely"}], "Give a list of sentences"),
        ([{**FALSE, "temperature": 9}], "Give a list of sentences"),
        ([{**FALSE, "sounds": ""}], "First say how the sentence sounds"),
        ([{"words": "The frog", "sounds": "true"}], "Give a list of sentences"),
        (["The frog", FALSE], "Finish one sentence before"),
        (["The frog lives in barns.", FALSE], "Finish one sentence before"),
        ([{**FALSE, "words": "The frog lives in barns. the"}], "Give a list|cannot come after"),
    ],
)
def test_sentences_that_nobody_can_have_made(made, sentence):
    word = machine()
    word.answer(made=[FALSE])
    before = word.made
    with pytest.raises(ValueError, match=sentence):
        word.answer(made=made)
    word.set_state({"made": made, "settled": 7})
    assert re.search(sentence, word.problem)
    assert word.made == before
    pupil(word, made=[*before, "The cow"])


def test_an_answer_to_another_machine_is_not_shown(book):
    book.record("write", "NextWord", {"made": [{"words": ["owls", "."]}], "temperature": 1})
    assert machine(name="write").made == []


def test_the_kept_picture_is_plain_and_escaped():
    tags = next_word.Model().fit(*next_word.pairs(["The <b> eats hay."]))
    word = NextWord(tags)
    assert "<table" not in word.picture()
    word.answer(made=[{"words": "The <b> eats hay.", "sounds": "odd"}])
    html = word.picture()
    assert "The &lt;b&gt; eats hay." in html
    assert "<b>" not in html
    assert "not looked up yet" in html
    assert 'lang="en"' in html
    word = machine()
    word.answer(made=[FALSE, "The cow"])
    assert word.spoken() == "Sentences: 1. false: 1. So far: The cow"
    assert 'So far: <span lang="en">The cow</span>' in word.picture()
    assert "never read" in _one_question().picture()


def _one_question():
    word = network()
    pupil(word, made=[{"words": "The walrus lives in"}])
    finish(word)
    return word


def test_spanish(in_spanish):
    word = machine()
    word.answer(made=[FALSE])
    assert word.spoken() == "Oraciones: 1. falsa: 1."
    assert "Suena verdadera" in word.picture()
    assert '<th scope="row" lang="en">The frog lives in barns.' in word.picture()
    with pytest.raises(ValueError, match="no puede ir después de"):
        word.answer(made=["The frog flies."])


def test_both_languages_say_the_same_things():
    english, spanish = words("next_word", "en"), words("next_word", "es")
    assert english.keys() == spanish.keys()
    for key, sentence in english.items():
        gaps = re.compile(r"\{\w+\}")
        assert sorted(gaps.findall(sentence)) == sorted(gaps.findall(spanish[key])), key
    # A machine predicts, scores and picks; it does none of these.
    feels = r"\b(think|know|want|understand|believe|see)s?\b"
    assert not re.search(feels, " ".join(english.values()))
