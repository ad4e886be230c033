"""A class is marked: as nbgrader would, never twice, nothing lost, no machine's fault a zero."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import hostile
import nbformat
import pytest
from classroom import as_bytes, hand_in, handed_in, make_class, source, source_path
from click.testing import CliRunner
from nbgrader.api import Gradebook

from howcome_instructor.cli import main
from howcome_instructor.course.folder import open_course
from howcome_instructor.course.stock import gradebook_of
from howcome_instructor.errors import BadInput
from howcome_instructor.grade import outcomes, session
from howcome_instructor.grade.hold import only_one
from howcome_instructor.grade.job import MachineFailure
from howcome_instructor.grade.mark import Here
from howcome_instructor.grade.notes import NEEDS_TEACHER
from howcome_instructor.grade.save import Ledger
from howcome_instructor.grade.take import take_in
from howcome_instructor.release import CODE_STUB, TEXT_STUB

SMALL = hostile.LESSON
# nbgrader calls alembic, which lies beside our Python
NBGRADER = {
    **os.environ,
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
}


def howcome(*words: object) -> tuple[int, str]:
    """Run the command line in this process."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def small_curriculum(tmp_path_factory):
    """A curriculum of one small lesson."""
    home = tmp_path_factory.mktemp("curriculum")
    folder = home / "high" / SMALL
    folder.mkdir(parents=True)
    nbformat.write(hostile.lesson(), folder / f"{SMALL}.ipynb")
    return home


@pytest.fixture(scope="module")
def new_course(tmp_path_factory, small_curriculum):
    """A course of the small lesson, as it was made."""
    root = tmp_path_factory.mktemp("new") / "course"
    code, said = howcome("course", "new", root, "--band", "high", "--curriculum", small_curriculum)
    assert code == 0, said
    return root


@pytest.fixture
def course(tmp_path, new_course):
    """A course of the small lesson, this test's own: a course may be moved."""
    return open_course(shutil.copytree(new_course, tmp_path / "course"))


def hand(course, pupil: str, nb) -> None:
    """Put a notebook where nbgrader's collect puts it, in time."""
    folder = course.submitted(pupil, SMALL)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{SMALL}.ipynb").write_bytes(hostile.as_bytes(nb))
    (folder / "timestamp.txt").write_text("2026-11-20 09:00:00.000000 UTC")


def here(reference, jobs):
    """Mark on this machine, as the command does."""
    with closing(Here(reference, 2)) as marker:
        yield from marker.mark_all(jobs)


def grade(course, marker=here, again=False):
    """One run of marking."""
    taken = take_in(course)
    return session.run(course, taken, session.plan(course, taken, again), marker)


def points(course, pupil: str) -> dict[str, float | None]:
    """The points of each graded cell, by machine."""
    with gradebook_of(course) as book:
        notebook = book.find_submission_notebook(SMALL, SMALL, pupil)
        return {grade.name: grade.auto_score for grade in notebook.grades}


def test_clicks_count_and_no_answer_is_nothing(course):
    hand(course, "p01", hostile.honest())
    hand(course, "p02", hostile.honest(colour="red"))
    hand(course, "p03", hostile.honest(colour=None, double="def double(number):\n    pass"))
    done = grade(course)
    assert points(course, "p01") == {"check-colour": 1, "check-double": 2, "why": None}
    assert points(course, "p02") == {"check-colour": 0, "check-double": 2, "why": None}
    assert points(course, "p03")["check-colour"] == points(course, "p03")["check-double"] == 0
    assert done.outcomes[SMALL]["p02"].misconceptions == {"check-colour": "h90-red"}
    assert [outcome.notes for outcome in done.outcomes[SMALL].values()] == [(), (), ()]


@pytest.mark.parametrize("lesson", ["h04", "e05"])
def test_healthy_work_is_marked_as_stock_nbgrader_marks_it(lesson, tmp_path):
    """Marks and outputs, cell by cell. To be run for each new nbgrader."""
    name, band = source_path(lesson).stem, source_path(lesson).parts[-3]
    stock, ours = tmp_path / "stock", tmp_path / "ours"
    (stock / "source" / name).mkdir(parents=True)
    (stock / "source" / name / f"{name}.ipynb").write_bytes(as_bytes(source(lesson)))
    (stock / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'stock'\n"
        f"c.ClearSolutions.code_stub = {{'python': {CODE_STUB!r}}}\n"
        f"c.ClearSolutions.text_stub = {TEXT_STUB!r}\n"
    )
    nbgrader = {"cwd": stock, "env": NBGRADER, "check": True}
    subprocess.run([sys.executable, "-m", "nbgrader", "generate_assignment", name], **nbgrader)
    assert howcome("course", "new", ours, "--band", band, "--lessons", lesson)[0] == 0
    for root in (stock, ours):
        make_class(root, lesson, 3)
        hand_in(root, "p010", lesson, as_bytes(handed_in(name, "p010", right=False)))
    subprocess.run([sys.executable, "-m", "nbgrader", "autograde", name], **nbgrader)
    assert howcome("grade", ours)[0] == 0
    assert _scores(ours, name, "ours") == _scores(stock, name, "stock")
    for path in sorted(stock.glob("autograded/*/*/*.ipynb")):
        theirs = _cells(path)
        mine = _cells(ours / path.relative_to(stock))
        assert list(mine) == list(theirs)
        for cell, outputs in theirs.items():
            assert mine[cell] == outputs, f"{path.parent.parent.name}: {cell}"


def _scores(root, lesson, course_id):
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", course_id) as book:
        return {
            (submission.student.id, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for submission in book.assignment_submissions(lesson)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def _cells(path):
    """Each cell's source, count and outputs; live views, which differ by a random id, left out."""
    found = {}
    for cell in json.loads(path.read_bytes())["cells"]:
        outputs = [
            _plain(output)
            for output in cell.get("outputs", ())
            if "application/vnd.jupyter.widget-view+json" not in output.get("data", {})
        ]
        found[cell["id"]] = ("".join(cell["source"]), cell.get("execution_count"), outputs)
    return found


def _plain(output):
    """An output with its text as one string, whichever way the file splits it."""
    output = json.loads(json.dumps(output))
    for holder in (output, output.get("data", {})):
        for key, value in holder.items():
            if isinstance(value, list) and key != "traceback":
                holder[key] = "".join(value)
    return output


def test_a_run_that_is_stopped_goes_on_where_it_was(course):
    for number in range(5):
        hand(course, f"p{number}", hostile.honest())

    def stops(reference, jobs):
        for done, marked in enumerate(here(reference, jobs)):
            if done == 2:
                raise KeyboardInterrupt
            yield marked

    with pytest.raises(KeyboardInterrupt):
        grade(course, stops)
    first = outcomes.load(course, SMALL)
    assert len(first) == 2
    second = grade(course)
    assert (second.marked, second.skipped) == (3, 2)
    third = grade(course)
    assert (third.marked, third.skipped) == (0, 5)
    with gradebook_of(course) as book:
        assert len(book.assignment_submissions(SMALL)) == 5


def test_a_stop_between_marks_and_outcome_marks_that_one_again(course, monkeypatch):
    hand(course, "p01", hostile.honest())

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("howcome_instructor.grade.save.keep", full)
    with pytest.raises(OSError, match="No space"):
        grade(course)
    monkeypatch.undo()
    assert grade(course).marked == 1
    assert points(course, "p01")["check-double"] == 2


def test_a_failure_of_the_machine_is_never_a_zero(course):
    hand(course, "p01", hostile.honest())

    class Broken:
        def run(self, *_args, **_more):
            raise MachineFailure("run.no-sandbox", why="it did not start")

        def close(self):
            pass

    def broken(reference, jobs):
        from howcome_instructor.grade.mark import mark

        for job in jobs:
            yield mark(job, reference, Broken())

    done = grade(course, broken)
    outcome = done.outcomes[SMALL]["p01"]
    assert (outcome.outcome, outcome.notes[-1].code) == (NEEDS_TEACHER, "run.no-sandbox")
    assert outcome.notes[-1].teacher("en")
    with gradebook_of(course) as book:
        assert not book.assignment_submissions(SMALL)
    assert not course.autograded("p01", SMALL).exists()
    # and it is tried again, without being asked
    assert grade(course).outcomes[SMALL]["p01"].outcome == "graded"


def test_marking_again_after_a_changed_check_keeps_what_the_teacher_gave(course):
    hand(course, "p01", hostile.honest(hostile.HARDWIRED))
    grade(course)
    assert points(course, "p01")["check-double"] == 0
    with gradebook_of(course) as book:
        why = book.find_grade("why", SMALL, SMALL, "p01")
        why.manual_score, why.needs_manual_grade = 1.5, False
        book.find_comment("why", SMALL, SMALL, "p01").manual_comment = "Say why."
        book.db.commit()
    path = course.source(SMALL)
    path.write_text(path.read_text().replace("double(3) == 6", "double(2) == 4"))
    assert grade(course).marked == 1
    assert points(course, "p01")["check-double"] == 2
    with gradebook_of(course) as book:
        why = book.find_grade("why", SMALL, SMALL, "p01")
        assert (why.manual_score, why.score) == (1.5, 1.5)
        assert not why.needs_manual_grade, "the same answer is not to be read again"
        assert book.find_comment("why", SMALL, SMALL, "p01").comment == "Say why."

    changed = hostile.honest(hostile.HARDWIRED)
    hostile.at(changed, "why").source = "I have thought again."
    hand(course, "p01", changed)
    grade(course)
    with gradebook_of(course) as book:
        why = book.find_grade("why", SMALL, SMALL, "p01")
        assert (why.manual_score, why.needs_manual_grade) == (1.5, True)


def test_a_check_that_the_teacher_changed_is_nobodys_fault(course):
    hand(course, "p01", hostile.honest())
    path = course.source(SMALL)
    path.write_text(path.read_text().replace("Twice two is four.", "Count on your fingers."))
    assert grade(course).outcomes[SMALL]["p01"].notes == ()
    meddled = hostile.honest()
    hostile.at(meddled, "check-double").source = "pass"
    hand(course, "p01", meddled)
    codes = [note.code for note in grade(course).outcomes[SMALL]["p01"].notes]
    assert codes == ["mend.check-changed"]


def test_graded_cells_cannot_be_taken_out_after_somebody_handed_in(course):
    hand(course, "p01", hostile.honest())
    grade(course)
    nb = nbformat.read(course.source(SMALL), 4)
    nb.cells = [cell for cell in nb.cells if cell.id != "check-double"]
    nbformat.write(nb, course.source(SMALL))
    with pytest.raises(BadInput, match="other graded cells"):
        grade(course)
    assert points(course, "p01")["check-double"] == 2


def test_late_work_is_late_and_an_extension_counts(course):
    with gradebook_of(course) as book:
        book.update_or_create_assignment(SMALL, duedate="2026-11-20 08:00:00 UTC")
    for pupil in ("p01", "p02"):
        hand(course, pupil, hostile.honest())
    assert howcome("course", "extend", course.root, SMALL, "p02", "--days", 1)[0] == 2, "unknown"
    grade(course)
    late = {pupil: one.late_seconds for pupil, one in outcomes.load(course, SMALL).items()}
    assert late == {"p01": 3600, "p02": 3600}
    assert howcome("course", "extend", course.root, SMALL, "p02", "--days", 1)[0] == 0
    grade(course, again=True)
    late = {pupil: one.late_seconds for pupil, one in outcomes.load(course, SMALL).items()}
    assert late == {"p01": 3600, "p02": 0}
    assert outcomes.load(course, SMALL)["p01"].handed_in_at == datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_what_taking_in_says_today_takes_the_place_of_what_it_said(course):
    nb = hostile.honest()
    for pupil in ("p01", "p02"):
        hand(course, pupil, nb)
    grade(course)
    known = outcomes.load(course, SMALL)
    assert [note.code for note in known["p01"].notes] == ["take.same-bytes"]
    hand(course, "p02", hostile.honest(colour="red"))
    again = grade(course)
    assert (again.marked, again.skipped) == (1, 1)
    assert "same-bytes" not in str(again.outcomes[SMALL]["p01"].notes)


def test_a_file_that_is_no_homework_is_one_sentence_and_an_exit_code(course, tmp_path):
    wrong = tmp_path / "README.md"
    wrong.write_text("# Read me\n")
    code, said = howcome("grade", course.root, "--from", wrong)
    assert code == 2
    assert said.count("\n") == 1
    assert "no notebook" in said
    (tmp_path / "empty").mkdir()
    code, said = howcome("grade", course.root, "--from", tmp_path / "empty")
    assert (code, said.strip()) == (
        1,
        "There is no notebook in empty; check that it is the right download.",
    )


def test_work_that_cannot_be_graded_leaves_older_marks(course):
    hand(course, "p01", hostile.honest())
    grade(course)
    path = course.submitted("p01", SMALL) / f"{SMALL}.ipynb"
    path.write_bytes(b"")
    outcome = grade(course).outcomes[SMALL]["p01"]
    assert outcome.outcome == "not-gradable"
    assert outcome.notes[-1].code == "mark.older-marks"
    assert points(course, "p01")["check-double"] == 2
    assert path.read_bytes() == b"", "what was handed in stays as it is"


def test_two_runs_at_once_are_refused(course):
    with only_one(course):
        code, said = howcome("grade", course.root)
    assert code == 2
    assert "being marked already" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["{none}"], "is not a course"),
        (["{course}", "m99"], "no assignment 'm99'"),
        (["{course}", "--scheduler", "tcp://127.0.0.1:1"], "No Dask scheduler answers"),
        (["{course}", "--from", "{none}"], "{none}"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_happens(course, tmp_path, words, sentence):
    hand(course, "p01", hostile.honest())
    places = {"none": str(tmp_path / "none"), "course": str(course.root)}
    code, said = howcome("grade", *(word.format(**places) for word in words))
    assert code == 2
    assert sentence.format(**places) in said
    assert len(said.strip().splitlines()) == 1
    assert not outcomes.load(course, SMALL)


def test_without_a_sandbox_marking_refuses(course):
    hand(course, "p01", hostile.honest())
    command = [sys.executable, "-m", "howcome_instructor", "grade", course.root]
    env = {**os.environ, "PATH": "/nowhere"}  # no bubblewrap to be found
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 2
    assert "--unsandboxed" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not outcomes.load(course, SMALL)
    done = subprocess.run([*command, "--unsandboxed"], env=env, capture_output=True, text=True)
    assert done.returncode == 0
    assert "runs as you" in " ".join(done.stderr.split())
    assert points(course, "p01")["check-colour"] == 1


def test_the_gradebook_is_written_by_one_engine(course):
    """What makes saving quick; 30 submissions of stock open it 270 times."""
    import sqlalchemy

    made = []
    real = sqlalchemy.create_engine
    for number in range(3):
        hand(course, f"p{number}", hostile.honest())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nbgrader.api.create_engine", lambda *a, **k: made.append(1) or real(*a, **k))
        grade(course)
    assert len(made) <= 3, "the ledger's, SaveCells', and the list of pupils"


@pytest.fixture
def dask(tmp_path):
    """A scheduler and three workers on the loopback, each a process of its own."""
    from lab_server import free_port

    address = f"tcp://127.0.0.1:{free_port()}"
    module = [sys.executable, "-m"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    scheduler = [*module, "distributed.cli.dask_scheduler", "--host", address, "--no-dashboard"]
    worker = [*module, "distributed.cli.dask_worker", address, "--no-dashboard", "--no-nanny"]
    started = [subprocess.Popen(scheduler, **quiet)]
    started += [subprocess.Popen([*worker, "--nthreads", "1"], **quiet) for _ in range(3)]
    from distributed import Client

    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(3, timeout=60)
    yield address, started[1:]
    for process in reversed(started):
        process.kill()
        process.wait()


def test_a_worker_killed_in_the_middle_costs_no_submission(course, dask):
    from howcome_instructor.grade.cluster import cluster

    address, workers = dask
    for number in range(12):
        slow = "import time\ntime.sleep(0.5)"
        hand(course, f"p{number:02}", hostile.honest(extra=slow))
    killed = []

    def marker(reference, jobs):
        for marked in cluster(address)(reference, jobs):
            if not killed:
                killed.append(workers[0].pid)
                workers[0].send_signal(signal.SIGKILL)
            yield marked

    done = grade(course, marker)
    assert killed
    ends = {pupil: (one.outcome, one.notes) for pupil, one in done.outcomes[SMALL].items()}
    assert all(end == ("graded", ()) for end in ends.values()), ends
    assert all(points(course, f"p{number:02}")["check-double"] == 2 for number in range(12))
    with gradebook_of(course) as book:
        assert len(book.assignment_submissions(SMALL)) == 12


def test_the_ledger_says_when_the_gradebook_cannot_be_opened(course):
    course.gradebook.write_bytes(b"not a database at all" * 100)
    with pytest.raises(BadInput, match="cannot be opened"):
        Ledger(course)


def test_outcomes_survive_a_damaged_file(course):
    hand(course, "p01", hostile.honest())
    grade(course)
    path = course.outcomes(SMALL) / "p01.json"
    whole = outcomes.load(course, SMALL)["p01"]
    path.write_text(path.read_text()[:40])
    assert outcomes.load(course, SMALL) == {}
    assert grade(course).marked == 1
    again = outcomes.load(course, SMALL)["p01"]
    assert replace(again, seconds=0) == replace(whole, seconds=0)
