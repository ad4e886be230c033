"""The programme toy: its gaps over many seeds, beside scikit-learn and the best rule there is."""

import math
from statistics import NormalDist, mean

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from toy_contract import Contract, average

from howcome.toys import common, programme

ALL, BLIND, NO_STOP, ESSAY, SKILL, *LINKED = programme.PICKERS
LINKS = (0.5, 0.7, 0.9, 0.99)
EQUAL = {"A": 1000, "B": 1000}
STANDARD = NormalDist()
ESSAYS = NormalDist(0, math.hypot(1, programme.ESSAY_NOISE))


class TestContract(Contract):
    toy = programme
    plain = False
    bad = (1, float("inf"), 1, 1)


def test_deleting_the_column_leaves_most_of_the_gap():
    # measured over 20 seeds, in points: 53.9 with all columns, 39.1 without the bus line,
    # 15.8 without the bus stop too, -0.2 with the essay alone
    gap = {picker: average(programme, picker, "gap") for picker in programme.PICKERS}
    assert gap[ALL] > 0.27
    assert gap[BLIND] > 0.195
    assert gap[BLIND] > gap[ALL] / 2
    assert gap[ALL] - gap[BLIND] > 0.074
    assert gap[NO_STOP] > 0.079
    assert gap[BLIND] - gap[NO_STOP] > 0.116
    assert abs(gap[ESSAY]) < 0.03
    assert abs(gap[SKILL]) < 0.03


def test_the_line_can_be_guessed_from_the_rest():
    # measured over 20 seeds: 90.1 % without the bus line, 75.2 % without the bus stop, 50.1 %
    guessed = [average(programme, picker, "line guessed") for picker in (BLIND, NO_STOP, ESSAY)]
    assert guessed[0] == pytest.approx(programme.LINK, abs=0.02)
    assert guessed[1] == pytest.approx(programme.CLUB_LINK, abs=0.02)
    assert guessed[2] == pytest.approx(0.5, abs=0.02)


def test_the_gap_grows_with_the_link():
    # measured over 20 seeds, in points: -0.3, 10.2, 37.2, 52.2
    gap = [average(programme, picker, "gap") for picker in LINKED]
    assert abs(gap[0]) < 0.03
    assert gap[1] - gap[0] > 0.05
    assert gap[2] - gap[1] > 0.135
    assert gap[3] - gap[2] > 0.075


def test_skilled_pupils_of_line_b_pay_and_the_essay_alone_agrees_better_with_skill():
    # measured over 20 seeds: skilled left out A 9.2 %, B 47.8 %; with the essay 22.3 and 21.6 %;
    # wrong by true skill 28.4 -> 21.6 %
    for picker, least in ((ALL, 0.26), (BLIND, 0.19), (NO_STOP, 0.07)):
        a, b = (average(programme, picker, f"skilled {line} left out") for line in "AB")
        assert b - a > least
    for better in (ESSAY, SKILL):
        a, b = (average(programme, better, f"skilled {line} left out") for line in "AB")
        assert abs(b - a) < 0.04
        gain = average(programme, BLIND, "overall") - average(programme, better, "overall")
        assert gain > 0.034


def test_the_committee_leans_and_swapped_it_leans_the_other_way(monkeypatch):
    for leaning in (programme.LEANING, -programme.LEANING, 0):
        monkeypatch.setattr(programme, "LEANING", leaning)
        model = programme.Model(("essay", "bus_stop", "club")).fit(*programme.first_deal(1))
        gap = programme.picked(programme.cases(model))["gap"]
        assert abs(gap) < 0.09 if leaning == 0 else gap * leaning > 0.195 * 0.6


def chance_of_past(essay, side):
    """The committee's choice, given the essay and the line: both are normal with skill."""
    kept = 1 / ESSAYS.variance
    spread = math.sqrt((1 - kept) + programme.CHOICE_NOISE**2)
    return STANDARD.cdf((kept * essay + side * programme.LEANING) / spread)


def picked_share(share_a):
    """How many of those who come from line A with this chance the best rule picks."""
    low, high = -20.0, 20.0
    while high - low > 1e-9:
        essay = (low + high) / 2
        chance = share_a * chance_of_past(essay, 1) + (1 - share_a) * chance_of_past(essay, -1)
        low, high = (low, essay) if chance > 0.5 else (essay, high)
    return 1 - ESSAYS.cdf(low)


def best_gap(link, club):
    """The gap of the rule that repeats the past best from essay, bus stop and club."""
    gap = 0.0
    for stop in (link, 1 - link):
        for other in (club, 1 - club):
            a, b = stop * other, (1 - stop) * (1 - other)
            gap += (a - b) * picked_share(a / (a + b)) if a + b else 0
    return gap


def test_the_gaps_are_those_of_the_best_rule_there_is():
    # the club tells nothing at 0.5; a link of 1 is the bus line itself
    for picker, link, club in (
        (ALL, 1, 0.5),
        (BLIND, programme.LINK, programme.CLUB_LINK),
        (NO_STOP, 0.5, programme.CLUB_LINK),
        (ESSAY, 0.5, 0.5),
        *((picker, link, 0.5) for picker, link in zip(LINKED, LINKS, strict=True)),
    ):
        assert average(programme, picker, "gap") == pytest.approx(best_gap(link, club), abs=0.03)


def test_the_essay_agrees_with_skill_as_a_formula_says():
    """Two normal numbers with correlation r have other signs in arccos(r) / pi of all cases."""
    other = math.acos(1 / ESSAYS.stdev) / math.pi
    assert average(programme, ESSAY, "overall") == pytest.approx(other, abs=0.015)


@pytest.mark.parametrize("columns", [programme.COLUMNS, ("essay",), ("essay", "bus_stop", "club")])
def test_the_weights_are_those_of_scikit_learn(columns):
    used = [programme.COLUMNS.index(name) for name in columns]
    new = [card["x"] for card in programme.test_cards()]
    for seed in range(3):
        X, y = programme.first_deal(seed)
        mine = programme.Model(columns).fit(X, y)
        twin = LogisticRegression(tol=1e-10, max_iter=1000).fit(np.array(X)[:, used], y)
        assert mine.classes_ == list(twin.classes_)
        assert np.allclose(mine.weights, [*twin.intercept_, *twin.coef_[0]], atol=1e-4)
        assert np.allclose(
            mine.predict_proba(new), twin.predict_proba(np.array(new)[:, used]), atol=1e-4
        )


def test_a_few_pupils_that_a_line_parts_are_fitted_too():
    X, y = [[1, 30, 1, 1], [1, 20, 1, 1], [-1, -25, -1, -1]], ["picked", "picked", "not picked"]
    mine, twin = programme.Model().fit(X, y), LogisticRegression(tol=1e-10).fit(X, y)
    assert np.allclose(mine.weights, [*twin.intercept_, *twin.coef_[0]], atol=1e-3)
    assert mine.predict(X) == y


def test_a_deleted_column_has_no_say():
    model = programme.Model(("essay", "club")).fit(*programme.first_deal(0))
    assert model.score([1, 0.4, 1, -1]) == model.score([-1, 0.4, -1, -1])


def test_why_adds_up_and_without_a_column_the_score_moves():
    model = programme.Model(("essay", "bus_stop")).fit(*programme.first_deal(0))
    x = [-1, 1.5, -1, 1]
    start, essay, stop = (float(w) for w in model.weights)
    assert model.why(x) == (
        f"It predicts {model.predict([x])[0]}: the score is {model.score(x):+.2f}, and above 0 "
        f"means picked. Of this, essay adds {1.5 * essay:+.2f}, bus_stop adds {-stop:+.2f}, "
        f"and the start value adds {start:+.2f}."
    )
    assert stop > 0
    assert model.score([-1, 1.5, 0, 1]) - model.score(x) == pytest.approx(stop)
    assert model.score(x) - model.score([-1, 0, -1, 1]) == pytest.approx(1.5 * essay)


def test_the_world_is_the_one_described():
    for line, own in (("A", 1), ("B", -1)):
        cards = programme._pupils(line, 8000, "described", 0.8)
        bus, essay, stop, club = np.array([card["x"] for card in cards]).T
        assert set(bus) == {own}
        assert (stop == own).mean() == pytest.approx(0.8, abs=0.02)
        assert (club == own).mean() == pytest.approx(0.75, abs=0.02)
        assert essay.mean() == pytest.approx(0, abs=0.06)
        assert essay.std() == pytest.approx(ESSAYS.stdev, abs=0.05)
        assert mean(c["truth"] == "picked" for c in cards) == pytest.approx(0.5, abs=0.025)
        chosen = STANDARD.cdf(own * 0.6 / math.hypot(1, 0.5))
        assert mean(c["past"] == "picked" for c in cards) == pytest.approx(chosen, abs=0.025)


def test_deals_are_nested_and_a_link_moves_bus_stops_alone():
    small, _ = programme.deal({"A": 5, "B": 2}, seed=1)
    big, _ = programme.deal({"A": 5, "B": 9}, seed=1)
    assert big[:7] == small
    tight, labels = programme.deal({"A": 50, "B": 50}, seed=1, link=1)
    loose, same = programme.deal({"A": 50, "B": 50}, seed=1, link=0.5)
    assert labels == same
    assert all(row[0] == row[2] for row in tight)
    assert [[a, e, c] for a, e, _, c in tight] == [[a, e, c] for a, e, _, c in loose]
    assert tight != loose
    assert programme.deal({"A": 50}, label="skill")[1] != programme.deal({"A": 50})[1]
    dealt = {tuple(x) for x in programme.first_deal(0)[0]}
    assert not {tuple(c["x"]) for c in programme.test_cards()} <= dealt
    assert programme.test_cards() == programme.new_cards(0)


def test_the_model_card_shows_every_picker_and_both_lines():
    card = programme.card(1)
    for name, found in programme.effect(1).items():
        shares = " | ".join(common.percent(found[key]) for key in list(found)[1:])
        assert f"| {name} | {100 * found['gap']:.1f} | {shares} |" in card


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: programme.deal({"C": 3}), "no group 'C'"),
        (lambda: programme.deal({"A": 2001}), "0 to 2000 of A"),
        (lambda: programme.deal(EQUAL, link=1.2), "link from 0 to 1"),
        (lambda: programme.new_cards(0, link=math.nan), "link from 0 to 1"),
        (lambda: programme.deal(EQUAL, label="luck"), "no labels 'luck'"),
        (lambda: programme.Model(()), "one or more of the columns"),
        (lambda: programme.Model(("essay", "shoe")), "one or more of the columns"),
        (lambda: programme.Model().fit([[1, 0, 1, 1]] * 3, ["a", "b", "c"]), "two labels"),
    ],
)
def test_bad_input_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
