"""A small course with a class that is marked, without running a cell: for what is given back.

Marks go through the real gradebook and the real `Ledger`; only what running would have put out
is written by hand.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from howcome.answers import ANSWER
from howcome_instructor.course.config import FILE
from howcome_instructor.course.folder import Course
from howcome_instructor.course.roster import write_pupils
from howcome_instructor.course.roster.pupil import Pupil
from howcome_instructor.course.stock import gradebook_of
from howcome_instructor.grade.job import Marked, Reference
from howcome_instructor.grade.notes import GRADED, NOT_GRADABLE
from howcome_instructor.grade.references import reference_of
from howcome_instructor.grade.save import Ledger

HOME = Path(__file__).parent.parent
M04, H04, E05 = "m04-who-is-missing", "h04-fair-for-whom", "e05-is-it-a-shoe"
BANDS = {"e": "elementary", "m": "middle", "h": "high"}
DUE = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
ON_TIME = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def make_course(
    root: Path, lessons=(M04, H04), pupils=("amber-otter", "blue-heron"), due=DUE, **about
) -> Course:
    """A course folder with frozen sources, guides and a roster; nobody has handed in."""
    course = Course(root, "period-3", "middle", lessons=dict.fromkeys(lessons, "1"), **about)
    course.save()
    (root / "nbgrader_config.py").write_text(FILE)
    for lesson in lessons:
        band = BANDS[lesson[0]]
        course.source(lesson).parent.mkdir(parents=True)
        shutil.copy(HOME / f"curriculum/{band}/{lesson}/{lesson}.ipynb", course.source(lesson))
        guides = root / ".howcome" / "guides"
        guides.mkdir(exist_ok=True)
        shutil.copy(HOME / f"instructor/guides/{band}/{lesson}.md", guides)
    known = [one if isinstance(one, Pupil) else Pupil(one) for one in pupils]
    write_pupils(course, known)
    _enter(course)
    with gradebook_of(course) as gradebook:
        for one in known:
            names = {"first_name": one.first_name or None, "last_name": one.last_name or None}
            gradebook.add_student(one.id, **({} if course.pseudonyms else names))
        for lesson in lessons:
            naive = due.replace(tzinfo=None) if due else None
            gradebook.update_or_create_assignment(lesson, duedate=naive)
    return course


_gradebooks: dict[tuple[str, ...], bytes] = {}


def _enter(course: Course) -> None:
    """A gradebook that knows the lessons' cells: made once, since that takes seconds."""
    key = tuple(course.lessons)
    if key not in _gradebooks:
        with gradebook_of(course), Ledger(course) as ledger:
            for lesson in course.lessons:
                ledger.enter(reference(course, lesson))
        _gradebooks[key] = course.gradebook.read_bytes()
    course.gradebook.write_bytes(_gradebooks[key])


_references = {}


def reference(course: Course, lesson: str) -> Reference:
    """The lesson as marking knows it; sources here are all alike, so each is read once."""
    if lesson not in _references:
        _references[lesson] = reference_of(course, lesson)
    return _references[lesson]


class Desk:
    """Hands in and marks, a pupil at a time."""

    def __init__(self, course: Course, ledger: Ledger):
        self.course, self.ledger = course, ledger

    def notebook(self, lesson: str = M04) -> dict:
        """The lesson's cells after a run in which nothing was answered: every check fails."""
        notebook = json.loads(json.dumps(reference(self.course, lesson).notebook))
        for one in notebook["cells"]:
            about = one["metadata"].get("nbgrader", {})
            if about.get("grade") and one["cell_type"] == "code":
                failed(notebook, about["grade_id"], "Answer first.")
        return notebook

    def grade(self, student: str, notebook: dict, lesson: str = M04, *, notes=(), **how):
        """Save a notebook whose cells have run."""
        misconceptions = how.pop("misconceptions", {})
        marked = Marked(student, lesson, GRADED, notebook, tuple(notes), misconceptions)
        return self._save(marked, how)

    def refuse(self, student: str, outcome: str = NOT_GRADABLE, lesson: str = M04, notes=(), **how):
        """Save that there is no mark."""
        return self._save(Marked(student, lesson, outcome, notes=tuple(notes)), how)

    def _save(self, marked: Marked, how: dict):
        how = {"handed_in": ON_TIME, "submitted": "0" * 64, **how}
        return self.ledger.save(marked, reference(self.course, marked.lesson), **how)


@contextmanager
def desk(course: Course):
    """Open the course's gradebook to write to it."""
    with Ledger(course) as ledger:
        yield Desk(course, ledger)


def cell(notebook: dict, grade_id: str) -> dict:
    """The cell with this grade id."""
    (found,) = [
        one
        for one in notebook["cells"]
        if one["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    ]
    return found


def passed(notebook: dict, check: str, sentence: str = "Well done.") -> None:
    """Let a check end well."""
    data = {"text/plain": f"✓ {sentence}", "text/html": f"<p>✓ {sentence}</p>"}
    output = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}
    cell(notebook, check)["outputs"] = [output]


def failed(notebook: dict, check: str, sentence: str, name: str = "NotYet", trace=()) -> None:
    """Let a check fail with a sentence."""
    error = {"output_type": "error", "ename": name, "evalue": sentence, "traceback": [*trace]}
    cell(notebook, check)["outputs"] = [error]


def clicked(notebook: dict, task: str, value: object, html: str, text: str) -> None:
    """Let an activity keep an answer."""
    record = {"v": 1, "name": task, "notebook": "a1", "revision": 1, "value": value}
    kept = f'<div class="howcome-kept" lang="en">{html}</div>'
    data = {ANSWER: record, "text/html": kept, "text/plain": text}
    output = {"output_type": "display_data", "metadata": {"howcome": "kept"}, "data": data}
    cell(notebook, task)["outputs"] = [output]


def all_right(notebook: dict, letter: str = "The deep-sea creatures pay.") -> dict:
    """m04 with every task right, and a letter to mark by hand."""
    clicked(notebook, "misses", {"opened": ["deep", "fish", "other"]}, "<p>80 cards</p>", "80")
    clicked(notebook, "mend", {"counts": {"reef": 120, "deep": 80}}, "<p>120 and 80</p>", "120, 80")
    clicked(notebook, "which", {"value": "new"}, "<ul><li>Dive</li></ul>", "Your answer: Dive")
    passed(notebook, "check-misses", "80 deep-sea fish were called other.")
    passed(notebook, "check-mend", "Twenty deals, on average: reef 4, deep sea 9.")
    passed(notebook, "check-which", "New cards bring new votes.")
    cell(notebook, "letter")["source"] = letter
    return notebook


def copies(notebook: dict) -> tuple[dict, dict]:
    """m04, all right but for the wrong idea about copies; with its misconceptions."""
    all_right(notebook)
    text = "What would help? Your answer: Copy the 10 deep-sea cards until there are 190."
    clicked(notebook, "which", {"value": "copies"}, "<ul><li>Copy</li></ul>", text)
    failed(notebook, "check-which", "Compare line 3 with line 4 of your table.")
    return notebook, {"check-which": "m04-copies"}


def words(page: str) -> str:
    """What a person reads on a page."""
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
