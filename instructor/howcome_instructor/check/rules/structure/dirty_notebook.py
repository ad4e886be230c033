"""Refuses outputs, counts, metadata that nobody asked for, unreadable cell ids, another layout.

A clean notebook shows in a comparison of two versions what its author has changed, and nothing
else. The check and the cure are one function, in `howcome_instructor.clean`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....clean import clean_text, findings
from ...draft import Draft
from ...work import rewrite


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each thing that is not clean."""
    for found in findings(draft.text):
        yield "notebook", f"Not clean: {found}."


def cure(draft: Draft) -> None:
    """Write the clean form of the same notebook."""
    rewrite(draft.lesson.path, clean_text(draft.text))
