"""Which column of a teacher's own file is what: who a row is, and which lesson a mark is for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ..course.roster.columns import fields
from ..errors import BadInput
from .cells import Cell, read_number
from .marks import Marks
from .people import same
from .platforms import NEVER_A_LESSON, WORKSHEET, Platform

TELLING = ("lms_id", "sis_id", "login", "email", "name", "first_name", "last_name")


@dataclass(frozen=True)
class Sheet:
    """The columns of a file by their place, and the rows that are about pupils."""

    who: dict[str, int]
    """Field of `Pupil`, `name` (in one column) or `participant` -> column."""
    lessons: dict[str, int]
    body: tuple[int, ...]
    """The rows that may be about a pupil."""
    points_row: int | None = None
    points_column: int | None = None
    notes: list[str] = field(default_factory=list)

    def points(self, rows: list[list[Cell]], index: int, lesson: str) -> float | None:
        """The platform's points for a lesson; None where the file does not say."""
        if self.points_column is not None:
            return read_number(_at(rows[index], self.points_column))
        if self.points_row is not None:
            return read_number(_at(rows[self.points_row], self.lessons[lesson]))
        return None


def read_headings(
    platform: Platform,
    rows: list[list[Cell]],
    marks: Marks,
    *,
    named: Collection[str],
    columns: Mapping[str, str],
) -> Sheet:
    """Find the columns. Raises BadInput when it is not clear which one a lesson's is."""
    heads = [same(cell.value) for cell in rows[0]]
    if platform.name == "moodle" and _place(heads, WORKSHEET["participant"]) is not None:
        return _worksheet(heads, rows, marks, named)
    who = _who(rows[0])
    if not who:
        raise BadInput(
            "The template has no column that says who a row is about, such as an e-mail address "
            f"or a number; use the file that {platform.title} lets you download."
        )
    points_row = _points_row(platform, rows)
    about = fields([cell.value for cell in rows[0]])
    taken = {
        at
        for at, head in enumerate(heads)
        if about[at] or head.endswith(NEVER_A_LESSON) or _is_read_only(rows, points_row, at)
    }
    lessons, notes = {}, []
    for lesson in marks.max_score:
        given = columns.get(lesson)
        at = _given(heads, given) if given else _column(heads, rows[0], taken, lesson)
        if at is not None:
            lessons[lesson] = at
        elif lesson in named:
            raise BadInput(
                f"The template has no column for {lesson}; make the assignment there and download "
                f"the file again, or say which it is with --column '{lesson}=HEADING'."
            )
        else:
            notes.append(f"The template has no column for {lesson}; its marks are not in the file.")
    if not lessons:
        raise BadInput(
            f"The template has no column for {' or '.join(marks.max_score)}; say which it is with "
            "--column 'LESSON=HEADING'."
        )
    if len(set(lessons.values())) < len(lessons):
        raise BadInput("Two lessons would go into one column; name one of them, or use --column.")
    body = tuple(index for index in range(1, len(rows)) if index != points_row)
    return Sheet(who, lessons, body, points_row=points_row, notes=notes)


def _worksheet(
    heads: list[str], rows: list[list[Cell]], marks: Marks, named: Collection[str]
) -> Sheet:
    """Moodle's offline grading worksheet: one assignment, whose name is not in the file."""
    grade = _place(heads, WORKSHEET["grade"])
    if grade is None:
        raise BadInput(
            "The grading worksheet has no column Grade; download it from Moodle in English or "
            "Spanish, with 'Offline grading worksheet' switched on in the assignment."
        )
    lessons = list(named) or list(marks.max_score)
    if len(lessons) != 1 or lessons[0] not in marks.max_score:
        raise BadInput(
            "A grading worksheet is for one assignment and does not say which; name one lesson, "
            f"such as {next(iter(marks.max_score))}."
        )
    who = {**_who(rows[0]), "participant": _place(heads, WORKSHEET["participant"])}
    return Sheet(
        who,
        {lessons[0]: grade},
        tuple(range(1, len(rows))),
        points_column=_place(heads, WORKSHEET["max_grade"]),
    )


def _who(first: list[Cell]) -> dict[str, int]:
    """The columns that say who it is, by the headings that rosters are read by."""
    found: dict[str, int] = {}
    for at, name in enumerate(fields([cell.value for cell in first])):
        if name in TELLING:
            found.setdefault(name, at)
    return found


def _place(heads: list[str], known: tuple[str, ...]) -> int | None:
    return next((heads.index(head) for head in known if head in heads), None)


def _given(heads: list[str], heading: str) -> int:
    places = [at for at, head in enumerate(heads) if head == same(heading)]
    if len(places) != 1:
        raise BadInput(
            f"The template has {'several columns' if places else 'no column'} '{heading}'; copy "
            "one heading as it stands there, the number in brackets included."
        )
    return places[0]


def _column(heads: list[str], first: list[Cell], taken: set[int], lesson: str) -> int | None:
    """The one column that names the lesson: whole (`m04-who-is-missing`), or its number (`m04`)."""
    free = [at for at in range(len(heads)) if at not in taken]
    short = re.escape(lesson.split("-", 1)[0])
    for pattern in (rf"{re.escape(lesson)}", short):
        alone = re.compile(rf"(?<![\w-]){pattern}(?![\w])")
        places = [at for at in free if alone.search(heads[at])]
        if len(places) == 1:
            return places[0]
        if places:
            listed = ", ".join(f"'{first[at].value}'" for at in places)
            raise BadInput(
                f"Several columns of the template could be {lesson}: {listed}; say which with "
                f"--column '{lesson}=HEADING'."
            )
    return None


def _points_row(platform: Platform, rows: list[list[Cell]]) -> int | None:
    if not platform.points_row:
        return None
    words = same(platform.points_row)
    return next((at for at in range(1, len(rows)) if same(rows[at][0].value) == words), None)


def _is_read_only(rows: list[list[Cell]], points_row: int | None, at: int) -> bool:
    # Canvas marks what it computes itself so
    return points_row is not None and "read only" in same(_at(rows[points_row], at))


def _at(row: list[Cell], at: int) -> str:
    return row[at].value if at < len(row) else ""
