"""The notebook in another language, from its source and its catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import BadInput
from . import catalogue, faults
from .catalogue import Catalogue
from .messages import Message, retold

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from ..sources import Lesson

MARKS = {"es": "en inglés"}
"""What stands behind words that had to stay English, by language: these can be chosen."""


def translated(notebook: NotebookNode, known: Catalogue, language: str) -> NotebookNode:
    """A lesson's source in another language: the same cells, ids, answers and checks.

    What has no translation, an outdated or a faulty one, stays English and says so.
    """

    def told(message: Message) -> str:
        said = translation(message, known)
        return message.slot.marked(message.text, MARKS[language]) if said is None else said

    copy = retold(notebook, told)
    copy.metadata.setdefault("howcome", {})["language"] = language
    return copy


def translation(message: Message, known: Catalogue) -> str | None:
    """The words for a message, or None where there are none to be used."""
    entry = known.entry(message)
    if entry is None or entry.fuzzy or not entry.msgstr.strip():
        return None
    return None if faults.faults(message, entry.msgstr) else entry.msgstr.strip()


def source_in(lesson: Lesson, language: str) -> bytes:
    """The bytes of a lesson's source in a language that it has been translated into.

    Raises BadInput for a source or a catalogue that cannot be read.
    """
    import nbformat

    try:
        notebook = nbformat.reads(lesson.path.read_bytes().decode("utf-8"), as_version=4)
    except Exception as error:  # whatever nbformat raises
        raise BadInput(f"{lesson.path} is not a notebook that can be read.") from error
    known = catalogue.read(catalogue.place_of(lesson.path, language))
    return (nbformat.writes(translated(notebook, known, language)) + "\n").encode("utf-8")
