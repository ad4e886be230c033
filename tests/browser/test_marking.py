"""From a click in the browser to a mark in the gradebook, by one file sent in a mail."""

from __future__ import annotations

import shutil
import zipfile

import pytest
from click.testing import CliRunner

from howcome_instructor.cli import main
from howcome_instructor.course.folder import open_course
from howcome_instructor.course.stock import gradebook_of

from .lessons import Mouse

LESSON = "e05-is-it-a-shoe"


def howcome(*words: object) -> str:
    """Run the command line in this process; give back what it said."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code in (0, 1), done.output
    return done.output


@pytest.fixture
def course(tmp_path):
    """A course of one lesson and two pupils, handed out as a zip."""
    roster = tmp_path / "roster.csv"
    roster.write_text("id,first_name,last_name\np01,Amber,Otter\np02,Olive,Heron\n")
    root = tmp_path / "course"
    howcome("course", "new", root, "--band", "elementary", "--lessons", "e05", "--roster", roster)
    howcome("course", "release", root, "--zip", "--to", tmp_path / "handout.zip")
    return open_course(root)


def points(course, pupil: str) -> dict[str, float]:
    """Points by machine of each graded cell."""
    with gradebook_of(course) as book:
        (notebook,) = book.find_submission(LESSON, pupil).notebooks
        return {grade.name: (grade.auto_score, grade.max_score) for grade in notebook.grades}


def test_clicks_in_the_browser_score_and_no_answer_does_not(
    course, lab, open_notebook, page, tmp_path
):
    with zipfile.ZipFile(tmp_path / "handout.zip") as handout:
        handout.extractall(tmp_path / "handout")
    copies = {
        pupil: next((tmp_path / "handout").glob(f"*({pupil})/{LESSON}.ipynb"))
        for pupil in ("p01", "p02")
    }
    mine = lab.folder / "handed-out" / f"{LESSON}.ipynb"
    mine.parent.mkdir()
    shutil.copy(copies["p01"], mine)
    notebook = open_notebook(page, mine)
    pupil = Mouse(notebook)
    pupil.start()
    pupil.choose("why", "It had no boots as examples.")
    pupil.keep("why")
    for group in ("sneakers", "sandals", "boots"):
        pupil.show("mix", group, 30, step=10)
    pupil.choose("new-kind", "We cannot tell yet. We have to test it.")
    pupil.keep("new-kind")
    pupil.write("letter", "Please show it boots and sandals too, because it learns from examples.")
    pupil.keep("letter")
    notebook.save()

    mail = tmp_path / "mail"
    mail.mkdir()
    # renamed, and without the side file that lies beside it on the pupil's machine
    shutil.copy(mine, mail / "e05 (1) final.ipynb")
    shutil.copy(copies["p02"], mail / "e05 not done.ipynb")
    howcome("grade", course.root, "--from", mail)

    right, nothing = points(course, "p01"), points(course, "p02")
    assert right
    assert all(mark == most for mark, most in right.values()), right
    assert all(mark == 0 for mark, _most in nothing.values()), nothing
    marked = (course.autograded("p01", LESSON) / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    assert "It had no boots as examples." in marked, "the teacher sees what was clicked"
