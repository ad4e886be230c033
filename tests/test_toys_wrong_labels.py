"""The wrong_labels toy: its effect over many seeds, its labellers counted, its model's twin."""

import os

os.environ["OMP_NUM_THREADS"] = "1"

from statistics import mean

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from toy_contract import Contract, average, run_without

from howcome.toys import common, sure_but_wrong
from howcome.toys import wrong_labels as toy

RIGHT, SLIPS, THIRD, HALF, SLIPS_TWICE, HALF_AND_SLIPS, HALF_TWICE = toy.deals()


class TestContract(Contract):
    toy = toy
    bad = [0.0] * 63 + [float("inf")]


def figure(situation, what):
    return average(toy, situation, what)


def test_a_habit_with_fewer_wrong_labels_does_more_harm_than_slips():
    # measured over 20 seeds: overall 4.4 % wrong, with slips 6.2 %, with half the 7s wrong 17.4 %
    assert figure(SLIPS, "wrong labels") == pytest.approx(0.3)
    assert figure(HALF, "wrong labels") == pytest.approx(0.125)
    assert 0.009 < figure(SLIPS, "overall") - figure(RIGHT, "overall") < 0.04
    assert figure(HALF, "overall") - figure(RIGHT, "overall") > 0.065


def test_the_habit_costs_one_digit_and_the_others_nothing():
    # measured over 20 seeds: 7s 6.7 % wrong, then 16.0 % and 59.8 %; the others at most 6.5 %
    assert figure(THIRD, "7s") - figure(RIGHT, "7s") > 0.046
    assert figure(HALF, "7s") - figure(RIGHT, "7s") > 0.26
    for group in ("0s", "1s", "4s"):
        for name in (THIRD, HALF):
            assert figure(name, group) - figure(RIGHT, group) < 0.01


def test_a_second_labeller_mends_it_unless_the_habit_is_shared():
    # measured over 20 seeds: 7s 59.8 % wrong, then 13.7 % with one who slips, 76.5 % with
    # the same habit; after slips twice the overall error is 4.4 % again
    assert figure(HALF, "7s") - figure(HALF_AND_SLIPS, "7s") > 0.23
    assert figure(HALF_TWICE, "7s") > figure(HALF, "7s") - 0.05
    assert figure(SLIPS, "overall") - figure(SLIPS_TWICE, "overall") > 0.009


def test_swap_the_habit_and_the_errors_swap():
    missed = []
    for seed in range(10):
        X, y = toy.first_deal(seed)
        labels = toy.habit(y, 0.5, seed, digit=1, called=7)
        missed.append(toy.errors(toy.cases(toy.Model().fit(X, labels))))
    # measured over 20 seeds: 1s 71.8 % wrong, 7s 0.2 %
    assert mean(found["1s"] for found in missed) > 0.35
    assert mean(found["7s"] for found in missed) < 0.07


def test_how_often_two_labellers_agree():
    # two who slip in 30 % of labels: both right 0.7 * 0.7, both wrong alike 0.3 * 0.3 / 3
    right, alike = 0.49, 0.03
    assert figure(SLIPS_TWICE, "cards kept") == pytest.approx(right + alike, abs=0.02)
    assert figure(SLIPS_TWICE, "wrong labels") == pytest.approx(alike / (right + alike), abs=0.015)
    # half the 7s, a quarter of all cards, called 1 by each: a quarter of them by both
    assert figure(HALF_TWICE, "cards kept") == pytest.approx(1 - 0.25 * 0.5, abs=0.015)
    assert figure(HALF_TWICE, "wrong labels") == pytest.approx(0.0625 / 0.875, abs=0.015)
    # one who slips calls a 7 a 1 in 0.3 / 3 of the cases
    both = 0.25 * 0.5 * 0.1
    kept = 0.75 * 0.7 + 0.25 * 0.5 * 0.7 + both
    assert figure(HALF_AND_SLIPS, "cards kept") == pytest.approx(kept, abs=0.02)
    assert figure(HALF_AND_SLIPS, "wrong labels") == pytest.approx(both / kept, abs=0.015)


def test_the_model_gives_the_answers_of_scikit_learn():
    told = toy.test_cards()
    X, y = [card["x"] for card in told], np.array([card["truth"] for card in told])
    same, wrong = {}, {}
    for seed in range(3):
        for name, (cards, labels) in toy.deals(seed).items():
            mine = np.array(toy.Model().fit(cards, labels).predict(X))
            twin = LogisticRegression(C=0.1, max_iter=2000).fit(cards, labels).predict(X)
            same.setdefault(name, []).append((mine == twin).mean())
            wrong.setdefault(name, []).append((mine != y).mean() - (twin != y).mean())
    for name in same:
        # measured over 20 seeds: 96.6 to 98.8 % of the answers agree
        assert mean(same[name]) > 0.94, name
        assert abs(mean(wrong[name])) < 0.05, name


def test_big_steps_follow_wrong_labels_further():
    # measured over 20 seeds: 34 % wrong instead of 6.2 %
    wrong = [
        toy.errors(toy.cases(sure_but_wrong.Model().fit(*toy.deals(seed)[SLIPS])))["overall"]
        for seed in range(4)
    ]
    assert mean(wrong) > 0.16


def test_labellers_change_exactly_what_is_said():
    _, y = toy.first_deal(5)
    slipped, half = toy.slips(y, 0.3, 5), toy.habit(y, 0.5, 5)
    changed = [(a, b) for a, b in zip(y, slipped, strict=True) if a != b]
    assert len(changed) == 60
    assert set(slipped) == {a for a, _ in changed} == {b for _, b in changed} == set(toy.DIGITS)
    assert [(a, b) for a, b in zip(y, half, strict=True) if a != b] == [(7, 1)] * 25
    assert toy.slips(y, 0) == toy.habit(y, 0) == y
    assert toy.habit(y, 1).count(7) == 0
    assert toy.slips(y, 0.3, 5) == slipped != toy.slips(y, 0.3, 6)
    assert toy.slips(y, 0.3, 5, "second") != slipped
    assert y == toy.first_deal(5)[1], "the labels that came in are left alone"
    assert toy.slips(np.array(y), 0.3, 5) == slipped


def test_agreed_keeps_equal_labels_only():
    X = [[0.0], [1.0], [2.0]]
    assert toy.agreed(X, [1, 7, 0], [1, 1, 0]) == ([[0.0], [2.0]], [1, 0])
    with pytest.raises(ValueError, match="3 cards but 2 labels"):
        toy.agreed(X, [1, 7, 0], [1, 1])
    for bad in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="from 0 to 1"):
            toy.slips([1, 7], bad)
        with pytest.raises(ValueError, match="from 0 to 1"):
            toy.habit([1, 7], bad)


def test_why_speaks_of_the_labels_it_was_taught():
    X, y = toy.first_deal(0)
    seven = next(card for card in toy.test_cards() if card["truth"] == 7)
    assert toy.Model().fit(X, y).why(seven["x"]).startswith("It predicts 7 (")
    assert toy.Model().fit(X, toy.habit(y, 0.95)).why(seven["x"]).startswith("It predicts 1 (")


def test_cases_have_a_picture_and_thirty_of_each_digit():
    told = toy.cases(toy.Model().fit(*toy.first_deal()))
    groups = [case["group"] for case in told]
    assert {group: groups.count(group) for group in groups} == dict.fromkeys(toy.GROUPS, 30)
    assert all(f"{case['truth']}s" == case["group"] for case in told)
    assert all(len(case["picture"]) == 8 for case in told)


def test_the_model_card_shows_every_digit():
    for name, found in toy.effect(1).items():
        rates = [common.percent(found[k]) for k in ("wrong labels", *toy.GROUPS, "overall")]
        assert f"| {name} | {' | '.join(rates)} |" in toy.card(1)


def test_it_works_with_nothing_compiled():
    out = run_without("from howcome.toys import wrong_labels\nprint(wrong_labels.card(0))")
    assert "### Model card" in out
