"""What one rule found, or that it could not look."""

from __future__ import annotations

from dataclasses import asdict, dataclass


class NotDone(Exception):
    """A rule that cannot look on this machine; the words say why, and what would help.

    Neither a finding nor silence: the lesson passes, and the reader is told what was not looked at.
    """


@dataclass(frozen=True)
class Finding:
    """One line of the table."""

    rule: str
    """Group and file of the rule, such as `words.hard_reading`."""
    where: str
    """A cell's id, or `notebook`, `guide`, `guide: Plan`, `es.po`."""
    said: str
    """What was found and what to do, in plain words."""
    curable: bool = False
    """Whether `--fix` mends it."""

    def as_json(self) -> dict:
        """Plain data."""
        return asdict(self)
