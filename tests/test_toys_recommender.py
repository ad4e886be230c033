"""The recommender toy: what one first click becomes, beside the closed forms of the urn."""

import math
from collections import Counter
from statistics import mean

import pytest
from scipy.stats import entropy
from toy_contract import Contract, average

from howcome.toys import recommender
from howcome.toys.recommender import TOPICS

MOST, SOME, MANY, URN, URN_SOME = recommender.SETTINGS
MINUTES, BOTH, SOLVED = (f"companion paid for {pay}" for pay in recommender.PAYS)
HARMONIC = sum(1 / n for n in range(1, 7))


class TestContract(Contract):
    toy = recommender
    bad = 3  # no name of a pupil
    one_class_is_refused = False  # clicks on one topic alone: that topic is shown


def test_one_topic_takes_over_and_some_surprise_is_no_cure():
    # measured over 20 seeds: top topic 100 %, with 20 % surprise 83 %, 50 % 58 %, urn 42 %
    assert average(recommender, MOST, "top topic") == 1
    assert average(recommender, MOST, "topics seen") == 1
    assert average(recommender, MOST, "variety") == 0
    # closed form: the share without surprise, and a sixth of the surprises
    assert average(recommender, SOME, "top topic") == pytest.approx(0.8 + 0.2 / 6, abs=0.02)
    assert average(recommender, MANY, "top topic") == pytest.approx(0.5 + 0.5 / 6, abs=0.02)
    # measured: variety 0, 39, 75, 80 and 92 %
    assert average(recommender, SOME, "variety") < 0.5
    assert average(recommender, URN, "variety") > 0.6
    assert average(recommender, URN_SOME, "variety") > average(recommender, URN, "variety") + 0.06


def test_pupils_of_the_same_taste_end_with_different_topics():
    # closed form for "most": the first click decides, so two pupils agree in one of six pairs;
    # measured over 20 seeds: 14 %, and 13 to 19 % with the other rules
    for setting in recommender.SETTINGS:
        assert average(recommender, setting, "same top topic") < 0.3
    tops = [recommender.play(20, f"same {n}")[-1]["topic"] for n in range(400)]
    share = sum((n / 400) ** 2 for n in Counter(tops).values())
    assert share == pytest.approx(1 / 6, abs=0.02)
    assert set(tops) == set(TOPICS)


def test_the_urn_ends_as_polya_says():
    # shares of a Pólya urn with six topics: any split is as likely as any other (Dirichlet of
    # ones); the largest share is H6 / 6 on average, the first-clicked topic gets 2 / 7
    largest, firsts, entropies = [], [], []
    for number in range(120):
        rounds = recommender.play(200, f"urn {number}", "in proportion")
        paid = rounds[-1]["state"]["paid"]
        weights = [clicks + 1 for clicks in paid.values()]
        largest.append(max(weights) / sum(weights))
        first = next(one["topic"] for one in rounds if one["clicked"])
        firsts.append((paid[first] + 1) / sum(weights))
        entropies.append(entropy(weights) / math.log(6))
    assert mean(largest) == pytest.approx(HARMONIC / 6, abs=0.035)
    assert mean(firsts) == pytest.approx(2 / 7, abs=0.045)
    assert mean(entropies) == pytest.approx((HARMONIC - 1) / math.log(6), abs=0.03)


def test_the_companion_does_what_it_is_paid_for():
    # measured over 20 seeds: flattery 84, 80 and 6 %; problems solved 18, 21 and 80 %
    flattery = {pay: average(recommender, pay, "flattery") for pay in (MINUTES, BOTH, SOLVED)}
    solved = {pay: average(recommender, pay, "problems solved") for pay in (MINUTES, BOTH, SOLVED)}
    assert flattery[MINUTES] > 0.7
    assert flattery[MINUTES] - flattery[SOLVED] > 0.38
    assert solved[SOLVED] - solved[MINUTES] > 0.3
    assert flattery[BOTH] > 0.7
    assert solved[BOTH] < 0.3


def test_the_best_paid_reply_is_the_one_the_numbers_say():
    for pay, best in (("minutes", "flattery"), ("solved problems", "a person to ask")):
        for_minute, for_solved = recommender.PAYS[pay]
        worth = {r: for_minute * m + for_solved * s for r, (m, s) in recommender.REPLIES.items()}
        assert max(worth, key=worth.get) == best
        state = recommender.talk(3000, "worth", pay, surprise=1)[-1]["state"]
        counted = recommender.scores(state, "on average")
        assert counted == pytest.approx(worth, rel=0.1)
        assert recommender.chances(state, "on average")[best] == 1


def test_one_round_at_a_time_is_the_same_as_many():
    many = recommender.play(30, 5, "in proportion", 0.3)
    state = recommender.start()
    for one in many:
        before = repr(state)
        topic = recommender.choose(state, 5, "in proportion", 0.3)
        after = recommender.record(state, topic, recommender.clicks(state, 5))
        assert (topic, after) == (one["topic"], one["state"])
        assert repr(state) == before
        state = after
    rest = recommender.play(10, 5, "in proportion", 0.3, state=many[19]["state"])
    assert rest == many[20:]


def test_the_model_and_the_rounds_follow_the_same_chances():
    rounds = recommender.play(60, 2, "in proportion", 0.1)
    clicked = [one["topic"] for one in rounds if one["clicked"]]
    model = recommender.Model("in proportion", 0.1).fit(["Kim"] * len(clicked), clicked)
    (row,) = model.predict_proba(["Kim"])
    state = rounds[-1]["state"]
    assert row == list(recommender.chances(state, "in proportion", 0.1).values())
    drawn = Counter(recommender.choose(state, n, "in proportion", 0.1) for n in range(3000))
    assert [drawn[topic] / 3000 for topic in TOPICS] == pytest.approx(row, abs=0.03)


def test_variety_is_the_entropy_share():
    shown = ["music"] * 5 + ["space"] * 3 + ["sports"]
    assert recommender.variety(shown) == pytest.approx(entropy([5, 3, 1]) / math.log(6))
    assert recommender.variety(TOPICS) == pytest.approx(1)
    with pytest.raises(ValueError, match="at least one video"):
        recommender.variety([])


def test_why_names_the_counts_that_decide():
    X, y = ["Kim"] * 5 + ["Lou"], ["space"] * 3 + ["music"] * 2 + ["sports"]
    model = recommender.Model().fit(X, y)
    assert model.why("Kim") == (
        "It predicts space: of 5 clicks by Kim, 3 on space, 2 on music. "
        "So the chance that it shows space next is 100.0 %."
    )
    assert model.why("Ari").startswith("It predicts animals: Ari has 0 clicks.")
    # without the clicks it names, the other topic is shown
    assert recommender.Model().fit(X[2:], y[2:]).predict(["Kim"]) == ["music"]
    urn = recommender.Model("in proportion")
    place = TOPICS.index("space")
    with_them = urn.fit(X, y).predict_proba(["Kim"])[0][place]
    assert with_them > urn.fit(X[3:], y[3:]).predict_proba(["Kim"])[0][place]


def test_a_pupil_without_clicks_has_equal_chances():
    model = recommender.Model().fit(["Kim"], ["space"])
    assert model.predict_proba(["Ari"]) == [pytest.approx([1 / 6] * 6)]


def test_the_card_counts_pupils_by_their_first_click():
    lines = [line for line in recommender.card(2).splitlines() if line.startswith("| ")]
    rows = [line.strip("| ").split(" | ") for line in lines[2:]]
    *groups, everyone = rows
    assert {row[0] for row in groups} <= set(TOPICS)
    assert len(groups) >= 4
    assert sum(int(row[1]) for row in groups) == int(everyone[1]) == 30
    assert all(row[2] == "100.0 %" for row in rows)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: recommender.chances(recommender.start(), "best"), "no rule 'best'"),
        (lambda: recommender.chances(recommender.start(), surprise=1.2), "from 0 to 1"),
        (lambda: recommender.record(recommender.start(), "chess", 1), "no topic 'chess'"),
        (lambda: recommender.talk(3, pay="likes"), "no pay 'likes'"),
        (lambda: recommender.Model("on average"), "Choose the rule"),
        (lambda: recommender.Model(surprise=-1), "from 0 to 1"),
        (lambda: recommender.Model().fit(["Kim"], ["chess"]), "no topic 'chess'"),
        (lambda: recommender.Model().fit("Kim", ["space"]), "name of a pupil"),
        (lambda: recommender.Model().fit([float("nan")], ["space"]), "name of a pupil"),
    ],
)
def test_bad_input_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
