"""Rubrics in guides: what is read, and what is refused in plain words."""

from pathlib import Path

import pytest

from howcome_instructor.course.folder import Course
from howcome_instructor.course.guides import guide_of
from howcome_instructor.errors import BadInput
from howcome_instructor.rubric import read_rubrics, rubric_problems

HOME = Path(__file__).parent.parent

GUIDE = """# A guide

## Good answers

### Rubric: letter

A good one says **who**.<!-- claim: who -->

| level | points | what it looks like | as a pupil might write it |
| --- | ---: | --- | --- |
| not yet | 0 | neither | "It is fine." |
| in part | 0.5 | one \\| the other | |
| all of it | 1 | both | "The deep fish pay." |

Spelling does not count.

### Another heading

| points | a table of something else |
| --- | --- |

## Rubric: `second`

| Level | Points | What it looks like |
| --- | --- | --- |
| yes | 2 | it is there |
| no | 0 | it is not |

```python
### Rubric: no heading, but a comment
```
"""


def test_a_rubric_is_its_heading_its_table_and_what_stands_around_it():
    rubrics = read_rubrics(GUIDE)
    assert list(rubrics) == ["letter", "second"]
    letter = rubrics["letter"]
    assert [(one.name, one.points) for one in letter.levels] == [
        ("all of it", 1.0),
        ("in part", 0.5),
        ("not yet", 0.0),
    ]
    assert letter.levels[1].looks == "one | the other"
    assert (letter.levels[1].example, letter.levels[2].example) == ("", '"It is fine."')
    assert letter.before == "A good one says **who**."
    assert letter.after == "Spelling does not count."
    assert letter.misfit(1) is None
    assert letter.misfit(2) == (
        "The rubric of 'letter' goes up to 1, and the lesson gives 2 for it; make the two agree."
    )


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("| all of it | 1 |", "| all of it | one |", "the points of 'all of it' are 'one'"),
        ("| all of it | 1 |", "| all of it | 1.3 |", "write a whole or a half number"),
        ("| all of it | 1 |", "| all of it | 0.5 |", "have the same points"),
        ("| all of it | 1 | both |", "| all of it | 1 | |", "has not a cell for each column"),
        ("| all of it | 1 | both |", "| | 1 | both |", "without a level"),
        ('"It is fine." |', '"It | is fine." |', "write \\| for a stroke"),
        ("| not yet | 0 |", "| not yet | 2 |", "has no level with 0 points"),
        ("| level | points |", "| level | marks |", "it needs level, points, what it looks like"),
        ("### Rubric: letter", "### Rubric:", "names no answer"),
        ("## Rubric: `second`", "## Rubric: letter", "There are two rubrics of 'letter'"),
        ("| no | 0 | it is not |\n", "", "needs at least two levels"),
    ],
)
def test_what_is_wrong_is_one_sentence_that_says_what_to_do(wrong, right, says):
    assert wrong in GUIDE
    (problem,) = rubric_problems(GUIDE.replace(wrong, right))
    assert says in problem
    assert problem.endswith(".")
    with pytest.raises(BadInput) as refused:
        read_rubrics(GUIDE.replace(wrong, right))
    assert str(refused.value) == problem


def test_a_rubric_without_a_table_is_said():
    assert rubric_problems("### Rubric: letter\n\nLater.\n") == [
        "The rubric of 'letter' has no table; it needs one with the columns level, points, what "
        "it looks like and, if you like, as a pupil might write it."
    ]


def test_every_rubric_of_our_guides_belongs_to_an_answer_that_a_person_marks():
    import json

    found = 0
    for path in sorted((HOME / "instructor" / "guides").glob("*/*.md")):
        lesson = HOME / "curriculum" / path.parent.name / path.stem / f"{path.stem}.ipynb"
        cells = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
        about = [cell["metadata"].get("nbgrader", {}) for cell in cells]
        by_hand = {
            one["grade_id"]: one["points"]
            for one in about
            if one.get("task") or (one.get("grade") and one.get("solution"))
        }
        rubrics = read_rubrics(path.read_text(encoding="utf-8"))
        assert set(rubrics) == set(by_hand), path.stem
        for name, rubric in rubrics.items():
            assert rubric.misfit(by_hand[name]) is None
            found += 1
    assert found >= 2


def test_the_guide_that_a_course_has_kept_comes_first(tmp_path):
    course = Course(tmp_path, "try", "middle")
    ours = guide_of(course, "m04-who-is-missing")
    assert ours.path.is_relative_to(HOME)
    assert ours.record["title"] == "Who is missing?"
    assert ours.section("Good answers").startswith("**Task 1")
    assert "## At home" not in ours.section("Good answers")
    kept = tmp_path / ".howcome" / "guides" / "m04-who-is-missing.md"
    kept.parent.mkdir(parents=True)
    kept.write_text("No record.\n\n## Good answers\n\nMine.\n", encoding="utf-8")
    mine = guide_of(course, "m04-who-is-missing")
    assert (mine.path, mine.record, mine.section("Good answers")) == (kept, {}, "Mine.")
    assert mine.section("No such heading") == ""
    assert guide_of(course, "an-assignment-of-mine") is None
