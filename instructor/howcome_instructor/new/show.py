"""What `howcome new` says at the end: what was made, what is left, what comes next."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from .blanks import SIGN
from .plan import Plan


def show(plan: Plan, left: dict[str, int], note: str = "") -> None:
    """Print it.

    Args:
        left: where blanks are left, and how many.
        note: one more sentence, for what did not work.
    """
    cells = {where: count for where, count in left.items() if not where.startswith("guide")}
    guide = {where: count for where, count in left.items() if where.startswith("guide")}
    click.echo(f"Made {_short(plan.lesson.path)}")
    click.echo(f" and {_short(plan.guide)}\n")
    if note:
        click.echo(f"{note}\n")
    click.echo(f"It runs already. {sum(left.values())} blanks ({SIGN}) are left for you:")
    click.echo(f"  notebook: {_list(cells)}")
    click.echo(f"  guide: {_list(guide)}\n")
    click.echo("Next:")
    home = plan.curriculum.absolute().parent
    where = "" if home == Path.cwd() else f" {_quoted(_short(home))}"
    click.echo("1. Open JupyterLab, and in it the notebook, with its answers, and the guide:")
    click.echo(f"     {_program('jupyter')} lab{where}")
    click.echo(f"     {plan.lesson.path.absolute().relative_to(home)}")
    click.echo(f"     {plan.guide.absolute().relative_to(home)}")
    click.echo("   A click on the three dots opens a collapsed cell.")
    click.echo(f"2. Fill the blanks: search both for {SIGN}. Save.")
    click.echo("3. Check it, and see it as a pupil:")
    howcome, more = _program("howcome"), _elsewhere(plan)
    click.echo(f"     {howcome} check {plan.number}{more}")
    click.echo(f"     {howcome} lab --lesson {plan.number}{more}")


def _list(left: dict[str, int]) -> str:
    places = (
        f"{where.removeprefix('guide: ').replace('guide', 'top')} {count}"
        for where, count in left.items()
        if count
    )
    return ", ".join(places)


def _program(name: str) -> str:
    """How a program of this environment is started from where the author is now."""
    ours = shutil.which(name, path=str(Path(sys.executable).parent))
    if ours is None or shutil.which(name) == ours:
        return name
    return _quoted(_short(Path(ours)))


def _elsewhere(plan: Plan) -> str:
    from ..sources import checkout_curriculum

    usual = checkout_curriculum()
    if usual and usual.resolve() == plan.curriculum.resolve():
        return ""
    return f" --curriculum {_quoted(_short(plan.curriculum))}"


def _short(path: Path) -> str:
    """From where the author is, when it is below; else whole."""
    path, here = path.absolute(), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _quoted(path: str) -> str:
    import shlex

    return path if os.name == "nt" and " " not in path else shlex.quote(path)
