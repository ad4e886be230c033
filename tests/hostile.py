"""A hostile class: a small lesson, and what pupils (and the world) do to it.

Each case says how marking has to end. `right` and `half` are what honest pupils get.
"""

from __future__ import annotations

import copy
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from lessons import graded
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from howcome.answers import ANSWER
from howcome_instructor.grade.notes import GRADED, NOT_GRADABLE
from howcome_instructor.release import pupil_copy, stamp

LESSON = "h90-small-and-whole"
RIGHT, HALF, NOTHING, CLICK = 3.0, 1.0, 0.0, 1.0
"""Points by machine: the click is worth 1, the function 2."""

DOUBLE = "def double(number):\n    return 2 * number"
HARDWIRED = "def double(number):\n    return 4"


def lesson() -> nbformat.NotebookNode:
    """The source: a click (1 point), a function with a hidden test (2), a written answer (2)."""

    def cell(source: str, name: str, make=new_code_cell, **kinds):
        return make(source, id=name, metadata={"nbgrader": graded(name, **kinds)})

    return new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "howcome": {"lesson": LESSON, "version": "1", "band": "high"},
        },
        cells=[
            new_markdown_cell("# 90. Small and whole\n\nGrades 9-12 · 5 minutes", id="title"),
            new_code_cell("from howcome import Ask, check, hint, well_done", id="set-up"),
            cell(
                'colour = Ask("Which?", choices={"blue": "Blue", "red": "Red"}, name="colour")\n'
                "colour",
                "colour",
                locked=True,
            ),
            cell(
                '### BEGIN SOLUTION\ncolour.answer("blue")\n### END SOLUTION',
                "answer-colour",
                solution=True,
            ),
            cell(
                'check(colour.answered, "Press a button first.")\n'
                'check(colour.value == "blue", hint("h90-red", "Look at the sky."))',
                "check-colour",
                grade=True,
                locked=True,
                points=1,
            ),
            cell(
                "def double(number):\n    ### BEGIN SOLUTION\n    return 2 * number\n"
                "    ### END SOLUTION",
                "double",
                solution=True,
            ),
            cell(
                'check(double(2) == 4, "Twice two is four.")\n'
                "### BEGIN HIDDEN TESTS\n"
                'check(double(3) == 6, hint("h90-fixed", "Try another number."))\n'
                "### END HIDDEN TESTS",
                "check-double",
                grade=True,
                locked=True,
                points=2,
            ),
            cell(
                "Double-click here and write.",
                "why",
                new_markdown_cell,
                grade=True,
                solution=True,
                points=2,
            ),
            new_markdown_cell("## The end", id="recap"),
        ],
    )


def honest(
    double: str = DOUBLE, colour: str | None = "blue", clicked: bool = True, extra: str = ""
) -> nbformat.NotebookNode:
    """A pupil's notebook; `colour` by click (a record in the output) or by typing.

    `extra` is code of the pupil's own, in a cell before the function.
    """
    nb = stamp(pupil_copy(lesson()), secrets.token_hex(8))
    if colour and clicked:
        record = {
            **{"v": 1, "lesson": LESSON, "lesson_version": "1", "name": "colour"},
            **{"notebook": nb.metadata["howcome"]["notebook"], "activity": "Ask"},
            **{"value": {"value": colour, "confidence": None}, "revision": 1},
        }
        data = {ANSWER: record, "text/plain": colour, "text/html": f"<p>{colour}</p>"}
        at(nb, "colour").outputs = [
            new_output("display_data", data=data, metadata={"howcome": "kept"})
        ]
    elif colour:
        at(nb, "answer-colour").source = f"colour.answer({colour!r})"
    at(nb, "double").source = double
    at(nb, "why").source = "Because both halves are the same."
    if extra:
        place = next(n for n, cell in enumerate(nb.cells) if cell.id == "double")
        nb.cells.insert(place, new_code_cell(extra, id="my-own"))
    return nb


def at(nb: nbformat.NotebookNode, name: str):
    """The cell with this id."""
    return next(cell for cell in nb.cells if cell.id == name)


def about(nb: nbformat.NotebookNode, name: str) -> dict:
    """nbgrader's metadata of a cell."""
    return at(nb, name).metadata["nbgrader"]


def as_bytes(nb: nbformat.NotebookNode | dict) -> bytes:
    """An `.ipynb` file; not validated, for pupils' files are not."""
    return json.dumps(nb, indent=1).encode("utf-8")


@dataclass(frozen=True)
class Case:
    """One submission, and how marking it must end."""

    name: str
    content: bytes | Callable[[Path], None]
    """The file's bytes, or what makes the submission's folder."""
    points: float | None = RIGHT
    """Points by machine; None where no mark may be saved."""
    outcome: str = GRADED
    """One of `notes.OUTCOMES`, or "missing" for nothing handed in."""
    note: str | None = None
    """The start of a code that must be among the notes."""
    look: bool = False
    """Whether the teacher is asked to look."""


def _changed(change: Callable[[nbformat.NotebookNode], object], **how) -> bytes:
    nb = honest(**how)
    change(nb)
    return as_bytes(nb)


def _set(name: str, **values):
    return lambda nb: about(nb, name).update(values)


def _tag(*names: str, tag: str = "skip-execution"):
    def change(nb):
        for name in names:
            at(nb, name).metadata["tags"] = [tag]

    return change


def _without(*names: str):
    def change(nb):
        nb.cells = [cell for cell in nb.cells if cell.id not in names]

    return change


def _source(name: str, source: str):
    def change(nb):
        at(nb, name).source = source

    return change


def _copied(name: str, source: str, count: int | None):
    """A copy of a graded cell behind the first, as Copy and Paste make it."""

    def change(nb):
        place = next(n for n, cell in enumerate(nb.cells) if cell.id == name)
        twin = copy.deepcopy(nb.cells[place])
        twin["id"], twin["source"], twin["execution_count"] = "copy", source, count
        nb.cells.insert(place + 1, twin)

    return change


def _retyped(name: str, kind: str):
    def change(nb):
        cell = at(nb, name)
        cell["cell_type"] = kind
        cell.pop("outputs", None)
        cell.pop("execution_count", None)

    return change


def _no_metadata(nb):
    nb["metadata"] = {}
    for cell in nb.cells:
        cell["metadata"] = {}


def _v3() -> bytes:
    # written long before there were clicks to keep
    nb = nbformat.convert(honest(clicked=False), 3)
    return json.dumps(nb).encode("utf-8")


def _conflict() -> bytes:
    mine = as_bytes(honest()).decode()
    line = next(line for line in mine.splitlines() if "return 2 * number" in line)
    theirs = line.replace("2 * number", "number + number")
    both = f"<<<<<<< HEAD\n{line}\n=======\n{theirs}\n>>>>>>> theirs"
    return mine.replace(line, both).encode("utf-8")


def _big(nb):
    output = new_output("stream", name="stdout", text="x" * 80 + "\n")
    output["text"] = output["text"] * 650_000
    at(nb, "double")["outputs"] = [output]


def _extra(code: str, **how) -> bytes:
    return as_bytes(honest(extra=code, **how))


def _double(line: str) -> bytes:
    """A function that does something to its check before it gives one fixed answer."""
    return _extra("", double=f"def double(number):\n{line}\n    return 4")


def _link(target: str):
    def make(folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / f"{LESSON}.ipynb").symlink_to(target)

    return make


def _named(name: str, *more: tuple[str, bytes]):
    def make(folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / name).write_bytes(as_bytes(honest()))
        for other, content in more:
            (folder / other).write_bytes(content)

    return make


def _empty_folder(folder: Path) -> None:
    folder.mkdir(parents=True)


def _colab(nb):
    nb["nbformat_minor"] = 0
    nb.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nb.metadata.update(colab={"provenance": [], "toc_visible": True}, accelerator="GPU")
    for number, cell in enumerate(nb.cells):
        cell.pop("id")
        cell.metadata.update(id=f"aBc{number:02}", colab={"base_uri": "https://localhost/"})
        if cell.cell_type == "code":
            cell.metadata.update(outputId=f"f{number}", executionInfo={"status": "ok"})


def _vs_code(nb):
    nb.update(nbformat_minor=2)
    nb.metadata.update(orig_nbformat=4)
    nb.metadata["kernelspec"]["display_name"] = ".venv (3.12.1)"
    for cell in nb.cells:
        cell.pop("id")
        cell.metadata["vscode"] = {"languageId": "python"}


def _older_lab(nb):
    nb["nbformat_minor"] = 4
    state = {"state": {"a1": {"model_name": "LayoutModel"}}, "version_major": 2}
    nb.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
    for cell in nb.cells:
        cell.pop("id")
        cell.metadata.update(
            scrolled=True,
            trusted=True,
            execution={"iopub.execute_input": "2026-01-01T00:00:00Z"},
            jupyter={"outputs_hidden": False},
        )


WRONG = {"double": HARDWIRED}

HONEST = [
    Case("all-right", as_bytes(honest())),
    Case("all-typed", as_bytes(honest(clicked=False))),
    Case("hard-wired", as_bytes(honest(HARDWIRED)), HALF),
    Case("red", as_bytes(honest(colour="red")), 2.0),
    Case("no-click", as_bytes(honest(colour=None)), 2.0),
    Case("nothing", as_bytes(stamp(pupil_copy(lesson()), "a0" * 8)), NOTHING),
    Case("syntax", as_bytes(honest("def double(number)\n    return 2")), CLICK),
    Case("shadows", _extra("sum = 3\nlist = [1]\nmax = min = None")),
    Case("check-is-mine", _extra("check = 5\nhint = 'none'")),
    Case(
        "hint-is-mine",
        _extra(
            "def hint(number):\n    return 2 * number",
            double="def double(number):\n    return hint(number)\nassert hint(2) == 4",
        ),
    ),
    Case(
        "own-classes",
        _extra(
            "from dataclasses import dataclass\n@dataclass\nclass Cell:\n    x: int = 0\n"
            "class Bag:\n    def __eq__(self, other):\n        return vars(self) == vars(other)\n"
            "Cell(1) == Cell(2), Bag() == Bag()"
        ),
    ),
    Case(
        "warned",
        _extra(
            "import logging, warnings",
            double="def double(number):\n    warnings.warn('careful')\n"
            "    logging.warning('it is %s', number)\n    return 2 * number",
        ),
    ),
    Case(
        "settings",
        _extra(
            "%matplotlib inline\nimport random, warnings\nimport matplotlib.pyplot as plt\n"
            "import pandas as pd\nwarnings.filterwarnings('ignore')\nrandom.seed(1)\n"
            "pd.set_option('display.max_rows', 5)\nplt.rcParams['figure.figsize'] = (3, 3)\n"
            "plt.plot([1, 2])\nplt.show()"
        ),
    ),
    Case("magics", _extra("%%time\nfrom howcome import *\nprint = None\nfiles = !ls")),
    Case(
        "pool",
        _extra(
            "from concurrent.futures import ThreadPoolExecutor\n"
            "pool = ThreadPoolExecutor(2)\nlist(pool.map(abs, [-1, 2]))"
        ),
    ),
    Case("colab", _changed(_colab)),
    Case("vs-code", _changed(_vs_code)),
    Case("older-lab", _changed(_older_lab)),
    Case("windows", as_bytes(honest()).replace(b"\n", b"\r\n")),
]
"""Pupils who did their work, well or not."""

DAMAGED = [
    Case("split", _changed(
        lambda nb: (
            _source("double", "def double(number):")(nb),
            nb.cells.insert(6, new_code_cell("    return 2 * number", id="rest")),
        )), note="mend."),
    Case("copied", _changed(_copied("double", DOUBLE, 9), double=HARDWIRED), note="mend."),
    Case("copied-empty", _changed(_copied("double", "", None)), note="mend."),
    Case("test-deleted", _changed(_without("check-double")), note="mend."),
    Case("tests-deleted-wrong", _changed(_without("check-double", "check-colour"), **WRONG),
         HALF, note="mend."),
    Case("test-changed", _changed(_source("check-double", "pass"), **WRONG), HALF, note="mend."),
    Case("answer-as-text", _changed(_retyped("double", "markdown")), note="mend."),
    Case("test-as-text", _changed(_retyped("check-double", "markdown")), note="mend."),
    Case("no-metadata", _changed(_no_metadata, clicked=False), note="mend."),
    Case("no-file", _empty_folder, None, "missing"),
    Case("empty-file", b"", None, NOT_GRADABLE, note="mend."),
    Case("web-page", b"<!DOCTYPE html><html><body>Sign in</body></html>", None, NOT_GRADABLE,
         note="mend."),
    Case("not-a-notebook", b'{"a": [1, 2, 3]}', None, NOT_GRADABLE, note="mend."),
    Case("cut-off", as_bytes(honest())[:-900], note="mend.", look=True),
    Case("format-3", _v3(), note="mend."),
    Case("format-99", _changed(lambda nb: nb.update(nbformat=99)), note="mend.", look=True),
    Case("conflict", _conflict(), note="mend."),
    Case("50-mb", _changed(_big), note="mend."),
    Case("wrong-lesson", _changed(
        lambda nb: (_no_metadata(nb), nb.cells.clear(),
                    nb.metadata.update(howcome={"lesson": "m04-who-is-missing"}))),
         None, NOT_GRADABLE),
    Case("wrong-kernel", _changed(
        lambda nb: nb.metadata.update(kernelspec={"name": "ir", "display_name": "R"})),
        note="mend."),
    Case("points-100", _changed(_set("check-double", points=100), **WRONG), HALF, note="mend.",
         look=True),
    Case("schema-99", _changed(_set("check-double", schema_version=99)), note="mend."),
    Case("not-graded", _changed(_set("check-double", grade=False), **WRONG), HALF, note="mend.",
         look=True),
    Case("test-is-solution", _changed(_set("check-double", solution=True), **WRONG), HALF,
         note="mend.", look=True),
    Case("no-grade-id", _changed(lambda nb: about(nb, "check-double").pop("grade_id")),
         note="mend."),
    Case("two-files", _named(f"{LESSON} (1) final.ipynb", ("notes.txt", b"mine"))),
    Case("utf-16", as_bytes(honest()).decode().encode("utf-16"), note="mend."),
]  # fmt: skip
"""What happens to files."""

SPY = "import os, pathlib, socket, subprocess, sys\n"

HOSTILE = [
    Case("loop", _extra("while True:\n    pass"), note="run."),
    Case("stubborn-loop", _extra(
        "while True:\n    try:\n        while True:\n            pass\n"
        "    except BaseException:\n        pass"), note="run."),
    Case("memory", _extra("hog = [bytearray(2**28) for _ in range(64)]")),
    Case("fork-bomb", _extra(SPY + "while True:\n    os.fork()")),
    Case("exit", _extra("import os\nos._exit(0)"), note="run."),
    Case("polite-exit", _extra("import sys\nsys.exit(0)")),
    Case("kills-parent", _extra(SPY + "os.kill(os.getppid(), 9)\nos.kill(-1, 9)")),
    Case("fills-disk", _extra(
        "with open('big', 'wb') as f:\n    for _ in range(5000):\n        f.write(bytes(2**20))")),
    Case("shouts", _extra(
        "line = 'x' * 2**20\nfor _ in range(1024):\n    print(line)"), note="run."),
    Case("reads-others", _extra(
        SPY + "print([p.read_text()[:40] for p in "
        "pathlib.Path({course!r}).rglob('*.ipynb')] or ['nothing'])")),
    Case("reads-source", _extra(
        SPY + "print(open({course!r} + '/source/{lesson}/{lesson}.ipynb').read())")),
    Case("writes-gradebook", _extra(
        "import sqlite3\ndb = sqlite3.connect({course!r} + '/gradebook.db')\n"
        "db.execute('update grade set manual_score = 99')\ndb.commit()")),
    Case("plants-file", _extra(SPY + "pathlib.Path({course!r}, 'planted').write_text('x')")),
    Case("plants-home", _extra(SPY + "pathlib.Path({home!r}, 'planted').write_text('x')")),
    Case("calls-out", _extra(
        SPY + "socket.create_connection(('127.0.0.1', {port}), timeout=2).send(b'hello')")),
    Case("daemon", _extra(
        SPY + "subprocess.Popen([sys.executable, '-c', "
        "'import time; time.sleep(3600)  # {mark}'], start_new_session=True)")),
    Case("script-tags", _extra(
        "from IPython.display import HTML, Javascript, display\n"
        "display(HTML('<script>document.title=1</script><img src=x onerror=alert(1)>'))\n"
        "display(Javascript('alert(1)'))\nprint('<script>alert(1)</script>')")),
    Case("skip-tag", _changed(_tag("check-double", "check-colour"), **WRONG), HALF,
         note="mend.", look=True),
    Case("blanked", _extra(
        "get_ipython().input_transformers_cleanup.append(lambda lines: [])", **WRONG), HALF,
        note="run.", look=True),
    Case("no-asserts", _extra(
        "import ast\nclass Out(ast.NodeTransformer):\n    def visit_Expr(self, node):\n"
        "        return ast.Pass() if 'check' in ast.dump(node) else node\n"
        "get_ipython().ast_transformers.append(Out())", **WRONG), HALF, note="run.", look=True),
    Case("swallows", _extra(
        "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)", **WRONG), HALF,
        note="run.", look=True),
    Case("spies", _extra(
        "get_ipython().events.register('pre_run_cell', lambda info: print(info.raw_cell))"),
        note="run.", look=True),
    Case("patched-check", _extra(
        "import howcome.checks\nhowcome.checks.check = check = lambda *a: None", **WRONG), HALF,
        note="run.", look=True),
    Case("patched-notyet", _extra(
        "import howcome.checks\nhowcome.checks.NotYet.__init__ = lambda *a: print('ok')\n"
        "import builtins\nbuiltins.AssertionError = Warning", **WRONG), HALF, look=True),
    Case("equals-all", _extra(
        "class Any:\n    def __eq__(self, other):\n        return True\n"
        "    __hash__ = None",
        double="def double(number):\n    return Any()"), note="run.", look=True),
    Case("equals-numbers", _extra(
        "class Any(int):\n    def __eq__(self, other):\n        return isinstance(other, int)\n"
        "    __hash__ = None",
        double="def double(number):\n    return Any()"), note="run.", look=True),
    Case("patches-in-check", _double(
        "    import howcome.checks as home\n"
        "    home.check.__code__ = (lambda passed, otherwise: None).__code__"),
        HALF, note="run.changed-meanwhile", look=True),
    Case("rebinds-in-check", _double("    global check\n    check = lambda *a: None"),
        HALF, note="run.changed-meanwhile", look=True),
    Case("traces-in-check", _double("    import sys\n    sys.settrace(lambda *a: None)"),
        HALF, note="run.changed-meanwhile", look=True),
    Case("value-first", _double("    get_ipython().displayhook('fine')"), HALF, note="run.",
        look=True),
    Case("value-first-quietly", _double("    getattr(get_ipython(), 'display' + 'hook')('ok')"),
        HALF),
    Case("value-100", _extra(
        "", double="def double(number):\n    getattr(get_ipython(), 'display' + 'hook')(100)\n"
        "    return 2 * number")),
    Case("own-built-ins", _extra(
        "__builtins__ = {**vars(__import__('builtins')), 'abs': lambda number: 0}", **WRONG),
        HALF, note="run.builtins-restored", look=True),
    Case("looks-into-check", _extra("", double=(
        "def double(number):\n    import sys\n    code = sys._getframe(1).f_code\n"
        "    wanted = [one for one in code.co_consts if isinstance(one, int)]\n"
        "    return {2: 4, 3: 6}[number]")), note="run.reaches-in", look=True),
]  # fmt: skip
"""What a clever pupil tries. Marks are computed; what is odd is for the teacher to look at."""


def write_class(root: Path, home: Path, port: int, mark: str) -> dict[str, Case]:
    """Hand all of it in, under `submitted/`; gives back the cases by pupil."""
    cases = {}
    for kind in (HONEST, DAMAGED, HOSTILE):
        for number, case in enumerate(kind):
            # honest ones between the others, in the alphabet
            pupil = f"{'adg'[number % 3]}{number:02}-{case.name}"
            folder = root / "submitted" / pupil / LESSON
            cases[pupil] = case
            if callable(case.content):
                case.content(folder)
                continue
            folder.mkdir(parents=True)
            text = case.content
            for word, value in (
                (b"{course!r}", repr(str(root))), (b"{home!r}", repr(str(home))),
                (b"{port}", str(port)), (b"{mark}", mark), (b"{lesson}", LESSON),
            ):  # fmt: skip
                text = text.replace(word, value.encode("utf-8"))
            (folder / f"{LESSON}.ipynb").write_bytes(text)
    return cases
