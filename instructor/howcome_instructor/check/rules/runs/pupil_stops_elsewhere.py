"""Refuses a lesson that stops a pupil who has not answered yet anywhere but at a check.

A copy as it is handed out runs whole, but for its checks, and each of these says in one sentence
what to do first. An error of Python's in between looks like the pupil's own fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft, about, is_author_only
from ...runs import failure, may_fail

UNDEFINED = re.compile(r"^NameError: name '(\w+)' is not defined")


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each cell that fails and should not, and each check that fails like Python."""
    if draft.runs.copy_error:
        return
    ran = draft.runs.handed_out
    failed = {
        name: failure(one.outputs) or one.status for name, one in ran.items() if one.status != "ok"
    }
    wrong = {name: said for name, said in failed.items() if not _expected(draft, name, said)}
    # what fails with the answers in, too, is told by the runs with answers
    answered = draft.runs.visible() if wrong else {}
    broken = False
    for name, error in wrong.items():
        undefined = UNDEFINED.search(error)
        if undefined and broken:
            continue  # a name that an earlier cell would have made
        broken = True
        if undefined and _is_authors(draft, undefined[1]):
            said = (
                f"Pupils have no `{undefined[1]}`: a cell that only authors get (its tag is "
                "`author-only`) makes it. Make it in a cell that pupils get, too."
            )
        elif answered[name].status != "ok":
            continue
        elif _is_check(draft, name):
            said = (
                f"Nothing is answered yet, and this check fails with “{error}”. Let it begin with "
                'a check that says what to do first, such as `check(mix.answered, "Move a slider '
                'first.")`.'
            )
        else:
            said = (
                f"A pupil who has not answered yet is stopped here: “{error}”. Let this cell work "
                "without an answer, or move what needs one into the check."
            )
        yield name, said


def _is_authors(draft: Draft, word: str) -> bool:
    theirs = [cell.source for cell in draft.notebook.cells if is_author_only(cell)]
    return any(re.search(rf"\b{word}\b", source) for source in theirs)


def _is_check(draft: Draft, name: str) -> bool:
    cell = draft.cell(name)
    return cell is not None and bool(about(cell).get("grade")) and not about(cell).get("solution")


def _expected(draft: Draft, name: str, said: str) -> bool:
    cell = draft.cell(name)
    if cell is not None and may_fail(cell):
        return True
    return _is_check(draft, name) and said.startswith("NotYet: ")
