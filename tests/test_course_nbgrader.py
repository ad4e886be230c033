"""Every command of nbgrader works unchanged in a course that `howcome course new` made."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from classroom import hand_in, handed_in
from click.testing import CliRunner
from lessons import graded
from nbgrader.api import Gradebook
from nbgrader.tests import run_nbgrader

from howcome_instructor.cli import main
from howcome_instructor.course.folder import open_course
from howcome_instructor.release import pupil_copy

LESSON = "m04-who-is-missing"
CLASSROOM = "e05-is-it-a-shoe"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course of three lessons and two pupils, with an exchange of its own."""
    home = tmp_path_factory.mktemp("course")
    (home / "roster.csv").write_text("id,first_name,last_name\np01,Test,Uno\np02,Test,Dos\n")
    arguments = ["--lessons", "e05,m04,h04", "--roster", home / "roster.csv"]
    arguments += ["--due", "m04=2026-12-01T15:00"]
    done = CliRunner().invoke(main, ["course", "new", *map(str, [home / "made", *arguments])])
    assert done.exit_code == 0, done.output
    # moved afterwards: nothing in it knows where it was made
    (home / "made").rename(home / "class")
    own_exchange(home / "class" / "nbgrader_config.py", home)
    return open_course(home / "class")


def own_exchange(config: Path, home: Path) -> None:
    """A setting of the teacher's own, at the end of the file, as it says there."""
    lines = f"c.Exchange.root = {str(home / 'exchange')!r}\n"
    lines += f"c.Exchange.cache = {str(home / 'cache')!r}\n"
    before = config.read_text() if config.exists() else "c = get_config()\n"
    config.write_text(before + lines)


@pytest.fixture
def course(made, tmp_path, monkeypatch):
    """A copy of it, and the process inside of it, as for a teacher who types there."""
    shutil.copytree(made.root, tmp_path / "class")
    own_exchange(tmp_path / "class" / "nbgrader_config.py", tmp_path)
    monkeypatch.chdir(tmp_path / "class")
    return open_course(tmp_path / "class")


def nbgrader(*arguments, code=0, stdout=False):
    """One command of nbgrader, as nbgrader's own tests run it; gives back what it says."""
    return run_nbgrader(list(map(str, arguments)), retcode=code, stdout=stdout)


def marks(course):
    nbgrader("export", "--to=marks.csv")
    lines = (course.root / "marks.csv").read_text().splitlines()
    rows = [dict(zip(lines[0].split(","), line.split(","), strict=True)) for line in lines[1:]]
    return {(row["student_id"], row["assignment"]): row for row in rows}


def test_from_the_exchange_to_the_feedback(course, tmp_path, monkeypatch):
    nbgrader("generate_assignment", CLASSROOM)
    released = course.released(CLASSROOM)
    assert json.loads(released.read_bytes())["metadata"]["howcome"]["notebook"]
    nbgrader("release_assignment", CLASSROOM)
    assert f"{course.course_id} {CLASSROOM}" in nbgrader("list")

    pupil = tmp_path / "pupil"
    pupil.mkdir()
    own_exchange(pupil / "nbgrader_config.py", tmp_path)
    monkeypatch.chdir(pupil)
    nbgrader("fetch_assignment", CLASSROOM, "--course", course.course_id)
    copy = pupil / CLASSROOM / f"{CLASSROOM}.ipynb"
    assert copy.read_bytes() == released.read_bytes()
    nb = handed_in(CLASSROOM)
    nbformat.write(nb, copy)
    nbgrader("submit", CLASSROOM, "--course", course.course_id)

    monkeypatch.chdir(course.root)
    nbgrader("collect", CLASSROOM)
    (student,) = os.listdir(course.root / "submitted")
    said = nbgrader("autograde", CLASSROOM)
    for noise in ("checksum", "Cell output is", "SAWarning"):
        assert noise not in said
    got = marks(course)[student, CLASSROOM]
    assert (float(got["raw_score"]), float(got["max_score"])) == (5.0, 5.0)

    nbgrader("generate_feedback", CLASSROOM)
    page = course.feedback(student, CLASSROOM) / f"{CLASSROOM}.html"
    text = page.read_text(encoding="utf-8")
    assert "5 of 5 points" in text, "our page, from nbgrader's own command"
    for outside in ('src="http', "cdnjs", "unpkg", "jsdelivr"):
        assert outside not in text
    nbgrader("release_feedback", CLASSROOM)
    monkeypatch.chdir(pupil)
    nbgrader("fetch_feedback", CLASSROOM, "--course", course.course_id)
    assert list(pupil.glob(f"{CLASSROOM}/feedback/*/{CLASSROOM}.html"))


def test_zip_collect_takes_in_what_a_platform_gives(course):
    archive = course.root / "downloaded" / CLASSROOM / "archive"
    archive.mkdir(parents=True)
    name = f"{CLASSROOM}_p01_attempt_2026-11-20-10-00-00_{CLASSROOM}.ipynb"
    with zipfile.ZipFile(archive / "all.zip", "w") as bundle:
        bundle.writestr(name, nbformat.writes(handed_in(CLASSROOM)))
    pattern = r".*_(?P<student_id>\w+)_attempt_(?P<timestamp>[0-9\-]+)_(?P<file_id>.*)"
    nbgrader("zip_collect", CLASSROOM, f"--FileNameCollectorPlugin.named_regexp={pattern}")
    assert (course.submitted("p01", CLASSROOM) / f"{CLASSROOM}.ipynb").is_file()


def test_the_gradebook_knows_assignments_pupils_and_dates(course):
    nbgrader("db", "assignment", "list")
    nbgrader("db", "student", "list")
    nbgrader("db", "student", "add", "p03")
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assert {one.name for one in gradebook.assignments} == set(course.lessons)
        assert {one.id for one in gradebook.students} == {"p01", "p02", "p03"}
        # e05: five checks; m04: four checks and 2 points by hand; h04: eight and 2 by hand
        points = {one.name[:3]: one.max_score for one in gradebook.assignments}
    assert points == {"e05": 5, "m04": 6, "h04": 10}


def test_validate_update_and_generate_solution(course):
    assert "Success" in nbgrader("validate", course.source(CLASSROOM), stdout=True)
    nbgrader("update", ".")
    nbgrader("generate_solution", CLASSROOM)
    nbgrader("generate_assignment", CLASSROOM)
    assert course.released(CLASSROOM).is_file()


def test_an_assignment_of_the_teachers_own(course):
    """Formgrader's "Add new assignment" makes one; ours is not the only kind there is."""
    cells = [
        nbformat.v4.new_code_cell(
            "### BEGIN SOLUTION\nx = 2\n### END SOLUTION",
            metadata={"nbgrader": graded("x", solution=True)},
        ),
        nbformat.v4.new_code_cell(
            "assert x == 2", metadata={"nbgrader": graded("test-x", grade=True, points=3)}
        ),
    ]
    nb = nbformat.v4.new_notebook(cells=cells)
    path = course.root / "source" / "mine" / "mine.ipynb"
    path.parent.mkdir()
    nbformat.write(nb, path)
    nbgrader("generate_assignment", "mine")
    out = nbformat.read(course.root / "release" / "mine" / "mine.ipynb", as_version=4)
    assert "x = 2" not in out.cells[0].source
    assert "howcome" not in out.metadata


def test_no_command_hands_out_an_answer(course):
    path = course.source(CLASSROOM)
    nb = nbformat.read(path, as_version=4)
    # as when the author's own source is copied over the course's: nbgrader would hand this out
    claims = nbformat.v4.new_code_cell("answer = 'octopus'", metadata={"tags": ["author-only"]})
    nb.cells.append(claims)
    nbformat.write(nb, path)
    assert "is left" in nbgrader("generate_assignment", CLASSROOM, code=1)
    assert not course.released(CLASSROOM).exists()


def test_an_extension_given_before_anything_came_in_counts(course):
    hand_in(course.root, "p01", CLASSROOM)
    for arguments in (["due", ".", "e05", "2026-11-18"], ["extend", ".", "e05", "p01"]):
        options = ["--days", "3"] if arguments[0] == "extend" else []
        done = CliRunner().invoke(main, ["course", *arguments, *options])
        assert done.exit_code == 0, done.output
    nbgrader("autograde", CLASSROOM)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        submission = gradebook.find_submission(CLASSROOM, "p01")
        assert submission.extension.days == 3
        assert submission.total_seconds_late == 0


def test_nbgrader_alone_reads_the_course(course):
    """As a teacher types it, in a process of its own; it makes the same file as `howcome`."""
    assert CliRunner().invoke(main, ["course", "release", ".", "e05"]).exit_code == 0
    ours = course.released(CLASSROOM).read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", CLASSROOM, "--force"],
        cwd=course.root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert course.released(CLASSROOM).read_bytes() == ours
    # and the cells are those that `howcome lab` gives a pupil
    source = nbformat.read(course.source(CLASSROOM), as_version=4)
    assert nbformat.reads(ours.decode(), as_version=4).cells == pupil_copy(source).cells
