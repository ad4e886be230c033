"""The questions of `howcome new`, for whoever gives no options."""

from __future__ import annotations

from typing import Any

import click

from ..errors import BadInput
from .plan import MINUTES, stage_for
from .shelf import activities, activity_named, stages_of, toys_for


def ask(given: dict[str, Any]) -> dict[str, Any]:
    """Ask for everything that is not given; what is wrong is asked again.

    Raises BadInput when nobody answers, as in a script.
    """
    try:
        return _ask(dict(given))
    except click.Abort as error:
        if click.get_text_stream("stdin").isatty():
            raise
        raise BadInput("Give --band (or --stage), --title and --activity.") from error


def _ask(found: dict[str, Any]) -> dict[str, Any]:
    if not found["stage"]:
        choices = click.Choice(["TK-2", "3-5", "6-8", "9-12"], case_sensitive=False)
        found["stage"] = stage_for(None, click.prompt("Grades", type=choices))
    stage = found["stage"]
    found["title"] = found["title"] or click.prompt("What is the lesson called?")
    found["question"] = found["question"] or click.prompt(
        "Which question does it ask? (Enter: later)", default="", show_default=False
    )
    fits = [name for name in activities() if stage in stages_of(name)]
    if not found["activity"]:
        for name in fits:
            click.echo(f"  {name:<14} {activities()[name]['says']}")
        found["activity"] = click.prompt(
            "Activity", type=click.Choice(fits, case_sensitive=False), show_choices=False
        )
    activity = activity_named(found["activity"], stage)
    toys = toys_for(activity, stage)
    if toys and not found["toy"]:
        found["toy"] = toys[0]
        if len(toys) > 1:
            found["toy"] = click.prompt("Toy model", type=click.Choice(toys), default=toys[0])
    found["minutes"] = found["minutes"] or click.prompt(
        "Minutes", type=click.IntRange(10, 180), default=MINUTES[stage]
    )
    return found
