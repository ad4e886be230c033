"""Files for pupils without an exchange: a zip with a folder for each, or the lab's folders."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import BadInput
from ..lab import folder as lab_folder
from ..release import stamp
from ..sources import BANDS, Lesson
from .copies import enter, notebook_id
from .folder import Course
from .roster import Pupil
from .roster.folders import folder_name

EVERYONE = {"en": "everyone", "es": "para-todos"}
README = {
    "en": """\
{course}: files for pupils

Each pupil has a folder with their name, and in it copies that are that pupil's own: when they come
back, marking knows whose they are, even when the files were renamed. Give every pupil the files in
their folder.

The folder "{everyone}" holds a copy for the whole class, for a platform that makes a copy for
each pupil itself (Google Classroom, Canvas), and for a pupil who is not on the list.

The folders name pupils and their ids in the course: keep this zip for yourself.
""",
    "es": """\
{course}: archivos para el alumnado

Cada estudiante tiene una carpeta con su nombre y, en ella, sus propias copias: al volver, la
corrección sabe de quién son, aunque se haya cambiado el nombre de los archivos. Dé a cada
estudiante los archivos de su carpeta.

La carpeta "{everyone}" contiene una copia para toda la clase: para una plataforma que hace ella
misma una copia por estudiante (Google Classroom, Canvas), y para quien no esté en la lista.

Las carpetas nombran a estudiantes y dicen sus códigos en el curso: guarde este zip para usted.
""",
}
CLASS_README = {
    "en": """\
{course}: files for pupils

The folder "{everyone}" holds one copy for the whole class. With a roster in the course there
would be a folder for each pupil, too.
""",
    "es": """\
{course}: archivos para el alumnado

La carpeta "{everyone}" contiene una copia para toda la clase. Con una lista de estudiantes en el
curso habría además una carpeta para cada estudiante.
""",
}


def check_zip(course: Course, target: Path | None, lessons: list[str]) -> Path:
    """Where the zip goes; BadInput when it would overwrite a file that is not ours."""
    if target is None:
        whole = set(lessons) == set(course.lessons)
        name = course.course_id if whole else "-".join(one.split("-", 1)[0] for one in lessons)
        return course.root / "handout" / f"{name}.zip"
    target = target.expanduser().absolute()
    if target.is_dir():
        target = target / f"{course.course_id}.zip"
    if target.exists() or target.is_symlink():
        raise BadInput(f"{target} is there already; give another name with --to.")
    if not target.parent.is_dir():
        raise BadInput(f"The folder {target.parent} is not there; make it, or give another one.")
    return target


def write_zip(course: Course, lessons: list[str], pupils: Iterable[Pupil], target: Path) -> int:
    """Write the zip, whole or not at all; gives back for how many pupils.

    It says who is who, and is its owner's alone. Needs `release/`. Raises BadInput when the zip
    cannot be written.
    """
    pupils = list(pupils)
    beside = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(exist_ok=True)
        beside.unlink(missing_ok=True)
        beside.touch(mode=0o600)
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            everyone = EVERYONE[course.language]
            words = (README if pupils else CLASS_README)[course.language]
            text = words.format(course=course.course_id, everyone=everyone)
            archive.writestr("README.txt", text.replace("\n", "\r\n"))
            for lesson in lessons:
                for name, data in _files(course, lesson):
                    archive.writestr(f"{everyone}/{name}", data)
                for pupil in pupils:
                    for name, data in _files(course, lesson, pupil.id):
                        archive.writestr(f"{folder_name(pupil)}/{name}", data)
        for lesson in lessons:
            enter(course, lesson, (pupil.id for pupil in pupils))
        beside.replace(target)
    except OSError as error:
        raise BadInput(
            f"{target} cannot be written ({error.strerror}); make room, or name another place "
            "with --to."
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return len(pupils)


def _files(course: Course, lesson: str, student: str = "") -> Iterator[tuple[str, bytes]]:
    """The files of one copy by their names; in a folder of their own where there are several."""
    path = course.released(lesson)
    others = [
        found
        for found in sorted(path.parent.rglob("*"))
        if found.is_file() and found != path and not found.name.startswith(".")
    ]
    before = f"{lesson}/" if others else ""
    yield f"{before}{path.name}", stamped(path.read_bytes(), notebook_id(course, lesson, student))
    for found in others:
        yield f"{before}{found.relative_to(path.parent).as_posix()}", found.read_bytes()


def stamped(notebook: bytes, identity: str) -> bytes:
    """A pupil's file with another notebook id."""
    copy = stamp(json.loads(notebook), identity)
    return (json.dumps(copy, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def check_lab(course: Course, place: str, pupils: list[Pupil]) -> None:
    """Raise BadInput when the lab's folders cannot be written to."""
    for home, _pupil in _homes(place, pupils):
        lab_folder.check_folder(home, {_lesson(course, one).band for one in course.lessons})


def to_lab(course: Course, lessons: list[str], place: str, pupils: list[Pupil]) -> list[str]:
    """Put copies where `howcome lab FOLDER` opens them; gives back lines for the teacher.

    `{pupil}` in the folder's name stands for each pupil's id. No file that is there is touched.
    """
    lines = []
    for home, pupil in _homes(place, pupils):
        copies = [_lesson(course, lesson) for lesson in lessons]
        plan = lab_folder.plan(home, copies)
        if pupil:
            whose = {one.name: notebook_id(course, one.name, pupil.id) for one in copies}
            plan.writes = [
                (path, stamped(data, whose[_lesson_of(data)])) for path, data in plan.writes
            ]
        lab_folder.carry_out(home, plan)
        there = len(copies) - len(plan.writes)
        kept = f", {there} there already and left alone" if there else ""
        lines += [f"{home}: {len(plan.writes)} new{kept}", *plan.notes]
    if "{pupil}" in place:
        for lesson in lessons:
            enter(course, lesson, (pupil.id for pupil in pupils))
    return lines


def _homes(place: str, pupils: list[Pupil]) -> Iterator[tuple[Path, Pupil | None]]:
    if "{pupil}" not in place:
        yield Path(place).expanduser().absolute(), None
        return
    if not pupils:
        raise BadInput("{pupil} in --lab needs a roster, and this course has none.")
    for pupil in pupils:
        yield Path(place.replace("{pupil}", pupil.id)).expanduser().absolute(), pupil


def _lesson(course: Course, name: str) -> Lesson:
    # a course may mix bands, and a lesson's first letter is its band's
    bands = {band[0]: band for band in BANDS}
    return Lesson(name, bands.get(name[0], course.band), course.released(name), answers=False)


def _lesson_of(notebook: bytes) -> str:
    return json.loads(notebook)["metadata"]["howcome"]["lesson"]
