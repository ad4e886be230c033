"""Refuses data that a pupil meets before its card.

Who made it, who is missing, good for, not for: first the card, then the first picture or number.
The card is `about("penguins")`, or a toy's `card()`, or the author's own words on who made the
lesson's first data and who is missing from it. (A toy's card holds its errors, too; when the data
has been introduced in `meet`, it may come at the end.)
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...draft import Draft, called

TABLES = ("load", "rows", "drawing")
PARTS = re.compile(
    r"who (?:made|drew|wrote|built|counted)|(?:who|what) is (?:in|missing|not in)|good for|not for",
    re.IGNORECASE,
)
"""Of a card in the author's own words; two of them make one."""
MEET = "say in `meet` who made the data, who is missing, what it is good for and what not"


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each table and each toy that is used before a card was shown."""
    if draft.stage == "TK-2":
        return
    trees = dict(draft.code)
    carded: set[str] = set()
    used: set[str] = set()
    toys: set[str] = set()
    in_words = False
    for cell in draft.pupil_cells:
        if cell.cell_type == "markdown":
            in_words = in_words or _in_words(cell.source)
            continue
        tree = trees.get(cell.id, ast.Module([], []))
        toys |= _toys(tree)
        carded |= _cards(tree)
        for name in sorted(_tables(tree) - used):
            if name not in carded and (used or not in_words):
                first = f'`about("{name}")` in a cell above'
                yield cell.id, f"Show the card of this data first: {first}."
            used.add(name)
        for name in sorted(_loaded(tree) & toys - used):
            if not (carded or in_words):
                yield cell.id, f"`{name}` makes its data here, before any card: {MEET}."
            used.add(name)


def _in_words(source: str) -> bool:
    return len({part.casefold() for part in PARTS.findall(source)}) > 1


def _calls(tree: ast.Module, *names: str) -> list[ast.Call]:
    return [one for one in ast.walk(tree) if isinstance(one, ast.Call) and called(one) in names]


def _first_words(calls: list[ast.Call]) -> set[str]:
    firsts = [call.args[0] for call in calls if call.args]
    return {str(one.value) for one in firsts if isinstance(one, ast.Constant)}


def _tables(tree: ast.Module) -> set[str]:
    return _first_words(_calls(tree, *TABLES))


def _cards(tree: ast.Module) -> set[str]:
    """The data sets, and the toys (as `toy`), whose cards a cell shows."""
    return _first_words(_calls(tree, "about")) | ({"toy"} if _calls(tree, "card") else set())


def _toys(tree: ast.Module) -> set[str]:
    """The toys that a cell imports, by the names it gives them."""
    import howcome

    found = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    return {
        alias.asname or alias.name
        for node in found
        for alias in node.names
        if node.module == "howcome.toys"
        or (node.module == "howcome" and howcome._HOMES.get(alias.name, "").startswith("toys."))
    }


def _loaded(tree: ast.Module) -> set[str]:
    return {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}
