"""The findings, for a person or for a program."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .rules import Rule
from .work import Checked


def as_json(checked: list[Checked]) -> None:
    """Print lesson -> its findings; each has rule, where, said and curable.

    And `not_done` -> lesson -> what could not be looked at on this machine, where there is any.
    """
    found: dict = {one.lesson: [finding.as_json() for finding in one.findings] for one in checked}
    if not_done := {one.lesson: one.not_done for one in checked if one.not_done}:
        found["not_done"] = not_done
    click.echo(json.dumps(found, indent=1, ensure_ascii=False))


def table(checked: list[Checked], *, scores: bool = False) -> None:
    """Print a line for each finding below the lesson's name, then how many there are."""
    screen = Console(highlight=False)
    for one in checked:
        for mended in one.mended:
            screen.print(f"{one.lesson}: mended {mended.rule} in {mended.where}", markup=False)
        if one.findings:
            screen.print(f"\n[bold]{escape(one.lesson)}[/]")
            screen.print(_lines(one))
        if scores and all(found.rule != "structure.no_notebook" for found in one.findings):
            screen.print(f"\n[bold]{escape(one.lesson)}[/] reading level by cell")
            screen.print(_scores(one))
            screen.print(_minutes(one), markup=False)
    for why, lessons in _not_done(checked).items():
        where = lessons[0] if len(lessons) == 1 else f"{len(lessons)} lessons"
        screen.print(f"Not looked at in {where}: {why}", markup=False)
    screen.print(_last(checked), markup=False)


def list_rules(rules: tuple[Rule, ...]) -> None:
    """Print the rules, each with the first line of its docstring."""
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    rows.add_column(no_wrap=True)
    rows.add_column(overflow="fold")
    for rule in rules:
        rows.add_row(rule.name, escape(rule.refuses))
    Console(highlight=False).print(rows)


def _lines(one: Checked) -> Table:
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), header_style="bold")
    rows.add_column("Where", no_wrap=True)
    rows.add_column("What to do", overflow="fold")
    rows.add_column("Rule", no_wrap=True, style="dim")
    for finding in one.findings:
        said = f"{finding.said} (--fix mends it)" if finding.curable else finding.said
        rows.add_row(escape(finding.where), escape(said), finding.rule)
    return rows


def _scores(one: Checked) -> Table:
    from .words import scores_of

    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), header_style="bold")
    rows.add_column("Cell", no_wrap=True)
    rows.add_column("Words", justify="right")
    rows.add_column("Level", justify="right")
    for cell, words, level in scores_of(one.source.path):
        rows.add_row(escape(cell), str(words), f"{level:.1f}")
    return rows


def _minutes(one: Checked) -> str:
    from .rules.runs._minutes import estimate
    from .work import draft_of

    least = estimate(draft_of(one.source))
    return (
        f"At the least {least.all:.0f} minutes: {least.reading:.0f} to read,"
        f" {least.steps:.0f} to press, {least.code:.0f} for code. Talk and thought come on top."
        f" Checked in {one.seconds:.0f} s."
    )


def _not_done(checked: list[Checked]) -> dict[str, list[str]]:
    """What could not be looked at -> in which lessons: mostly the same for all of them."""
    found: dict[str, list[str]] = {}
    for one in checked:
        for why in one.not_done:
            found.setdefault(why, []).append(one.lesson)
    return found


def _last(checked: list[Checked]) -> str:
    bad = [one for one in checked if one.findings]
    if not bad:
        return f"No finding in {len(checked)} of {len(checked)} lessons."
    count = sum(len(one.findings) for one in bad)
    curable = sum(found.curable for one in bad for found in one.findings)
    more = f" `howcome check --fix` mends {curable} of them." if curable else ""
    findings = "finding" if count == 1 else "findings"
    return f"{count} {findings} in {len(bad)} of {len(checked)} lessons.{more}"
