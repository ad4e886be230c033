"""The shelf: every toy is on it, each with the lessons that say they use it, and its command."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from howcome.toys import shelf

HOME = Path(__file__).parents[1]
GUIDES = sorted((HOME / "instructor" / "guides").glob("*/*.md"))


def command(*words):
    return subprocess.run(
        [sys.executable, "-m", "howcome.toys.shelf", *words], capture_output=True, text=True
    )


def test_the_page_has_every_toy_and_no_other():
    assert list(shelf.kept_sections()) == shelf.names()
    top = shelf.README.read_text(encoding="utf-8").split("\n## ")[0]
    for name in shelf.names():
        line = next(line for line in top.splitlines() if line.startswith(f"| [{name}]"))
        toy = shelf.toy(name)
        assert shelf.idea(toy) in line
        assert all(lesson.split("-")[0] in line for lesson in toy.LESSONS)


def test_every_toy_has_a_test_of_its_own():
    for name in shelf.names():
        text = (HOME / "tests" / f"test_toys_{name}.py").read_text(encoding="utf-8")
        alias = re.search(rf"import {name} as (\w+)", text)
        assert f"class TestContract(Contract):\n    toy = {alias[1] if alias else name}\n" in text


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_and_its_toy_name_each_other(guide):
    model = re.search(r"^model: (.+)$", guide.read_text(encoding="utf-8"), re.M)[1]
    assert set(model.split(", ")) - {"none"} == {
        name for name in shelf.names() if guide.stem in shelf.toy(name).LESSONS
    }


def test_the_command_measures_the_toys_it_is_given():
    done = command("survey", "exam")
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^## (\w+)", done.stdout, re.M) == ["survey", "exam"]
    assert re.search(r"One press: \d+ ms", done.stdout)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["see"], "There is no toy 'see'; there are: beat_the_score, "),
        (["--write", "sea"], "leave out their names"),
    ],
)
def test_wrong_words_get_a_sentence_and_nothing_is_written(words, sentence):
    before = shelf.README.read_bytes()
    done = command(*words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert shelf.README.read_bytes() == before


def test_figures_leave_out_what_no_seed_could_measure():
    found = shelf.figures([{"a": {"x": 1, "y": None}}, {"a": {"x": 3, "y": None}}])
    assert found == {("a", "x"): (2, 1)}
