"""Making the pupils' files and handing them out: the exchange, a zip, the lab's folders."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from ..errors import BadInput
from ..lab.cache import write_whole
from .dates import in_full
from .folder import HIDDEN, Course


def released(course: Course) -> dict[str, dict[str, str]]:
    """What has been handed out: lesson -> sha256 of its source, and when."""
    with contextlib.suppress(OSError, ValueError):
        found = json.loads((course.root / HIDDEN / "released.json").read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def check_sources(course: Course, lessons: Iterable[str], again: bool = False) -> None:
    """Raise BadInput for a source that is gone, or changed since its file was handed out."""
    before = released(course)
    for lesson in lessons:
        try:
            now = _sha(course, lesson)
        except OSError as error:
            raise BadInput(
                f"{course.source(lesson)} is missing; put it back from a backup."
            ) from error
        was = before.get(lesson)
        if was and was.get("source") != now and not again:
            when = in_full(datetime.fromisoformat(was["when"]))
            raise BadInput(
                f"The source of {lesson} has changed since it was handed out on {when}; pupils "
                "would have two different files. Give --again to hand it out anew."
            )


def release(course: Course, lessons: Iterable[str]) -> list[Path]:
    """Make `release/<lesson>/` with nbgrader's own generate_assignment; gives back the files."""
    from .stock import generate, nbgrader_in

    app = nbgrader_in(course)
    made = []
    for lesson in lessons:
        generate(app, lesson)
        made.append(course.released(lesson))
        record = released(course)
        when = datetime.now().astimezone().isoformat(timespec="seconds")
        record[lesson] = {"source": _sha(course, lesson), "when": when}
        text = json.dumps(record, indent=1, sort_keys=True) + "\n"
        write_whole(course.root / HIDDEN / "released.json", text.encode("utf-8"))
    return made


def check_exchange() -> None:
    """Raise BadInput where nbgrader has no exchange."""
    if sys.platform == "win32":
        raise BadInput(
            "nbgrader's exchange does not work on Windows; hand out with --zip, or with --lab."
        )


def to_exchange(course: Course, lessons: Iterable[str]) -> Path:
    """nbgrader's release_assignment for each lesson; gives back the exchange's folder.

    Raises BadInput with nbgrader's own reason when the exchange cannot be used.
    """
    from nbgrader.exchange import ExchangeError

    from .stock import nbgrader_in

    app = nbgrader_in(course)
    for lesson in lessons:
        app.coursedir.assignment_id = lesson
        sender = exchange_tool(app, "ReleaseAssignment")
        sender.force = True  # the file is the same unless --again was given
        try:
            sender.start()
        except (ExchangeError, OSError) as error:
            raise BadInput(
                f"The exchange cannot be used: {str(error).rstrip('.')}. Set c.Exchange.root in "
                f"{course.root / 'nbgrader_config.py'}, or hand out with --zip."
            ) from error
    return Path(getattr(sender, "dest_path", "")).parent


def exchange_tool(app: Any, name: str) -> Any:
    """One of nbgrader's exchange tools, such as `List`, with the course's settings."""
    from nbgrader.auth import Authenticator
    from nbgrader.exchange import ExchangeFactory

    factory = ExchangeFactory(parent=app)
    authenticator = Authenticator(parent=app)
    return getattr(factory, name)(coursedir=app.coursedir, authenticator=authenticator, parent=app)


def _sha(course: Course, lesson: str) -> str:
    """sha256 of all files of a lesson's source."""
    whole = hashlib.sha256()
    home = course.source(lesson).parent
    whole.update(course.source(lesson).read_bytes())
    for path in sorted(home.rglob("*")):
        inside = path.relative_to(home)
        if path.is_file() and not any(part.startswith((".", "__")) for part in inside.parts):
            whole.update(inside.as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
