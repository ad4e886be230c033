"""The roster of a course: who is behind an id, and by which numbers a platform knows them."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ...errors import BadInput
from ..folder import Course
from .columns import NAME, fields, is_header, is_summary
from .find import Ambiguous, Finder, find_pupil
from .pseudonyms import pseudonymise
from .pupil import FIELDS, Pupil
from .tables import read_rows
from .words import plain, safe_id

__all__ = [
    "FIELDS",
    "Ambiguous",
    "Finder",
    "Pupil",
    "find_pupil",
    "load_pupils",
    "pseudonymise",
    "read_roster",
    "write_pupils",
]

# Where a pupil's id comes from, when the file has no column of its own for it.
SOURCES = ("login", "sis_id", "lms_id", "email")

FORMULAS = ("=", "+", "-", "@")
"""A cell that begins so is a formula to a spreadsheet: it is written with a quote before it."""


def read_roster(path: Path) -> list[Pupil]:
    """The pupils in a CSV or TSV file as nbgrader, Canvas, Google Classroom, Moodle, Schoology
    or a spreadsheet wrote it.

    Ids become safe as names of folders; a row that stands twice counts once. Raises BadInput,
    with the number of the row, for what cannot be told apart or cannot be read.
    """
    path = Path(path).expanduser()
    read = _pupils(path)
    if any(pupil.id for _, pupil in read):
        for number, pupil in read:
            if not safe_id(pupil.id):
                raise BadInput(f"{path.name}, row {number}: {pupil.name or 'the pupil'} has no id.")
        return _distinct(path, [(number, pupil, pupil.id) for number, pupil in read])
    for source in SOURCES:
        given = [getattr(pupil, source) for _, pupil in read]
        if all(map(safe_id, given)) and _tells_apart(read, given):
            return _distinct(
                path, [(*each, key) for each, key in zip(read, given, strict=True)], source
            )
    named = []
    for number, pupil in read:
        key = (
            pupil.id_by_name
            or pupil.login
            or pupil.sis_id
            or pupil.lms_id
            or pupil.email.partition("@")[0]
        )
        if not safe_id(key):
            raise BadInput(
                f"{path.name}, row {number} names nobody; give the pupil an id or delete the row."
            )
        named.append((number, pupil, key))
    return _distinct(path, named)


def write_pupils(course: Course, pupils: Iterable[Pupil]) -> None:
    """Write `pupils.csv`, whole or not at all, readable by its owner only where there are modes.

    Excel reads it as UTF-8 by the mark at its start.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(FIELDS)
    for pupil in pupils:
        table.writerow([_as_text(getattr(pupil, field)) for field in FIELDS])
    part = course.pupils.with_suffix(f".{os.getpid()}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.getvalue().encode("utf-8-sig"))
        part.replace(course.pupils)
    finally:
        part.unlink(missing_ok=True)


def load_pupils(course: Course) -> dict[str, Pupil]:
    """The pupils of `pupils.csv` by id; none when there is no such file.

    Raises BadInput when somebody edited it so that it cannot be read any more.
    """
    if not course.pupils.is_file():
        return {}
    pupils: dict[str, Pupil] = {}
    for number, pupil in _pupils(course.pupils):
        where = f"{course.pupils}, row {number}"
        if pupil.id != safe_id(pupil.id) or not pupil.id:
            raise BadInput(f"{where}: '{pupil.id}' cannot be an id; put back the one it had.")
        if pupils.get(pupil.id, pupil) != pupil:
            raise BadInput(f"{where}: the id {pupil.id} stands twice; delete one of the rows.")
        pupils[pupil.id] = pupil
    return pupils


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _pupils(path: Path) -> list[tuple[int, Pupil]]:
    rows = read_rows(path, lambda cells: sum(field is not None for field in fields(cells)))
    top = next((at for at, (_, cells) in enumerate(rows[:10]) if is_header(fields(cells))), None)
    if top is None:
        raise BadInput(
            f"{path.name} has no row of column names such as id, first_name, last_name, email; "
            "add one, or export the list from your platform again."
        )
    columns = fields(rows[top][1])
    found = []
    for number, cells in rows[top + 1 :]:
        if len(columns) == 1:  # a plain list of "Last, First"
            cells = [", ".join(cells)]
        pupil = _pupil(columns, cells)
        if is_summary(next(filter(None, cells)), bool(pupil.email or pupil.id or pupil.sis_id)):
            continue
        if any(getattr(pupil, field) for field in FIELDS if field not in ("section", "language")):
            found.append((number, pupil))
    if not found:
        raise BadInput(f"{path.name} names no pupil; export the list of pupils again.")
    return found


def _pupil(columns: list[str | None], cells: list[str]) -> Pupil:
    about: dict[str, str] = {}
    for field, cell in zip(columns, cells, strict=False):
        cell = cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULAS else cell
        if field and cell:
            about.setdefault(field, cell)
    whole = about.pop(NAME, "")
    if whole and not (about.get("first_name") or about.get("last_name")):
        last, comma, first = whole.partition(",")
        if not comma:  # all but the first word: with two family names that is right, too
            first, _, last = whole.partition(" ")
        about |= {"first_name": first.strip(), "last_name": last.strip()}
    language = plain(about.pop("language", ""))[:2]
    return Pupil(**{"id": "", **about}, language=language if language in ("en", "es") else "")


def _tells_apart(read: list[tuple[int, Pupil]], keys: list[str]) -> bool:
    """Whether no two people share a key; siblings often share their family's e-mail."""
    people: dict[str, str] = {}
    return all(
        people.setdefault(safe_id(key).casefold(), plain(pupil.name)) == plain(pupil.name)
        for (_, pupil), key in zip(read, keys, strict=True)
    )


def _distinct(
    path: Path, read: list[tuple[int, Pupil, str]], source: str | None = None
) -> list[Pupil]:
    """The pupils with their ids; BadInput when two of them would get the same."""
    seen: dict[str, tuple[int, Pupil]] = {}
    for number, pupil, key in read:
        pupil = replace(pupil, id=safe_id(key))
        # two ids that differ in their capitals are one folder on Windows and macOS
        first, known = seen.setdefault(pupil.id.casefold(), (number, pupil))
        if source is None and replace(known, section="") != replace(pupil, section=""):
            raise BadInput(
                f"{path.name}, rows {first} and {number}: two pupils would get the id {pupil.id}; "
                "give each an id of their own in a column named id."
            )
    return [pupil for _, pupil in seen.values()]
