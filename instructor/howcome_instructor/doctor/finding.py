"""What one check found."""

from __future__ import annotations

from dataclasses import asdict, dataclass

OK = "ok"
ATTENTION = "attention"
FAILS = "fails"
STATES = (OK, ATTENTION, FAILS)
"""`fails`: something needed does not work. `attention`: something is missing that one can do
without, or that only some need; the finding says who."""


@dataclass(frozen=True)
class Finding:
    """One line of the table, and one step below it when there is something to do."""

    name: str
    """What was looked at, such as `disk`."""
    state: str
    found: str
    """One sentence: what is there."""
    do: str = ""
    """One sentence: what to do. Empty exactly when the state is ok."""
    commands: tuple[str, ...] = ()
    """What to type, one line each, in this order."""

    def __post_init__(self):
        if self.state not in STATES or (self.state == OK) != (not self.do):
            raise ValueError(f"{self.name}: {self.state} with {self.do!r}")

    def as_json(self) -> dict:
        """Plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Step:
    """What to do on one kind of system."""

    do: str
    commands: tuple[str, ...] = ()
