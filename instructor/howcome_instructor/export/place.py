"""Where an export goes: written beside and renamed, and nothing is overwritten unasked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ..course.folder import Course
from ..errors import BadInput


def place(course: Course, out: Path | None, name: str, ending: str, force: bool) -> Path:
    """Where the file goes: `out`, or a new name in the course's folder `exports`.

    Raises BadInput for a file that is there already, unless `force`, and for a folder that is not.
    """
    if out is None:
        now = datetime.now().strftime("%Y-%m-%d-%H%M%S")
        return course.root / "exports" / f"{name}-{now}.{ending}"
    out = out.expanduser().absolute()
    if out.is_dir():
        raise BadInput(f"{out} is a folder; name a file in it, such as {out / f'{name}.{ending}'}.")
    if not out.parent.is_dir():
        raise BadInput(f"There is no folder {out.parent}; make it first, or choose another.")
    if out.exists() and not force:
        raise BadInput(f"{out} is there already; choose another name, or add --force.")
    return out


@contextmanager
def beside(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the name `path` when all has been written, and is gone otherwise.

    Only its owner may read it, since it has pupils' names. Raises BadInput when it cannot be
    written.
    """
    is_new = not path.parent.exists()
    try:
        path.parent.mkdir(exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".part", dir=path.parent)
    except OSError as error:
        raise BadInput(
            f"Nothing can be written in {path.parent}; choose another folder."
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.replace(part, path)
    except PermissionError as error:
        raise BadInput(f"{path} cannot be replaced; close it in Excel and try again.") from error
    except OSError as error:
        why = error.strerror or "the disk does not take it"
        raise BadInput(
            f"{path} could not be written ({why}); free some space, or choose another folder."
        ) from error
    finally:
        Path(part).unlink(missing_ok=True)
        if is_new and not path.exists():
            path.parent.rmdir()
