"""Refuses a notebook whose name or version is not written in it.

Answers carry the lesson and its version; marking tells by them whose copy it has.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for a name that differs from the file's, and one for a version that is none."""
    told = draft.notebook.metadata.get("howcome", {})
    if told.get("lesson") != draft.name:
        right = f'"howcome": {{"lesson": "{draft.name}", "version": 1}}'
        yield "notebook", f"Name the lesson in the notebook's metadata as its file: `{right}`."
    version = told.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        yield "notebook", 'Give the lesson a version in the metadata, such as `"version": 1`.'
