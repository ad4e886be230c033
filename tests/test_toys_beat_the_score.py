"""The score that is paid for: its effect over many seeds; world and model beside others'."""

import math
import re
from statistics import NormalDist, mean

import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import LogisticRegression
from toy_contract import Contract, average

from howcome.toys import beat_the_score as toy
from howcome.toys import common

FAIR, ONE, THREE, THREE_MEASURES, ALL_GAMED, SHORTLIST, EVERYONE = toy.SITUATIONS
SCORE, QUALITY = toy.UNITS


class TestContract(Contract):
    toy = toy
    bad = (1, 2, float("inf"))


def quality(situation):
    return average(toy, situation, QUALITY)


def test_the_winners_scores_rise_and_their_quality_falls():
    # measured over 20 seeds: score 2.76, 3.69, 7.77; quality 2.20, 1.73, 0.76
    scores = [average(toy, situation, SCORE) for situation in (FAIR, ONE, THREE)]
    assert scores[1] - scores[0] > 0.46
    assert scores[2] - scores[0] > 2.5
    assert quality(FAIR) - quality(ONE) > 0.23
    assert quality(FAIR) - quality(THREE) > 0.72


def test_those_without_tricks_lose_their_places():
    # measured over 20 seeds: 50, 7.3 and 0 % of the places; of the best 20, 40, 66, 90 % left out
    places = [average(toy, situation, "places, no tricks") for situation in (FAIR, ONE, THREE)]
    assert places[0] == 0.5
    assert places[0] - places[1] > 0.21
    assert places[2] < 0.02
    left = [average(toy, situation, "best left out") for situation in (FAIR, ONE, THREE)]
    assert left[1] - left[0] > 0.13
    assert left[2] - left[0] > 0.25


def test_several_measures_help_while_one_is_gamed_and_less_when_all_are():
    # measured over 20 seeds: quality 0.76, 1.79 with three measures, 1.35 when all are gamed
    assert quality(THREE_MEASURES) - quality(THREE) > 0.5
    assert quality(THREE_MEASURES) - quality(ALL_GAMED) > 0.22
    assert quality(ALL_GAMED) - quality(THREE) > 0.29
    assert average(toy, ALL_GAMED, "places, no tricks") < 0.05


def test_a_blind_second_look_mends_the_quality_and_not_the_places():
    # measured over 20 seeds: quality 1.78, places 0.5 %; all marked again: 2.21 and 50 %
    back = (quality(SHORTLIST) - quality(THREE)) / (quality(FAIR) - quality(THREE))
    assert 0.5 < back < 0.85
    assert average(toy, SHORTLIST, "places, no tricks") < 0.05
    assert quality(EVERYONE) - quality(SHORTLIST) > 0.21
    assert average(toy, EVERYONE, "places, no tricks") == 0.5


def test_without_tricks_the_winners_are_those_of_normal_order_statistics():
    # twins tie, so 20 places are the first 10 of 500 normal scores (G. Blom's approximation)
    top = [NormalDist().inv_cdf((500 - i + 1 - 0.375) / 500.25) for i in range(1, 11)]
    spread = math.sqrt(1 + toy.NOISE**2)
    score = spread * mean(top)
    assert average(toy, FAIR, SCORE) == pytest.approx(score, abs=0.12)
    # regression to the mean: of a winner's score, 1 / (1 + noise²) is quality
    assert quality(FAIR) == pytest.approx(score / spread**2, abs=0.16)
    ratio = quality(FAIR) / average(toy, FAIR, SCORE)
    assert ratio == pytest.approx(1 / spread**2, abs=0.05)


@pytest.mark.parametrize(("strength", "situation"), [(1, ONE), (3, THREE)])
def test_with_tricks_the_winners_are_those_of_another_simulation(strength, situation):
    rng = np.random.default_rng(strength)
    good = rng.normal(size=1_000_000)
    points = good + rng.normal(scale=toy.NOISE, size=good.size)
    points[::2] += strength * np.abs(rng.normal(size=good.size // 2))
    winners = np.argsort(points)[-good.size // 50 :]
    assert average(toy, situation, SCORE) == pytest.approx(points[winners].mean(), abs=0.2)
    assert quality(situation) == pytest.approx(good[winners].mean(), abs=0.2)
    assert average(toy, situation, "places, no tricks") == pytest.approx(
        np.mean(winners % 2), abs=0.05
    )


@pytest.mark.parametrize("strength", [0, 1, 3])
def test_points_follow_the_skew_normal_distribution(strength):
    # a normal number plus the size of another one is skew normal (A. Azzalini, 1985)
    found = [
        row["test_points"]
        for seed in range(20)
        for row in toy.candidates(strength, seed=seed)
        if row["group"] == "tricks"
    ]
    spread = math.sqrt(1 + toy.NOISE**2)
    law = stats.skewnorm(strength / spread, scale=math.hypot(spread, strength))
    assert stats.kstest(found, law.cdf).pvalue > 0.01
    assert stats.kstest(found, stats.norm(0.2, spread).cdf).pvalue < 0.01


@pytest.mark.parametrize("uses", [toy.COLUMNS[:1], toy.COLUMNS])
def test_the_model_gives_the_answers_of_scikit_learn(uses):
    for seed in range(3):
        X, y = toy.first_deal(seed)
        mine = toy.Model(uses).fit(X, y)
        scores = np.array(mine.scores(X)).reshape(-1, 1)
        twin = LogisticRegression(C=1, tol=1e-10, max_iter=1000).fit(scores, y)
        assert mine.classes_ == list(twin.classes_)
        assert mine.slope == pytest.approx(twin.coef_[0, 0], rel=1e-4)
        assert mine.start == pytest.approx(twin.intercept_[0], rel=1e-4)
        assert np.allclose(mine.predict_proba(X), twin.predict_proba(scores), atol=1e-4)
        assert mine.predict(X) == list(twin.predict(scores))


def test_far_apart_labels_and_long_scores_give_finite_chances():
    model = toy.Model().fit([[-900, 0, 0], [900, 0, 0]], ["other", "strong"])
    assert model.predict([[-1e6, 0, 0], [1e6, 0, 0]]) == ["other", "strong"]
    many = toy.Model().fit([[i, 0, 0] for i in range(100)], ["other"] * 99 + ["strong"])
    assert all(math.isfinite(chance) for row in many.predict_proba([[1e9, 0, 0]]) for chance in row)


def test_why_agrees_with_the_model():
    model = toy.Model().fit(*toy.first_deal())
    x = [1.5, 0.0, 0.0]
    said = model.why(x)
    half = float(re.search(r"takes (-?\d+\.\d\d)", said)[1])
    assert f"the score is 1.50 (from {toy.COLUMNS[0]})" in said
    # take points away, and the chance falls; at the score that it names it is one half
    chances = [row[1] for row in model.predict_proba([x, [half, 0, 0], [0.5, 0, 0]])]
    assert common.percent(chances[0]) in said
    assert chances[0] > chances[1] > chances[2]
    assert chances[1] == pytest.approx(0.5, abs=0.01)
    assert model.predict([[half + 0.01, 0, 0], [half - 0.01, 0, 0]]) == ["strong", "other"]
    # a measure that it does not name moves nothing
    assert model.predict_proba([[1.5, 9, 9]]) == model.predict_proba([x])
    three = toy.Model(toy.COLUMNS).fit(*toy.first_deal())
    assert " and ".join(toy.COLUMNS) in three.why(x)
    assert three.predict_proba([[1.5, 3, 3]])[0][1] > three.predict_proba([x])[0][1]


def test_the_new_errors_are_made_on_those_who_use_tricks():
    # measured over 20 seeds: 8.9 % for both; tricks worth 3: 8.9 and 56 %
    models = [toy.Model().fit(*toy.first_deal(seed)) for seed in range(5)]
    for model in models:
        fair, paid = (toy.errors(toy.cases(model, toy.held_out(strength))) for strength in (0, 3))
        assert fair["tricks"] == fair["no tricks"] == paid["no tricks"]
        assert paid["tricks"] - fair["tricks"] > 0.22
        wrong = [c for c in toy.cases(model) if c["predicted"] != c["truth"]]
        lifted = [c for c in wrong if c["group"] == "tricks" and c["predicted"] == "strong"]
        assert len(lifted) > 0.7 * len(wrong)


def test_twins_differ_in_tricks_alone():
    rows = toy.candidates(3, toy.COLUMNS, seed=4)
    plain, tricks = rows[:500], rows[500:]
    assert {row["group"] for row in plain} == {"no tricks"}
    for one, other in zip(plain, tricks, strict=True):
        assert one["name"][-3:] == other["name"][-3:]
        assert one["quality"] == other["quality"]
        assert one["blind_points"] == other["blind_points"]
        assert all(one[measure] < other[measure] for measure in toy.COLUMNS)
    one_gamed = toy.candidates(3, seed=4)[500:]
    assert all(
        a["essay_points"] < b["essay_points"] for a, b in zip(one_gamed, tricks, strict=True)
    )
    fair = toy.candidates(0, seed=4)
    assert [row["test_points"] for row in fair[:500]] == [row["test_points"] for row in fair[500:]]
    assert toy.candidates(0, seed=5) != fair


def test_each_measure_and_the_blind_look_have_luck_of_their_own():
    rows = [row for seed in range(4) for row in toy.candidates(0, seed=seed)[:500]]
    luck = [
        [row[measure] - row["quality"] for row in rows] for measure in (*toy.COLUMNS, *toy.BLIND)
    ]
    assert np.allclose(np.corrcoef(luck), np.eye(4), atol=0.08)
    assert np.allclose(np.std(luck, axis=1), toy.NOISE, atol=0.03)


def test_measures_count_places_and_the_best():
    rows = [
        {"name": f"{number}", "group": group, "quality": q, "test_points": points}
        for number, (group, q, points) in enumerate(
            [("no tricks", 3, 3), ("tricks", 1, 9), ("no tricks", 2, 2), ("tricks", 0, 8)]
        )
    ]
    winners = toy.pick(rows, places=2)
    assert [row["name"] for row in winners] == ["1", "3"]
    found = toy.measures(rows, winners, toy.COLUMNS[:1])
    assert found == {SCORE: 8.5, QUALITY: 0.5, "places, no tricks": 0, "best left out": 0.5}


def test_the_regents_pile_up_is_the_published_one():
    assert (toy.pile_up(64), toy.pile_up(65)) == (790, 33_654)
    assert (toy.pile_up(60, 64), toy.pile_up(65, 69)) == (25_268, 92_032)
    assert toy.pile_up(65, exam="algebra") == 8451
    for score in (64, 65):
        assert f"{toy.pile_up(score):,} " in toy.__doc__
    # the bands beside them fall and rise gently: the jump is at the pass mark alone
    bands = [toy.pile_up(low, low + 4) for low in (50, 55, 60, 65, 70, 75)]
    assert bands[3] > 3.5 * bands[2]
    assert bands[2] < 0.5 * bands[1]
    assert bands[3] > 1.5 * bands[4]


def test_the_model_card_shows_every_group_and_every_situation():
    card = toy.card(1)
    assert "| | no tricks | tricks | overall |" in card
    for name, found in toy.effect(1).items():
        shares = [common.percent(found[k]) for k in ("places, no tricks", "best left out")]
        cells = [f"{found[SCORE]:.2f}", f"{found[QUALITY]:.2f}", *shares]
        assert f"| {name} | {' | '.join(cells)} |" in card


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: toy.candidates(-1), "strength of 0 or more"),
        (lambda: toy.candidates(math.nan), "strength of 0 or more"),
        (lambda: toy.candidates(1, ["looks"]), "no measure 'looks'"),
        (lambda: toy.Model([]), "one measure or more"),
        (lambda: toy.Model(["looks"]), "one measure or more"),
        (lambda: toy.Model().fit([[1, 2, 3]], ["good"]), "both labels"),
        (lambda: toy.Model().fit([[1, 2, 3], [1, 0, 0]], ["strong", "other"]), "are the same"),
        (lambda: toy.Model().predict([[1, 2, 3]]), "with fit"),
    ],
)
def test_bad_input_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
