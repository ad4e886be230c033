"""Marking a class: `howcome grade` beside stock nbgrader and otter-grader, in one run.

    python tests/bench/grading.py [--sizes 6,30,150] [--lessons h04,m04] [--stock-up-to 30]
                                  [--otter PYTHON] [--assert]

For each lesson and size the same submissions are marked by each way, as whole commands from a
cold start, one after the other. Wall seconds are the clock's; processor seconds are those of the
whole machine meanwhile, for what runs in a sandbox shows in no parent's count: run it on a quiet
Linux machine. "cells alone" runs the cells of all submissions
one after the other in one process that has imported the lesson's imports, with IPython's display:
what no grader can do without. "imports" is a Python that imports what the lesson imports.

Stock is run up to --stock-up-to submissions (it takes minutes). --otter names the Python of a
virtual environment with otter-grader and the lesson's packages (`pip install otter-grader
ipykernel anywidget pandas matplotlib scikit-learn platformdirs`); otter marks an assignment with
the same checks.

The last two columns: how many times as long stock takes, and how many times it could be at most
on this machine, with the cells alone shared out over its cores and nothing else done.

With --assert the exit code is 1 when, for the 30 of h04, stock takes less than 5 times our wall
time, or we take more processor time than twice the cells alone, the imports and 3 s.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nbformat.v4 import new_code_cell

sys.path.insert(0, str(Path(__file__).parents[1]))

from classroom import HOME, as_bytes, grade_id, handed_in, make_class, source, source_path

WALL, EXTRA = 5, 3.0
ENV = {
    **os.environ,
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # for otter's environment, in which howcome is not installed
    "PYTHONPATH": str(HOME / "widgets"),
    # nbgrader calls alembic, which lies beside our Python
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
}


def busy() -> float:
    """Processor seconds that this machine has worked since it was started."""
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _idle, _wait, irq, softirq, *_ = map(int, file.readline().split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def timed(command: list, cwd: Path, ok: tuple[int, ...] = (0,)) -> tuple[float, float]:
    """Wall and processor seconds of one command and all that it starts."""
    log = cwd / "bench.log"
    with log.open("wb") as out:
        worked, start = busy(), time.perf_counter()
        code = subprocess.run(
            [str(word) for word in command], cwd=cwd, stdout=out, stderr=out, env=ENV
        ).returncode
        wall, cpu = time.perf_counter() - start, busy() - worked
    if code not in ok:
        raise SystemExit(f"{command} ended with {code}:\n{log.read_text()[-2000:]}")
    return wall, cpu


def ours(place: Path, lesson: str, count: int) -> tuple[float, float]:
    """`howcome grade` on a new course, sandbox on, feedback and class page included."""
    course = place / "ours"
    howcome = [sys.executable, "-m", "howcome_instructor"]
    band = source_path(lesson).parts[-3]
    timed([*howcome, "course", "new", course, "--band", band, "--lessons", lesson], place)
    make_class(course, lesson, count)
    wall_cpu = timed([*howcome, "grade", course], place, ok=(0, 1))
    check_marks(course, count)
    shutil.rmtree(course)
    return wall_cpu


def stock(place: Path, lesson: str, count: int) -> tuple[float, float]:
    """`nbgrader autograde` on a new course with nbgrader's defaults."""
    course, name = place / "stock", source_path(lesson).stem
    (course / "source" / name).mkdir(parents=True)
    (course / "source" / name / f"{name}.ipynb").write_bytes(as_bytes(source(lesson)))
    (course / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.course_id = 'stock'\n"
        f"c.CourseDirectory.root = {str(course)!r}\n"
    )
    nbgrader = [sys.executable, "-m", "nbgrader"]
    timed([*nbgrader, "generate_assignment", name], course)
    make_class(course, lesson, count)
    wall_cpu = timed([*nbgrader, "autograde", name], course)
    check_marks(course, count)
    shutil.rmtree(course)
    return wall_cpu


def check_marks(course: Path, count: int) -> None:
    """A bench of marks that are wrong measures nothing."""
    import sqlite3

    with sqlite3.connect(course / "gradebook.db") as db:
        query = "select count(*), sum(auto_score > 0) from grade where auto_score is not null"
        marks, right = db.execute(query).fetchone()
        handed = db.execute("select count(*) from submitted_assignment").fetchone()[0]
    if handed != count or not 0 < right < marks:
        raise SystemExit(f"{course.name}: {handed} of {count} handed in, {right} of {marks} right")


CELLS = """
import json, sys, time, matplotlib
from matplotlib_inline.backend_inline import configure_inline_support
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
import howcome.answers
exec({imports!r}, {{}})
used = 0.0
for path in sys.argv[1:]:
    cells = json.load(open(path))["cells"]
    shell = InteractiveShell()
    InteractiveShell._instance = shell
    matplotlib.use("module://matplotlib_inline.backend_inline")
    configure_inline_support(shell, "inline")
    howcome.answers.book.cache_clear()
    start = time.process_time()
    with capture_output():
        for cell in cells:
            if cell["cell_type"] == "code":
                shell.run_cell("".join(cell["source"]), store_history=True)
    used += time.process_time() - start
print(used)
"""


def imports_of(lesson: str) -> str:
    """The import lines of a lesson's code cells."""
    lines = []
    for cell in source(lesson).cells:
        if cell.cell_type == "code":
            for node in ast.parse(cell.source).body:
                if isinstance(node, ast.Import | ast.ImportFrom):
                    lines.append(ast.unparse(node))
    return "\n".join(dict.fromkeys(lines))


def cells_alone(place: Path, lesson: str, count: int) -> float:
    """Processor seconds of the cells of `count` submissions, with nothing around them."""
    folder = place / "cells"
    make_class(folder, lesson, count)
    # as marking runs them: with the checks that pupils do not get
    checks = {grade_id(cell): cell.source for cell in source(lesson).cells}
    paths = sorted(folder.glob("submitted/*/*/*.ipynb"))
    for path in paths:
        nb = json.loads(path.read_text(encoding="utf-8"))
        for cell in nb["cells"]:
            about = cell["metadata"].get("nbgrader", {})
            if about.get("grade") and about.get("locked"):
                cell["source"] = checks[about["grade_id"]]
        path.write_text(json.dumps(nb), encoding="utf-8")
    script = CELLS.format(imports=imports_of(lesson))
    said = subprocess.run(
        [sys.executable, "-c", script, *paths],
        capture_output=True, text=True, env=ENV, check=True,
    )  # fmt: skip
    shutil.rmtree(folder)
    return float(said.stdout.split()[-1])


def otter(python: Path, place: Path, lesson: str, count: int) -> tuple[float, float]:
    """otter's own grading function, for each submission in one process, with our checks."""
    folder = place / "otter"
    tests = folder / "tests"
    tests.mkdir(parents=True)
    names = {}
    for number, cell in enumerate(source(lesson).cells):
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about.get("grade"):
            names[about["grade_id"]] = f"q{number}"
            code = f">>> exec({cell.source!r}, globals())"
            cases = [{"code": code, "hidden": False, "locked": False}]
            test = {
                "name": f"q{number}",
                "points": about["points"],
                "suites": [{"cases": cases, "scored": True, "setup": "", "teardown": "",
                            "type": "doctest"}],
            }  # fmt: skip
            (tests / f"q{number}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n")
    (folder / "otter_config.json").write_text("{}")
    shutil.make_archive(str(folder / "autograder"), "zip", folder, "otter_config.json")
    import zipfile

    with zipfile.ZipFile(folder / "autograder.zip", "w") as archive:
        archive.write(folder / "otter_config.json", "otter_config.json")
        for test in sorted(tests.glob("*.py")):
            archive.write(test, f"tests/{test.name}")
    paths = []
    for number in range(count):
        nb = handed_in(lesson, f"p{number:03}")
        for cell in nb.cells:
            if grade_id(cell) in names:
                cell.source = f"grader.check({names[grade_id(cell)]!r})"
        start = "import otter\ngrader = otter.Notebook()"
        nb.cells.insert(0, new_code_cell(start, id="otter"))
        paths.append(folder / f"p{number:03}.ipynb")
        paths[-1].write_bytes(as_bytes(nb))
    script = (
        "import sys\nfrom otter.api import grade_submission\n"
        "for path in sys.argv[2:]:\n"
        "    print(grade_submission(path, sys.argv[1], quiet=True).total)"
    )
    wall_cpu = timed([python, "-c", script, folder / "autograder.zip", *paths], folder)
    shutil.rmtree(folder)
    return wall_cpu


def main() -> int:
    """Run all ways, print the table, hold the goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="6,30,150")
    parser.add_argument("--lessons", default="h04,m04")
    parser.add_argument("--stock-up-to", type=int, default=30)
    parser.add_argument("--otter", type=Path)
    parser.add_argument("--otter-up-to", type=int, default=6)
    parser.add_argument("--assert", dest="check", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows, failed = [], []
    place = Path(tempfile.mkdtemp(prefix="howcome-bench-"))
    try:
        for lesson in arguments.lessons.split(","):
            _wall, start = timed([sys.executable, "-c", imports_of(lesson)], place)
            for count in map(int, arguments.sizes.split(",")):
                row = {"lesson": lesson, "submissions": count, "imports cpu": start}
                row["cells cpu"] = cells_alone(place, lesson, count)
                row["ours wall"], row["ours cpu"] = ours(place, lesson, count)
                if count <= arguments.stock_up_to:
                    row["stock wall"], row["stock cpu"] = stock(place, lesson, count)
                if arguments.otter and count <= arguments.otter_up_to:
                    row["otter wall"], row["otter cpu"] = otter(
                        arguments.otter, place, lesson, count
                    )
                rows.append(row)
                show(row)
                failed += goal(row)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    if arguments.json:
        print(json.dumps({"rows": rows, "cores": os.cpu_count()}, indent=1))
    for sentence in failed:
        print(sentence, file=sys.stderr)
    return 1 if arguments.check and failed else 0


def goal(row: dict) -> list[str]:
    """What of the goal does not hold in this row."""
    if (row["lesson"], row["submissions"]) != ("h04", 30) or "stock wall" not in row:
        return []
    failed = []
    if row["stock wall"] < WALL * row["ours wall"]:
        failed.append(f"Stock takes only {row['stock wall'] / row['ours wall']:.1f} times as long.")
    budget = 2 * row["cells cpu"] + row["imports cpu"] + EXTRA
    if row["ours cpu"] > budget:
        failed.append(f"{row['ours cpu']:.1f} s of processor, over {budget:.1f} s.")
    return failed


HEAD = (
    "lesson  n  cells  imports |  ours wall   cpu | stock wall   cpu | otter wall   cpu |"
    " times at most"
)


def show(row: dict, seen: set = set()) -> None:  # noqa: B006 -- the head once
    """One line of the table."""
    if not seen:
        print(HEAD)
        seen.add(1)

    def pair(way: str) -> str:
        if f"{way} wall" not in row:
            return f"{'':>10} {'':>5}"
        return f"{row[f'{way} wall']:>10.1f} {row[f'{way} cpu']:>5.1f}"

    stock_wall = row.get("stock wall", float("nan"))
    times = stock_wall / row["ours wall"]
    most = stock_wall / (row["cells cpu"] / os.cpu_count())
    print(
        f"{row['lesson']:5}{row['submissions']:>4}{row['cells cpu']:>7.1f}"
        f"{row['imports cpu']:>9.1f} | {pair('ours')} | {pair('stock')} | {pair('otter')} |"
        f"{times:>6.1f}{most:>8.1f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
