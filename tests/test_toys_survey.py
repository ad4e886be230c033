"""The survey toy: its effect over many seeds, and its draws beside what can be counted exactly."""

import itertools
import math
import re
from collections import Counter
from statistics import mean

import pytest
from scipy.stats import hypergeom
from toy_contract import Contract, average

from howcome.toys import common, survey

SOCCER, GATE, EQUAL, HAT, SOCCER_200, GATE_200, EQUAL_200, HAT_200, EVERYONE = survey.SAMPLES
CHESS = survey.CHESS


def at(sample, what):
    return average(survey, sample, what)


class TestContract(Contract):
    toy = survey
    bad = "swim club"
    one_class_is_refused = False  # all of those asked may wish for the same


def test_asking_the_soccer_club_only_gives_the_wrong_wish():
    # measured over 20 seeds: wishes in the wrong place 34.8 %, through the gate 19.0 %, hat 10.7 %
    assert at(SOCCER, "first wish right") < 0.05
    assert at(SOCCER, "wrong place") - at(HAT, "wrong place") > 0.12
    assert at(GATE, "wrong place") - at(HAT, "wrong place") > 0.04
    # measured over 20 seeds: 80 % of the hats of 40 name the garden, 10 % of those at the gate do
    assert at(HAT, "first wish right") - at(GATE, "first wish right") > 0.35


def test_asking_more_of_the_same_does_not_help_and_a_small_hat_is_closer():
    # measured over 20 seeds: 34.8 % of 40, 34.2 % of 200 soccer players; 10.7 % of 40 from a hat
    assert abs(at(SOCCER, "wrong place") - at(SOCCER_200, "wrong place")) < 0.03
    assert at(SOCCER_200, "first wish right") == 0
    assert at(SOCCER_200, "wrong place") - at(HAT, "wrong place") > 0.117
    # more names from a hat do help: 4.1 % of 200
    assert at(HAT, "wrong place") - at(HAT_200, "wrong place") > 0.033


def test_an_equal_share_stays_off_however_many_are_asked():
    # measured over 20 seeds: 9.2 % of 40, 7.2 % of 200; a hat of 200 is at 4.1 %
    assert at(EQUAL, "wrong place") < at(GATE, "wrong place")
    assert at(EQUAL_200, "wrong place") - at(HAT_200, "wrong place") > 0.015


def test_whoever_is_asked_gets_more_of_their_wishes():
    # measured over 20 seeds: soccer club 40.0 and 80.0 %, art club 95.0 and 45.0 % without theirs
    assert at(EVERYONE, "soccer club") - at(SOCCER, "soccer club") > 0.2
    assert at(SOCCER, "art club") - at(EVERYONE, "art club") > 0.25
    # the swap: ask the chess club only, and it is theirs
    assert at(SOCCER, "chess club") - at(CHESS, "chess club") > 0.2
    assert at(CHESS, "soccer club") - at(SOCCER, "soccer club") > 0.27


def test_even_everyone_leaves_most_without_their_wish():
    assert at(EVERYONE, "wrong place") == 0
    assert at(EVERYONE, "first wish right") == 1
    assert at(EVERYONE, "overall") == pytest.approx(1 - 238 / 600)


def test_the_school_is_counted_by_hand():
    pupils = survey.test_cards()
    assert len(pupils) == len({pupil["name"] for pupil in pupils}) == 600
    assert Counter(pupil["group"] for pupil in pupils) == survey.MOST
    # column sums of the typed counts, added up here once more
    totals = [sum(column) for column in zip(*survey.SCHOOL.values(), strict=True)]
    assert totals == [155, 238, 100, 107]
    assert list(survey.shares().values()) == [total / 600 for total in totals]
    for group, counts in survey.SCHOOL.items():
        mine = Counter(pupil["truth"] for pupil in pupils if pupil["group"] == group)
        assert [mine[wish] for wish in survey.WISHES] == list(counts)


def hats(size, times):
    for seed in range(times):
        yield survey.Model().fit(*survey.ask("hat", size, seed))


@pytest.mark.parametrize("size", [40, 200])
def test_a_hat_spreads_as_the_hypergeometric_distribution_says(size):
    found = list(hats(size, 400))
    expected = 0.0
    for wish, share in survey.shares().items():
        draw = hypergeom(600, round(600 * share), size)
        named = [model.named[wish] for model in found]
        wait = draw.std() / math.sqrt(len(found))
        assert mean(named) == pytest.approx(draw.mean(), abs=4 * wait)
        spread = mean((n - draw.mean()) ** 2 for n in named) ** 0.5
        assert spread == pytest.approx(draw.std(), rel=0.15)
        expected += draw.expect(lambda n, share=share: abs(n / size - share)) / 2
    assert mean(map(survey.wrong_place, found)) == pytest.approx(expected, rel=0.08)


def test_how_often_a_hat_of_40_names_the_garden():
    # every way in which 40 can name the four wishes, with its exact chance
    totals = [155, 238, 100, 107]
    right = 0
    for court, garden, corner in itertools.product(range(41), repeat=3):
        swings = 40 - court - garden - corner
        # of equals the first in the alphabet is predicted: a ball court comes before a garden
        if swings >= 0 and garden > court and garden >= max(corner, swings):
            counts = (court, garden, corner, swings)
            right += math.prod(map(math.comb, totals, counts))
    exact = right / math.comb(600, 40)
    assert 0.8 < exact < 0.9
    found = mean(model.predict(["no club"]) == ["garden"] for model in hats(40, 400))
    assert found == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 400))


def test_the_whole_soccer_club_is_as_far_off_as_its_wishes_are():
    model = survey.Model().fit(*survey.deal({"soccer club": 210}))
    of_club = [count / 210 for count in survey.SCHOOL["soccer club"]]
    gaps = [abs(a - b) for a, b in zip(of_club, survey.shares().values(), strict=True)]
    assert survey.wrong_place(model) == pytest.approx(sum(gaps) / 2)
    assert survey.wrong_place(survey.Model().fit(["no club"], ["swings"])) == pytest.approx(
        1 - 107 / 600
    )


def test_an_equal_share_is_off_by_what_the_mean_of_the_groups_says():
    # every group counts alike: that is the mean of the four groups' shares, not of the pupils
    groups = survey.SCHOOL.values()
    alike = [mean(counts[place] / sum(counts) for counts in groups) for place in range(4)]
    gaps = [abs(a - b) for a, b in zip(alike, survey.shares().values(), strict=True)]
    asked = [survey.Model().fit(*survey.ask("equal share", 240, seed)) for seed in range(40)]
    found = [mean(m.named[wish] for m in asked) / 240 for wish in survey.WISHES]
    assert found == pytest.approx(alike, abs=0.015)
    assert sum(gaps) / 2 > 0.05


def test_samples_have_the_size_they_say_and_ask_nobody_twice():
    for name, (way, size) in survey.SAMPLES.items():
        X, y = survey.ask(way, size, seed=2)
        assert len(X) == len(y) == size, name
        asked = Counter(zip(X, y, strict=True))
        for group, counts in survey.SCHOOL.items():
            for wish, count in zip(survey.WISHES, counts, strict=True):
                assert asked[group, wish] <= count
    assert set(survey.ask("the soccer club", 40)[0]) == {"soccer club"}
    assert set(Counter(survey.ask("equal share", 40)[0]).values()) == {10}
    X, y = survey.ask("hat", 600)
    assert Counter(X) == survey.MOST
    assert Counter(y)["garden"] == 238


def test_the_soccer_club_comes_first_through_the_gate():
    first = [survey.ask("first through the gate", 40, seed)[0] for seed in range(20)]
    found = mean(group == "soccer club" for X in first for group in X)
    # 35 % of the school; measured over 20 mornings: 71 % of the first 40
    assert 0.55 < found < 0.85
    assert Counter(survey.ask("first through the gate", 600)[0]) == survey.MOST


def test_deals_are_nested():
    small, small_y = survey.deal({"soccer club": 5, "no club": 2}, seed=1)
    big, big_y = survey.deal({"soccer club": 5, "no club": 9}, seed=1)
    assert (big[: len(small)], big_y[: len(small)]) == (small, small_y)
    assert survey.deal({"no club": 20}, seed=1) != survey.deal({"no club": 20}, seed=2)
    for way in survey.WAYS:
        small, big = survey.ask(way, 40, seed=3), survey.ask(way, 80, seed=3)
        assert not Counter(zip(*small, strict=True)) - Counter(zip(*big, strict=True))


def test_cases_are_the_pupils_who_go_without():
    model = survey.Model().fit(*survey.first_deal())
    cases = survey.cases(model)
    assert {case["predicted"] for case in cases} == {"ball court"}
    found = survey.errors(cases)
    assert list(found) == ["overall", *survey.GROUPS]
    for group, counts in survey.SCHOOL.items():
        assert found[group] == pytest.approx(1 - counts[0] / sum(counts))
    assert cases[0]["sure"] == pytest.approx(model.named["ball court"] / 40)


def test_why_agrees_with_the_model():
    for seed in range(5):
        X, y = survey.ask("hat", 40, seed)
        model = survey.Model().fit(X, y)
        words = model.why("chess club")
        told = {wish: int(n) for n, wish in re.findall(r"(\d+) named (.+?)(?=, \d|\. )", words)}
        assert told == Counter(y)
        assert list(told.values()) == sorted(told.values(), reverse=True)
        first, second = list(told)[:2]
        assert words.startswith(f"It predicts {first}, ")
        assert model.predict(["art club"]) == [first]
        assert f"chess club, {X.count('chess club')} of 60 were asked." in words
        # take away those who named it, one by one: with fewer than the second, the second comes out
        extra = told[first] - told[second] + 1
        kept = [place for place, wish in enumerate(y) if wish == first][extra:]
        kept += [place for place, wish in enumerate(y) if wish != first]
        less = survey.Model().fit([X[p] for p in kept], [y[p] for p in kept])
        assert less.predict(["art club"]) == [second]


def test_of_equals_the_first_in_the_alphabet_is_predicted_and_told_first():
    model = survey.Model().fit(["no club", "no club"], ["swings", "garden"])
    assert model.predict(["art club"]) == ["garden"]
    assert "1 named garden, 1 named swings" in model.why("art club")


def test_the_model_card_shows_every_group():
    card = survey.card(1)
    for name, found in survey.effect(1).items():
        rates = [common.percent(found[key]) for key in ("wrong place", "overall", *survey.GROUPS)]
        assert f"| {name} | {' | '.join(rates)} |" in card


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: survey.deal({"swim club": 3}), "no group 'swim club'"),
        (lambda: survey.deal({"chess club": 61}), "0 to 60 of chess club"),
        (lambda: survey.deal({"chess club": -1}), "0 to 60 of chess club"),
        (lambda: survey.deal({"chess club": 1.5}), "whole number"),
        (lambda: survey.deal({}), "at least one card"),
        (lambda: survey.ask("telephone", 40), "no way 'telephone'"),
        (lambda: survey.ask("equal share", 42), "4 groups can share"),
        (lambda: survey.ask("equal share", 400), "0 to 60 of chess club"),
        (lambda: survey.ask("the soccer club", 211), "0 to 210 of soccer club"),
        (lambda: survey.ask("hat", 601), "0 to 600 of all pupils"),
        (lambda: survey.ask("hat", 0), "at least one card"),
        (lambda: survey.ask("first through the gate", -1), "0 to 600 of all pupils"),
        (lambda: survey.Model().fit(["no club"], ["a pony"]), "Each wish is one of"),
        (lambda: survey.Model().fit(["swim club"], ["garden"]), "the group of each pupil"),
        (lambda: survey.Model().fit("no club", ["garden"]), "the group of each pupil"),
        (lambda: survey.Model().fit(["no club"] * 2, ["garden"]), "2 cards but 1 labels"),
        (lambda: survey.Model().fit([], []), "at least one card"),
        (lambda: survey.wrong_place(survey.Model()), "with fit"),
    ],
)
def test_bad_input_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
