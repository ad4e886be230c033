"""`howcome check`: does every lesson keep its promises?"""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("lessons", metavar="[LESSON]...", nargs=-1)
@click.option("--fix", is_flag=True, help="Mend what has one right cure.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option(
    "--only", metavar="RULES", multiple=True, help="A group of rules or one rule; can be repeated."
)
@click.option("--rules", "listed", is_flag=True, help="List the rules and what each refuses.")
@click.option(
    "--scores", is_flag=True, help="Show the reading level of each cell, and how long it takes."
)
@click.option("--jobs", type=click.IntRange(1, 64), help="Lessons checked at the same time.")
@click.option(
    "--curriculum", type=click.Path(path_type=Path), help="The folder of lesson sources to check."
)
def check(
    lessons: tuple[str, ...],
    fix: bool,
    as_json: bool,
    only: tuple[str, ...],
    listed: bool,
    scores: bool,
    jobs: int | None,
    curriculum: Path | None,
) -> int:
    """Check lesson sources, all or the named ones (m04, or its full name).

    One line for each finding: the rule, the cell, and what to do. Ends with 1 when something must
    be mended. `--only structure` is quick; without it each lesson is run several times, with right
    answers, with the wrong ones of its guide, and with none.
    """
    from . import report
    from .rules import chosen

    if listed:
        report.list_rules(chosen(only))
        return 0
    from ..sources import choose, find_sources
    from .work import check_all

    rules = [rule.name for rule in chosen(only)]
    found = choose(find_sources(curriculum), names=lessons)
    checked = check_all(found, rules, fix=fix, jobs=jobs, quiet=as_json)
    if as_json:
        report.as_json(checked)
    else:
        report.table(checked, scores=scores)
    return 1 if any(one.findings for one in checked) else 0
