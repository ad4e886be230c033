"""The sure_but_wrong toy: its effect over many seeds, its model and its changes beside others'."""

import os

os.environ["OMP_NUM_THREADS"] = "1"

import math
import re

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from toy_contract import Contract, average

from howcome import cards
from howcome.toys import common
from howcome.toys import sure_but_wrong as toy

COPIES = ", slid copies taught"


class TestContract(Contract):
    toy = toy
    bad = [0.0] * 63 + [float("inf")]


def figure(situation, what):
    return average(toy, situation, what)


def test_turned_pictures_are_read_wrong_and_the_model_stays_sure():
    # measured over 20 seeds: right 86.9 % and turned 14.7 %; sure 88.7 % and turned 83.4 %
    assert figure("ordinary", "right") > 0.8
    assert figure("ordinary", "right") - figure("turned", "right") > 0.36
    assert figure("ordinary", "sure") - figure("turned", "sure") < 0.1
    assert figure("turned", "sure") - figure("turned", "right") > 0.34


def test_one_dot_to_the_side_costs_half_of_the_right_answers():
    # measured over 20 seeds: right 40.2 % slid right and 33.4 % slid left, 76.6 and 71.2 % sure
    for way in ("slid right", "slid left"):
        assert figure("ordinary", "right") - figure(way, "right") > 0.23
        assert figure(way, "sure") - figure(way, "right") > 0.18


def test_a_digit_never_taught_gets_an_answer_all_the_same():
    # measured over 20 seeds: 68.4 % sure; of eight digits each has 12.5 % if nothing speaks
    assert figure("never taught", "right") == 0
    assert figure("never taught", "sure") - 0.125 > 0.28


def test_answering_only_above_90_percent_sure_does_not_rescue_it():
    # measured over 20 seeds: turned, it still answers 52 % of the cards, 17 % of them right
    assert figure("turned", "over 90 % sure") > 0.26
    assert figure("turned", "right of those") < 0.35
    # on the cards it was taught for, the same bar does what one hopes: 97.6 % right
    assert figure("ordinary", "right of those") > 0.95


def test_slid_copies_mend_one_way_and_cost_a_little():
    # measured over 20 seeds: slid right 40.2 -> 82.0 %, slid left 33.4 -> 31.5 %,
    # ordinary 86.9 -> 80.6 %, turned: 83.4 -> 96.5 % sure
    gain = {way: figure(way + COPIES, "right") - figure(way, "right") for way in toy.CHANGES}
    assert gain["slid right"] > 0.2
    assert gain["slid left"] < 0.03
    assert -0.12 < gain["ordinary"] < -0.03
    assert figure("turned" + COPIES, "sure") - figure("turned", "sure") > 0.06


def test_scikit_learn_is_as_sure_and_as_wrong():
    told = toy.test_cards()
    X, y = [card["x"] for card in told], np.array([card["truth"] for card in told])
    group = np.array([card["group"] for card in told])
    found = []
    for seed in range(3):
        cards_, labels = toy.first_deal(seed)
        mine = toy.Model().fit(cards_, labels)
        twin = LogisticRegression(C=10, max_iter=2000).fit(cards_, labels)
        assert mine.classes_ == list(twin.classes_)
        ours, theirs = np.array(mine.predict_proba(X)), twin.predict_proba(X)
        for way in toy.CHANGES:
            here = group == way
            same = (ours.argmax(1) == theirs.argmax(1))[here].mean()
            right = [(p.argmax(1) == y)[here].mean() for p in (ours, theirs)]
            sure = [p.max(1)[here].mean() for p in (ours, theirs)]
            found.append((way, same, *np.subtract(*np.array([right, sure]).T)))
    for way in toy.CHANGES:
        same, right, sure = np.mean([row[1:] for row in found if row[0] == way], axis=0)
        # measured over 5 seeds: 92, 78, 77 and 91 % of the answers agree; right within 3.1 points,
        # sure within 2.1
        assert same > {"ordinary": 0.88, "turned": 0.86}.get(way, 0.72)
        assert abs(right) < 0.06
        assert abs(sure) < 0.06


def test_it_learns_as_softmax_regression_does():
    X, y = toy.deal([0, 3, 8], seed=2, each=12)
    weights, start = np.zeros((3, 64)), np.zeros(3)
    for _ in range(toy.Model.turns):
        for x, label in zip(np.array(X), y, strict=True):
            powers = np.exp(weights @ x + start)
            miss = (np.array([0, 3, 8]) == label) - powers / powers.sum()
            weights += toy.Model.step * np.outer(miss, x)
            start += toy.Model.step * miss
    model = toy.Model().fit(X, y)
    assert np.allclose([model.weights[digit] for digit in (0, 3, 8)], weights)
    assert np.allclose([model.start[digit] for digit in (0, 3, 8)], start)


def test_a_step_goes_down_the_slope_of_the_loss():
    # the loss is minus the logarithm of the true digit's share; its slope by small differences
    model = toy.Model().fit(*toy.deal(each=3))
    (x,), label = [card["x"] for card in toy.upright_cards()[:1]], 4

    def loss():
        return -math.log(model.shares(x)[label])

    for digit in (4, 9):
        miss = (digit == label) - model.shares(x)[digit]
        for dot in (20, 36):
            before, kept = loss(), model.weights[digit][dot]
            model.weights[digit][dot] = kept + 1e-6
            slope = (loss() - before) / 1e-6
            model.weights[digit][dot] = kept
            assert slope == pytest.approx(-miss * x[dot], abs=1e-5)


def test_slide_and_turn_are_those_of_numpy():
    for card in toy.upright_cards()[::37]:
        square = np.array(card["x"]).reshape(8, 8)
        assert np.array_equal(np.reshape(toy.turn(card["x"]), (8, 8)), np.rot90(square, -1))
        for right, down in ((1, 0), (-1, 0), (0, 2), (3, -1), (0, 0)):
            rolled = np.roll(square, (down, right), axis=(0, 1))
            # numpy brings in on one side what leaves on the other; paper does not
            rolled[: max(down, 0)] = rolled[8 + min(down, 0) :] = 0
            rolled[:, : max(right, 0)] = rolled[:, 8 + min(right, 0) :] = 0
            assert np.array_equal(np.reshape(toy.slide(card["x"], right, down), (8, 8)), rolled)
    assert toy.slide(card["x"], right=8) == toy.slide(card["x"], down=-9) == [0.0] * 64
    again = card["x"]
    for _ in range(4):
        again = toy.turn(again)
    assert again == card["x"]


def test_why_names_the_dots_that_decide():
    model = toy.Model().fit(*toy.first_deal(1))
    for card in toy.upright_cards()[::29]:
        words = model.why(card["x"])
        first, second = map(int, re.search(r"predicts (\d) .*that of (\d)", words).groups())
        shares = model.shares(card["x"])
        assert sorted(shares)[-2:] == [shares[second], shares[first]]
        lead = model.score(card["x"], first) - model.score(card["x"], second)
        assert lead == pytest.approx(math.log(shares[first] / shares[second]))
        assert f"{lead:.2f} above" in words
        named = re.findall(r"row (\d), column (\d) \(([+-]\d+\.\d\d)\)", words)
        assert named
        for row, column, adds in named:
            # wipe the dot: the lead changes by what the sentence says
            x = list(card["x"])
            x[8 * (int(row) - 1) + int(column) - 1] = 0.0
            after = model.score(x, first) - model.score(x, second)
            assert lead - after == pytest.approx(float(adds), abs=0.0051)
    assert "no dot" in model.why([0] * 64)


def test_deals_are_nested_and_pages_never_meet():
    small, few = toy.deal([1, 7], seed=3, each=4)
    big, many = toy.deal(seed=3, each=9)
    assert sorted(few) == [1] * 4 + [7] * 4
    assert all(x in big for x in small)
    assert sorted(many) == [digit for digit in range(10) for _ in range(9)]
    assert toy.deal([1, 7], seed=4, each=4)[0] != small
    page = {
        tuple(row[f"p{place:03d}"] / 16 for place in range(64)): row["page"]
        for row in cards.rows("digits")
    }
    dealt = {page[tuple(x)] for seed in range(5) for x in toy.first_deal(seed)[0]}
    assert max(dealt) < min(page[tuple(card["x"])] for card in toy.upright_cards())


def test_test_cards_are_the_same_pictures_in_four_ways():
    told = toy.test_cards()
    assert told == toy.test_cards()
    assert [card["group"] for card in told] == [way for way in toy.CHANGES for _ in range(300)]
    for at in (0, 123, 299):
        ordinary = told[at]["x"]
        for number, change in enumerate(toy.CHANGES.values()):
            card = told[300 * number + at]
            assert card["x"] == change(ordinary)
            assert (card["name"], card["truth"]) == (told[at]["name"], told[at]["truth"])
            gray = 255 * (1 - np.array(card["x"]).reshape(8, 8))
            assert np.abs(np.array(card["picture"]) - gray).max() <= 0.5


def test_measure_counts_right_sure_and_those_above_the_bar():
    told = [
        {"truth": 1, "predicted": 1, "sure": 0.95},
        {"truth": 1, "predicted": 7, "sure": 0.91},
        {"truth": 7, "predicted": 7, "sure": 0.5},
        {"truth": 7, "predicted": 1, "sure": 0.9},
    ]
    found = toy.measure(told)
    assert found == pytest.approx(
        {"right": 0.5, "sure": 0.815, "over 90 % sure": 0.5, "right of those": 0.5}
    )
    assert toy.measure(told[2:])["right of those"] is None


def test_the_model_card_shows_every_way():
    wrong = [1 - toy.effect(2)[way]["right"] for way in toy.CHANGES]
    rates = [common.percent(rate) for rate in (*wrong, sum(wrong) / 4)]
    assert f"| taught ordinary cards | {' | '.join(rates)} |" in toy.card(2)


def test_bad_deals_and_pictures_are_refused():
    for digits, each, words in (
        ([], 3, "at least one digit"),
        ([10], 3, "from 0 to 9"),
        (["7"], 3, "from 0 to 9"),
        ([7], 0, "at least one card"),
        ([7], 55, "0 to 54 of each digit"),
        ([7], 2.5, "whole number"),
    ):
        with pytest.raises(ValueError, match=words):
            toy.deal(digits, each=each)
    for change in (toy.slide, toy.turn, toy.gray):
        for picture in ([0] * 63, [[0] * 8] * 8, [float("nan")] * 64):
            with pytest.raises(ValueError, match="64 numbers"):
                change(picture)
    X, y = toy.deal([1, 7], each=2)
    with pytest.raises(ValueError, match="different digits"):
        toy.Model().fit(X, ["one", "one", "seven", "seven"])
    with pytest.raises(ValueError, match="different digits"):
        toy.Model().fit(X, [1, 7, 17, 1])
    with pytest.raises(ValueError, match="digit 3 first"):
        toy.Model().fit(X, y).score(X[0], 3)
