"""The grading side of a lesson's zygote: start it, ask it for children, stop it."""

from __future__ import annotations

import base64
import contextlib
import os
import select
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from ..job import Limits, MachineFailure, Reference
from . import bwrap, lesson, memory
from .child import Child, ends
from .inside.wire import pack, receive
from .sandbox import passwd, sandbox

_START_SECONDS = 180.0
_STOP_SECONDS = 5.0


class Zygote:
    """One process that has imported what a lesson imports, and forks when it is asked to.

    It starts at once, in a thread of its own; `fork` waits for it.
    """

    def __init__(self, reference: Reference):
        self._reference = reference
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._failure: MachineFailure | None = None
        self._process: subprocess.Popen | None = None
        self._control: socket.socket | None = None
        self.seconds = 0.0
        """How long the start took."""
        # bubblewrap dies with the thread that started it, so that thread waits for its end.
        self._keeper = threading.Thread(target=self._keep, name="howcome-zygote", daemon=True)
        self._keeper.start()

    def fork(self, limits: Limits, room: int = 0) -> Child:
        """A new child, shut in and ready for files and cells.

        Args:
            limits: what it may use.
            room: bytes of its scratch that its files take.
        """
        self._ready.wait()
        if self._failure:
            raise self._failure
        return self._fork(limits, room)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process is not None and self._process.poll() is None

    def cpu_seconds(self) -> float:
        """Processor time of it and of all children that have ended: in a PID namespace of its
        own, it shows in nobody else's count."""
        return self._ask({"op": "usage"})["seconds"]

    def close(self) -> None:
        """End it and every child. Nothing is left when this returns."""
        self._ready.wait(_START_SECONDS)
        left = self._below()
        with self._lock:
            if self._control is not None:
                self._control.close()
                self._control = None
        self._keeper.join(_STOP_SECONDS)
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._keeper.join()
        for one in left:
            select.select([one], [], [], _STOP_SECONDS)
            os.close(one)

    def _below(self) -> list[int]:
        """Descriptors of all its processes, which the system ends a little after the first."""
        found = []
        if self._process is not None and self._process.poll() is None:
            for pid in memory.tree(self._process.pid):
                with contextlib.suppress(OSError):
                    found.append(os.pidfd_open(pid))
        return found

    def _keep(self) -> None:
        begun = time.monotonic()
        try:
            self._start()
            threads = self._prepare(lesson.imports(self._reference))
            if threads == 1:
                threads = self._finish()
            if threads > 1:
                # A library has started threads, and a fork would lose them in the middle of
                # their work. Slower and safe: each child imports for itself.
                self._stop()
                self._start()
                threads = self._prepare([])
            if threads > 1:
                raise MachineFailure("run.no-start", why=f"{threads} threads")
        except MachineFailure as failure:
            self._failure = failure
        except Exception as error:  # whatever it is, nobody may wait for ever
            self._failure = MachineFailure("run.no-start", why=f"{error!r} {self._said()}".strip())
        self.seconds = time.monotonic() - begun
        self._ready.set()
        if self._failure is not None and self._process is not None:
            self._process.kill()
        if self._process is not None:
            self._process.wait()

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - read when something failed
        number = theirs.fileno()
        with passwd() as users, theirs:
            self._process = subprocess.Popen(
                bwrap.command("from inside.zygote import main; main()", [str(number)], users),
                pass_fds=(number, users),
                stdin=subprocess.DEVNULL,
                stdout=self._errors,
                stderr=self._errors,
            )
        ours.settimeout(_START_SECONDS)
        self._control = ours

    def _stop(self) -> None:
        self._control.close()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _ask(self, request: dict) -> dict:
        with self._lock:
            self._control.sendall(pack(request))
            answer = receive(self._control)
        if answer is None:
            raise MachineFailure("run.no-start", why=self._said())
        return answer

    def _prepare(self, imports: list[str]) -> int:
        offered = sandbox()
        return self._ask(
            {
                "op": "prepare",
                "path": bwrap.search_path(),
                "imports": imports,
                "names": lesson.names(self._reference),
                "files": _texts(self._reference.files),
                "fonts": _fonts(),
                "first_user": bwrap.FIRST_USER if bwrap.as_root() else 0,
                "walls": {name: offered.has(name) for name in ("landlock", "seccomp")},
            }
        )["threads"]

    def _finish(self) -> int:
        """Let a child run what pupils see, and import what that imported."""
        limits = Limits()
        child = self._fork(limits, 0)
        try:
            child.start({}, None)
            before = set(child.modules())
            for text in lesson.open_cells(self._reference):
                if child.run(text, check=False, seconds=limits.cell_seconds, limits=limits).gone:
                    return 1  # a lesson for which pupils must first write something
            after = child.modules()
        finally:
            child.close()
        new = [name for name in after if name not in before and name != "__main__"]
        return self._ask({"op": "import", "modules": new})["threads"]

    def _fork(self, limits: Limits, room: int) -> Child:
        room += sum(map(len, self._reference.files.values()))
        walls = {
            "scratch": limits.scratch + room,
            "memory": limits.memory,
            "processes": limits.processes,
            "open_files": limits.open_files,
            "cpu": int(limits.seconds) + 10,
        }
        ours, theirs = ends()
        with theirs, self._lock:
            if self._control is None:
                ours.close()
                raise MachineFailure("run.lost", why="closed")
            try:
                frame = pack({"op": "fork", "walls": walls})
                socket.send_fds(self._control, [frame], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise MachineFailure("run.lost", why=str(error)) from error
        return Child(ours)

    def _said(self) -> str:
        try:
            self._errors.seek(0)
            return self._errors.read().decode("utf-8", "replace").strip()[-400:]
        except (OSError, ValueError, AttributeError):
            return ""


def _texts(files) -> dict[str, str]:
    return {path: base64.b64encode(data).decode() for path, data in files.items()}


def _fonts() -> dict[str, str]:
    """matplotlib's list of this machine's fonts, which takes seconds to make anew."""
    home = os.environ.get("MPLCONFIGDIR")
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) if home else Path(cache, "matplotlib")
    try:
        return _texts({path.name: path.read_bytes() for path in folder.glob("fontlist-*.json")})
    except OSError:
        return {}
