"""The runner: kernels that stand ready, one for each submission."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading

from ...job import Limits, MachineFailure, Reference
from .. import lesson
from ..forks import NOTEBOOK, ForkRunner
from .child import KernelChild, ask
from .kernel import Kernel

SECONDS = 60.0
"""For one cell of the lesson itself."""


class KernelPool(ForkRunner):
    """A `Runner` (see grade/run): runs notebooks of one lesson, from several threads at once.

    Everything but the processes is `ForkRunner`'s: what is run again, what is said, what stands
    in the outputs.

    Args:
        reference: the lesson; what its pupils see is run once, to learn what it imports.
        workers: how many kernels stand ready, beside those at work.
    """

    def __init__(self, reference: Reference, workers: int = 2):
        self._reference = reference
        self._lock = threading.Lock()
        self._zygote = Kernels(reference, workers)
        self._restarted = True  # kernels are started one by one: there is nothing to start anew


class Kernels:
    """Warm kernels, made in a thread of its own; `fork` hands one out."""

    def __init__(self, reference: Reference, workers: int):
        self._reference = reference
        self._names = lesson.names(reference)
        self._ready: queue.Queue[Kernel | MachineFailure] = queue.Queue()
        self._wanted = threading.Semaphore(max(1, workers))
        self._alive: set[Kernel] = set()
        self._lock = threading.Lock()
        self._closed, self._cpu = False, 0.0
        self._warmer = threading.Thread(target=self._warm, name="howcome-kernels", daemon=True)
        self._warmer.start()

    @property
    def alive(self) -> bool:
        """Whether a kernel that ended has ended by itself."""
        return not self._closed

    def fork(self, limits: Limits, room: int = 0) -> KernelChild:
        """A warm kernel, for one submission; MachineFailure when none can be had."""
        kernel = self._ready.get()
        if isinstance(kernel, MachineFailure):
            self._ready.put(kernel)  # the next one shall hear it, too
            raise kernel
        self._wanted.release()
        try:
            return _Child(self, kernel, limits, self._names)
        except BaseException:
            self.end(kernel)
            raise

    def end(self, kernel: Kernel) -> None:
        """End a kernel with all it started."""
        seconds = kernel.stop()
        with self._lock:
            self._alive.discard(kernel)
            self._cpu += seconds

    def cpu_seconds(self) -> float:
        """Processor time of all kernels that have ended."""
        return self._cpu

    def close(self) -> None:
        """End every kernel; none is left, and no folder of theirs."""
        with self._lock:
            self._closed = True
            for kernel in self._alive:
                # no more than that: a kernel's sockets belong to the thread that uses it
                kernel.kill()
        self._wanted.release()
        self._warmer.join()
        with contextlib.suppress(queue.Empty):
            while True:
                kernel = self._ready.get_nowait()
                if isinstance(kernel, Kernel):
                    self.end(kernel)
        # whoever still waits for a kernel hears that there will be none
        self._ready.put(MachineFailure("run.lost", why="closed"))

    def _warm(self) -> None:
        """Start kernels as long as some are wanted; the first one learns what to import."""
        try:
            imports = lesson.imports(self._reference)
            modules = self._learn(imports)
            while True:
                self._wanted.acquire()
                self._ready.put(self._prepared(imports, modules))
        except MachineFailure as failure:
            self._ready.put(failure)
        except Exception as error:  # a fault of ours: whoever waits must not wait for ever
            logging.getLogger(__name__).exception("No kernel could be made ready")
            self._ready.put(MachineFailure("run.no-start", why=repr(error)))

    def _learn(self, imports: list[str]) -> list[str]:
        """What the lesson's cells import beside what they say; that kernel is used up."""
        kernel = self._prepared(imports, [])
        try:
            before = set(ask(kernel, "loaded()"))
            for text in lesson.open_cells(self._reference):
                if kernel.execute(text, SECONDS).status == "died":
                    return []  # a lesson for which pupils must first write something
            return [name for name in ask(kernel, "loaded()") if name not in before]
        finally:
            self.end(kernel)

    def _prepared(self, imports: list[str], modules: list[str]) -> Kernel:
        """A new kernel with the lesson's files, which has imported what the lesson imports."""
        kernel = Kernel(NOTEBOOK)
        with self._lock:
            self._alive.add(kernel)
            closed = self._closed
        try:
            if closed:
                raise MachineFailure("run.lost", why="closed")
            for path, data in self._reference.files.items():
                target = kernel.work / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
            ask(kernel, f"preload({imports!r}, {modules!r})")
        except BaseException:
            self.end(kernel)
            raise
        return kernel


class _Child(KernelChild):
    """One whose kernel the pool forgets when it is closed."""

    def __init__(self, kernels: Kernels, kernel: Kernel, limits: Limits, names: dict):
        self._kernels = kernels
        super().__init__(kernel, limits, names)

    def close(self) -> None:
        self._kernels.end(self._kernel)
