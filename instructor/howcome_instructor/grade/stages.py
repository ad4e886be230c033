"""Our marking inside nbgrader's own `autograde`, so that its command and Formgrader's button
do what `howcome grade` does: clicks count, and a pupil's code runs in the sandbox.

A course's config puts `Mend` in place of nbgrader's sanitizing stages and `Run` in place of its
`Execute`; what nbgrader does beside (its gradebook, its folders, late penalties) stays. A
teacher's own assignment, which is no lesson, is sanitized as nbgrader does, and runs in the
sandbox too.
"""

from __future__ import annotations

import atexit
import json
from pathlib import Path

from nbformat import from_dict
from nbgrader.preprocessors import (
    ClearOutput,
    DeduplicateIds,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
)

from ..course.folder import open_course
from .job import MachineFailure, Reference
from .mark import with_outputs
from .mend import mend
from .notes import GRADED
from .references import reference_of
from .run import Runner, open_runner

_answers: dict[tuple[str, str], bytes | None] = {}
"""From mending, which sees the pupil's outputs, to running, which comes after they are cleared."""


class Mend(NbGraderPreprocessor):
    """Mend a submission; in place of ClearOutput, OverwriteCells and their like."""

    def preprocess(self, nb, resources):
        """Raises ValueError, in words for the teacher, for what cannot be graded."""
        about = resources["nbgrader"]
        reference = _reference(_root(self), about["assignment"])
        if reference is None:
            for stage in (ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells):
                nb, resources = stage(parent=self.parent)(nb, resources)
            return nb, resources
        mended = mend(json.dumps(nb).encode("utf-8"), reference)
        said = [note.teacher() for note in mended.notes if note.teacher()]
        for sentence in said:
            self.log.warning("%s: %s", about["student"], sentence)
        if mended.outcome != GRADED:
            raise ValueError(f"{about['student']}: {' '.join(said)}")
        _answers[about["assignment"], about["student"]] = mended.answers
        return from_dict(mended.notebook), resources


class Run(NbGraderPreprocessor):
    """Run a mended submission in the sandbox; in place of Execute."""

    def preprocess(self, nb, resources):
        """Raises RuntimeError, in words for the teacher, when the machine failed."""
        about = resources["nbgrader"]
        answers = _answers.pop((about["assignment"], about["student"]), None)
        try:
            ran = self._runner(nb, about).run(nb, answers=answers)
        except MachineFailure as failure:
            raise RuntimeError(failure.note.teacher()) from failure
        for note in ran.notes:
            self.log.warning("%s: %s", about["student"], note.teacher())
        return from_dict(with_outputs(nb, ran)), resources

    def _runner(self, nb, about: dict) -> Runner:
        """What runs this notebook's cells; kept for the rest of the class."""
        key = (str(_root(self)), about["assignment"], about["notebook"])
        if key not in _runners:
            reference = _reference(_root(self), about["assignment"])
            if reference is None:  # a teacher's own: what it imports is read off the notebook
                reference = Reference(about["assignment"], "", json.loads(json.dumps(nb)))
            _runners[key] = open_runner(reference, workers=1)
            atexit.register(_runners[key].close)
        return _runners[key]


_runners: dict[tuple[str, str, str], Runner] = {}


def _root(stage: NbGraderPreprocessor) -> Path:
    """The course's folder; a stage's parent is the exporter, whose parent is the converter."""
    return Path(stage.parent.parent.coursedir.root)


def _reference(root: Path, assignment: str) -> Reference | None:
    """The reference of a lesson; None for an assignment that the teacher made in nbgrader."""
    course = open_course(root)
    return reference_of(course, assignment) if assignment in course.lessons else None
