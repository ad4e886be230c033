"""Every rule refuses the lesson that was broken for it, and finds nothing in the good ones."""

from __future__ import annotations

import importlib
from contextlib import closing
from pathlib import Path

import pytest

from howcome_instructor.check.rules import chosen, rules

from .faults import FAULTS, Copy, Fault

for table in sorted(Path(__file__).parent.glob("faults_*.py")):
    importlib.import_module(f"{__package__}.{table.stem}")

SLOW = ("runs", "answers", "access.axe", "translation")
"""Rules that run the lesson, or mind any change of its English: tried on their own fault alone."""


def found(copy: Copy, names: list[str]) -> dict[str, list]:
    """Rule -> what it found in the lesson as it stands in the files."""
    draft = copy.draft()
    with closing(draft.runs):
        listed = [one for rule in chosen(names) for one in rule.findings(draft)]
    return {rule: [one for one in listed if one.rule == rule] for rule in {x.rule for x in listed}}


def tried_with(rule: str) -> list[str]:
    """The rules to run for a fault: all that are quick, or the slow one alone."""
    if rule.startswith(SLOW):
        return [rule]
    return [one.name for one in rules() if not one.name.startswith(SLOW)]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: f"{one.rule}-{one.name}")
def test_a_seeded_fault_is_found_by_its_rule_and_by_no_other(tmp_path, fault: Fault):
    copy = Copy(tmp_path, fault.lesson)
    fault.make(copy)
    copy.save()
    names = tried_with(fault.rule)
    by_rule = found(copy, names)
    assert by_rule.keys() <= {fault.rule, *fault.also}, by_rule
    hits = by_rule.get(fault.rule, [])
    assert [one for one in hits if one.where == fault.where and fault.says in one.said], hits
    (rule,) = chosen([fault.rule])
    if hasattr(rule.module, "cure"):
        rule.module.cure(copy.draft())
        assert found(copy, [fault.rule]) == {}


def test_every_rule_has_a_fault_and_says_what_it_refuses():
    assert {rule.name for rule in rules()} == {fault.rule for fault in FAULTS}
    assert all(rule.refuses.startswith("Refuses ") for rule in rules())
    names = [fault.name for fault in FAULTS]
    assert len(names) == len(set(names))
