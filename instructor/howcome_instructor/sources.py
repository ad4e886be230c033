"""Where the lessons are, and which of them are meant.

In a checkout lessons are sources, with the answers: `curriculum/<band>/<lesson>/<lesson>.ipynb`.
An installed wheel holds pupil copies only: `howcome/lessons/<band>/<lesson>.ipynb`.
"""

from __future__ import annotations

import difflib
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .errors import BadInput

BANDS = ("elementary", "middle", "high")


@dataclass(frozen=True)
class Lesson:
    """One lesson, by its full name, such as `m04-who-is-missing`."""

    name: str
    band: str
    path: Path
    answers: bool
    """True for a source, which holds the answers; False for a pupil copy."""

    @property
    def number(self) -> str:
        """The short name that people use: `m04`."""
        return self.name.split("-", 1)[0]


def checkout_curriculum() -> Path | None:
    """The `curriculum` folder of the checkout this package runs from, or None."""
    instructor = Path(__file__).resolve().parents[1]
    curriculum = instructor.parent / "curriculum"
    return curriculum if instructor.name == "instructor" and curriculum.is_dir() else None


def shipped_lessons() -> Path | None:
    """The folder of pupil copies inside the installed pupil package, or None."""
    package = importlib.util.find_spec("howcome")  # finds, and imports nothing
    for place in (package and package.submodule_search_locations) or ():
        if (Path(place) / "lessons").is_dir():
            return Path(place) / "lessons"
    return None


def sources_in(curriculum: Path) -> list[Lesson]:
    """All lesson sources in a curriculum folder, in the order of bands and numbers."""
    return [
        Lesson(folder.name, band, folder / f"{folder.name}.ipynb", answers=True)
        for band in BANDS
        for folder in _sorted(curriculum / band)
        if (folder / f"{folder.name}.ipynb").is_file()
    ]


def copies_in(lessons: Path) -> list[Lesson]:
    """All pupil copies in a `lessons` folder, in the order of bands and numbers."""
    return [
        Lesson(path.stem, band, path, answers=False)
        for band in BANDS
        for path in _sorted(lessons / band)
        if path.suffix == ".ipynb"
    ]


def find_sources(curriculum: Path | str | None = None) -> list[Lesson]:
    """Lesson sources, for those who need the answers: teachers and authors.

    Raises BadInput, which says so plainly, when there are none.
    """
    if curriculum is not None:
        found = sources_in(Path(curriculum))
        if not found:
            raise BadInput(
                f"No lessons in {curriculum}; --curriculum takes the folder that holds "
                "elementary, middle and high."
            )
        return found
    checkout = checkout_curriculum()
    found = sources_in(checkout) if checkout else []
    if not found:
        raise BadInput(
            "There are no lesson sources here, only what an installed package holds; "
            "get a checkout and give its curriculum folder with --curriculum."
        )
    return found


def find(curriculum: Path | str | None = None) -> list[Lesson]:
    """Lessons for a pupil: the sources where there are any, else the shipped pupil copies."""
    if curriculum is not None:
        return find_sources(curriculum)
    checkout = checkout_curriculum()
    if checkout and (found := sources_in(checkout)):
        return found
    shipped = shipped_lessons()
    if shipped and (found := copies_in(shipped)):
        return found
    raise BadInput(
        "There are no lessons here; install howcome again, or give a curriculum folder "
        "with --curriculum."
    )


def choose(
    lessons: list[Lesson], band: str | None = None, names: Iterable[str] = ()
) -> list[Lesson]:
    """The lessons of a band, or those named in full (`m04-who-is-missing`) or in short (`m04`).

    Raises BadInput with the right or the nearest names.
    """
    if band is not None:
        if band not in BANDS:
            raise BadInput(f"There is no band '{band}'; choose elementary, middle or high.")
        in_band = [lesson for lesson in lessons if lesson.band == band]
        if not in_band:
            raise BadInput(f"There are no lessons for {band} yet; leave --band out to see all.")
    else:
        in_band = lessons
    names = list(names)
    if not names:
        return in_band
    return [_named(name, in_band, lessons, band) for name in names]


def _named(name: str, in_band: list[Lesson], lessons: list[Lesson], band: str | None) -> Lesson:
    wanted = name.strip().lower().removesuffix(".ipynb")
    for lesson in in_band:
        if wanted in (lesson.name, lesson.number):
            return lesson
    for lesson in lessons:
        if wanted in (lesson.name, lesson.number):
            raise BadInput(f"The lesson {lesson.name} is in {lesson.band}, not in {band}.")
    known = [lesson.name for lesson in in_band]
    words = {word: lesson.name for lesson in in_band for word in (lesson.name, lesson.number)}
    near = difflib.get_close_matches(wanted, words, n=6, cutoff=0.5)
    names = list(dict.fromkeys(words[word] for word in near))[:3] or known[:5]
    more = ", …" if len(known) > len(names) and not near else ""
    raise BadInput(f"There is no lesson '{name}'; did you mean {', '.join(names)}{more}?")


def _sorted(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
