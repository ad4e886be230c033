"""The pool of kernels: the same outputs as nbgrader's, and nobody stops the class."""

from __future__ import annotations

import copy
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import pytest
from lessons import graded
from nbformat.v4 import new_code_cell, new_notebook

from howcome_instructor.grade.job import Limits, MachineFailure, Reference
from howcome_instructor.grade.run.kernels import KernelPool, processes, start
from howcome_instructor.release import reference_copy, without_author_cells
from howcome_instructor.sources import choose, find_sources

SET_UP = "import json\nfrom howcome import check, hint, well_done\nanswer = 0"
CHECK = "check(answer == 42, hint('x01-six-by-nine', 'Count again.'))\nwell_done('Yes.')"


def notebook(*sources: str, **checks: str) -> dict:
    """A lesson of plain cells, and after them its checks, each with its id."""
    cells = [new_code_cell(text, id=f"cell-{place}") for place, text in enumerate(sources)]
    cells += [
        new_code_cell(
            text,
            id=f"check-{name}",
            metadata={"nbgrader": graded(f"check-{name}", grade=True, locked=True, points=1)},
        )
        for name, text in checks.items()
    ]
    return json.loads(json.dumps(new_notebook(cells=cells)))


def reference(made: dict, **files: bytes) -> Reference:
    return Reference("x01-test", "1", made, {name.replace("_", "."): files[name] for name in files})


@pytest.fixture(scope="module", autouse=True)
def own_folder(tmp_path_factory):
    """Kernels' folders where this test alone looks."""
    before = tempfile.tempdir
    tempfile.tempdir = str(tmp_path_factory.mktemp("t"))
    yield Path(tempfile.tempdir)
    tempfile.tempdir = before


@pytest.fixture(scope="module")
def pool():
    """One pool for all tests that need no lesson of their own."""
    made = notebook(SET_UP, answer=CHECK)
    pool = KernelPool(reference(made, table_csv=b"a,b\n1,2\n"), workers=2)
    yield pool
    pool.close()


def codes(ran) -> list[tuple[str, str | None]]:
    return [(note.code, note.cell) for note in ran.notes]


def words(result) -> str:
    return json.dumps(result.outputs)


def errors(result) -> list[str]:
    return [one["ename"] for one in result.outputs if one["output_type"] == "error"]


# -- the same as nbgrader


@pytest.mark.parametrize("name", ["m04", "h04"])
def test_outputs_of_a_real_lesson_are_nbgraders(name):
    """With the answers in, cell by cell: outputs, counts and so marks."""
    from nbgrader.preprocessors import Execute

    lesson = choose(find_sources(), names=[name])[0]
    source = nbformat.read(lesson.path, as_version=4)
    solved = json.loads(json.dumps(without_author_cells(source)))
    known = Reference(lesson.name, "1", json.loads(json.dumps(reference_copy(source))))
    pool = KernelPool(known, workers=1)
    try:
        with ThreadPoolExecutor(1) as other:
            ours = other.submit(pool.run, copy.deepcopy(solved))
            stock, _ = Execute().preprocess(
                nbformat.from_dict(solved), {"metadata": {"path": tempfile.gettempdir()}}
            )
            ran = ours.result()
    finally:
        pool.close()
    assert ran.notes == ()
    assert len(ran.cells) > 15
    for place, cell in enumerate(stock.cells):
        if cell.cell_type != "code":
            continue
        assert ran.cells[place].status == "ok", cell.id
        assert ran.cells[place].execution_count == cell.execution_count, cell.id
        assert plain(ran.cells[place].outputs) == plain(cell.outputs), cell.id


def plain(outputs) -> list[dict]:
    """Outputs without what differs from run to run: a widget's id; how prints were cut."""
    joined = []
    for output in json.loads(json.dumps(outputs)):
        view = output.get("data", {}).get("application/vnd.jupyter.widget-view+json")
        if view:
            view["model_id"] = "?"
        before = joined[-1] if joined else {}
        if output["output_type"] == "stream" and before.get("name") == output["name"]:
            before["text"] += output["text"]
        else:
            joined.append(output)
    return joined


def test_a_wrong_answer_fails_and_names_its_misconception(pool):
    right = pool.run(notebook(SET_UP, "answer = 42", answer=CHECK))
    wrong = pool.run(notebook(SET_UP, "answer = 54", answer=CHECK))
    assert right.cells[2].status == "ok"
    assert right.notes == wrong.notes == ()
    assert wrong.cells[2].status == "error"
    assert wrong.cells[2].misconception == "x01-six-by-nine"
    assert errors(wrong.cells[2]) == ["NotYet"]
    assert right.cells[2].misconception is None


def test_a_cell_with_nothing_in_it_does_not_count(pool):
    ran = pool.run(notebook("1", " \n", "2"))
    assert [ran.cells[place].execution_count for place in range(3)] == [1, None, 2]


def test_files_answers_and_home(pool, own_folder, monkeypatch):
    """The lesson's files and the answers are there; the teacher's home and secrets are not."""
    monkeypatch.setenv("SECRET_TOKEN", "octopus")
    # answers are read from the file named in the environment, as howcome.answers does it
    own = b'{"metadata": {"howcome": {"lesson": "x01-test", "notebook": "a1"}}, "cells": []}'
    asks = (
        "import os, pathlib\nprint(open('table.csv').read())\n"
        "from howcome.answers import this_lesson\nprint(this_lesson().notebook)\n"
        "print(os.environ.get('SECRET_TOKEN'), pathlib.Path.home())"
    )
    shared = KernelPool(reference(notebook(SET_UP), table_csv=b"a,b\n1,2\n"), workers=1)
    try:
        ran = shared.run(notebook(asks), answers=own)
    finally:
        shared.close()
    text = ran.cells[0].outputs[0]["text"]
    assert text.startswith("a,b\n1,2\n\na1\nNone ")
    assert str(own_folder) in text.splitlines()[-1]


def test_one_kernel_each_and_all_at_once(pool):
    """From four threads: nobody sees another's names or files."""
    cell = "import os\nleft = sorted(set(os.listdir()) - {'table.csv'})\nopen('mine', 'w').close()"
    made = [notebook(cell, f"print(left, {who}, 'other' in dir())\nother = 1") for who in range(4)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(pool.run, made))
    assert [ran.cells[1].outputs[0]["text"] for ran in found] == [
        f"[] {who} False\n" for who in range(4)
    ]


def test_without_sockets_as_on_windows(monkeypatch):
    monkeypatch.setattr(start, "SOCKETS", False)
    pool = KernelPool(reference(notebook(SET_UP)), workers=1)
    try:
        ran = pool.run(notebook("6 * 7"))
    finally:
        pool.close()
    assert ran.cells[0].outputs[0]["data"]["text/plain"] == "42"


# -- a bad submission costs only itself


def test_an_endless_loop_is_stopped_and_the_rest_runs(pool):
    ran = pool.run(
        notebook(SET_UP, "while True: pass", "answer = 42", answer=CHECK),
        limits=Limits(cell_seconds=1),
    )
    assert ran.cells[1].status == "timeout"
    assert errors(ran.cells[1])
    assert ran.cells[3].status == "ok"
    assert codes(ran) == [("run.timeout", "cell-1")]


def test_a_loop_that_will_not_stop_is_ended_and_left_out(pool):
    stubborn = (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: print(end='')"
    )
    ran = pool.run(
        notebook(SET_UP, stubborn, "answer = 42", answer=CHECK), limits=Limits(cell_seconds=1)
    )
    assert ran.cells[1].status == "timeout"
    assert errors(ran.cells[1]) == ["CellTimeoutError"]
    assert ran.cells[3].status == "ok"


def test_a_cell_that_ends_python_is_left_out(pool):
    ran = pool.run(
        notebook(SET_UP, "import os\nprint('before', flush=True)\nos._exit(3)", "answer = 42",
                 answer=CHECK)
    )  # fmt: skip
    assert ran.cells[1].status == "died"
    assert errors(ran.cells[1])
    assert ran.cells[3].status == "ok"
    assert codes(ran) == [("run.died", "cell-1")]


def test_exit_ends_nothing(pool):
    ran = pool.run(notebook(SET_UP, "answer = 42\nexit()", "answer", answer=CHECK))
    assert [ran.cells[place].status for place in range(4)] == ["ok"] * 4


def test_after_three_ends_the_rest_is_not_run(pool):
    ends = ["import os; os._exit(1)"] * 4
    ran = pool.run(notebook(SET_UP, *ends, answer="print('passed')"))
    assert [ran.cells[place].status for place in range(1, 4)] == ["died"] * 3
    assert ran.cells[5].status == "not-run"
    # without an error nbgrader would take it as passed
    assert errors(ran.cells[5])


def test_nothing_of_a_submission_lives_on(pool, own_folder):
    ran = pool.run(
        notebook(
            "import subprocess, sys\n"
            "away = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'],"
            " start_new_session=True)\nprint(away.pid)"
        )
    )
    pid = int(ran.cells[0].outputs[0]["text"])
    assert gone(pid)


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_too_much_memory_is_the_cells_own_error(pool):
    ran = pool.run(
        notebook(SET_UP, "huge = 'x' * 2_000_000_000", "answer = 42", answer=CHECK),
        limits=Limits(memory=300 * 2**20),
    )
    assert ran.cells[1].status in ("error", "died")
    assert "MemoryError" in errors(ran.cells[1])
    assert ran.cells[3].status == "ok"


def test_memory_is_watched_where_the_system_sets_no_limit(pool):
    """As on Windows and macOS: several processes, each within what one may have."""
    grow = (
        "import subprocess, sys, time\n"
        "code = 'import time; kept = bytearray(200_000_000); time.sleep(60)'\n"
        "[subprocess.Popen([sys.executable, '-c', code]) for _ in range(3)]\ntime.sleep(20)"
    )
    ran = pool.run(
        notebook(SET_UP, grow, "answer = 42", answer=CHECK), limits=Limits(memory=300 * 2**20)
    )
    assert ran.cells[1].status == "died"
    assert codes(ran) == [("run.memory", "cell-1")]
    assert ran.cells[3].status == "ok"


def test_too_many_processes(pool):
    crowd = (
        "import subprocess, sys, time\n"
        "[subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(60)'])"
        " for _ in range(12)]\ntime.sleep(20)"
    )
    ran = pool.run(notebook(SET_UP, crowd, answer="print(1)"), limits=Limits(processes=8))
    assert codes(ran) == [("run.processes", "cell-1")]


def test_a_full_folder_is_the_cells_own_error(pool):
    fill = (
        "import time\nfor n in range(30):\n"
        "    open(f'file-{n}', 'wb').write(bytes(2**20))\ntime.sleep(20)"
    )
    ran = pool.run(
        notebook(SET_UP, fill, "answer = 42", answer=CHECK), limits=Limits(scratch=8 * 2**20)
    )
    assert ran.cells[1].status == "error"
    assert "No space left" in words(ran.cells[1])
    assert ran.cells[3].status == "ok"


def test_a_flood_of_output_is_cut(pool):
    ran = pool.run(
        notebook(SET_UP, "for _ in range(3000): print('x' * 1000)", "answer = 42", answer=CHECK),
        limits=Limits(output=100_000),
    )
    assert ran.cells[1].status == "ok"
    assert len(words(ran.cells[1])) < 110_000
    assert ran.cells[3].status == "ok"
    assert codes(ran) == [("run.output-cut", "cell-1")]


def test_time_for_the_whole_notebook(pool):
    ran = pool.run(
        notebook("import time", *["time.sleep(1)"] * 6, answer="print('passed')"),
        limits=Limits(seconds=3),
    )
    assert ran.cells[7].status == "not-run"
    assert errors(ran.cells[7])
    assert "run.too-long" in [code for code, _cell in codes(ran)]


# -- known cheats


@pytest.mark.parametrize(
    "cheat",
    [
        "get_ipython().input_transformers_cleanup.append(lambda lines: [])",
        "import builtins\nbuiltins.__build_class__ = None\nbuiltins.abs = len",
        "import howcome.checks\nhowcome.checks.check = lambda *a: None\n"
        "import howcome\nhowcome.check = howcome.checks.check",
        "get_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)",
        "get_ipython().run_cell_async = None",
    ],
)
def test_what_checks_rely_on_is_put_back_and_said(pool, cheat):
    ran = pool.run(notebook(SET_UP, cheat, answer=CHECK))
    assert errors(ran.cells[2]), ran
    assert any(note.look for note in ran.notes), ran.notes


def test_an_honest_name_is_no_cheat(pool):
    ran = pool.run(notebook(SET_UP, "sum = 3\nlist = [1]\nanswer = 42", answer=CHECK))
    assert ran.cells[2].status == "ok"
    assert ran.notes == ()


# -- the machine


def test_close_leaves_nothing_and_tells_who_waits(own_folder):
    pool = KernelPool(reference(notebook(SET_UP)), workers=2)
    told: queue.Queue = queue.Queue()

    def mark():
        try:
            told.put(pool.run(notebook("import time\ntime.sleep(60)")))
        except MachineFailure as failure:
            told.put(failure)

    threads = [threading.Thread(target=mark) for _ in range(4)]
    for thread in threads:
        thread.start()
    wait_for(lambda: len(list(own_folder.glob("hc-*"))) >= 3)
    pool.close()
    for thread in threads:
        thread.join(20)
    # the pupil did nothing wrong, so nothing may come out that could be saved as a mark
    assert [type(told.get_nowait()) for _ in threads] == [MachineFailure] * 4
    assert all(not holds(own_folder, one) for one in psutil.Process().children(recursive=True))


def holds(folder: Path, process: psutil.Process) -> bool:
    """Whether a kernel of a pool that is closed still lives."""
    try:
        named = process.environ().get(processes.MARK, "")
        return bool(named) and not Path(named).parent.exists()
    except psutil.Error:
        return False


def wait_for(happens, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_it_imports_where_unix_modules_are_missing():
    """As on Windows."""
    code = (
        "import sys\n"
        "for name in ('fcntl', 'grp', 'pwd', 'resource', 'termios', 'syslog'):\n"
        "    sys.modules[name] = None\n"
        "from howcome_instructor.grade.run import open_runner\n"
        "from howcome_instructor.grade.run.kernels import KernelPool, in_kernel\n"
        "in_kernel._limit(1, 1, 1)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_no_kernel_is_no_mark(monkeypatch):
    monkeypatch.setattr(start.sys, "executable", os.devnull)
    pool = KernelPool(reference(notebook(SET_UP)), workers=1)
    try:
        for _ in range(2):
            with pytest.raises(MachineFailure) as failure:
                pool.run(notebook("1"))
            assert failure.value.args[0] == "run.no-start"
    finally:
        pool.close()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX's")
def test_kernels_end_when_marking_is_killed(own_folder):
    """Ctrl-C has close(); nothing has a chance after SIGKILL, so kernels look for themselves."""
    code = (
        "import sys, tempfile; tempfile.tempdir = sys.argv[1]\n"
        "from howcome_instructor.grade.job import Limits, Reference\n"
        "from howcome_instructor.grade.run.kernels import KernelPool\n"
        "pool = KernelPool(Reference('x01', '1', {'cells': []}), workers=1)\n"
        "child = pool._zygote.fork(Limits())\n"
        "print(child._kernel.process.pid, flush=True)\n"
        "child.run('while True: pass', check=False, seconds=60, limits=Limits())\n"
    )
    marking = subprocess.Popen(
        [sys.executable, "-c", code, str(own_folder)], stdout=subprocess.PIPE, text=True
    )
    pid = int(marking.stdout.readline())
    marking.kill()
    marking.communicate()
    wait_for(lambda: gone(pid))
