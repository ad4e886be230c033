"""Odd things that change no hook and yet may fool a check."""

from __future__ import annotations

import builtins
import gc
import os
import sys
from types import FunctionType

_PUPIL = "__main__"


class _Fresh:
    """Nothing that a pupil's code has ever seen."""

    def __init__(self) -> None:
        # an honest `__eq__` may compare all that two objects hold
        self.never_seen = os.urandom(7)


def _never_seen() -> tuple[object, ...]:
    """One of each kind that a check may compare with; no honest object equals one of them."""
    number = int.from_bytes(os.urandom(7), "big") + 2**50
    return (_Fresh(), number, number + 0.5, f"never seen {number}", [number], (number,))


def equal_to_anything(space: dict) -> bool:
    """Whether something about says it is equal to an object it has never seen."""
    for cls in _pupil_classes():
        equal = vars(cls).get("__eq__")
        if isinstance(equal, FunctionType) and _says_equal(lambda cls=cls: cls.__new__(cls)):
            return True
    for value in list(space.values()):
        equal = getattr(type(value), "__eq__", None)
        quick = isinstance(equal, FunctionType) and _module_top(type(value)) not in _SLOW_TO_COMPARE
        if quick and _says_equal(lambda value=value: value):
            return True
    return False


# Their __eq__ compares element by element and gives no yes or no.
_SLOW_TO_COMPARE = ("numpy", "pandas", "sklearn", "matplotlib", "howcome", "IPython")


def _module_top(cls: type) -> str:
    return str(getattr(cls, "__module__", "")).split(".")[0]


def _pupil_classes() -> list[type]:
    # What was there before the fork is frozen and not listed here, so this is quick in a child.
    return [
        thing
        for thing in gc.get_objects()
        if issubclass(type(thing), type) and type.__getattribute__(thing, "__module__") == _PUPIL
    ]


def _says_equal(make) -> bool:
    try:
        thing = make()
    except Exception:  # a class that cannot be made like this fools nobody
        return False
    for other in _never_seen():
        try:
            if (thing == other) is True:
                return True
        except Exception:
            continue
    return False


def shadowed(space: dict, names: frozenset[str], libraries: tuple[str, ...]) -> bool:
    """Whether one of the names is a built-in function's, and a function of the pupil's here.

    `sum = 3` is none: no check gets by with that. Nor is what comes from a library, as by
    `from math import *`; `libraries` is where theirs lies.
    """
    for name in names:
        thing = space.get(name)
        if callable(getattr(builtins, name, None)) and callable(thing):
            code = getattr(thing, "__code__", None)
            if code is not None and not code.co_filename.startswith(libraries):
                return True
            if _PUPIL in (getattr(type(thing), "__module__", ""), _home_of_class(thing)):
                return True
    return False


def _home_of_class(thing: object) -> str:
    return type.__getattribute__(thing, "__module__") if isinstance(thing, type) else ""


def running_threads(known: frozenset[int], libraries: tuple[str, ...]) -> bool:
    """Whether a thread other than the `known` ones runs code that is no library's.

    `libraries` is where theirs lies.
    """
    for thread, frame in sys._current_frames().items():
        while thread not in known and frame is not None:
            name = frame.f_code.co_filename
            if not name.startswith((*libraries, "<frozen")):
                return True
            frame = frame.f_back
    return False
