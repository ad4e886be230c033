"""The exam toy: its effect over many seeds, beside numpy, scikit-learn and the normal curve."""

import math
from statistics import NormalDist, mean

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from toy_contract import Contract, average, effects

from howcome.toys import common, exam

MEAN, LINE, TWO, NINE = exam.DEGREES
ALONE, HALF, PAST, APPEALS, LOWERED = exam.RULES
LOW, HIGH = "low-history stars", "high-history stars"


class TestContract(Contract):
    toy = exam
    bad = (float("inf"),)


def test_the_closest_fit_is_worse_than_a_guess_for_new_pupils():
    # measured over 20 seeds, in points: own error 10.3, 4.4, 2.2 for the mean, a line, degree 9;
    # new error 10.7, 5.1, 38.5
    own = [average(exam, degree, "own error") for degree in (MEAN, LINE, NINE)]
    new = [average(exam, degree, "new error") for degree in (MEAN, LINE, NINE)]
    assert own[1] - own[2] > 1.08
    assert new[2] - new[0] > 13.9
    assert new[0] - new[1] > 2.8
    assert new[2] - own[2] > 18.1


def test_beyond_what_was_shown_the_curve_runs_off():
    # measured over 20 seeds: 126 points by the line, of 100 there are; 56 million by degree 9
    assert 110 < average(exam, LINE, "at 10 hours") < 140
    assert all(effect[NINE]["at 10 hours"] > 1_000_000 for effect in effects(exam))
    assert average(exam, NINE, "at 10 hours") > 28_000_000


def test_the_past_of_a_school_helps_the_average_and_marks_stars_down():
    # measured over 20 seeds: 3.57 points off, 3.21 with half of the past, 3.48 with all of it;
    # stars of low-history schools marked down 7.6, 25.6, 66.8 %, of high-history 6.6, 14.6, 33.9 %
    off = [average(exam, rule, "points off") for rule in (ALONE, HALF, PAST)]
    low = [average(exam, rule, LOW) for rule in (ALONE, HALF, PAST)]
    high = [average(exam, rule, HIGH) for rule in (ALONE, HALF, PAST)]
    assert off[0] - off[1] > 0.18
    assert off[2] - off[1] > 0.13
    assert low[1] - low[0] > 0.09
    assert low[2] - low[1] > 0.20
    assert low[1] - high[1] > 0.055
    assert low[2] - high[2] > 0.164
    assert abs(low[0] - high[0]) < 0.04


def test_appeals_mend_most_and_give_up_what_the_average_gained():
    # measured over 20 seeds: low-history stars 66.8 -> 10.7 %, points off 3.48 -> 3.55
    assert average(exam, PAST, LOW) - average(exam, APPEALS, LOW) > 0.28
    assert average(exam, APPEALS, LOW) > average(exam, ALONE, LOW)
    assert average(exam, APPEALS, "points off") - average(exam, HALF, "points off") > 0.17


def test_lowering_every_estimate_gains_as_much_for_both_kinds_of_school():
    # measured over 20 seeds: 3.18 points off where half of the past gives 3.21; 16.5 and 15.4 %
    assert average(exam, LOWERED, "points off") < average(exam, HALF, "points off") + 0.05
    assert abs(average(exam, LOWERED, LOW) - average(exam, LOWERED, HIGH)) < 0.05


@pytest.mark.parametrize("degree", range(10))
def test_the_curve_is_that_of_numpy(degree):
    places = np.array([0, 0.5, 1.7, 3, 4.99, 10])
    for seed in range(5):
        X, y = exam.first_deal(seed)
        mine = exam.Model(degree).fit(X, y)
        hours = np.ravel(X)
        here = [mine.score([x]) for x in places]
        scaled = np.polynomial.Polynomial.fit(hours, y, degree)
        assert np.allclose(here, scaled(places), rtol=1e-7, atol=1e-7)
        # powers of unscaled hours lose digits: numpy's own two ways differ as much
        assert np.allclose(here, np.polyval(np.polyfit(hours, y, degree), places), rtol=1e-5)


def test_a_line_is_that_of_scikit_learn():
    X, y = exam.first_deal(7)
    mine, twin = exam.Model().fit(X, y), LinearRegression().fit(X, y)
    assert np.allclose([mine.score(x) for x in X], twin.predict(X))


def test_one_bend_more_leaves_the_earlier_parts_as_they_were():
    X, y = exam.first_deal(2)
    few, many = exam.Model(2).fit(X, y), exam.Model(7).fit(X, y)
    assert np.allclose(few.parts([3.3]), many.parts([3.3])[:3])
    assert few.parts([3.3])[0] == pytest.approx(mean(y))


def test_the_spread_is_the_luck_of_the_world_and_the_new_error_follows_from_it():
    """Least squares leaves luck² x (pupils - parts); a new pupil of a line is off by a bit more."""
    for degree in (1, 4):
        spreads = [exam.Model(degree).fit(*exam.first_deal(seed)).spread for seed in range(400)]
        assert mean(s * s for s in spreads) == pytest.approx(exam.LUCK**2, rel=0.08)
    off = exam.LUCK * math.sqrt(1 + 2 / 15) * math.sqrt(2 / math.pi)
    assert average(exam, LINE, "new error") == pytest.approx(off, abs=0.35)


def test_the_chance_of_a_pass_is_about_the_share_that_passes():
    model = exam.Model().fit(*exam.deal(200, 1))
    for hours in (1.0, 1.875, 3.0):
        true = NormalDist(45 + 8 * hours, 6).cdf(exam.PASS - 0.5)
        assert model.predict_proba([[hours]])[0][0] == pytest.approx(1 - true, abs=0.08)


def test_just_60_points_is_a_pass_in_every_way_of_asking():
    model = exam.Model().fit([[0], [2], [4]], [40, 60, 80])
    card = {"name": "even", "group": exam.BANDS[1], "x": [2], "truth": "pass"}
    assert model.score([2]) == 60
    assert model.predict([[2]]) == ["pass"]
    assert exam.cases(model, [card])[0]["predicted"] == "pass"


def test_the_marks_without_a_past_follow_the_normal_curve():
    z = NormalDist()
    # the mean size of a normal number with mean 2 and spread 4, then with mean 0
    folded = 4 * math.sqrt(2 / math.pi) * math.exp(-1 / 8) + 2 * (1 - 2 * z.cdf(-0.5))
    assert average(exam, ALONE, "points off") == pytest.approx(folded, abs=0.05)
    assert average(exam, LOWERED, "points off") == pytest.approx(
        4 * math.sqrt(2 / math.pi), abs=0.05
    )
    for star in (LOW, HIGH):
        assert average(exam, ALONE, star) == pytest.approx(z.cdf(-6 / 4), abs=0.035)
        assert average(exam, LOWERED, star) == pytest.approx(z.cdf(-4 / 4), abs=0.045)


def test_the_schools_are_those_described():
    rows = exam.schools(1)
    assert len(rows) == 6000
    assert rows == exam.schools(1)
    assert rows != exam.schools(2)
    assert mean(row["history"] == "low" for row in rows) == 0.5
    pasts = {"low": [], "high": []}
    for school in range(200):
        mine = [row for row in rows if row["school"] == school]
        estimates = [row["estimate"] for row in mine]
        # the better the estimate, the higher the score from the past
        assert estimates == sorted(estimates)
        assert [row["past"] for row in mine] == sorted(row["past"] for row in mine)
        pasts[mine[0]["history"]].append(mean(row["past"] for row in mine))
    assert max(pasts["low"]) <= min(pasts["high"])
    assert mean(row["points"] for row in rows) == pytest.approx(70, abs=1.5)
    too_high = [row["estimate"] - row["points"] for row in rows]
    assert mean(too_high) == pytest.approx(2, abs=0.2)
    assert np.std(too_high) == pytest.approx(4, abs=0.15)


def test_marks_mix_lower_and_appeal():
    pupil = {"past": 60.0, "estimate": 90.0, "points": 88.0, "history": "low"}
    assert exam.marks([pupil]) == [90]
    assert exam.marks([pupil], weight=1) == [60]
    assert exam.marks([pupil], weight=0.5, lower=2) == [74]
    assert exam.marks([pupil], weight=0.5, lower=2, appeals=True) == [88]
    assert exam.marks([pupil], weight=0.1, appeals=True) == [87]
    assert exam.marked([pupil], weight=1) == {
        "points off": 28,
        "low-history stars": 1,
        "high-history stars": None,
    }


def test_the_pupils_are_those_described():
    X, y = exam.deal(200, 3)
    slope, start = np.polyfit(np.ravel(X), y, 1)
    assert slope == pytest.approx(8, abs=1)
    assert start == pytest.approx(45, abs=2.5)
    cards = exam.test_cards()
    assert cards == exam.test_cards()
    for card in cards:
        (hours,) = card["x"]
        low, high = (float(word) for word in card["group"].split() if word.isdigit())
        assert low <= hours <= high
        assert card["truth"] == ("pass" if card["points"] >= 60 else "not yet")
        assert 0 <= card["points"] <= 100
    first = [card["x"] for card in cards[:15]]
    assert first not in [exam.first_deal(seed)[0] for seed in range(50)]
    for few, more in zip(exam.deal(9, 1), exam.deal(20, 1), strict=True):
        assert few == more[:9]


def test_why_names_the_largest_parts_and_without_one_the_points_move():
    model = exam.Model(9).fit(*exam.first_deal(0))
    x = [10]
    parts = model.parts(x)
    assert sum(parts) == pytest.approx(model.score(x))
    said = model.why(x)
    assert f"for 10 hours the curve gives {sum(parts):,.1f} points" in said
    assert f"The mean of its own pupils is {parts[0]:.1f}, bend 9 adds {parts[9]:+,.1f}" in said
    shown = [hours for (hours,) in exam.first_deal(0)[0]]
    assert f"It was shown pupils with {min(shown):g} to {max(shown):g} hours." in said
    before = model.score(x)
    model.bends[9] = (0.0, *model.bends[9][1:])
    assert before - model.score(x) == pytest.approx(parts[9])
    assert exam.Model(0).fit(*exam.first_deal(0)).why([10]).count(" adds ") == 0


def test_the_model_card_shows_every_group_and_rule():
    card = exam.card(1)
    new = exam.test_cards()
    for name, degree in exam.DEGREES.items():
        model = exam.Model(degree).fit(*exam.first_deal(1))
        shares = exam.errors(exam.cases(model))
        cells = " | ".join(common.percent(shares[key]) for key in (*exam.BANDS, "overall"))
        assert f"| {name} | {cells} |" in card
        off = mean(abs(model.score(one["x"]) - one["points"]) for one in new)
        assert f"| {off:,.1f} |" in card
    pupils = exam.schools(1)
    for name, how in exam.RULES.items():
        found = exam.marked(pupils, **how)
        stars = f"{common.percent(found[LOW])} | {common.percent(found[HIGH])}"
        assert f"| {name} | {stars} | {found['points off']:.1f} |" in card


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: exam.Model(10), "0 to 9, a whole number, not 10"),
        (lambda: exam.Model(1.5), "whole number"),
        (lambda: exam.Model("two"), "whole number"),
        (lambda: exam.Model(9).fit([[n] for n in range(10)], range(10)), "needs 11 pupils"),
        (lambda: exam.Model(2).fit([[1], [1], [2], [2]], [1, 2, 3, 4]), "3 different hours"),
        (lambda: exam.Model().fit([[1], [2], [3]], [5, 6, math.nan]), "none missing"),
        (lambda: exam.Model().fit([[1], [2], [3]], ["a", "b", "c"]), "numbers"),
        (lambda: exam.deal(0), "at least one"),
        (lambda: exam.deal(201), "0 to 200"),
        (lambda: exam.schools(count=1), "at least 2 schools"),
        (lambda: exam.marks([], weight=2), "weight from 0 to 1"),
    ],
)
def test_bad_input_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
