"""Courses and downloads for the tests of taking in: what platforms really send, in small."""

from __future__ import annotations

import io
import json
import os
import zipfile
from datetime import datetime
from pathlib import Path

from howcome.answers import ANSWER
from howcome_instructor.course.folder import Course
from howcome_instructor.course.roster import Pupil, write_pupils

M04, M05, H04 = "m04-who-is-missing", "m05-what-is-typical", "h04-fair-for-whom"
LESSONS = (M04, M05, H04)

PUPILS = [
    Pupil(
        "amber-otter", "Testa María", "Muestra Núñez", "tmm@x.example", "70012", "S-1", "tmuestra"
    ),
    Pupil("blue-heron", "Prueba", "Ejemplo", "pe@x.example", "70013", "S-2", "pejemplo"),
    Pupil("p01", "Uno", "Ficticio", "u1@x.example", "70014", "S-3", "uficticio"),
]


def cell(grade_id: str, source: str = "pass") -> dict:
    """One solution cell."""
    about = {"nbgrader": {"grade_id": grade_id, "solution": True, "grade": False}}
    return {
        "cell_type": "code",
        "id": grade_id,
        "metadata": about,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def notebook(
    lesson: str | None = M04,
    answer: str = "",
    copy: str | None = None,
    revision: int = 0,
    ids: str | None = None,
) -> bytes:
    """A pupil's notebook; `ids` names the lesson its cells are of, when it is another."""
    number = (ids or lesson or "x99").split("-")[0]
    cells = [cell(f"{number}-{task}", answer) for task in ("first", "second")]
    if revision:
        record = {"v": 1, "notebook": copy, "name": "mix", "value": 1, "revision": revision}
        output = {"output_type": "display_data", "metadata": {}, "data": {ANSWER: record}}
        cells[0]["outputs"] = [output]
    howcome = {"lesson": lesson, "notebook": copy, "version": 1} if lesson else {}
    nb = {
        "cells": cells,
        "metadata": {"howcome": {key: howcome[key] for key in howcome if howcome[key]}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(nb, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def make_course(root: Path, pupils=PUPILS, pseudonyms: bool = False) -> Course:
    """A course of three lessons with sources and a roster."""
    course = Course(root, "class", "middle", lessons=dict.fromkeys(LESSONS, "1"))
    course = Course(**{**course.__dict__, "pseudonyms": pseudonyms})
    for lesson in LESSONS:
        course.source(lesson).parent.mkdir(parents=True)
        course.source(lesson).write_bytes(notebook(lesson, "the answer"))
    course.save()
    if pupils:
        write_pupils(course, pupils)
    return course


def make_zip(path: Path, files: dict[str, bytes], times: dict[str, datetime] | None = None) -> Path:
    """A zip; `times` says when each file was changed, else all at one moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zip_bytes(files, times))
    return path


def zip_bytes(files: dict[str, bytes], times: dict[str, datetime] | None = None) -> bytes:
    """The bytes of a zip."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            moment = (times or {}).get(name, datetime(2026, 11, 20, 12, 0, 0))
            about = zipfile.ZipInfo(name, moment.timetuple()[:6])
            archive.writestr(about, data, zipfile.ZIP_DEFLATED)
    return memory.getvalue()


def make_folder(root: Path, files: dict[str, bytes], times: dict[str, datetime] | None = None):
    """A folder of files."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if moment := (times or {}).get(name):
            os.utime(path, (moment.timestamp(), moment.timestamp()))
    return root


def collected(course: Course, student: str, files: dict[str, bytes], lesson: str = M04, **more):
    """Put files where nbgrader's collect puts them."""
    return make_folder(course.submitted(student, lesson), files, **more)


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder with its bytes and time, to see that nothing changed."""
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
