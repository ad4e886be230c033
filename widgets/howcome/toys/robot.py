"""What did we reward? A robot that is paid for a sparkle as well as for the goal.

World: a grid of 5 times 5 fields. The robot starts in one corner, and the goal is in the corner
across; next to the start lies a sparkle that pays for each touch. A move costs 0.05 points; a round
ends at the goal or after 40 moves.
Model: Q-learning (C. Watkins and P. Dayan, "Q-learning", Machine Learning 8, 1992), from a log of
moves at random. It looks at where the robot stands, not at the clock.
What breaks: when the sparkle pays 1 point and comes back, the robot goes back and forth over it for
all 40 moves: 18.0 points, goal reached 0 %. Nothing went wrong in the training; no plan that looks
at the position alone is paid more. Paying for the goal alone, for the sparkle once, less for the
sparkle, or more for the goal: each brings it home here. How much less or more depends on the grid
and the discount. The boat race that went in circles for points is of this kind (J. Clark and
D. Amodei, "Faulty reward functions in the wild", 2016).
"""

import random
from functools import cache
from statistics import mean
from typing import NamedTuple

from howcome.toys import common
from howcome.toys.common import errors, percent

__all__ = [
    *("COLUMNS", "FIRST", "GOAL", "GROUPS", "LESSONS", "MOVES", "PAYS", "ROUND", "SIDE", "SPARKLE"),
    *("START", "STEP", "UNITS", "Model", "Pay", "card", "cases", "deal", "effect", "errors"),
    *("first_deal", "fields", "move", "path", "policy", "retrain"),
]

LESSONS = ("h11-paid-to-cheat",)
UNITS = {"pay": "points a round", "touches": "of the sparkle", "moves": "a round"}
# Row 0 is the top row, column 0 the left one; is the sparkle there (1) or taken (0)?
COLUMNS = ("row", "column", "sparkle_is_there")
MOVES = {"up": (-1, 0), "right": (0, 1), "down": (1, 0), "left": (0, -1)}
SIDE, START, SPARKLE, GOAL = 5, (0, 0), (1, 1), (4, 4)
STEP = -0.05  # points for a move
ROUND = 40  # moves
GROUPS = ("nearer the sparkle", "not nearer the sparkle")


class Pay(NamedTuple):
    """What the robot is paid, in points: for a touch of the sparkle, and for the goal."""

    sparkle: float = 1.0
    comes_back: bool = True
    goal: float = 10.0


FIRST = Pay()
PAYS = {
    "sparkle pays 1 and comes back": FIRST,
    "goal only": Pay(sparkle=0.0),
    "sparkle pays 1 once": Pay(comes_back=False),
    "sparkle pays 0.2 and comes back": Pay(sparkle=0.2),
    "goal pays 60": Pay(goal=60.0),
}


def fields() -> list[tuple[int, int]]:
    """All fields (row, column) on which a round can start: all but the goal."""
    return [(r, c) for r in range(SIDE) for c in range(SIDE) if (r, c) != GOAL]


def move(
    x: tuple[int, int, int], step: str, pay: Pay = FIRST
) -> tuple[tuple[int, int, int], float, bool]:
    """One move in the world: where it leads, the points paid, and whether the round is over.

    At a wall the robot stays where it is.

    >>> move((0, 1, 1), "down", Pay(sparkle=1.0))
    ((1, 1, 1), 0.95, False)
    """
    row, column, there = x
    down, right = MOVES[step]
    field = (min(max(row + down, 0), SIDE - 1), min(max(column + right, 0), SIDE - 1))
    paid = STEP
    if field == SPARKLE and there:
        paid += pay.sparkle
        there = int(pay.comes_back)
    if field == GOAL:
        paid += pay.goal
    return (*field, there), paid, field == GOAL


def deal(rounds: int, seed: int = 0, pay: Pay = FIRST) -> tuple[list[list[int]], list[str]]:
    """A log of `rounds` of moves at random, each from a field drawn at random.

    Returns where the robot stood (three numbers, see `COLUMNS`) and the move it tried there.
    `pay` says whether the sparkle comes back. Raises ValueError for fewer rounds than one.

    >>> X, y = deal(rounds=1)
    >>> X[0], y[0]
    ([2, 2, 1], 'right')
    """
    if rounds < 1:
        raise ValueError(f"Let the robot wander for at least 1 round, not {rounds}.")
    chance = random.Random(f"robot {seed}")
    X, y = [], []
    for _ in range(rounds):
        x, over = (*chance.choice(fields()), 1), False
        for _ in range(ROUND):
            X.append(list(x))
            y.append(chance.choice(list(MOVES)))
            x, _, over = move(x, y[-1], pay)
            if over:
                break
    return X, y


def first_deal(seed: int = 0) -> tuple[list[list[int]], list[str]]:
    """The log that the lesson starts with: 100 rounds, about 3,000 moves."""
    return deal(100, seed)


class Model:
    """A number for each move in each place: the points it brings in the end.

    A point that comes one move later counts `discount` times as much.

    >>> model = Model(Pay(sparkle=0.0)).fit(*first_deal())
    >>> model.predict([[4, 3, 1]])
    ['right']
    """

    classes_ = tuple(MOVES)
    discount = 0.95
    rate = 0.5  # how far one line of the log moves a number
    turns = 8  # how often it goes through the log

    def __init__(self, pay: Pay = FIRST):
        self.pay = pay

    def fit(self, X, y) -> "Model":
        """Learn from a log: `X` holds the places (see `COLUMNS`), `y` the moves tried there.

        Where each move led and what it paid comes from the world, with the model's own `pay`: the
        same log can teach a robot that is paid in another way. Returns the model. Raises ValueError
        for a place off the grid or on the goal, another move, or a log without all four moves.
        """
        X = _places(X)
        y = common.labels(y, len(X))
        if set(y) != set(MOVES):
            raise ValueError(f"Let the robot try all of {', '.join(MOVES)}, and no other move.")
        log = [(x, step, *move(x, step, self.pay)) for x, step in zip(X, y, strict=True)]
        self.values = {x: dict.fromkeys(MOVES, 0.0) for x in X}
        for _ in range(self.turns):
            # from the last line to the first: what the goal paid is handed back in one turn
            for x, step, after, paid, over in reversed(log):
                later = 0.0 if over else max(self._values(after).values())
                target = paid + self.discount * later
                self.values[x][step] += self.rate * (target - self.values[x][step])
        return self

    def _values(self, x: tuple[int, int, int]) -> dict[str, float]:
        if not hasattr(self, "values"):
            raise ValueError("Train the model first, with fit.")
        # a place that no line of the log starts from: nothing is counted there yet
        return self.values.get(x, dict.fromkeys(MOVES, 0.0))

    def predict_proba(self, X) -> list[list[float]]:
        """For each place 1 for the move that brings most, 0 for the others; equals share."""
        rows = []
        for x in _places(X):
            values = list(self._values(x).values())
            best = values.count(max(values))
            rows.append([(value == max(values)) / best for value in values])
        return rows

    def predict(self, X) -> list[str]:
        """The move that brings most, for each place; the first of equals."""
        return [self.classes_[row.index(max(row))] for row in self.predict_proba(X)]

    def why(self, x) -> str:
        """What the move pays at once, what it brings in the end, and the next best move."""
        (x,) = _places([x])
        best, second, *_ = sorted(self._values(x).items(), key=lambda one: -one[1])
        _, paid, _ = move(x, best[0], self.pay)
        return (
            f"It predicts {best[0]}: this move pays {paid:.2f} points at once and "
            f"{best[1]:.2f} in the end, where each move of waiting takes off 5 %. "
            f"The next best, {second[0]}, brings {second[1]:.2f}."
        )


def _places(X) -> list[tuple[int, int, int]]:
    on_the_grid = {(row, column, there) for row, column in fields() for there in (0, 1)}
    rows = [tuple(row) for row in common.table(X, COLUMNS)]
    if not on_the_grid.issuperset(rows):
        raise ValueError(
            "Give places on the grid but not the goal: row and column 0 to 4, the sparkle 0 or 1."
        )
    return [(int(row), int(column), int(there)) for row, column, there in rows]


def path(model: Model, start: tuple[int, int] = START) -> list[dict]:
    """The round that the robot makes from a field: at most 40 moves, to the goal if it gets there.

    Each move has `at` and `to` (row, column), the `move`, the points `paid`, and whether it
    `touched` the sparkle for pay. Raises ValueError for a start off the grid or on the goal.
    """
    found: list[dict] = []
    (x,) = _places([[*start, 1]])
    over = False
    while not over and len(found) < ROUND:
        (step,) = model.predict([x])
        after, paid, over = move(x, step, model.pay)
        touched = after[:2] == SPARKLE and x[2] == 1
        found.append({"at": x[:2], "to": after[:2], "move": step, "paid": paid, "touched": touched})
        x = after
    return found


def policy(model: Model, there: int = 1) -> dict[tuple[int, int], str]:
    """The move that the robot makes on each field, with the sparkle there (1) or taken (0)."""
    return dict(zip(fields(), model.predict([[*field, there] for field in fields()]), strict=True))


def cases(model: Model) -> list[dict]:
    """Whether the robot reaches the goal, from each of the 24 fields it can start on.

    Each case has `name`, `group` (see `GROUPS`), `truth` ("goal"), and `predicted`, where the round
    ends ("goal" or "no goal").
    """
    found = []
    for row, column in fields():
        to_sparkle = abs(row - SPARKLE[0]) + abs(column - SPARKLE[1])
        to_goal = GOAL[0] - row + GOAL[1] - column
        ends = path(model, (row, column))[-1]["to"]
        found.append(
            {
                "name": f"row {row}, column {column}",
                "group": GROUPS[to_sparkle >= to_goal],
                "truth": "goal",
                "predicted": "goal" if ends == GOAL else "no goal",
            }
        )
    return found


def retrain(seed: int = 0) -> list[dict]:
    """What one press asks for: wander, train, and make one round."""
    return path(Model().fit(*first_deal(seed)))


def _round(moves: list[dict]) -> dict[str, float]:
    return {
        "pay": sum(one["paid"] for one in moves),
        "goal reached": float(moves[-1]["to"] == GOAL),
        "touches": sum(one["touched"] for one in moves),
        "moves": len(moves),
    }


class _Wanderer:
    """Moves at random, to compare with."""

    def __init__(self, seed: object):
        self.pay, self.chance = FIRST, random.Random(f"robot wanders {seed}")

    def predict(self, X) -> list[str]:
        return [self.chance.choice(list(MOVES)) for _ in X]


def effect(seed: int = 0) -> dict[str, dict[str, float]]:
    """One round from the start, for each way to pay of `PAYS`.

    The inner keys are "pay" (points), "goal reached" (0 or 1), "touches" of the sparkle, "moves",
    and "goal missed from any field", the share of the 24 fields. Under "moves at random" stands the
    mean of 50 rounds without training, paid as in the first way.
    (A plan with a clock could make 25.0 points in the first way: 17 touches, then the goal.)
    """
    rounds = [_round(path(_Wanderer(f"{seed} {number}"))) for number in range(50)]
    found = {"moves at random": {key: mean(one[key] for one in rounds) for key in rounds[0]}}
    for name, pay in PAYS.items():
        model = Model(pay).fit(*deal(100, seed, pay))
        missed = errors(cases(model))["overall"]
        found[name] = _round(path(model)) | {"goal missed from any field": missed}
    return found


@cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    rows = []
    for name, pay in PAYS.items():
        found = errors(cases(Model(pay).fit(*deal(100, seed, pay))))
        rows.append([name, *(percent(found[key]) for key in (*GROUPS, "overall"))])
    return common.model_card(
        "What did we reward?",
        [
            "This robot makes the move that brings most points in the end.",
            "It looks at where it stands and whether the sparkle is there, not at the clock.",
        ],
        trained=[f"100 rounds of moves at random, about 3,000 moves (seed {seed})."],
        heading="Errors: starts from which it does not reach the goal",
        errors=[
            *common.grid(["paid", *GROUPS, "overall"], rows),
            "",
            "A gap belongs to the pay, not to the field: with other pay it is gone.",
        ],
        use="Finding out how far what is paid for is from what was meant.",
        misuse="Steering anything real: nobody wrote down all that a real goal leaves unsaid.",
    )
