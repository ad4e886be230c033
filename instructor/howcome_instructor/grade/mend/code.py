"""What a code cell's source says, without running it."""

from __future__ import annotations

import ast
import builtins
import threading
import warnings
from collections.abc import Iterator

MOST = 100_000
"""Letters of a source that are parsed; a longer one was not typed by hand."""


_ONE_AT_A_TIME = threading.Lock()


def tree(source: str) -> ast.Module | None:
    """The syntax tree of a cell, IPython's own lines left out; None when it has none."""
    if len(source) > MOST:
        return None
    lines = (
        f"{line[: len(line) - len(line.lstrip())]}pass" if line.lstrip()[:1] in "%!?" else line
        for line in source.split("\n")
        if line.strip()
    )
    try:
        # a pupil's "\d" is not ours to warn about; Python's filters are one for all threads
        with _ONE_AT_A_TIME, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def parses(source: str) -> bool:
    """Whether this is Python (or IPython) that can be run."""
    return tree(source) is not None


def returns(source: str) -> bool:
    """Whether a `return` stands outside any function, where Python refuses it."""
    return any(isinstance(node, ast.Return) for node in _outside(tree(source)))


def names(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell makes, and those that it uses and does not make.

    >>> made, used = names("rows = DataFrame(table)")
    >>> sorted(made), sorted(used)
    (['rows'], ['DataFrame', 'table'])
    """
    parsed = tree(source)
    used = {
        node.id
        for node in (ast.walk(parsed) if parsed else ())
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    made: set[str] = set()
    for node in _outside(parsed):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            made.add(node.id)
        elif isinstance(node, ast.alias):
            made.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, _SCOPES):
            made.add(getattr(node, "name", ""))
    return made, used - made - _BUILT_IN


def _outside(parsed: ast.Module | None) -> Iterator[ast.AST]:
    """The nodes that are not inside a function, which keeps to itself what it makes."""
    ahead: list[ast.AST] = [parsed] if parsed else []
    while ahead:
        node = ahead.pop()
        yield node
        if not isinstance(node, _SCOPES):
            ahead.extend(ast.iter_child_nodes(node))


_SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
_BUILT_IN = set(dir(builtins))
