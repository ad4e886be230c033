"""`howcome check`: is every lesson notebook clean?"""

from pathlib import Path

import click


@click.command()
@click.argument("lessons", metavar="[LESSON]...", nargs=-1)
@click.option("--fix", is_flag=True, help="Rewrite the notebooks that are not clean.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option(
    "--curriculum", type=click.Path(path_type=Path), help="The folder of lesson sources to check."
)
@click.pass_context
def check(
    ctx: click.Context, lessons: tuple[str, ...], fix: bool, as_json: bool, curriculum: Path | None
) -> None:
    """Check lesson sources, all or the named ones (m04, or its full name).

    A clean notebook has no outputs, no counts, only the metadata we use, and readable cell ids.
    Exit code 1 means that something is not clean; with --fix it is mended.
    """
    from .clean import clean_text, findings
    from .sources import choose, find_sources

    table: dict[str, list[str]] = {}
    unread = False
    for lesson in choose(find_sources(curriculum), names=lessons):
        try:
            text = lesson.path.read_bytes().decode("utf-8")
            table[lesson.name] = findings(text)
            if fix and table[lesson.name]:
                _rewrite(lesson.path, clean_text(text))
        except Exception:  # whatever nbformat raises: the file is not a notebook
            table[lesson.name] = ["not a notebook that can be read; mend it by hand"]
            unread = True
    if as_json:
        import json

        click.echo(json.dumps(table, indent=1, ensure_ascii=False))
    else:
        _print(table, fix)
    if unread or (any(table.values()) and not fix):
        ctx.exit(1)


def _rewrite(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text.encode("utf-8"))
    beside.replace(path)


def _print(table: dict[str, list[str]], fixed: bool) -> None:
    width = max(map(len, table))
    for lesson, found in table.items():
        if found:
            click.echo(f"{lesson:{width}}  {found[0]}")
            for line in found[1:]:
                click.echo(f"{'':{width}}  {line}")
    unclean = sum(map(bool, table.values()))
    if not unclean:
        click.echo(f"Clean: {len(table)} of {len(table)} lessons.")
    elif fixed:
        click.echo(f"{unclean} of {len(table)} lessons were not clean; see above.")
    else:
        click.echo(
            f"{unclean} of {len(table)} lessons are not clean; `howcome check --fix` mends them."
        )
