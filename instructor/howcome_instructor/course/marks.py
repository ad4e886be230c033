"""All marks as nbgrader's own CSV, before a course is deleted."""

from __future__ import annotations

from pathlib import Path

from ..errors import BadInput
from .folder import Course


def check_keep(course: Course, target: Path) -> Path:
    """Where the marks go; BadInput when they would be deleted too, or overwrite something."""
    target = target.expanduser().absolute()
    if course.root.resolve() in target.resolve().parents:
        raise BadInput(f"{target} is inside of the course; name a file outside of it.")
    if target.exists() or target.is_symlink():
        raise BadInput(f"{target} is there already; name another file.")
    if not target.parent.is_dir():
        raise BadInput(f"The folder {target.parent} is not there; make it, or name another one.")
    return target


def keep(course: Course, target: Path) -> None:
    """Write nbgrader's export. Raises BadInput when it cannot be written."""
    from nbgrader.plugins import CsvExportPlugin

    from .stock import gradebook_of, nbgrader_in

    plugin = CsvExportPlugin(parent=nbgrader_in(course))
    plugin.to = str(target)
    with gradebook_of(course) as gradebook:
        try:
            plugin.export(gradebook)
        except OSError as error:
            raise BadInput(
                f"{target} cannot be written ({error.strerror}); nothing was deleted."
            ) from error
