"""The next-word toy: its effect over many seeds, beside counts by brute force and exact sums."""

import math
from collections import Counter, defaultdict
from itertools import pairwise
from statistics import mean

import pytest
from toy_contract import Contract, average, effects

from howcome import cards
from howcome.toys import next_word as toy


class TestContract(Contract):
    toy = toy
    bad = 7
    one_class_is_refused = False  # a machine that read one word only counts that word


def model(n=3, seed=0):
    return toy.Model(n).fit(*toy.first_deal(seed))


def test_short_memory_sounds_right_and_is_false_and_long_memory_copies():
    # measured over 20 seeds: false 60.6 % at n = 2, 69.3 % at 3, 23.8 % at 4; 19.7 % nonsense at 2
    assert average(toy, "n = 2", "false") > 0.30
    assert average(toy, "n = 2", "nonsense") > 0.10
    assert average(toy, "n = 3", "false") > 0.35
    assert average(toy, "n = 3", "nonsense") == 0
    assert 0.12 < average(toy, "n = 4", "false") < average(toy, "n = 3", "false") - 0.22
    assert average(toy, "n = 5", "copied") == 1


def test_temperature_is_no_cure():
    # measured over 20 seeds: false 68.2 % at 0.5, 69.3 % at 1, 70.0 % at 2
    for name in ("n = 3, temperature 0.5", "n = 3, temperature 2"):
        assert average(toy, name, "false") == pytest.approx(
            average(toy, "n = 3", "false"), abs=0.05
        )


def test_the_box_finds_what_is_false_and_most_is_thrown_away():
    # measured over 20 seeds: 69.3 % thrown away, of the rest 98.5 % copied
    assert average(toy, "n = 3, checked", "false") == 0
    assert average(toy, "n = 3, checked", "thrown away") > 0.35
    assert average(toy, "n = 3, checked", "copied") > 0.9
    for one in effects(toy):
        kept = one["n = 3"]["copied"] + one["n = 3"]["true and new"]
        assert one["n = 3, checked"]["thrown away"] == pytest.approx(1 - kept)


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_the_chances_are_those_of_a_count_by_brute_force(n):
    counts = defaultdict(Counter)
    for sentence in toy.deal(1):
        tokens = ["<"] * (n - 1) + sentence.lower().replace(".", " .").split()
        for place in range(n - 1, len(tokens)):
            counts[tuple(tokens[place - n + 1 : place])][tokens[place]] += 1
    mine = model(n, seed=1)
    for before, came in counts.items():
        found = mine.chances([word for word in before if word != "<"])
        assert found == pytest.approx({word: c / came.total() for word, c in came.items()})


def exactly(machine, temperature=1.0):
    """The exact share of each kind of sentence: the chances along every one that can be claimed."""
    found = Counter()
    for said in toy.claims():
        chance = 1.0
        for place, word in enumerate([*said, toy.END]):
            chance *= machine.chances(list(said[:place]), temperature).get(word, 0)
            if not chance:
                break
        found[toy.truth(" ".join(said))] += chance
    return found


@pytest.mark.parametrize(
    ("name", "n", "temperature"),
    [("n = 2", 2, 1), ("n = 3", 3, 1), ("n = 3, temperature 0.5", 3, 0.5)],
)
def test_the_shares_are_near_the_exact_ones(name, n, temperature):
    seeds = range(4)
    exact = [exactly(model(n, seed), temperature) for seed in seeds]
    measured = [effects(toy)[seed][name] for seed in seeds]
    # 800 sentences: a share of a half has a standard error of 1.8 %
    for kind in ("false", "nonsense"):
        one = mean(e[kind] if kind == "false" else 1 - e.total() for e in exact)
        assert mean(m[kind] for m in measured) == pytest.approx(one, abs=0.055)


def test_at_n_3_the_animal_is_out_of_view_and_at_n_5_in_view():
    whale, cow = "the whale lives in", "the cow lives in"
    assert model(3).chances(whale) == model(3).chances(cow)
    assert model(5).chances(whale) == {"oceans": 1}
    assert model(5).chances(cow) == {"barns": 1}


def test_the_named_counts_decide():
    X, y = toy.first_deal(0)
    full = toy.Model().fit(X, y)
    x = "the cow lives in"
    said = full.predict([x])[0]
    came = Counter(w for text, w in zip(X, y, strict=True) if text.split()[-2:] == ["lives", "in"])
    assert came.most_common(1)[0][0] == said
    assert f'It predicts "{said}". It looks at "lives in", which it read {came.total()} times.' in (
        full.why(x)
    )
    assert f'"{said}" {came[said]} times' in full.why(x)
    # without the examples named there, it is predicted no more
    rest = [
        (text, word)
        for text, word in zip(X, y, strict=True)
        if not (text.split()[-2:] == ["lives", "in"] and word == said)
    ]
    less = toy.Model().fit(*map(list, zip(*rest, strict=True)))
    assert said not in less.chances(x)


def test_words_it_never_read_in_a_row_make_it_look_at_fewer():
    machine = model(3)
    assert machine.chances("the zebra lives in") == machine.chances("the cow lives in")
    assert machine.why("the cow zebra").startswith(
        'It predicts ".". It never read "cow zebra". It looks at no word at all, which it read '
    )
    assert 'It looks at "the" at the start of a sentence' in machine.why("the")
    assert "It looks at the start of a sentence" in machine.why("")
    # the beginning of a sentence counts as something to look at
    assert "." not in machine.chances("")


def test_temperature_sharpens_and_flattens_and_keeps_the_order():
    chances = {"hay": 0.6, "bugs": 0.3, "krill": 0.1}
    orders = []
    for temperature in (0.01, 0.5, 1, 2, 1000):
        spread = toy.spread(chances, temperature)
        powers = {word: math.exp(math.log(c) / temperature) for word, c in chances.items()}
        assert spread == pytest.approx({w: p / sum(powers.values()) for w, p in powers.items()})
        orders.append(list(spread))
    assert orders == [["hay", "bugs", "krill"]] * 5
    assert toy.spread(chances, 0.01)["hay"] == pytest.approx(1)
    assert toy.spread(chances, 1000)["krill"] == pytest.approx(1 / 3, abs=0.001)
    for bad in (0, -1, math.inf, math.nan):
        with pytest.raises(ValueError, match="temperature above 0"):
            toy.spread(chances, bad)


def test_the_box_judges_every_sentence_it_can():
    rows = cards.rows("animals")
    assert {toy.truth(row["sentence"]) for row in rows} == {"true"}
    judged = Counter(toy.truth(" ".join(said)) for said in toy.claims())
    assert judged == {"true": 360, "false": 130 * 12}
    for said, (animal, about, answer) in toy.claims().items():
        on_card = toy.box()[animal, about] == answer
        assert (toy.truth(" ".join(said)) == "true") == on_card
    for nonsense in (
        "",
        "The cow.",
        "The cow eats ponds.",
        "Cows eat hay.",
        "The cow eats hay hay.",
    ):
        assert toy.truth(nonsense) == "nonsense"
    assert toy.truth("The cow eats hay.", ["The cow eats hay."]) == "copied"
    assert toy.truth("The cow eats krill.", ["The cow eats krill."]) == "false"


def test_a_deal_is_ten_sentences_about_each_fact():
    fact = {row["sentence"]: (row["animal"], row["about"]) for row in cards.rows("animals")}
    read = toy.deal(3)
    assert len(set(read)) == 300
    assert set(Counter(fact[sentence] for sentence in read).values()) == {10}
    assert set(read) != set(toy.deal(4))
    X, y = toy.first_deal(3)
    assert y.count(toy.END) == 300
    assert [x for x, word in zip(X, y, strict=True) if word == toy.END] == [
        " ".join(toy.words(sentence)) for sentence in read
    ]


def test_it_writes_what_it_has_counted():
    machine = model(2)
    pairs = {pair for s in toy.deal(0) for pair in pairwise(["", *toy.words(s), toy.END])}
    for number in range(20):
        sentence = machine.write(number)
        assert sentence == machine.write(number)
        assert set(pairwise(["", *toy.words(sentence), toy.END])) <= pairs
    assert machine.write(0, start="The whale").startswith("The whale ")
    assert machine.chances(["the", "whale"]) == machine.chances("The whale")
    for_ever = toy.Model().fit(["", "moo"], ["moo", "moo"])
    assert for_ever.write() == "Moo" + 19 * " moo" + "."


def test_bad_input_is_refused():
    for n in (1, 6, "many", None):
        with pytest.raises(ValueError, match="Choose n from 2, 3, 4 and 5"):
            toy.Model(n)
    for bad in ("the cow", [["the cow"]], [3], 7, None):
        with pytest.raises(ValueError, match="list of texts"):
            toy.Model().fit(bad, ["eats"])
    with pytest.raises(ValueError, match="list of texts"):
        toy.Model().fit(["the cow"], [3])
    with pytest.raises(ValueError, match="with fit"):
        toy.Model().chances("the cow")
    with pytest.raises(ValueError, match="at least one sentence"):
        toy.shares([])
    with pytest.raises(ValueError, match="list of texts"):
        toy.pairs("Cows eat hay.")
