"""A small lesson and its runner, for tests of what runs a pupil's code."""

import sys

import pytest

from howcome_instructor.grade.job import Limits, Ran, Reference
from howcome_instructor.grade.run import open_runner, sandbox

LIMITS = Limits(cell_seconds=3, seconds=30, memory=300 * 2**20, scratch=20 * 2**20)
"""Tight, so that tests are fast."""


def code(source: str, name: str = "cell", **metadata) -> dict:
    """A code cell as JSON."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def check_cell(source: str, name: str, **metadata) -> dict:
    """A cell that nbgrader scores."""
    about = {"grade": True, "grade_id": name, "locked": True, "points": 1, "solution": False}
    return code(source, name, nbgrader=about, **metadata)


def notebook(*cells: dict) -> dict:
    """A notebook as JSON."""
    about = {"howcome": {"lesson": "t01-test", "version": 1, "notebook": "a1"}}
    return {"cells": list(cells), "metadata": about, "nbformat": 4, "nbformat_minor": 5}


SET_UP = code("from howcome.checks import check, hint, well_done", "set-up")
ANSWER = code("answer = 41\ndef double(n):\n    return n + n", "answer")
RIGHT = check_cell("check(double(21) == 42, 'Twice the number.')\nwell_done('Yes.')", "check-right")
WRONG = check_cell("check(answer == 42, hint('t01-one-off', 'Count again.'))", "check-wrong")
LESSON = Reference(
    "t01-test", "1", notebook(SET_UP, ANSWER, RIGHT, WRONG), {"data/rows.csv": b"a,b\n1,2\n"}
)


def submission(*sources: str) -> dict:
    """The lesson with a pupil's own cells before the answer: one check is right, one wrong."""
    own = [code(source, f"own-{place}") for place, source in enumerate(sources)]
    return notebook(SET_UP, *own, ANSWER, RIGHT, WRONG)


def changed_after_answering(*sources: str) -> dict:
    """The lesson with a pupil's own cells between the answer and its checks."""
    own = [code(source, f"own-{place}") for place, source in enumerate(sources)]
    return notebook(SET_UP, ANSWER, *own, RIGHT, WRONG)


def marks_are_fair(ran: Ran) -> bool:
    """The right answer passed and the wrong one did not, with the idea behind it."""
    *_others, right, wrong = [ran.cells[place] for place in sorted(ran.cells)]
    return right.status == "ok" and (wrong.status, wrong.misconception) == ("error", "t01-one-off")


def texts(ran: Ran, place: int) -> str:
    """All that one cell shows, as text."""
    return "".join(
        output.get("text") or output.get("evalue") or output.get("data", {}).get("text/plain", "")
        for output in ran.cells[place].outputs
    )


def codes(ran: Ran) -> list[tuple[str, str | None, bool]]:
    """What marking says: code, cell, and whether a teacher should look."""
    return [(note.code, note.cell, note.look) for note in ran.notes]


@pytest.fixture(scope="module")
def runner():
    """A runner of the lesson. On Linux its absence is a failure: the sandbox is the product."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the sandbox is for Linux; elsewhere marking runs in WSL2 or a container")
    assert sandbox().usable, [layer for layer in sandbox().layers if not layer.there]
    opened = open_runner(LESSON)
    yield opened
    opened.close()
