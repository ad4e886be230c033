"""Everything a submission started, found again by what it inherited; its use of the machine.

By psutil alone, so that it is the same on Linux, macOS and Windows.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from ...job import Limits

MARK = "HOWCOME_NOTEBOOK"
"""The variable of the environment that tells one submission's processes from all others."""


def of_submission(pid: int, notebook: Path) -> list:
    """The process, its children, and whatever else carries the submission's mark.

    A child that left its parent and its session still has its environment, unless it took care
    to lose that too: without a sandbox there is no more to hold on to.
    """
    import psutil

    found = {}
    with contextlib.suppress(psutil.Error):
        top = psutil.Process(pid)
        found = {one.pid: one for one in (top, *top.children(recursive=True))}
    for one in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if one.pid not in found and one.environ().get(MARK) == str(notebook):
                found[one.pid] = one
    found.pop(os.getpid(), None)
    return [one for one in found.values() if _lives(one)]


def end_all(pid: int, notebook: Path, seconds: float = 5.0) -> None:
    """Kill them, and look again until none is left: a fork bomb makes new ones meanwhile."""
    import psutil

    deadline = time.monotonic() + seconds
    while (left := of_submission(pid, notebook)) and time.monotonic() < deadline:
        # stopped first, so that none can fork while its siblings die
        for act in ("suspend", "kill") if os.name == "posix" else ("kill",):
            for one in left:
                with contextlib.suppress(psutil.Error, OSError):
                    getattr(one, act)()
        time.sleep(0.01)


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and of those of its children that have ended; 0 if it has."""
    import psutil

    try:
        return sum(psutil.Process(pid).cpu_times()[:4])
    except psutil.Error:
        return 0.0


def _lives(process) -> bool:
    """False for one that has ended, and waits only for its parent to hear of it."""
    import psutil

    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


class Watch:
    """Whether a kernel and its children keep to limits that their system does not enforce."""

    def __init__(self, pid: int, work: Path, limits: Limits):
        import psutil

        self._process, self._work, self._limits = psutil.Process(pid), work, limits
        # what the libraries take is not the pupil's
        self._base = self._process.memory_info().rss

    def over(self) -> str:
        """memory, processes or scratch when more is used than allowed; else an empty string."""
        import psutil

        try:
            children = self._process.children(recursive=True)
        except psutil.Error:
            return ""
        if len(children) > self._limits.processes:
            return "processes"
        used = 0
        for one in (self._process, *children):
            with contextlib.suppress(psutil.Error):
                # a child by fork shares what its parent had
                used += max(0, one.memory_info().rss - self._base)
        if used > self._limits.memory:
            return "memory"
        return "scratch" if size(self._work, self._limits.scratch) > self._limits.scratch else ""


def size(folder: Path, most: int) -> int:
    """Bytes of all files below a folder; stops counting above `most`."""
    total = 0
    for place, _folders, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_size
            if total > most:
                return total
    return total


def make_room(folder: Path, most: int) -> None:
    """Delete the largest files below a folder until it holds less than half of `most` bytes."""
    files = []
    for place, _folders, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with contextlib.suppress(OSError):
                files.append((os.lstat(path).st_size, path))
    left = sum(bytes_ for bytes_, _path in files)
    for bytes_, path in sorted(files, reverse=True):
        if left <= most // 2:
            return
        with contextlib.suppress(OSError):
            os.unlink(path)
        left -= bytes_
