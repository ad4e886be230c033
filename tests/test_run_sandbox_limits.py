"""What a pupil's code may use, and that one bad cell costs no other cell its marks."""

import time
from dataclasses import replace

import pytest
from sandboxed import (
    LIMITS,
    code,
    codes,
    marks_are_fair,
    notebook,
    runner,
    submission,
    texts,
)

__all__ = ["runner"]

UNSTOPPABLE = (
    "n = 0\nwhile True:\n    try:\n        while True:\n            n += 1\n"
    "    except KeyboardInterrupt:\n        n = 0"
)
DEAF = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass"


def run(runner, *sources, limits=LIMITS):
    ran = runner.run(submission(*sources), limits=limits)
    assert marks_are_fair(ran)
    return ran


def test_a_loop_is_interrupted_as_a_kernel_interrupts_it(runner):
    ran = run(
        runner, "while True:\n    pass", "print('on')", limits=replace(LIMITS, cell_seconds=1)
    )
    assert ran.cells[1].status == "timeout"
    assert ran.cells[1].outputs[-1]["ename"] == "KeyboardInterrupt"
    assert ran.cells[1].execution_count == 2
    assert texts(ran, 2) == "on\n"
    assert codes(ran) == [("run.timeout", "own-0", False)]


@pytest.mark.parametrize("source", [UNSTOPPABLE, DEAF])
def test_a_loop_that_cannot_be_interrupted_costs_its_own_cell_alone(runner, source):
    begun = time.monotonic()
    ran = run(runner, "kept = 1", source, "kept", limits=replace(LIMITS, cell_seconds=1))
    assert time.monotonic() - begun < 15
    assert ran.cells[2].status == "timeout"
    assert "was stopped" in ran.cells[2].outputs[-1]["evalue"]
    assert texts(ran, 3) == "1"
    assert codes(ran) == [("run.timeout", "own-1", False)]


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos._exit(0)",
        "import ctypes\nctypes.string_at(0)",
        "import os, signal\nsignal.signal(signal.SIGTERM, lambda *a: os._exit(1))\n"
        "os.kill(os.getpid(), signal.SIGTERM)",
    ],
)
def test_a_cell_that_ends_python_costs_itself_alone(runner, source):
    ran = run(runner, "print('before')", source, "print('after')")
    assert ran.cells[2].status == "died"
    assert ran.cells[2].outputs[-1]["output_type"] == "error"
    assert (texts(ran, 1), texts(ran, 3)) == ("before\n", "after\n")
    asks = [("run.reaches-in", "own-1", True)] if "ctypes" in source else []
    assert codes(ran) == [("run.died", "own-1", False), *asks]


def test_after_three_deaths_the_rest_is_not_run(runner):
    ends = "import os\nos._exit(1)"
    ran = runner.run(submission(ends, ends, "print('between')", ends), limits=LIMITS)
    assert [ran.cells[place].status for place in range(8)] == [
        *("ok", "died", "died", "ok", "died"),
        *("not-run", "not-run", "not-run"),
    ]
    assert ("run.not-run", None, False) in codes(ran)


def test_a_check_that_ends_python_is_not_passed_and_costs_no_other(runner):
    from sandboxed import RIGHT, SET_UP, WRONG

    answer = code("import os\nanswer = 41\ndef double(n):\n    os._exit(0)", "answer")
    ran = runner.run(notebook(SET_UP, answer, RIGHT, WRONG), limits=LIMITS)
    assert [ran.cells[place].status for place in range(4)] == ["ok", "ok", "died", "error"]
    assert ran.cells[3].misconception == "t01-one-off"


def test_memory_ends_in_an_error(runner):
    ran = run(runner, "hog = []\nwhile True:\n    hog.append(bytearray(10**7))", "del hog")
    assert ran.cells[1].outputs[-1]["ename"] == "MemoryError"


def test_memory_of_all_processes_together_is_watched(runner):
    source = (
        "import os, time\n"
        "for n in range(8):\n"
        "    if os.fork() == 0:\n"
        "        hog = bytearray(b'x') * 150_000_000\n"
        "        time.sleep(60)\n"
        "time.sleep(60)"
    )
    begun = time.monotonic()
    ran = run(runner, source, limits=replace(LIMITS, cell_seconds=20))
    assert time.monotonic() - begun < 15
    assert ran.cells[1].status == "died"
    assert codes(ran) == [("run.memory", "own-0", False)]


def test_a_fork_bomb_is_small(runner):
    ran = run(runner, "import os\nwhile True:\n    os.fork()", "print('on')")
    assert ran.cells[1].status in ("error", "died", "timeout")
    assert texts(ran, 2) == "on\n"


def test_a_forked_copy_of_python_answers_for_nobody(runner):
    ran = run(runner, "import os\nchild = os.fork()\nif not child:\n    answer = 42", "child > 0")
    assert texts(ran, 2) == "True"


def test_the_disk_is_small(runner):
    ran = run(
        runner,
        "open('big', 'wb').write(bytes(10**8))",
        "import os\nos.remove('big')",
        "for n in range(10**6):\n    open(f'f{n}', 'wb').write(bytes(10**6))",
        "import shutil\nshutil.rmtree('.', ignore_errors=True)",
        "for n in range(10**6):\n    open(f'e{n}', 'w').close()",
        "open('/dev/shm/x', 'wb').write(bytes(10**8))",
    )
    # the pupil's cells 1, 3, 5 and 6 all find it full
    assert [ran.cells[place].status for place in (1, 3, 5, 6)] == ["error"] * 4


def test_open_files_are_few(runner):
    ran = run(runner, "files = []\nwhile True:\n    files.append(open('/dev/null'))", "del files")
    assert ran.cells[1].outputs[-1]["ename"] == "OSError"


@pytest.mark.parametrize(
    "source",
    [
        "for n in range(1000):\n    print('x' * 1_000_000)",
        "print('x' * 50_000_000)",
        "import os\nos.system('yes | head -c 15000000')",
        "import sys\nfor n in range(1000):\n    sys.stdout.write('\\x00' * 100_000)",
        "for n in range(5000):\n    display(n)",
    ],
)
def test_output_is_cut_and_the_cut_is_told(runner, source):
    limits = replace(LIMITS, output=100_000, cell_seconds=20)
    ran = run(runner, source, "print('on')", limits=limits)
    shown = sum(len(str(output)) for output in ran.cells[1].outputs)
    assert 10_000 < shown < 300_000
    assert "was left out" in texts(ran, 1)
    assert ran.cells[1].status == "ok"
    assert texts(ran, 2) == "on\n"
    assert codes(ran) == [("run.output-cut", "own-0", False)]


def test_an_animation_may_replace_its_own_pictures(runner):
    source = (
        "from IPython.display import clear_output\n"
        "for n in range(10):\n"
        "    clear_output(wait=True)\n"
        "    print(str(n) * 50_000)"
    )
    ran = run(runner, source, limits=replace(LIMITS, output=100_000))
    assert texts(ran, 1) == "9" * 50_000 + "\n"
    assert not ran.notes


@pytest.mark.parametrize(
    "frame",
    [
        "b'\\x00\\x00\\x00\\x02[]'",
        "b'\\xff\\xff\\xff\\xff'",
        "frame({'type': 'done', 'nonce': 1, 'status': 'ok', 'count': 3})",
        "frame({'type': 'stream', 'content': {'name': 'stdout', 'text': 7}})",
        "frame({'type': 'display_data', 'content': 'x'})",
        "frame({'type': 'elsewhere', 'content': {}})",
        "b'\\x00\\x00\\x03\\xe8' + b'[' * 1000",
    ],
)
def test_forged_frames_mark_nothing(runner, frame):
    source = (
        "import json, os\n"
        "def frame(message):\n"
        "    data = json.dumps(message).encode()\n"
        "    return len(data).to_bytes(4, 'big') + data\n"
        "for number in map(int, os.listdir('/proc/self/fd')):\n"
        "    try:\n"
        f"        os.write(number, {frame}) if number > 2 else None\n"
        "    except OSError:\n"
        "        pass"
    )
    ran = run(runner, "print('before')", source)
    assert ran.cells[2].status == "died"
    assert texts(ran, 1) == "before\n"
    assert codes(ran) == [("run.forged", "own-1", True)]


def test_an_interrupt_in_the_middle_of_output_breaks_no_frame(runner):
    source = (
        "from IPython.display import clear_output\n"
        "while True:\n"
        "    print('x' * 60_000, flush=True)\n"
        "    clear_output()"
    )
    limits = replace(LIMITS, cell_seconds=0.5, output=10**8)
    ran = run(runner, source, "print('on')", limits=limits)
    assert ran.cells[1].status == "timeout"
    assert texts(ran, 2) == "on\n"
    assert codes(ran) == [("run.timeout", "own-0", False)]


def test_threads_that_print_break_no_frame(runner):
    source = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def say(n):\n"
        "    for _ in range(50):\n"
        "        print('x' * 5_000, flush=True)\n"
        "with ThreadPoolExecutor(4) as pool:\n"
        "    list(pool.map(say, range(4)))"
    )
    ran = run(runner, source)
    assert texts(ran, 1).count("x") == 4 * 50 * 5_000
    assert not ran.notes


def test_the_whole_notebook_has_a_limit(runner):
    slow = "import time\ntime.sleep(0.7)"
    limits = replace(LIMITS, seconds=1.0)
    ran = runner.run(submission(slow, slow, slow), limits=limits)
    assert ran.cells[1].status == "ok"
    assert ran.cells[2].status == "timeout"
    assert ran.cells[3].status == ran.cells[6].status == "not-run"
    assert {"run.too-long", "run.not-run"} <= {code for code, _cell, _look in codes(ran)}


def test_what_is_printed_stays_text(runner):
    ran = run(runner, "print('<script>alert(1)</script>')")
    assert ran.cells[1].outputs == (
        {"output_type": "stream", "name": "stdout", "text": "<script>alert(1)</script>\n"},
    )
