"""Refuses a lesson that does not run from top to bottom with its own answers.

Authors run a lesson cell by cell, in any order, in a kernel that still holds yesterday's names. A
class runs it once, from the top.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """The cell that stops the author's run, and its error."""
    run = draft.runs.author
    if run.stopped is None:
        return
    if run.error.startswith("NotYet: "):
        said = (
            f"This check refuses your own reference answer: “{run.error[8:]}” Mend the answer, or "
            "what the check asks."
        )
        yield run.stopped, said
    elif run.error.startswith("NameError: "):
        said = (
            f"The lesson, run once from the top, stops here: “{run.error}”. Mend the name, or "
            "bring the cell that makes it above this one."
        )
        yield run.stopped, said
    else:
        said = (
            f"The lesson, run once from the top with your own answers, stops here: “{run.error}”. "
            "Mend this cell. (One that is to fail, for pupils to read the error, has the tag "
            "`raises-exception`.)"
        )
        yield run.stopped, said
