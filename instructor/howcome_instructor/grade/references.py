"""The lesson that submissions are marked against: the course's frozen source."""

from __future__ import annotations

import hashlib
import json

from ..course.folder import Course
from ..errors import BadInput
from ..release import ReleaseError, reference_copy
from .job import Reference


def reference_of(course: Course, lesson: str) -> Reference:
    """The reference of one of the course's lessons, from `source/<lesson>/`.

    Raises BadInput when the source is gone or broken.
    """
    import nbformat

    path = course.source(lesson)
    try:
        notebook = reference_copy(nbformat.read(path, as_version=4))
    except OSError as error:
        raise BadInput(f"{path} is missing; put it back from a backup, then try again.") from error
    except ReleaseError as error:
        raise BadInput(f"{path} cannot be used: {error}; mend it, then try again.") from error
    except Exception as error:
        raise BadInput(f"{path} is not a notebook that can be read; put it back.") from error
    folder = path.parent
    files = {
        found.relative_to(folder).as_posix(): found.read_bytes()
        for found in sorted(folder.rglob("*"))
        if found.is_file() and found.suffix != ".ipynb" and not _hidden(found, folder)
    }
    return Reference(lesson, course.lessons[lesson], json.loads(json.dumps(notebook)), files)


def digest(reference: Reference) -> str:
    """sha256 of all that a mark depends on beside the submission itself."""
    files = {name: hashlib.sha256(data).hexdigest() for name, data in reference.files.items()}
    whole = json.dumps([reference.notebook, files], sort_keys=True)
    return hashlib.sha256(whole.encode("utf-8")).hexdigest()


def _hidden(path, folder) -> bool:
    return any(part.startswith((".", "__")) for part in path.relative_to(folder).parts)
