"""The check and the cure of notebooks are one function."""

import json

import nbformat
import pytest
from click.testing import CliRunner
from lessons import make_lesson, write_curriculum, write_lesson
from nbformat.v4 import new_output

from howcome_instructor.clean import clean, clean_text, findings
from howcome_instructor.cli import main


def dirty():
    notebook = make_lesson()
    code = notebook.cells[1]
    code.outputs = [new_output("stream", name="stdout", text="hello")]
    code.execution_count = 7
    code.metadata["scrolled"] = True
    code.metadata["tags"] = []
    code.id = "3f2a9b1c"
    notebook.cells[2].metadata["nbgrader"]["checksum"] = "0" * 32
    notebook.cells[2].id = "5b1c2d3e-1111-2222-3333-444455556666"
    notebook.metadata["widgets"] = {}
    notebook.metadata["language_info"]["version"] = "3.11"
    notebook.metadata["howcome"]["notebook"] = "abc"
    return notebook


def test_clean():
    before = dirty()
    after = clean(before)
    assert before == dirty()
    assert after == clean(after)
    assert sorted(after.metadata) == ["howcome", "kernelspec", "language_info"]
    assert after.metadata.howcome == {"lesson": "m04-who-is-missing", "version": 1}
    assert after.metadata.language_info == {"name": "python"}
    assert after.cells[1] == {
        "cell_type": "code",
        "execution_count": None,
        "id": "cell-2",
        "metadata": {},
        "outputs": [],
        "source": "total = 0",
    }
    assert after.cells[2].id == "m04-bigger"
    assert "checksum" not in after.cells[2].metadata.nbgrader
    assert [cell.source for cell in after.cells] == [cell.source for cell in before.cells]
    nbformat.validate(after)


def test_a_clean_notebook_stays_byte_for_byte(tmp_path):
    text = write_lesson(tmp_path, "m04-who-is-missing").read_text("utf-8")
    assert clean_text(text) == text
    assert findings(text) == []


def test_findings_say_what_and_where():
    text = nbformat.writes(dirty()) + "\n"
    assert findings(text) == [
        "outputs",
        "execution counts",
        "notebook metadata (howcome, language_info, widgets)",
        "cell id 3f2a9b1c",
        "metadata of cell cell-2 (scrolled, tags)",
        "cell id 5b1c2d3e-1111-2222-3333-444455556666",
        "metadata of cell m04-bigger (nbgrader)",
    ]


def test_layout_and_old_format_are_findings():
    notebook = make_lesson()
    assert findings(json.dumps(notebook)) == ["the file's layout (indents, order of keys)"]
    old = json.loads(json.dumps(notebook))
    old["nbformat_minor"] = 4
    for cell in old["cells"]:
        del cell["id"]
    assert findings(json.dumps(old)) == ["not in notebook format 4.5"]
    cured = nbformat.reads(clean_text(json.dumps(old)), as_version=4)
    assert [cell.id for cell in cured.cells][:3] == ["cell-1", "cell-2", "m04-bigger"]


def run(curriculum, *arguments):
    return CliRunner().invoke(main, ["check", *arguments, "--curriculum", str(curriculum)])


def test_the_command_checks_and_mends(tmp_path):
    names = write_curriculum(tmp_path, 4)
    assert run(tmp_path).output == "Clean: 4 of 4 lessons.\n"
    path = tmp_path / "middle" / names[1] / f"{names[1]}.ipynb"
    nbformat.write(dirty(), path)
    before = path.read_bytes()

    result = run(tmp_path)
    assert result.exit_code == 1
    assert f"{names[1]}  outputs" in result.output
    assert "1 of 4 lessons are not clean" in result.output
    assert path.read_bytes() == before
    assert run(tmp_path, names[0]).exit_code == 0
    assert run(tmp_path, "m01").exit_code == 1
    assert json.loads(run(tmp_path, "--json").output)[names[1]][0] == "outputs"

    assert run(tmp_path, "--fix").exit_code == 0
    assert run(tmp_path).exit_code == 0
    assert sorted(file.name for file in path.parent.iterdir()) == [path.name]


def test_a_file_that_is_no_notebook_is_left_and_named(tmp_path):
    path = write_lesson(tmp_path, "m04-who-is-missing")
    path.write_text("{]")
    result = run(tmp_path, "--fix")
    assert result.exit_code == 1
    assert "not a notebook" in result.output
    assert path.read_text() == "{]"


@pytest.mark.parametrize("words", ["m99", "nothing"])
def test_an_unknown_lesson(tmp_path, words):
    write_curriculum(tmp_path)
    result = run(tmp_path, words)
    assert result.exit_code == 2
    assert "m01-lesson-1" in result.stderr
