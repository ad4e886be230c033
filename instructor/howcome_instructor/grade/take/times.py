"""When something was handed in: only what a platform is known to write counts for lateness.

A late mark that is wrong hurts a pupil, one that is missing costs a teacher a look. Canvas puts
the time of the download into its zips, a saved attachment has the time of saving it. So a time
is believed when nbgrader wrote it, or when Moodle or Google Drive wrote times that differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

STAMP = "timestamp.txt"
SPREAD = timedelta(minutes=10)
"""Files of one download whose times are closer together than this got them from the download."""

SEVERAL = 3
"""So many files are needed to tell."""

BELIEVED = ("moodle", "google")


def parse(text: str) -> datetime | None:
    """A time as nbgrader writes it, in UTC; None for what is no time."""
    from dateutil import parser, tz

    text = text.strip()[:100]
    try:
        # as nbgrader's parse_utc: a zone is the third word
        day, *rest = text.split(" ")
        if len(rest) == 2:
            zone = int(rest[1]) if rest[1].lstrip("+-").isdigit() else tz.gettz(rest[1])
            found = parser.parse(f"{day} {rest[0]} TZ", tzinfos={"TZ": zone})
        else:
            found = parser.parse(text)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC) if text else None
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None


def written(time: datetime) -> str:
    """A time as nbgrader's exchange writes it."""
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")


def read_stamp(folder: Path) -> tuple[datetime | None, bool]:
    """The time in a folder's `timestamp.txt`, and whether the file can be understood."""
    path = folder / STAMP
    try:
        if path.is_symlink() or not path.is_file():
            return None, True
        with path.open("rb") as file:
            text = file.read(200).decode("utf-8", "replace")
    except OSError:
        return None, False
    time = parse(text)
    return time, time is not None


def believed(platform: str, times: Iterable[datetime | None]) -> bool:
    """Whether the times of the files in one download say when they were handed in."""
    known = [time for time in times if time]
    if platform not in BELIEVED or len(known) < SEVERAL:
        return False
    return max(known) - min(known) > SPREAD and max(known) < datetime.now(UTC) + timedelta(days=1)
