"""The pear toy: its effect over many seeds, beside the closed form, scikit-learn and activities."""

import math
from statistics import NormalDist, mean, pstdev

import pytest
from sklearn.metrics import confusion_matrix, recall_score
from toy_contract import Contract, average, effects

from howcome import CutOff, MistakeTable
from howcome.toys import common, two_kinds

LOW, MIDDLE, HIGH, TWICE, EVEN, MISS_5, ALARM_5 = two_kinds.effect(0)
BY_COST = {EVEN: (1, 1), MISS_5: (5, 1), ALARM_5: (1, 5)}
PAID, AT_FEWEST = "cost", "cost at the bar with the fewest mistakes"


class TestContract(Contract):
    toy = two_kinds
    bad = (float("inf"),)


def rates(bar, spread, presses=1):
    """Missed and false alarms of one orchard with endless pears: two tails of normal curves."""
    spread = spread / math.sqrt(presses)
    # a reading has one decimal: it is at or above the bar from 0.05 below it
    ripe, hard = (
        NormalDist(two_kinds.MIDDLE[label], spread).cdf(bar - 0.05)
        for label in (two_kinds.RIPE, two_kinds.UNRIPE)
    )
    return ripe, 1 - hard


def cost(bar, miss, alarm, spreads):
    """Points per 100 pears, half of them ripe, as many of each spread."""
    each = [rates(bar, spread) for spread in spreads]
    return 100 * mean(miss * missed + alarm * alarms for missed, alarms in each) / 2


def test_moving_the_bar_swaps_one_mistake_for_the_other():
    # measured over 20 seeds: bar 40, 50, 60: missed 4.1, 16.9, 49.7 %, alarms 50.6, 16.9, 4.0 %
    missed = [average(two_kinds, bar, "missed") for bar in (LOW, MIDDLE, HIGH)]
    alarms = [average(two_kinds, bar, "false alarms") for bar in (LOW, MIDDLE, HIGH)]
    assert missed[1] - missed[0] > 0.064
    assert missed[2] - missed[1] > 0.164
    assert alarms[0] - alarms[1] > 0.168
    assert alarms[1] - alarms[2] > 0.064


def test_the_overall_error_hides_the_hill():
    # measured over 20 seeds: valley 10.4 %, hill 23.4 %, overall 16.9 %
    assert average(two_kinds, MIDDLE, "hill") - average(two_kinds, MIDDLE, "valley") > 0.065


def test_a_second_press_lowers_both_mistakes_and_leaves_some():
    # measured over 20 seeds: missed 16.9 -> 9.5 %, false alarms 16.9 -> 9.6 %
    for kind in ("missed", "false alarms"):
        assert average(two_kinds, MIDDLE, kind) - average(two_kinds, TWICE, kind) > 0.036
        assert average(two_kinds, TWICE, kind) > 0.04


def test_costs_put_the_bar_elsewhere():
    # measured over 20 seeds: bars at 49.4, 42.4 and 59.1
    even, low, high = (average(two_kinds, name, "bar") for name in (EVEN, MISS_5, ALARM_5))
    assert even - low > 3.4
    assert high - even > 4.8


def test_the_bar_with_the_fewest_mistakes_is_not_the_cheapest():
    # measured over 20 seeds: cost 36.1 with 23.6 % wrong, where fewest mistakes cost 49.6;
    # and 36.0 with 25.9 % wrong, where they cost 56.0
    for name, saved in ((MISS_5, 6.7), (ALARM_5, 10)):
        assert average(two_kinds, name, AT_FEWEST) - average(two_kinds, name, PAID) > saved
        assert average(two_kinds, name, "overall") - average(two_kinds, EVEN, "overall") > 0.03
    assert all(effect[EVEN][PAID] == effect[EVEN][AT_FEWEST] for effect in effects(two_kinds))


@pytest.mark.parametrize("presses", [1, 2, 4])
@pytest.mark.parametrize("orchard", two_kinds.GROUPS)
def test_the_mistakes_are_those_of_the_normal_curve(orchard, presses):
    cards = [
        card
        for seed in range(4)
        for card in two_kinds._pears(orchard, 1500, f"curve {seed}", presses)
    ]
    for bar in (40, 50, 55):
        found = two_kinds.mistakes(two_kinds.cases(two_kinds.Model().put(bar), cards))
        missed, alarms = rates(bar, two_kinds.SPREAD[orchard], presses)
        # four standard deviations of a share of 3,000
        assert found["missed"] == pytest.approx(missed, abs=0.037)
        assert found["false alarms"] == pytest.approx(alarms, abs=0.037)


@pytest.mark.parametrize("costs", BY_COST.values())
def test_the_bar_put_by_cost_nears_the_cheapest_there_is(costs):
    spreads = two_kinds.SPREAD.values()
    cheapest = min(two_kinds.BARS, key=lambda bar: cost(bar, *costs, spreads))
    fitted = [
        two_kinds.Model(*costs).fit(*two_kinds.deal(two_kinds.MOST, seed)).bar for seed in range(20)
    ]
    assert mean(fitted) == pytest.approx(cheapest, abs=1.5)
    paid = mean(cost(bar, *costs, spreads) for bar in fitted)
    assert paid <= 1.08 * cost(cheapest, *costs, spreads)


def test_one_orchard_alone_has_a_bar_by_a_formula():
    """Two normal curves of one spread: the middle, moved by spread² / distance x log of costs."""
    for orchard, spread in two_kinds.SPREAD.items():
        for miss, alarm in BY_COST.values():
            formula = 50 + spread**2 / 20 * math.log(alarm / miss)
            cheapest = min(two_kinds.BARS, key=lambda bar: cost(bar, miss, alarm, [spread]))
            assert cheapest == pytest.approx(formula, abs=0.6)
            found = mean(
                two_kinds.Model(miss, alarm).fit(*two_kinds.deal({orchard: 500}, seed)).bar
                for seed in range(12)
            )
            assert found == pytest.approx(formula, abs=2.5)


def test_the_counts_are_those_of_scikit_learn():
    found = two_kinds.cases(two_kinds.Model(miss=2).fit(*two_kinds.first_deal(1)))
    truth = [case["truth"] for case in found]
    said = [case["predicted"] for case in found]
    (tp, fn), (fp, tn) = confusion_matrix(truth, said, labels=two_kinds.Model.classes_)
    shares = two_kinds.mistakes(found)
    assert shares["missed"] == pytest.approx(fn / (tp + fn))
    assert shares["missed"] == pytest.approx(1 - recall_score(truth, said, pos_label="ripe"))
    assert shares["false alarms"] == pytest.approx(fp / (fp + tn))
    assert two_kinds.errors(found)["overall"] == pytest.approx((fn + fp) / 1000)
    assert two_kinds.cost(found, 2, 1) == pytest.approx((2 * fn + fp) / 10)


def test_the_fitted_bar_is_the_cheapest_of_all_bars():
    X, y = two_kinds.first_deal(2)
    for miss, alarm in ((1, 1), (5, 1), (0, 1), (1, 0), (0.5, 3)):
        cards = [
            {"name": "", "group": "all", "x": x, "truth": t} for x, t in zip(X, y, strict=True)
        ]
        paid = {
            bar: two_kinds.cost(two_kinds.cases(two_kinds.Model().put(bar), cards), miss, alarm)
            for bar in two_kinds.BARS
        }
        assert two_kinds.Model(miss, alarm).fit(X, y).bar == min(paid, key=paid.__getitem__)


def test_cut_off_and_mistake_table_take_the_pears():
    rows = two_kinds.pears(seed=3)
    columns = {"group": "orchard", "score": "softness", "outcome": "ripe"}
    cut = CutOff(rows, **columns, high=100, step=1, bars=dict.fromkeys(two_kinds.GROUPS, 47))
    cards = [
        {"name": row["name"], "group": row["orchard"], "x": [row["softness"]], "truth": label}
        for row, label in zip(rows, two_kinds.deal({"valley": 200, "hill": 200}, 3)[1], strict=True)
    ]
    found = two_kinds.cases(two_kinds.Model().put(47), cards)
    table = MistakeTable(found, yes="ripe")
    for orchard in two_kinds.GROUPS:
        missed = table.counts[orchard]["ripe", "not ripe"]
        alarms = table.counts[orchard]["not ripe", "ripe"]
        assert (missed, alarms) == (cut.counts[orchard]["fn"], cut.counts[orchard]["fp"])
        assert table.errors[orchard] == pytest.approx((missed + alarms) / 200)
    table.answer(opened=["hill", "ripe", "not ripe"])
    assert all(case["softness"] < 47 for case in table.opened_cases)


def test_swap_the_spreads_and_the_errors_swap(monkeypatch):
    def gap():
        found = two_kinds.errors(two_kinds.cases(two_kinds.Model().put(50)))
        return found["hill"] - found["valley"]

    assert gap() > 0.065
    monkeypatch.setattr(two_kinds, "SPREAD", {"valley": 14.0, "hill": 8.0})
    assert gap() < -0.065


def test_the_world_is_the_one_described():
    for orchard, spread in two_kinds.SPREAD.items():
        cards = two_kinds._pears(orchard, 4000, "described", 1)
        for label, middle in two_kinds.MIDDLE.items():
            mine = [card["x"][0] for card in cards if card["truth"] == label]
            assert 1850 < len(mine) < 2150
            assert mean(mine) == pytest.approx(middle, abs=1)
            assert pstdev(mine) == pytest.approx(spread, abs=0.7)
        assert all(0 <= card["x"][0] <= 100 for card in cards)


def test_deals_are_nested_and_more_presses_are_of_the_same_pears():
    small = two_kinds.pears({"valley": 3, "hill": 2}, seed=1)
    big = two_kinds.pears({"valley": 3, "hill": 9}, seed=1)
    assert big[: len(small)] == small
    assert small != two_kinds.pears({"valley": 3, "hill": 2}, seed=2)
    twice = two_kinds.pears({"valley": 3, "hill": 2}, seed=1, presses=2)
    assert [row["ripe"] for row in twice] == [row["ripe"] for row in small]
    assert [row["softness"] for row in twice] != [row["softness"] for row in small]
    assert two_kinds.test_cards() == two_kinds.test_cards()
    tests = [card["x"][0] for card in two_kinds.test_cards() if card["group"] == "hill"]
    assert tests != [row["softness"] for row in two_kinds.pears({"hill": 500})]


def test_why_names_the_bar_and_moving_it_turns_the_prediction():
    model = two_kinds.Model(miss=5).fit(*two_kinds.first_deal(0))
    bar = model.bar
    assert model.why([bar]) == (
        f"It predicts ripe: the softness {bar} is at or above the bar, {bar}. "
        "The bar stands there because a miss costs 5 and a false alarm 1."
    )
    model.put(bar + 1)
    assert model.why([bar]) == (
        f"It predicts not ripe: the softness {bar} is below the bar, {bar + 1}. "
        "The bar stands there because a person chose it."
    )
    assert model.predict([[bar]]) == ["not ripe"]


def test_on_the_bar_is_ripe_in_every_way_of_asking():
    model = two_kinds.Model().put(50)
    card = {"name": "even", "group": "hill", "x": [50], "truth": "ripe"}
    assert model.predict([[50]]) == ["ripe"]
    assert two_kinds.cases(model, [card])[0]["predicted"] == "ripe"
    assert model.predict_proba([[50]]) == [[0.5, 0.5]]


def test_a_share_of_nothing_is_none():
    some = two_kinds.cases(two_kinds.Model().put(0), two_kinds.test_cards()[:50])
    ripe = [case for case in some if case["truth"] == "ripe"]
    assert two_kinds.mistakes(ripe) == {"missed": 0.0, "false alarms": None}
    with pytest.raises(ValueError, match="no cases"):
        two_kinds.cost([])


def test_the_model_card_shows_every_orchard():
    card = two_kinds.card(1)
    kinds = ("missed", "false alarms", *two_kinds.GROUPS, "overall")
    for name, found in two_kinds.effect(1).items():
        shares = " | ".join(common.percent(found[key]) for key in kinds)
        assert f"| {name} | {found['bar']} | {shares} |" in card


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: two_kinds.pears({"lake": 3}), "no group 'lake'"),
        (lambda: two_kinds.pears({"hill": -1}), "0 to 500 of hill"),
        (lambda: two_kinds.pears({}), "at least one card"),
        (lambda: two_kinds.pears(presses=0), "1 to 4 times"),
        (lambda: two_kinds.Model(miss=-1), "two costs of 0 or more"),
        (lambda: two_kinds.Model(miss=0, alarm=0), "one of them above 0"),
        (lambda: two_kinds.Model(alarm=math.nan), "two costs"),
        (lambda: two_kinds.Model().put(101), "between 0 and 100"),
        (lambda: two_kinds.Model().put(math.nan), "between 0 and 100"),
        (lambda: two_kinds.Model().fit([[1], [2]], ["ripe", "green"]), "both labels"),
    ],
)
def test_bad_input_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
