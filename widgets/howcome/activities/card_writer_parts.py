"""What a card asks for: its parts, the fields of each, and what can be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

# In the order of our own cards: those of the data sets, and `toys.common.model_card`.
PARTS = {
    "data": {
        "made": ("made",),
        "absent": ("absent", "absent_why"),
        "use": ("use",),
        "misuse": ("misuse",),
        "columns": ("columns",),
        "licence": ("licence",),
    },
    "model": {
        "does": ("does",),
        "trained": ("trained",),
        "errors": ("errors", "errors_why"),
        "use": ("use",),
        "misuse": ("misuse",),
        "decides": ("decides", "tell"),
    },
}
# What the middle band chooses and the high band writes.
CHOICES = {
    "licence": ("free", "name", "ask", "unsaid"),
    "decides": ("person", "check", "machine", "off"),
}
LIMITS = {"middle": 200, "high": 400}
MOST_GROUPS = 12
# Where the measured numbers are at hand while one writes.
_NUMBERS = {"trained": "counts"} | dict.fromkeys(("absent_why", "columns", "use", "misuse"), "all")


def one_of(what: str, one: Any, choices: Iterable[str]) -> None:
    """Raise ValueError with the right names unless `one` is among the choices."""
    if one not in list(choices):
        raise ValueError(f"There is no {what} {one!r}; choose {', '.join(choices)}.")


def texts(what: str, given: Mapping[Any, str] | None) -> dict[str, str]:
    """Name -> text; raises ValueError for anything else."""
    given = {} if given is None else given
    if not isinstance(given, Mapping) or not _all_named(given.values()):
        raise ValueError(f'Give {what} as names and texts, such as {{"deep": "Deep sea"}}.')
    return {str(name): text for name, text in given.items()}


def _all_named(ones: Iterable[Any]) -> bool:
    return all(isinstance(one, str) and one.strip() for one in ones)


def asked_for(kind: str, wanted: Iterable[str] | None) -> dict[str, tuple[str, ...]]:
    """The parts that are asked for, in the order of the card, with their fields."""
    if wanted is None:
        return dict(PARTS[kind])
    wanted = [wanted] if isinstance(wanted, str) or not isinstance(wanted, Iterable) else [*wanted]
    for part in wanted:
        one_of("part", part, PARTS[kind])
    if not {"use", "misuse"} <= set(wanted):
        raise ValueError("A card names a use and a misuse: put 'use' and 'misuse' on the list.")
    return {part: fields for part, fields in PARTS[kind].items() if part in wanted}


def to_choose(given: Mapping[str, str] | Iterable[str] | None, *, asked: bool) -> dict[str, str]:
    """The groups that could be missing from a table, id -> text."""
    if given is None:
        return {}
    if not asked:
        raise ValueError("Only a data card of the middle band chooses from groups: leave them out.")
    if not isinstance(given, Mapping):
        ones = [*given] if isinstance(given, Iterable) and not isinstance(given, str) else []
        given = {one: one for one in ones} if _all_named(ones) else {}
    if not _all_named([*given, *given.values()]) or not 2 <= len(given) <= MOST_GROUPS:
        raise ValueError(f"Give 2 to {MOST_GROUPS} groups, each with a name to choose from.")
    return dict(given)


def field(name: str, band: str, absent: Mapping[str, str]) -> dict[str, Any]:
    """A field as the view draws it; the texts of the activity's own choices are in its words."""
    kind, choices = "text", []
    if name == "errors":
        kind = "errors"
    elif name == "absent":
        kind, choices = "several", list(absent.items())
    elif name in CHOICES and band == "middle":
        kind, choices = "one", [(one, "") for one in CHOICES[name]]
    return {"name": name, "kind": kind, "choices": choices, "numbers": _NUMBERS.get(name, "")}
