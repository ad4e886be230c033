"""CutOff: counts held against a count by hand, the toy and scikit-learn; bars that come back."""

import random

import pytest

from howcome import CutOff, rows
from howcome.activities import base, cut_off
from howcome.activities.cut_off import MEASURES, Scores
from howcome.answers import Book, Lesson
from howcome.toys import clubs

CLUBS = {"group": "bus_line", "outcome": "would_enjoy"}
AUDIT = {
    **{"group": "defendants", "outcome": "rearrested_within_two_years", "count": "people"},
    **{"low": 1, "high": 10, "step": 1, "bars": {"Black": 5, "white": 5}},
}


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="h04-fair-for-whom", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


def cut_clubs(**how):
    return CutOff(clubs.people(), **CLUBS, **{"two": "free", **how})


def pupil(cut, **change):
    """The message of a view: a change and, with it, a step that is done."""
    cut.set_state({**change, "settled": cut.settled + 1})


@pytest.mark.parametrize("bars", [(0.5, 0.5), (0.5, 0.37), (0, 1), (0.01, 0.99), (1, 1)])
def test_measures_and_gaps_are_those_of_the_toy(bars):
    bars = dict(zip("AB", bars, strict=True))
    people = clubs.people(seed=3)
    cut = CutOff(people, **CLUBS, bars=bars, two=True)
    assert cut.measures == clubs.measures(people, bars)
    gaps = clubs.gaps(cut.measures)
    assert {key: cut.gaps[key] for key in gaps} == gaps


def test_counts_are_those_of_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    chance = random.Random(1)
    people = [
        {"group": chance.choice("ABC"), "score": chance.randrange(101) / 100, "outcome": was}
        for was in chance.choices((True, False), k=900)
    ]
    # Scores lie on the grid of the bars: every edge is tried.
    for bar in (0.0, 0.29, 0.57, 1.0):
        cut = CutOff(people, bars=dict.fromkeys("ABC", bar))
        for group in "ABC":
            mine = [one for one in people if one["group"] == group]
            truth = [one["outcome"] for one in mine]
            said = [one["score"] >= bar for one in mine]
            tn, fp, fn, tp = metrics.confusion_matrix(truth, said, labels=[False, True]).ravel()
            assert cut.counts[group] == {"tp": tp, "fp": fp, "fn": fn, "tn": tn}


def test_a_table_of_counts_gives_the_published_shares():
    cut = CutOff(rows("audit"), **AUDIT)
    shares = {row["measure"]: row for row in cut.table}
    percents = {
        measure: [round(100 * shares[measure][group], 1) for group in ("Black", "white")]
        for measure in ("selected", "tpr", "fpr", "ppv")
    }
    assert percents == {
        "selected": [58.8, 34.8],
        "tpr": [72.0, 52.3],
        "fpr": [44.8, 23.5],
        "ppv": [63.0, 59.1],
    }
    assert sum(cut.counts["Black"].values()) == 3696
    # One column for each score from 1 to 10, the highest included.
    assert cut.shapes["top"] == 11
    assert cut.shapes["columns"]["Black"]["no"] == [307, 274, 201, 208, 189, 169, 163, 114, 111, 59]


def test_the_shape_holds_everybody():
    cut = cut_clubs()
    for group, counts in cut.counts.items():
        columns = cut.shapes["columns"][group]
        assert sum(columns["yes"]) == counts["tp"] + counts["fn"]
        assert sum(columns["no"]) == counts["fp"] + counts["tn"]
        assert len(columns["yes"]) == cut_off.BINS


def test_a_bar_costs_a_search_and_no_walk(monkeypatch):
    """4,000 people or 40: four searches a change, and no score is looked at besides."""
    looked = []

    class Watched(list):
        def __getitem__(self, at):
            looked.append(at)
            return super().__getitem__(at)

        def __iter__(self):
            raise AssertionError("all scores were walked through")

    cut = cut_clubs()
    for sides in cut._scores.values():
        for scores in sides.values():
            scores.scores = Watched(scores.scores)
    # bisect reads a list subclass past its __getitem__: count the searches themselves.
    searched = []
    search = cut_off.bisect_left
    monkeypatch.setattr(
        cut_off, "bisect_left", lambda scores, bar: searched.append(bar) or search(scores, bar)
    )
    pupil(cut, bars={"A": 0.5, "B": 0.37})
    assert len(searched) == 4
    assert len(looked) <= 4 * 12


def test_scores_at_the_bar_are_in():
    scores = Scores([(0.4, 1), (0.5, 2), (0.6, 4)])
    assert [scores.let_in(bar) for bar in (0, 0.5, 0.51, 1)] == [7, 6, 4, 0]


def test_bars_are_the_answer(book):
    cut = cut_clubs(name="bars")
    assert (cut.answered, cut.bars, cut.apart) == (False, {"A": 0.5, "B": 0.5}, False)
    pupil(cut, bars={"A": 0.5, "B": 0.37}, apart=True)
    assert cut.problem == ""
    assert book.last("bars")["value"] == {"bars": {"A": 0.5, "B": 0.37}}
    assert cut.gaps["tpr"] < 0.03

    later = cut_clubs(name="bars")
    assert (later.bars, later.apart, later.result) == (cut.bars, True, cut.result)
    assert book.last("bars")["revision"] == 1

    cut.undo()
    assert cut.bars == {"A": 0.5, "B": 0.5}
    typed = cut_clubs()
    typed.answer(bars={"A": 0.5, "B": 0.37})
    assert typed.gaps == later.gaps


def test_a_drag_is_one_step():
    cut = cut_clubs()
    for bar in (0.49, 0.48, 0.47):
        cut.set_state({"bars": {"A": bar, "B": 0.5}})
    pupil(cut, bars={"A": 0.46, "B": 0.5})
    cut.undo()
    assert (cut.bars, cut.can_undo) == ({"A": 0.5, "B": 0.5}, False)


def test_an_answer_to_other_groups_is_not_shown(book):
    book.record("bars", "CutOff", {"bars": {"A": 0.2, "C": 0.3}})
    assert cut_clubs(name="bars").bars == {"A": 0.5, "B": 0.5}


def test_bars_stand_on_the_grid():
    cut = cut_clubs()
    cut.answer(bars={"A": 0.1 + 0.2, "B": 0.374})
    assert cut.bars == {"A": 0.3, "B": 0.37}


def test_nobody_to_count_is_no_number():
    cut = CutOff([{"group": "A", "score": 0.2, "outcome": 0}], bars={"A": 1})
    assert cut.measures["A"]["ppv"] is None
    assert cut.gaps["tpr"] is None
    assert cut.words["nobody"] in cut.picture()


def test_show_chooses_and_orders():
    cut = cut_clubs(show=["ppv", "selected"])
    assert [row["measure"] for row in cut.table] == ["ppv", "selected"]
    assert cut.picture().count("<tr>") == 3


def test_phrases_and_names_reach_the_sentences():
    cut = CutOff(
        rows("audit"),
        **AUDIT,
        names={"Black": "Black <defendants>"},
        phrases={"in": "flagged", "yes": "who were re-arrested"},
    )
    assert "Of those who were re-arrested, share flagged" in cut.picture()
    assert "Black &lt;defendants&gt;" in cut.picture()


@pytest.mark.parametrize(
    ("bars", "sentence"),
    [
        ({"A": 0.5}, "one bar for each group: A, B"),
        ({"A": 0.5, "B": 0.5, "C": 0.5}, "one bar for each group"),
        ({"A": 0.5, "B": 1.5}, "between 0 and 1"),
        ({"A": 0.5, "B": "high"}, "between 0 and 1"),
        ({"A": 0.5, "B": float("nan")}, "between 0 and 1"),
        (0.5, "one bar for each group"),
        (None, "one bar for each group"),
    ],
)
def test_bars_that_cannot_be(bars, sentence):
    cut = cut_clubs()
    with pytest.raises(ValueError, match=sentence):
        cut.answer(bars=bars)
    pupil(cut, bars=bars)
    assert sentence in cut.problem
    assert cut.bars == {"A": 0.5, "B": 0.5}
    pupil(cut, bars={"A": 0.6, "B": 0.6})
    assert (cut.problem, cut.bars["A"]) == ("", 0.6)


def test_one_bar_means_one():
    cut = cut_clubs(two=False)
    with pytest.raises(ValueError, match="the same bar"):
        cut.answer(bars={"A": 0.5, "B": 0.37})
    cut.answer(bars={"A": 0.4, "B": 0.4})
    assert cut.bars == {"A": 0.4, "B": 0.4}


@pytest.mark.parametrize(
    ("change", "how", "sentence"),
    [
        ({"score": None}, {}, "Row 1 has no 'score'"),
        ({"score": "high"}, {}, "give a number from 0 to 1"),
        ({"score": 1.2}, {}, "give a number from 0 to 1"),
        ({"outcome": "maybe"}, {}, "use 1 or 0"),
        ({}, {"show": ["luck"]}, "no measure 'luck'"),
        ({}, {"two": "both"}, "two is False"),
        ({}, {"low": 1}, "low below the high"),
        ({"people": -1}, {"count": "people"}, "0 or more"),
    ],
)
def test_people_that_cannot_be_counted(change, how, sentence):
    with pytest.raises(ValueError, match=sentence):
        CutOff([{"group": "A", "score": 0.5, "outcome": 1, **change}], **how)


def test_nobody_at_all():
    with pytest.raises(ValueError, match="no people yet"):
        CutOff([])


def test_a_data_frame_will_do():
    pandas = pytest.importorskip("pandas")
    frame = CutOff(pandas.DataFrame(clubs.people()), **CLUBS)
    assert frame.measures == cut_clubs().measures


def test_spanish(monkeypatch):
    spanish = Book(Lesson(language="es"))
    monkeypatch.setattr(base, "book", lambda: spanish)
    cut = cut_clubs()
    assert cut.spoken().startswith("A: límite en 0.5.")
    for measure in MEASURES:
        assert cut.words[measure].format(**cut.words)
    assert "De las personas que lo disfrutarían, las admitidas" in cut.picture()
