"""Exemptions: the places where an author says that a rule does not hold, and why.

In a Markdown cell, or in a section of the guide::

    <!-- allow: words.humanised_machine, the sentence quotes a film -->

In a code cell, or in the guide's record::

    # allow: structure.long_look, the class reads these lines together

It drops what that rule finds in that cell, section or record. One that gives no reason, or drops
nothing, is refused itself (`structure.idle_exemption`), so that none outlives its cause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .draft import Draft

IN_WORDS = re.compile(r"<!--\s*allow:\s*([\w.]+)\s*,?\s*(.*?)\s*-->", re.DOTALL)
IN_CODE = re.compile(r"^[^#\n]*#\s*allow:[ \t]*([\w.]+)[ \t]*,?[ \t]*(.*?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Exemption:
    """One mark: which rule, in which cell or section, and why."""

    rule: str
    where: str
    why: str


class Exemptions:
    """All marks of one lesson, and which of them were needed so far."""

    def __init__(self, listed: list[Exemption]):
        self.listed = listed
        self._tried: set[str] = set()
        self._needed: set[tuple[str, str]] = set()

    def drops(self, rule: str, where: str) -> bool:
        """Whether a finding of this rule at this place is to be dropped."""
        dropped = any((one.rule, one.where) == (rule, where) for one in self.listed)
        if dropped:
            self._needed.add((rule, where))
        return dropped

    def tried(self, rule: str) -> None:
        """Note that a rule has looked at the whole lesson."""
        self._tried.add(rule)

    def idle(self, one: Exemption) -> bool:
        """Whether the rule has looked, and would have found nothing there anyway."""
        return one.rule in self._tried and (one.rule, one.where) not in self._needed


def exemptions_of(draft: Draft) -> Exemptions:
    """Every mark in the notebook and in the guide."""
    found = []
    for cell in draft.notebook.cells:
        pattern = IN_CODE if cell.cell_type == "code" else IN_WORDS
        found += [Exemption(rule, cell.id, why) for rule, why in pattern.findall(cell.source)]
    for where, text in draft.guide_parts:
        found += [Exemption(rule, where, why) for rule, why in IN_WORDS.findall(text)]
    front = draft.guide.whole.removesuffix(draft.guide.text)
    found += [Exemption(rule, "guide: record", why) for rule, why in IN_CODE.findall(front)]
    return Exemptions(found)
