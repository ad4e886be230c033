"""One ipykernel in folders of its own: started, asked to run code, and ended with all it began.

No fork and no sandbox: this is what macOS and Windows have, too. It holds nobody who wants out.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .processes import cpu_seconds, end_all
from .start import TICK, connect, disconnect, launch, messages

GRACE = 3.0
"""Seconds to stop after an interrupt."""

LAST = 10.0
"""Seconds between a reply and the last output that belongs to it, on a slow, busy laptop."""


@dataclass
class Reply:
    """How one execution ended."""

    status: str
    """ok · error · died (the process ended)."""
    content: dict = field(default_factory=dict)
    """The kernel's own reply; empty without one."""
    why: str = ""
    """What we stopped it for: time, memory, processes, scratch."""


class Kernel:
    """A running ipykernel, with the folder `work` for its files; `stop` leaves nothing behind."""

    def __init__(self, notebook: str):
        self.home = Path(tempfile.mkdtemp(prefix="hc-"))
        self.work = self.home / "work"
        self.notebook = self.work / notebook
        self.client = self.process = None
        try:
            self.work.mkdir()
            self.process = launch(self.home, self.work, self.notebook)
            self.client = connect(self.process, self.home)
        except BaseException:
            self.stop()
            raise

    def execute(
        self,
        code: str,
        seconds: float,
        hear: Callable[[str, dict], None] = lambda kind, content: None,
        over: Callable[[], str] = lambda: "",
        silent: bool = False,
        expressions: dict[str, str] | None = None,
    ) -> Reply:
        """Run code, hand each of its messages to `hear`, and say how it ended.

        When `over` names a limit that is exceeded, and after `seconds`, the code is stopped: by
        an interrupt, and if that does not help by ending the kernel.
        """
        asked = self.client.execute(
            code, silent, not silent, expressions, allow_stdin=False, stop_on_error=False
        )
        return self._until_idle(asked, "execute_reply", seconds, hear, over)

    def ask(self, call: str, seconds: float, source: str = "") -> str | None:
        """What a function of `in_kernel` says of a check, after its `begin`; None without answer.

        It is a message of our own, which the kernel hands to us and not to the shell, so that
        nothing a pupil did to the shell is in its way.
        """
        session = self.client.session
        about = {"call": call, "source": source}
        message = session.send(self.client.shell_channel.socket, "howcome_request", about)
        asked = message["header"]["msg_id"]
        told = self._until_idle(asked, "howcome_reply", seconds).content.get("told")
        return told if isinstance(told, str) else None

    def _until_idle(
        self,
        asked: str,
        answer: str,
        seconds: float,
        hear: Callable[[str, dict], None] = lambda kind, content: None,
        over: Callable[[], str] = lambda: "",
    ) -> Reply:
        deadline = time.monotonic() + seconds
        tick, stopping, why, reply, idle = 0.0, 0.0, "", None, False
        while not (idle and reply is not None):
            for message in messages(self.client, asked):
                kind, content = message["msg_type"], message["content"]
                if kind == answer:
                    reply, deadline = content, time.monotonic() + LAST
                elif kind == "status" and content["execution_state"] == "idle":
                    idle, deadline = True, time.monotonic() + LAST
                else:
                    hear(kind, content)
            now = time.monotonic()
            if now > tick:
                tick = now + TICK
                if self.process.poll() is not None:
                    return Reply("died", why=why)
                why = why or over()
            if now > deadline and (idle or reply is not None):
                # half an answer: something in this kernel is out of order
                self.kill()
                return Reply("died", why=why)
            if now > deadline:
                why = why or "time"
            if why and not stopping:
                stopping = now + GRACE
                self.interrupt()
            elif stopping and now > stopping:
                self.kill()
                return Reply("died", why=why)
        return Reply(reply.get("status", ""), reply, why)

    def interrupt(self) -> None:
        """What Ctrl-C does, on each system its own way."""
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                from jupyter_client.win_interrupt import send_interrupt

                send_interrupt(self.process.win32_interrupt_event)
            else:
                os.killpg(self.process.pid, signal.SIGINT)

    def kill(self) -> None:
        """End the kernel and whatever it started; may be called from any thread."""
        end_all(self.process.pid, self.notebook)

    def stop(self) -> float:
        """End the kernel and whatever it started, and remove its folders.

        Returns the processor time, in seconds, that the kernel took in its life.
        """
        seconds = 0.0
        if self.client is not None:
            disconnect(self.client)
        if self.process is not None:
            seconds = cpu_seconds(self.process.pid)
            self.kill()
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                self.process.wait(timeout=GRACE)
        for _ in range(5):  # Windows lets go of files late
            shutil.rmtree(self.home, ignore_errors=True)
            if not self.home.exists():
                break
            time.sleep(TICK)
        return seconds
