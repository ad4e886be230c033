"""All rules, found by their files: `rules/<group>/<what it refuses>.py`."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

from ...errors import BadInput
from ..draft import Draft
from ..finding import Finding, NotDone

__all__ = ["GROUPS", "NotDone", "Rule", "chosen", "rules"]

GROUPS = (
    *("structure", "words", "access", "truth", "standards", "children"),
    *("runs", "answers", "translation"),
)
"""In this order they run: what takes seconds comes last."""


@dataclass(frozen=True)
class Rule:
    """One rule: its name, such as `structure.second_heading`, and its module."""

    name: str
    module: ModuleType

    @property
    def refuses(self) -> str:
        """The first line of its docstring: what it refuses."""
        return (self.module.__doc__ or "").strip().splitlines()[0]

    def findings(self, draft: Draft) -> Iterator[Finding]:
        """What it finds in a lesson, without what the author exempts from this rule.

        A rule that breaks down itself is a finding, not silence. Raises NotDone, after what it
        found, when it cannot look on this machine.
        """
        curable = hasattr(self.module, "cure")
        try:
            for where, said in self.module.check(draft):
                if not draft.exemptions.drops(self.name, where):
                    yield Finding(self.name, where, said, curable)
            draft.exemptions.tried(self.name)
        except NotDone:
            raise
        except Exception as error:
            said = f"This could not be checked ({type(error).__name__}: {error})."
            yield Finding(self.name, "notebook", f"{said} Mend the other findings first.")


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the groups and of the files' names.

    A rule whose module says `LAST = True` looks at what the others have found, and comes last.
    """
    here = Path(__file__).parent
    found = [
        Rule(f"{group}.{path.stem}", importlib.import_module(f"{__name__}.{group}.{path.stem}"))
        for group in GROUPS
        for path in sorted((here / group).glob("*.py"))
        if not path.stem.startswith("_")
    ]
    return tuple(sorted(found, key=lambda rule: getattr(rule.module, "LAST", False)))


def chosen(names: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of the named groups, or the rules so named; all of them when none is named.

    Raises BadInput for a name that is neither.
    """
    names = tuple(names)
    for name in names:
        if not any(name in (rule.name, rule.name.split(".")[0]) for rule in rules()):
            raise BadInput(f"There is no rule '{name}'; the groups are {', '.join(GROUPS)}.")
    return tuple(
        rule
        for rule in rules()
        if not names or rule.name in names or rule.name.split(".")[0] in names
    )
