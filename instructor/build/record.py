"""Record what children who cannot read yet may want to hear: one MP3 for each text.

    python instructor/build/record.py            make what is missing, delete what nobody says
    python instructor/build/record.py --check    only say what is missing or left over

Run it after changing the words of an activity that TK-2 uses, or a lesson of TK-2. It needs
espeak-ng and lame (on Debian: `sudo apt install espeak-ng lame`). Both are free, run on this
machine, and send nothing anywhere.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from howcome import speech
from howcome.cards import rows
from howcome.words import LANGUAGES, words

VOICES = {"en": "en-us", "es": "es-419"}
PACE = 135  # words a minute, as one reads to a young child
# The activities that TK-2 uses.
PARTS = ("label_cards", "sort_shelf")
# The columns of the data set that hold what a card is called and where it belongs.
CARDS = {"en": ("name", "family"), "es": ("name_es", "family_es")}


def texts(language: str) -> list[str]:
    """What can be heard in this language, each text once."""
    every = words("shared", language)  # buttons that no view says aloud
    said = [
        sentence
        for part in PARTS
        for key, sentence in words(part, language).items()
        if key not in every and "{" not in sentence
    ]
    said += [str(row[column]) for row in rows("zoo_cards") for column in CARDS[language]]
    return list(dict.fromkeys(said))


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
