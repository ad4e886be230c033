"""Our pages in nbgrader's own `generate_feedback`, and so behind Formgrader's button.

nbgrader's feedback shows hidden tests in full. A course's config names this class in its place::

    c.GenerateFeedback.exporter_class = "howcome_instructor.grade.report.stock.FeedbackExporter"
"""

from __future__ import annotations

from pathlib import Path

from nbconvert.exporters import HTMLExporter
from traitlets import Unicode

from ...course.folder import open_course
from ...errors import BadInput


class FeedbackExporter(HTMLExporter):
    """What nbgrader asks for a page of feedback.

    A lesson of the course gets ours; an assignment of the teacher's own gets nbgrader's.
    """

    root = Unicode(help="The course's folder; empty: three folders up.").tag(config=True)

    def from_filename(self, filename, resources=None, **how):
        """The page of the pupil whose marked notebook this is.

        Raises BadInput for a pupil of whose work nothing is known.
        """
        from .feedback import feedback_page, for_release
        from .room import Books, room_of

        path = Path(filename).absolute()
        course = open_course(Path(self.root) if self.root else path.parents[3])
        about = resources["nbgrader"]
        if about["assignment"] not in course.lessons:
            return super().from_filename(filename, resources=resources, **how)
        with Books(course) as books:
            room = room_of(course, about["assignment"], books)
        seat = room.seats.get(about["student"])
        if seat is None or seat.outcome is None:
            raise BadInput(f"{about['student']} is not marked yet; run `howcome grade` first.")
        for_release(room, seat)  # nbgrader has just emptied the folder
        return feedback_page(room, seat), {**resources, "output_extension": self.file_extension}
