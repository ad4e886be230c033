"""Try every wall once, as a child would, and say what there is: for `sandbox.sandbox()`.

Printed as JSON: a wall's name, and why it is missing (an empty string when it is there).
"""

from __future__ import annotations

import json
import os
import resource
import signal

from . import landlock, linux, seccomp
from .isolate import Failed, isolate


def main(user: int | None) -> None:
    """Try, in a child of a new PID namespace, and print what was found."""
    found = {"landlock": "", "seccomp": ""}
    try:
        linux.own_pid_namespace()
    except OSError as error:
        print(json.dumps({**found, "wall": "namespaces", "why": str(error)}))
        return
    try:
        landlock.version()
    except OSError as error:
        found["landlock"] = os.strerror(error.errno or 0)
    if not seccomp.available():
        found["seccomp"] = os.uname().machine
    plan = {
        "user": user,
        "scratch": 2**20,
        "memory": 2**30,
        "processes": 4,
        "open_files": 64,
        "cpu": 10,
        "landlock": not found["landlock"],
        "seccomp": not found["seccomp"],
    }
    while True:
        told = _try(plan)
        wall = told.get("wall")
        if wall not in ("landlock", "seccomp"):
            break
        # one of the two that marking can do without: try the others without it
        found[wall] = told["why"]
        plan[wall] = False
    print(json.dumps({**found, **told}))


def _try(plan: dict) -> dict:
    read, write = os.pipe()
    try:
        child = linux.fork_into_pid_namespace()
    except OSError as error:
        return {"wall": "namespaces", "why": str(error)}
    if child == 0:
        try:
            isolate(plan)
            told = {"processes": _counts_processes(plan["processes"])}
        except Failed as error:
            told = {"wall": error.args[0], "why": error.args[1]}
        except BaseException as error:
            told = {"wall": "limits", "why": repr(error)}
        os.write(write, json.dumps(told).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return json.loads(told) if told else {"wall": "namespaces", "why": "the child died"}


def _counts_processes(most: int) -> str:
    """Fork until it is refused: an empty string when RLIMIT_NPROC counts."""
    assert resource.getrlimit(resource.RLIMIT_NPROC)[0] == most
    children: list[int] = []
    try:
        while len(children) <= most:
            child = os.fork()
            if child == 0:
                signal.pause()
            children.append(child)
    except OSError:
        return ""
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
    return "RLIMIT_NPROC is not counted"
