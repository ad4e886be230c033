"""What this machine offers to shut a pupil's code in, found by building every wall once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache

from . import bwrap

NEEDED = ("bubblewrap", "namespaces", "limits")
"""Without one of these there is no sandbox; the others make a good one better."""
_SECONDS = 20


@dataclass(frozen=True)
class Layer:
    """One wall: bubblewrap, namespaces, limits, processes, landlock or seccomp."""

    name: str
    there: bool
    reason: str = ""
    """Why it is missing: `not-linux`, `not-installed`, `not-tried`, or what the system said."""


@dataclass(frozen=True)
class Sandbox:
    """All walls, in the order in which they are built."""

    layers: tuple[Layer, ...]

    @property
    def usable(self) -> bool:
        """Whether a pupil's code can be shut in at all."""
        return all(layer.there for layer in self.layers if layer.name in NEEDED)

    @property
    def missing(self) -> tuple[Layer, ...]:
        """The walls that this machine has not, with the reasons."""
        return tuple(layer for layer in self.layers if not layer.there)

    def has(self, name: str) -> bool:
        """Whether a wall is there."""
        return any(layer.there for layer in self.layers if layer.name == name)


@cache
def sandbox() -> Sandbox:
    """Try every wall, in about a tenth of a second; once in a process."""
    if not sys.platform.startswith("linux"):
        return _none("not-linux")
    if bwrap.find() is None:
        return _none("not-installed")
    if os.uname().machine not in ("x86_64", "aarch64"):
        return _none(f"not-tried on {os.uname().machine}")
    user = bwrap.FIRST_USER if bwrap.as_root() else None
    code = f"from inside.trial import main; main({user})"
    try:
        with passwd() as fd:
            done = subprocess.run(
                bwrap.command(code, [], fd),
                pass_fds=(fd,),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        return _none(str(error))
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return _none(done.stderr.decode("utf-8", "replace").strip()[-400:] or "no answer")
    return _layers(told)


def passwd():
    """An open file that bubblewrap reads as the sandbox's list of users."""
    import tempfile

    class _File:
        def __enter__(self) -> int:
            self.file = tempfile.TemporaryFile()
            self.file.write(bwrap.PASSWD)
            self.file.seek(0)
            return self.file.fileno()

        def __exit__(self, *_error) -> None:
            self.file.close()

    return _File()


def _none(reason: str) -> Sandbox:
    others = ("namespaces", "limits", "processes", "landlock", "seccomp")
    return Sandbox(
        (
            Layer("bubblewrap", False, reason),
            *(Layer(name, False, "not-tried") for name in others),
        )
    )


def _layers(told: dict) -> Sandbox:
    wall, why = told.get("wall"), told.get("why", "")
    namespaces = why if wall in ("namespaces", "scratch", "user", "privileges") else ""
    limits = why if wall == "limits" else "not-tried" if wall else ""
    reasons = {
        "bubblewrap": "",
        "namespaces": namespaces,
        "limits": limits,
        "processes": told.get("processes", "not-tried"),
        "landlock": told["landlock"],
        "seccomp": told["seccomp"],
    }
    return Sandbox(tuple(Layer(name, not reason, reason) for name, reason in reasons.items()))
