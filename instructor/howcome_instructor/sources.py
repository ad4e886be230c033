"""Where the lessons are, and which of them are meant.

In a checkout lessons are sources, with the answers: `curriculum/<band>/<lesson>/<lesson>.ipynb`.
An installed wheel holds pupil copies only: `howcome/lessons/<band>/<lesson>.ipynb`.

A lesson that was translated has `es.po` beside its source, and in a wheel a second copy in
`howcome/lessons/es/`. The Spanish lesson has the same name and version.
"""

from __future__ import annotations

import difflib
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from .errors import BadInput

BANDS = ("elementary", "middle", "high")
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Lesson:
    """One lesson, by its full name, such as `m04-who-is-missing`."""

    name: str
    band: str
    path: Path
    answers: bool
    """True for a source, which holds the answers; False for a pupil copy."""
    language: str = "en"
    """Of the pupil's copy. The source at `path` is English; see `read`."""

    @property
    def number(self) -> str:
        """The short name that people use: `m04`."""
        return self.name.split("-", 1)[0]

    @property
    def file(self) -> str:
        """What a pupil's copy is called: `m04-….ipynb`, in Spanish `m04-….es.ipynb`."""
        language = "" if self.language == "en" else f".{self.language}"
        return f"{self.name}{language}.ipynb"

    @property
    def messages(self) -> Path:
        """Where the translation of a source into this lesson's language is."""
        return self.path.with_name(f"{self.language}.po")

    def read(self) -> bytes:
        """The notebook in the lesson's language.

        Raises OSError, or BadInput for a translation that is damaged.
        """
        if self.language == "en" or not self.answers:
            return self.path.read_bytes()
        from .translate.build import source_in

        return source_in(self, self.language)


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


def in_language(lessons: list[Lesson], language: str) -> list[Lesson]:
    """The same lessons, in this language where they have been translated, else in English."""
    return [_spoken(lesson, language) for lesson in lessons]


def check_language(language: str) -> str:
    """The language; BadInput when no lesson can be in it."""
    if language not in LANGUAGES:
        raise BadInput(f"There is no language '{language}' here; choose {' or '.join(LANGUAGES)}.")
    return language


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


def _spoken(lesson: Lesson, language: str) -> Lesson:
    if language == lesson.language:
        return lesson
    other = replace(lesson, language=language)
    if lesson.answers:
        return other if other.messages.is_file() else lesson
    # …/lessons/<band>/<lesson>.ipynb, and …/lessons/es/<band>/<lesson>.ipynb
    band, lessons = lesson.path.parent, lesson.path.parents[1]
    path = lessons / language / band.name / lesson.path.name
    return replace(other, path=path) if path.is_file() else lesson


def _sorted(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
