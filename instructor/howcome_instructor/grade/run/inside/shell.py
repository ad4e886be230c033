"""ipykernel's own shell without a kernel: what it would send to a page goes to one function.

So a cell's outputs are what they are in Jupyter, to the last line of a traceback; there are no
sockets, no threads and no comms.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.session import Session
from traitlets.config import Config

Sink = Callable[[str, dict], None]
_AT_MOST = 2**16  # characters of text that wait for a flush


class ToSink(Session):
    """A session of Jupyter's, whose messages go to a function."""

    def __init__(self, sink: Sink):
        super().__init__(key=b"", username="pupil")
        self._sink = sink

    def send(self, stream, msg_or_type, content=None, *_args, **_kwargs):
        if isinstance(msg_or_type, str):
            self._sink(msg_or_type, content or {})
        else:
            self._sink(msg_or_type["header"]["msg_type"], msg_or_type["content"])


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a cell."""

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, name: str, number: int, sink: Sink):
        super().__init__()
        self.name = name
        self._number = number
        self._sink = sink
        self._parts: list[str] = []
        self._waiting = 0
        self._owner = 0

    def own(self) -> None:
        """Belong to this process: text of its forks goes where C code's text goes."""
        self._owner = os.getpid()

    def __setattr__(self, name: str, value: object) -> None:
        """As ever, but for `write`: IPython puts its own there, to keep all text a second time
        for its history, without end."""
        if name != "write":
            super().__setattr__(name, value)

    def fileno(self) -> int:
        return self._number

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def close(self) -> None:
        """Stay open, as a kernel's streams do for a pupil who closes them."""

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._owner:
            os.write(self._number, text.encode("utf-8", "replace"))
            return len(text)
        self._parts.append(text)
        self._waiting += len(text)
        if self._waiting > _AT_MOST:
            self.flush()
        return len(text)

    def flush(self) -> None:
        if self._parts and os.getpid() == self._owner:
            text, self._parts, self._waiting = "".join(self._parts), [], 0
            self._sink("stream", {"name": self.name, "text": text})


def make(sink: Sink) -> tuple[ZMQInteractiveShell, list[Stream]]:
    """A shell, and the two streams that now are sys.stdout and sys.stderr."""
    config = Config()
    config.HistoryManager.enabled = False  # no file, and so no thread; In and Out are kept
    config.HistoryManager.hist_file = ":memory:"
    config.IPKernelApp.parent_appname = "howcome"  # libraries look for it to tell a notebook
    shell: Any = ZMQInteractiveShell.instance(config=config, compiler_class=XCachingCompiler)
    shell.unobserve_all("exit_now")  # exit() ends no kernel: there is none
    shell.displayhook.session = shell.display_pub.session = ToSink(sink)
    shell.displayhook.topic = b"execute_result"
    streams = [Stream("stdout", 1, sink), Stream("stderr", 2, sink)]
    sys.stdout, sys.stderr = streams
    sys.displayhook = shell.displayhook
    return shell, streams


def no_input(*_args, **_kwargs) -> str:
    """What `input` is while a notebook is marked: nobody is there to type."""
    from IPython.core.error import StdinNotImplementedError

    __tracebackhide__ = True
    raise StdinNotImplementedError(
        "raw_input was called, but this frontend does not support input requests."
    )


async def execute(shell, source: str):
    """Run one cell as ipykernel's do_execute does; IPython's ExecutionResult."""
    problem = None
    try:
        transformed = shell.transform_cell(source)
    except Exception:
        transformed, problem = source, sys.exc_info()
    if not shell.should_run_async(
        source, transformed_cell=transformed, preprocessing_exc_tuple=problem
    ):
        return shell.run_cell(source, store_history=True, silent=False)
    result = None
    try:
        result = await shell.run_cell_async(
            source,
            store_history=True,
            silent=False,
            transformed_cell=transformed,
            preprocessing_exc_tuple=problem,
        )
        return result
    finally:
        shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
