"""What the machine needs to know of a lesson before anybody's notebook comes: no check's words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..job import Reference


def code_cells(notebook: dict) -> Iterator[tuple[int, dict]]:
    """The code cells that hold anything, with their places."""
    for place, cell in enumerate(notebook.get("cells", [])):
        if cell.get("cell_type") == "code" and source(cell).strip():
            yield place, cell


def source(cell: dict) -> str:
    """A cell's text, which nbformat allows to be a list of lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(text)


def is_check(cell: dict) -> bool:
    """Whether nbgrader scores what running this cell does."""
    about = cell.get("metadata", {}).get("nbgrader", {})
    return bool(about.get("grade")) and not about.get("solution")


def points_of(cell: dict) -> float:
    """What a check is worth."""
    points = cell.get("metadata", {}).get("nbgrader", {}).get("points")
    return float(points) if isinstance(points, int | float) else 0.0


def name_of(cell: dict) -> str:
    """What a note calls a cell."""
    about = cell.get("metadata", {}).get("nbgrader", {})
    return about.get("grade_id") or cell.get("id") or "?"


def imports(reference: Reference) -> list[str]:
    """The import statements of all cells, each once, in order; nothing else of the cells.

    A lesson that only speaks of matplotlib (`figures.use("matplotlib")`) will import it.
    """
    found: dict[str, None] = {}
    for tree in _trees(reference):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                found[ast.unparse(node)] = None
            elif isinstance(node, ast.Constant) and node.value == "matplotlib":
                found["import matplotlib.figure, matplotlib.backends.backend_agg"] = None
    return [one for one in found if not one.startswith("from __future__")]


def names(reference: Reference) -> dict[str, tuple[str, str]]:
    """Names that the lesson takes from howcome, with their module and name there.

    A name to which the lesson itself later gives another value is the lesson's own affair.
    """
    found: dict[str, tuple[str, str]] = {}
    given: set[str] = set()
    for tree in _trees(reference):
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and _ours(node.module):
                for alias in node.names:
                    if alias.name != "*":
                        found[alias.asname or alias.name] = (node.module or "", alias.name)
        given |= {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        given |= {
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        }
    return {name: home for name, home in found.items() if name not in given}


# What one needs to look into a check while it runs, or to change Python beneath it.
_REACHING = re.compile(
    r"\b(?:_getframe|currentframe|f_back|f_locals|f_globals|f_code|co_consts|settrace|setprofile"
    r"|addaudithook|ctypes|get_objects|get_referrers|__code__|__globals__|__closure__|__bases__"
    r"|__subclasses__|__builtins__|howcome\.checks|sys\.modules|displayhook|displaypub)\b"
)


def reaching(notebook: dict, reference: Reference) -> Iterator[tuple[int, str]]:
    """Places of the pupil's cells with a word that reaches beneath Python, and that word.

    A word which the lesson itself uses is the lesson's own. Whoever builds the word out of parts
    is not found: this is for a teacher to look at, and no wall.
    """
    known = {
        word
        for _place, cell in code_cells(reference.notebook)
        for word in _REACHING.findall(source(cell))
    }
    for place, cell in code_cells(notebook):
        if not is_check(cell):
            for word in _REACHING.findall(source(cell)):
                if word not in known:
                    yield place, word


def open_cells(reference: Reference) -> list[str]:
    """The cells that a pupil sees as they are: no checks."""
    return [source(cell) for _place, cell in code_cells(reference.notebook) if not is_check(cell)]


def _trees(reference: Reference) -> Iterator[ast.Module]:
    for _place, cell in code_cells(reference.notebook):
        try:
            yield ast.parse(_plain(source(cell)))
        except SyntaxError:
            continue


def _plain(text: str) -> str:
    """Without lines that only IPython understands."""
    return "\n".join(
        "pass" if line.startswith(("%", "!", "?")) else line for line in text.splitlines()
    )


def _ours(module: str | None) -> bool:
    return bool(module) and module.split(".")[0] == "howcome"
