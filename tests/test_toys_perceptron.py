"""The perceptron toy: its effect over many seeds, beside scikit-learn, a proof and every line."""

import math
from statistics import mean, pstdev

import numpy as np
import pytest
from sklearn.linear_model import Perceptron
from toy_contract import Contract, average, effects

from howcome.toys import common, perceptron

LINE, EITHER_OR, PRODUCT, WRONG = perceptron.TASKS
EVERY_CORNER = dict.fromkeys(perceptron.GROUPS, 25)


class TestContract(Contract):
    toy = perceptron
    bad = (0.5, float("inf"))


def test_a_line_learns_the_line_rule_and_not_either_or():
    # measured over 20 seeds: line rule 0.1 % wrong, either-or 48.1 %, where a coin has 50 %
    assert average(perceptron, LINE, "overall") < 0.02
    assert 0.4 < average(perceptron, EITHER_OR, "overall") < 0.6
    # 10.8 mistakes and it is done, or 1,015 and no end
    assert average(perceptron, LINE, "mistakes") < 22
    assert average(perceptron, EITHER_OR, "mistakes") > 500


def test_left_times_right_makes_either_or_learnable():
    # measured over 20 seeds: 48.1 % wrong without it, 0.3 % with it
    gain = average(perceptron, EITHER_OR, "overall") - average(perceptron, PRODUCT, "overall")
    assert gain > 0.239


def test_wrong_labels_are_worse_and_shaky():
    # measured over 20 seeds: 28.5 % wrong, with a spread of 17.5 from deal to deal
    assert average(perceptron, WRONG, "overall") - average(perceptron, LINE, "overall") > 0.142
    spread = pstdev(effect[WRONG]["overall"] for effect in effects(perceptron))
    assert spread > 0.087
    assert pstdev(effect[LINE]["overall"] for effect in effects(perceptron)) < spread / 4


def test_which_corner_pays_for_either_or_is_chance():
    # measured over 20 seeds: 35 to 55 % in each corner, with spreads of 39 to 47
    for corner in perceptron.GROUPS:
        rates = [effect[EITHER_OR][corner] for effect in effects(perceptron)]
        assert 0.2 < mean(rates) < 0.8
        assert pstdev(rates) > 0.2


def test_no_straight_line_can_draw_either_or():
    """Every line in steps of 5 degrees and 1/50: the best still has a third of the square wrong."""
    side = (np.arange(60) + 0.5) / 30 - 1
    left, right = (grid.ravel() for grid in np.meshgrid(side, side))
    on = (left > 0) != (right > 0)
    lowest = min(
        np.abs(((math.cos(turn) * left + math.sin(turn) * right) > away) ^ on).mean()
        for turn in np.radians(range(0, 360, 5))
        for away in np.arange(-1.5, 1.5, 0.02)
    )
    assert lowest == pytest.approx(1 / 3, abs=0.01)


@pytest.mark.parametrize("product", [False, True])
@pytest.mark.parametrize("rule", perceptron.RULES)
def test_the_weights_are_those_of_scikit_learn(rule, product):
    for seed, wrong in ((0, 0.0), (1, 0.0), (2, 0.2)):
        X, y = perceptron.deal(EVERY_CORNER, seed, rule, wrong)
        mine = perceptron.Model(product).fit(X, y)
        inputs = np.array([mine.inputs(x) for x in X])[:, 1:]
        turns = mine.turns
        twin = Perceptron(shuffle=False, tol=None, max_iter=turns).fit(inputs, np.array(y))
        assert mine.classes_ == list(twin.classes_)
        assert np.allclose(mine.weights, [*twin.intercept_, *twin.coef_[0]])


def test_mistakes_stay_within_the_bound_that_was_proved():
    """A. Novikoff, 1962: at most (radius / margin) squared, for any line with that margin."""
    for seed in range(5):
        X, y = perceptron.first_deal(seed)
        model = perceptron.Model().fit(X, y)
        radius = max(math.hypot(*model.inputs(x)) for x in X)
        margin = min(abs(left + right) for left, right in X) / math.sqrt(2)
        assert 0 < len(model.steps) <= (radius / margin) ** 2
        assert model.predict(X) == y


def test_the_steps_are_mistakes_and_each_moves_the_line():
    model = perceptron.Model().fit(*perceptron.first_deal(3))
    for number, step in enumerate(model.steps):
        before, after = model.after(number), model.after(number + 1)
        toward = 1 if step["truth"] == "on" else -1
        assert toward * before.score(step["x"]) <= 0
        assert toward * after.score(step["x"]) > toward * before.score(step["x"])
        assert after.weights == step["weights"]
    assert model.after(len(model.steps)).weights == model.weights
    # before the first mistake there is no line
    assert model.after(0).predict_proba([[0.3, 0.4]]) == [[0.5, 0.5]]
    assert model.after(0).after(0).predict([[0.3, 0.4]]) == ["off"]
    for number in (-1, len(model.steps) + 1, 1.5):
        with pytest.raises(ValueError, match="ask for 0 to"):
            model.after(number)


def test_why_adds_up_and_taking_a_reason_away_moves_the_score():
    X, y = perceptron.deal(EVERY_CORNER, 0, "either-or")
    model = perceptron.Model(product=True).fit(X, y)
    x = [0.6, -0.5]
    parts = [w * i for w, i in zip(model.weights, model.inputs(x), strict=True)]
    assert sum(parts) == pytest.approx(model.score(x))
    said = model.why(x)
    assert said.startswith(f"It predicts on: the score is {model.score(x):+.2f}, and above 0 means")
    assert f"left times right adds {parts[3]:+.2f}" in said
    for place, slider in ((1, "left"), (2, "right")):
        assert f"the {slider} slider adds {parts[place]:+.2f}" in said
        alone = perceptron.Model().fit(*perceptron.first_deal(0))
        middle = [0.0 if place == spot else value for spot, value in ((1, 0.6), (2, -0.5))]
        taken = alone.score(x) - alone.score(middle)
        assert f"{slider} slider adds {taken:+.2f}" in alone.why(x)


def test_the_world_is_the_one_described():
    cards = perceptron.test_cards()
    assert [len([c for c in cards if c["group"] == g]) for g in perceptron.GROUPS] == [100] * 4
    assert cards == perceptron.test_cards()
    for rule in perceptron.RULES:
        for card in perceptron.new_cards(rule):
            left, right = card["x"]
            corner = {
                (True, True): "both up",
                (True, False): "only left up",
                (False, True): "only right up",
                (False, False): "both down",
            }[left > 0, right > 0]
            assert card["group"] == corner
            on = left + right > 0 if rule == "line" else corner.startswith("only")
            assert card["truth"] == ("on" if on else "off")
            assert min(abs(left), abs(right)) >= 0.05
            assert max(abs(left), abs(right)) <= 1
            assert abs(left + right) > 0.1


def test_deals_are_nested_mixed_and_never_hold_a_test_card():
    small, _ = perceptron.deal({"both up": 3, "both down": 2}, seed=1)
    big, _ = perceptron.deal({"both up": 3, "both down": 9, "only left up": 4}, seed=1)
    assert all(x in big for x in small)
    assert small != perceptron.deal({"both up": 3, "both down": 2}, seed=2)[0]
    X, y = perceptron.first_deal(0)
    assert (len(X), len(set(y[:10]))) == (100, 2)
    # two decimals repeat by chance, so the streams are compared, not single cards
    tests = [c["x"] for c in perceptron.test_cards() if c["group"] == "both up"]
    assert not set(map(tuple, tests)) <= set(map(tuple, X))


def test_wrong_turns_that_share_of_the_labels():
    X, y = perceptron.deal(EVERY_CORNER, seed=2)
    same, turned = perceptron.deal(EVERY_CORNER, seed=2, wrong=0.2)
    assert same == X
    assert sum(a != b for a, b in zip(y, turned, strict=True)) == 20


def test_any_two_labels_will_do():
    X, y = perceptron.first_deal(0)
    model = perceptron.Model().fit(X, ["sun" if label == "on" else "moon" for label in y])
    assert model.classes_ == ["moon", "sun"]
    assert model.predict([[0.9, 0.9], [-0.9, -0.9]]) == ["sun", "moon"]


def test_the_model_card_shows_every_corner():
    card = perceptron.card(1)
    for name, found in perceptron.effect(1).items():
        rates = [common.percent(found[key]) for key in (*perceptron.GROUPS, "overall")]
        assert f"| {name} | {' | '.join(rates)} |" in card


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"counts": {"middle": 3}}, "no group 'middle'"),
        ({"counts": {"both up": 101}}, "0 to 100 of both up"),
        ({"counts": {}}, "at least one card"),
        ({"counts": EVERY_CORNER, "rule": "circle"}, "no rule 'circle'"),
        ({"counts": EVERY_CORNER, "wrong": 1.5}, "0 to 1, not 1.5"),
        ({"counts": EVERY_CORNER, "wrong": math.nan}, "0 to 1, not nan"),
    ],
)
def test_a_bad_deal_is_refused(how, words):
    with pytest.raises(ValueError, match=words):
        perceptron.deal(**how)


def test_three_labels_are_refused():
    with pytest.raises(ValueError, match="two labels"):
        perceptron.Model().fit([[0, 1], [1, 0], [1, 1]], ["on", "off", "dim"])
