"""What must stay what it is: built-ins, a module's functions and classes, a lesson's names."""

from __future__ import annotations

import ast
import builtins
import importlib
import sys
from collections.abc import Iterable, Mapping
from types import FunctionType, ModuleType

from .hooks import library_folders

_MISSING = object()

# IPython and ipykernel put these in and take them out around each cell.
_COME_AND_GO = frozenset(("_", "__IPYTHON__", "display", "exit", "get_ipython", "input", "quit"))


class Builtins:
    """The built-in functions and types, by identity; what is added to them may stay."""

    def __init__(self) -> None:
        self._module = builtins
        self._space = vars(builtins)
        self._kept = tuple(
            (name, value) for name, value in self._space.items() if name not in _COME_AND_GO
        )

    def restore(self, user: dict) -> bool:
        """Put them back; True when one had been changed. Calls no built-in by its name.

        Code that runs in the namespace `user` has the built-ins that stand there.
        """
        space, missing, changed = self._space, _MISSING, False
        there = user.get("__builtins__", self._module)
        if there is not self._module and there is not space:
            user["__builtins__"] = self._module
            changed = True
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
        self._classes: dict[type, frozenset[str]] = {}
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
        self._classes[cls] = frozenset(vars(cls))
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
        for cls, names in self._classes.items():
            if len(vars(cls)) != len(names):
                changed = _uncover(cls, names) or changed
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
    """Names that a lesson takes from howcome, for checks what they were imported as.

    The pupil may well call something of their own `check` or `hint`, use it in an answer, and use
    it again later: so only the check sees another thing, under another name.
    """

    def __init__(self, names: Mapping[str, tuple[str, str]]):
        self._names = dict(names)
        self._values: dict[str, object] = {}
        self._lent: dict[str, object] = {}
        self._renames: _Rename | None = None

    def lend(self, shell, wanted: frozenset[str]) -> None:
        """Give a check each of the `wanted` names that is bound at all."""
        space, renamed = shell.user_ns, {}
        for name, (module, attribute) in self._names.items():
            if name not in wanted or name not in space:
                continue
            if name not in self._values:
                try:
                    home = importlib.import_module(module)
                    self._values[name] = getattr(home, attribute) if attribute else home
                except (ImportError, AttributeError):
                    continue
            value, seen = self._values[name], name
            if space[name] is not value:
                seen = renamed[name] = f"_howcome_{name}"
                space[seen] = value
            self._lent[seen] = value
        if renamed:
            self._renames = _Rename(renamed)
            shell.ast_transformers.append(self._renames)

    def take_back(self, shell) -> bool:
        """After the check; True when a name that it had was bound anew meanwhile."""
        space, changed = shell.user_ns, False
        renames, self._renames = self._renames, None
        for name, value in self._lent.items():
            changed = changed or space.get(name, _MISSING) is not value
            if renames is not None and name in renames.names.values():
                space.pop(name, None)
        self._lent = {}
        if renames is not None:
            kept = [one for one in shell.ast_transformers if one is not renames]
            changed = changed or len(kept) == len(shell.ast_transformers)
            shell.ast_transformers[:] = kept
        return changed


class _Rename(ast.NodeTransformer):
    """Lets a check read a name's value under another name."""

    def __init__(self, names: dict[str, str]):
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Another name in the same place, so that tracebacks are what they were."""
        if not isinstance(node.ctx, ast.Load) or node.id not in self.names:
            return node
        return ast.copy_location(ast.Name(self.names[node.id], node.ctx), node)


def names_in(source: str) -> frozenset[str]:
    """All names that code uses and does not bind; none when it cannot be read as Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    own = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    return frozenset(node.id for node in names) - own


def _worth_watching(value: object) -> bool:
    return callable(value) or isinstance(value, (ModuleType, int, float))


def _top(module: str) -> str:
    return module.split(".")[0]


def _uncover(cls: type, names: frozenset[str]) -> bool:
    """Take out functions of the pupil's that hide what is further up; True if there were any.

    Python itself and libraries put things of their own into classes, such as `__slotnames__`.
    """
    hiding = [
        name
        for name, value in vars(cls).items()
        if name not in names
        and any(name in vars(base) for base in cls.__mro__[1:])
        and _is_the_pupils(value)
    ]
    for name in hiding:
        type.__delattr__(cls, name)
    return bool(hiding)


def _is_the_pupils(value: object) -> bool:
    function = getattr(value, "__func__", None) or getattr(value, "fget", None) or value
    code = getattr(function, "__code__", None)
    return code is not None and not code.co_filename.startswith(library_folders())


def _put(owner: object, attribute: str, value: object) -> bool:
    try:
        if isinstance(owner, type):
            type.__setattr__(owner, attribute, value)
        else:
            vars(owner)[attribute] = value
    except (AttributeError, TypeError):  # a class of C code: nobody can have changed it
        return False
    return True
