"""The grading side of one kernel: what `grade/run/child.py` is for a forked child."""

from __future__ import annotations

import ast
import json

from ...job import Limits, MachineFailure
from ..child import Shown
from ..inside.cells import CUT, TRAFFIC, UNSOUND
from .kernel import Kernel
from .processes import Watch, make_room

IN_KERNEL = "__import__('howcome_instructor.grade.run.kernels.in_kernel', fromlist=['x'])"
ASIDE = 60.0
"""Seconds for what marking itself does inside, on a slow machine."""

FULL = "[Errno 28] No space left on device: this cell wrote more than it may."


class KernelChild:
    """A kernel for one submission: send it a cell, take what it shows, stop it in time."""

    def __init__(self, kernel: Kernel, limits: Limits, names: dict):
        self._kernel = kernel
        bounds = {name: getattr(limits, name) for name in ("memory", "scratch", "open_files")}
        ask(kernel, f"begin({names!r}, {bounds!r})")
        self._watch = Watch(kernel.process.pid, kernel.work, limits)

    def start(self, files: dict[str, bytes], notebook: str | None) -> None:
        """Give it the submission's files."""
        for path, data in files.items():
            # the kernel was told of one file only, when it started
            target = self._kernel.notebook if path == notebook else self._kernel.work / path
            target.write_bytes(data)

    def run(self, source: str, *, check: bool, seconds: float, limits: Limits) -> Shown:
        """Run one cell; ends within `seconds` and a little, whatever the cell does."""
        shown = Shown()
        kinds: list[str] = []
        if check and not self._sound(kinds, source):
            kinds.append("canary")
            shown.done = {"status": "error", "ename": "NotChecked", "evalue": UNSOUND}
            shown.done["kinds"] = kinds
            return shown
        hearer = Hearer(shown, limits.output)
        reply = self._kernel.execute(source, seconds, hearer.hear, self._watch.over)
        if reply.status == "died":
            shown.gone = {"time": "timeout", "scratch": "died"}.get(reply.why, reply.why or "died")
            return shown
        if reply.why in ("memory", "processes"):
            # it has let go in time, but nobody knows of what it holds still
            shown.gone = reply.why
            return shown
        done = {**reply.content, "count": reply.content.get("execution_count")}
        shown.interrupted = reply.why == "time"
        if reply.why == "scratch":
            make_room(self._kernel.work, limits.scratch)
            done |= {"status": "error", "ename": "OSError", "evalue": FULL, "traceback": []}
            shown.frames = [one for one in shown.frames if one[0] != "error"]
        if done.get("status") != "ok":
            done["misconception"] = self._told("misconception")
        if check:
            kinds += self._told("after", source) or []
            if "changed-meanwhile" in kinds and done.get("status") == "ok":
                done |= {"status": "error", "ename": "NotChecked", "evalue": UNSOUND}
        shown.done = {**done, "kinds": list(dict.fromkeys(kinds)), "cut": hearer.cut}
        return shown

    def close(self) -> None:
        """End it and everything it started; nothing of it is left."""
        self._kernel.stop()

    def _sound(self, kinds: list[str], source: str) -> bool:
        told = self._told("before", source) or {}
        kinds += told.get("kinds", ())
        return bool(told.get("canary"))

    def _told(self, call: str, source: str = ""):
        """An answer from inside; None where what the pupil did leaves none."""
        try:
            return json.loads(self._kernel.ask(call, ASIDE, source) or "null")
        except ValueError:
            return None


class Hearer:
    """Keeps what a cell shows, up to a limit; then says that the rest was left out."""

    def __init__(self, shown: Shown, most: int):
        self._shown, self._most = shown, most
        self._kept = self._sent = 0
        self.cut = False

    def hear(self, kind: str, content: dict) -> None:
        """Take in one message of the kernel's."""
        if self.cut or kind not in KEPT:
            return
        if kind == "clear_output":
            self._kept = 0
        size = len(json.dumps(content))
        self._sent += size
        keeps = 0 if kind in ("clear_output", "update_display_data") else size
        if max(self._kept + keeps, size) <= self._most and self._sent <= TRAFFIC * self._most:
            self._kept += keeps
            self._shown.frames.append((kind, content))
            return
        # the first part of a long text is worth showing; half a picture is not
        self.cut = True
        stream = kind == "stream"
        text = content["text"][: max(0, (self._most - self._kept) // 4)] if stream else ""
        name = content["name"] if stream else "stdout"
        self._shown.frames.append(("stream", {"name": name, "text": text + CUT}))


KEPT = (
    "stream",
    "display_data",
    "update_display_data",
    "execute_result",
    "error",
    "clear_output",
)
"""The messages that make outputs; a kernel also tells of its state, and of widgets."""


def ask(kernel: Kernel, call: str):
    """Call a function of `in_kernel` before the pupil's code runs; its answer, from JSON.

    Raises:
        MachineFailure: it does not work, for which no pupil can be the reason.
    """
    reply = kernel.execute("", ASIDE, silent=True, expressions={"told": f"{IN_KERNEL}.{call}"})
    told = (reply.content.get("user_expressions") or {}).get("told") or {}
    try:
        return json.loads(ast.literal_eval(told["data"]["text/plain"]))
    except (KeyError, TypeError, ValueError, SyntaxError) as error:
        raise MachineFailure("run.no-start", why=str(told.get("evalue", reply))) from error
