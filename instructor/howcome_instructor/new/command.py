"""`howcome new`: a lesson and its guide, with blanks to fill."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--band", help="elementary, middle or high.")
@click.option("--stage", help="TK-2, 3-5, 6-8 or 9-12; the band's last one when left out.")
@click.option("--title", help="What the lesson is called, such as 'What did it read?'.")
@click.option("--question", help="The question that the lesson asks.")
@click.option("--activity", help="What pupils do in it, such as SampleMixer.")
@click.option("--toy", help="The toy model of the activity, such as sea.")
@click.option("--minutes", type=click.IntRange(10, 180), help="How long the lesson takes.")
@click.option("--number", type=int, help="Its number in the band; the next free one is usual.")
@click.option("--name", help="Its name, such as m17-what-did-it-read.")
@click.option(
    "--curriculum", type=click.Path(path_type=Path), help="The folder that the lesson goes into."
)
def new(
    band: str | None,
    stage: str | None,
    title: str | None,
    question: str | None,
    activity: str | None,
    toy: str | None,
    minutes: int | None,
    number: int | None,
    name: str | None,
    curriculum: Path | None,
) -> None:
    """Make a new lesson and its guide, with blanks (✎) for you to fill.

    Asks for the grades, the title and the activity when they are not given, and then for the rest,
    too. The lesson runs from the start: its activity, a task with a check, and a question. Nothing
    that is there is ever overwritten.
    """
    from ..errors import BadInput
    from .ask import ask
    from .plan import find_curriculum, make_plan, stage_for
    from .show import show
    from .write import put_on_map, write

    find_curriculum(curriculum)
    given = {"stage": stage_for(band, stage), "title": title, "activity": activity}
    given |= {"question": question, "toy": toy, "minutes": minutes}
    if not (given["stage"] and title and activity):
        given = ask(given)
    plan = make_plan(curriculum=curriculum, number=number, name=name, **given)
    left = write(plan)
    try:
        put_on_map(plan)
        note = ""
    except BadInput as error:
        note = f"It is not on the map of lessons yet. {error}"
    show(plan, left, note)
