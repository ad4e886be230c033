"""What a pupil's code can see and reach: its own scratch, the packages, and nothing else."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sandboxed import LESSON, LIMITS, codes, marks_are_fair, runner, submission, texts

from howcome_instructor.grade.job import MachineFailure
from howcome_instructor.grade.run import memory, open_runner, sandbox

__all__ = ["runner"]


def run(runner, *sources, **more):
    ran = runner.run(submission(*sources), limits=LIMITS, **more)
    assert marks_are_fair(ran)
    return ran


def processes() -> list[str]:
    """The command lines of all processes on this machine."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except (OSError, ValueError):
            continue
    return found


def test_every_wall_of_this_machine_is_found_by_trying():
    found = sandbox()
    names = [layer.name for layer in found.layers]
    assert names == ["bubblewrap", "namespaces", "limits", "processes", "landlock", "seccomp"]
    assert found.usable == all(found.has(name) for name in names[:3])
    assert all(layer.reason for layer in found.missing)


def test_without_bubblewrap_nothing_is_run(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _name: None)
    sandbox.cache_clear()
    try:
        assert not sandbox().usable
        with pytest.raises(MachineFailure) as failed:
            open_runner(LESSON)
        assert failed.value.note.code == "run.no-sandbox"
    finally:
        sandbox.cache_clear()


def test_an_honest_notebook_gets_its_marks_and_no_word(runner):
    ran = run(runner, "sum = 3\nprint(sum)")
    assert texts(ran, 1) == "3\n"
    assert not ran.notes


def test_the_lesson_s_files_are_there_and_nothing_else(runner):
    ran = run(runner, "import os\nsorted(os.listdir('.'))", "open('data/rows.csv').read()")
    assert texts(ran, 1) == "['data']"
    assert "1,2" in texts(ran, 2)


def test_answers_by_clicks_come_back_from_the_pupil_s_file(runner):
    import json

    record = {
        "v": 1,
        "notebook": "a1",
        "name": "colour",
        "activity": "Ask",
        "value": {"value": "blue", "tries": 1},
        "revision": 1,
    }
    kept = {"output_type": "display_data", "metadata": {}, "data": {}}
    kept["data"] = {"application/vnd.howcome.answer+json": record}
    handed_in = submission("from howcome.answers import book\nbook().value('colour', 'Ask')")
    handed_in["cells"][1]["outputs"] = [kept]
    answers = json.dumps(handed_in).encode()
    ran = runner.run(handed_in, answers=answers, limits=LIMITS)
    assert texts(ran, 1) == "{'value': 'blue', 'tries': 1}"
    # and nothing of one pupil's is there for the next
    ran = runner.run(handed_in, limits=LIMITS)
    assert texts(ran, 1) == ""


@pytest.mark.parametrize("place", ["curriculum", "instructor", "tests", ".git"])
def test_sources_and_tests_are_out_of_sight(runner, place):
    folder = Path(__file__).parents[1] / place
    ran = run(runner, f"import os\nos.path.exists({str(folder)!r})")
    assert texts(ran, 1) == "False"


def test_files_of_the_teacher_are_out_of_sight(runner, tmp_path):
    gradebook = tmp_path / "gradebook.db"
    gradebook.write_bytes(b"marks")
    planted = tmp_path / "planted"
    ran = run(
        runner,
        f"open({str(gradebook)!r}).read()",
        f"open({str(gradebook)!r}, 'w').write('495 of 17')",
        f"open({str(planted)!r}, 'w').write('here')",
        "import os\n[os.listdir('/home'), os.listdir('/tmp'), os.path.expanduser('~')]",
        f"import os\nset(os.listdir({str(Path.home())!r})) - {{'.pyenv', '.local', '.venv'}}",
    )
    assert [ran.cells[place].status for place in (1, 2, 3)] == ["error"] * 3
    assert texts(ran, 4) == "[['pupil'], [], '/home/pupil']"
    assert "gradebook" not in texts(ran, 5)
    assert gradebook.read_bytes() == b"marks"
    assert not planted.exists()


def test_the_environment_tells_nothing(runner, monkeypatch):
    monkeypatch.setenv("HOWCOME_TEST_SECRET", "token")
    opened = open_runner(LESSON)
    try:
        ran = run(opened, "import os\nprint(dict(os.environ))")
    finally:
        opened.close()
    assert "HOWCOME_TEST_SECRET" not in texts(ran, 1)
    assert "'NBGRADER_EXECUTION': 'autograde'" in texts(ran, 1)


@pytest.mark.parametrize(
    "folder", ["/", "/usr", "/dev", "/etc", "/run/howcome/cache", "/run/howcome/inside", "/home"]
)
def test_nothing_can_be_written_but_to_the_scratch(runner, folder):
    ran = run(runner, f"open({folder!r} + '/x', 'w')", "open('x', 'w').write('x')")
    assert ran.cells[1].status == "error"
    assert ran.cells[2].status == "ok"


def test_packages_cannot_be_changed_for_the_next_pupil(runner):
    run(runner, "import howcome.checks as c\nopen(c.__file__, 'a')")
    ran = run(runner, "import howcome.checks as c\nc.check = None\nprint('changed')")
    assert codes(ran) == [("run.checks-restored", "check-right", True)]
    assert not run(runner, "1").notes


def test_there_is_no_network(runner):
    ran = run(
        runner,
        "import socket\nsocket.create_connection(('127.0.0.1', 22), timeout=1)",
        "import socket\nsocket.socket().bind(('127.0.0.1', 0))",
        "import urllib.request\nurllib.request.urlopen('http://198.51.100.1', timeout=1)",
    )
    assert [ran.cells[place].status for place in (1, 2, 3)] == ["error"] * 3


def test_another_notebook_s_processes_are_out_of_sight(runner):
    ran = run(
        runner,
        "import os\n[name for name in os.listdir('/proc') if name.isdigit()]",
        "import os, signal\nprint(os.getppid())\nos.kill(-1, signal.SIGKILL)",
    )
    assert texts(ran, 1) == "['1']"
    assert texts(ran, 2).startswith("0\n")
    assert not run(runner, "1").notes  # the process that forks is alive


def test_system_calls_that_open_doors_are_refused(runner):
    ran = run(
        runner,
        "import ctypes\nc = ctypes.CDLL(None, use_errno=True)",
        "c.unshare(0x10000000), c.mount(b'x', b'/tmp', b'tmpfs', 0, None), c.ptrace(0, 0, 0, 0)",
        "import os\nos.memfd_create('x')",
        "import os\nos.setuid(0)",
        "print(open('/proc/self/status').read())",
    )
    assert texts(ran, 2) == "(-1, -1, -1)"
    assert ran.cells[3].status == ran.cells[4].status == "error"
    assert "CapEff:\t0000000000000000" in texts(ran, 5)
    assert "CapBnd:\t0000000000000000" in texts(ran, 5)
    assert "NoNewPrivs:\t1" in texts(ran, 5)


def test_nobody_is_left_behind(runner):
    mark = f"3{time.time_ns() % 10**8}"
    starts = "import subprocess\nsubprocess.Popen(['sleep', {!r}], start_new_session=True).pid"
    ran = run(runner, starts.format(mark))
    assert texts(ran, 1).isdigit()
    assert not [line for line in processes() if mark in line]


def test_closing_leaves_no_process():
    opened = open_runner(LESSON)
    run(opened, "1")
    pid = opened._zygote._process.pid
    below = memory.tree(pid)
    assert len(below) > 2  # bubblewrap, its first process, the zygote
    opened.close()
    assert not [one for one in below if Path(f"/proc/{one}").exists()]
    with pytest.raises(MachineFailure):
        opened.run(submission("1"), limits=LIMITS)


def test_several_threads_run_pupils_at_once(runner):
    with ThreadPoolExecutor(3) as pool:
        sources = [f"import time\ntime.sleep(0.2)\nprint({n})" for n in range(6)]
        found = list(pool.map(lambda source: run(runner, source), sources))
    assert [texts(ran, 1) for ran in found] == [f"{n}\n" for n in range(6)]


def test_a_lost_zygote_is_started_again_and_costs_no_mark():
    opened = open_runner(LESSON)
    try:
        run(opened, "1")
        process = opened._zygote._process
        process.kill()
        process.wait()
        run(opened, "1")
        opened._zygote._process.kill()
        opened._zygote._process.wait()
        with pytest.raises(MachineFailure) as failed:
            opened.run(submission("1"), limits=LIMITS)
        assert failed.value.note.code == "run.lost"
    finally:
        opened.close()


def test_a_wall_that_cannot_be_built_is_the_machine_s_failure(monkeypatch):
    from howcome_instructor.grade.run import bwrap

    # a user that no system call takes: the child cannot change to it
    monkeypatch.setattr(bwrap, "FIRST_USER", 2**32 + 7)
    if not bwrap.as_root():
        monkeypatch.setattr(bwrap, "as_root", lambda: os.geteuid() != 0)
    opened = open_runner(LESSON)
    try:
        with pytest.raises(MachineFailure):
            opened.run(submission("1"), limits=LIMITS)
    finally:
        opened.close()


def test_packages_that_lie_in_tmp_stay_in_sight(tmp_path, monkeypatch):
    """As for a checkout in /tmp: its folder is there to read, and no other's."""
    place = tmp_path / "site-packages"
    place.mkdir()
    (place / "lies_in_tmp.py").write_text("WORD = 'found'")
    (tmp_path / "diary.txt").write_text("private")
    monkeypatch.syspath_prepend(str(place))
    ask = (
        "import lies_in_tmp, os, tempfile\n"
        f"print(lies_in_tmp.WORD, os.listdir({str(tmp_path)!r}))\n"
        "print(tempfile.TemporaryFile().fileno() > 0)"
    )
    with closing(open_runner(LESSON)) as own:
        ran = run(own, ask)
    assert texts(ran, 1) == "found ['site-packages']\nTrue\n"
