"""`howcome lab`: check everything, make the folder, start JupyterLab."""

from pathlib import Path

import click


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[FOLDER]")
@click.option("--band", help="Only the lessons of elementary, middle or high.")
@click.option("--lesson", help="Open one lesson: m04, or m04-who-is-missing.")
@click.option(
    "--lang", default="en", help="The language of the lessons: en or es.", show_default=True
)
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@click.option("--port", type=click.IntRange(1, 65535), help="Use this port and no other.")
@click.option("--copies-only", is_flag=True, help="Make the pupil's copies and stop.")
@click.option(
    "--curriculum", type=click.Path(path_type=Path), help="Take the lessons from this folder."
)
def lab(
    folder: Path | None,
    band: str | None,
    lesson: str | None,
    lang: str,
    no_browser: bool,
    port: int | None,
    copies_only: bool,
    curriculum: Path | None,
) -> None:
    """Open the lessons in JupyterLab.

    FOLDER is the pupil's own: ~/howcome when left out. Lessons are copied into it once and never
    overwritten; a newer version of a lesson goes beside the copy a pupil has worked in, and so does
    the same lesson in another language.
    """
    from ..sources import check_language, choose, find, in_language
    from . import folder as pupils
    from .map import write_map
    from .ports import check_port

    # everything that can be refused is refused before anything is written
    home = (folder or Path.home() / "howcome").expanduser().absolute()
    check_language(lang)
    chosen = choose(find(curriculum), band=band, names=[lesson] if lesson else [])
    chosen = in_language(chosen, lang)
    pupils.check_jupyter(chosen)
    bands = {lesson.band for lesson in chosen}
    pupils.check_folder(home, bands)
    check_port(port)
    plan = pupils.plan(home, chosen)

    pupils.carry_out(home, plan)
    if english := [one.name for one in chosen if one.language != lang]:
        click.echo(f"In English, because there is no translation yet: {', '.join(english)}")
    for line in plan.notes:
        click.echo(line)
    start = plan.opened(chosen[0]) if lesson else write_map(home, plan, lang)
    if copies_only:
        click.echo(f"Your lessons are in {home}")
        return
    from .server import serve

    serve(home, start, browser=not no_browser, port=port)
