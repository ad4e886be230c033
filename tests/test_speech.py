"""Recorded speech: every word that TK-2 may want to hear has a clip, in both languages."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import nbformat
import polib
import pytest

from howcome import SortShelf, speech

RECORD = Path(__file__).parents[1] / "instructor" / "build" / "record.py"
# The first cell asks aloud; the last is for authors, and nobody hears it.
CELLS = {
    "set-up": "from howcome import SortShelf",
    "guess": """SortShelf(
    ["tuna", "shrimp"],
    ["fish", {"name": "not-fish", "text": "no fish"}],
    deck="zoo_cards",
    ask="Where does this go?",
)""",
    "talk": "display(1)",
    "claims": 'SortShelf(["a", "b"], ["c", "d"], ask="Nobody hears this.")',
}


def test_nothing_is_missing_and_nothing_left_over():
    done = subprocess.run([sys.executable, RECORD, "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines() == [
        "en: 0 missing, 0 left over",
        "es: 0 missing, 0 left over",
    ]


@pytest.mark.parametrize(("language", "text"), [("en", "shrimp"), ("es", "camarón")])
def test_a_clip_is_a_short_mp3(language, text):
    clip = speech.clip(text, language)
    assert clip[0] == 0xFF  # the first byte of a frame of an MP3 without a tag
    assert clip[1] & 0xE0 == 0xE0
    assert 1000 < len(clip) < 30_000


def test_what_nobody_recorded_is_silent():
    assert speech.clip("No clip says this.", "en") is None
    assert speech.recorded(["shrimp", "No clip says this.", "shrimp"], "en") == ["shrimp"]


@pytest.fixture
def record():
    """The module `instructor/build/record.py`, which is in no package."""
    spec = importlib.util.spec_from_file_location("record", RECORD)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def made_up(tmp_path):
    """A checkout with one lesson, made of `CELLS`: its stage is what the argument says."""

    def make(stage: str) -> Path:
        folder = tmp_path / "curriculum" / "elementary" / "e99-try"
        guide = tmp_path / "instructor" / "guides" / "elementary" / "e99-try.md"
        nb = nbformat.v4.new_notebook(metadata={"howcome": {"lesson": "e99-try", "version": 1}})
        for name, source in CELLS.items():
            tags = ["author-only"] if name == "claims" else []
            nb.cells.append(nbformat.v4.new_code_cell(source, id=name, metadata={"tags": tags}))
        for place in (folder, guide.parent):
            place.mkdir(parents=True, exist_ok=True)
        nbformat.write(nb, folder / "e99-try.ipynb")
        guide.write_text(f'---\nstage: "{stage}"\n---\n', encoding="utf-8")
        return tmp_path / "curriculum"

    return make


def test_what_a_lesson_of_tk2_says_is_recorded_too(record, made_up):
    curriculum = made_up("TK-2")
    fixed = set(record.texts("en", curriculum.parent))
    own = [text for text in record.texts("en", curriculum) if text not in fixed]
    assert own == ["Where does this go?", "no fish"]
    assert set(record.texts("en", made_up("3-5"))) == fixed


def test_in_spanish_once_the_lesson_is_translated(record, made_up):
    curriculum = made_up("TK-2")
    fixed = set(record.texts("es", curriculum.parent))
    assert set(record.texts("es", curriculum)) == fixed
    # A translator has begun; what is not translated yet stays English, and is not recorded.
    known = polib.POFile()
    known.metadata = {"Language": "es"}
    known.append(
        polib.POEntry(
            msgctxt="guess/question", msgid="Where does this go?", msgstr="¿Dónde va esto?"
        )
    )
    known.save(curriculum / "elementary" / "e99-try" / "es.po")
    own = [text for text in record.texts("es", curriculum) if text not in fixed]
    assert own == ["¿Dónde va esto?"]


def test_every_lesson_of_tk2_can_be_heard(record):
    lessons = list(record.for_the_youngest(record.CURRICULUM))
    assert {lesson.number for lesson in lessons} >= {"e01"}
    for lesson in lessons:
        said = record.own_texts(lesson, "en")
        assert said, f"{lesson.name} says nothing aloud"
        assert [text for text in said if speech.clip(text, "en") is None] == []


def test_an_activity_sends_the_clip_it_is_asked_for(monkeypatch):
    shelf = SortShelf(["tuna", "shrimp"], ["fish", "crustacean"], deck="zoo_cards")
    assert {"tuna", "shrimp", "fish", "crustacean"} <= set(shelf.recorded)
    sent = []
    monkeypatch.setattr(shelf, "send", lambda message, buffers: sent.append((message, buffers)))
    shelf._asked(shelf, {"kind": "say", "text": "tuna"}, [])
    shelf._asked(shelf, {"kind": "say", "text": "No clip says this."}, [])
    assert sent == [({"kind": "clip", "text": "tuna"}, [speech.clip("tuna", "en")])]
