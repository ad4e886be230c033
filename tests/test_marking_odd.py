"""Marking in odd surroundings: full disks, links, odd names, stops, and two lessons at once."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3

import hostile
import nbformat
import pytest
from click.testing import CliRunner

from howcome_instructor.cli import main
from howcome_instructor.course.folder import open_course
from howcome_instructor.course.stock import gradebook_of
from howcome_instructor.grade import outcomes
from howcome_instructor.grade.hold import make_ready, written_to
from howcome_instructor.grade.save import Ledger

OTHER = "h91-small-again"


def howcome(*words: object):
    return CliRunner().invoke(main, list(map(str, words)))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course of two lessons, and nothing handed in."""
    place = tmp_path_factory.mktemp("odd")
    for lesson in (hostile.LESSON, OTHER):
        nb = hostile.lesson()
        nb.metadata["howcome"]["lesson"] = lesson
        folder = place / "curriculum" / "high" / lesson
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / f"{lesson}.ipynb")
    words = ("--band", "high", "--curriculum", place / "curriculum")
    assert howcome("course", "new", place / "course", *words).exit_code == 0
    return place / "course"


@pytest.fixture
def course(made, tmp_path):
    shutil.copytree(made, tmp_path / "course")
    return open_course(tmp_path / "course")


def hand(course, pupil: str, lesson: str = hostile.LESSON, **how) -> None:
    nb = hostile.honest(**how)
    nb.metadata["howcome"]["lesson"] = lesson
    folder = course.submitted(pupil, lesson)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{lesson}.ipynb").write_bytes(hostile.as_bytes(nb))


def points(course, lesson: str = hostile.LESSON) -> dict[str, float]:
    with gradebook_of(course) as book:
        return {
            one.student.id: sum(g.auto_score or 0 for nb in one.notebooks for g in nb.grades)
            for one in book.assignment_submissions(lesson)
        }


def one_sentence(done) -> str:
    assert done.exit_code == 2, done.output
    lines = [line for line in done.stderr.splitlines() if line.strip() and "━" not in line]
    lines = [line for line in lines if not line.startswith(("Marking ", "Giving back "))]
    assert len(lines) == 1, lines
    assert done.stdout == ""
    return lines[0]


def test_a_full_disk_is_one_sentence_and_the_next_run_goes_on(course, monkeypatch):
    for pupil in ("p01", "p02", "p03"):
        hand(course, pupil)
    keep, kept = outcomes.keep, []

    def full(where, outcome):
        if kept:
            raise OSError(errno.ENOSPC, "No space left on device")
        kept.append(outcome.student)
        keep(where, outcome)

    monkeypatch.setattr("howcome_instructor.grade.save.keep", full)
    assert "disk is full" in one_sentence(howcome("grade", course.root, "h90"))
    assert set(outcomes.load(course, hostile.LESSON)) == set(kept)
    monkeypatch.undo()
    done = howcome("grade", course.root, "h90", "--json")
    assert done.exit_code == 0
    assert (json.loads(done.stdout)["marked"], json.loads(done.stdout)["skipped"]) == (2, 1)
    assert points(course) == {"p01": 3, "p02": 3, "p03": 3}


def test_a_gradebook_on_a_full_disk_is_one_sentence(course, monkeypatch):
    hand(course, "p01")

    def full(*_args):
        from nbgrader.api import InvalidEntry

        try:
            raise sqlite3.OperationalError("database or disk is full")
        except sqlite3.OperationalError as error:
            raise InvalidEntry(str(error)) from error

    monkeypatch.setattr(Ledger, "_write_marks", full)
    assert "disk is full" in one_sentence(howcome("grade", course.root, "h90"))
    assert points(course) == {}


def test_what_one_may_not_write_is_one_sentence(course, monkeypatch):
    hand(course, "p01")
    path = course.root / ".howcome" / "grade.lock"
    path.unlink(missing_ok=True)
    path.mkdir()
    with pytest.raises(IsADirectoryError), written_to(course):  # a fault, and no missing right
        path.open("a")
    path.rmdir()

    def not_allowed(*_args):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("howcome_instructor.grade.hold._lock", lambda _file: None)
    monkeypatch.setattr("howcome_instructor.grade.save.keep", not_allowed)
    assert "you may write there" in one_sentence(howcome("grade", course.root, "h90"))


def test_what_a_killed_run_left_half_written_is_cleared_away(course):
    hand(course, "p01")
    left = [
        course.outcomes(hostile.LESSON) / "p01.4711.part",
        course.reports / f"{hostile.LESSON}.4711.part",
        course.autograded("p01", hostile.LESSON).with_name(f".{hostile.LESSON}.part") / "x.ipynb",
    ]
    own = course.reports / "mine.part"
    for path in (*left, own):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half")
    make_ready(course)
    assert [path for path in left if path.exists()] == []
    assert own.exists()


@pytest.mark.skipif(os.name != "posix", reason="links need a right of their own on Windows")
def test_nothing_is_written_through_a_link(course, tmp_path):
    outside = tmp_path / "outside"
    (outside / hostile.LESSON).mkdir(parents=True)
    (outside / hostile.LESSON / "keep.txt").write_text("kept")
    secret = tmp_path / "secret.txt"
    secret.write_text("private")
    for pupil in ("p01", "p02", "p03", "p04"):
        hand(course, pupil)
    for path in (
        course.root / "autograded" / "p01",
        course.autograded("p02", hostile.LESSON),
        course.root / "feedback" / "p03",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(outside, target_is_directory=True)
    (course.submitted("p04", hostile.LESSON) / "submission_secret.txt").symlink_to(secret)
    before = hostile_tree(outside)
    done = howcome("grade", course.root, "h90")
    assert points(course) == {f"p0{n}": 3 for n in (1, 2, 3, 4)}, done.output
    assert hostile_tree(outside) == before
    for pupil in ("p01", "p02", "p03", "p04"):
        assert (course.autograded(pupil, hostile.LESSON) / f"{hostile.LESSON}.ipynb").is_file()
    for path in course.feedback("p04", hostile.LESSON).iterdir():
        assert "private" not in path.read_text()


def hostile_tree(root) -> dict[str, str]:
    return {
        str(path.relative_to(root)): path.read_text() if path.is_file() else ""
        for path in root.rglob("*")
    }


@pytest.mark.skipif(os.name != "posix", reason="links need a right of their own on Windows")
@pytest.mark.parametrize("name", ["autograded", "feedback", "reports", "submitted"])
def test_a_whole_folder_that_is_a_link_is_one_sentence(course, tmp_path, name):
    hand(course, "p01")
    (tmp_path / "elsewhere").mkdir()
    shutil.rmtree(course.root / name, ignore_errors=True)
    (course.root / name).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert "is a link" in one_sentence(howcome("grade", course.root))
    assert list((tmp_path / "elsewhere").iterdir()) == []


ODD = ("amber otter", "ñandú", 'o\'brien "x"', "\N{OTTER}", "a;b&$(c)", "{cell}", "-rf", "a.b.c")


def test_odd_names_are_marked_or_said_and_json_is_nothing_but_json(course):
    for pupil in ODD:
        hand(course, pupil)
    bad = ["x" * 230, "two\nlines"]
    for pupil in bad:
        hand(course, pupil)
    if os.name == "posix":
        folder = os.fsencode(course.submitted("bytes", hostile.LESSON))
        os.makedirs(folder)
        with open(folder + b"/b\xff.ipynb", "wb") as file:
            file.write(hostile.as_bytes(hostile.honest()))
    done = howcome("grade", course.root, "h90", "--json")
    told = json.loads(done.stdout_bytes.decode("ascii"))
    assert done.exit_code == 1  # two folders that nobody can be matched with
    assert len(told["not_taken_in"]) == len(bad)
    assert all("Rename it" in one["sentence"] for one in told["not_taken_in"])
    wanted = {*ODD, "bytes"} if os.name == "posix" else set(ODD)
    assert points(course) == dict.fromkeys(wanted, 3)
    assert howcome("grade", course.root, "h90").exit_code == 1
    assert points(course) == dict.fromkeys(wanted, 3)


def test_two_lessons_of_one_pupil_and_one_left_alone(course):
    hand(course, "p01")
    hand(course, "p01", OTHER, double=hostile.HARDWIRED, clicked=False)
    told = json.loads(howcome("grade", course.root, "h91", "--json").stdout)
    assert told["marked"] == 1
    assert (points(course), points(course, OTHER)) == ({}, {"p01": 1})
    assert not course.autograded("p01", hostile.LESSON).exists()
    told = json.loads(howcome("grade", course.root, "--json").stdout)
    assert (told["marked"], told["skipped"]) == (1, 1)
    assert (points(course), points(course, OTHER)) == ({"p01": 3}, {"p01": 1})
    when = course.autograded("p01", hostile.LESSON).stat().st_mtime_ns
    told = json.loads(howcome("grade", course.root, "h91", "--again", "--json").stdout)
    assert (told["marked"], told["skipped"]) == (1, 0)
    assert course.autograded("p01", hostile.LESSON).stat().st_mtime_ns == when
    assert points(course) == {"p01": 3}


def test_a_check_that_shows_more_than_its_points_stops_nobody(course, monkeypatch):
    from howcome_instructor.grade.run import forks

    # as if outputs came from elsewhere, where nobody made them fit
    monkeypatch.setattr(forks, "as_scored", lambda outputs, **_how: outputs)
    show = "def double(number):\n    getattr(get_ipython(), 'display' + 'hook')(100)\n"
    hand(course, "p01", double=show + "    return 2 * number")
    hand(course, "p02")
    assert howcome("grade", course.root, "h90").exit_code == 0
    assert points(course) == {"p01": 1, "p02": 3}
    with gradebook_of(course) as book:
        (notebook,) = book.find_submission(hostile.LESSON, "p01").notebooks
        waits = {grade.name: grade.needs_manual_grade for grade in notebook.grades}
    assert waits["check-double"]
