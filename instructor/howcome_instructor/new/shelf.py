"""What a lesson can be built on: the activities, and the toys that each can start with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import BadInput

TEMPLATES = Path(__file__).parent / "templates"
READERS = ("3-5", "6-8", "9-12")


@dataclass(frozen=True)
class Start:
    """An activity with the toy it starts with: what the templates need of both."""

    activity: str
    toy: str | None
    about: dict[str, Any]
    """The activity's entry in activities.yaml."""
    of_toy: dict[str, Any]
    """The toy's entry in toys.yaml; empty without a toy."""

    @property
    def settings(self) -> dict[str, Any]:
        """What the activity takes from this toy."""
        return self.about["toys"][self.toy] if self.toy else {}

    @property
    def dataset(self) -> str:
        """What the record says of the data."""
        named = self.of_toy.get("dataset") or self.about.get("dataset")
        if named is None and self.toy:
            return f"none; the toy's own seeded generator (howcome.toys.{self.toy})"
        return named or "none"

    def wrong(self, band: str) -> dict[str, Any]:
        """The wrong answer to the task, as a record has it."""
        own = self.settings.get("wrong") or self.about.get("wrong")
        return own or self.about["wrong_in"][band]


def stages_of(activity: str) -> tuple[str, ...]:
    """The grades that a lesson on this activity can be for."""
    return tuple(activities()[activity].get("stages", READERS))


def activity_named(name: str, stage: str) -> str:
    """The activity of this name, in any spelling of capitals.

    Raises BadInput with the right names for one that there is not, or that is not for these grades.
    """
    names = {one.casefold(): one for one in activities()}
    fits = ", ".join(one for one in activities() if stage in stages_of(one))
    found = names.get(name.casefold().replace("_", "").replace("-", ""))
    if found is None:
        raise BadInput(f"There is no activity '{name}'; for grades {stage} there are {fits}.")
    if stage not in stages_of(found):
        raise BadInput(f"{found} is not for grades {stage}; there are {fits}.")
    return found


def toys_for(activity: str, stage: str) -> list[str]:
    """The toys that this activity can start with in these grades; the first is the usual one."""
    listed = activities()[activity].get("toys", {})
    return [toy for toy in listed if stage in toys().get(toy, {}).get("stages", (stage,))]


def start(activity: str, toy: str | None, stage: str) -> Start:
    """An activity with its toy, the usual one when none is named.

    Raises BadInput with the right names for a toy that it cannot start with.
    """
    known = toys_for(activity, stage)
    if toy is not None and not known:
        raise BadInput(f"{activity} takes no toy; leave --toy out.")
    if toy is not None and toy not in known:
        raise BadInput(
            f"{activity} has no start with the toy '{toy}' in grades {stage}; it has "
            f"{', '.join(known)}."
        )
    chosen = toy or (known[0] if known else None)
    return Start(activity, chosen, activities()[activity], toys()[chosen] if chosen else {})


@cache
def activities() -> dict[str, dict[str, Any]]:
    """activities.yaml: name -> what a lesson needs of it."""
    return _read("activities.yaml")


@cache
def toys() -> dict[str, dict[str, Any]]:
    """toys.yaml: name -> what a lesson says of it."""
    return _read("toys.yaml")


def _read(name: str) -> dict[str, dict[str, Any]]:
    import yaml

    return yaml.safe_load((TEMPLATES / name).read_text(encoding="utf-8"))
