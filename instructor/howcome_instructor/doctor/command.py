"""`howcome doctor`: is this machine ready, and what to do if not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from .finding import ATTENTION, FAILS, Finding


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def doctor(folder: Path | None, as_json: bool) -> int:
    """Look whether this machine is ready, and say what to do if not.

    With DIR, a course made by `howcome course new`, look at the course too: its gradebook, its
    lessons, its disk and its exchange, and whether it can be marked here. Ends with 0 when all
    that is needed works, with 1 when something fails.
    """
    # a console of old Windows has no ✓, and stopping for want of one would help nobody
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    course = None
    if folder is not None:
        from ..course.folder import open_course

        course = open_course(folder)
    from . import show

    if as_json:
        findings = [examine() for _name, examine in checks(course)]
        click.echo(show.as_json(findings))
    else:
        findings = show.table(checks(course))
    return 1 if any(one.state == FAILS for one in findings) else 0


def checks(course=None) -> Iterator[tuple[str, Callable[[], Finding]]]:
    """(what is looked at, how), in the order of the table. `course` is a Course or None."""
    from . import browser, disk, exchange, fonts, hub, packages, ports, python, sandbox

    listed = {
        "Python": python.check,
        "Howcome": packages.howcome,
        "JupyterLab": packages.jupyterlab,
        "nbgrader": packages.nbgrader,
        "packages": packages.others,
        "fonts": fonts.check,
        "browser": browser.check,
        "ports": ports.check,
        "disk": lambda: disk.folder(course and course.root),
        "temporary files": disk.temporary,
        "sandbox": lambda: sandbox.check(marking=course is not None),
        "exchange": lambda: exchange.check(course and course.root),
        "hub": hub.check,
    }
    if course is not None:
        from . import gradebook

        listed["gradebook"] = lambda: gradebook.check(course)
        listed["lessons"] = lambda: gradebook.lessons(course)
    for name, look in listed.items():
        yield name, _safe(name, look)


def _safe(name: str, look: Callable[[], Finding]) -> Callable[[], Finding]:
    """The same check, which answers with a finding even where it breaks down itself."""

    def examine() -> Finding:
        try:
            return look()
        except Exception as error:
            return Finding(
                name,
                ATTENTION,
                f"This could not be looked at: {type(error).__name__}: {error}.",
                "Install Howcome again; if that does not help, tell its makers these words.",
            )

    return examine
