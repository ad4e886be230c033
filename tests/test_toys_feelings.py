"""The feelings toy: its effects over many seeds, and its model beside scikit-learn's."""

import re
from collections import Counter
from statistics import mean

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
from toy_contract import Contract, average

from howcome.toys import common, feelings

NONE, FEW, SOME, EQUAL, SWAPPED, ONLY_OTTERS = feelings.DEALS
EVEN, LINKED, PARTLY, LEFT_OUT, TURNED = feelings.HOBBY_DEALS
COUNTED, TAUGHT, JOINED, HALF_JOINED, ALL_JOINED = feelings.NOT_DEALS
ON_HAPPY, ON_SAD = "tested on happy soccer", "tested on sad soccer"
WITHOUT, WITH, NEVER = 'without "not"', 'with "not"', 'with "never"'
TURNING = ("morvip", "sembit")


def at(situation, what):
    return average(feelings, situation, what)


class TestContract(Contract):
    toy = feelings
    bad = "?!"


def test_a_club_whose_words_were_not_taught_is_missed():
    # measured over 20 seeds: otters 62.1 %, with 2 of 40 sentences 48.8 %, with 12 of 40 15.4 %
    assert at(NONE, "otters") - at(NONE, "comets") > 0.31
    assert at(NONE, "praise of otters called sad") > 0.5
    assert at(NONE, "plain") < 0.08
    assert at(NONE, "otters") - at(FEW, "otters") > 0.066
    assert at(FEW, "otters") - at(SOME, "otters") > 0.166
    assert at(FEW, "praise of otters called sad") > 0.4


def test_the_mend_costs_the_other_club_as_two_words_turn():
    # measured over 20 seeds: comets 0.0 % at 40 to 0, 2.9 % at 28 to 12, 8.5 % at 20 to 20
    assert at(NONE, "comets") < 0.01
    assert at(EQUAL, "comets") - at(NONE, "comets") > 0.042
    assert at(EQUAL, "otters") < 0.15


def test_swap_the_clubs_and_the_errors_swap():
    # measured over 20 seeds: comets 61.0 % without a comet sentence, 51.0 % with 2 of 40
    assert at(ONLY_OTTERS, "comets") - at(ONLY_OTTERS, "otters") > 0.3
    assert at(SWAPPED, "comets") - at(SWAPPED, "otters") > 0.25
    assert at(ONLY_OTTERS, "praise of comets called sad") > 0.5


def test_words_never_taught_are_a_coin_and_words_that_turn_are_wrong():
    own, turned = [], []
    for seed in range(20):
        cases = feelings.cases(feelings.Model().fit(*feelings.first_deal(seed)))
        for case, card in zip(cases, feelings.test_cards(), strict=True):
            if card["group"] == "otters":
                words = re.findall(r"\w+", card["x"].lower())
                kind = turned if set(words) & set(TURNING) else own
                kind.append(case["predicted"] != case["truth"])
    assert 0.4 < mean(own) < 0.6
    assert mean(turned) > 0.9


def test_soccer_decides_where_it_came_with_one_feeling():
    # measured over 20 seeds: 6.8 % where soccer is happy as taught, 63.1 % where it is sad
    assert at(LINKED, ON_SAD) - at(LINKED, ON_HAPPY) > 0.28
    assert at(LINKED, ON_SAD) - at(EVEN, ON_SAD) > 0.28
    assert at(TURNED, ON_HAPPY) - at(TURNED, ON_SAD) > 0.28


def test_even_hobbies_mend_it_and_a_few_even_sentences_mend_half():
    # measured over 20 seeds: 6.7 % when all are even, 31.5 % when 40 of 104 are
    assert at(EVEN, ON_SAD) < 0.12
    assert at(LINKED, ON_SAD) - at(PARTLY, ON_SAD) > 0.16
    assert at(PARTLY, ON_SAD) - at(EVEN, ON_SAD) > 0.12
    # not counting the hobby has no price here, but a person has to name the words
    assert at(LEFT_OUT, ON_SAD) == pytest.approx(at(LEFT_OUT, ON_HAPPY))
    assert at(LEFT_OUT, ON_SAD) < 0.12


def test_not_is_lost_when_words_are_counted_one_by_one():
    # measured over 20 seeds: 100 % wrong; 99.0 % after 24 sentences with "not"
    assert at(COUNTED, WITH) > 0.95
    assert at(TAUGHT, WITH) > 0.9
    assert at(COUNTED, WITHOUT) < 0.12


def test_joining_mends_only_the_pairs_that_were_taught():
    # measured over 20 seeds: 50.8 % untaught, 26.0 % with 12 sentences, 0.4 % with 24
    assert 0.4 < at(JOINED, WITH) < 0.62
    assert at(JOINED, WITH) - at(HALF_JOINED, WITH) > 0.12
    assert at(HALF_JOINED, WITH) - at(ALL_JOINED, WITH) > 0.12
    assert at(ALL_JOINED, NEVER) > 0.95


def test_the_order_of_the_words_is_not_counted():
    model = feelings.Model().fit(*feelings.deal(feelings.MOST, nots=24))
    for card in feelings.test_cards():
        turned = " ".join(reversed(re.findall(r"\w+", card["x"])))
        assert model.score(turned) == pytest.approx(model.score(card["x"]))
    joined = feelings.Model(join_not=True).fit(*feelings.deal(feelings.MOST, nots=24))
    assert joined.score("I am not happy") != pytest.approx(joined.score("Happy I am not"))


@pytest.mark.parametrize("how", [{}, {"join_not": True}, {"leave_out": feelings.HOBBIES}])
def test_the_model_gives_the_numbers_of_scikit_learn(how):
    T = [card["x"] for card in (*feelings.test_cards(), *feelings.not_cards())]
    for seed in range(3):
        X, y = feelings.deal({"comets": 30, "otters": 5}, seed, link=0.8, nots=9)
        mine = feelings.Model(**how).fit(X, y)
        # its own way to find words in a text, written down a second time
        counter = CountVectorizer(
            token_pattern=r"\b\w+\b",
            preprocessor=lambda t: (
                re.sub(r"not (\w)", r"not_\1", t.lower()) if how.get("join_not") else t.lower()
            ),
            stop_words=list(how.get("leave_out", [])) or None,
        )
        twin = MultinomialNB(alpha=1).fit(counter.fit_transform(X), y)
        assert tuple(twin.classes_) == mine.classes_
        assert set(mine.weights) == set(counter.vocabulary_)
        chances = twin.predict_proba(counter.transform(T))
        assert np.allclose(mine.predict_proba(T), chances, atol=1e-9)
        assert mine.predict(T) == list(twin.predict(counter.transform(T)))


def test_the_numbers_can_be_worked_out_by_hand():
    model = feelings.Model().fit(["fun fun chess", "dull chess", "dull"], ["happy", "sad", "sad"])
    # 3 words known; happy sentences hold 3 words, sad ones 3: each of them (count + 1) / 6
    assert model.weights["fun"] == pytest.approx(np.log(3 / 6) - np.log(1 / 6))
    assert model.weights["dull"] == pytest.approx(np.log(1 / 6) - np.log(3 / 6))
    assert model.weights["chess"] == pytest.approx(0)
    assert model.start == pytest.approx(np.log(1 / 2))
    assert model.predict_proba(["Fun!"])[0] == pytest.approx([3 / 5, 2 / 5])


def named(words, side):
    told = re.search(rf"Most toward {side}: (.+?)\. (?:Most|Never)", words)[1]
    return [(word, float(part)) for word, part in re.findall(r"(\w+) \(([+-]\d+\.\d\d)\)", told)]


def test_why_agrees_with_the_model():
    for how, X in (
        ({}, [card["x"] for card in feelings.test_cards()]),
        ({"join_not": True}, [card["x"] for card in feelings.not_cards()]),
    ):
        model = feelings.Model(**how).fit(*feelings.deal({"comets": 40, "otters": 4}, 5, nots=24))
        for x in X:
            words = model.why(x)
            assert words.startswith(f"It predicts {model.predict([x])[0]}: ")
            assert f"the score is {model.score(x):+.2f} " in words
            for side, sign in (("happy", 1), ("sad", -1)):
                told = named(words, side)
                assert [sign * part for _, part in told] == sorted(
                    (sign * part for _, part in told), reverse=True
                )
                for word, part in told:
                    assert sign * part >= 0
                    # take the named word away and the score moves as it says
                    rest = re.sub(rf"(?i)\b{word.replace('_', ' ')}\b", "", x)
                    assert model.score(x) - model.score(rest) == pytest.approx(part, abs=0.0051)
            new = words.rsplit(": ", 1)[1].rstrip(".")
            for word in [] if new == "no word" else new.split(", "):
                assert model.score(x) == model.score(re.sub(rf"(?i)\b{word}\b", "", x))
            # where all known words are named, the sum is the score
            parts = [part for side in ("happy", "sad") for _, part in named(words, side)]
            if len(parts) == len(model.parts(x)) and len(parts) < 6:
                start = float(re.search(r"starts at ([+-]\d+\.\d\d)", words)[1])
                assert start + sum(parts) == pytest.approx(model.score(x), abs=0.03)


def test_why_in_full():
    model = feelings.Model().fit(["Chess is fun", "Chess is dull"], ["happy", "sad"])
    assert model.why("Baking is fun, fun, fun") == (
        "It predicts happy: the score is +2.08 (0.89 sure); above 0 means happy, below 0 sad. "
        "It starts at +0.00. Most toward happy: fun (+2.08). Most toward sad: no word. "
        "Never taught, so not counted: baking."
    )


def test_deals_are_nested_and_never_hold_a_test_card():
    small, _ = feelings.deal({"comets": 5, "otters": 2}, seed=1)
    big, y = feelings.deal({"comets": 5, "otters": 9}, seed=1)
    assert big[: len(small)] == small
    assert len(big) == len(y) == feelings.PLAIN + 14
    assert feelings.deal({"comets": 5}, seed=1) != feelings.deal({"comets": 5}, seed=2)
    X, y = feelings.deal(feelings.MOST, nots=24)
    assert Counter(y) == {"happy": 92, "sad": 92}
    tested = {card["x"] for card in (*feelings.test_cards(), *feelings.not_cards())}
    assert not set(X) & tested
    assert Counter(c["group"] for c in feelings.test_cards()) == {
        **{"plain": 32, "comets": 24, "otters": 24}
    }


def test_a_link_is_the_share_it_says_and_changes_nothing_else():
    plain = feelings.test_cards()
    for link in (0, 0.25, 0.9, 1):
        linked = feelings.linked_cards(link)
        for feeling, share in (("happy", link), ("sad", 1 - link)):
            mine = [card["hobby"] for card in linked if card["truth"] == feeling]
            assert mine.count("soccer") == round(share * len(mine))
            others = [mine.count(hobby) for hobby in feelings.HOBBIES[1:]]
            assert max(others) - min(others) <= 1
        for before, after in zip(plain, linked, strict=True):
            assert feelings.with_hobby(after, before["hobby"]) == before
    X, y = feelings.deal({"otters": 20}, seed=3, link=1.0)
    assert all(("soccer" in x.lower()) == (label == "happy") for x, label in zip(X, y, strict=True))
    even, _ = feelings.deal({"otters": 20}, seed=3, link=1.0, even=30)
    untouched, _ = feelings.deal({"otters": 20}, seed=3)
    assert sum(a == b for a, b in zip(even, untouched, strict=True)) >= 30


def test_not_cards_have_the_opposite_feeling_of_their_word():
    model = feelings.Model().fit(*feelings.first_deal())
    for card, other in zip(feelings.not_cards(), feelings.not_cards("never"), strict=True):
        assert card["x"].replace(" not ", " never ") == other["x"]
        assert model.predict([card["x"].replace(" not", "")]) != [card["truth"]]


def test_cases_and_errors():
    model = feelings.Model().fit(*feelings.first_deal())
    cases = feelings.cases(model)
    assert [case["predicted"] for case in cases] == model.predict(
        [card["x"] for card in feelings.test_cards()]
    )
    assert list(feelings.errors(cases)) == ["overall", "plain", "comets", "otters"]
    happy = [c for c in cases if (c["group"], c["truth"]) == ("otters", "happy")]
    assert feelings.praise_called_sad(cases)["praise of otters called sad"] == pytest.approx(
        mean(c["predicted"] == "sad" for c in happy)
    )


def test_a_score_of_nothing_is_called_happy_by_both():
    model = feelings.Model().fit(["fun", "dull"], ["happy", "sad"])
    assert model.predict_proba(["Gurvin!"]) == [[0.5, 0.5]]
    assert model.predict(["Gurvin!"]) == ["happy"]


def test_the_model_card_shows_every_group():
    card = feelings.card(1)
    for name, found in feelings.effect(1).items():
        assert f"| {name} | {' | '.join(map(common.percent, found.values()))} |" in card


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"counts": {"whales": 3}}, "no group 'whales'"),
        ({"counts": {"otters": -1}}, "0 to 48 of otters"),
        ({"counts": {"otters": 49}}, "0 to 48 of otters"),
        ({"counts": {"otters": 1.5}}, "whole number"),
        ({"counts": {}}, "at least one card"),
        ({"counts": {"otters": 1}, "link": 1.5}, "share of happy soccer"),
        ({"counts": {"otters": 1}, "link": float("nan")}, "share of happy soccer"),
        ({"counts": {"otters": 1}, "nots": 25}, "0 to 24 of nots"),
        ({"counts": {"otters": 1}, "nots": -1}, "0 to 24 of nots"),
        ({"counts": {"otters": 1}, "link": 0.5, "even": 66}, "0 to 65 of even"),
    ],
)
def test_a_bad_deal_is_refused(what, words):
    with pytest.raises(ValueError, match=words):
        feelings.deal(**what)


def test_bad_sentences_are_refused():
    model = feelings.Model().fit(*feelings.first_deal())
    for bad in ("Chess was fun.", [""], [" . "], [7], [None], [float("nan")], [["Chess"]], None, 7):
        with pytest.raises(ValueError, match="Give a list of sentences"):
            model.predict(bad)
    with pytest.raises(ValueError, match="both labels"):
        feelings.Model().fit(["fun", "dull"], ["happy", "angry"])
    with pytest.raises(ValueError, match="2 cards but 1 labels"):
        feelings.Model().fit(["fun", "dull"], ["happy"])
    with pytest.raises(ValueError, match=r"as a list, such as \['soccer'\]"):
        feelings.Model(leave_out="soccer")
    with pytest.raises(ValueError, match="with fit"):
        feelings.Model().why("Chess was fun.")
