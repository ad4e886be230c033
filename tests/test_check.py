"""The check and the cure of notebooks are one function."""

import json
import re
from pathlib import Path

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


CLEAN = ("--only", "structure.dirty_notebook")
"""The synthetic lessons are clean, and no whole lessons: the other rules would find a lot."""


def run(curriculum, *arguments):
    return CliRunner().invoke(main, ["check", *arguments, "--curriculum", str(curriculum)])


def make_dirty(curriculum, name):
    path = curriculum / "middle" / name / f"{name}.ipynb"
    nbformat.write(dirty(), path)
    return path


def test_the_table_names_lesson_place_and_rule_and_fix_mends(tmp_path):
    names = write_curriculum(tmp_path, 4)
    clean_run = run(tmp_path, *CLEAN)
    assert (clean_run.exit_code, clean_run.stdout) == (0, "No finding in 4 of 4 lessons.\n")
    path = make_dirty(tmp_path, names[1])
    before = path.read_bytes()

    result = run(tmp_path, *CLEAN)
    assert result.exit_code == 1
    assert f"\n{names[1]}\n" in result.output
    assert "Not clean: outputs. (--fix mends it)" in " ".join(result.output.split())
    assert "structure.dirty_notebook" in result.output
    assert "7 findings in 1 of 4 lessons." in result.output
    assert path.read_bytes() == before

    mended = run(tmp_path, *CLEAN, "--fix")
    assert mended.exit_code == 0
    assert f"{names[1]}: mended structure.dirty_notebook in notebook" in mended.output
    assert "No finding in 4 of 4 lessons." in mended.output
    assert run(tmp_path, *CLEAN).exit_code == 0
    assert sorted(file.name for file in path.parent.iterdir()) == [path.name]


def test_only_the_named_lessons_are_looked_at(tmp_path):
    names = write_curriculum(tmp_path, 4)
    make_dirty(tmp_path, names[1])
    assert run(tmp_path, names[0], *CLEAN).exit_code == 0
    assert run(tmp_path, "m01", *CLEAN).exit_code == 1
    assert "in 1 of 2 lessons" in run(tmp_path, "m01", "e01", *CLEAN).output


def test_json_has_a_list_of_findings_for_each_lesson(tmp_path):
    names = write_curriculum(tmp_path, 2)
    make_dirty(tmp_path, names[1])
    result = run(tmp_path, *CLEAN, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert list(found) == names
    assert found[names[0]] == []
    assert found[names[1]][0] == {
        "rule": "structure.dirty_notebook",
        "where": "notebook",
        "said": "Not clean: outputs.",
        "curable": True,
    }


def test_only_takes_groups_and_rules(tmp_path):
    (name,) = write_curriculum(tmp_path, 1)
    both = run(tmp_path, "--json", "--only", "structure.wrong_name", "--only", "children")
    assert json.loads(both.stdout) == {name: []}
    group = json.loads(run(tmp_path, "--json", "--only", "structure").stdout)[name]
    assert {one["rule"].split(".")[0] for one in group} == {"structure"}
    assert {"structure.missing_cell", "structure.guide_missing"} <= {one["rule"] for one in group}


def test_an_unknown_rule_is_answered_with_the_groups(tmp_path):
    write_curriculum(tmp_path, 1)
    result = run(tmp_path, "--only", "spelling")
    assert result.exit_code == 2
    assert "no rule 'spelling'" in result.stderr
    assert "structure, words" in result.stderr


def test_rules_lists_what_each_refuses(tmp_path):
    result = run(tmp_path, "--rules")
    assert result.exit_code == 0
    assert "structure.second_heading" in result.output
    assert "Refuses a second heading" in result.output
    listed = run(tmp_path, "--rules", "--only", "truth").output
    assert "truth.bare_number" in listed
    assert "structure." not in listed


def test_scores_show_the_level_of_each_cell_and_the_minutes(tmp_path):
    source = Path(__file__).parent.parent / "curriculum"
    result = run(source, "m04", "--only", "structure.wrong_name", "--scores")
    assert result.exit_code == 0
    cells = dict(re.findall(r"^ *(\S.*?) +\d+ +(-?\d+\.\d)$", result.output, re.MULTILINE))
    assert float(cells["explain"]) > float(cells["the whole lesson"])
    least, *parts = map(int, re.findall(r"(\d+)(?: minutes| to| for)", result.output))
    assert 0 < least <= 45
    assert abs(sum(parts) - least) <= 2


def test_scores_of_a_damaged_lesson_leave_its_finding(tmp_path):
    (name,) = write_curriculum(tmp_path, 1)
    (tmp_path / "elementary" / name / f"{name}.ipynb").write_text("{]")
    result = run(tmp_path, *CLEAN, "--scores")
    assert result.exit_code == 1
    assert "not a notebook" in " ".join(result.output.split())


def test_several_lessons_at_the_same_time_give_the_same(tmp_path):
    names = write_curriculum(tmp_path, 3)
    make_dirty(tmp_path, names[1])
    one, two = (run(tmp_path, *CLEAN, "--json", "--jobs", jobs).stdout for jobs in "12")
    assert one == two
    assert run(tmp_path, *CLEAN, "--jobs", "0").exit_code == 2


def test_a_file_that_is_no_notebook_is_left_and_named(tmp_path):
    names = write_curriculum(tmp_path, 2)
    path = tmp_path / "middle" / names[1] / f"{names[1]}.ipynb"
    path.write_text("{]")
    result = run(tmp_path, *CLEAN, "--fix", "--json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)[names[1]]
    assert (finding["rule"], finding["where"]) == ("structure.no_notebook", "notebook")
    assert "not a notebook" in finding["said"]
    assert path.read_text() == "{]"


@pytest.mark.parametrize("words", ["m99", "nothing"])
def test_an_unknown_lesson(tmp_path, words):
    write_curriculum(tmp_path)
    result = run(tmp_path, words)
    assert result.exit_code == 2
    assert "m01-lesson-1" in result.stderr


# Exemptions: `allow: group.rule, why`.


ALLOW = "<!-- allow: structure.second_heading{} -->"


def exempted(tmp_path, heading, mark):
    """(rule, where, said) of each finding in a lesson with an added cell that says these lines."""
    path = write_lesson(tmp_path, "m04-who-is-missing")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell(f"{heading}\n\n{mark}", id="added"))
    nbformat.write(notebook, path)
    only = ("--only", "structure.second_heading", "--only", "structure.idle_exemption")
    found = json.loads(run(tmp_path, "--json", *only).stdout)["m04-who-is-missing"]
    return [(one["rule"].split(".")[1], one["where"], one["said"]) for one in found]


def test_an_exemption_with_a_reason_drops_a_finding_of_its_rule_in_its_cell(tmp_path):
    ((rule, where, _),) = exempted(tmp_path, "# Another title", "")
    assert (rule, where) == ("second_heading", "added")
    assert exempted(tmp_path, "# Another title", ALLOW.format(", it is a poster")) == []


@pytest.mark.parametrize(
    ("heading", "mark", "says"),
    [
        ("# Another title", ALLOW.format(""), "Say why"),
        ("## No title", ALLOW.format(", it was one once"), "finds nothing here"),
        ("## No title", "<!-- allow: structure.headings, a slip -->", "No rule is called"),
    ],
)
def test_an_exemption_without_a_reason_a_need_or_a_rule_is_a_finding(tmp_path, heading, mark, says):
    ((rule, where, said),) = exempted(tmp_path, heading, mark)
    assert (rule, where) == ("idle_exemption", "added")
    assert says in said


def test_an_exemption_is_not_called_idle_by_a_run_without_its_rule(tmp_path):
    assert exempted(tmp_path, "## No title", "<!-- allow: words.slogan, a quotation -->") == []
