"""The order of reading: like next to like, the same every time, as scikit-learn has it."""

import random

import numpy as np
import pytest
from written_course import LETTERS

from howcome_instructor.written.alike import ALIKE, distances, groups, plain


def grouped(texts, stub=""):
    return [
        (group.kind, [texts[place] for place in group.members]) for group in groups(texts, stub)
    ]


def test_misspellings_and_two_languages_find_together():
    together = [set(texts) for kind, texts in grouped(LETTERS) if kind != "single"]
    for pair in [(0, 1), (0, 2), (3, 4), (3, 5), (6, 7), (8, 9), (10, 11), (12, 13), (14, 15)]:
        one, two = (LETTERS[place] for place in pair)
        assert any({one, two} <= group for group in together), (one, two)
    # and what says something else does not
    for pair in [(0, 3), (0, 10), (3, 14), (6, 8), (12, 17)]:
        one, two = (LETTERS[place] for place in pair)
        assert not any({one, two} <= group for group in together), (one, two)


def test_every_answer_is_in_exactly_one_group():
    places = [place for group in groups(LETTERS) for place in group.members]
    assert sorted(places) == list(range(len(LETTERS)))


def test_the_order_depends_on_the_texts_alone():
    texts = [*LETTERS, *LETTERS[:5]]
    first = grouped(texts)
    for seed in range(5):
        shuffled = random.Random(seed).sample(texts, len(texts))
        assert grouped(shuffled) == first


def test_nothing_written_comes_first_then_the_largest_group():
    texts = ["idk", "", "idk", "Write here.", "Idk", "  \n", "*write  here*", "so", "alone here"]
    found = grouped(texts, stub="Write here.")
    assert found[0] == ("empty", ["", "Write here.", "  \n", "*write  here*"])
    assert found[1] == ("same", ["Idk", "idk", "idk"])
    assert [kind for kind, _ in found[2:]] == ["single", "single"]


def test_signs_are_an_answer_and_only_the_same_words_are_called_the_same():
    found = grouped(["2 > 1", "2 < 1", ":-)", "?"])
    assert ("alike", ["2 < 1", "2 > 1"]) in found
    assert {"empty", "same"}.isdisjoint(kind for kind, _ in found)


@pytest.mark.parametrize("texts", [[], ["only one"], ["", ""], ["same"] * 3])
def test_small_classes(texts):
    assert sum(len(members) for _, members in grouped(texts)) == len(texts)


def test_it_is_what_scikit_learn_works_out():
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = sorted({plain(text) for text in LETTERS} | {"a", "a b", "aa aa aa"})
    way = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    table = way.fit_transform(texts)
    away = np.clip(1 - (table @ table.T).toarray(), 0, 1)
    np.fill_diagonal(away, 0)
    assert np.allclose(distances(texts), away, atol=1e-12)
    theirs = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - ALIKE
    ).fit(away)
    members = {}
    for place, label in enumerate(theirs.labels_):
        members.setdefault(label, set()).add(place)
    ours = {frozenset(group.members) for group in groups(texts)}
    assert ours == {frozenset(group) for group in members.values()}
