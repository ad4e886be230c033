"""Ten thousand submissions on a Dask cluster: throughput, and the memory of the coordinator.

    python tests/bench/cluster.py [--count 10000] [--workers 2] [--assert]

A scheduler and workers are started on the loopback; `howcome grade --scheduler` marks a course of
`count` small submissions (one click and one function, tests/hostile.py's lesson), each mended and
run in the sandbox as any other. The coordinator is that command: it alone writes the gradebook.
With --assert the exit code is 1 when it needs more than 300 MB or a submission is not graded.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import hostile
import nbformat
from lab_server import free_port

MOST = 300 * 2**20
HOWCOME = [sys.executable, "-m", "howcome_instructor"]


def make_course(place: Path, count: int) -> Path:
    """A course of one small lesson with `count` submissions, each a file of its own."""
    lesson = place / "curriculum" / "high" / hostile.LESSON
    lesson.mkdir(parents=True)
    nbformat.write(hostile.lesson(), lesson / f"{hostile.LESSON}.ipynb")
    course = place / "course"
    subprocess.run(
        [*HOWCOME, "course", "new", course, "--band", "high", "--curriculum",
         place / "curriculum"], check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    kinds = [hostile.honest(), hostile.honest(hostile.HARDWIRED)]
    for number in range(count):
        nb = kinds[number % 2]
        nb.metadata["howcome"]["notebook"] = f"{number:016x}"
        for output in hostile.at(nb, "colour").outputs:
            output["data"][hostile.ANSWER]["notebook"] = f"{number:016x}"
        folder = course / "submitted" / f"p{number:05}" / hostile.LESSON
        folder.mkdir(parents=True)
        (folder / f"{hostile.LESSON}.ipynb").write_bytes(hostile.as_bytes(nb))
    return course


def main() -> int:
    """Start a cluster, mark, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--assert", dest="check", action="store_true")
    arguments = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="howcome-bench-"))
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    address = f"tcp://127.0.0.1:{free_port()}"
    run = [sys.executable, "-m"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env}
    started = []
    try:
        course = make_course(place, arguments.count)
        scheduler = [*run, "distributed.cli.dask_scheduler", "--host", address]
        started.append(subprocess.Popen([*scheduler, "--no-dashboard"], **quiet))
        worker = [*run, "distributed.cli.dask_worker", address, "--no-dashboard"]
        for _ in range(arguments.workers):
            started.append(subprocess.Popen([*worker, "--nthreads", "1"], cwd=place, **quiet))
        time.sleep(5)
        start = time.perf_counter()
        coordinator = subprocess.Popen(
            [*HOWCOME, "grade", course, "--scheduler", address, "--json"],
            stdout=subprocess.DEVNULL, env=env,
        )  # fmt: skip
        _pid, _status, used = os.wait4(coordinator.pid, 0)
        wall = time.perf_counter() - start
        files = (course / ".howcome" / "outcomes" / hostile.LESSON).glob("*.json")
        ends = Counter(json.loads(path.read_bytes())["outcome"] for path in files)
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()
        shutil.rmtree(place, ignore_errors=True)
    memory = used.ru_maxrss * 1024
    print(f"{arguments.count} submissions, {arguments.workers} workers: {dict(ends)}")
    print(f"{wall:.0f} s, {arguments.count / wall:.1f} a second, all steps included")
    print(f"the coordinator: {memory / 2**20:.0f} MB at most, {used.ru_utime:.0f} s of processor")
    if arguments.check and (memory > MOST or ends != {"graded": arguments.count}):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
