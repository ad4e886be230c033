"""One pupil of a course, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from .words import safe_id


@dataclass(frozen=True)
class Pupil:
    """One line of `pupils.csv`."""

    id: str
    """The id in the gradebook: nbgrader's student id, or a pseudonym."""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    """The learning platform's own number (Canvas' ID, Schoology's Unique User ID, …)."""
    sis_id: str = ""
    """The school's number (Canvas' SIS User ID, Moodle's ID number, …)."""
    login: str = ""
    section: str = ""
    language: str = ""
    """en or es; empty for the course's language."""

    @property
    def name(self) -> str:
        """First and last name, or the id where there is no name."""
        return f"{self.first_name} {self.last_name}".strip() or self.id

    @property
    def id_by_name(self) -> str:
        """The id made for a pupil of a list that has none; no platform knows it."""
        return safe_id("-".join(filter(None, (self.first_name, self.last_name))).lower())


FIELDS = tuple(Pupil.__dataclass_fields__)
"""The columns of `pupils.csv`, in order."""
