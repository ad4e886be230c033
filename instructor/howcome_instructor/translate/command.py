"""`howcome translate`: the messages of a lesson, the lesson in Spanish, and how far each is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import BadInput

if TYPE_CHECKING:
    from ..sources import Lesson
    from .standing import Standing

NAMES = {"es": "Spanish"}
"""The languages that the activities speak, beside English."""


@click.command()
@click.argument("lesson", metavar="[LESSON]", required=False)
@click.argument("language", metavar="[LANGUAGE]", default="es")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write the notebook in that language here."
)
@click.option(
    "--reviewed",
    metavar="WHO",
    help='A person has read all of it: "Spanish teacher, native speaker".',
)
@click.option("--json", "as_json", is_flag=True, help="Print how far it is as JSON.")
@click.option("--curriculum", type=click.Path(path_type=Path), help="The folder of lesson sources.")
def translate(
    lesson: str | None,
    language: str,
    out: Path | None,
    reviewed: str | None,
    as_json: bool,
    curriculum: Path | None,
) -> int:
    """Bring the messages of LESSON up to date in its es.po, or show how far all lessons are.

    `howcome translate m04 es` makes or renews the file beside the lesson: translations stay, what
    changed in English is marked "fuzzy". Any editor for PO files opens it. What is not translated
    stands in the Spanish lesson in English, and says so. Ends with 1 when something is missing,
    outdated or cannot be used.
    """
    from ..sources import choose, find_sources

    if language not in NAMES:
        raise BadInput(f"There is no language '{language}' here; choose {', '.join(NAMES)}.")
    sources = find_sources(curriculum)
    if lesson is None:
        if out or reviewed:
            raise BadInput("Name the lesson: howcome translate m04 es --out FILE.")
        return _all(sources, language, as_json)
    (chosen,) = choose(sources, names=[lesson])
    if reviewed is not None and not reviewed.strip():
        raise BadInput('Say who has read it: --reviewed "Spanish teacher, native speaker".')
    if out is not None:
        _check_out(out, chosen)
    made = _renew(chosen, language, reviewed)
    if out is not None:
        from ..lab.cache import write_whole
        from .build import source_in

        try:
            write_whole(out, source_in(chosen, language))
        except OSError as error:
            raise BadInput(f"{out} cannot be written ({error.strerror}).") from error
    if as_json:
        click.echo(json.dumps(made.as_json(), indent=1, ensure_ascii=False))
    else:
        _say(made, chosen, out)
    return int(made.done < made.messages)


def _renew(lesson: Lesson, language: str, reviewed: str | None) -> Standing:
    """Write the catalogue where it has changed; how far it is then."""
    import nbformat

    from ..lab.cache import write_whole
    from . import catalogue
    from .merge import merge
    from .messages import messages
    from .standing import standing, standing_of

    path = catalogue.place_of(lesson.path, language)
    try:
        notebook = nbformat.reads(lesson.path.read_bytes().decode("utf-8"), as_version=4)
    except Exception as error:  # whatever nbformat raises
        raise BadInput(f"{lesson.path} is not a notebook that can be read.") from error
    old = catalogue.read(path)
    for line, context in catalogue.doubled(old.entries):
        raise BadInput(f"{path}, line {line}: {context} stands there twice; keep one of them.")
    known = merge(messages(notebook), old)
    if reviewed is not None:
        now = standing(lesson, notebook, known, language)
        if now.done < now.messages:
            left = now.messages - now.done
            raise BadInput(
                f"{left} of {now.messages} messages are missing, outdated or faulty; finish them "
                "before you say that it was reviewed."
            )
        known.review(reviewed)
    text = known.text(lesson.name, language).encode("utf-8")
    if not path.is_file() or path.read_bytes() != text:
        try:
            write_whole(path, text)
        except OSError as error:
            raise BadInput(f"{path} cannot be written ({error.strerror}).") from error
    return standing_of(lesson, language)


def _check_out(out: Path, lesson: Lesson) -> None:
    if out.absolute() == lesson.path.absolute():
        raise BadInput(f"{out} is the English source; give another file.")
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise BadInput(f"{out} cannot be written; give a file in a folder that is there.")


def _say(made: Standing, lesson: Lesson, out: Path | None) -> None:
    from .catalogue import place_of

    click.echo(
        f"{place_of(lesson.path, made.language)}: {made.messages} messages, {made.done} done, "
        f"{made.stale} outdated, {made.missing} missing, {len(made.faulty)} faulty"
    )
    for fault in made.faulty:
        click.echo(f"  {fault}")
    click.echo(f"Reviewed by a person: {made.reviewed}")
    if out:
        click.echo(f"{NAMES[made.language]} notebook: {out}")


def _all(sources: list[Lesson], language: str, as_json: bool) -> int:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from .catalogue import place_of
    from .standing import standing_of

    begun = {
        lesson.name: standing_of(lesson, language)
        for lesson in sources
        if place_of(lesson.path, language).is_file()
    }
    if as_json:
        said = {
            lesson.name: begun[lesson.name].as_json() if lesson.name in begun else None
            for lesson in sources
        }
        click.echo(json.dumps(said, indent=1, ensure_ascii=False))
        return 0
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(NAMES[language], no_wrap=True)
    for head in ("Done", "Outdated", "Missing", "Faulty"):
        table.add_column(head, justify="right")
    table.add_column("Reviewed by a person", overflow="fold")
    for lesson in sources:
        if lesson.name not in begun:
            table.add_row(lesson.name, "0 %", "", "", "", "not begun")
            continue
        one = begun[lesson.name]
        counts = (one.stale, one.missing, len(one.faulty))
        table.add_row(lesson.name, f"{one.percent} %", *map(str, counts), escape(one.reviewed))
    Console(highlight=False).print(table)
    whole = sum(one.done == one.messages for one in begun.values())
    click.echo(f"{whole} of {len(sources)} lessons are wholly in {NAMES[language]}.")
    return 0
