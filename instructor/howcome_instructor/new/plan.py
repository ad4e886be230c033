"""What is to be made; whatever has to be refused is refused here, before anything is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..check.draft import STAGES
from ..errors import BadInput
from ..sources import BANDS, Lesson, checkout_curriculum
from .shelf import Start, activity_named, start

NAME = re.compile(r"([emh])(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)")
LETTER = {"elementary": "e", "middle": "m", "high": "h"}
MINUTES = {"TK-2": 25, "3-5": 40, "6-8": 45, "9-12": 50}
MOST_LETTERS = 40


@dataclass(frozen=True)
class Plan:
    """A lesson to be made."""

    curriculum: Path
    name: str
    stage: str
    title: str
    question: str
    minutes: int
    start: Start

    @property
    def band(self) -> str:
        """elementary, middle or high."""
        return band_of(self.stage)

    @property
    def number(self) -> str:
        """The short name, such as `m17`."""
        return self.name.split("-", 1)[0]

    @property
    def lesson(self) -> Lesson:
        """Where the notebook will be."""
        path = self.curriculum / self.band / self.name / f"{self.name}.ipynb"
        return Lesson(self.name, self.band, path, answers=True)

    @property
    def guide(self) -> Path:
        """Where the guide will be."""
        return guides_beside(self.curriculum) / self.band / f"{self.name}.md"


def make_plan(
    *,
    curriculum: Path | None,
    stage: str,
    title: str,
    question: str | None = None,
    activity: str,
    toy: str | None = None,
    minutes: int | None = None,
    number: int | None = None,
    name: str | None = None,
) -> Plan:
    """Decide what to make.

    Raises BadInput, which names what is right, for anything that cannot be made.
    """
    home = find_curriculum(curriculum)
    title = _line(title, "--title")
    chosen = activity_named(activity, stage)
    return Plan(
        curriculum=home,
        name=free_name(home, band_of(stage), title, number, name),
        stage=stage,
        title=title,
        question=_line(question, "--question") if question else "✎ the question of this lesson",
        minutes=minutes or MINUTES[stage],
        start=start(chosen, toy, stage),
    )


def find_curriculum(curriculum: Path | None) -> Path:
    """The folder that the lesson goes into."""
    found = curriculum or checkout_curriculum()
    if found is None:
        raise BadInput("There is no curriculum here; give its folder with --curriculum.")
    if not found.is_dir():
        raise BadInput(f"There is no folder {found}; --curriculum takes the one of all lessons.")
    return found


def stage_for(band: str | None, stage: str | None) -> str | None:
    """The stage that --band and --stage mean together; None when neither is given."""
    if band is not None and band not in BANDS:
        raise BadInput(f"There is no band '{band}'; choose elementary, middle or high.")
    every = [one for stages in STAGES.values() for one in stages]
    if stage is not None:
        stage = stage.upper().replace("–", "-")  # noqa: RUF001 -- a dash between numbers
    if stage is not None and stage not in every:
        raise BadInput(f"There is no stage '{stage}'; choose {', '.join(every)}.")
    if band and stage and stage not in STAGES[band]:
        raise BadInput(f"The stage {stage} is not in {band}; it has {' and '.join(STAGES[band])}.")
    return stage or (STAGES[band][-1] if band else None)


def band_of(stage: str) -> str:
    """The band that a stage is in."""
    return next(band for band, stages in STAGES.items() if stage in stages)


def free_name(home: Path, band: str, title: str, number: int | None, name: str | None) -> str:
    """The new lesson's name: `--name`, or the number and the title's words.

    Raises BadInput for a name of another form, and for one that is in use in any band.
    """
    taken = dict(reversed([*_taken(home)]))  # the first one of a number is named
    letter = LETTER[band]
    numbers = [int(one[1:3]) for one in taken if one[0] == letter]
    free = max(numbers, default=0) + 1
    words = _slug(title)
    if name is not None and NAME.fullmatch(name):
        if name[0] != letter:
            raise BadInput(f"'{name}' is no name for {band}: names there begin with {letter}.")
        if number is not None and number != int(name[1:3]):
            raise BadInput(f"--number {number} and --name {name} do not agree; leave one out.")
        number, words = int(name[1:3]), name[4:]
    elif name is not None:
        words = name
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", words):
        sample = f"{letter}{free:02}-what-did-it-read"
        raise BadInput(
            f"'{words}' cannot be a lesson's name; give one with --name, such as {sample}: small "
            "letters, digits and hyphens."
        )
    number = free if number is None else number
    if not 1 <= number <= 99:
        raise BadInput(f"There is no number {number}; numbers go from 1 to 99.")
    wanted = f"{letter}{number:02}"
    if wanted in taken:
        raise BadInput(
            f"{wanted} is in use, by {taken[wanted]}; {letter}{free:02} is free. Leave --number "
            "out to take it."
            if free <= 99
            else f"{wanted} is in use, by {taken[wanted]}."
        )
    return f"{wanted}-{words}"


def guides_beside(curriculum: Path) -> Path:
    """Where the guides of a curriculum are."""
    return curriculum.parent / "instructor" / "guides"


def _taken(home: Path) -> Iterator[tuple[str, str]]:
    """(number, where) of everything that bears a lesson's name, in any band."""
    for band in BANDS:
        for folder, what in ((home / band, ""), (guides_beside(home) / band, " (a guide)")):
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                if NAME.fullmatch(path.stem):
                    yield path.stem[:3], f"{band}/{path.stem}{what}"


def _slug(title: str) -> str:
    """The title's words as they stand in a name; cut after a word when there are many.

    >>> _slug("What did it read?")
    'what-did-it-read'
    """
    plain = unicodedata.normalize("NFKD", title.replace("'", "").replace("’", ""))  # noqa: RUF001
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}".strip("-")
        if slug and len(longer) > MOST_LETTERS:
            break
        slug = longer
    return slug


def _line(text: str, what: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise BadInput(f"{what} is empty; give a few words.")
    if len(line) > 120:
        raise BadInput(f"{what} has {len(line)} letters; make it 120 or fewer.")
    return line
