"""Refuses a lesson from which no pupil's copy can be made.

The copy is made by nbgrader: answers and hidden checks go out, everything else stays. Where their
marks are broken it would hand out an answer, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """One line with the reason that the release gives."""
    if why := draft.runs.copy_error:
        said = (
            f"No pupil's copy can be made: {why.rstrip('.')}. Each answer stands between `### "
            "BEGIN SOLUTION` and `### END SOLUTION`, each hidden check between `### BEGIN HIDDEN "
            "TESTS` and `### END HIDDEN TESTS`, in cells that have a grade_id of their own."
        )
        yield "notebook", said
