"""The platforms, as data: columns, keys and how "no mark" is written. README.md has the sources."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Platform:
    """What a file for one platform looks like."""

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    """Headings before the lessons, each with the field of `Pupil` (or `sortable_name`) in it."""
    keys: tuple[str, ...]
    """The fields that say who a row is; a pupil without one gets no row."""
    one_key: bool = False
    """True where a row is told by one column only: then one key serves for the whole file."""
    empty: str = ""
    """What stands where there is no mark."""
    everyone: bool = False
    """True to write a row for pupils without any mark too."""
    points_row: str = ""
    """First cell of a second row with each lesson's points; empty for no such row."""
    encoding: str = "utf-8-sig"
    template: bool = True
    """Whether it imports the file that it gave out, once marks are filled in."""
    keep: tuple[str, ...] = ()
    """What in a cell of the teacher's own file is a decision and not an older mark."""


CANVAS = Platform(
    "canvas",
    "Canvas",
    (
        ("Student", "sortable_name"),
        ("ID", "lms_id"),
        ("SIS User ID", "sis_id"),
        ("SIS Login ID", "login"),
        ("Section", "section"),
    ),
    keys=("lms_id", "sis_id", "login"),
    points_row="    Points Possible",
    keep=("EX", "N/A"),
)
GOOGLE = Platform(
    "google",
    "Google Classroom",
    (("Last Name", "last_name"), ("First Name", "first_name"), ("Email Address", "email")),
    keys=("email", "name"),
    everyone=True,
    points_row="Points",
    template=False,
)
SCHOOLOGY = Platform(
    "schoology",
    "Schoology",
    (
        ("First Name", "first_name"),
        ("Last Name", "last_name"),
        ("Unique User ID", "lms_id"),
        ("Unique User ID", "sis_id"),
        ("Email", "email"),
    ),
    keys=("lms_id", "sis_id", "email"),
    one_key=True,
    # whether its importer takes off a byte order mark is not documented
    encoding="utf-8",
)
MOODLE = Platform(
    "moodle",
    "Moodle",
    (
        ("First name", "first_name"),
        ("Last name", "last_name"),
        ("Email address", "email"),
        ("ID number", "sis_id"),
        ("Username", "login"),
    ),
    keys=("email", "sis_id", "login"),
    one_key=True,
    # an empty cell of a new grade item would become a zero: see README.md
    empty="-",
)
PLATFORMS = {one.name: one for one in (CANVAS, GOOGLE, SCHOOLOGY, MOODLE)}

KEY_NAMES = {
    "lms_id": "number on the platform",
    "sis_id": "school number",
    "login": "login",
    "email": "e-mail address",
    "name": "name",
}
"""The keys in a sentence."""

WORKSHEET = {
    "participant": ("identifier", "identificador"),
    "grade": ("grade", "calificación"),
    "max_grade": ("maximum grade", "calificación máxima"),
}
"""The columns of Moodle's offline grading worksheet, in English and Spanish."""

NEVER_A_LESSON = ("(feedback)", "(percentage)", "(letter)", "(porcentaje)", "(letra)")
"""What a column beside the points of a Moodle grade item ends with."""
