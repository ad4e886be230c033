"""`howcome export`: gradebook files, and the pupils' feedback in one zip."""

from pathlib import Path

import click

PLATFORMS = ("nbgrader", "canvas", "google", "schoology", "moodle")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.argument("lessons", metavar="[LESSON]...", nargs=-1)
@click.option("--to", type=click.Choice(PLATFORMS), help="The platform the file is for.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
@click.option(
    "--template", type=click.Path(path_type=Path), help="Fill in this file from the platform."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="LESSON=HEADING",
    help="The template's column for a lesson, when it is not named after it.",
)
@click.option("--scale", is_flag=True, help="Convert marks where the platform has other points.")
@click.option(
    "--key",
    type=click.Choice(("email", "sis_id", "login", "lms_id")),
    help="Tell pupils by this column of pupils.csv.",
)
@click.option("--section", help="Only the pupils of this section.")
@click.option("--names", is_flag=True, help="nbgrader: put in the names, in place of pseudonyms.")
@click.option("--with-unmarked", is_flag=True, help="Also where written answers wait for you.")
@click.option("--missing-as-zero", is_flag=True, help="A zero for those who handed in nothing.")
@click.option("--feedback", is_flag=True, help="A zip of the feedback pages in place of marks.")
@click.option("--force", is_flag=True, help="Overwrite --out when it is there already.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_context
def export(ctx: click.Context, as_json: bool, **options) -> None:
    """Write marks into a file that a learning platform imports.

    DIR is the course; name lessons (m04, or its full name) to export only those. Pseudonyms are
    resolved here, by pupils.csv, and nowhere else.

    Best is --template: download the gradebook as CSV from the platform, and the marks are filled
    into that file, whose other cells stay as they are. Canvas, Schoology and Moodle import it.

    Google Classroom: we know of no import of marks from a file that Google documents for
    teachers. This file is for Google Sheets and for typing from; it cannot be uploaded.

    There is no zero for a pupil who handed in nothing, whose work could not be graded or who waits
    for you: the cell stays empty and the pupil is named. (nbgrader's own format has zeros there.)

    Exit code 1 means that the file is written and lacks pupils who have a mark; they are named.
    """
    from .run import Wishes, run

    summary, pupils, names = run(Wishes(**options))
    if as_json:
        import json

        click.echo(json.dumps(summary.as_json(), indent=1, ensure_ascii=False))
    else:
        for line in summary.sentences(pupils, names):
            click.echo(line)
    ctx.exit(summary.exit_code)
