"""Running a notebook in forked children: cell by cell, and again without a cell that kills."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace

from ..job import CellRun, Limits, MachineFailure, Ran, Reference
from ..notes import Note
from . import lesson
from .child import Child, Shown
from .inside.guard import KINDS
from .inside.wire import Broken
from .outputs import Outputs, as_scored, error, plain_error
from .zygote import Zygote

_ATTEMPTS = 3
NOTEBOOK = "notebook.ipynb"
"""The name of the file with the pupil's answers, in the child's folder."""

_ENDINGS = {
    "timeout": "This cell ran longer than {seconds} seconds and was stopped.",
    "died": "Python ended while this cell ran.",
    "memory": "This cell used more memory than there is for it, and was stopped.",
    "processes": "This cell started too many processes, and was stopped.",
    "forged": "This cell sent something that is no output, and was stopped.",
    "output": "This cell sent too much output, and was stopped.",
    # nbgrader takes a check without an error in its outputs as passed
    "not-run": "This cell was not run.",
}
_NAMES = {"timeout": "CellTimeoutError", "memory": "MemoryError"}


@dataclass
class _Run:
    """What is known of one notebook while it runs."""

    notebook: dict
    limits: Limits
    end: float
    cells: dict[int, CellRun] = field(default_factory=dict)
    culprits: dict[int, CellRun] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def say(self, name: str, place: int | None, look: bool = False, **values) -> None:
        """Take down a note, once."""
        cell = None if place is None else lesson.name_of(self.notebook["cells"][place])
        note = Note(f"run.{name}", cell=cell, values=values, look=look)
        # what a teacher should look at is said once, with the first cell where it was seen
        if note not in self.notes and not (
            look and any(one.code == note.code for one in self.notes)
        ):
            self.notes.append(note)


class ForkRunner:
    """Runs notebooks of one lesson in the sandbox; from as many threads as there are cores."""

    def __init__(self, reference: Reference):
        self._reference = reference
        self._lock = threading.Lock()
        self._zygote = Zygote(reference)
        self._restarted = self._closed = False

    def run(
        self, notebook: dict, *, answers: bytes | None = None, limits: Limits | None = None
    ) -> Ran:
        """See `Runner.run`."""
        limits = limits or Limits()
        zygote = self._zygote
        try:
            return self._run(zygote, notebook, answers, limits)
        except MachineFailure:
            if zygote.alive or not self._restart(zygote):
                raise
        return self._run(self._zygote, notebook, answers, limits)

    def cpu_seconds(self) -> float:
        """Processor time of the lesson's zygote and of all children that have ended."""
        return self._zygote.cpu_seconds()

    def close(self) -> None:
        """See `Runner.close`."""
        with self._lock:
            self._closed = True
        self._zygote.close()

    def _restart(self, lost: Zygote) -> bool:
        """A second zygote for one that has gone, once; True when there is another to try."""
        with self._lock:
            if self._zygote is not lost:
                return True
            if self._restarted or self._closed:
                return False
            self._restarted = True
            lost.close()
            self._zygote = Zygote(self._reference)
            return True

    def _run(self, zygote: Zygote, notebook: dict, answers: bytes | None, limits: Limits) -> Ran:
        files = {} if answers is None else {NOTEBOOK: answers}
        # the clock starts when the lesson's zygote is there, and not before
        child = zygote.fork(limits, len(answers or b""))
        run = _Run(notebook, limits, time.monotonic() + limits.seconds)
        for attempt in range(_ATTEMPTS):
            if attempt:
                child = zygote.fork(limits, len(answers or b""))
            try:
                child.start(files, NOTEBOOK if files else None)
                whole = self._attempt(run, child, zygote)
            finally:
                child.close()
            if whole:
                break
        cells = self._collect(run)
        if not any(note.look for note in run.notes):
            for place, word in lesson.reaching(notebook, self._reference):
                run.say("reaches-in", place, look=True, word=word)
        return Ran(cells, tuple(run.notes))

    def _attempt(self, run: _Run, child: Child, zygote: Zygote) -> bool:
        """Run all cells but the culprits; False when another cell ended the child."""
        outputs = Outputs()
        ran: list[tuple[int, CellRun]] = []
        whole = True
        for place, cell in lesson.code_cells(run.notebook):
            if place in run.culprits:
                continue
            left = run.end - time.monotonic()
            if left <= 0:
                run.say("too-long", place, seconds=_number(run.limits.seconds))
                break
            shown = child.run(
                lesson.source(cell),
                check=lesson.is_check(cell),
                seconds=min(run.limits.cell_seconds, left),
                limits=run.limits,
            )
            if shown.gone == "died" and not zygote.alive:
                raise MachineFailure("run.lost", why="the zygote has gone")
            _show(outputs, place, shown)
            if shown.gone:
                run.culprits[place] = self._ended(run, outputs, place, shown)
                whole = False
                break
            ran.append((place, self._finished(run, outputs, place, shown)))
        # outputs are read last: a later cell may have drawn anew what an earlier one shows
        for place, result in ran:
            run.cells[place] = CellRun(
                tuple(outputs.of(place)),
                result.execution_count,
                result.status,
                result.misconception,
            )
        return whole

    def _finished(self, run: _Run, outputs: Outputs, place: int, shown: Shown) -> CellRun:
        done = shown.done
        for kind in done.get("kinds", ()):
            if kind in KINDS or kind == "canary":
                run.say(kind, place, look=True)
        if done.get("cut"):
            run.say("output-cut", place, megabytes=_number(run.limits.output / 2**20))
        failed = done.get("status") != "ok"
        if shown.interrupted:
            seconds = _number(run.limits.cell_seconds)
            run.say("timeout", place, seconds=seconds)
            if not any(one["output_type"] == "error" for one in outputs.of(place)):
                outputs.of(place).append(_ending("timeout", seconds))
        elif failed:
            _show_error(outputs.of(place), done)
        count, misconception = done.get("count"), done.get("misconception")
        return CellRun(
            execution_count=count if isinstance(count, int) else None,
            status="timeout" if shown.interrupted else "error" if failed else "ok",
            misconception=misconception if isinstance(misconception, str) else None,
        )

    def _ended(self, run: _Run, outputs: Outputs, place: int, shown: Shown) -> CellRun:
        seconds = _number(run.limits.cell_seconds)
        values = {"seconds": seconds} if shown.gone == "timeout" else {}
        run.say(shown.gone, place, look=shown.gone == "forged", **values)
        return CellRun(
            (*outputs.of(place), _ending(shown.gone, seconds)),
            None,
            "timeout" if shown.gone == "timeout" else "died",
        )

    def _collect(self, run: _Run) -> dict[int, CellRun]:
        cells = {}
        for place, cell in enumerate(run.notebook["cells"]):
            if cell.get("cell_type") != "code":
                continue
            if not lesson.source(cell).strip():
                cells[place] = CellRun()  # nothing to run, as for nbgrader
            else:
                missing = CellRun((_ending("not-run", 0),), status="not-run")
                result = run.culprits.get(place) or run.cells.get(place, missing)
                if lesson.is_check(cell):
                    passed, points = result.status == "ok", lesson.points_of(cell)
                    outputs = as_scored(list(result.outputs), passed=passed, points=points)
                    result = replace(result, outputs=tuple(outputs))
                cells[place] = result
        waiting = [place for place, cell in cells.items() if cell.status == "not-run"]
        if waiting:
            run.say("not-run", None, cells=len(waiting))
        return cells


def _show(outputs: Outputs, place: int, shown: Shown) -> None:
    outputs.of(place)
    for kind, content in shown.frames:
        try:
            outputs.take(place, str(kind), content)
        except Broken:
            shown.gone = "forged"
            return


def _show_error(outputs: list[dict], done: dict) -> None:
    """nbgrader's rule: a cell that failed shows the error with which it failed."""
    name = str(done.get("ename", "Error"))
    shown = [one["ename"] for one in outputs if one["output_type"] == "error"]
    if name in shown or (shown and "ename" not in done):
        return
    if done.get("traceback"):
        outputs.append(error(done))
    else:
        outputs.append(plain_error(name, str(done.get("evalue", ""))))


def _ending(why: str, seconds: float) -> dict:
    sentence = _ENDINGS[why].format(seconds=seconds)
    return plain_error(_NAMES.get(why, "CellEnded"), sentence)


def _number(value: float) -> int | float:
    """A number as a sentence says it: 30, not 30.0."""
    return int(value) if float(value).is_integer() else round(value, 1)
