"""A lesson run in every way that a rule asks for, each way once.

Two kinds of runs: the author's own, in a kernel, as nbval does it (`author`, `again`, `plain`), and
marking's, in the sandbox where there is one (`visible`, `marked`), as `howcome grade` does it.
"""

from __future__ import annotations

import copy
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ..release import ReleaseError, pupil_copy, reference_copy, without_author_cells
from .draft import about, grade_id, is_author_only, parts

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from ..grade.job import CellRun
    from .draft import Draft

LONGEST = 120
"""Seconds for one cell of the author's run: more than a whole lesson may take."""

COMPILED = ("numpy", "pandas", "scipy", "sklearn", "matplotlib", "PIL")
"""What the small browser edition does not have."""

_BEGIN = """
def _begin():
    import sys, time
    from importlib.abc import MetaPathFinder

    class Nothing(MetaPathFinder):
        def find_spec(self, name, path=None, target=None):
            if name.split(".")[0] in {blocked}:
                raise ModuleNotFoundError("There is no " + name + " here")

    if {blocked}:
        sys.meta_path.insert(0, Nothing())
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:  # Windows
        most = lambda: None
    else:
        unit = 1 if sys.platform == "darwin" else 1024
        most = lambda: unit * getrusage(RUSAGE_SELF).ru_maxrss
    try:  # Linux counts in ru_maxrss what the starting process held, too
        open("/proc/self/status").close()
    except OSError:
        pass
    else:
        def most():
            with open("/proc/self/status") as status:
                held = dict(line.split(":", 1) for line in status)["VmHWM"]
            return 1024 * int(held.split()[0])
    shell, now = get_ipython(), time.process_time
    shell.howcome_spent = []
    # once for this cell, too: the first line is the kernel's own start
    shell.events.register("post_run_cell", lambda _: shell.howcome_spent.append([now(), most()]))

_begin()
del _begin
"""

_END = "import json\nprint(json.dumps(get_ipython().howcome_spent))"


@dataclass(frozen=True)
class AuthorRun:
    """The source, run from top to bottom with its answers."""

    notebook: NotebookNode
    """With its outputs."""
    stopped: str | None = None
    """The id of the cell that stopped it, or None."""
    error: str = ""
    """The error's name and words."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """cell id -> its processor time; empty for a run that stopped."""
    memory: Mapping[str, int] = field(default_factory=dict)
    """cell id -> the most bytes held up to its end; empty, too, on Windows."""


class Runs:
    """All runs of one lesson. Close it at the end.

    Marking's runs raise ReleaseError where no copy can be made: ask `copy_error` first.
    """

    def __init__(self, draft: Draft):
        self._draft = draft
        self._runner = None
        self._ran: dict[str, Mapping[str, CellRun]] = {}

    @cached_property
    def author(self) -> AuthorRun:
        """The whole source run in a kernel, the author's own cells too."""
        return self._in_kernel(self._draft.notebook)

    @cached_property
    def again(self) -> AuthorRun:
        """The source once more, with sets in another order, without the claims at its end."""
        notebook = copy.copy(self._draft.notebook)
        notebook.cells = list(notebook.cells)
        while notebook.cells and is_author_only(notebook.cells[-1]):
            notebook.cells.pop()
        return self._in_kernel(notebook, sets="2")

    @cached_property
    def plain(self) -> AuthorRun:
        """The pupils' cells with their answers where `COMPILED` cannot be imported."""
        return self._in_kernel(without_author_cells(self._draft.notebook), blocked=COMPILED)

    @cached_property
    def copy_error(self) -> str:
        """Why no pupil's copy can be made, in a few words; empty when one can."""
        try:
            self.copy  # noqa: B018 -- made once, and kept
        except ReleaseError as error:
            return str(error)
        return ""

    @cached_property
    def copy(self) -> NotebookNode:
        """The pupil's copy. Raises ReleaseError when none can be made."""
        return pupil_copy(self._draft.notebook)

    @property
    def handed_out(self) -> Mapping[str, CellRun]:
        """A run of the pupil's copy as it is handed out: no hidden check, nothing answered."""
        return self._once("handed out", lambda: self.copy)

    @property
    def right(self) -> Mapping[str, CellRun]:
        """Marking's run of the reference answers."""
        return self.marked({})

    @property
    def empty(self) -> Mapping[str, CellRun]:
        """Marking's run of a pupil's copy that nobody touched, with the hidden checks."""
        return self.marked(None)

    def visible(self, wrong: Mapping[str, dict | str] | None = None) -> Mapping[str, CellRun]:
        """A run with the reference answers but for `wrong`, without the hidden checks.

        See `marked`.
        """
        wrong = dict(wrong or {})
        return self._once(f"visible {_key(wrong)}", lambda: _without_hidden(self._answered(wrong)))

    def marked(self, wrong: Mapping[str, dict | str] | None) -> Mapping[str, CellRun]:
        """Marking's run: the reference answers but for `wrong`; None for no answer at all.

        Args:
            wrong: task -> what the record says a pupil would answer: keyword arguments for the
                activity's `answer`, or a whole cell of code. The run ends with the last check of
                these tasks.

        Returns:
            cell id -> how it ended, for every code cell.

        Raises:
            ValueError: an answer that cannot be put into its cell; see `answer_cell`.
        """
        wrong = None if wrong is None else dict(wrong)
        return self._once(f"marked {_key(wrong)}", lambda: self._answered(wrong))

    @property
    def shut_in(self) -> bool:
        """Whether marking's runs have no network and no files but the lesson's here."""
        from ..grade.run import sandbox

        return sandbox().usable

    def close(self) -> None:
        """Stop what runs the cells."""
        if self._runner is not None:
            self._runner.close()
            self._runner = None

    def _in_kernel(
        self, source: NotebookNode, *, sets: str = "1", blocked: Iterable[str] = ()
    ) -> AuthorRun:
        import zmq
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
        from nbformat.v4 import new_code_cell
        from traitlets.config import Config

        notebook = _fresh(source)
        begin = new_code_cell(_BEGIN.replace("{blocked}", repr(tuple(blocked))))
        end = new_code_cell(_END, metadata={"tags": ["raises-exception"]})
        notebook.cells = [begin, *notebook.cells, end]
        running = begin

        def note(cell: NotebookNode, cell_index: int) -> None:
            nonlocal running
            running = cell

        client = NotebookClient(
            notebook,
            timeout=LONGEST,
            kernel_name="python3",
            on_cell_execute=note,
            config=Config(
                KernelManager={"transport_encryption": "auto" if zmq.has("curve") else "disabled"}
            ),
        )
        error = ""
        try:
            client.execute(cwd=str(self._draft.lesson.path.parent), env=_environment(sets))
        except CellExecutionError as failed:
            error = failure(running.outputs) or f"{failed.ename}: {failed.evalue}"
        except CellTimeoutError:
            error = f"It ran longer than {LONGEST} seconds"
        except DeadKernelError:
            error = "Python ended while it ran"
        notebook.cells = notebook.cells[1:-1]
        if error:
            return AuthorRun(notebook, name_of(running), error)
        return AuthorRun(notebook, **_measured(notebook, end))

    def _answered(self, wrong: dict | None) -> NotebookNode:
        """The lesson with hidden checks, and with answers: the reference's, but for `wrong`."""
        source = {grade_id(cell): cell for cell in without_author_cells(self._draft.notebook).cells}
        notebook = copy.deepcopy(self._reference)
        if wrong is None:
            return notebook
        for cell in notebook.cells:
            if about(cell).get("solution") and cell.cell_type == "code":
                answer = source[grade_id(cell)].source
                given = wrong.get(grade_id(cell).removeprefix("answer-"))
                cell.source = answer if given is None else answer_cell(given, answer)
        checks = {f"check-{task}" for task in wrong}
        ends = [place for place, cell in enumerate(notebook.cells) if grade_id(cell) in checks]
        if ends:
            del notebook.cells[ends[-1] + 1 :]
        return notebook

    @cached_property
    def _reference(self) -> NotebookNode:
        return reference_copy(self._draft.notebook)

    def _once(self, key: str, make: Callable[[], NotebookNode]) -> Mapping[str, CellRun]:
        """A run of the notebook that `make` makes; the one kept from the first time."""
        if key not in self._ran:
            self._ran[key] = self._run(make())
        return self._ran[key]

    def _run(self, notebook: NotebookNode) -> Mapping[str, CellRun]:
        from ..grade.job import Reference
        from ..grade.run import open_runner

        if self._runner is None:
            version = str(self._draft.notebook.metadata.get("howcome", {}).get("version", 1))
            reference = Reference(self._draft.name, version, _plain(self._reference))
            self._runner = open_runner(reference, sandboxed=self.shut_in, workers=1)
        ran = self._runner.run(_plain(notebook))
        return {
            name_of(cell): ran.cells[place]
            for place, cell in enumerate(notebook.cells)
            if place in ran.cells
        }


def name_of(cell: NotebookNode) -> str:
    """What a finding calls a cell; a notebook may have come without ids."""
    return cell.get("id") or grade_id(cell) or "notebook"


def may_fail(cell: NotebookNode) -> bool:
    """Whether the author wants this cell to fail, so that pupils read the error."""
    return "raises-exception" in cell.metadata.get("tags", ())


def failure(outputs: Iterable[Mapping] | None) -> str:
    """The name and the words of the last error in a cell's outputs, in one line that is not long.

    >>> failure([{"output_type": "error", "ename": "NotYet", "evalue": "Show a boot, too."}])
    'NotYet: Show a boot, too.'
    """
    errors = [one for one in outputs or () if one["output_type"] == "error"]
    if not errors:
        return ""
    said = f"{errors[-1].get('ename', 'Error')}: {errors[-1].get('evalue', '')}"
    return textwrap.shorten(said, 240, placeholder=" …")


def answer_cell(given: dict | str, answer: str) -> str:
    """The code of an answer cell with a wrong answer of the record in it.

    >>> answer_cell({"value": "fine"}, 'which.answer("new")')
    "which.answer(**{'value': 'fine'})"
    """
    if isinstance(given, str):
        return given
    found = re.search(r"^(\w+)\.answer\(", answer, re.MULTILINE)
    if found is None:
        raise ValueError("the reference answer has no line such as `which.answer(…)`")
    return f"{found[1]}.answer(**{given!r})"


def _without_hidden(notebook: NotebookNode) -> NotebookNode:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = parts(cell.source)[0]
    return notebook


def _fresh(source: NotebookNode) -> NotebookNode:
    """A copy without outputs and counts, which else would pass for those of the run."""
    notebook = copy.deepcopy(source)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata.pop("widgets", None)
    return notebook


def _environment(sets: str) -> dict[str, str]:
    import os

    # a check that is itself run in a notebook must not read that notebook's answers
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("HOWCOME_NOTEBOOK", "JPY_SESSION_NAME")
    }
    # two cores: without it numpy starts a thread for each core that it counts
    return {**env, "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": sets}


def _measured(notebook: NotebookNode, end: NotebookNode) -> dict[str, dict]:
    """Seconds and memory by cell; nothing where the lesson has changed what the last cell needs."""
    try:
        # a line for each count of execution, from 1
        told = json.loads("".join(one.get("text", "") for one in end.outputs))
        counts = {name_of(cell): cell.get("execution_count") for cell in notebook.cells}
        counts = {name: count for name, count in counts.items() if count}
        return {
            "seconds": {name: told[n - 1][0] - told[n - 2][0] for name, n in counts.items()},
            "memory": {name: told[n - 1][1] for name, n in counts.items() if told[n - 1][1]},
        }
    except (ValueError, LookupError, TypeError):
        return {}


def _plain(notebook: NotebookNode) -> dict:
    return json.loads(json.dumps(notebook))


def _key(wrong: dict | None) -> str:
    return json.dumps(wrong, sort_keys=True, default=repr)
