"""Whatever comes in, mending ends in an outcome with a sentence, and what it gives can be run.

The damage is made by a seeded generator, so that a failure comes again; a longer hunt is
`HOWCOME_FUZZ=20000 pytest tests/test_mend_fuzz.py`.
"""

import copy
import json
import os
import random
import time

import nbformat
import pytest
from mending import COPY, REAL, SMALL, answered, as_bytes, clicked, own, reference

from howcome.answers import bundles_in
from howcome_instructor.grade.mend import mend
from howcome_instructor.grade.notes import GRADED, OUTCOMES

ROUNDS = int(os.environ.get("HOWCOME_FUZZ", "300"))
JUNK = (
    *(None, True, -1, 0, 1.5, 10**30, "", "x", "\ud800", "\0", [], {}, [[]], [None], {"a": {}}),
    *("<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> b", "x" * 70_000, ["a\n", 3, None], {"": ""}, "é"),
    *("guess", "double", "check-double", "code", "markdown", float("nan"), 4, 99, "4", [COPY]),
)


def places(value, path=()):
    """The path of every value in a JSON document."""
    yield path
    if isinstance(value, dict):
        inside = list(value.items())
    else:
        inside = list(enumerate(value)) if isinstance(value, list) else []
    for key, inner in inside:
        yield from places(inner, (*path, key))


def put_junk(nb: dict, rng: random.Random) -> None:
    """Replace, delete or add a value anywhere."""
    found = [path for path in places(nb) if path]
    if not found:
        return
    *where, last = rng.choice(found)
    holder = nb
    for key in where:
        holder = holder[key]
    what = rng.random()
    if what < 0.2:
        del holder[last]
    elif what < 0.3 and isinstance(holder, dict):
        holder[rng.choice(("id", "metadata", "nbgrader", "tags", "outputs", "source"))] = holder[
            last
        ]
    else:
        holder[last] = copy.deepcopy(rng.choice(JUNK))


def move_cells(nb: dict, rng: random.Random) -> None:
    """What a pupil's hands do to cells."""
    cells = nb.get("cells")
    if not isinstance(cells, list) or not cells:
        return
    here = rng.randrange(len(cells))
    cell = cells[here]
    what = rng.randrange(7)
    if what == 0:
        del cells[here]
    elif what == 1:
        cells.insert(rng.randrange(len(cells)), json.loads(json.dumps(cell)))
    elif what == 2:
        cells.insert(rng.randrange(len(cells)), cells.pop(here))
    elif what == 3:
        cells.insert(here, own("print(1)", rng.choice(("code", "markdown", "raw"))))
    elif not isinstance(cell, dict):
        return
    elif what == 4:
        cell["cell_type"] = rng.choice(("code", "markdown", "raw", "heading"))
    elif what == 5:
        cell["metadata"] = rng.choice(({}, {"nbgrader": {}}, cell.get("metadata")))
        cell["id"] = rng.choice(("x", "x", cell.get("id"), ""))
    elif isinstance(cell.get("source"), str):
        cut = rng.randrange(len(cell["source"]) + 1)
        cells.insert(here, {**cell, "source": cell["source"][:cut]})
        cell["source"] = cell["source"][cut:]


def scratch(data: bytes, rng: random.Random) -> bytes:
    """What disks, cables and text editors do to bytes."""
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 50))):
        here = rng.randrange(len(data) + 1)
        there = min(len(data), here + rng.choice((1, 1, 3, 100, 5000)))
        what = rng.randrange(6)
        if what == 0:
            data[here:there] = b""
        elif what == 1:
            data[here:here] = rng.randbytes(rng.choice((1, 4, 64)))
        elif what == 2:
            data[here:there] = bytes(there - here)
        elif what == 3:
            data[here:here] = data[here:there]
        elif what == 4:
            data[here:here] = rng.choice((b'"', b"{", b"]", b",", b"\n<<<<<<< a\n", b"\n=======\n"))
        elif what == 5 and rng.random() < 0.3:
            del data[here:]
    return bytes(data)


def damaged(seed: int) -> tuple[bytes, str]:
    """A file, damaged; the same seed gives the same file."""
    rng = random.Random(seed)
    lesson = rng.choice((SMALL, *REAL))
    nb = answered(lesson)
    nb["cells"][3]["outputs"] = [clicked(lesson=lesson)]
    for _ in range(rng.choice((0, 1, 1, 2, 10, 60))):
        rng.choice((put_junk, move_cells, move_cells))(nb, rng)
    data = as_bytes(nb)
    if rng.random() < 0.4:
        data = scratch(data, rng)
    if rng.random() < 0.05:
        data = data.decode("utf-8", "replace").encode("utf-16")
    return data, lesson


def assert_can_be_run(done, lesson: str) -> None:
    """nbformat's and nbgrader's own checks, and the lesson's cells once, in order, unchanged."""
    from nbgrader.nbgraderformat import MetadataValidator
    from nbgrader.utils import compute_checksum, is_grade, is_locked

    text = json.dumps(done.notebook)
    nb = nbformat.from_dict(json.loads(text))
    nbformat.validate(nb)
    MetadataValidator().validate_nb(nb)
    json.dumps(done.notebook, ensure_ascii=False).encode("utf-8")
    wanted = [
        cell for cell in reference(lesson).notebook["cells"] if "nbgrader" in cell["metadata"]
    ]
    found = [cell for cell in nb.cells if "nbgrader" in cell.metadata]
    assert [cell.metadata.nbgrader for cell in found] == [c["metadata"]["nbgrader"] for c in wanted]
    for cell in found:
        if is_grade(cell) and is_locked(cell):
            assert compute_checksum(cell) == cell.metadata.nbgrader["checksum"]
            assert not {"skip-execution", "raises-exception"} & set(cell.metadata.get("tags", ()))
    for cell in nb.cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)
    again = mend(text.encode("utf-8"), reference(lesson))
    said = {note.code for note in again.notes} - {"mend.long-cell"}
    # once the order is right, two halves may stand together, or a text be known by its words
    assert said <= {"mend.joined", "mend.type"}
    if not said:
        assert _without_names(again.notebook) == _without_names(done.notebook)


def _without_names(notebook: dict) -> list[dict]:
    """The cells; an unlabelled one may be recognised by its words once its wrong label is gone."""
    return [
        cell if "nbgrader" in cell["metadata"] else {**cell, "id": ""} for cell in notebook["cells"]
    ]


@pytest.mark.parametrize("part", range(10))
def test_no_damage_stops_mending(part):
    ended = {}
    for seed in range(part * ROUNDS // 10, (part + 1) * ROUNDS // 10):
        data, lesson = damaged(seed)
        started = time.perf_counter()
        done = mend(data, reference(lesson))
        assert time.perf_counter() - started < 5, seed
        ended[done.outcome] = ended.get(done.outcome, 0) + 1
        assert done.outcome in OUTCOMES, seed
        assert "mend.puzzled" not in [note.code for note in done.notes], seed
        for note in done.notes:
            for language in ("en", "es"):
                assert note.teacher(language), (seed, note)
                note.pupil(language)
        json.dumps([note.as_json() for note in done.notes])
        if done.outcome == GRADED:
            try:
                assert_can_be_run(done, lesson)
            except Exception as error:
                raise AssertionError(f"seed {seed}, notes {done.notes}") from error
        else:
            assert done.notes, seed
            assert done.notebook is None
        if done.answers is not None:
            assert bundles_in(json.loads(done.answers)), seed
        if seed % 7 == 0:
            assert mend(data, reference(lesson)) == done, seed
    assert ended[GRADED] > ROUNDS / 10 / 3


def test_noise_is_no_notebook():
    rng = random.Random(1)
    for length in (1, 2, 10, 1000, 100_000):
        for _ in range(20):
            done = mend(rng.randbytes(length), reference())
            assert done.outcome != GRADED
            assert done.notes[-1].code != "mend.puzzled"
