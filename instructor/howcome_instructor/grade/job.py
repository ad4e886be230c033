"""What goes into marking one submission and what comes out: plain data, to any machine and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .notes import Note


@dataclass(frozen=True)
class Limits:
    """What one submission may use."""

    cell_seconds: float = 30.0
    seconds: float = 120.0
    """For the whole notebook."""
    memory: int = 2 * 2**30
    """Bytes, of all its processes together."""
    processes: int = 32
    open_files: int = 256
    scratch: int = 64 * 2**20
    """Bytes it may write."""
    output: int = 2 * 2**20
    """Bytes of output of one cell."""


@dataclass(frozen=True)
class Reference:
    """A lesson as marking knows it: hidden tests in, solutions out, nbgrader's checksums made."""

    lesson: str
    version: str
    notebook: dict
    """JSON of the notebook; `release.reference_copy` makes it."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Data files of the assignment, by their path beside the notebook."""


@dataclass(frozen=True)
class Job:
    """One submission: the file as it was handed in."""

    student: str
    lesson: str
    submitted: bytes
    notes: tuple[Note, ...] = ()
    """What taking it in had to say."""


@dataclass(frozen=True)
class CellRun:
    """What running one code cell gave."""

    outputs: tuple[dict, ...] = ()
    """nbformat 4 outputs."""
    execution_count: int | None = None
    status: str = "ok"
    """ok · error · timeout · died (the process ended) · not-run."""
    misconception: str | None = None
    """The id on the exception (`howcome.checks.NotYet`) that ended the cell, if any."""


@dataclass(frozen=True)
class Ran:
    """What running a notebook gave: a CellRun for each code cell, by the cell's place."""

    cells: Mapping[int, CellRun]
    notes: tuple[Note, ...] = ()


class MachineFailure(Exception):
    """The machine, not the pupil, failed: nothing may be saved as a mark.

    Raised with the code of a note, such as `run.no-sandbox`, and the values of its sentences.
    """

    def __init__(self, code: str, **values: str | int | float):
        super().__init__(code)
        self.note = Note(code, values=values)


@dataclass(frozen=True)
class Marked:
    """How marking one submission ended."""

    student: str
    lesson: str
    outcome: str
    notebook: dict | None = None
    """The mended notebook with the outputs of the run; None when there is nothing to grade."""
    notes: tuple[Note, ...] = ()
    misconceptions: Mapping[str, str] = field(default_factory=dict)
    """Check cell -> the id of the misconception its failure named."""
    seconds: float = 0.0
