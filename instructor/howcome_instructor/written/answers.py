"""What pupils wrote and what they were asked, out of notebooks.

Notebooks are read as plain JSON: they are many, and nbformat would check each of them anew.
Whatever a cell holds comes out as text; nothing here is ever shown as HTML.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..release import CODE_STUB, MARKERS, TEXT_STUB

MOST_OUTPUT = 2000
"""Characters of a cell's output that are shown."""

_COLOURS = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Part:
    """A piece of an answer: one cell."""

    text: str
    code: bool = False
    output: str = ""
    """What running a code cell printed, shortened."""


@dataclass(frozen=True)
class Asked:
    """One question as the lesson puts it."""

    title: str
    prompt: str
    """Markdown."""
    stub: str = ""
    """What stands in the cell before anybody has written."""
    scheme: str = ""
    """The lesson's own mark scheme or marked solution, which pupils never see."""
    model: str = ""
    """What the source has in the whole cell, where pupils get an empty one: a model answer,
    or only a hint such as "write here"."""


def read_notebook(path: Path) -> list[dict[str, Any]] | None:
    """The cells of a notebook, or None when there is none that can be read."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = notebook["cells"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    good = isinstance(cells, list) and all(isinstance(cell, dict) for cell in cells)
    return cells if good else None


def name_of(cell: dict) -> str:
    """A cell's `grade_id`, or an empty string."""
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = about.get("grade_id") if isinstance(about, dict) else None
    return name if isinstance(name, str) else ""


def source_of(cell: dict) -> str:
    """A cell's text; notebooks on disk may keep it in lines."""
    return _joined(cell.get("source"))


def answer_of(cells: list[dict], name: str, task: bool, known: frozenset[str]) -> list[Part] | None:
    """What a pupil wrote for one question; None when its cell is not in the notebook.

    An answer is a cell of its own. Below a task, which is locked, it is every cell that the
    pupil added or changed, up to the next cell that nbgrader knows; `known` are the texts that
    the lesson itself has there.
    """
    place = next((at for at, cell in enumerate(cells) if name_of(cell) == name), None)
    if place is None:
        return None
    if not task:
        return [_part(cells[place])]
    found = []
    for cell in cells[place + 1 :]:
        if name_of(cell):
            break
        if source_of(cell).strip() and source_of(cell).strip() not in known:
            found.append(_part(cell))
    return found


def _part(cell: dict) -> Part:
    code = cell.get("cell_type") == "code"
    return Part(clean(source_of(cell)), code, _output(cell) if code else "")


def clean(text: str) -> str:
    """Text without what a page could trip over; new lines of one kind."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    text = _CONTROLS.sub("", text).encode("utf-8", "replace").decode("utf-8")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def _output(cell: dict) -> str:
    outputs = cell.get("outputs")
    said = []
    for output in outputs if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        data = output.get("data") if isinstance(output.get("data"), dict) else {}
        if output.get("output_type") == "stream":
            said.append(_joined(output.get("text")))
        elif output.get("output_type") == "error":
            said.append(f"{output.get('ename')}: {output.get('evalue')}")
        else:
            said.append(_joined(data.get("text/plain")))
    text = clean(_COLOURS.sub("", "\n".join(part.strip("\n") for part in said if part)))
    return text if len(text) <= MOST_OUTPUT else text[:MOST_OUTPUT] + " …"


def _joined(value: object) -> str:
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


SOLUTION, SCHEME = MARKERS[:2], MARKERS[4:6]
"""The lines between which a lesson's source has an answer, and how to mark one."""


def _between(begin: str, end: str) -> str:
    return rf"{begin}[^\n]*\n(.*?)\n[^\n]*{end}"


def asked(source: list[dict], released: list[dict], name: str, task: bool) -> Asked:
    """What the lesson asks at one cell, from its source and, if there is one, the pupils' copy.

    The prompt is the task's own text; for an answer it is the Markdown above it, back to the
    nearest heading.
    """
    place = next((at for at, cell in enumerate(source) if name_of(cell) == name), None)
    if place is None:
        return Asked(name, "")
    own = source_of(source[place])
    schemes = re.findall(_between(*SCHEME), own, re.DOTALL)
    solutions = re.findall(_between(*SOLUTION), own, re.DOTALL)
    mine = next((source_of(cell) for cell in released if name_of(cell) == name), None)
    if task:
        prompt = re.sub(r"[^\n]*{}.*?{}[^\n]*\n?".format(*SCHEME), "", own, flags=re.S)
    else:
        prompt = "\n\n".join(_above(source, place))
    hidden = not task and mine is not None and mine.strip() != own.strip() and not solutions
    heading = re.search(r"^#{1,6} +(.+?) *#*$", prompt, re.MULTILINE)
    return Asked(
        title=_plain(heading[1]) if heading else name,
        prompt=clean(re.sub(r"<!--.*?-->", "", prompt, flags=re.DOTALL)),
        stub="" if task else clean(mine if mine is not None else _stub(source[place])),
        scheme=clean("\n\n".join([*solutions, *schemes])),
        model=clean(own) if hidden else "",
    )


def _stub(cell: dict) -> str:
    return CODE_STUB if cell.get("cell_type") == "code" else TEXT_STUB


def _above(cells: list[dict], place: int) -> list[str]:
    found: list[str] = []
    for cell in reversed(cells[:place]):
        if cell.get("cell_type") != "markdown" or len(found) == 4:
            break
        found.insert(0, source_of(cell))
        if re.search(r"^#{1,6} ", found[0], re.MULTILINE):
            break
    return found


def _plain(text: str) -> str:
    return re.sub(r"[*_`]", "", text).strip()
