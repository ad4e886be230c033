"""Refuses a figure made by code that has no words, or words that say nothing.

`bars`, `dots`, `lines`, `pictures` and `show` take them as `alt`. Words that the cell works out are
not read here; those that stand in the call are.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...draft import Draft
from ._page import SAY, wrong_with

FIGURES = ("bars", "dots", "lines", "pictures", "show")


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each such figure in a pupil's cell."""
    pupils = {cell.id for cell in draft.pupil_cells}
    ours = _ours(draft)
    for cell, call in draft.calls(*FIGURES):
        if cell not in pupils or ast.unparse(call.func) not in ours:
            continue
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        name = ast.unparse(call.func)
        if "alt" not in given:
            if None not in given:  # **settings may hold it
                yield cell, f"`{name}(…)` has no `alt`. {SAY}"
            continue
        said = _text(given["alt"])
        if said is not None and (wrong := wrong_with(said)):
            yield cell, f"The `alt` of `{name}(…)` {wrong}. {SAY}"


def _ours(draft: Draft) -> set[str]:
    """How the lesson calls the figures of howcome; `plt.show` is not one of them."""
    found = set()
    for _, tree in draft.code:
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in ("howcome", "howcome.figures"):
                for one in node.names:
                    name = one.asname or one.name
                    if one.name in FIGURES:
                        found.add(name)
                    elif one.name == "figures":
                        found |= {f"{name}.{figure}" for figure in FIGURES}
            elif isinstance(node, ast.Import) and any(one.name == "howcome" for one in node.names):
                found |= {f"howcome.{figure}" for figure in FIGURES}
                found |= {f"howcome.figures.{figure}" for figure in FIGURES}
    return found


def _text(node: ast.expr) -> str | None:
    """The words of a string, each gap as one; None for words that the cell works out."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else "one two three"
            for part in node.values
        )
    return None
