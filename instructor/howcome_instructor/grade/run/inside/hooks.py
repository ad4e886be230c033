"""What stands between a cell's text and its outcome in IPython: taken down, and put back."""

from __future__ import annotations

import os
import sys
import sysconfig
from types import FunctionType

# Objects that a shell works with; each is put back if another stands in its place.
_PARTS = (
    "builtin_trap",
    "compile",
    "display_formatter",
    "display_pub",
    "display_trap",
    "displayhook",
    "events",
    "history_manager",
    "input_transformer_manager",
    "loop_runner_map",
    "loop_runner",
    "prefilter_manager",
    "user_module",
    "user_ns",
)
# Lists of functions and objects that see or change the text of a cell, or its syntax tree.
_LISTS = (
    ("", "ast_transformers"),
    ("", "input_transformers_post"),
    ("input_transformer_manager", "cleanup_transforms"),
    ("input_transformer_manager", "line_transforms"),
    ("input_transformer_manager", "token_transformers"),
    ("prefilter_manager", "_transformers"),
    ("prefilter_manager", "_checkers"),
)
_STREAMS = ("stdin", "stdout", "stderr")
_MISSING = object()


class Hooks:
    """A shell's transformers, callbacks, error handlers and streams, and Python's trace hooks."""

    def __init__(self, shell):
        self._shell = shell
        self._parts = [(name, getattr(shell, name)) for name in _PARTS if hasattr(shell, name)]
        self._lists = []
        for part, name in _LISTS:
            owner = getattr(shell, part, None) if part else shell
            value = getattr(owner, name, None)
            if isinstance(value, list):
                self._lists.append((owner, name, value, tuple(value)))
        self._events = {event: tuple(calls) for event, calls in shell.events.callbacks.items()}
        self._custom = shell.custom_exceptions
        self._own = [
            (thing, {name: value for name, value in vars(thing).items() if callable(value)})
            for thing in self._objects()
        ]
        self._classes = [
            (cls, name, value)
            for thing in self._objects()
            for cls in type(thing).__mro__
            if _home(cls).split(".")[0] in ("IPython", "ipykernel")
            for name, value in vars(cls).items()
            if callable(value)
        ]
        self._names = {
            cls: frozenset(vars(cls))
            for thing in self._objects()
            for cls in type(thing).__mro__
            if _home(cls).split(".")[0] in ("IPython", "ipykernel")
        }
        self._trap = shell.display_trap.hook
        self._streams = [getattr(sys, name) for name in _STREAMS]
        self._trace = (sys.gettrace(), sys.getprofile())
        self._finders = tuple(sys.meta_path)
        self._libraries = library_folders()

    def _objects(self) -> list:
        shell = self._shell
        names = ("compile", "display_pub", "displayhook", "events", "input_transformer_manager")
        return [shell, *(getattr(shell, name) for name in names)]

    def restore(self) -> bool:
        """Put all back; True when something had been changed that marking relies on."""
        return any(
            [
                self._tracing(),
                self._shell_parts(),
                self._shell_methods(),
                self._transformers(),
                self._callbacks(),
                self._exceptions(),
                self._import_hooks(),
                self._output_streams(),
            ]
        )

    def _tracing(self) -> bool:
        trace, profile = self._trace
        changed = False
        if sys.gettrace() is not trace:
            sys.settrace(trace)
            changed = True
        if sys.getprofile() is not profile:
            sys.setprofile(profile)
            changed = True
        return changed

    def _shell_parts(self) -> bool:
        changed = False
        for name, value in self._parts:
            if getattr(self._shell, name, _MISSING) is not value:
                # past traitlets' validation and observers: this is the very object of before
                if name in self._shell._trait_values:
                    self._shell._trait_values[name] = value
                else:
                    setattr(self._shell, name, value)
                changed = True
        if self._shell.display_trap.hook is not self._trap:
            self._shell.display_trap._trait_values["hook"] = self._trap
            changed = True
        return changed

    def _shell_methods(self) -> bool:
        changed = False
        for cls, name, value in self._classes:
            if vars(cls).get(name, _MISSING) is not value:
                type.__setattr__(cls, name, value)
                changed = True
        for cls, names in self._names.items():
            for name in [name for name in vars(cls) if name not in names]:
                if any(name in vars(base) for base in cls.__mro__[1:]):
                    type.__delattr__(cls, name)  # it hid a method of a class further up
                    changed = True
        for thing, before in self._own:
            now = vars(thing)
            for name in [name for name in now if name not in before]:
                if isinstance(getattr(type(thing), name, None), FunctionType):
                    del now[name]  # it hid a method
                    changed = True
            for name, value in before.items():
                if now.get(name, _MISSING) is not value:
                    now[name] = value
                    changed = True
        return changed

    def _transformers(self) -> bool:
        changed = False
        for owner, name, value, content in self._lists:
            if getattr(owner, name, None) is not value:
                values = getattr(owner, "_trait_values", {})
                if name in values:
                    values[name] = value
                else:
                    setattr(owner, name, value)
                changed = True
            if len(value) != len(content) or any(
                one is not other for one, other in zip(value, content, strict=False)
            ):
                value[:] = content
                changed = True
        return changed

    def _callbacks(self) -> bool:
        changed = False
        callbacks = self._shell.events.callbacks
        for event, before in self._events.items():
            now = callbacks.setdefault(event, [])
            # A library may register one of its own, as matplotlib does to show its figures.
            kept = [call for call in now if _among(call, before) or self._of_a_library(call)]
            lost = [call for call in before if not _among(call, kept)]
            if len(kept) != len(now) or lost:
                now[:] = lost + kept
                changed = True
        return changed

    def _exceptions(self) -> bool:
        shell = self._shell
        if shell.custom_exceptions is self._custom:
            return False
        shell.custom_exceptions = self._custom
        return True

    def _import_hooks(self) -> bool:
        own = [
            finder
            for finder in sys.meta_path
            if not _among(finder, self._finders) and _home(finder) == "__main__"
        ]
        lost = [finder for finder in self._finders if not _among(finder, sys.meta_path)]
        if own or lost:
            sys.meta_path[:] = lost + [one for one in sys.meta_path if not _among(one, own)]
        return bool(own or lost)

    def _output_streams(self) -> bool:
        # A pupil who sends print elsewhere and forgets to turn it back is no hook: no word.
        for name, stream in zip(_STREAMS, self._streams, strict=True):
            setattr(sys, name, stream)
        return False

    def _of_a_library(self, call) -> bool:
        code = getattr(getattr(call, "__func__", call), "__code__", None)
        return code is not None and code.co_filename.startswith(self._libraries)


def _among(thing: object, others) -> bool:
    """Whether it is one of the others: by identity, as a pupil's object may equal anything."""
    return any(thing is other for other in others)


def _home(thing: object) -> str:
    return getattr(thing if isinstance(thing, type) else type(thing), "__module__", "")


def library_folders() -> tuple[str, ...]:
    """Where installed code lies; a cell's code has a name in another place."""
    found = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    found |= {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    if "howcome" in sys.modules:  # in a checkout it is not installed
        found.add(os.path.dirname(sys.modules["howcome"].__file__ or ""))
    return tuple(sorted(os.path.join(path, "") for path in found if path))
