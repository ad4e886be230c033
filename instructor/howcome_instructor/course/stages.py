"""Our stages inside nbgrader's commands; a course's config puts them there.

So Formgrader's buttons and `nbgrader` itself make the same files as `howcome course`.
"""

from __future__ import annotations

from pathlib import Path

from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor
from traitlets import Unicode

from ..release import assert_no_answer, set_stubs, stamp
from .copies import notebook_id
from .extensions import apply
from .folder import open_course


class Clear(ClearSolutions):
    """nbgrader's own stage; what it leaves in place of an answer is in the lesson's language."""

    def preprocess(self, nb, resources):
        """Take the answers out."""
        if "howcome" in nb.metadata:
            set_stubs(self, nb)
        return super().preprocess(nb, resources)


class Stamp(NbGraderPreprocessor):
    """The last stage of `generate_assignment`: no answer is left, and the copy has its id."""

    root = Unicode(help="The course's folder.").tag(config=True)

    def preprocess(self, nb, resources):
        """Raises ReleaseError when a lesson's copy still holds an answer or a hidden test."""
        lesson = nb.metadata.get("howcome", {}).get("lesson")
        if lesson:  # an assignment of the teacher's own is left as nbgrader makes it
            assert_no_answer(nb)
            stamp(nb, notebook_id(open_course(Path(self.root)), lesson))
        return nb, resources


class Extend(NbGraderPreprocessor):
    """Before nbgrader's late penalties: an extension that was given before anything came in."""

    root = Unicode(help="The course's folder.").tag(config=True)

    def preprocess(self, nb, resources):
        """Write the pupil's extension, if there is one, into nbgrader's gradebook."""
        from nbgrader.api import Gradebook

        about = resources["nbgrader"]
        course = open_course(Path(self.root))
        with Gradebook(course.db_url, course.course_id) as gradebook:
            apply(course, gradebook, about["assignment"], about["student"])
        return nb, resources
