"""How far a translation is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from ..errors import BadInput
from . import catalogue
from .catalogue import Catalogue
from .faults import faults
from .messages import messages

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from ..sources import Lesson


@dataclass(frozen=True)
class Standing:
    """One lesson in one language."""

    lesson: str
    language: str
    messages: int
    done: int = 0
    stale: int = 0
    """Their English has changed since."""
    missing: int = 0
    faulty: list[str] = field(default_factory=list)
    """Translations that cannot be used: line, place and what to do."""
    reviewed: str = "no"

    @property
    def percent(self) -> int:
        """Of the messages, how many can be used; 100 only when all can."""
        return 100 * self.done // self.messages if self.messages else 100

    def as_json(self) -> dict:
        """Plain data."""
        return asdict(self) | {"percent": self.percent}


def standing(lesson: Lesson, notebook: NotebookNode, known: Catalogue, language: str) -> Standing:
    """Hold a catalogue against the lesson."""
    wanted = messages(notebook)
    done = stale = missing = 0
    faulty = []
    for message in wanted:
        entry = known.entry(message)
        if entry is None or not entry.msgstr.strip():
            missing += 1
        elif entry.fuzzy:
            stale += 1
        elif found := faults(message, entry.msgstr):
            faulty += [f"line {entry.linenum} ({message.context}): {said}." for said in found]
        else:
            done += 1
    return Standing(
        lesson.name, language, len(wanted), done, stale, missing, faulty, known.reviewed
    )


def standing_of(lesson: Lesson, language: str) -> Standing:
    """The same from the files. Raises BadInput for a damaged one."""
    import nbformat

    try:
        notebook = nbformat.reads(lesson.path.read_bytes().decode("utf-8"), as_version=4)
    except Exception as error:  # whatever nbformat raises
        raise BadInput(f"{lesson.path} is not a notebook that can be read.") from error
    known = catalogue.read(catalogue.place_of(lesson.path, language))
    return standing(lesson, notebook, known, language)
