"""The process that imports what a lesson imports, and forks once for each submission.

It runs inside bubblewrap, never runs a pupil's code and never sees a check: what is in its
memory is in the memory of every child.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import importlib
import os
import resource
import signal
import socket
import sys
import tempfile
from pathlib import Path

from . import linux
from .isolate import CACHE, HOME, SCRATCH, Failed, isolate
from .wire import pack, receive, unpack

LESSON = f"{HOME}/lesson"
_PICTURE = (
    "import matplotlib.figure, io\n"
    "figure = matplotlib.figure.Figure()\n"
    "figure.subplots().plot([0, 1], label='x')\n"
    "figure.axes[0].set_title('x')\nfigure.axes[0].legend()\n"
    "figure.savefig(io.BytesIO(), format='png', bbox_inches='tight')\n"
)


def main() -> None:
    """Serve the socket whose number is the first argument, until the other side closes it."""
    linux.own_pid_namespace()
    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    sys.path[:] = [path for path in sys.path if path != os.path.dirname(os.path.dirname(__file__))]
    served = 0
    cells = None
    plan: dict = {}
    while True:
        request, handed = _receive(control)
        _reap()
        if request is None:
            break
        if request["op"] == "prepare":
            plan = request
            cells = _prepare(plan)
            control.sendall(pack({"threads": _threads()}))
        elif request["op"] == "import":
            _import_modules(request["modules"])
            _settle(cells, plan)
            control.sendall(pack({"threads": _threads()}))
        elif request["op"] == "usage":
            _reap()
            control.sendall(pack({"seconds": _seconds()}))
        else:
            served += 1
            try:
                child = linux.fork_into_pid_namespace()
            except OSError:
                child = -1  # the other side sees its socket closed
            if child == 0:
                control.close()
                _child(cells, plan, request, handed, served)
        if handed is not None:
            os.close(handed)
    # This is the first process of its namespace: whatever still runs in it ends now.


def _receive(control: socket.socket) -> tuple[dict | None, int | None]:
    """One frame, and the descriptor that may have come with it."""
    first, handed, _flags, _address = socket.recv_fds(control, 4, 1)
    if not first:
        return None, None
    while len(first) < 4:
        first += control.recv(4 - len(first))
    size = int.from_bytes(first, "big")
    body = b""
    while len(body) < size:
        body += control.recv(size - len(body))
    return unpack(body), handed[0] if handed else None


def _prepare(plan: dict):
    sys.path[:] = plan["path"]
    sys.modules["rfc3987_syntax"] = None  # half a Jupyter import, and used by nobody here
    for name, data in plan["fonts"].items():
        Path(CACHE, "matplotlib").mkdir(exist_ok=True)
        Path(CACHE, "matplotlib", name).write_bytes(base64.b64decode(data))
    from .cells import Cells

    cells = Cells()
    for statement in plan["imports"]:
        # the cell that says it will show the same error to whoever runs it
        with contextlib.suppress(Exception):
            exec(statement, {"__name__": "lesson"})
    _settle(cells, plan)
    return cells


def _import_modules(names: list[str]) -> None:
    for name in names:
        # some are made up at run time, and no module to import
        with contextlib.suppress(BaseException):
            importlib.import_module(name)


def _settle(cells, plan: dict) -> None:
    """Warm what the first use makes slow; then all that is here is every child's to share."""
    if "matplotlib" in sys.modules:
        with contextlib.suppress(Exception):
            exec(_PICTURE, {})
    for name, module in list(sys.modules.items()):
        if name.startswith("howcome.toys.") and hasattr(module, "card"):
            # a model card measures its errors when it is first asked for, the same for everyone
            with contextlib.suppress(Exception):
                module.card()
    cells.warm()
    cells.watch(plan["names"])
    gc.collect()
    gc.freeze()


def _threads() -> int:
    return len(os.listdir("/proc/self/task"))


def _seconds() -> float:
    """Processor time of this process and of all children that have ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(kind)[:2]) for kind in kinds)


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _child(cells, plan: dict, request: dict, handed: int, served: int) -> None:
    """All of a child's life; never returns."""
    code, shut_in = 1, False
    sock = socket.socket(fileno=handed)
    try:
        # The first bytes tell who this is, as the system sees it; nothing has been run yet.
        sock.sendall(pack({"type": "hello"}))
        linux.die_with_parent()
        os.setsid()
        _close_all_but(sock.fileno())
        user = plan["first_user"] and plan["first_user"] + served % 500
        isolate({**plan["walls"], **request["walls"], "user": user})
        start = receive(sock)
        if start is not None:
            captured = _furnish(plan, start)
            sock.sendall(pack({"type": "ready"}))
            shut_in = True
            cells.serve(sock, captured)
            code = 0
    except Failed as error:
        sock.sendall(pack({"type": "failed", "wall": error.args[0], "why": error.args[1]}))
    except (BrokenPipeError, ConnectionResetError):
        pass
    except BaseException as error:
        if not shut_in:  # later it is the pupil's doing, and the end of this process says it all
            sock.sendall(pack({"type": "failed", "wall": "start", "why": repr(error)}))
    finally:
        os._exit(code)


def _close_all_but(kept: int) -> None:
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) != kept:
            with contextlib.suppress(OSError):  # the listing's own, which is closed by now
                os.close(int(name))


def _furnish(plan: dict, start: dict) -> list[int]:
    """Put the lesson's files where its cells look for them; descriptors of what 1 and 2 write."""
    from .cells import open_captures

    captured = open_captures(SCRATCH + "/tmp")
    os.makedirs(LESSON)
    os.chdir(LESSON)
    if os.environ["TMPDIR"] != "/tmp":  # packages lie there
        os.environ["TMPDIR"], tempfile.tempdir = SCRATCH + "/tmp", None
    sys.path.insert(0, "")
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for path, data in {**plan["files"], **start["files"]}.items():
        target = Path(LESSON, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(base64.b64decode(data))
    if start.get("notebook"):
        os.environ["HOWCOME_NOTEBOOK"] = str(Path(LESSON, start["notebook"]))
    if "matplotlib" not in sys.modules:
        own = Path(HOME, ".config", "matplotlib")
        own.mkdir(parents=True)
        os.environ["MPLCONFIGDIR"] = str(own)
        for name, data in plan["fonts"].items():
            (own / name).write_bytes(base64.b64decode(data))
    random = getattr(sys.modules.get("numpy"), "random", None)
    if random is not None:
        random.seed()  # not the same chance for everybody
    return captured
