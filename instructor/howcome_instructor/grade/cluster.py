"""Marking on a Dask cluster: the same marking function, on more machines.

Workers mend and run; this process alone writes the gradebook. A worker that dies costs no
submission: Dask gives its tasks to another. Few submissions are on their way at a time, so that
ten thousand need no more memory here than a hundred.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from threading import Lock

from ..errors import BadInput
from .job import Job, Limits, MachineFailure, Marked, Reference
from .notes import NEEDS_TEACHER, Note
from .session import Marker

AHEAD = 3
"""Submissions on their way for each thread of the cluster."""

WAIT = 10
"""Seconds to wait for a scheduler."""


def cluster(address: str, limits: Limits | None = None) -> Marker:
    """A marker for `session.run` that marks on the cluster at this address.

    Raises BadInput when nobody answers there, or the cluster has no workers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise BadInput(
            "--scheduler needs Dask; install it with `python -m pip install distributed`."
        ) from error
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BadInput(
            f"No Dask scheduler answers at {address}; start one with `dask scheduler`, "
            "or leave --scheduler out."
        ) from error
    atexit.register(client.close)
    if not client.nthreads():
        raise BadInput(
            f"The Dask cluster at {address} has no workers; start some with "
            f"`dask worker {address}`."
        )

    def marker(reference: Reference, jobs: Iterable[Job]) -> Iterator[Marked]:
        yield from _mark_all(client, reference, jobs, limits or Limits())

    return marker


def _mark_all(client, reference: Reference, jobs: Iterable[Job], limits: Limits):
    """Keep the cluster busy, and hand on each submission as it is done."""
    from distributed import KilledWorker, as_completed

    jobs = iter(jobs)
    # sent to the workers once, not with each submission
    shared = client.scatter(reference, broadcast=True, hash=False)
    waiting: dict[str, Job] = {}
    ready = as_completed(loop=client.loop)

    def send() -> bool:
        job = next(jobs, None)
        if job is None:
            return False
        # pure=False: two pupils may hand in the same bytes
        future = client.submit(mark_there, job, shared, limits, pure=False, retries=2)
        waiting[future.key] = job
        ready.add(future)
        return True

    for _ in range(AHEAD * max(1, sum(client.nthreads().values()))):
        if not send():
            break
    for future in ready:
        job = waiting.pop(future.key)
        try:
            marked = future.result()
        except (KilledWorker, CancelledError, OSError):
            marked = _lost(job)
        except Exception as error:
            marked = _lost(job, Note("mark.unexpected", values={"what": type(error).__name__}))
        future.release()
        send()
        yield marked


def _lost(job: Job, note: Note | None = None) -> Marked:
    notes = (*job.notes, note or Note("mark.worker-lost"))
    return Marked(job.student, job.lesson, NEEDS_TEACHER, notes=notes)


_runners: dict[str, object] = {}
_opening = Lock()


def mark_there(job: Job, reference: Reference, limits: Limits) -> Marked:
    """On a worker: mark one submission; what runs the lesson's cells stays for the next."""
    from .mark import mark

    try:
        runner = _runner(reference)
    except MachineFailure as failure:
        return _lost(job, failure.note)
    return mark(job, reference, runner, limits)


def _runner(reference: Reference):
    from .references import digest
    from .run import open_runner

    key = digest(reference)
    with _opening:
        if key not in _runners:
            # one lesson at a time: the one before is done
            for old in _runners.values():
                old.close()
            _runners.clear()
            _runners[key] = open_runner(reference)
            atexit.register(_runners[key].close)
        return _runners[key]
