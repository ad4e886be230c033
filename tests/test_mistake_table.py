"""MistakeTable: counts held against scikit-learn, cells that open, answers that come back."""

import base64
import random
import re

import pytest
import traitlets

from howcome import MistakeTable
from howcome.activities import base
from howcome.activities.mistake_table import PAGE
from howcome.answers import Book, Lesson
from howcome.toys.common import errors

LABELS = ["boot", "sandal", "sneaker"]


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="m04-who-is-missing", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


def deal(count=500, labels=LABELS, seed=0):
    chance = random.Random(seed)
    cases = []
    for number in range(count):
        truth = chance.choice(labels)
        said = truth if chance.random() < 0.7 else chance.choice(labels)
        group = chance.choice(["reef", "deep"])
        case = {"name": f"card {number}", "group": group, "truth": truth, "predicted": said}
        cases.append({**case, "sure": chance.random(), "legs": 4})
    return cases


def pupil(table, **change):
    """The message of a view: a change and, with it, a step that is done."""
    table.set_state({**change, "settled": table.settled + 1})


@pytest.mark.parametrize("labels", [LABELS, LABELS[:2], [0, 1], list("abcde")])
def test_counts_are_those_of_scikit_learn(labels):
    metrics = pytest.importorskip("sklearn.metrics")
    cases = deal(labels=labels)
    table = MistakeTable(cases)
    for group, counts in table.counts.items():
        mine = [case for case in cases if case["group"] == group]
        truth, said = ([str(case[key]) for case in mine] for key in ("truth", "predicted"))
        names = [str(label) for label in labels]
        matrix = metrics.confusion_matrix(truth, said, labels=names)
        for row, was in enumerate(names):
            for column, called in enumerate(names):
                assert counts.get((was, called), 0) == matrix[row][column]
        assert table.errors[group] == pytest.approx(1 - metrics.accuracy_score(truth, said))
    assert table.errors == errors(cases)
    assert sum(row["count"] for row in table.table) == len(cases)
    assert [row["error"] for row in table.rows] == [table.errors[g] for g in table.counts]


def test_of_many_labels_only_what_happened_has_a_cell():
    cases = [{"group": "x", "truth": label, "predicted": label} for label in "abcdefghij"]
    table = MistakeTable([*cases, {"group": "x", "truth": "d", "predicted": "g"}])
    assert len(table.pairs) == 11


def test_with_yes_the_cells_have_words():
    table = MistakeTable(deal(labels=["other", "fish"]), yes="fish")
    pairs = [(pair["truth"], pair["predicted"], pair["term"]) for pair in table.pairs]
    assert pairs == [
        ("fish", "fish", "found"),
        ("fish", "other", "missed"),
        ("other", "fish", "alarm"),
        ("other", "other", "ruled_out"),
    ]
    assert {f"{term}_term" for _, _, term in pairs} <= set(table.words)


def test_overall_can_be_weighed_and_says_so():
    cases = deal(labels=["other", "fish"])
    shares = {"reef": 0.95, "deep": 0.05}
    table = MistakeTable(cases, share=shares)
    assert table.overall == pytest.approx(errors(cases, share=shares)["overall"])
    assert "reef 95 %, deep 5 %" in table.picture()


def test_opening_a_cell_is_the_answer(book):
    table = MistakeTable(deal(), name="find")
    assert (table.answered, table.opened, table.opened_cases) == (False, [], [])
    pupil(table, opened=["deep", "boot", "sandal"])
    assert table.problem == ""
    expected = [
        case
        for case in table.cases
        if (case["group"], case["truth"], case["predicted"]) == ("deep", "boot", "sandal")
    ]
    assert table.opened_cases == expected
    assert table.cards["of"] == len(expected)
    assert book.last("find")["value"] == {"opened": ["deep", "boot", "sandal"]}

    later = MistakeTable(deal(), name="find")
    assert later.opened == ["deep", "boot", "sandal"]
    assert later.cards == table.cards
    assert (later.answered, book.last("find")["revision"]) == (True, 1)

    table.undo()
    assert (table.opened, table.cards["of"]) == ([], 0)
    typed = MistakeTable(deal())
    typed.answer(opened=("reef", "boot", "boot"))
    assert typed.opened == ["reef", "boot", "boot"]


def test_an_answer_to_other_cases_is_not_shown(book):
    book.record("find", "MistakeTable", {"opened": ["moon", "boot", "boot"]})
    table = MistakeTable(deal(), name="find")
    assert (table.opened, table.cards["of"]) == ([], 0)


def test_cards_come_page_by_page_with_their_pictures():
    picture = [[16 * column for column in range(14)] for _ in range(14)]
    table = MistakeTable(
        [
            {**case, "group": "all", "predicted": case["truth"], "picture": picture}
            for case in deal(500, labels=["boot", "sandal"])
        ],
        names={"boot": "Boot", "legs": "Legs"},
    )
    table.answer(opened=["all", "boot", "boot"])
    first = table.cards["items"][0]
    assert (first["truth"], first["fields"]) == ("Boot", [["Legs", "4"]])
    assert (first["picture"]["width"], first["picture"]["height"]) == (14, 14)
    assert list(base64.b64decode(first["picture"]["dots"])[:14]) == picture[0]
    names = []
    while len(names) < table.cards["of"]:
        table.set_state({"first": len(names)})
        assert len(table.cards["items"]) <= PAGE
        assert len(repr(table.cards)) < 100_000
        names += [card["name"] for card in table.cards["items"]]
    assert names == [case["name"] for case in table.opened_cases]
    assert table.can_undo  # the step of opening; turning a page is none
    table.undo()
    assert not table.can_undo


def test_it_follows_an_activity():
    class Source(base.Activity):
        part, answer_traits = "source", ()
        _esm = "export default {}"
        result = traitlets.Dict()
        cases = deal(60)

    source = Source()
    table = MistakeTable(source)
    assert len(table.cases) == 60
    source.cases = deal(90, seed=1)
    source.result = {"changed": True}
    assert sum(map(sum, (row["counts"] for row in table.rows))) == 90


def test_a_data_frame_will_do():
    pandas = pytest.importorskip("pandas")
    cases = deal()
    assert MistakeTable(pandas.DataFrame(cases)).table == MistakeTable(cases).table


@pytest.mark.parametrize(
    ("cases", "how", "sentence"),
    [
        ([], {}, "There are no cases yet"),
        ([{"group": "reef", "truth": "fish"}], {}, "Case 1 has no 'predicted'"),
        (deal(), {"yes": "boot"}, "needs two labels"),
        (deal(labels=["boot", "sandal"]), {"yes": "shoe"}, "the cases have"),
        (deal(), {"share": {"reef": 1}}, "Give one share for each"),
    ],
)
def test_cases_that_cannot_be_counted(cases, how, sentence):
    with pytest.raises(ValueError, match=sentence):
        MistakeTable(cases, **how)


@pytest.mark.parametrize(
    "opened", ["deep", ["deep"], ["moon", "boot", "boot"], ["deep", "boot", "hat"], 3, None]
)
def test_a_cell_that_is_not_there(opened):
    table = MistakeTable(deal())
    table.answer(opened=["deep", "boot", "boot"])
    with pytest.raises(ValueError, match=r"\[group, what it was, what was said\]"):
        table.answer(opened=opened)
    pupil(table, opened=opened)
    assert "[group, what it was, what was said]" in table.problem
    assert table.opened == ["deep", "boot", "boot"]


def test_the_kept_picture_is_plain_and_escaped():
    cases = [{"group": "<b>", "truth": "a&b", "predicted": "c"}]
    table = MistakeTable(cases)
    table.answer(opened=["<b>", "a&b", "c"])
    html = table.picture()
    assert "&lt;b&gt;" in html
    assert "a&amp;b" in html
    assert "<b>" not in html
    assert len(re.findall("<tr>", html)) == 3


def test_spanish(monkeypatch, book):
    spanish = Book(Lesson(language="es"))
    monkeypatch.setattr(base, "book", lambda: spanish)
    table = MistakeTable(deal())
    assert table.spoken() == "Todavía no has abierto ninguna casilla."
    assert "Todos juntos" in table.picture()
