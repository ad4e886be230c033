"""The pupils' feedback pages in one zip, to hand them back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import BinaryIO

from ..course.folder import Course
from ..course.roster import Pupil
from ..course.roster.folders import folder_name, safe
from ..errors import BadInput
from .cells import split
from .headings import read_headings
from .marks import Marks
from .match import find_pupils
from .platforms import MOODLE
from .template import decoded, delimiter_of

_WHO = re.compile(r'(?<=<p class="who" id="who">)[^<]*')
"""Whom a page is for, as `grade/report/templates/feedback.html` writes it."""


@dataclass(frozen=True)
class Pages:
    """What went into a zip, and for whom there was nothing."""

    pages: int
    without: dict[str, list[str]] = field(default_factory=dict)
    """Pupil -> lessons without a page."""
    left_out: dict[str, str] = field(default_factory=dict)
    """Pupil -> why their pages are not in the zip."""


def pack(
    out: BinaryIO,
    course: Course,
    pupils: Mapping[str, Pupil],
    lessons: Collection[str],
    folders: Mapping[str, str] | None = None,
) -> Pages:
    """Zip `<lesson>.html` of each pupil into `out`, in a folder for each of them.

    `folders` are the folders' names by pupil, where a platform wants its own; pupils without one
    are left out. Raises BadInput when there is no page at all.
    """
    without: dict[str, list[str]] = {}
    left_out: dict[str, str] = {}
    pages = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for id, pupil in pupils.items():
            for lesson in lessons:
                page = course.feedback(id, lesson) / f"{lesson}.html"
                if not page.is_file() or page.is_symlink():
                    without.setdefault(id, []).append(lesson)
                elif folders is not None and id not in folders:
                    left_out[id] = "there is no such row in the template"
                else:
                    folder = folders[id] if folders is not None else folder_name(pupil)
                    archive.writestr(f"{folder}/{lesson}.html", addressed(page, pupil))
                    pages += 1
    if not pages:
        raise BadInput(
            f"There is no feedback to hand back in {course.root / 'feedback'}; mark the class with "
            f"`howcome grade {course.root}` first."
        )
    return Pages(pages, without, left_out)


def addressed(page: Path, pupil: Pupil) -> bytes:
    """A page as its pupil gets it: their own name in the place of an id that they do not know.

    In the course pages know ids only, where it keeps pseudonyms.
    """
    text = page.read_bytes().decode("utf-8", "replace")
    found = _WHO.search(text)
    before, id, after = found[0].rpartition(escape(pupil.id)) if found else ("", "", "")
    if not id:
        return text.encode("utf-8")
    line = f"{before}{escape(pupil.name)}{after}"
    return f"{text[: found.start()]}{line}{text[found.end() :]}".encode()


def moodle_folders(data: bytes, lesson: str, pupils: Mapping[str, Pupil]) -> dict[str, str]:
    """The folders that Moodle's "Upload multiple feedback files in a zip" looks for.

    `data` is the assignment's grading worksheet, whose first column has the participant's number.
    Raises BadInput for another file.
    """
    _, text, _ = decoded(data)
    rows = split(text, delimiter_of(text))
    if len(rows) < 2:
        raise BadInput("The template has no rows; download it from the platform once more.")
    sheet = read_headings(MOODLE, rows, Marks({lesson: 0.0}), named=[lesson], columns={})
    if "participant" not in sheet.who:
        raise BadInput(
            "With --feedback the template must be the assignment's grading worksheet from Moodle, "
            "which begins with the column Identifier."
        )
    found = {}
    for index, id in find_pupils(rows, sheet, pupils).rows.items():
        number = re.search(r"\d+\s*$", rows[index][sheet.who["participant"]].value)
        if number:
            # the name before the number may be any, but not hold the sign that parts them
            name = safe(pupils[id].name.replace("_", " "))
            found[id] = f"{name}_{number[0].strip()}_assignsubmission_file_"
    return found


def read(path: Path) -> bytes:
    """The template's bytes. Raises BadInput when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read; see that the name is right.") from error
