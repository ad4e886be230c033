"""Making a course: everything is looked at first, made beside, and moved into place at the end."""

from __future__ import annotations

import importlib.util
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ..errors import BadInput
from ..release import ReleaseError, pupil_copy, without_author_cells
from ..sources import Lesson
from .config import FILE
from .dates import parse, stored
from .folder import HIDDEN, Course
from .roster import Pupil, load_pupils, pseudonymise, read_roster, write_pupils

SKIPPED = (".", "__")
"""Files and folders that begin so are caches and the like, not a lesson's data."""
SOURCES = (".ipynb", ".po")
"""Files that hold a lesson or its translation, and so its answers."""


@dataclass(frozen=True)
class Plan:
    """A course to be made, checked as far as looking can check it."""

    root: Path
    course_id: str
    lessons: list[Lesson]
    sources: Mapping[str, Any]
    """Each lesson's source as a notebook, author's cells out."""
    language: str = "en"
    due: Mapping[str, datetime] = field(default_factory=dict)
    pupils: Mapping[str, Pupil] | None = None
    pseudonyms: bool = False

    @property
    def versions(self) -> dict[str, str]:
        """Each lesson's version."""
        return {lesson.name: version_of(self.sources[lesson.name]) for lesson in self.lessons}


def check_place(root: Path) -> Path:
    """The absolute path of a course to be; BadInput when none can be made there."""
    root = root.expanduser().absolute()
    if root.is_symlink() or (root.exists() and not root.is_dir()):
        raise BadInput(f"{root} is there and is not a folder; give another name.")
    try:
        if root.is_dir() and any(root.iterdir()):
            raise BadInput(f"{root} is there and not empty; give the name of a new folder.")
        # nbgrader looks for files with the whole path as a pattern, and opens it as an address
        if odd := sorted(set("[]*?%") & set(str(root))):
            raise BadInput(
                f"nbgrader cannot work in a folder with {' '.join(odd)} in its path; "
                "give another name."
            )
        parent = next(place for place in root.parents if place.exists())
        with tempfile.TemporaryFile(dir=parent):
            pass
    except OSError as error:
        raise BadInput(f"{root} cannot be made; give a folder you may write to.") from error
    return root


def check_id(course_id: str | None, root: Path) -> str:
    """The id that was asked for, or one from the folder's name; BadInput when nbgrader minds."""
    if course_id is not None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", course_id):
            raise BadInput(
                f"'{course_id}' cannot be the course's id; use letters, digits, '-' and '_'."
            )
        return course_id
    plain = unicodedata.normalize("NFKD", root.name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:64] or "course"


def check_due(words: Iterable[str], lessons: list[str]) -> dict[str, datetime]:
    """`m04=2026-12-01` for some of the lessons; BadInput for other words."""
    due = {}
    for text in words:
        name, equals, date = text.partition("=")
        found = [one for one in lessons if name.strip() in (one, one.split("-", 1)[0])]
        if not equals or not found:
            known = ", ".join(lessons)
            raise BadInput(
                f"'{text}' is not a due date; write LESSON=2026-12-01, for one of {known}."
            )
        due[found[0]] = parse(date)
    return due


def check_roster(path: Path | None, pseudonyms: bool) -> dict[str, Pupil] | None:
    """The pupils of a roster by id; None without one."""
    if path is None:
        return None
    pupils = read_roster(path)
    return {pupil.id: pupil for pupil in (pseudonymise(pupils) if pseudonyms else pupils)}


def read_source(lesson: Lesson) -> Any:
    """A lesson's source in its language, without its author's cells.

    Raises BadInput when no pupil copy can be made.
    """
    import nbformat

    try:
        notebook = nbformat.reads(lesson.read().decode("utf-8"), as_version=4)
        pupil_copy(notebook)
    except BadInput:
        raise
    except ReleaseError as error:
        raise BadInput(
            f"{lesson.name} cannot be handed out: {error}; its author must mend {lesson.path}, "
            "or leave it out with --lessons."
        ) from error
    except Exception as error:
        raise BadInput(
            f"{lesson.path} is not a notebook that can be read; leave it out with --lessons."
        ) from error
    return without_author_cells(notebook)


def check_installed() -> None:
    """Raise BadInput when nbgrader is not installed."""
    if importlib.util.find_spec("nbgrader") is None:
        raise BadInput('nbgrader is not installed; type: python -m pip install "howcome[teach]"')


def version_of(notebook: Any) -> str:
    """A lesson's version as its metadata says, or 1."""
    return str(notebook.get("metadata", {}).get("howcome", {}).get("version", 1))


def make(plan: Plan) -> Course:
    """Make the course. Whatever stops it, no half of it is left."""
    missing = [place for place in plan.root.parents if not place.exists()]
    plan.root.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{plan.root.name}-", dir=plan.root.parent))
    try:
        course = Course(
            root=beside,
            course_id=plan.course_id,
            band=plan.lessons[0].band,
            language=plan.language,
            lessons=plan.versions,
            pseudonyms=plan.pseudonyms,
        )
        _fill(course, plan)
        if plan.root.exists():
            plan.root.rmdir()
        beside.rename(plan.root)
    except OSError as error:
        raise BadInput(
            f"{plan.root} could not be made ({error.strerror}); make room or give another folder."
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        for place in missing if not plan.root.exists() else ():
            place.rmdir()
    return replace(course, root=plan.root)


def _fill(course: Course, plan: Plan) -> None:
    from .stock import generate, gradebook_of, nbgrader_in

    course.save()
    (course.root / "nbgrader_config.py").write_text(FILE, encoding="utf-8")
    for lesson in plan.lessons:
        freeze(course, lesson, plan.sources[lesson.name])
    app = nbgrader_in(course)
    for lesson in plan.lessons:
        generate(app, lesson.name)
    # they are made by `howcome course release`; here only the gradebook had to be filled
    shutil.rmtree(course.root / "release")
    with gradebook_of(course) as gradebook:
        for name, when in plan.due.items():
            gradebook.update_or_create_assignment(name, duedate=stored(when))
        if plan.pupils is not None:
            enroll(course, gradebook, plan.pupils.values())


def freeze(course: Course, lesson: Lesson, source: Any) -> None:
    """Write a lesson's source, its data files and its guide into the course."""
    import nbformat

    path = course.source(lesson.name)
    path.parent.mkdir(parents=True)
    path.write_text(nbformat.writes(source) + "\n", encoding="utf-8")
    for found in sorted(lesson.path.parent.rglob("*")):
        inside = found.relative_to(lesson.path.parent)
        hidden = any(part.startswith(SKIPPED) for part in inside.parts)
        if found.is_file() and found.suffix not in SOURCES and not hidden:
            target = path.parent / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(found, target)
    # <checkout>/curriculum/<band>/<lesson>/<lesson>.ipynb
    guides = lesson.path.parents[3] / "instructor" / "guides" if len(lesson.path.parents) > 3 else 0
    if guides and (guide := guides / lesson.band / f"{lesson.name}.md").is_file():
        kept = course.root / HIDDEN / "guides" / guide.name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(guide, kept)


def enroll(course: Course, gradebook: Any, pupils: Iterable[Pupil]) -> None:
    """Write `pupils.csv`, and the pupils into the gradebook: ids alone where there are pseudonyms.

    Pupils are only added, never taken out.
    """
    everyone = list(pupils)
    write_pupils(course, everyone)
    known = {student.id for student in gradebook.students}
    for pupil in everyone:
        about = {}
        if not course.pseudonyms:
            about = {
                "first_name": pupil.first_name or None,
                "last_name": pupil.last_name or None,
                "email": pupil.email or None,
                "lms_user_id": pupil.lms_id or None,
            }
        if pupil.id not in known or about:
            gradebook.update_or_create_student(pupil.id, **about)


def add_pupils(course: Course, roster: Path) -> tuple[list[str], int]:
    """Add a roster's new pupils to a course: the ids of the new ones, and how many there are.

    Whoever is in the course keeps the id, and what the roster says newly about them is taken.
    """
    from .stock import gradebook_of

    before = load_pupils(course)
    read = read_roster(roster)
    if course.pseudonyms:
        read = pseudonymise(read, taken=before.values())
    after = before | {pupil.id: pupil for pupil in read}
    with gradebook_of(course) as gradebook:
        enroll(course, gradebook, after.values())
    return [student for student in after if student not in before], len(after)
