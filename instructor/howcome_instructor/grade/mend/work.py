"""What the stages of mending pass on: the pupil's cells, the lesson's cells, and the notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...release import EMPTY, MARKERS
from ..job import Reference
from ..notes import NOT_GRADABLE, Note

HIDDEN = (MARKERS[2:4], MARKERS[4:6])
"""What nbgrader takes out of a lesson before a pupil gets it."""


class Stop(Exception):
    """Mending ends here: there is nothing that could be marked."""

    def __init__(self, code: str, outcome: str = NOT_GRADABLE, **values: str | int | float):
        super().__init__(code)
        self.note = Note(code, values=values)
        self.outcome = outcome


@dataclass(frozen=True, eq=False)
class Part:
    """A cell of the lesson as marking knows it."""

    place: int
    cell: dict
    source: str
    """With hidden tests and mark scheme."""
    given: str
    """As the pupil got it."""

    @property
    def kind(self) -> str:
        """nbformat's cell type."""
        return self.cell["cell_type"]

    @property
    def id(self) -> str | None:
        """The id of the cell, which outlives what happens to its metadata."""
        return self.cell.get("id")

    @property
    def about(self) -> dict:
        """nbgrader's metadata."""
        return self.cell["metadata"].get("nbgrader", {})

    @property
    def kept(self) -> bool:
        """Whether nbgrader keeps this cell in its gradebook; the others are the pupil's to use."""
        return any(self.about.get(key) for key in ("grade", "solution", "locked", "task"))

    @property
    def name(self) -> str | None:
        """The grade_id."""
        return self.about.get("grade_id") if self.kept else None

    @property
    def solution(self) -> bool:
        """Whether the pupil's answer belongs here."""
        return bool(self.about.get("solution"))

    @property
    def locked(self) -> bool:
        """Whether nbgrader puts the source back; its rule, see `nbgrader.utils.is_locked`."""
        return not self.solution and bool(self.about.get("grade") or self.about.get("locked"))

    @property
    def check(self) -> bool:
        """Whether this cell marks an answer when it runs."""
        return self.locked and bool(self.about.get("grade")) and self.kind == "code"

    @property
    def skeleton(self) -> str:
        """What a pupil was given to write in, without the placeholder."""
        lines = (line for line in self.given.split("\n") if line.strip() not in EMPTY)
        return "\n".join(lines).strip()


@dataclass(eq=False)
class Cell:
    """A cell of the pupil's: nbformat's JSON without outputs, and what was found out about it."""

    json: dict
    count: int | None = None
    """The execution count it was handed in with: the higher, the newer."""
    part: Part | None = None
    """The cell of the lesson that this is."""
    handed_out: bool = False
    """Whether it reads as its own checksum says that it was handed out."""
    version: bool = False
    """Whether it came from one side of a merge that nobody finished."""

    @property
    def source(self) -> str:
        """The cell's text."""
        return self.json["source"]

    @property
    def kind(self) -> str:
        """nbformat's cell type."""
        return self.json["cell_type"]

    @property
    def about(self) -> dict:
        """nbgrader's metadata, as it was handed in."""
        about = self.json["metadata"].get("nbgrader")
        return about if isinstance(about, dict) else {}

    @property
    def label(self) -> str | None:
        """The grade_id it was handed in with; None for none, or for one that is no text."""
        label = self.about.get("grade_id")
        return label if isinstance(label, str) else None


@dataclass
class Work:
    """One submission on the bench."""

    reference: Reference
    parts: tuple[Part, ...]
    notes: list[Note] = field(default_factory=list)
    metadata: dict = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    records: list[dict] = field(default_factory=list)
    """What activities recorded, as found in the outputs."""
    rescued: bool = False
    """Whether the file was damaged, so that what is missing is nobody's doing."""

    def say(self, code: str, cell: str | None = None, look: bool = False, **values) -> None:
        """Note what happened, once."""
        note = Note(code, cell=cell, values=values, look=look)
        if note not in self.notes:
            self.notes.append(note)

    def found(self) -> dict[int, Cell]:
        """The cells of the lesson that are here, by their place in the lesson."""
        return {cell.part.place: cell for cell in self.cells if cell.part}

    @property
    def language(self) -> str:
        """The language of words that are written into the notebook."""
        about = self.metadata.get("howcome")
        return "es" if isinstance(about, dict) and about.get("language") == "es" else "en"


def parts_of(reference: Reference) -> Iterator[Part]:
    """The lesson's cells."""
    for place, cell in enumerate(reference.notebook["cells"]):
        source = "".join(cell["source"])
        yield Part(place, cell, source, as_given(source))


def as_given(source: str) -> str:
    """A source without hidden tests and mark scheme, as nbgrader's release leaves it.

    >>> begin, end = HIDDEN[0]
    >>> as_given(f"a\\n### {begin}\\nb\\n### {end}\\nc")
    'a\\nc'
    """
    for begin, end in HIDDEN:
        if begin not in source:
            continue
        left, inside = [], False
        for line in source.split("\n"):
            if begin in line:
                inside = True
            elif end in line:
                inside = False
            elif not inside:
                left.append(line)
        source = "\n".join(left)
    return source
