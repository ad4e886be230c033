"""Who handed a file in, as each platform writes it into the names of files and folders.

Canvas      nunezana_LATE_12345_67890_m04-who-is-missing-1.ipynb     (last name first, one word)
Moodle      Ana Nunez_123456_assignsubmission_file_/m04.ipynb        (or all in the file's name)
Schoology   Nunez, Ana - 12345/Revision 2 - Late/m04.ipynb
nbgrader    p01+m04-who-is-missing+2026-11-20 09:00:00.000000 UTC+…/m04-who-is-missing.ipynb
Google      m04-who-is-missing - Ana Nunez.ipynb, and everything else: a name somewhere
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_CANVAS = re.compile(r"(?P<who>.+?)_(?P<late>LATE_)?(?P<key>\d+)_(?P<file>\d+)_(?P<rest>.+)")
_CANVAS_TEXT = re.compile(
    r"(?P<who>.+?)_(?P<late>LATE_)?(?P<key>\d+)_(?P<rest>(?:text|link)\.html)"
)
_CANVAS_ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_\w{5}_(?P<file>\d+)_(?P<rest>.+)")
_MOODLE = re.compile(r"(?P<who>.+?)_\d+_assignsubmission_(?P<kind>[a-z]+)_?(?P<rest>.*)")
_SCHOOLOGY = re.compile(r"(?P<who>[^,]+,.+?) - (?P<key>\w+)")
_REVISION = re.compile(r"Revisi[oó]n (?P<attempt>\d+)(?: - (?P<how>.*))?", re.IGNORECASE)
_INBOUND = re.compile(r"(?P<key>[^+]+)\+[^+]+\+(?P<time>\d{4}-\d\d-\d\d [^+]+)(?:\+.*)?")
_LATE = re.compile(r"\b(?:late|tarde|retraso|atrasad[oa])\b", re.IGNORECASE)
_AGAIN = re.compile(r"-(\d{1,2})(?=\.ipynb$)", re.IGNORECASE)
GOOGLE = re.compile(r"-\d{8}T\d{6}Z-\d{3}$|-\d{8}T\d{6}Z-\d-\d{3}$")
"""How the name of a zip from Google Drive ends."""


@dataclass(frozen=True)
class Hand:
    """What a path says about who handed in, and how."""

    platform: str = ""
    who: str = ""
    """A name, as the platform writes it."""
    joined: bool = False
    """Whether `who` is last and first name in one word."""
    key: str = ""
    """The platform's number of the pupil, or an id."""
    attempt: int = 0
    """The platform's count of what a pupil handed in; 0 when it does not count."""
    late: bool = False
    """Whether the platform says that it came late."""
    stamp: str = ""
    """A time that nbgrader wrote into the name."""
    rest: tuple[str, ...] = field(default=())
    """The path as the pupil named it."""
    online: bool = False
    """Text that was typed into the platform, no file."""


def read_hand(parts: tuple[str, ...]) -> Hand:
    """Read a path from the outside in: what a pupil packed into a zip cannot rename the pupil."""
    for at, part in enumerate(parts):
        rest = parts[at + 1 :]
        if found := _MOODLE.fullmatch(part):
            named = (found["rest"], *rest) if found["rest"] else rest
            return Hand("moodle", found["who"], rest=named, online=found["kind"] != "file")
        if found := _INBOUND.fullmatch(part):
            return Hand("nbgrader", key=found["key"], stamp=found["time"], rest=rest)
        if rest and (found := _SCHOOLOGY.fullmatch(part)) and (how := _REVISION.fullmatch(rest[0])):
            return Hand(
                "schoology",
                found["who"],
                key=found["key"],
                attempt=int(how["attempt"]),
                late=bool(_LATE.search(how["how"] or "")),
                rest=rest[1:],
            )
        if hand := _canvas(part, rest):
            return hand
    return Hand(rest=parts)


def _canvas(part: str, rest: tuple[str, ...]) -> Hand | None:
    if found := _CANVAS_ANONYMOUS.fullmatch(part):
        who, key = "", ""
    elif found := _CANVAS.fullmatch(part) or _CANVAS_TEXT.fullmatch(part):
        who, key = found["who"], found["key"]
    else:
        return None
    again = _AGAIN.search(found["rest"])
    return Hand(
        "canvas",
        who,
        joined=True,
        key=key,
        attempt=int(again[1]) if again else 0,
        late=bool(found["late"]),
        rest=(found["rest"], *rest),
        online=found["rest"] in ("text.html", "link.html"),
    )
