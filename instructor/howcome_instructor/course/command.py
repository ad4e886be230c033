"""`howcome course`: make a course, open it, hand it out, delete it."""

from __future__ import annotations

from pathlib import Path

import click

from .command_out import delete, release

FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


@click.group()
def course() -> None:
    """A class's lessons, hand-ins and marks: a folder that nbgrader understands."""


course.add_command(release)
course.add_command(delete)


@course.command()
@FOLDER
@click.option("--band", help="The lessons of elementary, middle or high.")
@click.option("--lessons", help="Only these: m04,m02. Without it, all lessons of the band.")
@click.option(
    "--pseudonyms",
    type=click.Path(path_type=Path),
    help="A roster (CSV); the gradebook gets pseudonyms, pupils.csv says who is who.",
)
@click.option(
    "--roster", type=click.Path(path_type=Path), help="A roster (CSV); names go in the gradebook."
)
@click.option(
    "--due",
    "dates",
    multiple=True,
    metavar="LESSON=DATE",
    help="m04=2026-12-01, or m04=2026-12-01T15:00. May be given several times.",
)
@click.option(
    "--language",
    default="en",
    help="Of the lessons, feedback and reports: en or es.",
    show_default=True,
)
@click.option("--id", "course_id", help="The course's id for nbgrader; default: from DIR.")
@click.option(
    "--curriculum", type=click.Path(path_type=Path), help="Take the lessons from this folder."
)
def new(
    folder: Path,
    band: str | None,
    lessons: str | None,
    pseudonyms: Path | None,
    roster: Path | None,
    dates: tuple[str, ...],
    language: str,
    course_id: str | None,
    curriculum: Path | None,
) -> None:
    """Make a course in the new folder DIR.

    The chosen lessons are frozen at their version: pupils who start later get the same file.
    """
    from ..errors import BadInput
    from ..sources import check_language, choose, find_sources, in_language
    from . import new as making
    from .dates import in_full

    # everything that can be refused is refused before anything is written
    making.check_installed()
    root = making.check_place(folder)
    check_language(language)
    if pseudonyms and roster:
        raise BadInput("Give either --pseudonyms or --roster, not both.")
    names = [name for name in (lessons or "").split(",") if name.strip()]
    if not band and not names:
        raise BadInput("Give --band elementary, middle or high, or some lessons with --lessons.")
    chosen = list(dict.fromkeys(choose(find_sources(curriculum), band=band, names=names)))
    chosen = in_language(chosen, language)
    due = making.check_due(dates, [lesson.name for lesson in chosen])
    pupils = making.check_roster(pseudonyms or roster, pseudonyms=bool(pseudonyms))
    plan = making.Plan(
        root=root,
        course_id=making.check_id(course_id, root),
        lessons=chosen,
        sources={lesson.name: making.read_source(lesson) for lesson in chosen},
        language=language,
        due=due,
        pupils=pupils,
        pseudonyms=bool(pseudonyms),
    )

    made = making.make(plan)
    english = {lesson.name for lesson in chosen if lesson.language != language}
    click.echo(f"{made.root} is ready: course {made.course_id}, {made.band}.")
    for name, version in made.lessons.items():
        when = f", due {in_full(due[name])}" if name in due else ""
        when += ", in English: there is no translation yet" if name in english else ""
        click.echo(f"  {name}, version {version}{when}")
    if pupils:
        click.echo(f"Pupils: {len(pupils)}" + (", under pseudonyms" if pseudonyms else ""))
        if pseudonyms:
            click.echo(f"Only {made.pupils} says who is who; keep it to yourself.")
    click.echo(f"Next: howcome course release {_quoted(folder)} --zip")


@course.command("open")
@FOLDER
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@click.option("--port", type=click.IntRange(1, 65535), help="Use this port and no other.")
def open_(folder: Path, no_browser: bool, port: int | None) -> None:
    """Open Formgrader, nbgrader's page for marking, on a course."""
    from ..lab.ports import check_port
    from .folder import open_course
    from .new import check_installed

    check_installed()
    opened = open_course(folder)
    check_port(port)
    from .formgrader import serve

    serve(opened, browser=not no_browser, port=port)


@course.command()
@FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def status(folder: Path, as_json: bool) -> None:
    """Show a course's lessons: dates, what was handed out, handed in and marked."""
    import json

    from . import status as standing
    from .folder import open_course

    opened = open_course(folder)
    if as_json:
        click.echo(json.dumps(standing.as_json(opened), indent=1))
    else:
        click.echo("\n".join(standing.in_words(opened)))


@course.command()
@FOLDER
@click.argument("names", nargs=-1, required=True, metavar="FILE...")
def aside(folder: Path, names: tuple[str, ...]) -> None:
    """Hear no more of files that came in and fit nobody.

    FILE is a name as `howcome course status` shows it, or its last part. The files stay kept.
    """
    from ..errors import BadInput
    from ..grade.take.left import set_aside
    from .folder import open_course

    done = set_aside(open_course(folder), names)
    if not done:
        raise BadInput(
            f"No file waits under the name {', '.join(names)}; `howcome course status "
            f"{_quoted(folder)}` shows those that do."
        )
    for name in done:
        click.echo(f"Set aside: {name}")


@course.command()
@FOLDER
@click.argument("roster", type=click.Path(path_type=Path))
def pupils(folder: Path, roster: Path) -> None:
    """Add the pupils of a roster (CSV) to a course.

    Who is there already stays as is, with the same id; nobody is taken out.
    """
    from .folder import open_course
    from .new import add_pupils

    opened = open_course(folder)
    added, everyone = add_pupils(opened, roster)
    click.echo(f"{len(added)} added: {', '.join(added)}" if added else "Nobody is new.")
    click.echo(f"The course has {everyone} pupils.")


@course.command()
@FOLDER
@click.argument("lesson")
@click.argument("date")
def due(folder: Path, lesson: str, date: str) -> None:
    """Set the due date of a lesson: 2026-12-01, 2026-12-01T15:00, or none."""
    from ..grade.outcomes import load as marked
    from .dates import in_full, parse, stored
    from .folder import open_course
    from .stock import gradebook_of

    opened = open_course(folder)
    name = opened.check_lesson(lesson)
    when = None if date.strip().lower() == "none" else parse(date)
    with gradebook_of(opened) as gradebook:
        gradebook.update_or_create_assignment(name, duedate=when and stored(when))
    click.echo(f"{name} is due {in_full(when)}." if when else f"{name} has no due date.")
    if marked(opened, name):
        typed = f"howcome grade {_quoted(folder)}"
        click.echo(
            f"Some have been marked already: `{typed}` takes the new date onto the pages, and "
            f"`{typed} {name.split('-', 1)[0]} --again` into late penalties, too."
        )


@course.command()
@FOLDER
@click.argument("lesson")
@click.argument("pupil")
@click.option("--days", type=click.IntRange(0, 3650), default=0, help="Days after the due date.")
@click.option("--hours", type=click.IntRange(0, 24 * 365), default=0, help="And hours.")
@click.option("--none", "taken_back", is_flag=True, help="Take an extension back.")
def extend(folder: Path, lesson: str, pupil: str, days: int, hours: int, taken_back: bool) -> None:
    """Give one pupil more time for a lesson.

    PUPIL is an id, or a name in the roster. As in nbgrader, a second extension replaces the first.
    """
    from datetime import timedelta

    from ..errors import BadInput
    from . import extensions
    from .folder import open_course

    opened = open_course(folder)
    name = opened.check_lesson(lesson)
    if taken_back == bool(days or hours):
        raise BadInput("Give --days or --hours, or --none to take an extension back.")
    student, due_then = extensions.check(opened, name, pupil)
    time = timedelta(days=days, hours=hours)
    if due_then and due_then + time > extensions.LATEST:
        raise BadInput("That is too far away; give fewer days.")
    marked = extensions.extend(opened, name, student, time)
    click.echo(extensions.sentence(name, student, due_then, time))
    if marked:
        click.echo(
            f"{student} has been marked already: `howcome grade {_quoted(folder)} "
            f"{name.split('-', 1)[0]} --again` takes the new date into account."
        )


def _quoted(folder: Path) -> str:
    """A path as it can be typed again."""
    return f'"{folder}"' if " " in str(folder) else str(folder)
