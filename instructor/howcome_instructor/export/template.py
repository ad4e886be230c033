"""The teacher's own file from a platform, with the marks filled in and not a byte more changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from ..course.roster import Pupil
from ..errors import BadInput
from .cells import Cell, number, read_number, split
from .fresh import Made
from .headings import Sheet, read_headings
from .marks import Marks
from .match import find_pupils
from .platforms import Platform

BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
LARGEST = 50 * 2**20
"""Bytes: a gradebook file of 10,000 pupils has a tenth of it."""


def fill(
    platform: Platform,
    data: bytes,
    marks: Marks,
    pupils: Mapping[str, Pupil],
    *,
    named: Collection[str] = (),
    columns: Mapping[str, str] | None = None,
    scale: bool = False,
) -> Made:
    """Write the marks into a file that the platform gave out.

    `pupils` are all of the course. `named` are the lessons that were asked for by name: each must
    have its column, others may be missing. `columns` are headings given by hand, by lesson. With
    `scale` marks are converted to the platform's points where those differ. A cell without a mark
    of ours stays as it is.

    Raises BadInput when the file cannot be read, has no column for the lessons, none of the
    pupils, or other points for a lesson.
    """
    mark, text, encoding = decoded(data)
    delimiter = delimiter_of(text)
    rows = split(text, delimiter)
    if len(rows) < 2:
        raise BadInput("The template has no rows; download it from the platform once more.")
    sheet = read_headings(platform, rows, marks, named=named, columns=columns or {})
    lessons = marks.only(list(sheet.lessons))
    found = find_pupils(rows, sheet, pupils)
    points = _points(sheet, rows, lessons, found.rows, scale)
    comma = delimiter == ";" and _has_decimal_commas(rows)

    made = Made(b"", 0, columns={name: rows[0][at].value for name, at in sheet.lessons.items()})
    changes: list[tuple[Cell, str]] = []
    done: set[str] = set()
    replaced = 0
    for index, student in found.rows.items():
        for lesson, at in sheet.lessons.items():
            score = lessons.score(student, lesson)
            if score is None:
                continue
            if at >= len(rows[index]):
                made.left_out[student] = "the row in the template is too short"
                continue
            cell = rows[index][at]
            if cell.value.strip().upper() in platform.keep:
                made.kept[student] = cell.value.strip()
                continue
            score *= points.get((index, lesson), 1.0)
            old = read_number(cell.value)
            replaced += old is not None and abs(old - score) > 0.005
            changes.append((cell, number(score, comma)))
            made.marks[lesson] = made.marks.get(lesson, 0) + 1
            done.add(student)
    missing = {id for id in pupils if lessons.has_any(id)} - set(found.rows.values())
    for student in sorted(missing):
        made.left_out[student] = found.doubts.get(student, "there is no such row in the template")
    if not changes and not made.kept:
        raise BadInput(
            "No pupil with a mark was found in the template; see that it is of this class and that "
            "pupils.csv has the names, numbers or e-mail addresses that stand in it."
        )
    out = mark + _replace(text, changes).encode(encoding)
    return replace(
        made,
        data=out,
        rows=len(done),
        by_name=found.by_name,
        replaced=replaced,
        notes=sheet.notes,
    )


def decoded(data: bytes) -> tuple[bytes, str, str]:
    """The byte order mark, the text and its encoding. Raises BadInput for what is no text."""
    if len(data) > LARGEST:
        raise BadInput("The template is larger than any gradebook file; is it the right one?")
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return mark, _text(data[len(mark) :], encoding), encoding
    try:
        return b"", _text(data, "utf-8"), "utf-8"
    except BadInput:
        if b"\0" in data:
            raise
        # what Excel writes on a Western Windows; latin-1 gives every byte back as it was
        return b"", data.decode("latin-1"), "latin-1"


def _text(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise BadInput(
            "The template is not a CSV file; download it as CSV (an Excel workbook is saved as "
            "one with 'Save as', 'CSV UTF-8')."
        )
    return text


def delimiter_of(text: str) -> str:
    """What parts the cells of the first line: comma, semicolon or tab."""
    head = re.sub(r'"(?:[^"]|"")*"', "", text[:100_000]).lstrip().splitlines()[:1] or [""]
    return max(",;\t", key=head[0].count)


def _has_decimal_commas(rows: list[list[Cell]]) -> bool:
    values = [cell.value.strip() for row in rows[1:] for cell in row]
    commas = any(re.fullmatch(r"\d+,\d+", value) for value in values)
    return commas and not any(re.fullmatch(r"\d+\.\d+", value) for value in values)


def _points(
    sheet: Sheet, rows: list[list[Cell]], marks: Marks, found: Mapping[int, str], scale: bool
) -> dict[tuple[int, str], float]:
    """What to multiply marks with, by row and lesson; BadInput for other points, unless `scale`."""
    factors = {}
    for index in found:
        for lesson in sheet.lessons:
            theirs = sheet.points(rows, index, lesson)
            ours = marks.max_score[lesson]
            if theirs is None or abs(theirs - ours) < 0.005:
                continue
            if not scale:
                raise BadInput(
                    f"{rows[0][sheet.lessons[lesson]].value} has {number(theirs)} points on the "
                    f"platform and {number(ours)} in the lesson; change the points there, or add "
                    "--scale to have the marks converted."
                )
            if not ours:
                raise BadInput(f"{lesson} has no points, so its marks cannot be converted.")
            factors[index, lesson] = theirs / ours
    return factors


def _replace(text: str, changes: list[tuple[Cell, str]]) -> str:
    parts, at = [], 0
    for cell, new in sorted(changes, key=lambda change: change[0].start):
        quoted = text[cell.start : cell.start + 1] == '"'
        parts += [text[at : cell.start], f'"{new}"' if quoted else new]
        at = cell.end
    return "".join([*parts, text[at:]])
