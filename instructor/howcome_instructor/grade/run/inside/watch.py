"""What must stay what it is: built-ins, a module's functions and classes, a lesson's names."""

from __future__ import annotations

import builtins
import importlib
import sys
from collections.abc import Iterable, Mapping
from types import FunctionType, ModuleType

_MISSING = object()

# IPython and ipykernel put these in and take them out around each cell.
_COME_AND_GO = frozenset(("_", "__IPYTHON__", "display", "exit", "get_ipython", "input", "quit"))


class Builtins:
    """The built-in functions and types, by identity; what is added to them may stay."""

    def __init__(self) -> None:
        self._space = vars(builtins)
        self._kept = tuple(
            (name, value) for name, value in self._space.items() if name not in _COME_AND_GO
        )

    def restore(self) -> bool:
        """Put them back; True when one had been changed. Calls no built-in by its name."""
        space, missing, changed = self._space, _MISSING, False
        for name, value in self._kept:
            if space.get(name, missing) is not value:
                space[name] = value
                changed = True
        return changed


class Watched:
    """The public functions, classes, modules and numbers of some modules, by identity.

    A class of Python code is watched with its methods. What is added later (a lazy import, a
    method of a pupil's own) is left alone.

    Args:
        modules: their names; all are loaded.
        codes: whether to look into functions, too, for another code or other defaults. Looking
            at thousands of functions takes milliseconds, as a fork copies what it looks at.
    """

    def __init__(self, modules: Iterable[str], *, codes: bool = True):
        self._look_inside = codes
        self._modules: list[tuple[str, ModuleType]] = []
        self._kept: list[tuple[object, str, object]] = []
        self._codes: dict[FunctionType, tuple] = {}
        for name in modules:
            module = sys.modules[name]
            self._modules.append((name, module))
            for attribute, value in list(vars(module).items()):
                if not attribute.startswith("_") and _worth_watching(value):
                    self._keep(module, attribute, value)
                    if isinstance(value, type) and value.__module__.startswith(_top(name)):
                        self._keep_class(value)

    def _keep(self, owner: object, attribute: str, value: object) -> None:
        self._kept.append((owner, attribute, value))
        if not self._look_inside:
            return
        function = getattr(value, "__func__", None) or getattr(value, "fget", None) or value
        if isinstance(function, FunctionType):
            self._codes[function] = (
                function.__code__,
                function.__defaults__,
                dict(function.__kwdefaults__ or {}) or None,
            )

    def _keep_class(self, cls: type) -> None:
        for attribute, value in list(vars(cls).items()):
            if isinstance(value, (FunctionType, property, classmethod, staticmethod)):
                self._keep(cls, attribute, value)

    def restore(self) -> bool:
        """Put all back; True when something had been changed."""
        changed = False
        for name, module in self._modules:
            if sys.modules.get(name) is not module:
                sys.modules[name] = module
                changed = True
        for owner, attribute, value in self._kept:
            if vars(owner).get(attribute, _MISSING) is not value:
                changed = _put(owner, attribute, value) or changed
        for function, (code, defaults, keywords) in self._codes.items():
            if (
                function.__code__ is not code
                or function.__defaults__ is not defaults
                or (function.__kwdefaults__ or None) != keywords
            ):
                function.__code__, function.__defaults__ = code, defaults
                function.__kwdefaults__ = dict(keywords) if keywords else None
                changed = True
        return changed


class Names:
    """Names that a lesson takes from howcome, put right in the pupil's namespace."""

    def __init__(self, names: Mapping[str, tuple[str, str]]):
        self._names = dict(names)
        self._values: dict[str, object] = {}

    def restore(self, space: dict) -> None:
        """Bind each name that is bound at all to what it was imported from."""
        for name, (module, attribute) in self._names.items():
            if name not in self._values:
                try:
                    home = importlib.import_module(module)
                    self._values[name] = getattr(home, attribute) if attribute else home
                except (ImportError, AttributeError):
                    continue
            if space.get(name, _MISSING) is not self._values[name] and name in space:
                space[name] = self._values[name]


def _worth_watching(value: object) -> bool:
    return callable(value) or isinstance(value, (ModuleType, int, float))


def _top(module: str) -> str:
    return module.split(".")[0]


def _put(owner: object, attribute: str, value: object) -> bool:
    try:
        if isinstance(owner, type):
            type.__setattr__(owner, attribute, value)
        else:
            vars(owner)[attribute] = value
    except (AttributeError, TypeError):  # a class of C code: nobody can have changed it
        return False
    return True
