"""A marked course for the page of written answers, and answers as pupils write them."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
import warnings
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from unittest.mock import patch

import classroom
import nbformat
from lab_server import heed_ctrl_c
from lessons import graded, make_lesson

from howcome_instructor.course.folder import Course
from howcome_instructor.course.stock import our_commands
from howcome_instructor.release import pupil_copy, reference_copy, stamp

M04, H04, TRY = "m04-who-is-missing", "h04-fair-for-whom", "m90-try"

LETTERS = [
    "The deep sea pays, because there were only 10 cards from there. Dive for more cards!",
    "the deep see pays becuase there were only 10 cards from there, dive for more cards",
    "Deep sea pays because it was only 10 cards. Dive for more.",
    "Only 4 out of 100 are wrong so it is fine.",
    "only 4 of 100 are wrong, so its fine",
    "only 4 out off 100 is wrong so it is fine!!",
    "idk",
    "IDK",
    "i dont know",
    "I don't know.",
    "The deep sea creatures are just harder to sort, they look weird.",
    "deep sea creatures are harder to sort they are weird",
    "Please print both rows on the box, not just one number.",
    "Print the two rows on the box please and not only one number",
    "Pagan los del mar profundo, porque solo mostraron 10 cartas. Busquen más cartas.",
    "pagan los del mar profundo por que solo mostraron 10 cartas, busquen mas cartas",
    "El promedio cuenta casi solo el arrecife. Muestren las dos filas.",
    "It needs more data from the deep.",
    "Don't trust the average! It counts the net and the net is nearly all reef.",
    "<script>document.title = 'owned'</script> & <b>bold</b> \"quotes\"",
]
"""Twenty answers: misspelled, in two languages, some alike, one hostile."""


def lesson_with_all_kinds() -> nbformat.NotebookNode:
    """A lesson with a written answer, a task, and code that a person marks (1.5 points)."""
    nb = make_lesson(TRY)
    nb.cells.append(nbformat.v4.new_markdown_cell("## Draw it\n\nWrite any code.", id="draw-it"))
    nb.cells.append(
        nbformat.v4.new_code_cell(
            "### BEGIN SOLUTION\nprint('a model answer')\n### END SOLUTION",
            id="draw",
            metadata={"nbgrader": graded("draw", solution=True, grade=True, points=1.5)},
        )
    )
    return nb


def source(lesson: str) -> nbformat.NotebookNode:
    """A lesson's source, without the author's cells."""
    return lesson_with_all_kinds() if lesson == TRY else classroom.source(lesson)


@cache
def pupils_copy(lesson: str) -> nbformat.NotebookNode:
    """What pupils get."""
    return pupil_copy(source(lesson))


def written_in(lesson: str, answers: Mapping[str, str]) -> nbformat.NotebookNode:
    """A pupil's notebook with these texts: answers by grade_id; below a task, in a new cell."""
    nb = stamp(copy.deepcopy(pupils_copy(lesson)))
    cells = []
    for cell in nb.cells:
        cells.append(cell)
        about = cell.metadata.get("nbgrader", {})
        text = answers.get(about.get("grade_id"))
        if text is None:
            continue
        if about["task"]:
            cells.append(nbformat.v4.new_markdown_cell(text))
        else:
            cell.source = text
    nb.cells = cells
    return nb


class WrittenCourse:
    """A course folder with a gradebook; `mark` does what nbgrader's autograde does at its end."""

    def __init__(self, course: Course):
        self.course = course

    @classmethod
    def make(cls, root: Path, lessons: list[str]) -> WrittenCourse:
        """A new course of these lessons, as nbgrader's generate_assignment leaves it."""
        course = Course(root, "try", "middle", lessons=dict.fromkeys(lessons, "1"))
        course.save()
        made = cls(course)
        with our_commands():
            for name in lessons:
                made._enter(name)
        return made

    def copy(self, root: Path, **about) -> WrittenCourse:
        """The same course in another folder; `about` is what differs, such as the language."""
        shutil.copytree(self.course.root, root, dirs_exist_ok=True)
        course = replace(self.course, root=root, **about)
        course.save()
        return WrittenCourse(course)

    def _enter(self, name: str) -> None:
        from nbgrader.preprocessors import SaveCells

        for path, nb in (
            (self.course.source(name), source(name)),
            (self.course.released(name), pupils_copy(name)),
        ):
            path.parent.mkdir(parents=True)
            nbformat.write(nb, path)
        with self.gradebook() as book:
            book.update_or_create_assignment(name, course_id="try")
        SaveCells().preprocess(reference_copy(source(name)), self._resources(name))

    def _resources(self, lesson: str, student: str = "") -> dict:
        about = {"notebook": lesson, "assignment": lesson, "student": student}
        return {"nbgrader": {**about, "db_url": self.course.db_url}}

    def gradebook(self):
        """nbgrader's own gradebook, opened anew."""
        from nbgrader.api import Gradebook

        return Gradebook(self.course.db_url, "try")

    def mark(self, lesson: str, pupils: Mapping[str, Mapping[str, str]]) -> None:
        """Mark notebooks: pupil -> texts by grade_id. nbgrader's SaveAutoGrades writes."""
        from nbgrader.preprocessors import SaveAutoGrades

        # SaveAutoGrades opens the database anew for each pupil; here all share one engine
        stage = "nbgrader.preprocessors.saveautogrades.Gradebook"
        with warnings.catch_warnings(), self.gradebook() as book, patch(stage, lambda _: book):
            warnings.simplefilter("ignore")
            for pupil, answers in pupils.items():
                book.update_or_create_student(pupil)
                book.update_or_create_submission(lesson, pupil)
                nb = written_in(lesson, answers)
                self._write(pupil, lesson, nb)
                SaveAutoGrades().preprocess(nb, self._resources(lesson, pupil))

    def _write(self, pupil: str, lesson: str, nb: nbformat.NotebookNode) -> None:
        folder = self.course.autograded(pupil, lesson)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{lesson}.ipynb").write_text(json.dumps(nb), encoding="utf-8")

    def grade(self, lesson: str, pupil: str, cell: str) -> tuple:
        """What the gradebook holds: points by hand, whether it needs marking, the comment."""
        with self.gradebook() as book:
            grade = book.find_grade(cell, lesson, lesson, pupil)
            comment = book.find_comment(cell, lesson, lesson, pupil)
            return grade.manual_score, grade.needs_manual_grade, comment.manual_comment

    def all_grades(self, lesson: str, cell: str) -> dict[str, tuple]:
        """The same for every pupil."""
        with self.gradebook() as book:
            pupils = [one.student.id for one in book.assignment_submissions(lesson)]
        return {pupil: self.grade(lesson, pupil, cell) for pupil in sorted(pupils)}


def small_class(root: Path) -> WrittenCourse:
    """Pupils p01, p02, … with the answers of LETTERS; p21 and p22 have written nothing."""
    made = WrittenCourse.make(root, [M04])
    pupils = {f"p{n:02}": {"letter": text} for n, text in enumerate(LETTERS, 1)}
    made.mark(M04, pupils | {"p21": {}, "p22": {}})
    return made


def class_with_all_kinds(root: Path) -> WrittenCourse:
    """Six pupils and two lessons: written answers, a task, code that a person marks."""
    made = WrittenCourse.make(root, [M04, TRY])
    for n, text in enumerate(LETTERS[:6], 1):
        made.mark(M04, {f"p{n:02}": {"letter": text}})
        own = {"m90-think": text, "draw": f"print({n})"}
        talk = {"m90-talk": f"We talked, {n} of us."} if n < 5 else {}
        made.mark(TRY, {f"p{n:02}": own | talk})
    return made


def big_class(root: Path, count: int = 150) -> WrittenCourse:
    """As many pupils as asked for, with answers that differ and 60 kB of outputs in each file."""
    made = WrittenCourse.make(root, [M04])
    pupils = {}
    for n in range(1, count + 1):
        extra = "" if n % 5 == 0 else f" And {'more ' * (n % 7)}{n * 37 % 101} of them."
        pupils[f"p{n:03}"] = {"letter": LETTERS[n % len(LETTERS)] + extra}
    made.mark(M04, pupils)
    for pupil in pupils:
        path = made.course.autograded(pupil, M04) / f"{M04}.ipynb"
        nb = json.loads(path.read_text(encoding="utf-8"))
        code = next(cell for cell in nb["cells"] if cell["cell_type"] == "code")
        code["outputs"] = [nbformat.v4.new_output("display_data", {"text/html": "x" * 60_000})]
        path.write_text(json.dumps(nb), encoding="utf-8")
    return made


class Running:
    """`howcome written`, started as a teacher starts it."""

    def __init__(self, root: Path):
        command = [sys.executable, "-m", "howcome_instructor", "written", str(root), "--no-browser"]
        heed = heed_ctrl_c if os.name == "posix" else None
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=heed)
        line = self.process.stdout.readline()
        self.base, self.token = re.search(r"(http://127\.0\.0\.1:\d+/)#(\S+)", line).groups()

    def ask(self, what: str, body=None, **headers):
        """(status, JSON or text, headers) of one request."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"token {self.token}"} | headers
        request = urllib.request.Request(self.base + what, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                found = answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            found = error.code, error.read(), error.headers
        try:
            return found[0], json.loads(found[1]), found[2]
        except ValueError:
            return found[0], found[1].decode(), found[2]

    def find(self, text: str):
        """The id and the state of the answer with this text."""
        answers = self.ask("api/state")[1]["answers"]
        return next(
            (name, {key: one[key] for key in ("score", "needs", "comment")})
            for name, one in answers.items()
            if one["parts"][0]["text"] == text
        )

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        out, _ = self.process.communicate(timeout=10)
        return out
