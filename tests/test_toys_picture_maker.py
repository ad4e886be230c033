"""The picture maker: what the quality knob does, beside scikit-learn and closed forms."""

import math
from statistics import mean, pstdev

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import chi2
from sklearn.mixture import GaussianMixture
from sklearn.naive_bayes import GaussianNB
from toy_contract import Contract, average, effects

from howcome.activities.sample_mixer import SampleMixer
from howcome.toys import common, picture_maker

ALL, HALF, FIFTH, SWAPPED, EQUAL = picture_maker.MIXES
INSIDE = "spread of the color drawn most"


class TestContract(Contract):
    toy = picture_maker
    bad = (3, 7, float("inf"))
    one_class_is_refused = False  # shown one color, it draws that color


def test_the_quality_knob_makes_the_common_color_all_there_is():
    # measured over 20 seeds: blue 70, 85 and 99 %
    assert average(picture_maker, ALL, "blue") == pytest.approx(0.7, abs=0.03)
    assert average(picture_maker, HALF, "blue") > 0.77
    assert average(picture_maker, FIFTH, "blue") > 0.92
    # swap the numbers of robots, and red wins: measured blue 0.8 %
    assert average(picture_maker, SWAPPED, "blue") < 0.08


def test_equal_numbers_mend_the_average_and_not_the_single_deal():
    # measured over 20 seeds: blue 50 %, with a standard deviation of 11 points from deal to deal;
    # keeping every picture, it is 3 points
    shares = [effect[EQUAL]["blue"] for effect in effects(picture_maker)]
    assert mean(shares) == pytest.approx(0.5, abs=0.1)
    assert pstdev(shares) > 0.055
    assert pstdev(effect[ALL]["blue"] for effect in effects(picture_maker)) < 0.05


def test_naming_the_color_gives_it():
    assert average(picture_maker, "asked for red, a fifth kept", "blue") == 0


def test_trained_on_its_own_pictures_it_draws_robots_that_are_alike():
    # measured over 20 seeds: spread of all 1.74 -> 0.82 cm, of the color drawn most 0.80 -> 0.09
    # cm; blue 70 -> 84 -> 91 %
    last = "own pictures, round 5"
    assert average(picture_maker, ALL, "spread") - average(picture_maker, last, "spread") > 0.4
    assert average(picture_maker, ALL, INSIDE) - average(picture_maker, last, INSIDE) > 0.35
    assert average(picture_maker, last, "blue") - average(picture_maker, ALL, "blue") > 0.09
    # keeping every picture, five rounds leave the spread nearly as it was
    kept = [picture_maker.own_pictures(5, 0.0, seed)[-1] for seed in range(5)]
    assert mean(picture_maker.spread(X) for X, _ in kept) == pytest.approx(1.74, abs=0.15)


def test_the_share_after_the_knob_has_a_closed_form():
    # two far parts of equal spread in three lengths: a picture is kept inside a ball around its
    # middle, and the balls' radii differ by the log of the shares (chi-squared, 3 degrees)
    lean = 2 * math.log(0.7 / 0.3)

    def kept(radius):
        return 0.7 * chi2.cdf(radius, 3), 0.3 * chi2.cdf(max(radius - lean, 0), 3)

    model = picture_maker.Model().fit(*picture_maker.first_deal())
    model.spread = {color: [0.8] * 3 for color in picture_maker.GROUPS}
    for quality in (0.3, 0.5, 0.7, 0.8):
        blue, red = kept(brentq(lambda r, keep=1 - quality: sum(kept(r)) - keep, 0, 50))
        _, y = model.draw(3000, quality, "closed form")
        assert y.count("blue") / 3000 == pytest.approx(blue / (blue + red), abs=0.025)
    assert blue / (blue + red) == 1


def test_the_model_gives_the_answers_of_scikit_learn():
    T = np.array([x for card in picture_maker.test_cards() for x in (card["x"], [5.5, 6, 5.5])])
    T += np.random.default_rng(0).normal(0, 1.5, T.shape)
    for counts in ({"blue": 140, "red": 60}, {"blue": 9, "red": 30}):
        X, y = picture_maker.deal(counts, 3)
        mine = picture_maker.Model().fit(X, y)
        bayes = GaussianNB(var_smoothing=0).fit(X, y)
        assert mine.classes_ == list(bayes.classes_)
        assert np.allclose(mine.predict_proba(T), bayes.predict_proba(T), atol=1e-9)
        assert mine.predict(T) == list(bayes.predict(T))
        # the mixture of the same two parts: the same density
        twin = GaussianMixture(2, covariance_type="diag")
        twin.weights_, twin.means_ = bayes.class_prior_, bayes.theta_
        twin.covariances_, twin.precisions_cholesky_ = bayes.var_, 1 / np.sqrt(bayes.var_)
        assert np.allclose([mine.typical(x) for x in T], twin.score_samples(T))


def test_a_mixture_that_is_told_no_colors_finds_the_same_parts():
    X, y = picture_maker.first_deal(1)
    mine = picture_maker.Model().fit(X, y)
    twin = GaussianMixture(2, covariance_type="diag", random_state=0, n_init=3).fit(X)
    blue, red = np.argsort(-twin.weights_)
    assert np.allclose(twin.weights_[[blue, red]], [0.7, 0.3], atol=0.02)
    assert np.allclose(
        twin.means_[[blue, red]], [mine.middle["blue"], mine.middle["red"]], atol=0.1
    )


def test_the_world_is_the_one_described():
    for color in picture_maker.GROUPS:
        X = np.array(picture_maker._robots(color, 4000, "described"))
        assert np.allclose(X.mean(0), picture_maker.MIDDLE[color], atol=0.05)
        assert np.allclose(X.std(0), picture_maker.SPREAD, atol=0.05)


def test_it_keeps_the_most_typical_in_the_order_they_were_drawn():
    model = picture_maker.Model().fit(*picture_maker.first_deal())
    every, _ = model.draw(50, 0.0, 4)
    kept, _ = model.draw(10, 0.8, 4)
    best = sorted(every, key=model.typical, reverse=True)[:10]
    assert kept == [x for x in every if x in best]
    assert model.draw(3, 0.5, 4, "red")[1] == ["red"] * 3


@pytest.mark.parametrize("temperature", [2, 1, 0.5, 0.25])
def test_the_word_twin_is_the_softmax_with_temperature(temperature):
    logs = np.log([0.7, 0.3]) / temperature
    soft = np.exp(logs) / np.exp(logs).sum()
    found = picture_maker.sharpen(picture_maker.HATS, temperature)
    assert list(found.values()) == pytest.approx(list(soft))
    words = picture_maker.hats(4000, temperature, 1)
    assert words.count("blue") / 4000 == pytest.approx(soft[0], abs=0.025)


def test_a_low_temperature_makes_the_common_word_the_only_one():
    # closed form: 70.0, 84.5, 96.7 and 100 %; measured over 20 seeds: 69, 85, 97 and 100 %
    for temperature, share in ((1, 0.7), (0.5, 0.845), (0.25, 0.967), (0, 1)):
        found = average(picture_maker, f"hats, temperature {temperature}", "blue")
        assert found == pytest.approx(share, abs=0.02)
    assert picture_maker.sharpen({"blue": 5, "red": 5}, 0) == {"blue": 0.5, "red": 0.5}
    assert picture_maker.sharpen(picture_maker.HATS, 0.001)["blue"] == 1


def test_requests_in_both_colors_pay_for_what_is_kept():
    model = picture_maker.Model().fit(*picture_maker.first_deal())
    cases = picture_maker.cases(model)
    assert [case["group"] for case in cases].count("red") == 100
    found = picture_maker.errors(cases)
    assert (found["blue"] < 0.1, found["red"] > 0.9) == (True, True)
    assert found["overall"] == pytest.approx(0.5, abs=0.05)  # an average that says nothing
    one = picture_maker.Model().fit(*picture_maker.deal({"red": 3}))
    assert {case["predicted"] for case in picture_maker.cases(one)} == {"red"}
    drawn = [case["drawn"] for case in cases]
    assert model.predict(drawn) == [case["predicted"] for case in cases]


def test_the_sample_mixer_takes_it():
    mixer = SampleMixer(picture_maker, counts={"blue": 140, "red": 60})
    assert mixer.errors["red"] - mixer.errors["blue"] > 0.8
    mixer.answer(counts={"blue": 0, "red": 1})
    assert (mixer.errors["blue"], mixer.errors["red"]) == (1, 0)


def test_deals_are_nested_and_never_hold_a_test_card():
    small, _ = picture_maker.deal({"blue": 5, "red": 2}, seed=1)
    big, y = picture_maker.deal({"blue": 5, "red": 9}, seed=1)
    assert big[: len(small)] == small
    assert y == ["blue"] * 5 + ["red"] * 9
    cards = picture_maker.test_cards()
    assert cards == picture_maker.test_cards()
    dealt = {tuple(x) for seed in range(20) for x in picture_maker.first_deal(seed)[0][:20]}
    assert not {tuple(card["x"]) for card in cards[:20]} <= dealt


def test_why_names_what_speaks_most():
    model = picture_maker.Model().fit(*picture_maker.first_deal())
    for card in picture_maker.test_cards()[::40]:
        x, words = list(card["x"]), model.why(card["x"])
        color = model.predict([x])[0]
        (other,) = set(picture_maker.GROUPS) - {color}
        named = next(n for n, c in enumerate(picture_maker.COLUMNS) if f"the {c[:-3]} of" in words)
        lead = np.array(model.scores(x, color)) - model.scores(x, other)
        # without the length it names the lead shrinks, by more than without any other
        assert lead[1 + named] == max(lead) > 0
        assert lead.sum() - lead[1 + named] < lead.sum()
        assert f"{x[named]:.2f} cm" in words
    between = [(a + b) / 2 for a, b in zip(*picture_maker.MIDDLE.values(), strict=True)]
    assert "speaks most for it: 70.0 % of the robots" in model.why(between)
    # without that share, a maker shown as many of both gives another answer there
    equal = {"blue": 60, "red": 60}
    twin = picture_maker.Model().fit(*picture_maker.deal(equal))
    place = model.classes_.index("blue")
    assert twin.predict_proba([between])[0][place] < model.predict_proba([between])[0][place]


def test_the_model_card_shows_every_mix():
    card = picture_maker.card(1)
    for name, (counts, quality) in picture_maker.MIXES.items():
        model = picture_maker.Model().fit(*picture_maker.deal(counts, 1))
        found = picture_maker.errors(picture_maker.cases(model, quality=quality))
        rates = [common.percent(found[key]) for key in (*picture_maker.GROUPS, "overall")]
        assert f"| {name} | {' | '.join(rates)} |" in card


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda model: model.draw(0), "at least 1 robot"),
        (lambda model: model.draw(5, quality=1), "quality from 0"),
        (lambda model: model.draw(5, color="green"), "no robot of the color 'green'"),
        (lambda model: picture_maker.Model().draw(5), "with fit"),
        (lambda model: model.fit([[1, 2, 3]], ["green"]), "blue or red"),
        (lambda model: picture_maker.deal({"green": 1}), "no group 'green'"),
        (lambda model: picture_maker.deal({"red": 201}), "0 to 200 of red"),
        (lambda model: picture_maker.sharpen({"blue": 1}, -1), "0 or more"),
        (lambda model: picture_maker.sharpen({"blue": 1}, float("nan")), "0 or more"),
    ],
)
def test_bad_input_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call(picture_maker.Model().fit(*picture_maker.deal({"blue": 2, "red": 2})))
