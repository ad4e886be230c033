"""`howcome standards`: which published ids are taught, assessed or missing."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--framework", "names", multiple=True, metavar="ID", help="One framework; can be repeated."
)
@click.option("--band", help="Only the grades of elementary, middle or high.")
@click.option("--csv", "csv_file", metavar="FILE", help="Write the rows as CSV; - prints them.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option(
    "--write", "write_pages", is_flag=True, help="Make the map of lessons and COVERAGE.md anew."
)
@click.option(
    "--check",
    "check_pages",
    is_flag=True,
    help="End with 1 when one of these pages is not current.",
)
@click.option(
    "--curriculum", type=click.Path(path_type=Path), help="The folder of lesson sources to count."
)
def standards(
    names: tuple[str, ...],
    band: str | None,
    csv_file: str | None,
    as_json: bool,
    write_pages: bool,
    check_pages: bool,
    curriculum: Path | None,
) -> int:
    """Show which published ids the lessons are mapped to.

    An id is taught in a grade band when a lesson for these grades names it in its guide, assessed
    when such a lesson gives points, and missing when none names it. One --framework is listed id
    by id. No publisher has reviewed the mapping.
    """
    from ..check.draft import STAGES as OF_BAND
    from ..errors import BadInput
    from ..sources import find_sources
    from . import pages, show
    from .coverage import cover, unknown_frameworks
    from .frameworks import STAGES, choose_frameworks, load_frameworks
    from .lessons import read_lesson

    asked = [
        name
        for name, given in (
            ("--csv", csv_file),
            ("--json", as_json),
            ("--write", write_pages),
            ("--check", check_pages),
        )
        if given
    ]
    if len(asked) > 1:
        raise BadInput(f"Choose one of {' and '.join(asked)}.")
    if (write_pages or check_pages) and (names or band):
        raise BadInput(f"{asked[0]} makes the whole pages; leave --framework and --band out.")
    sources = find_sources(curriculum)
    home = sources[0].path.parents[2]
    frameworks = load_frameworks(home)
    chosen = choose_frameworks(frameworks, names)
    if band is not None and band not in OF_BAND:
        raise BadInput(f"There is no band '{band}'; choose elementary, middle or high.")
    stages = STAGES if band is None else OF_BAND[band]
    lessons = [read_lesson(lesson, frameworks) for lesson in sources]
    found = cover(chosen, lessons, stages)
    if not names:
        found.left_out.extend(unknown_frameworks(lessons, frameworks))
    if write_pages or check_pages:
        made = {
            home / "README.md": pages.map_text(home, lessons),
            home / pages.COVERAGE: pages.coverage_text(found),
        }
        if write_pages:
            written = pages.write(made)
            for path in written:
                click.echo(f"Written: {path}")
            if not written:
                click.echo("Both pages are current.")
            for lesson, why in found.left_out:
                click.echo(f"Not counted: {lesson}: {why}", err=True)
            return 0
        old = pages.stale(made)
        for path in old:
            click.echo(f"{path} is not current; `howcome standards --write` makes it anew.")
        if not old:
            click.echo("Both pages are current.")
        return 1 if old else 0
    if as_json:
        click.echo(show.as_json(found))
    elif csv_file == "-":
        click.echo(show.as_csv(found), nl=False)
    elif csv_file:
        try:
            Path(csv_file).write_text(show.as_csv(found), encoding="utf-8", newline="")
        except OSError as error:
            raise BadInput(f"{csv_file} cannot be written; give another file.") from error
        click.echo(f"Written: {csv_file}")
    else:
        show.table(found)
    return 0
