"""A clean notebook, the check and the cure in one: the check compares, the cure rewrites."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
HOWCOME_KEYS = {"band", "language", "lesson", "minutes", "question", "version"}
CELL_KEYS = {"jupyter", "nbgrader", "tags"}
JUPYTER_KEYS = {"outputs_hidden", "source_hidden"}
NBGRADER_KEYS = {
    "cell_type",
    "grade",
    "grade_id",
    "locked",
    "points",
    "schema_version",
    "solution",
    "task",
}
# what Jupyter gives a new cell: nobody can read it, and every tool gives another one
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?")


def clean(notebook: NotebookNode) -> NotebookNode:
    """A clean copy: no outputs, no counts, allow-listed metadata, readable cell ids, format 4.5.

    An id that a person gave stays. A random one becomes the cell's grade_id, or `cell-<n>`.
    """
    import nbformat

    notebook = deepcopy(notebook)
    howcome = notebook.metadata.get("howcome", {})
    metadata = {
        "kernelspec": KERNELSPEC,
        "language_info": {"name": "python"},
        "howcome": {key: howcome[key] for key in sorted(HOWCOME_KEYS & set(howcome))},
    }
    if not metadata["howcome"]:
        del metadata["howcome"]
    ids = {cell.get("id") for cell in notebook.cells}
    cells = [_clean_cell(cell, place, ids) for place, cell in enumerate(notebook.cells, start=1)]
    return nbformat.from_dict(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )


def clean_text(text: str) -> str:
    """The clean form of an `.ipynb` file's text; a file is clean when the two are equal."""
    import nbformat

    return nbformat.writes(clean(nbformat.reads(text, as_version=4))) + "\n"


def findings(text: str) -> list[str]:
    """What is unclean in an `.ipynb` file's text, in words; empty when nothing is."""
    import nbformat

    if clean_text(text) == text:
        return []
    # as it stands in the file: nbformat's own upgrade would hide a missing id
    before = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    after = nbformat.reads(clean_text(text), as_version=4)
    found = []
    if (before.nbformat, before.get("nbformat_minor")) != (4, 5):
        found.append("not in notebook format 4.5")
        return found
    if any(cell.get("outputs") for cell in before.cells):
        found.append("outputs")
    if any(cell.get("execution_count") is not None for cell in before.cells):
        found.append("execution counts")
    if before.metadata != after.metadata:
        keys = _changed(before.metadata, after.metadata)
        found.append(f"notebook metadata ({', '.join(keys)})")
    for old, new in zip(before.cells, after.cells, strict=True):
        if old.get("id") != new.id:
            found.append(f"cell id {old.get('id')}")
        if old.metadata != new.metadata:
            keys = _changed(old.metadata, new.metadata)
            found.append(f"metadata of cell {new.id} ({', '.join(keys)})")
    return found or ["the file's layout (indents, order of keys)"]


def _changed(old: dict, new: dict) -> list[str]:
    return sorted(key for key in {*old, *new} if old.get(key) != new.get(key))


def _clean_cell(cell: NotebookNode, place: int, ids: set[str]) -> dict:
    metadata = {key: cell.metadata[key] for key in sorted(CELL_KEYS & set(cell.metadata))}
    for key, allowed in (("jupyter", JUPYTER_KEYS), ("nbgrader", NBGRADER_KEYS)):
        if key in metadata:
            metadata[key] = {k: v for k, v in metadata[key].items() if k in allowed}
    metadata = {key: value for key, value in metadata.items() if value}
    tidy = {
        "cell_type": cell.cell_type,
        "id": _readable_id(cell, place, ids),
        "metadata": metadata,
        "source": cell.source,
    }
    if cell.cell_type == "code":
        tidy |= {"execution_count": None, "outputs": []}
    if cell.get("attachments"):
        tidy["attachments"] = cell.attachments
    return tidy


def _readable_id(cell: NotebookNode, place: int, ids: set[str]) -> str:
    own = cell.get("id")
    if own and not RANDOM_ID.fullmatch(own):
        return own
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    if not name or name in ids or not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name):
        name = f"cell-{place}"
        while name in ids:
            name += "-new"
    ids.add(name)
    return name
