"""The words of the pages in both languages, and what is read from guides and sources."""

import json
import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest

import howcome_instructor.grade.report as report
from howcome_instructor.course.guides import Guide
from howcome_instructor.grade.report.guide import ideas_in
from howcome_instructor.grade.report.room import CAME, IN_TIME, NOT_KNOWN, STATES
from howcome_instructor.grade.report.tally import _bars
from howcome_instructor.grade.report.words import LANGUAGES, words_in

HERE = Path(report.__file__).parent
TABLES = {
    language: json.loads((HERE / f"words.{language}.json").read_text(encoding="utf-8"))
    for language in LANGUAGES
}
GUIDES = sorted((Path(__file__).parent.parent / "instructor" / "guides").glob("*/*.md"))


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_say_the_same_things():
    plain = {language: {k for k in table if "." not in k} for language, table in TABLES.items()}
    assert plain["en"] == plain["es"]
    for key in plain["en"]:
        assert _places(TABLES["en"][key]) == _places(TABLES["es"][key]), key


def test_a_form_for_one_has_a_form_for_many():
    for table in TABLES.values():
        for key in table:
            many, dot, number = key.partition(".")
            assert not dot or (number == "one" and many in table), key


def test_every_word_is_used_and_every_used_word_is_there():
    code = "".join(path.read_text(encoding="utf-8") for path in HERE.rglob("*.py"))
    pages = "".join(path.read_text(encoding="utf-8") for path in HERE.rglob("*.html"))
    used = set(re.findall(r'\b(?:w|words|self)\(\s*["\']([a-z_-]+)["\'][,)]', code + pages))
    made = {f"{kind}_{state}" for kind in "csr" for state in STATES}
    made |= {f"c_came_{how}" for how in CAME} | {f"c_late_{how}" for how in (IN_TIME, NOT_KNOWN)}
    made |= {f"f_sign_{state}" for state in ("right", "again", "partly", "waiting", "open")}
    there = {key for key in TABLES["en"] if "." not in key}
    assert used <= there
    unsaid = {key for key in there - used - made if f'"{key}"' not in code}
    assert unsaid == set()


def test_numbers_times_and_plurals():
    english, spanish = words_in("en"), words_in("es")
    assert [english.number(x) for x in (0, 2.0, 1.5, 0.333, -0.001)] == [
        *("0", "2", "1.5", "0.33", "0")
    ]
    assert spanish.number(1.5) == "1,5"
    assert english.span(timedelta(days=2, hours=3, minutes=59)) == "2 days and 3 hours"
    assert english.span(59) == "1 minute"
    assert spanish.span(timedelta(days=1, minutes=5)) == "1 día"
    assert english.span(timedelta(hours=1, minutes=1)) == "1 hour and 1 minute"
    assert english("f_points", score=1, most=1, n=1) == "1 of 1 point"
    assert words_in("fr").language == "en"


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_every_question_of_a_guide_finds_its_idea(path):
    guide = Guide(path, path.read_text(encoding="utf-8"))
    asked = guide.section("Two wrong ideas").count("Ask:")
    found = [idea for idea in ideas_in(guide).values() if idea.question]
    assert len({idea.question for idea in found}) == asked >= 2
    for idea in found:
        assert idea.question.endswith("?")
        assert not re.search(r"[*`<]", idea.question)


def test_questions_find_the_right_ideas():
    text = (
        "---\nmisconceptions:\n"
        "  - {id: x-one, sentence: The sky is green., task: t}\n"
        "  - {id: x-two, sentence: Water runs uphill., task: t}\n"
        "  - {id: x-three, sentence: Stones float., task: t}\n"
        "---\n## Two wrong ideas\n\n"
        '**"Some other words."** (x-two)\nAsk: *Where does it <!-- claim: a -->end?* More.\n\n'
        '**"The sky is green."** Ask: *"What do you see?"* None.\n'
    )
    found = ideas_in(Guide(Path("x"), text))
    assert [idea.question for idea in found.values()] == [
        *("What do you see?", "Where does it end?", "")
    ]


@pytest.mark.parametrize("text", ["", "---\n- [\n---\n", "---\nmisconceptions: 4\n---\n", "no"])
def test_a_damaged_guide_has_no_ideas(text):
    assert ideas_in(Guide(Path("x"), text)) == {}


@pytest.mark.parametrize(
    ("scores", "most"),
    [([0, 6], 6), ([0.5, 10, 3], 10), ([37, 40, 41.5], 40), ([0], 0), ([99], 100)],
)
def test_every_mark_stands_in_one_bar(scores, most):
    bars = list(_bars(scores, most))
    assert sum(bar.count for bar in bars) == len(scores)
    assert len(bars) <= 13
    for above, below in pairwise(bars):
        assert above.low == below.high + 1
    assert bars[-1].low == 0
