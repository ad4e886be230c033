"""What the columns of a roster are called, in the exports of each platform."""

from __future__ import annotations

from collections.abc import Sequence

from .words import words

NAME = "name"
"""First and last name in one column: "Last, First" or "First Last"."""

# Headers in plain words; English, Spanish and German, as the platforms write them.
HEADERS = {
    "id": ("student id", "id del estudiante", "pseudonym"),
    "first_name": (
        *("first name", "firstname", "given name", "first", "nombre de pila", "nombre s"),
        *("nombres", "vorname"),
    ),
    "last_name": (
        *("last name", "lastname", "surname", "family name", "last", "apellido s", "apellidos"),
        *("apellido", "nachname", "familienname"),
    ),
    NAME: (
        *("student", "student name", "full name", "name", "user full name", "estudiante"),
        *("alumno", "alumna", "nombre completo", "nombre del estudiante", "vollstandiger name"),
    ),
    "email": (
        *("email address", "email", "e mail", "mail", "e mail address", "direccion de correo"),
        *("direccion de correo electronico", "correo electronico", "correo", "direccion email"),
        *("e mail adresse", "student email", "school email"),
    ),
    "lms_id": ("lms id", "lms user id", "unique user id", "user id", "canvas id", "schoology id"),
    "sis_id": (
        *("sis user id", "sis id", "id number", "numero de id", "numero de identificacion"),
        *("numero id", "student number", "matricula", "id nummer", "user unique id"),
    ),
    "login": (
        *("login", "sis login id", "login id", "username", "user name", "nombre de usuario"),
        *("usuario", "anmeldename", "benutzername"),
    ),
    "section": ("section", "seccion", "class", "clase", "group", "groups", "grupo", "grupos"),
    "language": ("language", "idioma", "lang", "sprache"),
}

# With one of these beside it, a column called "ID" is Canvas' own number.
CANVAS = {"student", "sis user id", "sis login id", "estudiante"}

SUMMARIES = (
    *("points possible", "puntos posibles", "manual posting", "publicacion manual", "date"),
    *("points", "fecha", "puntos", "class average", "promedio de la clase", "media de la clase"),
)
"""Rows of an export that are about the assignments and not about a pupil begin so."""


def fields(header: Sequence[str]) -> list[str | None]:
    """For each column the field of Pupil that it fills, `NAME`, or None.

    >>> fields(["Student", "ID", "SIS Login ID", "Quiz 1 (8756)"])
    ['name', 'lms_id', 'login', None]
    """
    titles = [" ".join(words(title)) for title in header]
    known = {title: field for field, list_ in HEADERS.items() for title in list_}
    known["id"] = "lms_id" if CANVAS & set(titles) else "id"
    found = [known.get(title) for title in titles]
    if "nombre" in titles:  # Moodle's for the first name, and anybody's for the whole name
        whole = "last_name" not in found
        found[titles.index("nombre")] = NAME if whole else "first_name"
    return found


def is_header(found: Sequence[str | None]) -> bool:
    """Whether these columns say who somebody is."""
    return bool({"id", "first_name", "last_name", NAME, "email", "login"} & set(found))


def is_summary(first: str, known: bool) -> bool:
    """Whether a row that begins with the cell `first` is about assignments, or is Canvas' own
    test pupil; `known` says that the row has an address or a number of the school.
    """
    start = " ".join(words(first))
    if start == "student test":
        return True
    return not known and (start in SUMMARIES or start.startswith(SUMMARIES[:4]))
