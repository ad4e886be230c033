"""How hard a text is to read, in English and in Spanish.

English: the Flesch-Kincaid grade (Kincaid and others 1975), a school grade; less is easier.

    0.39 * words / sentences + 11.8 * syllables / words - 15.59

Spanish: the index of Szigriszt-Pazos (1993), read on the INFLESZ scale (Barrio-Cantalejo and others
2008); more is easier.

    206.835 - 62.3 * syllables / words - words / sentences

Of the Spanish formulas it is the one with a scale that was set on Spanish texts: above 80 comics,
65 to 80 books of primary school, 55 to 65 of secondary school, 40 to 55 of its last years.
Fernández Huerta's (1959) is printed with an error nearly everywhere and has the school grades of
Flesch's English texts; Gutiérrez de Polini's (1972) was made for grade 6, Crawford's (1989) for
grades 1 to 6.

The sums are done here and not by textstat, which takes hyphens for syllables (see `syllables`),
leaves out sentences of one or two words but not their words, ends a sentence inside 3.5, and rounds
syllables for each word to a tenth: that alone moves a grade by up to 0.6, and the score of
Fernández Huerta by up to 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from . import syllables
from .markdown import Block, blocks

if TYPE_CHECKING:
    from nbformat import NotebookNode

LIMITS = {
    "en": {"TK-2": 1.5, "3-5": 4.5, "6-8": 7.5, "9-12": 10.0},
    "es": {"TK-2": 80.0, "3-5": 70.0, "6-8": 60.0, "9-12": 50.0},
}
"""The hardest that the words of a whole lesson may be, by language and stage.

English is the curriculum's rule. Spanish keeps to the scale: "very easy" for TK-2, "quite easy" for
3-5, the middle of "normal" for 6-8, the easier part of "somewhat hard" for 9-12. (The family cards
of the first three lessons, in both languages, come out at grades 3.2 to 3.7 and at 74 to 77.)
"""

LONGEST = {"TK-2": 8}
"""The most words in any sentence."""

_WORD = re.compile(r"[^\W_]+(?:[-'’.,/][^\W_]+)*")  # noqa: RUF001 -- an apostrophe
_END = re.compile(
    r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’»)]))\s+(?=[^a-záéíóúñü])"  # noqa: RUF001 -- a quotation mark
    r"|\s+·\s+"
)


@dataclass(frozen=True)
class Reading:
    """A text, counted.

    >>> text = read([Block("paragraph", "The sorter missed boots. How come?")])
    >>> text.words, text.sentences, text.syllables, round(text.level, 1)
    (6, 2, 7, -0.7)
    """

    words: int
    sentences: int
    syllables: int
    language: str = "en"

    @property
    def level(self) -> float:
        """Flesch-Kincaid grade, or INFLESZ for Spanish; 0 and 100 for a text without words."""
        if not self.words:
            return 0.0 if self.language == "en" else 100.0
        length, weight = self.words / self.sentences, self.syllables / self.words
        if self.language == "es":
            return 206.835 - 62.3 * weight - length
        return 0.39 * length + 11.8 * weight - 15.59

    def too_hard(self, stage: str) -> bool:
        """Whether this is harder than a stage's limit."""
        limit = LIMITS[self.language][stage]
        return self.level < limit if self.language == "es" else self.level > limit

    @property
    def hardness(self) -> float:
        """The level as a number that grows with the hardness in either language."""
        return -self.level if self.language == "es" else self.level


def read(prose: Iterable[Block], language: str = "en") -> Reading:
    """Count the sentences of prose; headings, tables and code are left out, as in `is_prose`.

    Args:
        language: "en" or "es".
    """
    said = sentences(prose)
    found = [word for sentence in said for word in words(sentence)]
    count = syllables.spanish if language == "es" else syllables.english
    return Reading(len(found), len(said), sum(map(count, found)), language)


def sentences(prose: Iterable[Block]) -> list[str]:
    """The sentences of prose that hold a word; code in them is read as one short word.

    >>> sentences([Block("paragraph", "It missed 3.5 %. Look! Why?"), Block("heading", "Look")])
    ['It missed 3.5 %.', 'Look!', 'Why?']
    """
    return [part for block in prose if block.is_prose for part in split(plain(block))]


def plain(block: Block) -> str:
    """The words of a block; a piece of code in it is one short word, a picture is none."""
    if not any(one.type in ("code_inline", "image") for one in block.inline):
        return block.text.strip()
    short = {"code_inline": "x", "image": "", "softbreak": " ", "hardbreak": " "}
    return "".join(short.get(one.type, one.content) for one in block.inline).strip()


def split(text: str) -> list[str]:
    """The sentences of a text of one paragraph.

    >>> split('"Is it so?" she asks. No. It has 2.5 legs.')
    ['"Is it so?" she asks.', 'No.', 'It has 2.5 legs.']
    """
    return [part for part in map(str.strip, _END.split(text)) if words(part)]


def words(sentence: str) -> list[str]:
    """The words of a sentence; a number is one, and so is `lost-and-found`."""
    return _WORD.findall(sentence)


def language_of(notebook: NotebookNode) -> str:
    """ "es" for a lesson whose metadata says so, else "en"."""
    said = notebook.metadata.get("howcome", {}).get("language", "en")
    return "es" if str(said).startswith("es") else "en"


def scores_of(path: str | Path) -> list[tuple[str, int, float]]:
    """(cell id, words, level) of each cell with prose, then of the whole lesson; for `--scores`."""
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    language = language_of(notebook)
    cells = {
        cell.id: blocks(cell.source) for cell in notebook.cells if cell.cell_type == "markdown"
    }
    cells["the whole lesson"] = [block for found in cells.values() for block in found]
    counted = [(cell, read(found, language)) for cell, found in cells.items()]
    return [(cell, one.words, one.level) for cell, one in counted if one.words]
