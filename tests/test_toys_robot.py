"""The robot toy: what each way to pay brings, beside value iteration and the best of all plans."""

import functools
from itertools import pairwise

import pytest
from toy_contract import Contract, average, effects

from howcome.toys import robot
from howcome.toys.robot import MOVES, PAYS, Pay

LOOP, *HOME = PAYS
PLACES = [(*field, there) for field in robot.fields() for there in (0, 1)]


@functools.cache
def trained(pay, seed=0):
    return robot.Model(pay).fit(*robot.deal(100, seed, pay))


@functools.cache
def best_values(pay, discount=robot.Model.discount):
    """What each move brings from each place under the best plan (R. Bellman, 1957)."""

    def brings(x, step, worth):
        after, paid, over = robot.move(x, step, pay)
        return paid + (0 if over else discount * worth[after])

    worth = dict.fromkeys(PLACES, 0.0)
    for _ in range(500):
        worth = {x: max(brings(x, step, worth) for step in MOVES) for x in PLACES}
    return {x: {step: brings(x, step, worth) for step in MOVES} for x in PLACES}


@functools.cache
def with_a_clock(x, pay, left, may_finish):
    """The most points that any plan makes in the moves that are left."""
    if left == 0:
        return 0.0
    found = []
    for step in MOVES:
        after, paid, over = robot.move(x, step, pay)
        if not over:
            found.append(paid + with_a_clock(after, pay, left - 1, may_finish))
        elif may_finish:
            found.append(paid)
    return max(found)


class TestContract(Contract):
    toy = robot
    bad = (4, 4, 1)  # the goal, where every round is over


def test_paid_for_a_sparkle_that_comes_back_it_never_reaches_the_goal():
    # the same for every seed: 18.0 points, 20 touches in 40 moves; the log alone is chance
    for effect in effects(robot):
        found = effect[LOOP]
        assert found["pay"] == pytest.approx(18.0)
        assert (found["goal reached"], found["touches"], found["moves"]) == (0, 20, 40)
    # even moves at random reach it: measured over 20 seeds 24 % of rounds, 2.9 points
    assert average(robot, "moves at random", "goal reached") > 0.12
    assert average(robot, "moves at random", "pay") < 9


@pytest.mark.parametrize(
    ("name", "pay", "touches"),
    [*zip(HOME, (9.6, 10.6, 9.8, 60.6), (0, 1, 1, 1), strict=True)],
)
def test_other_pay_brings_it_home(name, pay, touches):
    for effect in effects(robot):
        found = effect[name]
        assert found["pay"] == pytest.approx(pay)
        assert (found["goal reached"], found["touches"], found["moves"]) == (1, touches, 8)
        assert found["goal missed from any field"] == 0


@pytest.mark.parametrize("pay", PAYS.values(), ids=PAYS)
@pytest.mark.parametrize("seed", range(3))
def test_value_iteration_finds_the_same_plan_and_the_same_numbers(pay, seed):
    best = best_values(pay)
    model = trained(pay, seed)
    met = [x for x in PLACES if x in model.values]
    assert len(met) >= 24
    for x, step in zip(met, model.predict(met), strict=True):
        assert best[x][step] == pytest.approx(max(best[x].values()), abs=0.01)
        assert model.values[x][step] == pytest.approx(best[x][step], rel=0.03)


def test_looping_is_the_best_plan_that_looks_at_the_position_alone():
    # such a plan comes to each field once, or goes round for ever. Once: at most one touch, and 8
    # moves to the goal. For ever: the goal is never reached, and the best of all such plans is:
    once = 1 + 10 + 8 * robot.STEP
    assert once == pytest.approx(10.6)
    start = (*robot.START, 1)
    assert with_a_clock(start, PAYS[LOOP], robot.ROUND, False) == pytest.approx(18.0)
    # a plan with a clock makes more, as the docstring says
    assert with_a_clock(start, PAYS[LOOP], robot.ROUND, True) == pytest.approx(25.0)


def test_from_which_pay_on_it_loops_has_a_closed_form():
    # from the sparkle on: two moves bring s - 0.05 - 0.05 again and again, or six moves the goal
    d = robot.Model.discount
    goal = robot.STEP * (1 - d**5) / (1 - d) + d**5 * (10 + robot.STEP)
    even = (goal * (1 - d**2) - robot.STEP) / d - robot.STEP
    assert even == pytest.approx(0.87, abs=0.005)
    for sparkle, home in ((even - 0.05, True), (even + 0.05, False)):
        ends = robot.path(trained(Pay(sparkle=sparkle)))[-1]["to"]
        assert (ends == robot.GOAL) is home


def test_the_gap_follows_the_pay_and_not_the_field():
    looping, home = (robot.errors(robot.cases(trained(PAYS[name]))) for name in (LOOP, HOME[0]))
    near, far = robot.GROUPS
    assert (looping[near], looping[far]) == (1, 0)
    assert (home[near], home[far]) == (0, 0)
    found = [case["group"] for case in robot.cases(trained(PAYS[LOOP]))]
    assert (found.count(near), found.count(far)) == (13, 11)


def test_the_path_is_made_of_moves_of_the_world():
    moves = robot.path(trained(PAYS["sparkle pays 1 once"]), (0, 1))
    assert moves[0]["at"] == (0, 1)
    assert moves[-1]["to"] == robot.GOAL
    assert all(one["to"] == after["at"] for one, after in pairwise(moves))
    assert sum(one["touched"] for one in moves) == 1
    plan = robot.policy(trained(PAYS["goal only"]))
    assert set(plan) == set(robot.fields())
    assert all(plan[one["at"]] == one["move"] for one in robot.path(trained(PAYS["goal only"])))


def test_walls_and_the_sparkle_are_as_described():
    assert robot.move((0, 0, 1), "up") == ((0, 0, 1), robot.STEP, False)
    assert robot.move((0, 1, 1), "down", Pay(comes_back=False)) == ((1, 1, 0), 0.95, False)
    assert robot.move((0, 1, 0), "down", Pay(comes_back=False)) == ((1, 1, 0), robot.STEP, False)
    assert robot.move((4, 3, 1), "right", Pay(goal=60)) == ((4, 4, 1), 59.95, True)


def test_why_names_the_pay_that_decides():
    model = trained(PAYS[LOOP])
    assert model.why((1, 0, 1)).startswith(
        "It predicts right: this move pays 0.95 points at once and 9.26 in the end"
    )
    # the number is what following the plan pays, each move of waiting taken off
    x, worth = (1, 0, 1), 0.0
    for waited in range(400):
        x, paid, _ = robot.move(x, model.predict([x])[0], model.pay)
        worth += model.discount**waited * paid
    assert worth == pytest.approx(9.26, abs=0.01)
    # without the pay for the sparkle, the same log makes that move worth less than before
    log = robot.deal(100, 0)
    without = robot.Model(Pay(sparkle=0.0)).fit(*log)
    assert without.values[1, 0, 1]["right"] < model.values[1, 0, 1]["right"] - 1
    assert without.predict([(1, 1, 1)]) != model.predict([(1, 1, 1)])


def test_a_log_is_of_moves_at_random_in_the_world():
    X, y = robot.deal(100, 5)
    assert robot.deal(100, 5) == (X, y)
    assert robot.deal(20, 5)[0] == X[: len(robot.deal(20, 5)[0])]
    assert all(0.22 < y.count(step) / len(y) < 0.28 for step in MOVES)
    assert {tuple(x) for x in X} == {(*field, 1) for field in robot.fields()}


@pytest.mark.parametrize("bad", [(5, 0, 1), (0, -1, 1), (0, 0, 2), (0.5, 0, 1), (4, 4, 0)])
def test_places_off_the_grid_are_refused(bad):
    for call in (trained(PAYS[LOOP]).predict, lambda X: robot.Model().fit(X, ["up"])):
        with pytest.raises(ValueError, match="on the grid"):
            call([bad])
    with pytest.raises(ValueError, match="on the grid"):
        robot.path(trained(PAYS[LOOP]), (9, 9))


def test_other_moves_and_no_rounds_are_refused():
    with pytest.raises(ValueError, match="try all of up, right, down, left"):
        robot.Model().fit([[0, 0, 1]] * 5, [*MOVES, "jump"])
    with pytest.raises(ValueError, match="at least 1 round"):
        robot.deal(0)
