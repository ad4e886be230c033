"""Odd things that change no hook and yet may fool a check."""

from __future__ import annotations

import gc
import sys
from types import FunctionType

_PUPIL = "__main__"


class _Fresh:
    """Nothing that a pupil's code has ever seen."""


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
        return (make() == _Fresh()) is True
    except Exception:  # a class that cannot be made or compared like this fools nobody
        return False


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
