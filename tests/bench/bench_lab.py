"""Time until JupyterLab is ready: `howcome lab` beside stock `jupyter lab` with nbgrader.

    python tests/bench/bench_lab.py [--rounds 5] [--assert]

Ready means that GET /lab with the token answers 200. Each round starts all of them once, one after
the other in a changing order, so that a busy moment of the machine hits all alike; medians are
compared. Each start of `howcome lab` makes a new pupil's folder. Cold means that no pupil copy is
cached. With --assert the exit code is 1 when a warm start takes more than half of stock's time.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from lab_server import free_port, howcome_lab, wait_until_ready
from lessons import write_curriculum

MANY = 46  # the lessons of the whole curriculum
TOKEN = "benchmark"
HALF = 0.5


def stock(place: Path) -> float:
    """Seconds until stock `jupyter lab`, with all that is installed, is ready."""
    folder = Path(tempfile.mkdtemp(dir=place))
    port = free_port()
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    options = [
        f"--port={port}",
        f"--ServerApp.root_dir={folder}",
        f"--IdentityProvider.token={TOKEN}",
    ]
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", TOKEN, process)
        return time.perf_counter() - start
    finally:
        process.terminate()
        process.wait()


def ours(place: Path, curriculum: Path, cold: bool) -> float:
    """Seconds until `howcome lab` is ready for a new pupil."""
    cache = place / f"cache-{curriculum.name}"
    if cold:
        shutil.rmtree(cache, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(dir=place)) / "pupil"
    start = time.perf_counter()
    with howcome_lab(folder, "--curriculum", curriculum, cache=cache):
        return time.perf_counter() - start


def again(place: Path, curriculum: Path) -> float:
    """Seconds until `howcome lab` is ready on a folder that is already there."""
    start = time.perf_counter()
    cache = place / f"cache-{curriculum.name}"
    with howcome_lab(place / "again", "--curriculum", curriculum, cache=cache):
        return time.perf_counter() - start


def main() -> int:
    """Run the rounds, print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--assert", dest="check", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()

    place = Path(tempfile.mkdtemp(prefix="howcome-bench-"))
    try:
        few, many = place / "few", place / "many"
        write_curriculum(few, 3, padding=10)
        write_curriculum(many, MANY, padding=10)
        runs = {
            "stock jupyter lab": lambda: stock(place),
            "howcome lab, 3 lessons, cold": lambda: ours(place, few, cold=True),
            "howcome lab, 3 lessons, warm": lambda: ours(place, few, cold=False),
            f"howcome lab, {MANY} lessons, cold": lambda: ours(place, many, cold=True),
            f"howcome lab, {MANY} lessons, warm": lambda: ours(place, many, cold=False),
            f"howcome lab, {MANY} lessons, again": lambda: again(place, many),
        }
        times: dict[str, list[float]] = {name: [] for name in runs}
        names = list(runs)
        for name in names:  # once each, not counted: disks and byte code are warm after it
            runs[name]()
        for turn in range(arguments.rounds):
            for name in names if turn % 2 == 0 else reversed_pairs(names):
                times[name].append(runs[name]())
                print(".", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    finally:
        shutil.rmtree(place, ignore_errors=True)

    medians = {name: statistics.median(values) for name, values in times.items()}
    reference = medians["stock jupyter lab"]
    if arguments.json:
        print(json.dumps({"times": times, "medians": medians, "cores": os.cpu_count()}, indent=1))
    else:
        print(f"{arguments.rounds} rounds, {os.cpu_count()} cores, seconds until ready")
        print(f"{'':34} median    min    max  of stock")
        for name, values in times.items():
            row = f"{medians[name]:7.2f}{min(values):7.2f}{max(values):7.2f}"
            print(f"{name:34}{row}{medians[name] / reference:9.2f}")
    slow = [
        name
        for name, median in medians.items()
        if ("warm" in name or "again" in name) and median > HALF * reference
    ]
    if arguments.check and slow:
        print(f"More than half of stock's time: {', '.join(slow)}.", file=sys.stderr)
        return 1
    return 0


def reversed_pairs(names: list[str]) -> list[str]:
    """Another order in which each cold start still comes before its warm one."""
    pairs = [names[:1], names[1:3], names[3:]]
    return [name for pair in reversed(pairs) for name in pair]


if __name__ == "__main__":
    sys.exit(main())
