"""Pupil copies: made as nbgrader makes them, without an answer, harmless to run."""

import inspect
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from lessons import SECRETS, graded, make_lesson
from nbformat.v4 import new_code_cell, new_notebook

from howcome_instructor import release
from howcome_instructor.sources import checkout_curriculum, sources_in

REAL = sources_in(checkout_curriculum() or Path("none"))


def cell(notebook, name):
    return next(cell for cell in notebook.cells if cell.id == name)


def test_no_answer_is_left():
    source = make_lesson()
    assert all(secret in str(source) for secret in SECRETS if secret != "secret_output")
    copy = release.pupil_copy(source)
    assert [secret for secret in SECRETS if secret in str(copy)] == []
    assert cell(copy, "m04-bigger").source == (f"def bigger(a, b):\n    {release.CODE_STUB}")
    assert cell(copy, "answer-m04-average").source == release.CODE_STUB
    assert cell(copy, "think").source == release.TEXT_STUB
    assert "claims" not in [cell.id for cell in copy.cells]


def test_the_source_stays_as_it_is():
    source = make_lesson()
    release.pupil_copy(source)
    assert source == make_lesson()


def test_outputs_and_attachments_of_answers_go():
    source = make_lesson()
    cell(source, "set-up").outputs = [
        {"output_type": "stream", "name": "stdout", "text": "secret_output"}
    ]
    assert "secret_output" not in str(release.pupil_copy(source))


def test_tasks_and_checks_are_locked_and_answers_are_not():
    copy = release.pupil_copy(make_lesson())
    for name in ("m04-average", "check-m04-bigger", "talk"):
        assert cell(copy, name).metadata.editable is False
        assert cell(copy, name).metadata.deletable is False
    for name in ("m04-bigger", "answer-m04-average"):
        assert "editable" not in cell(copy, name).metadata
        assert cell(copy, name).metadata.deletable is False


def test_the_stages_are_nbgraders_own_in_its_order():
    """The same classes, file for file, as generate_assignment without what needs a database."""
    from nbgrader.converters import GenerateAssignment

    ours = [
        (inspect.getsource(type(release._stages()[stage])), type(release._stages()[stage]).__name__)
        for stage in release.STAGES
    ]
    left_out = {"IncludeHeaderFooter", "InstantiateTests", "SaveCells"}
    theirs = [
        (inspect.getsource(stage), stage.__name__)
        for stage in GenerateAssignment.preprocessors.default()
        if stage.__name__ not in left_out
    ]
    assert ours == theirs


def test_the_quick_way_and_the_long_way_make_the_same_copy(tmp_path):
    source = tmp_path / "source.ipynb"
    nbformat.write(make_lesson(), source)
    code = (
        "import sys\n{first}\nfrom howcome_instructor.release import pupil_bytes\n"
        f"data = pupil_bytes(open({str(source)!r}, 'rb').read())\n"
        "assert ('nbgrader' in sys.modules) == {loaded}\n"
        "sys.stdout.buffer.write(data)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code.format(first=first, loaded=loaded)],
            capture_output=True,
            check=True,
        ).stdout
        for first, loaded in (("", False), ("import nbgrader", True))
    ]
    assert runs[0] == runs[1]
    assert b"checksum" in runs[0]


def test_every_cell_of_a_copy_runs():
    copy = release.pupil_copy(make_lesson())
    space = {}
    for code in (cell.source for cell in copy.cells if cell.cell_type == "code"):
        exec(code, space)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (
            new_code_cell(
                "### BEGIN SOLUTION\nx = 1",
                metadata={"nbgrader": graded("a", solution=True)},
            ),
            "no end solution",
        ),
        (new_code_cell("### BEGIN SOLUTION\nx = 1\n### END SOLUTION"), "Solution region"),
        (new_code_cell("### BEGIN HIDDEN TESTS\nx\n### END HIDDEN TESTS"), "Hidden test region"),
        (new_code_cell("x", metadata={"nbgrader": {"schema_version": 3}}), "nbgrader metadata"),
        (new_code_cell("### AUTOTEST x"), "AUTOTEST"),
    ],
)
def test_a_broken_source_is_refused(broken, words):
    with pytest.raises(release.ReleaseError, match=words):
        release.pupil_copy(new_notebook(cells=[broken]))


@pytest.mark.parametrize("marker", release.MARKERS)
def test_a_marker_that_is_left_is_found(marker):
    with pytest.raises(release.ReleaseError, match=marker):
        release.assert_no_answer(new_notebook(cells=[new_code_cell(f"# {marker}")]))


def test_not_a_notebook():
    with pytest.raises(release.ReleaseError, match="not a notebook"):
        release.pupil_bytes(b"{]")


def test_each_stamp_is_another():
    notebooks = [release.stamp(json.loads(json.dumps(make_lesson()))) for _ in range(50)]
    assert len({notebook["metadata"]["howcome"]["notebook"] for notebook in notebooks}) == 50
    assert notebooks[0]["metadata"]["howcome"]["version"] == 1


@pytest.mark.parametrize("lesson", REAL, ids=lambda lesson: lesson.name)
def test_real_lessons_release(lesson):
    copy = nbformat.reads(release.pupil_bytes(lesson.path.read_bytes()).decode(), as_version=4)
    release.assert_no_answer(copy)
    for cell in copy.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("answer-"):
            code = [line for line in cell.source.splitlines() if not line.startswith("#")]
            assert code == [release.CODE_STUB], cell.id
