"""nbgrader in this process, set up as its own commands are in this course."""

from __future__ import annotations

import contextlib
import logging
import os
import sysconfig
from collections.abc import Iterator
from typing import Any

from ..errors import BadInput
from .folder import Course


def nbgrader_in(course: Course) -> Any:
    """An `NbGrader` application with the machine's, the user's and the course's settings.

    Its log is kept from the screen. Raises BadInput when a setting cannot be read.
    """
    from nbgrader.apps.baseapp import NbGrader

    class Quiet(NbGrader):
        load_cwd_config = False
        name = "nbgrader"

        def init_syspath(self) -> None:
            """Not the folder the teacher happens to be in: what lies there is not ours to load."""

    if not (course.root / "nbgrader_config.py").is_file():
        raise BadInput(
            f"{course.root / 'nbgrader_config.py'} is missing; put it back from a backup, or copy "
            "it from another course."
        )
    app = Quiet(log=_log())
    try:
        app.initialize([], root=str(course.root))
    except SystemExit as error:
        raise BadInput(
            "nbgrader cannot read its settings; see what `nbgrader --version` says in "
            f"{course.root}."
        ) from error
    return app


@contextlib.contextmanager
def gradebook_of(course: Course) -> Iterator[Any]:
    """nbgrader's gradebook of a course, closed afterwards. Raises BadInput when it cannot open."""
    import sqlalchemy.exc
    from nbgrader.api import Gradebook

    try:
        with our_commands():
            gradebook = Gradebook(course.db_url, course.course_id)
    except Exception as error:
        raise BadInput(
            f"{course.gradebook} cannot be opened; close Formgrader and other programs that use "
            "it, or put it back from a backup."
        ) from error
    try:
        yield gradebook
    except sqlalchemy.exc.OperationalError as error:
        raise BadInput(
            f"{course.gradebook} cannot be written to; close other programs that use it, make "
            "room on the disk, then try again."
        ) from error
    finally:
        gradebook.close()


@contextlib.contextmanager
def our_commands() -> Iterator[None]:
    """Let nbgrader find the commands installed beside this Python.

    For a new gradebook it calls `alembic`, which is not on the path of everyone who starts
    `howcome` from an environment that is not activated.
    """
    before = os.environ.get("PATH")
    scripts = sysconfig.get_path("scripts")
    os.environ["PATH"] = os.pathsep.join(filter(None, (scripts, before)))
    try:
        yield
    finally:
        if before is None:
            del os.environ["PATH"]
        else:
            os.environ["PATH"] = before


def generate(app: Any, lesson: str) -> None:
    """nbgrader's `generate_assignment`: the pupils' file, and the cells in the gradebook.

    Raises BadInput with nbgrader's reason; nothing half made is left.
    """
    from nbgrader.converters import GenerateAssignment

    app.coursedir.assignment_id = lesson
    stage = GenerateAssignment(coursedir=app.coursedir, parent=app)
    stage.force = True
    with our_commands(), _listening(app.log) as said:
        try:
            stage.start()
        except Exception as error:
            raise BadInput(f"{lesson} could not be made: {_reason(said)}") from error


def _reason(said: list[str]) -> str:
    """The last line of the traceback that nbgrader logged, which is the exception itself."""
    tracebacks = [text for text in said if text.startswith("Traceback")]
    last = (tracebacks or said or ["no reason given"])[-1].strip().splitlines()[-1]
    if "submissions associated with it" in last:
        return (
            "graded cells were added or removed, but pupils have handed in already; put the "
            "cells back, or make a new course for the new version."
        )
    reason = last.partition(": ")[2] or last
    return f"{reason.rstrip('.')}; mend its source, then try again."


@contextlib.contextmanager
def _listening(log: logging.Logger) -> Iterator[list[str]]:
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    ear = Ear(level=logging.ERROR)
    log.addHandler(ear)
    try:
        yield said
    finally:
        log.removeHandler(ear)


def _log() -> logging.Logger:
    log = logging.getLogger("howcome.nbgrader")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    return log
