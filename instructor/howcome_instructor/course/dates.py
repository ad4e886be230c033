"""Due dates: a teacher's are local, nbgrader's are UTC without saying so."""

from __future__ import annotations

from datetime import UTC, datetime, time

from ..errors import BadInput

END_OF_DAY = time(23, 59)
"""The hour of a date without one."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YEAR = "January February March April May June July August September October November December"


def parse(text: str) -> datetime:
    """`2026-12-01`, `2026-12-01T15:00` or with an offset, in this machine's time zone.

    A date alone means 23:59 of that day. Raises BadInput for anything else.
    """
    words = text.strip()
    try:
        when = datetime.fromisoformat(words)
        if len(words) == 10:
            when = datetime.combine(when, END_OF_DAY)
        return when.astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise BadInput(
            f"'{text}' is not a date; write it as 2026-12-01, or 2026-12-01T15:00 with an hour."
        ) from error


def stored(when: datetime) -> datetime:
    """As nbgrader's gradebook holds it: UTC, without a zone."""
    return when.astimezone(UTC).replace(tzinfo=None)


def from_stored(when: datetime) -> datetime:
    """From nbgrader's gradebook, in this machine's time zone."""
    return when.replace(tzinfo=UTC).astimezone()


def in_full(when: datetime) -> str:
    """`Tuesday 1 December 2026, 15:00 (UTC+01:00)`."""
    offset = when.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if when.utcoffset() else "UTC"
    day = f"{_DAYS[when.weekday()]} {when.day} {_YEAR.split()[when.month - 1]} {when.year}"
    return f"{day}, {when:%H:%M} ({zone})"
