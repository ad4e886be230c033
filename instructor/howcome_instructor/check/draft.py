"""A lesson under check: the notebook, the guide, and what the rules ask of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..course.guides import Guide
from ..release import AUTHOR_ONLY
from ..sources import Lesson
from .exemptions import Exemptions, exemptions_of
from .markdown import Block, blocks

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from .runs import Runs

STAGES = {"elementary": ("TK-2", "3-5"), "middle": ("6-8",), "high": ("9-12",)}


class NoNotebook(Exception):
    """The file is not a notebook; the words say so."""


@dataclass(frozen=True)
class Draft:
    """One lesson. Everything is read once, when it is first asked for.

    Attributes:
        lesson: where the notebook is.
        curriculum: the folder of all lessons, with `standards/` in it. The guides are beside it,
            in `instructor/guides/<band>/`.
    """

    lesson: Lesson
    curriculum: Path

    @property
    def name(self) -> str:
        """The full name, such as `m04-who-is-missing`."""
        return self.lesson.name

    @property
    def band(self) -> str:
        """elementary, middle or high."""
        return self.lesson.band

    @property
    def stage(self) -> str:
        """TK-2, 3-5, 6-8 or 9-12: what the guide says, else the band's last one."""
        said = str(self.record.get("stage", ""))
        return said if said in STAGES[self.band] else STAGES[self.band][-1]

    @cached_property
    def text(self) -> str:
        """The notebook's file as it stands."""
        try:
            return self.lesson.path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise NoNotebook("it cannot be read") from error

    @cached_property
    def notebook(self) -> NotebookNode:
        """The notebook, with the answers. Not to be changed."""
        import nbformat

        try:
            return nbformat.reads(self.text, as_version=4)
        except Exception as error:  # whatever nbformat raises
            raise NoNotebook("it is not a notebook that can be read") from error

    @property
    def guide_path(self) -> Path:
        """Where the guide is, or should be."""
        guides = self.curriculum.parent / "instructor" / "guides"
        return guides / self.band / f"{self.name}.md"

    @cached_property
    def guide(self) -> Guide:
        """The guide; an empty one when there is none."""
        try:
            whole = self.guide_path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            whole = ""
        return Guide(self.guide_path, whole)

    @property
    def record(self) -> dict[str, Any]:
        """The guide's record."""
        return self.guide.record

    @cached_property
    def guide_parts(self) -> list[tuple[str, str]]:
        """(where, Markdown) of each section: `guide: Plan`; what stands above them is `guide`."""
        above, *sections = re.split(r"^## +", self.guide.text, flags=re.MULTILINE)
        named = [section.partition("\n") for section in sections]
        return [("guide", above), *((f"guide: {one.strip()}", body) for one, _, body in named)]

    @cached_property
    def exemptions(self) -> Exemptions:
        """Where the author says that a rule does not hold, and why."""
        return exemptions_of(self)

    @property
    def ideas(self) -> list[dict[str, Any]]:
        """The misconceptions of the record that have an id."""
        listed = self.record.get("misconceptions")
        found = listed if isinstance(listed, list) else []
        return [idea for idea in found if isinstance(idea, dict) and idea.get("id")]

    @property
    def pupil_cells(self) -> list[NotebookNode]:
        """The cells a pupil gets, in order."""
        return [cell for cell in self.notebook.cells if not is_author_only(cell)]

    def cell(self, name: str) -> NotebookNode | None:
        """The cell with this id, or None."""
        return next((cell for cell in self.notebook.cells if cell.get("id") == name), None)

    @cached_property
    def prose(self) -> list[tuple[str, Block]]:
        """(cell id, block) for every block of Markdown that a pupil reads, in order."""
        return [
            (cell.id, block)
            for cell in self.pupil_cells
            if cell.cell_type == "markdown"
            for block in blocks(cell.source)
        ]

    @cached_property
    def code(self) -> list[tuple[str, ast.Module]]:
        """(cell id, syntax tree) of every code cell, the author's own too, that Python can read."""
        found = []
        for cell in self.notebook.cells:
            if cell.cell_type == "code":
                try:
                    found.append((cell.id, ast.parse(cell.source)))
                except SyntaxError:
                    continue  # running the lesson tells it
        return found

    def calls(self, *names: str) -> Iterator[tuple[str, ast.Call]]:
        """(cell id, call) for every call of a function or method of these names."""
        for cell, tree in self.code:
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and called(node) in names:
                    yield cell, node

    @property
    def tasks(self) -> list[NotebookNode]:
        """The check cells and the answers marked by hand: every cell that gives points."""
        return [cell for cell in self.notebook.cells if about(cell).get("grade")]

    @cached_property
    def runs(self) -> Runs:
        """The lesson run, in each way that a rule asks for, once."""
        from .runs import Runs

        return Runs(self)


def about(cell: NotebookNode) -> dict:
    """nbgrader's metadata of a cell; empty when there is none."""
    return cell.metadata.get("nbgrader", {})


def grade_id(cell: NotebookNode) -> str:
    """nbgrader's name of a cell, or an empty string."""
    return about(cell).get("grade_id", "")


def is_author_only(cell: NotebookNode) -> bool:
    """Whether no pupil gets this cell."""
    return AUTHOR_ONLY in cell.metadata.get("tags", ())


def called(node: ast.Call) -> str:
    """The last part of the name that a call calls: `answer` for `mix.answer(...)`."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def parts(source: str) -> tuple[str, str]:
    """The visible and the hidden checks of a check cell."""
    begin, end = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
    hidden = "\n".join(re.findall(rf"{begin}\n(.*?){end}", source, re.DOTALL))
    return re.sub(rf"{begin}\n.*?{end}\n?", "", source, flags=re.DOTALL), hidden
