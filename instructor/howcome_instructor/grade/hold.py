"""Hold a course while it is marked: one run at a time, nothing half written left, plain words."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..course.folder import HIDDEN, Course
from ..errors import BadInput
from .take.delivery import is_link

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextlib.contextmanager
def only_one(course: Course) -> Iterator[None]:
    """Hold the course for one run of marking. Raises BadInput when another holds it.

    The system lets go of the lock when the process ends, however it ends.
    """
    path = course.root / HIDDEN / "grade.lock"
    with written_to(course), path.open("a+b") as file:
        try:
            _lock(file)
        except OSError as error:
            raise BadInput(
                f"{course.root} is being marked already; wait until that run has ended."
            ) from error
        yield


@contextlib.contextmanager
def written_to(course: Course) -> Iterator[None]:
    """A disk that is full or may not be written to is one sentence: BadInput.

    Each submission is saved whole or not at all, so the next run goes on where this one was.
    """
    from sqlite3 import OperationalError

    try:
        yield
    except OSError as error:
        if error.errno not in (*_NO_ROOM, *_NOT_ALLOWED):
            raise
        raise BadInput(_sentence(course, error.errno in _NO_ROOM)) from error
    except BadInput:
        raise
    except Exception as error:
        # nbgrader wraps what SQLite says in an error of its own, and that one in another
        if not any(isinstance(one, OperationalError) for one in _chain(error)):
            raise
        raise BadInput(_sentence(course, "full" in str(error))) from error


def _sentence(course: Course, full: bool) -> str:
    how = "Its disk is full: make room" if full else "See to it that you may write there"
    return (
        f"{course.root} cannot be written to, so marking stopped. {how}, then run the same "
        "command again; what was marked so far is kept, and no pupil lost anything."
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in seen:
        seen.append(one)
        yield one
        if isinstance(original := getattr(one, "orig", None), BaseException):
            yield original
        one = one.__cause__ or one.__context__


def own_folder(course: Course, folder: Path) -> None:
    """Make a folder of the course's, and all above it; a link on the way is taken away.

    What is written for one pupil must not land elsewhere, whoever put the link there.
    """
    way = [folder, *folder.parents]
    for path in reversed(way[: way.index(course.root)]):
        with contextlib.suppress(FileNotFoundError):
            if is_link(path):
                path.unlink()
        path.mkdir(exist_ok=True)


def make_ready(course: Course) -> None:
    """Before marking: clear away what a run that was killed left half written.

    Raises BadInput when one of the course's own folders is a link: nothing is written through it.
    """
    _no_links(course)
    _sweep(course)


def _no_links(course: Course) -> None:
    hidden = course.root / HIDDEN
    tops = [hidden, hidden / "outcomes", course.reports]
    tops += [course.root / name for name in ("submitted", "autograded", "feedback")]
    for path in tops:
        with contextlib.suppress(FileNotFoundError):
            if is_link(path):
                raise BadInput(
                    f"{path} is a link to another place; put the folder itself there, then run "
                    "the same command again."
                )


def _sweep(course: Course) -> None:
    """Remove what a run that was killed left half written; only names that are ours."""
    own = [course.root / HIDDEN / "outcomes", course.reports, course.root / "feedback"]
    for folder in own:
        for path in folder.rglob("*.part") if not folder.is_symlink() else ():
            if path.stem.rpartition(".")[2].isdecimal() and not path.is_dir():
                with contextlib.suppress(OSError):
                    path.unlink()
    for lesson in course.lessons:
        for path in (course.root / "autograded").glob(f"*/.{lesson}.part"):
            if not path.is_symlink() and not path.parent.is_symlink():
                shutil.rmtree(path, ignore_errors=True)


def _lock(file) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
