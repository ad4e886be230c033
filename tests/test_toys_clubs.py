"""The clubs toy: its gaps over many seeds, beside the closed form and scikit-learn's counts."""

import math
from statistics import mean

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, precision_score, recall_score
from toy_contract import Contract, average, effects

from howcome.toys import clubs, common


class TestContract(Contract):
    toy = clubs
    bad = ("C", 0.5)


def above(a, b, bar):
    """The share of a Beta(a, b) distribution above `bar`, for whole a and b: a binomial sum."""
    n = a + b - 1
    return sum(math.comb(n, k) * bar**k * (1 - bar) ** (n - k) for k in range(a))


def truth(line, bar):
    """The rates of one line for endless pupils; those who enjoy it score Beta(a + 1, b)."""
    a, b = clubs.BETA[line]
    base = a / (a + b)
    selected = above(a, b, bar)
    tpr, fpr = above(a + 1, b, bar), above(a, b + 1, bar)
    return {"selected": selected, "tpr": tpr, "fpr": fpr, "ppv": base * tpr / selected}


def test_the_rates_are_those_of_the_closed_form():
    for line in clubs.LINES:
        for bar in (0.3, 0.5, 0.6):
            found = [
                clubs.measures(clubs.people(seed), {"A": bar, "B": bar})[line] for seed in range(10)
            ]
            for key, expected in truth(line, bar).items():
                assert mean(one[key] for one in found) == pytest.approx(expected, abs=0.02)


def test_one_bar_is_calibrated_and_leaves_wide_gaps():
    # measured over 20 seeds: selection 30.8, TPR 26.4, FPR 27.4, PPV 5.0 points
    assert average(clubs, "one bar", "selected") > 0.154
    assert average(clubs, "one bar", "tpr") > 0.132
    assert average(clubs, "one bar", "fpr") > 0.137
    assert average(clubs, "one bar", "ppv") < 0.08


def test_a_second_bar_closes_one_gap_and_opens_another():
    # measured over 20 seeds, in points: PPV gap 13.0 at equal TPR (bar B 0.37), 14.2 at equal
    # selection (0.35), 13.4 at equal FPR (0.36); selection gap 42 at equal PPV
    for rule, ppv in (("equal TPR", 0.065), ("equal selection", 0.071), ("equal FPR", 0.067)):
        assert average(clubs, rule, clubs.RULES[rule]) < 0.01
        assert average(clubs, rule, "ppv") > ppv
    assert average(clubs, "equal TPR", "bar_b") == pytest.approx(0.37, abs=0.02)
    assert average(clubs, "equal PPV", "ppv") < 0.01
    assert average(clubs, "equal PPV", "selected") > 0.21
    for rule in ("equal TPR", "equal selection"):
        assert average(clubs, rule, "accuracy") < average(clubs, "one bar", "accuracy")


def test_no_pair_of_bars_closes_all_gaps():
    # measured over 20 seeds: the best pair still leaves 6.9 points
    assert average(clubs, "best of all pairs", "widest") > 0.034
    assert all(effect["best of all pairs"]["widest"] > 0.01 for effect in effects(clubs))
    # and for endless pupils, with the same limits on what counts as deciding
    bars = [bar / 100 for bar in range(1, 100)]
    widest = min(
        max(abs(a[key] - b[key]) for key in clubs.GAPS)
        for a in (truth("A", bar) for bar in bars)
        if 0.1 <= a["selected"] <= 0.9
        for b in (truth("B", bar) for bar in bars)
        if 0.1 <= b["selected"] <= 0.9
    )
    assert widest > 0.05


def test_the_scores_are_calibrated():
    rows = [row for seed in range(5) for row in clubs.people(seed)]
    for line in clubs.LINES:
        for low in (0.2, 0.4, 0.6):
            some = [r for r in rows if r["bus_line"] == line and low <= r["score"] < low + 0.2]
            assert mean(r["would_enjoy"] for r in some) == pytest.approx(
                mean(r["score"] for r in some), abs=0.03
            )


def test_measures_agree_with_scikit_learn():
    rows = clubs.people(2, n=500)
    bars = {"A": 0.55, "B": 0.4}
    found = clubs.measures(rows, bars)
    for line in (*clubs.LINES, "overall"):
        mine = [row for row in rows if line in (row["bus_line"], "overall")]
        true = [row["would_enjoy"] for row in mine]
        said = [int(row["score"] >= bars[row["bus_line"]]) for row in mine]
        tn, fp, fn, tp = confusion_matrix(true, said).ravel()
        assert [found[line][key] for key in ("tp", "fp", "fn", "tn")] == [tp, fp, fn, tn]
        assert found[line]["ppv"] == pytest.approx(precision_score(true, said))
        assert found[line]["tpr"] == pytest.approx(recall_score(true, said))
        assert found[line]["accuracy"] == pytest.approx(accuracy_score(true, said))
        assert found[line]["selected"] == pytest.approx(mean(said))
        assert found[line]["fpr"] == pytest.approx(fp / (fp + tn))


def test_a_rate_of_nothing_is_none():
    rows = [{"bus_line": line, "score": 0.5, "would_enjoy": 1} for line in clubs.LINES]
    found = clubs.measures(rows, {"A": 0.9, "B": 0.1})
    assert found["A"]["ppv"] is None
    assert found["A"]["fpr"] is None
    assert found["A"]["tpr"] == 0
    assert clubs.gaps(found) == {"selected": 1, "tpr": 1, "fpr": None, "ppv": None}


def test_sweep_moves_the_bar_of_line_b():
    rows = clubs.people(0, n=200)
    swept = clubs.sweep(rows, bar_a=0.6, step=0.1)
    assert [row["bar_b"] for row in swept] == [round(turn / 10, 1) for turn in range(11)]
    assert {row["bar_a"] for row in swept} == {0.6}
    measured = clubs.measures(rows, {"A": 0.6, "B": 0.3})
    assert swept[3] == {
        "bar_a": 0.6,
        "bar_b": 0.3,
        **clubs.gaps(measured),
        "accuracy": measured["overall"]["accuracy"],
    }
    for step in (0, -0.1, 2):
        with pytest.raises(ValueError, match="step above 0"):
            clubs.sweep(rows, step=step)


@pytest.mark.parametrize("two_bars", [False, True])
def test_the_model_finds_the_most_accurate_bar(two_bars):
    rows = clubs.people(1, n=600)
    X, y = clubs.columns(rows)
    model = clubs.Model(two_bars).fit(X, y)
    assert (model.bars["A"] == model.bars["B"]) or two_bars
    reached = accuracy_score(y, model.predict(X))
    for bar_a in np.arange(0, 1.01, 0.05):
        for bar_b in np.arange(0, 1.01, 0.05) if two_bars else [bar_a]:
            bars = {"A": bar_a, "B": bar_b}
            assert clubs.measures(rows, bars)["overall"]["accuracy"] <= reached
    assert model.predict_proba([["A", 0.25]]) == [[0.75, 0.25]]


def test_lists_and_frames_give_the_same_bar():
    rows = clubs.people(1, n=300)
    X, y = clubs.columns(rows)
    frame = pd.DataFrame(rows)
    models = [
        clubs.Model(True).fit(X, y),
        clubs.Model(True).fit(np.array(X, dtype=object), np.array(y)),
        clubs.Model(True).fit(frame[["bus_line", "score"]], frame["would_enjoy"]),
    ]
    assert models[0].bars == models[1].bars == models[2].bars
    assert models[2].predict(frame[["bus_line", "score"]]) == models[0].predict(X)
    measured = clubs.measures(frame.to_dict("records"), {"A": 0.5, "B": 0.5})
    assert measured == clubs.measures(rows, {"A": 0.5, "B": 0.5})


def test_why_names_the_score_and_the_bar():
    model = clubs.Model().fit([["A", 0.2], ["B", 0.6]], [0, 1])
    assert model.why(["B", 0.6]).startswith(
        "It predicts selected: the score 0.60 is at or above the bar of bus line B, 0.21."
    )
    assert "is below the bar" in model.why(["A", 0.1])


def test_the_model_card_shows_every_line_and_rule():
    card = clubs.card(1)
    measured = clubs.measures(clubs.people(1), {"A": 0.5, "B": 0.5})
    for key in ("selected", "tpr", "fpr", "ppv", "accuracy"):
        rates = [common.percent(measured[line][key]) for line in ("A", "B", "overall")]
        assert " | ".join(rates) in card
    for rule, row in clubs.effect(1).items():
        assert f"| {rule} | {row['bar_a']:.2f} | {row['bar_b']:.2f} |" in card


def test_bad_input_is_refused():
    for bad in ([["C", 0.5]], [["A", 1.5]], [["A"]], [0.5], [["A", "high"]], [["A", math.nan]]):
        with pytest.raises(ValueError, match="bus line"):
            clubs.Model().fit(bad, [1])
    with pytest.raises(ValueError, match="1 cards but 2 labels"):
        clubs.Model().fit([["A", 0.5]], [1, 0])
    with pytest.raises(ValueError, match="would enjoy"):
        clubs.Model().fit([["A", 0.5]], ["yes"])
    with pytest.raises(ValueError, match="with fit"):
        clubs.Model().predict([["A", 0.5]])
    with pytest.raises(ValueError, match="bar for bus line 'B'"):
        clubs.measures(clubs.people(0, n=4), {"A": 0.5})
    with pytest.raises(ValueError, match="at least 2 pupils"):
        clubs.people(n=1)
