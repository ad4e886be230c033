"""`howcome grade`: take in, mend, mark, give back."""

from __future__ import annotations

import os
from pathlib import Path

import click

RISK = (
    "Without a sandbox pupils' code runs as you: it can read your files, other pupils' work and "
    "the gradebook, and use the network. `howcome doctor` says how to get a sandbox."
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option(
    "--from",
    "places",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A zip, folder or notebook from Canvas, Google Classroom, Moodle, Schoology or mail. "
    "May be given several times.",
)
@click.option("--again", is_flag=True, help="Mark what was marked before, too.")
@click.option("--workers", type=click.IntRange(1, 64), help="Submissions at once; default: cores.")
@click.option("--scheduler", help="Mark on a Dask cluster: tcp://HOST:PORT.")
@click.option("--unsandboxed", is_flag=True, help="Mark although there is no sandbox. Risky.")
@click.option("--no-examples", is_flag=True, help="Show no pupil's answer on the class page.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def grade(
    folder: Path,
    assignments: tuple[str, ...],
    places: tuple[Path, ...],
    again: bool,
    workers: int | None,
    scheduler: str | None,
    unsandboxed: bool,
    no_examples: bool,
    as_json: bool,
) -> int:
    """Mark a class: take in what was handed in, mark it, and write feedback.

    DIR is a course made by `howcome course new`. Without ASSIGNMENT all of its lessons are
    marked. What was marked before and has not changed is not marked again; a run that was
    stopped goes on where it was. Ends with 0 when all that was handed in is graded, 1 when
    something needs you, and 2 when it could not start.
    """
    from rich.console import Console

    from ..course.folder import open_course
    from .hold import make_ready, only_one

    course = open_course(folder)
    chosen = [course.check_lesson(name) for name in assignments]
    screen = Console(stderr=True)
    if unsandboxed:
        screen.print(RISK, style="bold")
    marker = _cluster(scheduler) if scheduler else _here(workers, not unsandboxed)
    with only_one(course):
        make_ready(course)
        session = _session(course, chosen, places, again, marker, screen, not no_examples)
    from .report import as_json as report_json
    from .report import run_report

    if as_json:
        click.echo(report_json(course, session))
    else:
        run_report(course, session, Console())
    return 0 if session.clear else 1


def _session(course, chosen, places, again, marker, screen, examples):
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from . import session as marking
    from .report import write_all
    from .take import take_in

    with screen.status("Taking in"):
        taken = take_in(course, places, chosen)
        plans = marking.plan(course, taken, again)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    todo = any(each.todo for each in plans)
    with Progress(*columns, console=screen, disable=not todo) as bar:
        step = bar.add_task("Marking", total=sum(len(each.todo) for each in plans))
        done = marking.run(
            course, taken, plans, marker, progress=lambda _outcome: bar.advance(step)
        )
        bar.update(step, description="Giving back")
        # all of them: marks given by hand since the last run belong on the pages too
        write_all(course, examples=examples)
    return done


def _here(workers: int | None, sandboxed: bool):
    """Mark on this machine. Raises BadInput when it has no sandbox and one is wanted."""
    from ..errors import BadInput
    from .mark import Here
    from .run import sandbox

    if sandboxed and not sandbox().usable:
        raise BadInput(
            "This machine has no sandbox, so nothing was marked; `howcome doctor` says how to get "
            "one, and --unsandboxed marks without it."
        )

    # the toys and tables of a lesson are small: threads of theirs would only fight for the cores
    os.environ.setdefault("OMP_NUM_THREADS", "1")

    def marker(reference, jobs):
        # at once, not when the first mark is asked for: imports run beside opening the gradebook
        here = Here(reference, workers or os.cpu_count() or 2, sandboxed=sandboxed)
        return _until_closed(here, jobs)

    return marker


def _until_closed(here, jobs):
    from contextlib import closing

    with closing(here):
        yield from here.mark_all(jobs)


def _cluster(scheduler: str):
    """Mark on a Dask cluster."""
    from .cluster import cluster

    return cluster(scheduler)
