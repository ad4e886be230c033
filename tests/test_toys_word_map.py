"""The word map: its effects, and its sums beside scikit-learn and every split counted."""

import itertools
import re
from statistics import mean, stdev

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from toy_contract import Contract, average, effects

from howcome.toys import common, word_map
from howcome.toys.word_map import HE, SHE, Map, Model, mended, whole, words

IN, OUT, OTHER = "axis in place", "axis taken out", "another axis taken out"
MATH = "math he, arts she"
FORBIDDEN, ALLOWED, NEIGHBOR = word_map.ANSWERS


def halves(seed):
    """The words and the sides to teach with, and those to test on."""
    return [(list(part), list(part.values())) for part in word_map.split(seed)]


class TestContract(Contract):
    toy = word_map
    bad = "zzzz"
    plain = False
    one_class_is_refused = False  # the nearest words are then of one side, and so is the answer


def test_jobs_lie_toward_she_or_he():
    # measured: receptionist +0.35, nurse +0.34, engineer -0.16, captain -0.35, coach -0.39
    scores = whole().scores(words("jobs"), whole().axis())
    assert min(scores["nurse"], scores["receptionist"]) > 0.17
    assert max(scores["coach"], scores["captain"]) < -0.17
    assert scores["engineer"] < -0.08
    assert average(word_map, IN, "job scores apart") > 0.09  # 0.19


def test_the_scores_are_gone_and_the_probe_still_finds_the_side():
    # measured over 20 seeds: 94.8 % with the axis in place, 88.3 % without (she 86.8, he 89.8)
    assert average(word_map, OUT, "job scores apart") < 1e-9
    assert average(word_map, OUT, "side found, overall") > 0.69  # half of the way from chance, 0.5
    for side in ("she side", "he side", "jobs"):  # jobs: 98.0 % with the axis, 86.6 % without
        assert average(word_map, OUT, f"side found, {side}") > 0.68
    lost = [
        one[IN]["side found, overall"] - one[OUT]["side found, overall"]
        for one in effects(word_map)
    ]
    assert 0.03 < mean(lost) < 0.13


def test_it_finds_the_side_on_other_axes_as_well():
    # measured over 20 seeds: 87.3 %, so the she-he axis (88.3 %) is nothing special in this
    other = average(word_map, OTHER, "side found, overall")
    assert other > 0.68
    assert abs(other - average(word_map, OUT, "side found, overall")) < 0.05


def test_sides_that_are_shuffled_are_not_found():
    found = []
    for seed in range(10):
        taught, tested = word_map.split(seed)
        sides = np.random.default_rng(seed).permutation(list(taught.values()))
        found.append(1 - word_map.missed(Model().fit(taught, sides), tested)["overall"])
    assert mean(found) == pytest.approx(0.5, abs=0.05)


def test_another_probe_finds_the_side_too():
    # measured over 20 seeds, logistic regression in place of the nearest words: 85 %
    found = []
    for seed in range(5):
        (X, y), (T, sides) = halves(seed)
        probe = LogisticRegression(C=10, max_iter=1000).fit(mended().at(*X), y)
        found.append(probe.score(mended().at(*T), sides))
    assert mean(found) > 0.68


def test_the_associations_are_strong_and_rare_by_chance():
    # measured: flowers 1.27, career 1.59, math 1.50; at most 1 shuffled split in 1,000 is as high
    for name in word_map.TESTS:
        assert average(word_map, name, "effect size") > 0.62
        assert average(word_map, name, "shuffles as high") < 0.01


def test_without_the_axis_the_gender_tests_change_sign():
    # measured: career -0.68, math -1.28
    for name, most in (("career he, family she", -0.34), (MATH, -0.64)):
        assert average(word_map, f"{name}: axis taken out", "effect size") < most


def test_half_of_the_analogies_are_the_rule_that_forbids():
    # measured over 20 seeds: right 76.5 % forbidden, 36.1 % allowed; a word of the question 57.6 %;
    # the nearest neighbor of c alone 38.9 %
    right = {name: average(word_map, name, "right") for name in word_map.ANSWERS}
    assert right[FORBIDDEN] - right[ALLOWED] > 0.19
    assert right[FORBIDDEN] - right[NEIGHBOR] > 0.18
    assert average(word_map, ALLOWED, "a word of the question") > 0.28
    assert average(word_map, FORBIDDEN, "a word of the question") == 0


def by_hand(place, X, Y, A, B):
    """The test of Caliskan et al. in plain loops, and every split of X and Y counted."""

    def cosine(u, v):
        u, v = place.at(u)[0], place.at(v)[0]
        return float(u @ v / (np.linalg.norm(u) * np.linalg.norm(v)))

    s = {w: mean(cosine(w, a) for a in A) - mean(cosine(w, b) for b in B) for w in [*X, *Y]}
    size = (mean(s[x] for x in X) - mean(s[y] for y in Y)) / stdev(s.values())
    true = sum(s[x] for x in X)
    splits = [sum(s[w] for w in some) for some in itertools.combinations(s, len(X))]
    return size, sum(one >= true - 1e-9 for one in splits) / len(splits)


@pytest.mark.parametrize("place", [whole(), mended()])
def test_the_association_test_counts_as_all_splits_do(place):
    # 8 and 8 words can be split in 12,870 ways: all of them are counted here
    for X, Y in (("career", "family"), ("math", "arts")):
        size, high = by_hand(place, words(X), words(Y), HE, SHE)
        mine = [place.association(words(X), words(Y), HE, SHE, seed=seed) for seed in range(5)]
        assert {round(d, 9) for d, _ in mine} == {round(size, 9)}
        # 2,000 shuffles miss a share of 0.5 by 0.011 (standard deviation), five times that by 0.005
        assert mean(p for _, p in mine) == pytest.approx(high, abs=0.02)


def test_associations_swap_with_their_lists():
    size, _ = whole().association(words("math"), words("arts"), HE, SHE)
    assert whole().association(words("arts"), words("math"), HE, SHE)[0] == pytest.approx(-size)
    assert whole().association(words("math"), words("arts"), SHE, HE)[0] == pytest.approx(-size)


def test_taking_an_axis_out_is_a_projection():
    axis = whole().axis()
    # what least squares leaves of each word when the axis is fitted to it
    fitted, *_ = np.linalg.lstsq(axis[:, None], whole().vectors.T, rcond=None)
    left = whole().vectors - (axis[:, None] @ fitted).T
    left /= np.linalg.norm(left, axis=1, keepdims=True)
    assert np.allclose(mended().vectors, left)
    assert np.allclose(mended().vectors @ axis, 0)
    assert np.allclose(mended().at("she"), mended().at("he"))
    assert np.linalg.matrix_rank(mended().vectors) == 49
    assert np.allclose(whole().axis("he", "she"), -axis)


@pytest.mark.parametrize("k", [1, 5, 9])
def test_the_probe_gives_the_answers_of_scikit_learn(k):
    for seed in range(3):
        (X, y), (T, _) = halves(seed)
        mine = Model(k).fit(X, y)
        twin = KNeighborsClassifier(k, metric="cosine", algorithm="brute").fit(mended().at(*X), y)
        assert mine.classes_ == list(twin.classes_)
        assert mine.predict(T) == list(twin.predict(mended().at(*T)))
        assert np.allclose(mine.predict_proba(T), twin.predict_proba(mended().at(*T)))


def test_neighbors_are_those_of_scikit_learn():
    twin = NearestNeighbors(n_neighbors=6, metric="cosine").fit(whole().vectors)
    for word in ("nurse", "tiger", "rain"):
        far, places = twin.kneighbors(whole().at(word))
        mine = whole().neighbors(word, 5)
        assert [name for _, name in mine] == [whole().words[i] for i in places[0][1:]]
        assert np.allclose([alike for alike, _ in mine], 1 - far[0][1:])


def test_the_doctor_and_the_king():
    for asked, forbidden in (("doctor", "nurse"), ("king", "queen")):
        assert whole().analogy("man", asked, "woman")[0][1] == forbidden
        assert [w for _, w in whole().analogy("man", asked, "woman", forbid=False)][:2] == [
            asked,
            forbidden,
        ]


def test_questions_have_pairs_of_one_kind():
    asked = word_map.questions()
    assert len(asked) == len(set(asked))
    for question in (
        ("go", "went", "eat", "ate"),
        ("big", "bigger", "good", "better"),
        ("city", "cities", "dog", "dogs"),
        ("queen", "king", "she", "he"),
    ):
        assert question in asked
    assert all(len(set(question)) == 4 for question in asked)
    sizes = [len(words(t)) for t in ("now and then", "more and more", "people")]
    pairs = [n // 2 for n in sizes] + [len(words("one and many"))]
    assert len(asked) == sum(n * (n - 1) for n in pairs)


def test_why_names_the_words_that_decide():
    (X, y), (T, _) = halves(0)
    model, shares = Model().fit(X, y), []
    for word in T[:20]:
        said = model.why(word)
        (label,) = model.predict([word])
        named = re.search(rf"\d on the {label} side \((.+?)\)", said)[1].split(", ")
        assert len(named) >= 5
        assert {w for _, w, side in model.nearest(word) if side == label} == set(named)
        place = model.classes_.index(label)
        share = model.predict_proba([word])[0][place]
        # without the named words the label's share never rises, and falls unless others take over
        kept = [(w, side) for w, side in zip(X, y, strict=True) if w not in named]
        less = Model().fit(*zip(*kept, strict=True)).predict_proba([word])[0][place]
        assert less <= share
        shares.append((share, less))
        # with the other side on the named words the answer turns
        (other,) = {"she", "he"} - {label}
        turned = [other if w in named else side for w, side in zip(X, y, strict=True)]
        assert Model().fit(X, turned).predict([word]) == [other]
    assert mean(less for _, less in shares) < mean(share for share, _ in shares) - 0.1


def test_swap_the_sides_and_the_answers_swap():
    (X, y), (T, _) = halves(0)
    swapped = [{"she": "he", "he": "she"}[side] for side in y]
    first, second = Model().fit(X, y).predict(T), Model().fit(X, swapped).predict(T)
    assert all(a != b for a, b in zip(first, second, strict=True))


def test_the_probe_is_never_tested_on_what_it_was_taught_or_on_people():
    pairs = {w for t in word_map.NOT_PROBED for w in words(t)}
    for seed in range(3):
        (X, y), (T, sides) = halves(seed)
        assert len(X) == len(T) == word_map.MOST
        assert not set(X) & set(T)
        assert not pairs & {*X, *T}
        assert y.count("she") == sides.count("she") == word_map.MOST // 2
    assert word_map.split(0) != word_map.split(1)


def test_the_model_card_shows_both_sides():
    card, found = word_map.card(1), word_map.effect(1)
    groups = ("overall", "she side", "he side", "jobs")
    for row in (IN, OUT):
        rates = [1 - found[row][f"side found, {g}"] for g in groups]
        assert f"| {row} | {' | '.join(map(common.percent, rates))} |" in card
    assert common.percent(1 - found[OTHER]["side found, overall"]) in card


def test_most_sports_were_on_the_he_side_and_most_flowers_on_the_she_side():
    sides = word_map.one_sided()
    for theme, side in (("sports and games", "he"), ("flowers", "she")):
        mine = [sides[word] for word in words(theme) if word in sides]
        assert mine.count(side) > 0.7 * len(mine)
        assert len(mine) > 0.5 * len(words(theme))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: whole().neighbors("zzzz"), "no word 'zzzz'"),
        (lambda: whole().analogy("man", "zzzz", "woman"), "no word 'zzzz'"),
        (lambda: whole().axis("she", "she"), "no axis runs"),
        (lambda: mended().axis("she", "he"), "no axis runs"),
        (lambda: whole().association([], HE, HE, SHE), "each of the four lists"),
        (lambda: words("slang"), "no theme 'slang'"),
        (lambda: Model(k=0), "at least 1 word"),
        (lambda: Model().nearest("nurse"), "with fit"),
        (lambda: Model().fit("nurse", ["she"]), "a list of words"),
        (lambda: Model().fit([3], ["she"]), "a list of words"),
        (lambda: Model().fit(["nurse"], ["she", "he"]), "1 cards but 2 labels"),
    ],
)
def test_bad_input_gets_a_sentence_of_its_own(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_a_map_can_be_made_of_any_words():
    tiny = Map(["up", "down", "left"], np.array([[0, 2], [0, -1], [-3, 0]]))
    assert np.allclose(tiny.axis("up", "down"), [0, 1])
    assert tiny.scores(["up", "left"], tiny.axis("up", "down")) == {"up": 1.0, "left": 0.0}
