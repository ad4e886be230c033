"""nbgrader's labels, as the lesson has them; the type of a cell; tags that steer its running."""

from __future__ import annotations

import copy

from ...release import EMPTY
from .kept import keep_beside
from .tidy import tidy_attachments
from .work import Cell, Part, Work

STEERING = {"skip-execution", "raises-exception"}
"""Tags that change how a cell runs: with the first, a check is passed by not running it."""
FLAGS = ("grade", "solution", "locked", "task")
FIXED = ("deletable", "editable")


def restore_settings(work: Work) -> None:
    """Stage: each cell of the lesson gets its labels back, and no other cell has any."""
    for cell in work.cells:
        if cell.part is None:
            _unlabel(work, cell)
            continue
        if cell.part.kept:
            cell.handed_out = _is_as_handed_out(cell)
            _relabel(work, cell, cell.part)
            _untag(work, cell, cell.part)
        _retype(work, cell, cell.part)
        _unwrite(cell, cell.part)
        if "nbgrader" in cell.part.cell["metadata"]:
            cell.json["metadata"]["nbgrader"] = copy.deepcopy(cell.part.about)
        else:
            cell.json["metadata"].pop("nbgrader", None)


def _unlabel(work: Work, cell: Cell) -> None:
    label = cell.label or "?"
    about = cell.json["metadata"].pop("nbgrader", None)
    if isinstance(about, dict) and any(about.get(key) for key in FLAGS):
        work.say("mend.foreign", label[:64])


def _relabel(work: Work, cell: Cell, part: Part) -> None:
    old, new = cell.about, part.about
    changed = [key for key in (*FLAGS, "points") if key in old and old[key] != new.get(key, False)]
    if changed:
        work.say("mend.settings", part.name, look=True)
    elif old.get("grade_id") != part.name or old.get("schema_version") != new.get("schema_version"):
        work.say("mend.labels", part.name)
        if not old:  # whatever lost them lost the rest, too: what is folded up, above all
            cell.json["metadata"] = {
                **copy.deepcopy(part.cell["metadata"]),
                **cell.json["metadata"],
            }
    for key in FIXED:
        if key in part.cell["metadata"]:
            cell.json["metadata"][key] = part.cell["metadata"][key]
        else:
            cell.json["metadata"].pop(key, None)


def _untag(work: Work, cell: Cell, part: Part) -> None:
    tags = cell.json["metadata"].get("tags", [])
    own = part.cell["metadata"].get("tags", [])
    steering = [tag for tag in tags if tag in STEERING and tag not in own]
    if not steering:
        return
    work.say("mend.tags", part.name, look=True, tag=steering[0])
    cell.json["metadata"]["tags"] = [tag for tag in tags if tag not in steering]
    if not cell.json["metadata"]["tags"]:
        del cell.json["metadata"]["tags"]


def _retype(work: Work, cell: Cell, part: Part) -> None:
    if cell.kind == part.kind:
        return
    if not part.kept and cell.source.strip() != part.given.strip():
        return  # the pupil's to use, and used
    cell.json["cell_type"] = part.kind
    if part.kind == "code":
        cell.json.pop("attachments", None)
    work.say("mend.type", part.name or part.id)


def _unwrite(cell: Cell, part: Part) -> None:
    """An answer that nobody has begun reads as the course's does, whatever language it was in."""
    if part.solution and cell.source.strip() in EMPTY and part.given.strip() in EMPTY:
        cell.json["source"] = part.given


def restore_locked(work: Work) -> None:
    """Stage: checks and texts of the lesson read as they were; what stood there instead is kept."""
    for cell in list(work.cells):
        part = cell.part
        if part is None or not part.locked:
            continue
        as_it_was = _words(cell.source) in (_words(part.given), _words(part.source))
        # else the teacher has changed the lesson's own cell since it was handed out
        if not as_it_was and not cell.handed_out:
            work.say("mend.check-changed" if part.check else "mend.text-changed", part.name)
            keep_beside(work, cell, cell.source)
        cell.json["source"] = part.source
        pictures = tidy_attachments(part.cell.get("attachments"))
        if pictures:
            cell.json["attachments"] = pictures


def _is_as_handed_out(cell: Cell) -> bool:
    """Whether nbgrader's checksum, which release wrote into the cell, fits the cell."""
    if _words(cell.source) in (_words(cell.part.given), _words(cell.part.source)):
        return True
    from nbformat import from_dict
    from nbgrader.utils import compute_checksum

    try:
        return cell.about.get("checksum") == compute_checksum(from_dict(cell.json))
    except (KeyError, TypeError, ValueError, AttributeError):
        return False  # labels that no release wrote


def _words(source: str) -> str:
    """A source without blanks at the ends of lines, which editors add and take away."""
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))
