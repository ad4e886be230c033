"""The penguin toy: its effects over many seeds, and its model beside scikit-learn's."""

from collections import Counter

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from toy_contract import Contract, average

from howcome import cards
from howcome.toys import common, penguins

ONE, FIVE, MANY = penguins.NEAREST
NONE, FOUR, SIXTEEN, ALL = penguins.CHINSTRAPS


class TestContract(Contract):
    toy = penguins
    bad = (40, float("nan"))
    one_class_is_refused = False  # the nearest cards then carry one label, and so does the answer


def test_one_nearest_card_knows_its_own_cards_by_heart():
    # measured over 20 seeds: own cards 0.0 %, new ones 5.1 %
    assert average(penguins, ONE, "own cards") < 0.005
    assert average(penguins, ONE, "overall") > 0.025


def test_more_nearest_cards_err_on_their_own_and_help_a_little():
    # measured over 20 seeds: own cards 3.2 %, new ones 4.1 %; with 25 cards 6.3 and 5.9 %
    assert average(penguins, FIVE, "own cards") > 0.016
    assert average(penguins, ONE, "overall") - average(penguins, FIVE, "overall") > 0.005
    assert average(penguins, MANY, "overall") - average(penguins, FIVE, "overall") > 0.009


def test_shuffled_labels_are_learned_by_heart_too():
    # measured over 20 seeds: own cards 0.2 %, new ones 66 %. Three labels in equal numbers, in
    # random order: whatever the bird, two of three guesses are wrong
    assert average(penguins, penguins.BY_HEART, "own cards") < 0.01
    assert average(penguins, penguins.BY_HEART, "overall") == pytest.approx(2 / 3, abs=0.05)


def test_few_chinstraps_make_many_chinstrap_errors_that_the_average_hides():
    # measured over 20 seeds: 100, 60, 21 and 12 % of the Chinstraps, overall 20, 13, 5 and 4 %
    missed = [average(penguins, name, "Chinstrap") for name in (NONE, FOUR, SIXTEEN, ALL)]
    assert missed[0] == 1
    assert missed[0] - missed[1] > 0.2
    assert missed[1] - missed[2] > 0.2
    assert missed[2] - missed[3] > 0.04
    assert missed[3] - average(penguins, ALL, "Gentoo") > 0.045
    for name, error in zip(penguins.CHINSTRAPS, missed, strict=True):
        assert average(penguins, name, "overall") < error / 2
    # the cost to the others is small: Adelies 0.0 to 1.2 %
    assert average(penguins, ALL, "Adelie") < 0.03


@pytest.mark.parametrize("k", [1, 5, 15])
def test_the_model_gives_the_answers_of_scikit_learn(k):
    T = [card["x"] for card in penguins.test_cards()]
    for seed in range(3):
        X, y = penguins.deal({"Adelie": 60, "Chinstrap": 30, "Gentoo": 50}, seed)
        mine = penguins.Model(k).fit(X, y)
        twin = make_pipeline(StandardScaler(), KNeighborsClassifier(k, algorithm="brute"))
        twin.fit(X, y)
        assert mine.classes_ == list(twin.classes_)
        # with one decimal on a card, a few distances tie: which of them counts is left open
        same = np.array(mine.predict(T)) == twin.predict(T)
        assert same.mean() > 0.99
        assert np.allclose(
            np.array(mine.predict_proba(T))[same], twin.predict_proba(T)[same], atol=1 / k
        )
        far = twin[-1].kneighbors(twin[:-1].transform(T[:1]))[0][0]
        assert np.allclose([d**0.5 for d, *_ in mine.nearest(T[0])], far)


def test_the_unit_of_a_measurement_does_not_count():
    X, y = penguins.first_deal()
    T = [card["x"] for card in penguins.test_cards()]
    in_mm = penguins.Model().fit(X, y).predict(T)
    in_cm = (
        penguins.Model().fit([[a, b / 10] for a, b in X], y).predict([[a, b / 10] for a, b in T])
    )
    assert in_cm == in_mm
    # all depths equal: the length alone decides
    assert penguins.Model(1).fit([[40, 18], [48, 18]], ["a", "b"]).predict([[47, 18]]) == ["b"]


def test_birds_without_measurements_are_left_out_and_each_other_bird_has_one_place():
    rows = cards.rows("penguins")
    whole = [row for row in rows if None not in (row["bill_length_mm"], row["bill_depth_mm"])]
    assert len(rows) - len(whole) == 2
    species = Counter(row["species"] for row in whole)
    for split in range(3):
        X, y = penguins.deal(penguins.MOST, split=split)
        dealt = [(group, *x) for x, group in zip(X, y, strict=True)]
        kept = [(card["group"], *card["x"]) for card in penguins.held_out(split)]
        table = [(r["species"], r["bill_length_mm"], r["bill_depth_mm"]) for r in whole]
        assert sorted(dealt + kept) == sorted(table)
    for group in penguins.GROUPS:
        assert penguins.MOST[group] + penguins.HELD_OUT[group] == species[group]
        # the species come in the test as often as in the table
        assert penguins.HELD_OUT[group] / 181 == pytest.approx(species[group] / 342, abs=0.002)


def test_deals_are_nested_and_splits_differ():
    small, _ = penguins.deal({"Adelie": 5, "Gentoo": 2}, seed=1)
    big, y = penguins.deal({"Adelie": 5, "Gentoo": 9}, seed=1)
    assert big[: len(small)] == small
    assert y == ["Adelie"] * 5 + ["Gentoo"] * 9
    # more of one species leaves the others as they were
    mixed, _ = penguins.deal({"Adelie": 5, "Chinstrap": 3, "Gentoo": 2}, seed=1)
    assert mixed[:5] + mixed[8:] == small
    assert penguins.deal({"Adelie": 5}, seed=1) != penguins.deal({"Adelie": 5}, seed=2)
    assert penguins.test_cards() == penguins.test_cards() == penguins.held_out(0)
    assert penguins.held_out(0) != penguins.held_out(1)


def test_shuffled_keeps_the_labels_and_changes_their_order():
    _, y = penguins.first_deal()
    again = penguins.shuffled(y, 1)
    assert sorted(again) == sorted(y)
    assert again != y
    assert again == penguins.shuffled(y, 1) != penguins.shuffled(y, 2)


def test_own_cards_are_the_training_cards():
    X, y = penguins.first_deal()
    cases = penguins.cases(penguins.Model(1).fit(X, y), penguins.own_cards(X, y))
    assert len(cases) == 96
    assert penguins.errors(cases) == {"overall": 0} | dict.fromkeys(penguins.GROUPS, 0)


def test_why_counts_the_nearest_cards():
    model = penguins.Model(3).fit(
        [[39, 18], [40, 18], [47, 14], [48, 14]], ["Adelie", "Adelie", "Gentoo", "Gentoo"]
    )
    assert model.why([39, 18]) == (
        "It predicts Adelie: of the 3 cards most like this one, 2 say Adelie, 1 says Gentoo. "
        "The nearest card says Adelie, with a bill 39.0 mm long and 18.0 mm deep; it is 0.00 steps "
        "away. One step is 4.0 mm of length or 2.0 mm of depth."
    )


def test_without_the_cards_that_why_counts_the_prediction_loses_support():
    model = penguins.Model().fit(*penguins.first_deal())
    for card in penguins.test_cards()[::20]:
        label = model.predict([card["x"]])[0]
        place = model.classes_.index(label)
        before = model.predict_proba([card["x"]])[0][place]
        named = [(a, b, said) for _, said, a, b in model.nearest(card["x"]) if said == label]
        assert f"{len(named)} say{'s' * (len(named) == 1)} {label}" in model.why(card["x"])
        fewer = penguins.Model().fit(*penguins.first_deal())
        fewer.cards = [kept for kept in fewer.cards if kept not in named]
        assert fewer.predict_proba([card["x"]])[0][place] <= before
        # one more card of another label that is nearer than all: one vote less
        fewer.cards = [(*card["x"], "other"), *model.cards]
        fewer.classes_ = [*model.classes_, "other"]
        assert fewer.predict_proba([card["x"]])[0][-1] == 0.2


def test_every_place_on_a_board_gets_a_prediction():
    model = penguins.Model().fit(*penguins.first_deal())
    board = [[length, depth] for length in range(0, 100, 20) for depth in range(0, 50, 10)]
    assert set(model.predict(board)) == set(penguins.GROUPS)


def test_the_model_card_shows_every_group():
    card = penguins.card(1)
    for name, found in penguins.effect(1).items():
        rates = [common.percent(found[key]) for key in ("own cards", *penguins.GROUPS, "overall")]
        assert f"| {name} | {' | '.join(rates)} |" in card


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"Emperor": 3}, "no group 'Emperor'"),
        ({"Gentoo": -1}, "0 to 58 of Gentoo"),
        ({"Chinstrap": 33}, "0 to 32 of Chinstrap"),
        ({"Adelie": 2.5}, "whole number"),
        ({}, "at least one card"),
    ],
)
def test_a_bad_deal_is_refused(counts, words):
    with pytest.raises(ValueError, match=words):
        penguins.deal(counts)


def test_at_least_one_card_is_compared():
    with pytest.raises(ValueError, match="at least 1 card"):
        penguins.Model(k=0)
