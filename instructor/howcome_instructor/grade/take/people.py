"""Who is in the course: the roster, and whoever else the gradebook knows."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from ...course.folder import Course
from ...course.roster import load_pupils
from ...course.roster.pupil import Pupil


def students(course: Course) -> dict[str, Pupil]:
    """Every pupil by id, those of `pupils.csv` first, in its order.

    Raises BadInput when `pupils.csv` was edited so that it cannot be read.
    """
    known = load_pupils(course)
    for pupil in _gradebook(course):
        known.setdefault(pupil.id, pupil)
    return known


def _gradebook(course: Course) -> list[Pupil]:
    """The gradebook's own table, read without nbgrader, which takes seconds to load."""
    if not course.gradebook.is_file():
        return []
    try:
        uri = f"{course.gradebook.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=60)) as connection:
            rows = connection.execute(
                "select id, first_name, last_name, email, lms_user_id from student order by id"
            ).fetchall()
    except sqlite3.Error:  # no table yet, or damaged: marking says so when it opens it
        return []
    return [Pupil(*(cell or "" for cell in row)) for row in rows if row[0]]
