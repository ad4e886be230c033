"""Marking one submission: mend it, run it, and put what came out into its notebook.

A function of its input alone: it reads no course and writes no gradebook, so it runs in a thread
here or on another machine.
"""

from __future__ import annotations

import copy
import logging
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from .job import Job, Limits, MachineFailure, Marked, Ran, Reference
from .mend import mend
from .notes import GRADED, NEEDS_TEACHER, Note
from .run import Runner, open_runner

AHEAD = 2
"""Submissions read ahead for each worker: enough that none waits, few enough to hold in memory."""


def mark(job: Job, reference: Reference, runner: Runner, limits: Limits | None = None) -> Marked:
    """Mend and run one submission. Never raises: whatever happens is an outcome with its notes."""
    started = time.monotonic()
    try:
        mended = mend(job.submitted, reference)
        notes = (*job.notes, *mended.notes)
        if mended.outcome != GRADED:
            return _ended(job, mended.outcome, notes, started)
        ran = runner.run(mended.notebook, answers=mended.answers, limits=limits or Limits())
        return _ended(
            job,
            GRADED,
            (*notes, *ran.notes),
            started,
            notebook=with_outputs(mended.notebook, ran),
            misconceptions=misconceptions(mended.notebook, ran),
        )
    except MachineFailure as failure:
        note = failure.note
    except MemoryError:
        note = Note("mark.memory")
    except Exception as error:  # a mistake of ours: it costs this pupil nothing and nobody else
        logging.getLogger(__name__).exception("Marking %s of %s failed", job.lesson, job.student)
        note = Note("mark.unexpected", values={"what": type(error).__name__})
    return _ended(job, NEEDS_TEACHER, (*job.notes, note), started)


def _ended(job: Job, outcome: str, notes: tuple[Note, ...], started: float, **more) -> Marked:
    seconds = time.monotonic() - started
    return Marked(job.student, job.lesson, outcome, notes=notes, seconds=seconds, **more)


def with_outputs(notebook: dict, ran: Ran) -> dict:
    """The notebook with the outputs of its run, cut to the lengths that nbgrader allows."""
    import nbformat
    from nbgrader.preprocessors import LimitOutput

    from howcome.save import drop_live_views

    done = copy.deepcopy(notebook)
    for place, cell in enumerate(done["cells"]):
        if cell["cell_type"] == "code" and place in ran.cells:
            result = ran.cells[place]
            cell["outputs"] = [copy.deepcopy(output) for output in result.outputs]
            cell["execution_count"] = result.execution_count
    drop_live_views(done)
    done, _ = LimitOutput().preprocess(nbformat.from_dict(done), {})
    return done


def misconceptions(notebook: dict, ran: Ran) -> dict[str, str]:
    """Check cell -> the misconception that its failure named."""
    found = {}
    for place, result in ran.cells.items():
        about = notebook["cells"][place].get("metadata", {}).get("nbgrader", {})
        if result.misconception and about.get("grade"):
            found[about["grade_id"]] = result.misconception
    return found


class Here:
    """Marks on this machine: as many submissions of one lesson at once as there are workers."""

    def __init__(
        self,
        reference: Reference,
        workers: int,
        *,
        sandboxed: bool = True,
        limits: Limits | None = None,
    ):
        self.reference, self.workers, self.limits = reference, workers, limits or Limits()
        self.runner = open_runner(reference, sandboxed=sandboxed, workers=workers)

    def mark_all(self, jobs: Iterable[Job]) -> Iterator[Marked]:
        """Each submission marked, in the order in which they are done.

        Leaving early (Ctrl-C) starts no further one and waits for those that run.
        """
        jobs = iter(jobs)
        with ThreadPoolExecutor(self.workers, thread_name_prefix="mark") as pool:
            running = set()
            try:
                while True:
                    while len(running) < self.workers * AHEAD and (job := next(jobs, None)):
                        running.add(
                            pool.submit(mark, job, self.reference, self.runner, self.limits)
                        )
                    if not running:
                        return
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield future.result()
            finally:
                for future in running:
                    future.cancel()

    def close(self) -> None:
        """Stop what runs the cells."""
        self.runner.close()
