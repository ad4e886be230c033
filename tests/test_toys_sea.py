"""The sea toy: its effect over many seeds, and its model beside scikit-learn's."""

from statistics import NormalDist, mean

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier
from toy_contract import Contract, average

from howcome.toys import common, sea

FEW, MORE, EQUAL, COPIED, SWAPPED = sea.DEALS


class TestContract(Contract):
    toy = sea
    bad = (1, float("inf"))
    one_class_is_refused = False  # the nearest cards then carry one label, and so does the answer


def test_few_deep_cards_make_many_deep_errors_that_the_average_hides():
    # measured over 40 seeds: reef 3.0 %, deep 17.8 %, overall 3.7 %
    assert average(sea, FEW, "deep") - average(sea, FEW, "reef") > 0.074
    assert average(sea, FEW, "overall") < 0.055
    assert average(sea, FEW, "reef") < 0.05


def test_more_deep_cards_help_and_copies_help_less():
    # measured over 40 seeds: deep 17.8 %, with 40 cards 9.3 %, 190 cards 7.4 %, copies 12.4 %
    deep = {deal: average(sea, deal, "deep") for deal in sea.DEALS}
    assert deep[FEW] - deep[MORE] > 0.042
    assert deep[FEW] - deep[EQUAL] > 0.052
    assert deep[FEW] - deep[COPIED] > 0.027
    assert deep[COPIED] - deep[EQUAL] > 0.025


def test_swap_the_counts_and_the_errors_swap():
    # measured over 40 seeds: 10 reef + 190 deep give reef 14.4 %, deep 6.7 %
    assert average(sea, SWAPPED, "reef") - average(sea, SWAPPED, "deep") > 0.038


def test_with_many_cards_the_reef_error_nears_the_best_possible():
    # two normal clouds 4 apart, spread 1: no rule errs less than the tail beyond 2
    best = NormalDist().cdf(-2)
    model = sea.Model(k=25)
    found = []
    for seed in range(3):
        model.fit(*sea.deal({"reef": 200}, seed))
        test = sea._draw("reef", 2000, f"closed form {seed}")
        found.append(mean(p != t for p, t in zip(model.predict(test[0]), test[1], strict=True)))
    assert mean(found) == pytest.approx(best, abs=0.01)


@pytest.mark.parametrize("k", [1, 5, 15])
def test_the_model_gives_the_answers_of_scikit_learn(k):
    T = [card["x"] for card in sea.test_cards()]
    for seed in range(3):
        X, y = sea.deal({"reef": 190, "deep": 40}, seed)
        mine = sea.Model(k).fit(X, y)
        # with two decimals on a card, a few distances tie: which of them counts is left open
        twin = KNeighborsClassifier(k, algorithm="brute").fit(X, y)
        assert mine.classes_ == list(twin.classes_)
        same = np.array(mine.predict(T)) == twin.predict(T)
        assert same.mean() > 0.998
        assert np.allclose(
            np.array(mine.predict_proba(T))[same], twin.predict_proba(T)[same], atol=1 / k
        )
        near = [np.sqrt(d) for d, _ in mine.nearest(T[0])]
        assert np.allclose(near, twin.kneighbors(T[:1])[0][0])


def test_the_world_is_the_one_described():
    for (group, label), middle in sea.MIDDLE.items():
        X, y = sea._draw(group, 4000, "described")
        mine = np.array(X)[np.array(y) == label]
        assert 1850 < len(mine) < 2150
        assert np.allclose(mine.mean(0), middle, atol=0.08)
        assert np.allclose(mine.std(0), sea.SPREAD, atol=0.08)


def test_deals_are_nested_and_never_hold_a_test_card():
    small, _ = sea.deal({"reef": 5, "deep": 2}, seed=1)
    big, y = sea.deal({"reef": 5, "deep": 9}, seed=1)
    assert big[: len(small)] == small
    assert (len(big), len(y)) == (14, 14)
    assert sea.deal({"reef": 5}, seed=1) != sea.deal({"reef": 5}, seed=2)
    cards = sea.test_cards()
    assert cards == sea.test_cards()
    assert [card["group"] for card in cards].count("deep") == 400
    # two decimals repeat by chance, so the streams are compared, not single cards
    dealt = {tuple(map(tuple, sea.deal({"deep": 20}, seed)[0])) for seed in range(50)}
    assert tuple(tuple(c["x"]) for c in cards if c["group"] == "deep")[:20] not in dealt


def test_copies_repeat_the_same_cards():
    once, labels = sea.deal({"reef": 3, "deep": 2}, seed=4)
    X, y = sea.deal({"reef": 3, "deep": 2}, seed=4, copies={"deep": 19})
    assert once[:3] + once[3:] * 19 == X
    assert y == labels[:3] + labels[3:] * 19


def test_cases_and_errors():
    model = sea.Model().fit(*sea.deal({"reef": 50, "deep": 5}))
    cases = sea.cases(model)
    assert [c["predicted"] for c in cases] == model.predict([c["x"] for c in sea.test_cards()])
    assert {round(case["sure"], 1) for case in cases} <= {0.6, 0.8, 1.0}
    plain, collected = sea.errors(cases), sea.errors(cases, share=sea.SHARE)
    assert plain["overall"] == pytest.approx((plain["reef"] + plain["deep"]) / 2)
    assert collected["overall"] == pytest.approx(0.95 * plain["reef"] + 0.05 * plain["deep"])
    for bad in ({"reef": 1.0}, {"reef": 0.5, "deep": 0.6}, {"reef": 0.5, "sky": 0.5}):
        with pytest.raises(ValueError, match="one share for each"):
            sea.errors(cases, share=bad)


def test_why_counts_the_nearest_cards():
    model = sea.Model(k=3).fit([[8, 2], [8, 3], [4, 2]], ["fish", "fish", "other"])
    assert model.why([8, 2]) == (
        "It predicts fish: of the 3 cards most like this one, 2 say fish and 1 say other. "
        "The nearest is 0.00 away, the farthest of them 4.00."
    )


def test_the_model_card_shows_every_group():
    card = sea.card(1)
    for name, found in sea.effect(1).items():
        rates = [common.percent(found[key]) for key in (*sea.GROUPS, "overall")]
        assert f"| {name} | {' | '.join(rates)} |" in card


@pytest.mark.parametrize(
    ("counts", "copies", "words"),
    [
        ({"lake": 3}, None, "no group 'lake'"),
        ({"reef": -1}, None, "0 to 200 of reef"),
        ({"reef": 201}, None, "0 to 200 of reef"),
        ({"reef": "many"}, None, "whole number"),
        ({}, None, "at least one card"),
        ({"reef": 1}, {"lake": 2}, "no group 'lake'"),
        ({"reef": 1}, {"reef": -2}, "0 to 200 of reef"),
    ],
)
def test_a_bad_deal_is_refused(counts, copies, words):
    with pytest.raises(ValueError, match=words):
        sea.deal(counts, copies=copies)


def test_bad_cards_are_refused():
    for bad in ([[1]], [1, 2], [["a", "b"]], [[float("nan"), 1]]):
        with pytest.raises(ValueError, match="2 numbers"):
            sea.Model().fit(bad, ["fish"])
    with pytest.raises(ValueError, match="1 cards but 2 labels"):
        sea.Model().fit([[1, 2]], ["fish", "other"])
    with pytest.raises(ValueError, match="at least one card"):
        sea.Model().fit([], [])
    with pytest.raises(ValueError, match="with fit"):
        sea.Model().predict([[1, 2]])
    with pytest.raises(ValueError, match="at least 1 card"):
        sea.Model(k=0)
