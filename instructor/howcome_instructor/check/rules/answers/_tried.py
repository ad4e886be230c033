"""What a lesson says to wrong answers: those of the guide's record, and those of its questions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...draft import Draft, about, grade_id, is_author_only
from ...runs import failure
from ..structure._activities import activities
from ..structure._cells import pieces

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from ....grade.job import CellRun


@dataclass(frozen=True)
class Tried:
    """A wrong answer and what became of it."""

    idea: str
    """The id of the wrong idea behind it; empty for a choice that the record does not speak of."""
    answer: str
    """What a finding calls it: the wrong answer of m04-average, or the choice “fine”."""
    check: str
    """The id of the check cell."""
    seen: CellRun
    """What the visible checks say."""
    marked: CellRun | None
    """What marking says; None where the visible checks refuse it already."""

    @property
    def accepted(self) -> bool:
        """Whether it gets the points."""
        return self.marked is not None and self.marked.status == "ok"

    @property
    def hidden_only(self) -> bool:
        """Whether the pupil is told that all is well, and marking refuses it."""
        return self.marked is not None and self.marked.status != "ok"


def checks(draft: Draft) -> dict[str, NotebookNode]:
    """task -> its check cell, in order."""
    return {task: cell for role, task, cell in _pupils(draft) if role == "check"}


def autograded(draft: Draft) -> list[NotebookNode]:
    """Every cell that gives points by being run, whatever it is called."""
    return [
        cell
        for cell in draft.pupil_cells
        if cell.cell_type == "code" and about(cell).get("grade") and not about(cell).get("solution")
    ]


def answers(draft: Draft) -> dict[str, NotebookNode]:
    """task -> the cell with its reference answer."""
    return {task: cell for role, task, cell in _pupils(draft) if role in ("answer", "code")}


def described(draft: Draft) -> Iterator[tuple[str, str, dict | str]]:
    """(id of the idea, task, answer) for each wrong answer of the record that can be tried."""
    tasks = checks(draft).keys() & answers(draft).keys()
    for idea in draft.ideas:
        wrong, task = idea.get("wrong"), idea.get("task")
        if isinstance(task, str) and task in tasks and isinstance(wrong, dict | str):
            yield str(idea["id"]), task, wrong


def cannot_be_given(draft: Draft, task: str, wrong: dict | str) -> str:
    """Why the task does not take this answer; empty when it does."""
    try:
        ran = draft.runs.visible({task: wrong})
    except ValueError as error:
        return str(error)
    return failure(ran[answers(draft)[task].id].outputs)


def tried(draft: Draft) -> Iterator[Tried]:
    """Each wrong answer of the record, but where the right answer is refused as well."""
    if draft.runs.copy_error:
        return
    for idea, task, wrong in described(draft):
        if not cannot_be_given(draft, task, wrong) and _takes_right(draft, task):
            yield Tried(idea, f"the wrong answer of {idea}", *_ways(draft, task, {task: wrong}))


@dataclass(frozen=True)
class Choice(Tried):
    """A choice of a question that is not the reference answer."""

    feedback: str
    """idea · sentence · none: what the question says to it."""


def choices(draft: Draft) -> Iterator[Choice]:
    """Each such choice of a marked question, but those of the record, which are tried already.

    One wrong choice of each question goes into a run with one of every other question.
    """
    if draft.runs.copy_error:
        return
    left = {task: found for task, found in _questions(draft) if _takes_right(draft, task)}
    while left := {task: found for task, found in left.items() if found}:
        now = {task: found.pop(0) for task, found in left.items()}
        given = {task: {"value": choice} for task, (choice, _) in now.items()}
        for task, (choice, feedback) in now.items():
            yield Choice("", f"the choice “{choice}”", *_ways(draft, task, given), feedback)


def _pupils(draft: Draft) -> Iterator[tuple[str, str, NotebookNode]]:
    return (piece for piece in pieces(draft) if not is_author_only(piece[2]))


def _ways(draft: Draft, task: str, given: dict) -> tuple[str, CellRun, CellRun | None]:
    """The check of a task, and what becomes of an answer there, by sight and by marking."""
    check = checks(draft)[task].id
    seen = draft.runs.visible(given)[check]
    # a visible check that refuses stands in marking's run, too
    marked = draft.runs.marked(given)[check] if seen.status == "ok" else None
    return check, seen, marked


def _takes_right(draft: Draft, task: str) -> bool:
    return draft.runs.visible()[checks(draft)[task].id].status == "ok"


def _questions(draft: Draft) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(task, its choices to try with their feedback) of each `Ask` with one right choice."""
    marked, solved = checks(draft), answers(draft)
    covered = {
        (task, wrong.get("value"))
        for _, task, wrong in described(draft)
        if isinstance(wrong, dict) and isinstance(wrong.get("value"), str)
    }
    for cell, call in activities(draft):
        task = grade_id(draft.cell(cell))
        given = {one.arg: one.value for one in call.keywords}
        is_one = "kind" not in given or getattr(given["kind"], "value", "") == "one"
        if getattr(call.func, "id", "") != "Ask" or task not in marked or task not in solved:
            continue
        right = _answered(solved[task].source)
        if is_one and right is not None:
            kinds = _feedback(given.get("feedback"))
            judged = "idea" in kinds.values() or any(one == task for one, _ in covered)
            # where no choice is called wrong, each of them is credited
            unknown = "none" if judged and "" not in kinds else "sentence"
            listed = [one for one in _entries(given.get("choices")) if one != right]
            yield (
                task,
                [(one, kinds.get(one, unknown)) for one in listed if (task, one) not in covered],
            )


def _answered(source: str) -> str | None:
    """The choice in `which.answer("new")`."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "answer":
            named = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "value")]
            found = named[0].value if named and isinstance(named[0], ast.Constant) else None
            return found if isinstance(found, str) and node.col_offset == 0 else None
    return None


def _entries(node: ast.expr | None) -> dict[str, ast.expr]:
    """The entries of a mapping that is written out; empty for anything else."""
    if not isinstance(node, ast.Dict):
        return {}
    return {
        key.value: value
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def _feedback(node: ast.expr | None) -> dict[str, str]:
    """choice -> idea or sentence; with an entry for no choice where it is not written out."""
    if node is not None and not isinstance(node, ast.Dict):
        return {"": "sentence"}
    return {choice: _kind(said) for choice, said in _entries(node).items()}


def _kind(said: ast.expr) -> str:
    names = {node.id for node in ast.walk(said) if isinstance(node, ast.Name)}
    return "idea" if "hint" in names else "sentence"
