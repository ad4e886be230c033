"""A version of a cell that is not marked, kept in the notebook to be read and never run."""

from __future__ import annotations

import re

from ..notes import Note
from .work import Cell, Work


def keep_beside(work: Work, cell: Cell, source: str) -> None:
    """Put `source`, another version of `cell`, behind it as a cell of text."""
    if not source.strip():
        return
    name = cell.part.name or cell.part.id if cell.part else None
    heading = Note("mend.kept", cell=name or "?").pupil(work.language)
    kind = cell.part.kind if cell.part else cell.kind
    text = _fenced(source) if kind == "code" else _quoted(source)
    kept = Cell(
        {
            "cell_type": "markdown",
            "metadata": {"howcome": {"kept": name or ""}},
            "source": f"**{heading}**\n\n{text}",
        }
    )
    work.cells.insert(work.cells.index(cell) + 1, kept)


def _fenced(source: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", source)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}python\n{source}\n{fence}"


def _quoted(source: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in source.split("\n"))
