"""What every toy promises, tested for each in its own file: `class TestContract(Contract)`.

The effects are measured once a toy, over the seeds of the shelf; `effects(toy)` gives them to the
toy's own tests too.
"""

import functools
import os

os.environ["OMP_NUM_THREADS"] = "1"

import re
import subprocess
import sys
from pathlib import Path
from statistics import mean

import numpy as np
import pandas as pd
import pytest

from howcome.toys import shelf

COMPILED = ("numpy", "pandas", "scipy", "sklearn", "matplotlib")


@functools.cache
def effects(toy):
    """The toy's effect for each seed of the shelf."""
    return shelf.effects(toy)


def average(toy, situation, what):
    """The mean of one figure of the effect over the seeds of the shelf."""
    return mean(effect[situation][what] for effect in effects(toy))


def run_without(code, blocked=COMPILED):
    """Run code in a new Python in which these packages cannot be imported; its output."""
    block = "".join(f"import sys; sys.modules[{name!r}] = None\n" for name in blocked)
    done = subprocess.run(
        [sys.executable, "-c", block + code],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(shelf.__file__).parents[2])},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Contract:
    """Every promise of howcome/toys/__init__.py; a toy's test file sets `toy`.

    `one_class_is_refused` is False for a model that may be taught with one label alone: it then
    predicts that label. `bad` holds one example more that the model has to refuse. `plain` is False
    for a toy of high school alone that needs more than the standard library.
    """

    toy = None
    plain = True
    one_class_is_refused = True
    bad = None

    @property
    def name(self):
        return self.toy.__name__.split(".")[-1]

    def trained(self, seed=0):
        X, y = self.toy.first_deal(seed)
        return self.toy.Model().fit(X, y), X, y

    def test_the_docstring_has_the_parts_that_the_shelf_shows(self):
        text = self.toy.__doc__
        assert re.match(r"[A-Z].+\? .+\.$", text.splitlines()[0]), "a question, then a sentence"
        places = [text.index(f"\n{part}") for part in ("World:", "Model:", "What breaks:")]
        assert places == sorted(places)

    def test_lessons_have_names_of_lessons(self):
        assert self.toy.LESSONS
        for lesson in self.toy.LESSONS:
            assert re.fullmatch(r"[emh]\d\d(-[a-z0-9]+)+", lesson)

    def test_the_shelf_shows_what_is_measured(self):
        text = shelf.kept_sections()[self.name]
        ms = float(re.search(r"One press: (\d+) ms", text)[1])
        measured = shelf.section(self.name, ms, effects(self.toy))
        number = r"-?\d[\d,]*(?:\.\d+)?"
        assert re.sub(number, "N", text) == re.sub(number, "N", measured)
        for kept, now in zip(re.findall(number, text), re.findall(number, measured), strict=True):
            kept, now = float(kept.replace(",", "")), float(now.replace(",", ""))
            # the last digit may differ between two processors
            assert kept == pytest.approx(now, rel=0.02, abs=0.11)

    def test_one_press_is_within_what_the_shelf_allows(self):
        text = shelf.kept_sections()[self.name]
        assert float(re.search(r"One press: (\d+) ms", text)[1]) <= shelf.MOST_MS

    def test_the_same_seed_gives_the_same_effect(self):
        assert self.toy.effect(3) == effects(self.toy)[3]

    def test_another_seed_is_another_deal(self):
        assert any(effect != effects(self.toy)[0] for effect in effects(self.toy))

    def test_the_card_shows_use_misuse_and_errors(self):
        card = self.toy.card(0)
        heads = re.findall(r"^#### (.+)", card, re.M)
        assert card.startswith("### Model card: ")
        assert heads[0] == "Trained on"
        assert heads[1].startswith("Errors")
        assert heads[-2:] == ["Use it for", "Do not use it for"]
        errors = card.split("#### Errors")[1].split("#### Use it for")[0]
        assert len(re.findall(r"^\|", errors, re.M)) >= 4, "a table with more than one group"
        assert hasattr(card, "_repr_markdown_")

    def test_the_model_speaks_as_scikit_learn_does(self):
        model, X, _ = self.trained()
        some = X[:5]
        labels, chances = model.predict(some), model.predict_proba(some)
        assert len(labels) == len(chances) == len(some)
        for label, row in zip(labels, chances, strict=True):
            assert label in list(model.classes_)
            assert len(row) == len(model.classes_)
            assert sum(row) == pytest.approx(1)
            assert max(row) == pytest.approx(row[list(model.classes_).index(label)])

    def test_lists_arrays_and_frames_give_the_same_answers(self):
        _, X, y = self.trained()
        text = isinstance(X[0], str)
        names = getattr(self.toy, "COLUMNS", None)
        shapes = [
            (np.array(X, dtype=object if not text else None), np.array(y)),
            (pd.Series(X), pd.Series(y))
            if text
            else (pd.DataFrame(X, columns=names), pd.Series(y)),
        ]
        said = self.toy.Model().fit(X, y).predict(X[:9])
        for data, labels in shapes:
            assert list(self.toy.Model().fit(data, labels).predict(data[:9])) == list(said)

    def test_why_is_a_sentence_about_the_prediction(self):
        model, X, _ = self.trained()
        for x in X[:3]:
            words = model.why(x)
            assert str(model.predict([x])[0]) in words
            assert words.endswith(".")
            assert any(sign.isdigit() for sign in words)

    def refused(self, call, *what):
        with pytest.raises(ValueError) as caught:  # noqa: PT011 -- the sentence is looked at below
            call(*what)
        sentence = str(caught.value)
        assert re.fullmatch(r"[A-Z].{15,300}\.", sentence), sentence

    def test_bad_input_gets_a_sentence(self):
        Model = self.toy.Model
        model, X, y = self.trained()
        self.refused(Model().predict, X[:1])
        self.refused(Model().fit, [], [])
        self.refused(Model().fit, X, y[:-1])
        self.refused(Model().fit, None, y)
        self.refused(model.predict, 7)
        if self.bad is not None:
            self.refused(model.predict, [self.bad])
            self.refused(model.why, self.bad)
        if not isinstance(X[0], str):
            names = getattr(self.toy, "COLUMNS", None)
            wide = [[*row, 1] for row in X]
            self.refused(Model().fit, wide, y)
            self.refused(model.predict, [list(X[0])[:-1]])
            holes = [[*row[:-1], float("nan")] for row in X]
            self.refused(Model().fit, holes, y)
            self.refused(model.predict, holes[:1])
            if names:
                other = pd.DataFrame(X, columns=[f"{name}_2" for name in names])
                self.refused(Model().fit, other, y)

    def test_one_class_only(self):
        _, X, y = self.trained()
        same = [y[0]] * len(y)
        if self.one_class_is_refused:
            self.refused(self.toy.Model().fit, X, same)
        else:
            assert set(self.toy.Model().fit(X, same).predict(X[:9])) == {y[0]}

    def test_toys_of_the_lower_bands_need_nothing_compiled(self):
        if not self.plain:
            assert all(lesson.startswith("h") for lesson in self.toy.LESSONS)
            return
        out = run_without(
            f"from howcome.toys import {self.name} as toy\n"
            "X, y = toy.first_deal(0)\n"
            "model = toy.Model().fit(X, y)\n"
            "print(model.why(X[0]), toy.card(0))"
        )
        assert "### Model card" in out
