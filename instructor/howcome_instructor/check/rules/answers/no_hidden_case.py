"""Refuses a function, or an activity's result, that is marked by the visible case alone.

Whoever sees the one case can write its number down, and a lucky deal passes as well. Hidden checks
try other cases of the same rule: another table, another seed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...draft import Draft, called, parts
from ..structure._activities import activities
from ..structure._cells import pieces
from ._tried import checks

ONE_CASE = ("Ask", "CardWriter", "LabelCards", "MistakeTable", "SortShelf", "UseStatement")
"""Their answer is the whole case: a choice, a text, a deck of labels, a cell of a table."""


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each function without one; for clicks, one line when no task has one."""
    marked = checks(draft)
    hidden = {task for task, cell in marked.items() if parts(cell.source)[1].strip()}
    roles = {cell.id: (role, task) for role, task, cell in pieces(draft)}
    functions = {
        cell
        for cell, tree in draft.code
        if any(isinstance(node, ast.FunctionDef) for node in ast.walk(tree))
    }
    for cell, (role, task) in roles.items():
        # a number that a pupil changes has no other case; a function has
        if role == "code" and cell in functions and task in marked and task not in hidden:
            said = (
                f"A function that gives back this one number passes, too. Add another case for "
                f"“{task}” between `### BEGIN HIDDEN TESTS` and `### END HIDDEN TESTS`."
            )
            yield marked[task].id, said
    if hidden:
        return
    for cell, call in activities(draft):
        role, task = roles.get(cell, ("", ""))
        if role == "clicks" and task in marked and called(call) not in ONE_CASE:
            said = (
                "No task has a hidden check, so what fits the one visible case gets the points. "
                "Try the answer on other cases, such as another deal or other cards, between "
                "`### BEGIN HIDDEN TESTS` and `### END HIDDEN TESTS`."
            )
            yield marked[task].id, said
            return
