"""How much a child's processes use together, seen from outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SHARED = 2**28
"""Bytes for the libraries, which a child shares with its zygote: no use of the pupil's."""

_PAGE = 4096
try:
    import resource

    _PAGE = resource.getpagesize()
except ImportError:  # not on Windows, where nothing is forked
    pass


def tree(pid: int) -> list[int]:
    """A process and all that came from it. The first of a PID namespace gets every orphan."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += _children(one)
    return found


def used(pids: list[int], enough: int) -> int:
    """Bytes of memory that processes use together, each shared page counted once.

    Counting shared pages by their shares is slow, so it is done only when the quick and too
    large count comes to `enough`.
    """
    quick = sum(_resident(pid) for pid in pids)
    if quick < enough:
        return quick
    return sum(_share(pid) for pid in pids)


def _children(pid: int) -> Iterator[int]:
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            yield from map(int, (task / "children").read_text().split())
    except (OSError, ValueError):
        return


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def _share(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return _resident(pid)
