"""Where things are in a course. Everything else asks here and builds no path of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import BadInput

HIDDEN = ".howcome"
"""What is ours in a course's folder; all else is nbgrader's, or the teacher's."""


@dataclass(frozen=True)
class Course:
    """A course folder, as `howcome course new` made it."""

    root: Path
    course_id: str
    band: str
    language: str = "en"
    """The language of feedback for a pupil whose own is not known: en or es."""
    lessons: dict[str, str] = field(default_factory=dict)
    """The assignments: each lesson's name with the version that was frozen."""
    pseudonyms: bool = False
    """True when the gradebook knows no names, and `pupils.csv` alone says who is who."""

    @property
    def db_url(self) -> str:
        """nbgrader's gradebook, as SQLAlchemy takes it; a busy one is waited for, in seconds."""
        return f"sqlite:///{self.gradebook}?timeout=60"

    @property
    def gradebook(self) -> Path:
        """nbgrader's database."""
        return self.root / "gradebook.db"

    @property
    def pupils(self) -> Path:
        """The roster: id, names and the numbers a learning platform knows them by."""
        return self.root / "pupils.csv"

    def source(self, lesson: str) -> Path:
        """The frozen source of a lesson, with answers and hidden tests."""
        return self.root / "source" / lesson / f"{lesson}.ipynb"

    def released(self, lesson: str) -> Path:
        """The pupils' file, as `howcome course release` or nbgrader made it."""
        return self.root / "release" / lesson / f"{lesson}.ipynb"

    def submitted(self, student: str, lesson: str) -> Path:
        """The folder of what a pupil handed in: nbgrader's, never changed by marking."""
        return self.root / "submitted" / student / lesson

    def autograded(self, student: str, lesson: str) -> Path:
        """The folder of the marked notebook, which Formgrader shows."""
        return self.root / "autograded" / student / lesson

    def feedback(self, student: str, lesson: str) -> Path:
        """The folder of a pupil's feedback."""
        return self.root / "feedback" / student / lesson

    @property
    def received(self) -> Path:
        """What came in from elsewhere, byte for byte, before anything was chosen or mended."""
        return self.root / HIDDEN / "received"

    def outcomes(self, lesson: str) -> Path:
        """The folder with one file a pupil: how marking ended."""
        return self.root / HIDDEN / "outcomes" / lesson

    @property
    def reports(self) -> Path:
        """Pages for the teacher."""
        return self.root / "reports"

    def check_lesson(self, name: str) -> str:
        """The full name of one of the course's lessons (`m04` will do); else BadInput."""
        for lesson in self.lessons:
            if name in (lesson, lesson.split("-", 1)[0]):
                return lesson
        raise BadInput(
            f"There is no assignment '{name}' in this course; it has {', '.join(self.lessons)}."
        )

    def save(self) -> None:
        """Write what `open_course` reads."""
        about = {
            "course_id": self.course_id,
            "band": self.band,
            "language": self.language,
            "lessons": self.lessons,
            "pseudonyms": self.pseudonyms,
        }
        home = self.root / HIDDEN
        home.mkdir(parents=True, exist_ok=True)
        (home / "course.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def open_course(root: Path) -> Course:
    """Read a course folder; BadInput when it is none."""
    root = root.expanduser().absolute()
    try:
        about = json.loads((root / HIDDEN / "course.json").read_text(encoding="utf-8"))
        return Course(root=root, **about)
    except OSError as error:
        raise BadInput(
            f"{root} is not a course; make one with `howcome course new {root} --band middle`."
        ) from error
    except (ValueError, TypeError) as error:
        raise BadInput(
            f"{root / HIDDEN / 'course.json'} cannot be read; put it back from a backup, "
            "or make the course again beside this folder and copy submitted into it."
        ) from error
