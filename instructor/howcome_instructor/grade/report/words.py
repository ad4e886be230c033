"""What the pages say themselves, in English and Spanish, with numbers and times as said there."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "es")


class Words:
    """The words of one language. `words("days", n=2)`; `days.one` is for n=1."""

    def __init__(self, language: str):
        self.language = language if language in LANGUAGES else "en"
        self._table = _table(self.language)

    def __call__(self, key: str, **values: object) -> str:
        """One sentence, with its numbers written as this language writes them."""
        if values.get("n") == 1 and f"{key}.one" in self._table:
            key = f"{key}.one"
        shown = {
            name: self.number(value) if isinstance(value, (int, float)) else value
            for name, value in values.items()
        }
        return self._table[key].format(**shown)

    def number(self, value: float) -> str:
        """A number of points: at most two decimals, and a comma for them in Spanish."""
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        text = "0" if text in ("-0", "") else text
        return text.replace(".", ",") if self.language == "es" else text

    def when(self, time: datetime) -> str:
        """A day and time, in the time zone of this machine: `3 March 2026, 14:02`."""
        here = time.astimezone()
        month = self._table["months"].split()[here.month - 1]
        return self("date", day=str(here.day), month=month, year=str(here.year)) + (
            f", {here:%H:%M}"
        )

    def span(self, time: timedelta | float) -> str:
        """How long, in its one or two largest units: `2 days and 3 hours`."""
        seconds = time.total_seconds() if isinstance(time, timedelta) else time
        minutes = max(1, round(seconds / 60))
        parts = []
        for unit, size in (("days", 24 * 60), ("hours", 60), ("minutes", 1)):
            count, minutes = divmod(minutes, size)
            if count:
                parts.append(self(unit, n=count))
            elif parts:
                break
        return self("and").join(parts[:2])


@cache
def _table(language: str) -> dict[str, str]:
    path = Path(__file__).parent / f"words.{language}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def words_in(language: str) -> Words:
    """The words of a language; English where it is not known."""
    return Words(language)
