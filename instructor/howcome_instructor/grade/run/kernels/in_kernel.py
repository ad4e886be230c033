"""What marking says inside a kernel of its pool: before the pupil's code, and around each check.

Before the pupil's code it is called by `user_expressions`. After that it answers messages of its
own kind, which ipykernel hands over without asking the shell: what a pupil did to the shell is
not in their way. Every answer is JSON.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import sys

_guard = None


def preload(statements: list[str], modules: list[str]) -> str:
    """Import what the lesson imports; what cannot be imported is left to the lesson's cells."""
    for statement in statements:
        with contextlib.suppress(Exception):
            exec(statement, {"__name__": "lesson"})
    for name in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    return "null"


def loaded() -> str:
    """The names of all modules, in the order of their import."""
    return json.dumps([name for name in sys.modules if name != "__main__"])


def begin(names: dict[str, tuple[str, str]], bounds: dict[str, int]) -> str:
    """The last moment before the pupil's code: set the limits, take down how things are."""
    global _guard
    from IPython import get_ipython

    from ..inside.guard import Guard

    shell = get_ipython()
    # exit() ends a cell's kernel a moment later, in the middle of the next one
    shell.ask_exit = lambda: None
    _guard = Guard(shell, names)
    shell.kernel.shell_handlers["howcome_request"] = _answer
    _limit(**bounds)
    return "null"


def _answer(stream, ident, parent) -> None:
    """Answer one request; whatever goes wrong, with an answer."""
    from IPython import get_ipython

    asked = {"before": before_check, "after": after_check, "misconception": misconception}
    try:
        content = parent["content"]
        told = asked[content["call"]](content["source"])
    except BaseException:
        told = None
    session = get_ipython().kernel.session
    session.send(stream, "howcome_reply", {"told": told}, parent=parent, ident=ident)


def before_check(source: str) -> str:
    """Put back what checks rely on; the kinds of what was odd, and whether a check can fail."""
    kinds = _guard.restore(source) + _guard.odd(source)
    return json.dumps({"kinds": kinds, "canary": _guard.canary()})


def after_check(source: str) -> str:
    """The kinds of what is odd after a check, and of what was changed while it ran."""
    return json.dumps(_guard.odd(source) + _guard.after())


def misconception(_source: str) -> str:
    """The misconception that the last error named."""
    found = getattr(getattr(sys, "last_value", None), "misconception", None)
    return json.dumps(found[:200] if isinstance(found, str) else None)


def _limit(memory: int, scratch: int, open_files: int) -> None:
    """Let the system itself refuse too much, where it can: an error in a cell beats an end."""
    try:
        import resource
    except ImportError:  # Windows: the pool looks from outside
        return
    wanted = {"RLIMIT_FSIZE": scratch, "RLIMIT_NOFILE": open_files, "RLIMIT_CORE": 0}
    with (
        contextlib.suppress(OSError, IndexError, ValueError),
        open("/proc/self/statm", encoding="ascii") as pages,
    ):
        # what the libraries take is not the pupil's
        now = int(pages.read().split()[0]) * resource.getpagesize()
        wanted["RLIMIT_AS"] = now + memory
    for name, value in wanted.items():
        with contextlib.suppress(OSError, ValueError, AttributeError):
            resource.setrlimit(getattr(resource, name), (value, value))
