"""Recorded speech: every word that TK-2 may want to hear has a clip, in both languages."""

import subprocess
import sys
from pathlib import Path

import pytest

from howcome import SortShelf, speech

RECORD = Path(__file__).parents[1] / "instructor" / "build" / "record.py"


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


def test_an_activity_sends_the_clip_it_is_asked_for(monkeypatch):
    shelf = SortShelf(["tuna", "shrimp"], ["fish", "crustacean"], deck="zoo_cards")
    assert {"tuna", "shrimp", "fish", "crustacean"} <= set(shelf.recorded)
    sent = []
    monkeypatch.setattr(shelf, "send", lambda message, buffers: sent.append((message, buffers)))
    shelf._asked(shelf, {"kind": "say", "text": "tuna"}, [])
    shelf._asked(shelf, {"kind": "say", "text": "No clip says this."}, [])
    assert sent == [({"kind": "clip", "text": "tuna"}, [speech.clip("tuna", "en")])]
