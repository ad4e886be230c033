"""Record what children who cannot read yet may want to hear: one MP3 for each text.

    python instructor/build/record.py            make what is missing, delete what nobody says
    python instructor/build/record.py --check    only say what is missing or left over

What there is to hear: the fixed words of the activities that TK-2 uses, the animals of the zoo
cards, and every sentence that the activities of a TK-2 lesson say, in Spanish once the lesson is
translated. So run it after changing any of these. It needs espeak-ng and lame (on Debian:
`sudo apt install espeak-ng lame`). Both are free, run on this machine, and send nothing anywhere.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import nbformat

from howcome import speech
from howcome.activities.base import Activity
from howcome.cards import rows
from howcome.words import LANGUAGES, words
from howcome_instructor.course.guides import Guide
from howcome_instructor.release import without_author_cells
from howcome_instructor.sources import Lesson, sources_in
from howcome_instructor.translate import catalogue
from howcome_instructor.translate.build import MARKS, source_in

VOICES = {"en": "en-us", "es": "es-419"}
PACE = 135  # words a minute, as one reads to a young child
# The activities that TK-2 uses.
PARTS = ("label_cards", "sort_shelf")
# The columns of the data set that hold what a card is called and where it belongs.
CARDS = {"en": ("name", "family"), "es": ("name_es", "family_es")}
CURRICULUM = Path(__file__).parents[2] / "curriculum"


def texts(language: str, curriculum: Path = CURRICULUM) -> list[str]:
    """What can be heard in this language, each text once."""
    every = words("shared", language)  # buttons that no view says aloud
    said = [
        sentence
        for part in PARTS
        for key, sentence in words(part, language).items()
        if key not in every and "{" not in sentence
    ]
    said += [str(row[column]) for row in rows("zoo_cards") for column in CARDS[language]]
    for lesson in for_the_youngest(curriculum):
        if language == "en" or catalogue.place_of(lesson.path, language).is_file():
            said += own_texts(lesson, language)
    return list(dict.fromkeys(said))


def for_the_youngest(curriculum: Path) -> Iterator[Lesson]:
    """The lessons of TK-2: their guides say so."""
    guides = curriculum.parent / "instructor" / "guides"
    for lesson in sources_in(curriculum):
        path = guides / lesson.band / f"{lesson.name}.md"
        if path.is_file() and Guide(path, path.read_text("utf-8")).record.get("stage") == "TK-2":
            yield lesson


def own_texts(lesson: Lesson, language: str) -> list[str]:
    """What the activities of a lesson say beyond their own fixed words: its cells are run.

    What a translator has not done yet is left out: it stands there in English, and says so.
    """
    source = lesson.path.read_bytes() if language == "en" else source_in(lesson, language)
    notebook = without_author_cells(nbformat.reads(source.decode("utf-8"), as_version=4))
    made: list[Activity] = []
    begin = Activity.__init__

    def noted(activity: Activity, **how: object) -> None:
        begin(activity, **how)
        made.append(activity)

    untold = tuple(f"({MARKS[one]})" for one in MARKS if one == language)
    lab = {"HOWCOME_NOTEBOOK", "JPY_SESSION_NAME"}  # no pupil's copy is meant
    outside = {key: value for key, value in os.environ.items() if key not in lab}
    names: dict[str, object] = {"display": lambda *shown: None}
    with (
        mock.patch.dict(os.environ, outside | {"HOWCOME_LANG": language}, clear=True),
        mock.patch.object(Activity, "__init__", noted),
    ):
        for cell in notebook.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, f"{lesson.name}, {cell.id}", "exec"), names)
        return [
            text
            for activity in made
            for text in activity.sayable()
            if text not in activity.words.values() and not text.endswith(untold)
        ]


def record(text: str, language: str, path: Path) -> None:
    """Make the clip of one text, mono, 16 kHz, 24 kbit a second."""
    with tempfile.TemporaryDirectory() as folder:
        wave = Path(folder) / "text.wav"
        voice = ["espeak-ng", "-v", VOICES[language], "-s", str(PACE), "-w", str(wave), text]
        subprocess.run(voice, check=True)
        # -t: no tag with the encoder's version, so that the same text gives the same bytes
        small = ["lame", "--quiet", "-t", "-m", "m", "--resample", "16", "-b", "24"]
        subprocess.run([*small, str(wave), str(path)], check=True)


def differences(language: str) -> tuple[dict[str, str], set[str]]:
    """What is missing (file name -> text), and the files that nobody says any more."""
    folder = speech.LOCALE / language / "speech"
    wanted = {speech.file_name(text): text for text in texts(language)}
    have = {clip.name for clip in folder.glob("*.mp3")}
    return {name: wanted[name] for name in wanted.keys() - have}, have - wanted.keys()


def main(arguments: list[str]) -> int:
    """Record, or with --check only compare; 1 when something is missing or left over."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args(arguments).check
    lacking = [tool for tool in ("espeak-ng", "lame") if not shutil.which(tool)]
    if lacking and not check:
        print(f"Install {' and '.join(lacking)} first; on Debian with apt.", file=sys.stderr)
        return 2
    status = 0
    for language in LANGUAGES:
        folder = speech.LOCALE / language / "speech"
        folder.mkdir(exist_ok=True)
        missing, left = differences(language)
        print(f"{language}: {len(missing)} missing, {len(left)} left over")
        if check:
            status |= bool(missing or left)
            continue
        for name, text in missing.items():
            record(text, language, folder / name)
        for name in left:
            (folder / name).unlink()
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
