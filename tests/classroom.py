"""A class for tests and benchmarks: notebooks as pupils hand them in, right and wrong."""

from __future__ import annotations

import copy
import re
from functools import cache
from pathlib import Path

import nbformat
import yaml

from howcome_instructor.release import pupil_copy, stamp, without_author_cells

HOME = Path(__file__).parent.parent


@cache
def source_path(lesson: str) -> Path:
    """Where the source of a lesson is, by its full or its short name."""
    paths = sorted((HOME / "curriculum").glob(f"*/{lesson}*/{lesson}*.ipynb"))
    assert len(paths) == 1, f"{lesson}: {paths}"
    return paths[0]


@cache
def source(lesson: str) -> nbformat.NotebookNode:
    """The source of a lesson, without the author's own cells."""
    return without_author_cells(nbformat.read(source_path(lesson), as_version=4))


@cache
def ideas(lesson: str) -> dict[str, dict]:
    """The misconceptions of a lesson's guide that have a wrong answer, by id."""
    path = source_path(lesson)
    guide = HOME / "instructor" / "guides" / path.parts[-3] / f"{path.stem}.md"
    front = yaml.safe_load(guide.read_text(encoding="utf-8").split("---\n", 2)[1])
    return {idea["id"]: idea for idea in front["misconceptions"] if "wrong" in idea}


@cache
def _pupil_copy(lesson: str) -> nbformat.NotebookNode:
    return pupil_copy(source(lesson))


def grade_id(cell) -> str:
    """A cell's grade_id, or an empty string."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def handed_in(
    lesson: str,
    pupil: str = "p01",
    *,
    wrong: str | None = None,
    right: bool = True,
    written: str | None = "I choose equal chances: 57 and 43 of 100. Line B gains, line A pays.",
) -> nbformat.NotebookNode:
    """A pupil's notebook: every answer right, but for one misconception; or none at all.

    Answers are typed into the solution cells, as the plain-cell path allows for clicks too.
    `wrong` is the id of a misconception; `written` goes into the answers marked by hand.
    """
    nb = copy.deepcopy(_pupil_copy(lesson))
    stamp(nb, f"{lesson[:3]}{pupil}")
    answers = {grade_id(cell): cell.source for cell in source(lesson).cells}
    idea = ideas(lesson)[wrong] if wrong else None
    for cell in nb.cells:
        about = cell.metadata.get("nbgrader", {})
        if not about.get("solution") or not right:
            continue
        if about["grade"]:
            cell.source = f"{written}\n\n({pupil})" if written else cell.source
            continue
        answer = answers[about["grade_id"]]
        if idea and about["grade_id"] in (idea["task"], f"answer-{idea['task']}"):
            answer = _wrong(idea["wrong"], answer)
        cell.source = "\n".join(
            line for line in answer.splitlines() if not line.strip().startswith("###")
        )
    return nb


def _wrong(wrong: dict | str, answer: str) -> str:
    if isinstance(wrong, str):
        return wrong
    variable = re.search(r"^(\w+)\.answer\(", answer, re.MULTILINE)[1]
    return f"{variable}.answer(**{wrong!r})"


def as_bytes(nb: nbformat.NotebookNode) -> bytes:
    """The bytes of an `.ipynb` file."""
    return (nbformat.writes(nb) + "\n").encode("utf-8")


def hand_in(course_root: Path, pupil: str, lesson: str, content: bytes | None = None) -> Path:
    """Put a submission where nbgrader's collect puts it."""
    name = source_path(lesson).stem
    folder = course_root / "submitted" / pupil / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    path.write_bytes(as_bytes(handed_in(name, pupil)) if content is None else content)
    (folder / "timestamp.txt").write_text("2026-11-20 09:00:00.000000 UTC")
    return path


def make_class(course_root: Path, lesson: str, count: int) -> dict[str, str | None]:
    """Hand in `count` notebooks: every third one with a wrong idea, every tenth empty.

    Gives back each pupil's wrong idea, None for all right, "nothing" for nothing answered.
    """
    name = source_path(lesson).stem
    wrongs = sorted(ideas(name))
    pupils = {}
    for number in range(1, count + 1):
        pupil = f"p{number:03}"
        if number % 10 == 0:
            pupils[pupil] = "nothing"
            nb = handed_in(name, pupil, right=False)
        else:
            pupils[pupil] = wrongs[number // 3 % len(wrongs)] if number % 3 == 0 else None
            nb = handed_in(name, pupil, wrong=pupils[pupil])
        hand_in(course_root, pupil, name, as_bytes(nb))
    return pupils
