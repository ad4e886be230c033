"""The name checker: its effect, beside shares counted in pandas and names that were published."""

import random
from statistics import mean

import pytest
from toy_contract import Contract, average, effects

from howcome import cards
from howcome.toys import common, name_checker
from howcome.toys.name_checker import BABIES, RARER, YEARS, Model, share_flagged

OLD, NEW, SHORT, LONG = name_checker.LISTS
NEVER = "never flag a name"


class TestContract(Contract):
    toy = name_checker
    bad = "  "


def test_the_list_of_1950_flags_the_babies_of_2017_and_the_other_way_round():
    # measured over 20 seeds: 6.2, 20.2, 46.5, 71.4 % by the list of 1950; 57.9 to 30.6 % by 2017's
    flagged = [average(name_checker, OLD, f"flagged, born {year}") for year in YEARS]
    assert flagged == sorted(flagged)
    assert flagged[-1] - flagged[0] > 0.325
    swapped = [average(name_checker, NEW, f"flagged, born {year}") for year in YEARS]
    assert swapped == sorted(swapped, reverse=True)
    assert swapped[0] - swapped[-1] > 0.137


def test_a_longer_list_flags_fewer_and_lets_more_slips_by():
    # measured over 20 seeds, babies of 2017: 61.3, 30.6, 10.3 %; slips 0.3, 1.5, 5.2 %
    born, by = "flagged, born 2017", "slips let by"
    short, new, long = (average(name_checker, name, born) for name in (SHORT, NEW, LONG))
    assert short - new > 0.155
    assert new - long > 0.1
    assert long > 0.05
    assert average(name_checker, LONG, by) - average(name_checker, SHORT, by) > 0.024
    assert average(name_checker, NEVER, by) == 1
    assert average(name_checker, NEVER, born) == 0


@pytest.mark.parametrize("name", name_checker.LISTS)
def test_the_drawn_shares_are_those_of_the_counts(name):
    # 20 times 1,000 babies: the mean of a share p spreads by sqrt(p (1 - p) / 20,000)
    listed, size = name_checker.LISTS[name]
    for year in YEARS:
        p = share_flagged(year, listed, size)
        spread = (p * (1 - p) / 20_000) ** 0.5
        assert abs(average(name_checker, name, f"flagged, born {year}") - p) < 4 * spread
        single = [one[name][f"flagged, born {year}"] for one in effects(name_checker)]
        assert max(abs(share - p) for share in single) < 5 * spread * 20**0.5


def test_the_counted_shares_are_those_of_pandas():
    table = cards.load("names")
    for listed in YEARS:
        for size in (200, 1000, 5000):
            top = table.sort_values([f"babies_{listed}", "name"], ascending=[False, True])[:size]
            for born in YEARS:
                expected = 1 - top[f"babies_{born}"].sum() / BABIES[born]
                assert share_flagged(born, listed, size) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("year", "names"),
    [
        # the first girl's and the first boy's name of the agency's published list of each year
        (1950, {"Linda", "James"}),
        (1970, {"Jennifer", "Michael"}),
        (1990, {"Jessica", "Michael"}),
        (2017, {"Emma", "Liam"}),
    ],
)
def test_the_first_names_are_those_that_were_published(year, names):
    model = Model(size=10).fit(*name_checker.deal(year))
    assert names <= set(model.counts)


def test_every_list_flags_accents_and_hyphens():
    for year in YEARS:
        model = Model(size=5000).fit(*name_checker.deal(year))
        assert set(model.predict(["José", "Mary-Jane", "D'Andre"])) == {"flag"}
        assert set(model.predict(["Jose", "jose", " MARY "])) == {"fine"}


def test_why_agrees_with_the_list():
    X, y = name_checker.first_deal()
    model = Model().fit(X, y)
    assert model.why("Mary").startswith("It predicts fine: Mary is name 5 of 1,000 on its list.")
    # without the named name the answer turns, and with the flagged one it turns too
    less = [pair for pair in zip(X, y, strict=True) if pair[0] != "Mary"]
    assert Model().fit(*zip(*less, strict=True)).predict(["Mary"]) == ["flag"]
    said = model.why("Jayden")
    assert said.startswith("It predicts flag: Jayden is not among the 1,000 names on its list.")
    near = said.split("like it there is ")[1].rstrip(".")
    assert model.predict([near]) == ["fine"]
    more = Model().fit([*X, "Jayden"], [*y, 10**6])
    assert more.predict(["Jayden"]) == ["fine"]
    assert "name 1 of" in more.why("Jayden")
    assert model.why("Qqqqq").endswith("names on its list.")


def test_the_list_keeps_the_most_frequent():
    model = Model(size=2).fit(["Ada", "Bo", "Cy", "Bo"], [5, 3, 5, 3])
    assert model.counts == {"Bo": 6, "Ada": 5}  # counts add up; of equals the first in the alphabet
    assert Model(size=9).fit(["Ada", "Bo"], [1, 1]).predict(["Bo"]) == ["fine"]  # room for all
    assert Model(size=9).fit(["Ada", "Bo"], [1, 0]).predict(["Bo"]) == ["flag"]  # nobody got it
    for year in YEARS:
        counts = Model(size=300).fit(*name_checker.deal(year)).counts
        rest = set(name_checker.deal(year)[0]) - set(counts)
        all_ = dict(zip(*name_checker.deal(year), strict=True))
        assert min(counts.values()) >= max(all_[name] for name in rest)


def test_babies_come_as_often_as_they_were_counted():
    drawn = name_checker.babies(2017, 40_000)
    missing = 1 - sum(name_checker.deal(2017)[1]) / BABIES[2017]
    assert drawn.count(RARER) / 40_000 == pytest.approx(missing, abs=0.006)
    assert drawn.count("Emma") / 40_000 == pytest.approx(19752 / BABIES[2017], abs=0.0015)
    assert name_checker.babies(2017, 5) == drawn[:5]  # a bigger deal holds a smaller one
    assert name_checker.babies(1950, 50, 1) != name_checker.babies(1950, 50, 2)
    assert Model(5000).fit(*name_checker.deal(2017)).predict([RARER]) == ["flag"]


def test_a_slip_is_one_slip():
    chance = random.Random(0)
    for name in ("Mary", "Anna", "Bo", "Aa", "Christopher"):
        for _ in range(200):
            typed = name_checker.slip(name, chance)
            assert typed != name
            assert abs(len(typed) - len(name)) <= 1
            letters, other = sorted(name.lower()), sorted(typed.lower())
            if len(typed) == len(name):
                assert letters == other  # two swapped
            else:
                assert set(other) <= set(letters)
    slips = name_checker.slips(500)
    known = set(name_checker.deal(2017)[0])
    assert 0.02 < mean(slip in known for slip in slips) < 0.2


def test_test_cards_have_every_group():
    found = name_checker.test_cards()
    groups = [card["group"] for card in found]
    assert all(groups.count(group) == name_checker.TEST_SIZE for group in name_checker.GROUPS)
    assert {card["truth"] for card in found if card["group"] == "slips"} == {"flag"}
    wrong = common.errors(name_checker.cases(Model().fit(*name_checker.first_deal())))
    assert wrong["born 2017"] == pytest.approx(share_flagged(2017, 1950), abs=0.1)


def test_the_model_card_shows_every_group():
    card = name_checker.card(1)
    for name, found in name_checker.effect(1).items():
        assert f"| {name} | {' | '.join(map(common.percent, found.values()))} |" in card


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: Model(size=0), "at least 1 name"),
        (lambda: Model().predict(["Mary"]), "with fit"),
        (lambda: Model().fit(["Mary"], [-1]), "from 0 up"),
        (lambda: Model().fit(["Mary"], [float("nan")]), "from 0 up"),
        (lambda: Model().fit(["Mary"], ["many"]), "from 0 up"),
        (lambda: Model(size=1).fit(["Mary", "Emma"], [3, 3]), "All counts are the same"),
        (lambda: Model().fit(["Mary", "Emma"], [0, 0]), "All counts are the same"),
        (lambda: Model().fit("Mary", [1]), "a list of names"),
        (lambda: Model().fit(["Mary", None], [1, 2]), "a list of names"),
        (lambda: name_checker.deal(1900), "not 1900"),
        (lambda: share_flagged(2017, 1950, 5001), "1 to 5,000"),
        (lambda: share_flagged(2017, 1950, 0), "1 to 5,000"),
        (lambda: share_flagged(2018, 1950), "not 2018"),
    ],
)
def test_bad_input_gets_a_sentence_of_its_own(call, said):
    with pytest.raises(ValueError, match=said):
        call()
