"""Pupils' copies for the tests of mending: of a small lesson, and of real ones."""

from __future__ import annotations

import copy
import json
import secrets
from functools import cache

import nbformat
from lessons import graded
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from howcome.answers import ANSWER
from howcome_instructor.grade.job import Reference
from howcome_instructor.grade.mend import Mended, mend
from howcome_instructor.release import pupil_copy, reference_copy, stamp, without_author_cells
from howcome_instructor.sources import checkout_curriculum

SMALL = "m91-twice"
REAL = ("m04-who-is-missing", "h04-fair-for-whom")
COPY = "a1b2c3d4"
"""The id of the pupil's copy."""


def small_lesson() -> nbformat.NotebookNode:
    """A lesson with one of everything: click, code, text, task, hidden test, mark scheme."""

    def cell(make, name, source, **kinds):
        return make(source, id=name, metadata={"nbgrader": graded(name, **kinds)})

    return new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "howcome": {"lesson": SMALL, "version": 3},
        },
        cells=[
            new_markdown_cell("# Twice\n\nA number and another like it.", id="title"),
            new_code_cell("from howcome import Ask, check, well_done", id="set-up"),
            new_code_cell("words = ['one', 'two']\nwords", id="look"),
            cell(
                new_code_cell,
                "colour",
                'colour = Ask("Which?", choices={"red": "Red", "sky": "Blue"}, name="colour")',
                locked=True,
            ),
            cell(
                new_code_cell,
                "answer-colour",
                "# Would you rather type? Write colour.answer('red').\n"
                "### BEGIN SOLUTION\ncolour.answer('sky')\n### END SOLUTION",
                solution=True,
            ),
            cell(
                new_code_cell,
                "check-colour",
                'check(colour.value == "sky", "Look up.")\nwell_done("Yes.")',
                grade=True,
                locked=True,
                points=1,
            ),
            cell(
                new_code_cell,
                "double",
                'def double(number):\n    """Twice the number."""\n'
                "    ### BEGIN SOLUTION\n    return 2 * number\n    ### END SOLUTION",
                solution=True,
            ),
            cell(
                new_code_cell,
                "check-double",
                'check(double(2) == 4, "Twice two is four.")\n### BEGIN HIDDEN TESTS\n'
                'check(double(5) == 10, "Try another.")\n### END HIDDEN TESTS\nwell_done("Yes.")',
                grade=True,
                locked=True,
                points=2,
            ),
            cell(new_markdown_cell, "why", "Write here.", grade=True, solution=True, points=2),
            cell(
                new_markdown_cell,
                "talk",
                "Talk about it with your partner.\n\n=== BEGIN MARK SCHEME ===\nOne point.\n"
                "=== END MARK SCHEME ===",
                task=True,
                locked=True,
                points=1,
            ),
            new_markdown_cell("## The end of it", id="recap"),
        ],
    )


@cache
def source(lesson: str) -> nbformat.NotebookNode:
    """A lesson's source, without the author's own cells."""
    if lesson == SMALL:
        return small_lesson()
    path = next(checkout_curriculum().glob(f"*/{lesson}/{lesson}.ipynb"))
    return without_author_cells(nbformat.read(path, as_version=4))


@cache
def reference(lesson: str = SMALL) -> Reference:
    """What marking holds a lesson's copies against."""
    notebook = reference_copy(source(lesson))
    version = str(notebook.metadata["howcome"]["version"])
    return Reference(lesson, version, json.loads(json.dumps(notebook)))


@cache
def _released(lesson: str) -> str:
    return json.dumps(stamp(pupil_copy(source(lesson)), COPY))


def released(lesson: str = SMALL) -> dict:
    """A pupil's fresh copy, as JSON."""
    return json.loads(_released(lesson))


ANSWERS = {
    "double": 'def double(number):\n    """Twice the number."""\n    return number + number',
    "why": "Because both halves are the same.",
}


def answered(lesson: str = SMALL) -> dict:
    """A pupil's copy with everything answered, run and saved."""
    nb = released(lesson)
    answers = ANSWERS if lesson == SMALL else {c.id: c.source for c in source(lesson).cells}
    for count, cell in enumerate(nb["cells"], start=1):
        about = cell["metadata"].get("nbgrader", {})
        if about.get("solution") and cell["id"] in answers:
            lines = answers[cell["id"]].split("\n")
            cell["source"] = "\n".join(line for line in lines if "### " not in line)
        if cell["cell_type"] == "code":
            cell["execution_count"] = count
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hello\n"}]
    if lesson == SMALL:
        at(nb, "colour")["outputs"] = [clicked()]
    return nb


def clicked(value: str = "sky", name: str = "colour", revision: int = 2, **changes) -> dict:
    """The output in which an activity keeps its answer."""
    record = {
        **{"v": 1, "lesson": SMALL, "lesson_version": 3, "notebook": COPY, "name": name},
        **{"activity": "Ask", "value": value, "revision": revision, **changes},
    }
    data = {ANSWER: record, "text/plain": value, "text/html": f"<p>{value}</p>"}
    return {"output_type": "display_data", "data": data, "metadata": {"howcome": "kept"}}


def at(nb: dict, name: str) -> dict:
    """The cell with this id."""
    return next(cell for cell in nb["cells"] if cell.get("id") == name)


def place(nb: dict, name: str) -> int:
    """Where the cell with this id stands."""
    return next(n for n, cell in enumerate(nb["cells"]) if cell.get("id") == name)


def twin(nb: dict, name: str, source: str, count: int | None = None, after: int = 1) -> dict:
    """A copy of a cell, with its label and an id of its own, `after` so many cells."""
    here = place(nb, name)
    new = copy.deepcopy(nb["cells"][here])
    new |= {"id": secrets.token_hex(4), "source": source}
    if new["cell_type"] == "code":
        new |= {"execution_count": count, "outputs": []}
    nb["cells"].insert(here + after, new)
    return new


def own(source: str, kind: str = "code", name: str = "mine") -> dict:
    """A cell that the pupil made."""
    cell = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def as_bytes(nb: object) -> bytes:
    """An `.ipynb` file as Jupyter writes it; not validated, for pupils' files are not."""
    return (json.dumps(nb, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode(
        "utf-8", "surrogatepass"
    )


def mended(nb: object, lesson: str = SMALL) -> Mended:
    """Mend a notebook, or a file's bytes; whatever is noted can be said."""
    done = mend(nb if isinstance(nb, bytes) else as_bytes(nb), reference(lesson))
    for note in done.notes:
        for language in ("en", "es"):
            assert note.teacher(language)
            assert "{" not in note.teacher(language) + note.pupil(language)
    return done


def codes(done: Mended) -> list[str]:
    """The notes' codes, without their part."""
    return [note.code.removeprefix("mend.") for note in done.notes]


def sources(done: Mended) -> dict[str, str]:
    """Source by grade_id."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["source"]
        for cell in done.notebook["cells"]
        if "nbgrader" in cell["metadata"]
    }


def names(done: Mended) -> list[str]:
    """The ids of the cells, in order."""
    return [cell["id"] for cell in done.notebook["cells"]]


def without_outputs(nb: dict) -> dict:
    """The notebook after Clear Outputs of All Cells."""
    for cell in nb["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return nb
