"""What a course asks of nbgrader.

A course's own `nbgrader_config.py` only calls `configure`, so that an upgrade of howcome also
mends the courses that are there already.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import secrets
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from ..release import CODE_STUB, TEXT_STUB
from .folder import Course, open_course

if TYPE_CHECKING:
    from traitlets.config import Config

FILE = '''\
"""This course in nbgrader's words; what it says comes from howcome, so that upgrades reach it."""

from pathlib import Path

from howcome_instructor.course.config import configure

c = get_config()
configure(c, root=Path(__file__).absolute().parent)

# Settings of your own go here. On a hub that exchanges files through a shared folder:
# c.Exchange.root = "/srv/nbgrader/exchange"
'''
"""`nbgrader_config.py` of every course."""

PASSED = "\N{CHECK MARK} "
"""How `howcome.checks.well_done` begins."""

TEMPLATES = Path(__file__).parent / "templates"
"""nbconvert's templates that Formgrader uses in place of those that load from the internet."""

GENERATE = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "howcome_instructor.course.stages.Clear",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
    "howcome_instructor.course.stages.Stamp",
]
"""nbgrader's own stages of `generate_assignment`, and ours at the end."""

SANITIZE = [
    "howcome_instructor.grade.stages.Mend",
    "nbgrader.preprocessors.CheckCellMetadata",
]
AUTOGRADE = [
    "howcome_instructor.grade.stages.Run",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "howcome_instructor.course.stages.Extend",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
"""What `nbgrader autograde` and Formgrader's button do to a submission: our marking path in place
of nbgrader's, which gives clicks no points and runs a pupil's code as the teacher."""


FEEDBACK = "howcome_instructor.grade.report.stock.FeedbackExporter"
"""Formgrader's feedback button makes the same pages as `howcome grade`: no hidden test in them."""


def configure(c: Config, root: Path) -> None:
    """Set what a course needs in nbgrader's configuration; `root` is the course's folder."""
    import zmq

    course = open_course(Path(root))
    c.CourseDirectory.course_id = course.course_id
    c.CourseDirectory.root = str(course.root)
    c.CourseDirectory.db_url = course.db_url
    c.NbGraderAPI.timezone = local_zone()

    c.ClearSolutions.code_stub = {"python": CODE_STUB}
    c.ClearSolutions.text_stub = TEXT_STUB
    c.GenerateAssignment.preprocessors = list(GENERATE)
    c.Autograde.sanitize_preprocessors = list(SANITIZE)
    c.Autograde.autograde_preprocessors = list(AUTOGRADE)
    c.GenerateFeedback.exporter_class = FEEDBACK
    c.Stamp.root = c.Extend.root = str(course.root)
    c.OverwriteCells.add_missing_cells = True
    c.Exporter.optimistic_validation = True

    c.ExecutePreprocessor.timeout = 30  # seconds for one cell
    # without these, a flood of output or a loaded machine ends the whole submission after 4 s
    c.ExecutePreprocessor.iopub_timeout = 30
    c.ExecutePreprocessor.startup_timeout = 120
    c.Execute.shutdown_kernel = "immediate"
    # between nbgrader and the kernel, so that nobody else on a shared machine can listen
    c.KernelManager.transport_encryption = "auto" if zmq.has("curve") else "disabled"
    # a pupil's tag must not switch a check off: no notebook knows this one
    c.NotebookClient.skip_cells_with_tag = c.Execute.skip_cells_with_tag = secrets.token_hex(16)

    _show_safely(c)
    _be_quiet(course)


def _show_safely(c: Config) -> None:
    """Formgrader and nbgrader's feedback: nothing from the internet, nothing of a pupil's runs."""
    nbgrader = Path(importlib.util.find_spec("nbgrader").submodule_search_locations[0])
    theirs = nbgrader / "server_extensions" / "formgrader" / "templates"
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(theirs)]
    c.HTMLExporter.preprocessors = ["howcome_instructor.course.safe.SafeCells"]
    c.HTMLExporter.filters = {"markdown2html": "howcome_instructor.course.safe.markdown2html"}
    c.HTMLExporter.mathjax_url = c.HTMLExporter.require_js_url = c.HTMLExporter.jquery_url = ""
    c.FormgradeExtension.debug = False  # a panel with the whole configuration, for teachers


def config_of(course: Course) -> Config:
    """nbgrader's configuration in a course: the machine's, the user's, the course's."""
    from .stock import nbgrader_in

    return nbgrader_in(course).config


def local_zone() -> str:
    """A name for this machine's time zone that dateutil's `gettz` takes, as nbgrader uses it.

    Without one, Formgrader would show due dates in UTC.
    """
    if (named := os.environ.get("TZ")) and not named.startswith(":"):
        return named
    if Path("/etc/localtime").is_file():
        return "/etc/localtime"
    return time.tzname[0]  # Windows


def _be_quiet(course: Course) -> None:
    """Leave out warnings that come with every honest submission; a teacher reads the others."""
    from traitlets.log import get_logger

    # SQLAlchemy 2.1 remarks on how nbgrader builds a submission; nothing is wrong
    warnings.filterwarnings("ignore", message=".*not in session.*")
    log = get_logger()
    for old in [one for one in log.filters if isinstance(one, _Noise)]:
        log.removeFilter(old)
    log.addFilter(_Noise(course))


class _Noise(logging.Filter):
    """Drops "the checksum has changed" where the cell is just as it was handed out.

    nbgrader compares with the cell before its hidden tests were taken out, so it says so of
    every such cell of every pupil, and real changes drown in it. It also wonders about each of
    our checks that passes, since what they say is not a number of points.
    """

    def __init__(self, course: Course):
        super().__init__()
        self.course = course
        self.known: set[str] | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        arguments = record.args
        if str(record.msg).startswith(f"Cell output is {PASSED}"):
            return False
        if not (
            isinstance(arguments, tuple)
            and len(arguments) == 4
            and arguments[0] == "checksum"
            and str(record.msg).startswith("Attribute '%s' for cell %s has changed!")
        ):
            return True
        if self.known is None:
            self.known = set(self._checksums())
        return arguments[3] not in self.known

    def _checksums(self):
        import json

        for lesson in self.course.lessons:
            try:
                cells = json.loads(self.course.released(lesson).read_bytes())["cells"]
                for cell in cells:
                    yield cell["metadata"].get("nbgrader", {}).get("checksum")
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                continue  # not handed out: then nbgrader says what it has to say
