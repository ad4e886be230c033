"""The patrol toy: what one first record becomes, beside closed forms and chance itself."""

from statistics import mean

import pytest
from toy_contract import Contract, average

from howcome.toys import patrol
from howcome.toys.patrol import PLACES

MOST, RANDOM, RATE, RATE_RANDOM, SHARED = patrol.SETTINGS
ONE, RECORDS, AHEAD, CLEANER = (
    "visits to one",
    "records from it",
    "visits with one record more",
    "cleaner one visited most",
)


class TestContract(Contract):
    toy = patrol
    bad = (-1, 2)
    one_class_is_refused = False  # a logbook of one playground: the patrol stays there


def test_one_of_two_equal_playgrounds_gets_nearly_all_visits():
    # measured over 20 seeds: visits to one 99.4 %, records from it 100 %
    assert average(patrol, MOST, ONE) > 0.97
    assert average(patrol, MOST, RECORDS) > 0.97
    # one record on day 0 decides every run
    assert average(patrol, MOST, AHEAD) == 1


def test_random_days_change_little_and_counting_visits_alone_no_more():
    # measured over 20 seeds, visits to one: 20 % random 89 %, per visit 99 %, both 79 %
    assert average(patrol, RANDOM, ONE) == pytest.approx(0.9, abs=0.02)
    assert average(patrol, RATE, ONE) > 0.9
    assert average(patrol, RATE_RANDOM, ONE) > 0.7


def test_sharing_the_days_by_litter_per_visit_mends_most():
    # measured over 20 seeds: visits to one 56 %, to the one with one record more 51 %
    assert average(patrol, SHARED, ONE) < 0.6
    assert average(patrol, SHARED, AHEAD) == pytest.approx(0.5, abs=0.06)
    # cleaner one visited most: 41 % of runs, per visit with random days 19 %, shared 18 %
    assert average(patrol, MOST, CLEANER) - average(patrol, SHARED, CLEANER) > 0.12
    assert average(patrol, MOST, CLEANER) - average(patrol, RATE_RANDOM, CLEANER) > 0.1
    # not solved
    assert average(patrol, SHARED, CLEANER) > 0.05


def test_before_the_first_record_a_coin_decides_and_then_nothing_does():
    # closed form: before the first record pass 1 / p - 1 days on average, half of them elsewhere
    p = 0.3
    share = mean(
        max(patrol.play(100, f"closed {n}")[-1]["book"]["visits"].values()) for n in range(300)
    )
    assert share == pytest.approx(100 - (1 / p - 1) / 2, abs=0.3)


def test_how_often_the_cleaner_one_wins_has_a_closed_form():
    # the first record decides: 0.3 to 0.4, so 3 of 7
    won = [
        patrol.play(40, f"first {n}", world=patrol.UNEQUAL)[-1]["book"]["records"]
        for n in range(1500)
    ]
    assert mean(book["oak"] > book["pine"] for book in won) == pytest.approx(3 / 7, abs=0.035)
    assert all(min(book.values()) == 0 for book in won)


def test_both_playgrounds_are_as_described():
    for world in (patrol.EQUAL, patrol.UNEQUAL):
        days = [patrol.litter(day, "described", world) for day in range(3000)]
        for place in PLACES:
            assert mean(day[place] for day in days) == pytest.approx(world[place], abs=0.025)
        both = mean(day["oak"] and day["pine"] for day in days)
        assert both == pytest.approx(world["oak"] * world["pine"], abs=0.025)


def test_exchange_the_names_and_the_visits_change_sides():
    # with one record more on the other playground, all visits go there
    for first, other in (PLACES, PLACES[::-1]):
        book = patrol.play(50, 3, book=patrol.start(first))[-1]["book"]
        assert book["visits"] == {first: 51, other: 0}


def test_one_day_at_a_time_is_the_same_as_many():
    how = ("shared per visit", 0.2)
    many = patrol.play(30, 4, *how)
    book = patrol.start()
    for day in many:
        before = repr(book)
        went = patrol.choose(book, 4, *how)
        after = patrol.record(book, went, patrol.litter(book["day"], 4)[went])
        assert (went, after) == (day["went"], day["book"])
        assert repr(book) == before
        book = after
    assert patrol.play(10, 4, *how, book=many[19]["book"]) == many[20:]


@pytest.mark.parametrize("rule", patrol.RULES)
def test_the_model_and_the_days_follow_the_same_chances(rule):
    days = patrol.play(60, 7, rule, 0.2)
    found = [day for day in days if day["found"]]
    X = [list(day["book"]["visits"].values()) for day in found]
    model = patrol.Model(rule, 0.2).fit(X, [day["went"] for day in found])
    book = days[-1]["book"]
    (row,) = model.predict_proba([list(book["visits"].values())])
    assert row == list(patrol.chances(book, rule, 0.2).values())
    went = [patrol.choose(book, seed, rule, 0.2) for seed in range(2000)]
    assert went.count("oak") / 2000 == pytest.approx(row[0], abs=0.035)


def test_why_names_the_records_that_decide():
    X, y = [[1, 0], [5, 0], [5, 1]], ["oak", "oak", "pine"]
    model = patrol.Model().fit(X, y)
    assert model.why([9, 1]) == (
        "It predicts oak: litter was written down 2 times on oak and 1 times on pine. "
        "It does not count the visits. So the chance that it goes to oak next is 100.0 %."
    )
    # as it says, the visits change nothing; the records it names do
    assert model.predict_proba([[9, 1]]) == model.predict_proba([[1, 9]])
    assert patrol.Model().fit(X[2:], y[2:]).predict([[9, 1]]) == ["pine"]
    per_visit = patrol.Model("most per visit").fit(X, y)
    assert per_visit.why([8, 2]) == (
        "It predicts pine: litter was written down on 2 of 8 visits to oak (score 0.25) "
        "and on 1 of 2 visits to pine (score 0.50). "
        "So the chance that it goes to pine next is 100.0 %."
    )
    assert "0 visits to pine (it comes first)" in per_visit.fit(X[:2], y[:2]).why([8, 0])
    assert per_visit.fit(X[:2], y[:2]).predict([[8, 1]]) == ["oak"]


def test_the_card_shows_the_litter_that_nobody_wrote_down():
    lines = [line for line in patrol.card(2).splitlines() if line.startswith("| first")]
    rows = [[float(cell.strip(" %")) for cell in line.split("|")[2:5]] for line in lines]
    oak_first, pine_first, *shared = rows
    # the errors change sides with the first record
    assert oak_first[0] < 5 < 95 < oak_first[1]
    assert pine_first[1] < 5 < 95 < pine_first[0]
    assert all(35 < cell < 65 for row in shared for cell in row)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: patrol.start("lake"), "no playground 'lake'"),
        (lambda: patrol.record(patrol.start(), "lake", True), "no playground 'lake'"),
        (lambda: patrol.scores(patrol.start(), "all"), "no rule 'all'"),
        (lambda: patrol.chances(patrol.start(), random_days=2), "from 0 to 1"),
        (lambda: patrol.Model("all"), "no rule 'all'"),
        (lambda: patrol.Model(random_days=-0.1), "from 0 to 1"),
        (lambda: patrol.Model().fit([[1, 0]], ["lake"]), "no playground 'lake'"),
        (lambda: patrol.Model().fit([[0.5, 0]], ["oak"]), "whole numbers"),
    ],
)
def test_bad_input_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
