"""`howcome course release` and `howcome course delete`: what leaves a course, and its end."""

from __future__ import annotations

from pathlib import Path

import click

FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


@click.command()
@FOLDER
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option("--zip", "as_zip", is_flag=True, help="Make a zip with a folder for each pupil.")
@click.option("--to", type=click.Path(path_type=Path), help="Where the zip goes; implies --zip.")
@click.option("--exchange", is_flag=True, help="Hand out by nbgrader's exchange.")
@click.option(
    "--lab",
    metavar="FOLDER",
    help="Put copies where `howcome lab FOLDER` opens them; {pupil} stands for each pupil's id.",
)
@click.option("--again", is_flag=True, help="Although the lesson's source has changed since.")
def release(
    folder: Path,
    lessons: tuple[str, ...],
    as_zip: bool,
    to: Path | None,
    exchange: bool,
    lab: str | None,
    again: bool,
) -> None:
    """Make the pupils' files of a course's lessons, and hand them out.

    Without LESSON all of them. The files are in DIR/release; --zip, --exchange and --lab say how
    they get to the pupils.
    """
    from . import handout
    from . import release as making
    from .folder import open_course
    from .new import check_installed
    from .roster import load_pupils

    check_installed()
    opened = open_course(folder)
    chosen = list(dict.fromkeys(map(opened.check_lesson, lessons))) or list(opened.lessons)
    everyone = list(load_pupils(opened).values())
    making.check_sources(opened, chosen, again)
    if exchange:
        making.check_exchange()
    target = handout.check_zip(opened, to, chosen) if as_zip or to else None
    if lab:
        handout.check_lab(opened, lab, everyone)

    for path in making.release(opened, chosen):
        click.echo(f"Made {path}")
    if target:
        count = handout.write_zip(opened, chosen, everyone, target)
        whom = f"a folder for each of {count} pupils, and one" if count else "one folder"
        names = " It names pupils: keep it to yourself." if count else ""
        click.echo(f"Made {target}: {whom} for everyone.{names}")
    if exchange:
        click.echo(f"In nbgrader's exchange: {making.to_exchange(opened, chosen)}")
    for line in handout.to_lab(opened, chosen, lab, everyone) if lab else ():
        click.echo(line)


@click.command()
@FOLDER
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--keep-marks",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="First write all marks, with names, to this CSV file, which must lie outside of DIR.",
)
def delete(folder: Path, yes: bool, keep_marks: Path | None) -> int:
    """Delete a course with all it holds: hand-ins, marks, feedback, the roster.

    First says what there is, and asks.
    """
    from ..grade.hold import only_one
    from . import delete as deleting
    from .folder import open_course
    from .marks import check_keep, keep

    opened = open_course(folder)
    deleting.check(opened)
    with only_one(opened):
        pass  # nobody is marking it just now
    target = check_keep(opened, keep_marks) if keep_marks else None
    held = deleting.holdings(opened)
    for line in deleting.in_words(opened, held):
        click.echo(line)
    if target and not yes:
        click.echo(f"First all marks are written to {target}, with the pupils' names.")
    if not yes:
        click.confirm("Delete all of this? It cannot be undone", abort=True)
    if target:
        keep(opened, target)
        click.echo(f"All marks are in {target}. It names pupils: keep it to yourself.")
    gone, stuck = deleting.delete(held)
    click.echo(f"Deleted {gone} files.")
    for sentence in [*stuck, *held.unreachable, deleting.OUT_OF_REACH]:
        click.echo(sentence)
    return 1 if stuck else 0
