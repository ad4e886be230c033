"""nbgrader's own CSV, written by nbgrader's own plugin."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Collection, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from ..course.roster import Pupil
from ..errors import BadInput
from .cells import defused


def nbgrader_csv(
    gradebook,
    lessons: Collection[str],
    students: Collection[str],
    names: Mapping[str, Pupil] | None = None,
) -> bytes:
    """What `nbgrader export` writes for these lessons and pupils, byte for byte.

    With `names` the columns of names and addresses are filled from the roster; such a text is
    quoted where it needs to be, which nbgrader itself does not do.
    """
    from nbgrader.plugins import CsvExportPlugin

    plugin = CsvExportPlugin()
    plugin.log = logging.getLogger("howcome.export")
    plugin.assignment = list(lessons)
    plugin.student = list(students)
    book = _Named(gradebook, names) if names is not None else gradebook
    with TemporaryDirectory(prefix="howcome-export-") as folder:
        path = Path(folder) / "grades.csv"
        plugin.to = str(path)
        try:
            plugin.export(book)
        except UnicodeEncodeError as error:
            raise BadInput(
                "A name has a letter that this computer's default encoding lacks; "
                "set the environment variable PYTHONUTF8=1 and try again."
            ) from error
        return path.read_bytes()


class _Named:
    """A gradebook as the plugin sees it, with the roster's names in place of its own."""

    def __init__(self, gradebook, names: Mapping[str, Pupil]):
        self.assignments = gradebook.assignments
        self.students = [
            SimpleNamespace(
                id=student.id,
                last_name=_quoted(names[student.id].last_name),
                first_name=_quoted(names[student.id].first_name),
                email=_quoted(names[student.id].email),
            )
            for student in gradebook.students
        ]
        self.find_submission = gradebook.find_submission


def _quoted(text: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([defused(text)])
    # one empty cell alone is written as "" so that its row is not an empty line
    return out.getvalue() if text.strip() else ""
