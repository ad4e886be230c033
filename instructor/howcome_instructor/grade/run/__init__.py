"""Running a mended notebook's cells: fast, and where they can do no harm.

The strongest way is Linux with bubblewrap: one process for a lesson imports what the lesson
imports, and forks once for each submission (`forks.py`); each child is shut in by itself
(`inside/isolate.py`). Where there is no sandbox, and the teacher says so, a pool of kernels
runs the cells with the teacher's own rights (`kernels.py`).
"""

from __future__ import annotations

from typing import Protocol

from ..job import Limits, MachineFailure, Ran, Reference

# By name, and here: a function of the module's own name would else hide behind the module.
from .sandbox import Sandbox, sandbox

__all__ = ["Runner", "Sandbox", "open_runner", "sandbox"]


class Runner(Protocol):
    """Runs notebooks of one lesson; may be called from several threads at once."""

    def run(self, notebook: dict, *, answers: bytes | None = None, limits: Limits = ...) -> Ran:
        """Run the code cells of a mended notebook (JSON of nbformat 4), top to bottom.

        Args:
            notebook: every graded cell in its place, checks with their hidden tests.
            answers: the bytes of a notebook file with the pupil's answers by clicks in its
                outputs, from which activities take them when their cells run.
            limits: what this submission may use.

        Raises:
            MachineFailure: the machine failed, not the pupil; nothing may be marked.
        """
        ...

    def close(self) -> None:
        """Stop all that runs; no process is left."""
        ...


def open_runner(reference: Reference, *, sandboxed: bool = True, workers: int = 2) -> Runner:
    """A runner for one lesson, which begins to import what the lesson imports at once.

    Raises:
        MachineFailure: "run.no-sandbox", when there is none and `sandboxed` asks for one.
    """
    if not sandboxed:
        from .kernels import KernelPool

        return KernelPool(reference, workers)
    if not sandbox().usable:
        raise MachineFailure("run.no-sandbox")
    from .forks import ForkRunner

    return ForkRunner(reference)
