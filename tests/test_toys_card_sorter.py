"""The card sorter: its effect over many seeds, and its model beside scikit-learn's."""

import re

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier
from toy_contract import Contract, average

from howcome import SampleMixer
from howcome.toys import card_sorter as toy
from howcome.toys import common

EVEN, NO_BIRD, ONE_BIRD, NO_REPTILE, FEW_WRONG, WRONG, ALL_WRONG = toy.DEALS
DOG = dict(zip(toy.COLUMNS, [4, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0], strict=True))


class TestContract(Contract):
    toy = toy
    bad = (*list(DOG.values())[:-1], 2)  # neither yes nor no
    one_class_is_refused = False  # the nearest cards then carry one label, and so does the answer


def test_without_birds_every_bird_is_something_else_and_the_sorter_is_sure():
    # measured over 20 seeds: 100 % of the birds wrong, 1.00 sure; with 4 birds 0 %, 0.99 sure
    assert average(toy, NO_BIRD, "bird") - average(toy, EVEN, "bird") > 0.5
    assert average(toy, NO_BIRD, "sure of birds") > 0.9
    assert average(toy, NO_BIRD, "sure of birds") > average(toy, EVEN, "sure of birds") - 0.05
    for family in toy.GROUPS:
        if family != "bird":
            assert average(toy, NO_BIRD, family) == average(toy, EVEN, family)


def test_all_eleven_birds_become_reptiles_when_no_card_of_a_bird_was_taught():
    birds = [card for card in toy.deck() if card["truth"] == "bird"]
    others = [card for card in toy.deck() if card["truth"] != "bird"]
    model = toy.Model().fit([c["x"] for c in others], [c["truth"] for c in others])
    assert model.predict([card["x"] for card in birds]) == ["reptile"] * 11


def test_one_bird_card_mends_it():
    # measured over 20 seeds: birds 0 % wrong
    assert average(toy, NO_BIRD, "bird") - average(toy, ONE_BIRD, "bird") > 0.5


def test_leave_out_the_reptiles_and_the_errors_swap():
    # measured over 20 seeds: reptiles 100 %, birds 0 % wrong
    assert average(toy, NO_REPTILE, "reptile") - average(toy, NO_REPTILE, "bird") > 0.5
    assert average(toy, NO_BIRD, "bird") - average(toy, NO_BIRD, "reptile") > 0.5


def test_wrong_labels_make_a_wrong_sorter_and_more_such_cards_help_little():
    # measured over 20 seeds: 2.8 %, with 1 in 10 wrong 9.0 %, 3 in 10 20.5 %, all cards 17.5 %
    assert average(toy, FEW_WRONG, "overall") - average(toy, EVEN, "overall") > 0.031
    assert average(toy, WRONG, "overall") - average(toy, EVEN, "overall") > 0.088
    assert average(toy, ALL_WRONG, "overall") > 0.0875
    assert average(toy, WRONG, "overall") - average(toy, ALL_WRONG, "overall") > 0


@pytest.mark.parametrize("wrong", [0, 0.3])
def test_the_votes_are_those_of_scikit_learn(wrong):
    for seed in range(3):
        X, y = toy.deal(toy.MOST, seed)
        y = toy.mislabel(y, wrong, seed)
        mine = toy.Model().fit(X, y)
        for card in toy.test_cards():
            near = mine.nearest(card["x"])
            # all cards that are just as near have a vote, so k is another one for each card
            twin = KNeighborsClassifier(len(near) + 1, metric="hamming", algorithm="brute")
            (far,), _ = twin.fit(X, y).kneighbors([card["x"]])
            assert np.allclose(far[:-1] * len(toy.COLUMNS), [differs for differs, *_ in near])
            assert far[-1] > far[-2]
            twin.set_params(n_neighbors=len(near))
            assert mine.classes_ == list(twin.classes_)
            assert np.allclose(mine.predict_proba([card["x"]]), twin.predict_proba([card["x"]]))


def test_left_out_one_by_one_only_the_axolotl_finds_no_family():
    deck, wrong = toy.deck(), {}
    for card in deck:
        others = [other for other in deck if other is not card]
        model = toy.Model().fit([c["x"] for c in others], [c["truth"] for c in others])
        (said,) = model.predict([card["x"]])
        if said != card["truth"]:
            wrong[card["name"]] = said
    assert wrong == {"axolotl": "fish"}


def test_deals_are_nested_and_never_hold_a_test_card():
    small, labels = toy.deal({"fish": 2, "bird": 1}, seed=1)
    big, _ = toy.deal({"fish": 2, "bird": 3}, seed=1)
    assert labels == ["bird", "fish", "fish"]
    assert big[:1] + big[3:] == small
    train = [card for card in toy.deck() if card["split"] == "train"]
    assert sorted(toy.deal(toy.MOST)[0]) == sorted(card["x"] for card in train)
    tested = {card["name"] for card in toy.test_cards()}
    assert not tested & {card["name"] for card in train}
    assert (len(train), len(tested)) == (40, 20)


def test_most_counts_the_cards_to_learn_from():
    for family, most in toy.MOST.items():
        pool = [c for c in toy.deck() if c["group"] == family and c["split"] == "train"]
        assert len(pool) == most


def test_a_deck_may_be_changed_without_changing_the_next():
    toy.deck()[0]["x"][0] = 99
    assert toy.deck()[0]["x"][0] == 4
    differ = [p["name"] for p, t in zip(toy.deck(False), toy.deck(), strict=True) if p != t]
    assert len(differ) == 6


def test_labels_of_children_become_a_training_set():
    X, y = toy.labelled({"shrimp": "crab kin", "tuna": "fish"})
    assert y == ["crab kin", "fish"]
    assert [x[0] for x in X] == [10, 0]
    model = toy.Model().fit(X, y)
    assert model.predict([c["x"] for c in toy.test_cards() if c["name"] in ("lobster", "eel")]) == [
        "fish",
        "crab kin",
    ]
    for labels, words in (
        ({"unicorn": "bird"}, "no card 'unicorn'"),
        ({"lobster": "fish"}, "kept for the test"),
        ({"tuna": ""}, "has no label"),
        ({"tuna": None}, "has no label"),
    ):
        with pytest.raises(ValueError, match=words):
            toy.labelled(labels)


def test_mislabel_makes_just_so_many_labels_wrong():
    y = ["bird"] * 5 + ["fish"] * 5
    for share, count in ((0, 0), (0.1, 1), (0.3, 3), (1, 10)):
        wrong = toy.mislabel(y, share, seed=2)
        assert sum(a != b for a, b in zip(y, wrong, strict=True)) == count
    assert toy.mislabel(y, 0.3, 1) != toy.mislabel(y, 0.3, 2)
    assert y == ["bird"] * 5 + ["fish"] * 5
    for labels, share in ((y, 1.5), (y, float("nan")), (["bird"], 0.5)):
        with pytest.raises(ValueError, match="from 0 to 1"):
            toy.mislabel(labels, share)


def test_why_counts_and_names_the_cards_most_like_this_one():
    X, y = toy.labelled({"salmon": "fish", "tuna": "fish", "goldfish": "bird", "robin": "bird"})
    model = toy.Model().fit(X, y, names=["salmon", "tuna", "goldfish", "robin"])
    assert model.why(X[0]) == (
        "It predicts fish: most like this card are 3 (salmon, tuna, goldfish); "
        "2 say fish and 1 says bird. 0 of 12 facts differ."
    )
    with pytest.raises(ValueError, match="2 cards but 1 names"):
        toy.Model().fit(X[:2], y[:2], names=["salmon"])


def test_take_the_named_cards_away_and_the_score_moves():
    names = [card["name"] for card in toy.deck() if card["split"] == "train"]
    labels = {card["name"]: card["truth"] for card in toy.deck() if card["name"] in names}
    X, y = toy.labelled(labels)
    y = toy.mislabel(y, 0.3)
    model = toy.Model().fit(X, y, names)
    moved = 0
    for card in toy.test_cards():
        said = re.search(r"\((.*)\)", model.why(card["x"]))[1].split(", ")
        predicted = model.predict([card["x"]])[0]
        place = model.classes_.index(predicted)
        before = model.predict_proba([card["x"]])[0][place]
        # without the voters for the label it loses votes, or the next cards are farther away
        kept = [i for i, n in enumerate(names) if not (n in said and y[i] == predicted)]
        other = toy.Model().fit([X[i] for i in kept], [y[i] for i in kept])
        if before < 1:
            assert predicted not in {label for _, label, _ in other.nearest(card["x"])}
            moved += 1
        else:
            assert other.nearest(card["x"])[0][0] > model.nearest(card["x"])[0][0]
    assert moved > 3


def test_the_sample_mixer_takes_it():
    mixer = SampleMixer(toy, counts={family: 4 for family in toy.GROUPS if family != "bird"})
    assert mixer.errors["bird"] == 1
    assert mixer.table[0]["tested"] == 4


def test_the_model_card_shows_every_family():
    card = toy.card(1)
    for name, found in toy.effect(1).items():
        rates = [common.percent(found[key]) for key in ("overall", *toy.GROUPS, "sure of birds")]
        assert f"| {name} | {' | '.join(rates)} |" in card
    birds = sum(card["group"] == "bird" for card in toy.test_cards())
    assert f"With {birds} test cards of birds, one bird more or less is 25 %" in card


@pytest.mark.parametrize("place", ["legs", "has_fur"])
@pytest.mark.parametrize("value", [-1, 0.5])
def test_a_card_that_says_what_no_card_can_is_refused(place, value):
    odd = list((DOG | {place: value}).values())
    with pytest.raises(ValueError, match="whole number of legs"):
        toy.Model().fit([odd], ["mammal"])
