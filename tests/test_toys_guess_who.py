"""The guess-who tree: its effect over many seeds, and its questions beside scikit-learn's."""

import itertools
from statistics import mean

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier
from toy_contract import Contract, average

from howcome.toys import card_sorter, common
from howcome.toys import guess_who as toy

PRINTED, MENDED, NO_BIRD, NO_REPTILE, WRONG, SHORT, SHORT_WRONG = toy.SITUATIONS


class TestContract(Contract):
    toy = toy
    bad = (4, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0)  # neither a backbone nor none


def columns(cards):
    return [card["x"] for card in cards], [card["truth"] for card in cards]


def to_learn_from():
    return [card for card in toy.deck() if card["split"] == "train"]


def test_wrong_facts_send_animals_to_the_wrong_family_and_mending_them_mends_it():
    # measured over 20 seeds: 34.0 % of the test cards as printed, 5.5 % mended
    assert average(toy, PRINTED, "overall") - average(toy, MENDED, "overall") > 0.14
    assert average(toy, MENDED, "overall") < 0.1


def test_each_of_the_six_wrong_cards_is_mended_by_its_one_fact():
    # with all 40 cards to learn from: all six wrong as printed, all six right once mended
    model = toy.Model().fit(*columns(to_learn_from()))
    printed = {card["name"]: card for card in toy.printed_cards()}
    key = toy.wrong_facts()
    assert len(key) == 6
    for name, (trait, value) in key.items():
        said, mended = model.predict(
            [printed[name]["x"], toy.mend(printed[name], trait, value)["x"]]
        )
        assert said != printed[name]["truth"] == mended, name
    true = {card["name"]: card["x"] for card in toy.test_cards()}
    assert {name: toy.mend(printed[name], *fix)["x"] for name, fix in key.items()} == {
        name: true[name] for name in key
    }


def test_perfect_on_its_own_cards_and_not_on_new_ones():
    # measured over 20 seeds: own cards 0 %, new cards 5.5 % wrong
    assert average(toy, MENDED, "own cards") == 0
    assert average(toy, MENDED, "overall") > 0.027


def test_a_family_never_shown_gets_a_full_score():
    # measured over 20 seeds: every bird wrong, 1.00 sure; 90 % of them called reptiles
    assert average(toy, NO_BIRD, "bird") == average(toy, NO_BIRD, "sure of birds") == 1
    assert average(toy, MENDED, "bird") < 0.1
    said = []
    for seed in range(20):
        model = toy.Model().fit(*toy.deal(toy.FIRST | {"bird": 0}, seed))
        said += [c["predicted"] for c in toy.cases(model) if c["group"] == "bird"]
    assert said.count("reptile") / len(said) > 0.5


def test_leave_out_the_reptiles_and_the_errors_swap():
    # measured over 20 seeds: reptiles 100 %, birds 0 % wrong
    assert average(toy, NO_REPTILE, "reptile") - average(toy, NO_REPTILE, "bird") > 0.5
    assert average(toy, NO_BIRD, "bird") - average(toy, NO_BIRD, "reptile") > 0.48


def test_wrong_labels_cost_a_full_tree_more_and_a_short_one_is_wrong_more_often():
    # measured over 20 seeds: full tree 5.5 -> 22.5 %, three questions 31.0 -> 38.0 %
    full = average(toy, WRONG, "overall") - average(toy, MENDED, "overall")
    short = average(toy, SHORT_WRONG, "overall") - average(toy, SHORT, "overall")
    assert full > 0.085
    assert short > 0
    assert full - short > 0.05
    assert average(toy, SHORT, "overall") - average(toy, WRONG, "overall") > 0.042
    assert average(toy, SHORT_WRONG, "overall") - average(toy, WRONG, "overall") > 0.077


def nodes(tree, cards):
    """Every place in the tree where something is asked, with the cards that come there."""
    if "asked" in tree:
        yield tree, cards
        for answer in ("yes", "no"):
            heap = [c for c in cards if toy.says_yes(c, tree["asked"]) == (answer == "yes")]
            yield from nodes(tree[answer], heap)


@pytest.mark.parametrize("wrong", [0, 0.3])
def test_every_question_splits_as_well_as_the_one_scikit_learn_finds(wrong):
    for seed in range(4):
        X, y = toy.first_deal(seed)
        y = card_sorter.mislabel(y, wrong, seed)
        cards = [{"x": x, "truth": label} for x, label in zip(X, y, strict=True)]
        asked = list(nodes(toy.Model().fit(X, y).tree, cards))
        assert len(asked) > 5
        for tree, heap in asked:
            twin = DecisionTreeClassifier(max_depth=1, random_state=0).fit(*columns(heap)).tree_
            share = twin.n_node_samples / len(heap)
            assert toy.mixed(tree["cards"]) == pytest.approx(twin.impurity[0])
            assert tree["asked"]["mixed"] == pytest.approx((share * twin.impurity)[1:].sum())
            assert sum(tree["cards"].values()) == len(heap)


@pytest.mark.parametrize("wrong", [0, 0.1, 0.3])
def test_a_full_tree_is_as_right_on_its_own_cards_as_scikit_learns(wrong):
    for seed in range(4):
        X, y = toy.first_deal(seed)
        y = card_sorter.mislabel(y, wrong, seed)
        mine = mean(a == b for a, b in zip(toy.Model().fit(X, y).predict(X), y, strict=True))
        assert mine == pytest.approx(DecisionTreeClassifier(random_state=0).fit(X, y).score(X, y))


def left_out(make, deck):
    """The names of the cards that a tree of the other 59 gets wrong."""
    return {
        card["name"]
        for card in deck
        if make().fit(*columns([c for c in deck if c is not card])).predict([card["x"]])[0]
        != card["truth"]
    }


def test_left_out_one_by_one_it_errs_as_often_as_scikit_learn():
    deck = toy.deck()
    mine = left_out(toy.Model, deck)
    assert mine == {"axolotl", "dragonfly"}
    # of questions that split equally well scikit-learn picks one by chance
    twins = [left_out(lambda r=r: DecisionTreeClassifier(random_state=r), deck) for r in range(4)]
    assert min(map(len, twins)) - 1 <= len(mine) <= max(map(len, twins)) + 1


def test_mixed_is_how_often_two_cards_of_a_heap_differ():
    for heaps in ([{"bird": 3, "fish": 1}], [{"bird": 2}, {"fish": 3, "insect": 1, "bird": 2}]):
        total = 0
        for heap in heaps:
            cards = [family for family, count in heap.items() for _ in range(count)]
            pairs = [a != b for a, b in itertools.product(cards, cards)]
            total += len(cards) * sum(pairs) / len(pairs)
        whole = sum(sum(heap.values()) for heap in heaps)
        assert toy.mixed(*heaps) == pytest.approx(total / whole)


def test_best_questions_are_ranked_and_complete():
    cards = to_learn_from()
    ranked = toy.best_questions(cards)
    assert [q["mixed"] for q in ranked] == sorted(q["mixed"] for q in ranked)
    assert ranked[0]["question"] == "Does it have feathers?"
    assert ranked[0]["yes"] == {"bird": 7}
    # every fact that differs between two cards can be asked for, legs at each step
    table = np.array([card["x"] for card in cards])
    assert len(ranked) == sum(len(set(column)) - 1 for column in table.T)
    for q in ranked:
        assert q["yes"]
        assert q["no"]
        assert q == toy.ask(cards, q["trait"], q["limit"])
        assert sum(q["yes"].values()) + sum(q["no"].values()) == len(cards)
    assert toy.best_questions(cards[:1] * 3) == []


def test_cards_with_the_same_facts_and_two_families_stay_together():
    # the toad as printed has the facts of a gecko: no question tells them apart
    printed = {card["name"]: card["x"] for card in toy.deck(corrected=False)}
    X = [printed["toad"], printed["leopard gecko"], printed["owl"]]
    model = toy.Model().fit(X, ["amphibian", "reptile", "bird"])
    assert model.predict_proba(X[:1]) == [[0.5, 0, 0.5]]
    assert model.questions().splitlines()[1:] == ["  yes: 1 amphibian, 1 reptile", "  no: 1 bird"]


def test_depth_limits_the_questions_in_a_row():
    X, y = toy.first_deal(0)
    for depth in (1, 2, 3):
        model = toy.Model(depth).fit(X, y)
        assert max(len(model.walk(x)) - 1 for x in X) == depth
    for bad in (0, -2):
        with pytest.raises(ValueError, match="at least 1 question"):
            toy.Model(bad)


def test_why_names_every_fact_that_mattered_and_no_other():
    X, y = toy.first_deal(1)
    model = toy.Model().fit(X, y)
    for card in toy.test_cards():
        x = [float(value) for value in card["x"]]
        *steps, (end, _) = model.walk(x)
        words = model.why(x)
        assert f"predicts {model.predict([x])[0]} after {len(steps)} question" in words
        for tree, answer in steps:
            assert f"{tree['asked']['question']} {answer.title()}." in words
        # a fact that is not named may be anything: the answer stays
        named = {tree["asked"]["trait"] for tree, _ in steps}
        other = [
            value if trait in named else (4 if trait == "legs" else 1 - value)
            for trait, value in zip(toy.COLUMNS, x, strict=True)
        ]
        assert model.why(other) == words
        # turn the last answer, and the card ends with other cards
        tree, answer = steps[-1]
        asked = tree["asked"]
        turned = asked["limit"] + (1 if answer == "no" else -1)
        if asked["trait"] != "legs":
            turned = int(answer == "no")
        (moved,) = [toy.mend({"x": x}, asked["trait"], turned)["x"]]
        assert model.walk(moved)[len(steps)][0] is not end
        assert model.predict_proba([moved]) != model.predict_proba([x])


def test_why_in_full():
    model = toy.Model().fit(*toy.deal({"bird": 2, "insect": 3}))
    owl = next(card["x"] for card in toy.test_cards() if card["name"] == "owl")
    assert model.why(owl) == (
        "It predicts bird after 1 question. Does it have more than 4 legs? No. "
        "The cards with the same answers: 2 bird."
    )


def test_the_tree_as_text_has_every_card():
    X, y = toy.first_deal(2)
    model = toy.Model().fit(X, y)
    text = model.questions()
    ends = [part for line in text.splitlines() if "?" not in line for part in line.split(": ")[1:]]
    assert sum(int(count) for end in ends for count in end.split()[::2]) == len(y)
    with pytest.raises(ValueError, match="with fit"):
        toy.Model().questions()


def test_every_fact_has_a_question():
    assert tuple(toy.QUESTIONS) == toy.COLUMNS
    for call in (lambda: toy.ask(toy.test_cards(), "has_wings"), lambda: toy.mend({}, "wings", 1)):
        with pytest.raises(ValueError, match="There is no fact"):
            call()
    with pytest.raises(ValueError, match="at least one card"):
        toy.ask([], "has_fur")


def test_the_model_card_shows_every_family():
    card = toy.card(1)
    for name, found in toy.effect(1).items():
        heads = ("own cards", "overall", *card_sorter.GROUPS, "sure of birds")
        assert f"| {name} | {' | '.join(common.percent(found[head]) for head in heads)} |" in card
    counts = sorted(toy.FIRST.values())
    assert f"{sum(counts)} cards with true facts, {counts[0]} to {counts[-1]} of each" in card
    assert f"{len(toy.wrong_facts())} of the {len(toy.test_cards())} test cards" in card
