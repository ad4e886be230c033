"""`howcome written`: read what there is to mark, then open the page."""

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.argument("lesson", required=False)
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@click.option("--port", type=click.IntRange(1, 65535), help="Use this port and no other.")
def written(folder: Path, lesson: str | None, no_browser: bool, port: int | None) -> None:
    """Mark the written answers of a class on one page.

    DIR is the course's folder; with LESSON (m04, or m04-who-is-missing) only its answers are
    shown. Run `howcome grade DIR` first. Every mark goes at once into nbgrader's gradebook, where
    Formgrader shows it too. Pupils stay anonymous until you ask for a name.
    """
    from ..course.folder import open_course
    from ..lab.ports import check_port
    from .board import Board
    from .remember import read_comments
    from .server import serve

    course = open_course(folder)
    check_port(port)
    read_comments(course)  # a damaged file is said now, not in the middle of marking
    board = Board(course)
    board.choose(lesson)
    board.check()
    serve(board, browser=not no_browser, port=port)
