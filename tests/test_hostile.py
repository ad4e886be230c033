"""A hostile class: honest pupils get their marks, each bad case its sentence, nothing gets out."""

from __future__ import annotations

import hashlib
import secrets
import socket
import threading
from contextlib import closing
from pathlib import Path

import hostile
import nbformat
import pytest
from click.testing import CliRunner

from howcome_instructor.cli import main
from howcome_instructor.course.folder import open_course
from howcome_instructor.course.stock import gradebook_of
from howcome_instructor.grade import session
from howcome_instructor.grade.job import Limits
from howcome_instructor.grade.mark import Here
from howcome_instructor.grade.notes import NOT_GRADABLE
from howcome_instructor.grade.report import write_all
from howcome_instructor.grade.take import take_in

QUICK = Limits(cell_seconds=2, seconds=20, memory=2**29)


@pytest.fixture(scope="module")
def listener():
    """Somebody on this machine who would hear a call to the network."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen():
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                heard.append(caller.recv(100))

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], heard


@pytest.fixture(scope="module")
def marked(tmp_path_factory, listener):
    """The class, marked once for all tests below."""
    place = tmp_path_factory.mktemp("hostile")
    folder = place / "curriculum" / "high" / hostile.LESSON
    folder.mkdir(parents=True)
    nbformat.write(hostile.lesson(), folder / f"{hostile.LESSON}.ipynb")
    root, home = place / "course", place / "home"
    home.mkdir()
    (home / "diary.txt").write_text("private")
    made = ["course", "new", root, "--band", "high", "--curriculum", place / "curriculum"]
    assert CliRunner().invoke(main, list(map(str, made))).exit_code == 0
    course, mark = open_course(root), secrets.token_hex(12)
    cases = hostile.write_class(root, home, listener[0], mark)
    before = tree(root / "submitted"), tree(home), tree(root / "source")

    def marker(reference, jobs):
        with closing(Here(reference, 2, limits=QUICK)) as here:
            yield from here.mark_all(jobs)

    taken = take_in(course)
    done = session.run(course, taken, session.plan(course, taken), marker)
    write_all(course, [hostile.LESSON])
    after = tree(root / "submitted"), tree(home), tree(root / "source")
    return course, cases, done.outcomes[hostile.LESSON], before, after, mark, taken.missing


def tree(root: Path) -> dict[str, str]:
    """What lies in a folder: each file with its content's hash; links as links."""
    return {
        str(path.relative_to(root)): str(path.readlink())
        if path.is_symlink()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def points(course) -> dict[str, float]:
    """Points by machine of all who have any."""
    with gradebook_of(course) as book:
        return {
            submission.student.id: sum(
                grade.auto_score or 0 for notebook in submission.notebooks
                for grade in notebook.grades
            )
            for submission in book.assignment_submissions(hostile.LESSON)
        }  # fmt: skip


def test_everybody_ends_as_they_must(marked):
    course, cases, outcomes, *_, missing = marked
    got, wrong = points(course), []
    for pupil, case in cases.items():
        outcome = outcomes.get(pupil)
        if case.outcome == "missing" or outcome is None:
            if outcome or (pupil, hostile.LESSON) not in missing or case.outcome != "missing":
                wrong.append((pupil, outcome, "missing"))
            continue
        codes = [note.code for note in outcome.notes]
        said = (outcome.outcome, got.get(pupil), codes)
        if outcome.outcome != case.outcome or got.get(pupil) != case.points:
            wrong.append((pupil, (case.outcome, case.points), said))
        elif case.note and not any(code.startswith(case.note) for code in codes):
            wrong.append((pupil, f"no note {case.note}", said))
        elif case.look != bool(outcome.look):
            wrong.append((pupil, f"look {case.look}", said))
        elif case in hostile.HONEST and outcome.notes:
            wrong.append((pupil, "an honest pupil needs no note", said))
    assert len(cases) >= 60
    assert not wrong, "\n".join(map(str, wrong))


def test_each_note_has_a_sentence_in_both_languages(marked):
    for outcome in marked[2].values():
        for note in outcome.notes:
            for language in ("en", "es"):
                assert note.teacher(language).strip().endswith("."), note.code
                assert "{" not in note.teacher(language) + note.pupil(language), note.code
        if outcome.outcome == NOT_GRADABLE:
            assert any(note.pupil("en") for note in outcome.notes), outcome.student


def test_nothing_is_written_outside_and_nothing_lost(marked):
    course, _cases, _outcomes, before, after, *_ = marked
    assert after == before
    assert not (course.root / "planted").exists()
    with gradebook_of(course) as book:
        given = [
            grade.manual_score
            for submission in book.assignment_submissions(hostile.LESSON)
            for notebook in submission.notebooks
            for grade in notebook.grades
        ]
    assert set(given) == {None}


def test_nobody_called_out(marked, listener):
    assert listener[1] == []


def test_no_process_is_left_behind(marked):
    mark = marked[5].encode()
    left = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark in path.read_bytes():
                left.append(path)
        except OSError:
            continue
    assert left == []


def test_what_others_have_and_hidden_tests_were_not_read(marked):
    course, cases, *_ = marked
    for pupil in cases:
        path = course.autograded(pupil, hostile.LESSON) / f"{hostile.LESSON}.ipynb"
        if "reads-" in pupil:
            own = next(cell for cell in nbformat.read(path, 4).cells if cell.id == "my-own")
            said = str(own.outputs)
            assert "nothing" in said or "No such file" in said, said


def test_feedback_shows_what_pupils_wrote_and_runs_none_of_it(marked):
    course, cases, *_ = marked
    (pupil,) = [one for one in cases if one.endswith("script-tags")]
    page = (course.feedback(pupil, hostile.LESSON) / f"{hostile.LESSON}.html").read_text()
    assert "<script" not in page
    assert "onerror=alert" not in page.replace("onerror=alert(1)&gt;", "")
