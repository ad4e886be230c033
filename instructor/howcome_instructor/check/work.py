"""Checking lessons: each by itself, several at a time."""

from __future__ import annotations

import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from ..sources import Lesson
from .draft import Draft, NoNotebook
from .finding import Finding, NotDone
from .rules import Rule, chosen


@dataclass(frozen=True)
class Checked:
    """One lesson and what was found."""

    source: Lesson
    findings: list[Finding]
    mended: list[Finding] = field(default_factory=list)
    """What `--fix` has mended."""
    seconds: float = 0.0
    not_done: list[str] = field(default_factory=list)
    """What could not be looked at on this machine, and why: `access.axe: Chromium is not …`."""

    @property
    def lesson(self) -> str:
        """The lesson's full name."""
        return self.source.name


def check_all(
    lessons: list[Lesson],
    rules: list[str],
    *,
    fix: bool = False,
    jobs: int | None = None,
    quiet: bool = False,
) -> list[Checked]:
    """Check lessons in their order; a bar on the terminal shows how far it is.

    Args:
        rules: names of rules, as `rules.chosen` takes them.
        jobs: processes; one for each core, and at most four, when left out.
    """
    from rich.console import Console
    from rich.progress import Progress

    jobs = min(jobs or min(os.cpu_count() or 1, 4), len(lessons))
    done: dict[str, Checked] = {}
    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task("Checking", total=len(lessons))

        def note(checked: Checked) -> None:
            done[checked.lesson] = checked
            bar.update(task, advance=1, description=f"Checked {checked.lesson.split('-')[0]}")

        if jobs == 1:
            for lesson in lessons:
                note(check_one(lesson, rules, fix=fix))
        else:
            # not forked: a kernel's threads would be copied half done
            with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
                futures = [pool.submit(check_one, one, rules, fix=fix) for one in lessons]
                for future in as_completed(futures):
                    note(future.result())
    return [done[lesson.name] for lesson in lessons]


def check_one(lesson: Lesson, rules: list[str], *, fix: bool = False) -> Checked:
    """Check one lesson, and mend it first when `fix` says so."""
    started = time.monotonic()
    chosen_rules = chosen(rules)
    mended: list[Finding] = []
    if fix:
        for rule in chosen_rules:
            if hasattr(rule.module, "cure"):
                mended += _mend(rule, draft_of(lesson))
    findings, not_done = _findings(draft_of(lesson), chosen_rules)
    seconds = time.monotonic() - started
    return Checked(lesson, findings, mended, seconds, not_done)


def draft_of(lesson: Lesson) -> Draft:
    return Draft(lesson, lesson.path.parents[2])


def _findings(draft: Draft, rules: tuple[Rule, ...]) -> tuple[list[Finding], list[str]]:
    """What was found, and what could not be looked at."""
    try:
        draft.notebook  # noqa: B018 -- read here, so that every rule can rely on it
    except NoNotebook as error:
        said = f"{str(error).capitalize()}: mend it by hand, or take it from a backup."
        return [Finding("structure.no_notebook", "notebook", said)], []
    findings: list[Finding] = []
    not_done: list[str] = []
    with closing(draft.runs):
        for rule in rules:
            try:
                for found in rule.findings(draft):
                    findings.append(found)  # kept, too, when the rule then cannot go on
            except NotDone as why:
                not_done.append(f"{rule.name}: {why}")
    return findings, not_done


def _mend(rule: Rule, draft: Draft) -> list[Finding]:
    try:
        draft.notebook  # noqa: B018
    except NoNotebook:
        return []
    try:
        before = list(rule.findings(draft))
    except NotDone:
        return []
    if before:
        rule.module.cure(draft)
    return before


def rewrite(path: Path, text: str) -> None:
    """Write a file whole or not at all; the way for every cure."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text.encode("utf-8"))
    beside.replace(path)
