"""Mending: of whatever was handed in, a notebook that can be run, and what was done to it.

The stages, in their order, one file each:

1. `unpack`, `decode`: is it a notebook's file? Out of zips, of UTF-16, of Windows' alphabet;
2. `parse` (`conflicts`, `rescue`): JSON, both sides of a merge, or all cells before the cut;
3. `shape` (`tidy`): format 4, outputs gone, and what activities recorded in them put aside;
4. `recognise` (`alike`), `lesson`: which cell is which; is it this lesson, in this version?
5. `copies`: halves joined, of copies the newest answer chosen, the others kept to be read;
6. `settings`: labels, types and the lesson's own text put back;
7. `order`: everything in the lesson's order, and what was deleted put back;
8. `notebook`, `answers`: kernel, ids, and the file of what was clicked.

For a healthy notebook all this does what nbgrader's own stages do, and says nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from ..job import Reference
from ..notes import GRADED, NEEDS_TEACHER, Note
from . import conflicts, copies, lesson, notebook, order, recognise, settings
from .answers import read_answers
from .decode import decoded
from .gather import gathered
from .parse import parsed
from .shape import shaped
from .unpack import unpacked
from .work import Stop, Work, parts_of


@dataclass(frozen=True)
class Mended:
    """What mending one submission gave."""

    outcome: str
    """GRADED: it can be run. NOT_GRADABLE, NEEDS_TEACHER: the notes say why."""
    notebook: dict | None = None
    """JSON of nbformat 4, ready to run: outputs cleared, the lesson's cells there and in order,
    labels and locked cells as the lesson has them, the pupil's answers in theirs."""
    answers: bytes | None = None
    """A small notebook file for `HOWCOME_NOTEBOOK`; None when nothing was clicked."""
    notes: tuple[Note, ...] = ()


STAGES = (
    recognise.recognise,
    conflicts.unpick,
    lesson.which_lesson,
    lesson.which_version,
    copies.join_halves,
    copies.choose_copies,
    lesson.any_answers,
    settings.restore_settings,
    settings.restore_locked,
    order.restore_order,
    order.restore_missing,
    notebook.restore_about,
    notebook.restore_kernel,
    notebook.restore_ids,
)
"""What is done to the cells, once there are cells; each takes the work and changes it."""


def mend(submitted: bytes, reference: Reference) -> Mended:
    """Mend one submission: the bytes of a file, against the lesson it should be.

    A function of its input. No file makes it raise: a mistake of ours ends as NEEDS_TEACHER.
    MemoryError alone goes through, for that is the machine's, and another may do better.
    """
    work = Work(reference, tuple(parts_of(reference)))
    try:
        _read(submitted, work)
        for stage in STAGES:
            stage(work)
        answers = read_answers(work)
        return Mended(GRADED, notebook.notebook_of(work), answers, gathered(work.notes))
    except Stop as stop:
        return Mended(stop.outcome, notes=gathered([*work.notes, stop.note]))
    except MemoryError:
        raise
    except Exception as error:
        logging.getLogger(__name__).exception("Mending a copy of %s failed", reference.lesson)
        note = Note("mend.puzzled", values={"what": type(error).__name__})
        return Mended(NEEDS_TEACHER, notes=gathered([*work.notes, note]))


MOST_CELLS = 1_000
"""A lesson has 40 to 70; a notebook with more than this was made by a machine."""


def _read(submitted: bytes, work: Work) -> None:
    """From bytes to the pupil's cells."""
    data = unpacked(submitted, work)
    size = len(data)
    text = decoded(data, work)
    del data
    contents = parsed(text, work)
    del text
    sides = []
    while contents:  # one by one: each may be tens of megabytes
        side = shaped(contents.pop(0), work, size)
        if (count := len(side[1])) > MOST_CELLS:
            raise Stop("mend.too-many-cells", NEEDS_TEACHER, count=count, most=MOST_CELLS)
        sides.append(side)
    work.metadata, work.cells = sides[-1]
    for metadata, cells in sides[:-1]:
        work.metadata = {**metadata, **work.metadata}
        work.cells = conflicts.union(cells, work.cells)
