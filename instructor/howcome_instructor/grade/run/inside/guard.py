"""Before each check: put back what marking relies on, and see that a check can still fail.

A pupil's code and the checks share one Python. A clever line can blank the checks, so the state
that marking relies on is taken down at the start and put back before each check. What had been
changed is told by its kind, for a teacher to look at; it is never a verdict. This resists
guessing and one-liners, not somebody who takes the guard itself apart.

It works in any IPython shell: in a forked child, and in a plain kernel:

    guard = Guard(get_ipython(), names={"check": ("howcome.checks", "check")})
    ...
    changed = guard.restore(source)   # before each check: kinds, such as ["hooks-restored"]
    sound = guard.canary()            # then: False when a cell that must fail does not
    ...
    odd = guard.odd(source)           # before and after: kinds, such as ["equal-to-all"]
    changed = guard.after()           # after each check: what was changed while it ran

What it cannot see: code that reads the check's own frame and answers what the check wants, or
that changes something while a check runs and puts it back before its end. The word that such code
needs is looked for in the pupil's text (`grade/run/lesson.py`), which one can hide, too.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from .hooks import Hooks, library_folders
from .odd import equal_to_anything, running_threads, shadowed
from .watch import Builtins, Names, Watched, names_in

KINDS = (
    "hooks-restored",
    "builtins-restored",
    "checks-restored",
    "library-restored",
    "changed-meanwhile",
    "equal-to-all",
    "shadowed",
    "threads",
)
"""All that `restore`, `odd` and `after` may say: the names of notes of the part `run`."""

LIBRARIES = ("numpy", "pandas", "sklearn", "ast", "codeop", "collections", "functools")
LIBRARIES += ("itertools", "math", "operator", "random", "statistics", "traceback")
ENGINE = (
    "IPython.core.async_helpers",
    "IPython.core.compilerop",
    "IPython.core.displayhook",
    "IPython.core.events",
    "IPython.core.inputtransformer2",
    "IPython.core.interactiveshell",
    "IPython.core.prefilter",
    "ipykernel.compiler",
    "ipykernel.displayhook",
    "ipykernel.zmqshell",
)

_CANARIES = (
    ("assert False, 'the canary'", False),
    ("__import__('howcome.checks').checks.check(False, 'the canary')", False),
    ("1 + 1", True),
)


class Guard:
    """Remembers the shell, the built-ins, the checks and the libraries as they are now.

    Args:
        shell: the IPython shell in which cells run.
        names: names that the lesson's cells take from howcome, with their module and name there;
            they are put right without a word, since a pupil may well call something `check`.
    """

    def __init__(self, shell, names: Mapping[str, tuple[str, str]] | None = None):
        self._shell = shell
        self._builtins = Builtins()
        modules = set(sys.modules)
        ours = sorted(name for name in modules if name.split(".")[0] == "howcome")
        self._checks = Watched(name for name in ours if name == "howcome.checks")
        self._ours = Watched(name for name in ours if name != "howcome.checks")
        self._libraries = Watched((name for name in LIBRARIES if name in modules), codes=False)
        self._engine = Watched(name for name in ENGINE if name in modules)
        self._hooks = Hooks(shell)
        self._names = Names(names or {})
        self._libraries_at = library_folders()
        self._threads = frozenset(sys._current_frames())

    def restore(self, source: str = "") -> list[str]:
        """Put everything back; the kinds of what had been changed, without repeats.

        `source` is the check: it gets the names in it that are howcome's, until `after`.
        """
        self._names.take_back(self._shell)  # of a check that was stopped in the middle
        found = self._put_back()
        self._names.lend(self._shell, names_in(source))
        return found

    def after(self) -> list[str]:
        """Right after a check: what was changed while it ran, for then its end says nothing.

        "changed-meanwhile" means that the check cannot count as passed.
        """
        lent = self._names.take_back(self._shell)
        found = self._put_back()
        if lent or any(kind != "library-restored" for kind in found):
            return ["changed-meanwhile"]
        return found

    def _put_back(self) -> list[str]:
        found = []
        # First of all, and without calling anything that stands among the built-ins.
        if self._builtins.restore(self._shell.user_ns):
            found += ["builtins-restored"]
        if self._checks.restore():
            found += ["checks-restored"]
        # all of them, whatever the first one found: hence lists, and no `or`
        if any([self._ours.restore(), self._libraries.restore()]):
            found += ["library-restored"]
        if any([self._engine.restore(), self._hooks.restore()]):
            found += ["hooks-restored"]
        return found

    def canary(self) -> bool:
        """Whether a cell that must fail fails, and one that must pass passes."""
        for source, passes in _CANARIES:
            if "howcome.checks" in source and "howcome.checks" not in sys.modules:
                continue
            try:
                if self._passes(source) is not passes:
                    return False
            except Exception:  # the shell itself is broken
                return False
        return True

    def odd(self, source: str = "") -> list[str]:
        """The kinds of odd things about: objects equal to anything, the pupil's own threads, and
        functions of the pupil's in place of built-in ones that the check `source` uses."""
        found = []
        if shadowed(self._shell.user_ns, names_in(source), self._libraries_at):
            found += ["shadowed"]
        if equal_to_anything(self._shell.user_ns):
            found += ["equal-to-all"]
        if running_threads(self._threads, self._libraries_at):
            found += ["threads"]
        return found

    def _passes(self, source: str) -> bool:
        shell = self._shell
        last = getattr(shell, "last_execution_result", None)
        worked = getattr(shell, "last_execution_succeeded", True)
        # On the instance, so that the canary's traceback is neither drawn nor shown.
        shell.__dict__["showtraceback"] = _no_traceback
        try:
            return bool(shell.run_cell(source, store_history=False, silent=True).success)
        finally:
            shell.__dict__.pop("showtraceback", None)
            shell.last_execution_result, shell.last_execution_succeeded = last, worked


def _no_traceback(*_args, **_kwargs) -> None:
    """What stands in for the shell's showtraceback while a canary sings."""
