"""Writing a new lesson: both files, or none."""

from __future__ import annotations

import re
from contextlib import suppress

import nbformat

from ..check.work import rewrite
from ..errors import BadInput
from ..sources import sources_in
from ..standards.lessons import read_lesson
from ..standards.pages import write_map
from . import render
from .blanks import blanks
from .plan import Plan


def write(plan: Plan) -> dict[str, int]:
    """Make the lesson, and put it on the map of lessons.

    Returns:
        Where blanks are left, and how many: cell ids, then `guide: record`, `guide: Plan`, …

    Raises BadInput when a file cannot be written; nothing is left behind then.
    """
    notebook, guide = render.notebook(plan), render.guide(plan)
    path = plan.lesson.path
    if plan.guide.exists():
        raise BadInput(f"{plan.guide} is there already; choose another name.")
    try:
        path.parent.mkdir(parents=True)  # refuses a folder that is there
    except FileExistsError as error:
        raise BadInput(f"{path.parent} is there already; choose another name.") from error
    except OSError as error:
        raise BadInput(f"{path.parent} cannot be made; give another --curriculum.") from error
    try:
        rewrite(path, nbformat.writes(notebook) + "\n")
        plan.guide.parent.mkdir(parents=True, exist_ok=True)
        rewrite(plan.guide, guide)
    except OSError as error:
        for made in (path, plan.guide):
            with suppress(OSError):
                made.unlink()
        path.parent.rmdir()
        raise BadInput(f"{error.filename} cannot be written; nothing was made.") from error
    return {**{cell.id: len(blanks(cell.source)) for cell in notebook.cells}, **_in_guide(guide)}


def put_on_map(plan: Plan) -> None:
    """Add the lesson to the curriculum's README.md. Raises BadInput when there is no place."""
    write_map(plan.curriculum, [read_lesson(one, []) for one in sources_in(plan.curriculum)])


def _in_guide(text: str) -> dict[str, int]:
    _, record, body = text.split("---\n", 2)
    above, *sections = re.split(r"^## +", body, flags=re.MULTILINE)
    found = {"guide: record": len(blanks(record)), "guide": len(blanks(above))}
    for section in sections:
        title, _, said = section.partition("\n")
        found[f"guide: {title.strip()}"] = len(blanks(said))
    return found
