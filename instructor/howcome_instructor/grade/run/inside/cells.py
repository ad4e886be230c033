"""One child's work: take a cell, run it, tell what came of it, wait for the next."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import threading
from pathlib import Path

from . import shell as shells
from .guard import Guard
from .wire import pack, receive

TRAFFIC = 16
"""A cell may send so many times what it may keep: an animation replaces its own pictures."""
CUT = "\n… The rest of this output was left out: it was too long.\n"
UNSOUND = (
    "This check could not do its work here, because something in the notebook changed how "
    "Python runs it. A teacher will look at it."
)
_CHANNELS = ("stdout", "stderr")


class Cells:
    """A child's shell with its guard; made before the fork, used after it.

    What a cell shows goes out at once as `{"type": …, "content": …}`; the last frame of a cell
    is `{"type": "done", …}` and bears the number that came with the cell.
    """

    def __init__(self) -> None:
        self._sock: socket.socket | None = None
        self._owner = 0
        self._kept = self._sent = self._most = 0
        self._cut = False
        self._turn = threading.RLock()
        self.shell, self._streams = shells.make(self._show)
        self.guard: Guard | None = None

    def warm(self) -> None:
        """Run a first cell of each kind, so that a child need not load what they load."""
        loop = asyncio.new_event_loop()
        for source in ("1 + 1", "print(_)", "def f():\n    raise ValueError\nf()", "1 +"):
            loop.run_until_complete(shells.execute(self.shell, source))
        loop.close()
        self.forget()

    def forget(self) -> None:
        """As if no cell had ever run."""
        self.shell.reset(new_session=True)
        self.shell.history_manager.exceptions.clear()
        self.shell.compile._filename_map.clear()
        for name in ("last_traceback", "last_value", "last_type", "last_exc"):
            vars(sys).pop(name, None)
        self.shell.execution_count = 1
        for stream in self._streams:
            stream._parts.clear()

    def watch(self, names: dict) -> None:
        """Take down how everything is before the first cell."""
        import builtins

        builtins.input = shells.no_input
        sys.modules["getpass"].getpass = shells.no_input
        self.guard = Guard(self.shell, {name: tuple(home) for name, home in names.items()})

    def serve(self, sock: socket.socket, captured: list[int]) -> None:
        """Run cells until nobody asks for more; `captured` are what descriptors 1 and 2 wrote."""
        self._sock, self._owner = sock, os.getpid()
        for stream in self._streams:
            stream.own()
        os.register_at_fork(after_in_child=sock.close)  # a fork of the pupil's has no say
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        while True:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            request = receive(sock)
            if request is None:
                return
            if request["op"] == "modules":
                sock.sendall(pack({"type": "modules", "modules": sorted(sys.modules)}))
                continue
            done = self._one(loop, request, captured)
            if os.getpid() != self._owner:
                os._exit(0)  # a fork of the pupil's has come back from its cell
            self._send(pack({"type": "done", "nonce": request["nonce"], **done}))

    def _one(self, loop, request: dict, captured: list[int]) -> dict:
        self._most, self._kept, self._sent, self._cut = request["output"], 0, 0, False
        found: list[str] = []
        error: BaseException | None = None
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            if request["check"] and not self._sound(found, request["source"]):
                return self._answer(found, None, ename="NotChecked", evalue=UNSOUND)
            result = loop.run_until_complete(shells.execute(self.shell, request["source"]))
            error = result.error_before_exec or result.error_in_exec
            if error is None and not result.success:
                error = RuntimeError("This cell did not end well.")
            if request["check"]:
                odd = self.guard.odd(request["source"]) + self.guard.after()
                found += [kind for kind in odd if kind not in found]
                if "changed-meanwhile" in odd and error is None:
                    self._flush(captured)
                    return self._answer(found, None, ename="NotChecked", evalue=UNSOUND)
        except BaseException as stopped:  # an interrupt between IPython's own lines, or worse
            error = stopped
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._flush(captured)
        return self._answer(found, error)

    def _sound(self, found: list[str], source: str) -> bool:
        found += self.guard.restore(source)
        found += self.guard.odd(source)
        if self.guard.canary():
            return True
        found.append("canary")
        return False

    def _answer(self, found: list[str], error: BaseException | None, **told: str) -> dict:
        answer = {
            "count": self.shell.execution_count - 1,
            "kinds": found,
            "cut": self._cut,
            "status": "error" if error is not None or told or self._unshown() else "ok",
        }
        if error is not None:
            answer["ename"] = type(error).__name__
            answer["evalue"] = _text(error)[:2000]
            answer["traceback"] = [str(line) for line in self.shell._last_traceback or []][:200]
            misconception = getattr(error, "misconception", None)
            if isinstance(misconception, str):
                answer["misconception"] = misconception[:200]
        return {**answer, **told}

    def _unshown(self) -> bool:
        """Whether the last line's value could not be shown, which Jupyter takes for a failure."""
        return bool(getattr(self.shell, "_last_traceback_during_displayhook", False))

    def _flush(self, captured: list[int]) -> None:
        for stream in self._streams:
            stream.flush()
        # What C code and other programs wrote: read back, and the file is empty again.
        for name, number in zip(_CHANNELS, captured, strict=True):
            size = os.fstat(number).st_size
            if size:
                data = os.pread(number, self._most + 1, 0)
                os.ftruncate(number, 0)
                self._show("stream", {"name": name, "text": data.decode("utf-8", "replace")})

    def _show(self, kind: str, content: dict) -> None:
        if self._sock is None or os.getpid() != self._owner or self._cut:
            return
        if kind == "clear_output":
            self._kept = 0
        frame = pack({"type": kind, "content": content})
        keeps = 0 if kind in ("clear_output", "update_display_data") else len(frame)
        self._sent += len(frame)
        fits = self._kept + keeps <= self._most and len(frame) <= self._most
        if fits and self._sent <= TRAFFIC * self._most:
            self._kept += keeps
            self._send(frame)
            return
        # The first part of a long text is worth showing; half a picture is not.
        self._cut = True
        text = ""
        if kind == "stream":
            text = content["text"][: max(0, (self._most - self._kept) // 4)]
        name = content["name"] if kind == "stream" else "stdout"
        self._send(pack({"type": "stream", "content": {"name": name, "text": text + CUT}}))

    def _send(self, frame: bytes) -> None:
        """Send a frame whole: no interrupt and no other thread may come into its middle."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            with self._turn:
                self._sock.sendall(frame)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def open_captures(folder: str) -> list[int]:
    """Make descriptors 1 and 2 files without a name; descriptors to read them back."""
    readers = []
    for name, number in zip(_CHANNELS, (1, 2), strict=True):
        path = Path(folder, name)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        reader = os.open(path, flags, 0o600)
        os.dup2(reader, number)
        path.unlink()
        readers.append(reader)
    return readers


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return ""
