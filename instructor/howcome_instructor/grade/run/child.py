"""The grading side of one child: send it a cell, take what it shows, stop it in time."""

from __future__ import annotations

import base64
import contextlib
import os
import select
import signal
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ..job import Limits, MachineFailure
from . import memory
from .inside.cells import TRAFFIC
from .inside.wire import Broken, Frames, pack

_TICK = 0.2
"""Seconds between two looks at a child's memory."""
_GRACE = 2.0
"""Seconds from the interrupt until a cell that goes on is ended."""
_START_SECONDS = 60.0
_END_SECONDS = 10.0
_FRAME = 2**20


def ends() -> tuple[socket.socket, socket.socket]:
    """The two ends of a child's wire: ours, and the one to hand over."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    # before anything can be sent: the kernel then says with the first bytes who sent them
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return ours, theirs


@dataclass
class Shown:
    """What one cell did; `gone` says why there is no child any more, if there is none."""

    frames: list[tuple[str, object]] = field(default_factory=list)
    done: dict = field(default_factory=dict)
    interrupted: bool = False
    gone: str = ""
    """timeout · died · memory · processes · forged; else empty."""


class Child:
    """A forked process that is shut in. Whatever it does, only it is ended.

    Args:
        sock: from `ends()`; the other end is the child's.
    """

    def __init__(self, sock: socket.socket):
        self._sock = sock
        self._frames = Frames(_FRAME)
        self._nonce = 0
        self._pidfd: int | None = None
        self._pid = 0
        self._ready: list[dict] = []
        try:
            self._meet()
        except BaseException:
            self.close()
            raise

    def _meet(self) -> None:
        """Learn which process it is: the kernel says so, in our own terms."""
        self._sock.settimeout(_START_SECONDS)
        try:
            data, sent, _flags, _address = self._sock.recvmsg(
                4096, socket.CMSG_SPACE(struct.calcsize("3i"))
            )
        except OSError as error:
            raise MachineFailure("run.lost", why=str(error)) from error
        for level, kind, value in sent:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
                self._pid = struct.unpack("3i", value[: struct.calcsize("3i")])[0]
        if not data or self._pid <= 0:
            raise MachineFailure("run.lost", why="no fork")
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        try:
            self._pidfd = os.pidfd_open(self._pid)
        except OSError as error:
            raise MachineFailure("run.lost", why=str(error)) from error
        self._ready += self._frames.feed(data)
        self._next("hello")

    def start(self, files: dict[str, bytes], notebook: str | None) -> None:
        """Give it the submission's files; MachineFailure when it is not shut in as it should."""
        coded = {path: base64.b64encode(data).decode() for path, data in files.items()}
        try:
            self._sock.sendall(pack({"files": coded, "notebook": notebook}))
            self._next("ready")
        except (OSError, Broken) as error:
            raise MachineFailure("run.lost", why=str(error)) from error
        self._sock.settimeout(None)
        self._sock.setblocking(False)

    def _next(self, kind: str) -> dict:
        """A frame from before any of the pupil's code ran."""
        while not self._ready:
            data = self._sock.recv(2**16)
            if not data:
                raise MachineFailure("run.lost", why="the child has gone")
            self._ready += self._frames.feed(data)
        frame = self._ready.pop(0)
        if frame.get("type") == "failed":
            raise MachineFailure("run.walls", why=f"{frame.get('wall')}: {frame.get('why')}")
        if frame.get("type") != kind:
            raise MachineFailure("run.lost", why=f"{frame.get('type')} for {kind}")
        return frame

    def modules(self) -> list[str]:
        """The names of all modules it has loaded. For the lesson's own cells alone."""
        self._send({"op": "modules"}, time.monotonic() + _START_SECONDS)
        shown = self._until(time.monotonic() + _START_SECONDS, lambda f: f.get("type") == "modules")
        return [name for name in shown.done.get("modules", []) if isinstance(name, str)]

    def run(self, source: str, *, check: bool, seconds: float, limits: Limits) -> Shown:
        """Run one cell; ends within `seconds` and a little, whatever the cell does."""
        self._nonce = int.from_bytes(os.urandom(6), "big")
        self._frames = Frames(limits.output + _FRAME)
        request = {
            "op": "run",
            "source": source,
            "check": check,
            "nonce": self._nonce,
            "output": limits.output,
        }
        end = time.monotonic() + seconds
        if not self._send(request, end):
            return Shown(gone="died")
        return self._until(end, self._is_done, limits)

    def _is_done(self, frame: dict) -> bool:
        if frame.get("type") != "done":
            return False
        if frame.get("nonce") != self._nonce:
            raise Broken("another cell's end")
        return True

    def _send(self, request: dict, end: float) -> bool:
        data = memoryview(pack(request))
        poll = select.poll()
        poll.register(self._sock, select.POLLOUT)
        while data:
            left = end - time.monotonic()
            if left <= 0 or not poll.poll(1000 * left):
                self._kill()
                return False
            try:
                data = data[self._sock.send(data) :]
            except BlockingIOError:
                continue
            except OSError:
                return False
        return True

    def _until(
        self, end: float, last: Callable[[dict], bool], limits: Limits | None = None
    ) -> Shown:
        """Take frames until the last one, watching the clock and the child's use of memory."""
        shown = Shown()
        traffic = 0
        most = (limits or Limits()).output * (TRAFFIC + 2) + _FRAME
        look = time.monotonic() + _TICK
        poll = select.poll()
        poll.register(self._sock, select.POLLIN)
        while True:
            now = time.monotonic()
            if now >= end:
                if shown.interrupted:
                    return self._ended(shown, "timeout")
                self._interrupt()
                shown.interrupted, end = True, now + _GRACE
            if limits is not None and now >= look:
                over = self._over(limits)
                if over:
                    return self._ended(shown, over)
                look = time.monotonic() + _TICK
            if not poll.poll(max(0, 1000 * min(end - now, look - now if limits else end - now))):
                continue
            try:
                data = self._sock.recv(2**18)
            except BlockingIOError:
                continue
            except OSError:
                data = b""
            if not data:
                return self._ended(shown, "timeout" if shown.interrupted else "died")
            traffic += len(data)
            try:
                if traffic > most:
                    raise Broken("too much")
                for frame in self._frames.feed(data):
                    if last(frame):
                        shown.done = frame
                        return shown
                    shown.frames.append((frame.get("type"), frame.get("content")))
            except Broken:
                return self._ended(shown, "forged")

    def _over(self, limits: Limits) -> str:
        pids = memory.tree(self._pid)
        if len(pids) > 2 * limits.processes:
            return "processes"
        most = limits.memory + memory.SHARED
        return "memory" if memory.used(pids, most) > most else ""

    def _ended(self, shown: Shown, why: str) -> Shown:
        shown.gone = why
        self._kill()
        return shown

    def _interrupt(self) -> None:
        self._signal(signal.SIGINT)

    def _kill(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self._pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, number)

    def close(self) -> None:
        """End it and everything it started; wait until nothing of it is left."""
        self._kill()
        self._sock.close()
        if self._pidfd is None:
            return
        poll = select.poll()
        poll.register(self._pidfd, select.POLLIN)
        gone = poll.poll(1000 * _END_SECONDS)
        os.close(self._pidfd)
        self._pidfd = None
        if not gone:
            raise MachineFailure("run.lost", why="a child could not be ended")
