"""What the checks found, for a person or for a program."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .finding import ATTENTION, FAILS, OK, Finding

SIGNS = {OK: ("✓ ok", "green"), ATTENTION: ("! attention", "yellow"), FAILS: ("✗ fails", "red")}
"""A word beside each sign: no colour is needed to understand it."""


def as_json(findings: list[Finding]) -> str:
    """`ready` is what the exit code says; each check has name, state, found, do, commands."""
    ready = all(one.state != FAILS for one in findings)
    checks = [one.as_json() for one in findings]
    return json.dumps({"ready": ready, "checks": checks}, indent=1)  # ASCII: for any console


def table(
    checks: Iterable[tuple[str, Callable[[], Finding]]], screen: Console | None = None
) -> list[Finding]:
    """Look at one after the other, saying at what; then the table, and below it what to do."""
    screen = screen or Console()
    findings = []
    with Console(stderr=True).status("Looking") as status:
        for name, examine in checks:
            status.update(f"Looking at {name}")
            findings.append(examine())
    screen.print(_table(findings))
    for one in findings:
        if one.do:
            screen.print(f"\n[bold]{escape(one.name)}[/]: {escape(one.do)}", highlight=False)
            for command in one.commands:
                # never wrapped: a line that breaks in two cannot be copied
                screen.print(f"    {escape(command)}", soft_wrap=True, highlight=False)
    screen.print(f"\n{_last(findings)}", highlight=False)
    return findings


def _table(findings: list[Finding]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("State", no_wrap=True)
    table.add_column("What", no_wrap=True)
    table.add_column("Found", overflow="fold")
    for one in findings:
        sign, colour = SIGNS[one.state]
        table.add_row(f"[{colour}]{sign}[/]", escape(one.name), escape(one.found))
    return table


def _last(findings: list[Finding]) -> str:
    failing = [one.name for one in findings if one.state == FAILS]
    if failing:
        return f"Not ready: see {', '.join(failing)} above."
    if any(one.state == ATTENTION for one in findings):
        return "Ready. What needs attention is told above, and who needs it."
    return "Ready."
