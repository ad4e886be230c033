"""Seeded faults: each is put into a copy of a good lesson, and one rule has to find it.

    @fault("structure.second_heading", where="explain", says="level two")
    def another_title(lesson):
        lesson.cell("explain").source = "# Another title"

The tables are in `faults_<group>.py`; `test_faults.py` tries each and lists them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from howcome_instructor.check.draft import Draft
from howcome_instructor.clean import clean
from howcome_instructor.sources import choose, sources_in

HOME = Path(__file__).parents[2]


class Copy:
    """A copy of a whole curriculum with one lesson to be broken. `save` writes it."""

    def __init__(self, folder: Path, name: str):
        self.home = folder
        shutil.copytree(HOME / "curriculum", folder / "curriculum")
        shutil.copytree(HOME / "instructor" / "guides", folder / "instructor" / "guides")
        self.curriculum = folder / "curriculum"
        self.lesson = choose(sources_in(self.curriculum), names=[name])[0]
        self.notebook = nbformat.read(self.lesson.path, as_version=4)
        self.guide_path = (
            folder / "instructor" / "guides" / self.lesson.band / f"{self.lesson.name}.md"
        )
        self.guide: str | None = self.guide_path.read_text(encoding="utf-8")
        self.tidy = True
        """False for a notebook that is to stay as dirty as it was made."""

    def cell(self, name: str) -> nbformat.NotebookNode:
        """The cell with this id."""
        return next(cell for cell in self.notebook.cells if cell.id == name)

    def place(self, name: str) -> int:
        """Where the cell with this id stands."""
        return [cell.id for cell in self.notebook.cells].index(name)

    def remove(self, name: str) -> None:
        """Take a cell away."""
        del self.notebook.cells[self.place(name)]

    def words(self, after: str, text: str, name: str = "added") -> None:
        """Put a Markdown cell behind another cell."""
        self.notebook.cells.insert(self.place(after) + 1, new_markdown_cell(text, id=name))

    def code(self, after: str, text: str, name: str = "added") -> None:
        """Put a code cell behind another cell."""
        self.notebook.cells.insert(self.place(after) + 1, new_code_cell(text, id=name))

    def swap(self, cell: str, old: str, new: str) -> None:
        """Change words of a cell; they have to be there."""
        source = self.cell(cell).source
        assert old in source, f"{cell} does not say {old!r}"
        self.cell(cell).source = source.replace(old, new)

    def swap_guide(self, old: str, new: str) -> None:
        """Change words of the guide; they have to be there."""
        assert self.guide is not None
        assert old in self.guide, f"the guide does not say {old!r}"
        self.guide = self.guide.replace(old, new)

    def save(self) -> None:
        """Write the notebook, clean but for the fault, and the guide (None takes it away)."""
        notebook = clean(self.notebook) if self.tidy else self.notebook
        text = nbformat.writes(notebook) + "\n"
        self.lesson.path.write_text(text, encoding="utf-8", newline="\n")
        if self.guide is None:
            self.guide_path.unlink()
        else:
            self.guide_path.write_text(self.guide, encoding="utf-8", newline="\n")

    def draft(self) -> Draft:
        """The lesson as it now stands in the files, for the rules."""
        return Draft(self.lesson, self.curriculum)


@dataclass(frozen=True)
class Fault:
    """One fault: the rule that has to find it, and where."""

    name: str
    rule: str
    lesson: str
    where: str
    says: str
    also: tuple[str, ...]
    """Other rules that rightly find this fault, too."""
    make: Callable[[Copy], None]


FAULTS: list[Fault] = []


def fault(
    rule: str, lesson: str = "m04", *, where: str, says: str = "", also: tuple[str, ...] = ()
):
    """Enter a function that breaks a `Copy` into the table."""

    def enter(make: Callable[[Copy], None]) -> Callable[[Copy], None]:
        FAULTS.append(Fault(make.__name__, rule, lesson, where, says, also, make))
        return make

    return enter
