"""Every note of mending has its sentence, for both readers, in both languages."""

import json
import re
import string
from pathlib import Path

import pytest

from howcome_instructor.grade import mend, notes

HOME = Path(mend.__file__).parent
SENTENCES = Path(notes.__file__).parent / "sentences"
WORDS = {
    language: json.loads((SENTENCES / f"mend.{language}.json").read_text(encoding="utf-8"))
    for language in ("en", "es")
}
CODE = "\n".join(path.read_text(encoding="utf-8") for path in HOME.glob("*.py"))
CODES = set(re.findall(r'"mend\.([a-z0-9-]+)"', CODE))
NO_BUSINESS = {"copied-check", "copied-text", "foreign", "ids"}
"""What a pupil need not know; the rest has a sentence for both."""


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_each_code_has_its_sentences_and_no_sentence_is_left_over():
    single = {name for name in WORDS["en"] if not name.endswith("-many")}
    assert single == CODES
    assert list(WORDS["en"]) == list(WORDS["es"])


@pytest.mark.parametrize("name", WORDS["en"])
def test_both_languages_say_the_same(name):
    for reader in ("teacher", "pupil"):
        english, spanish = (WORDS[language][name][reader] for language in ("en", "es"))
        assert fields(english) == fields(spanish)
        assert bool(english) == bool(spanish)
        # one sentence: it ends once
        for sentence in filter(None, (english, spanish)):
            assert re.search(r"[.!?]$", sentence)
            assert not re.search(r"[.!?]\s+[A-Z¿¡]", sentence)
    silent = name.removesuffix("-many") in NO_BUSINESS
    assert bool(WORDS["en"][name]["pupil"]) != silent
    assert bool(WORDS["en"][name]["teacher"]) == (name != "kept")


def test_what_may_happen_to_many_cells_has_a_sentence_for_many():
    """A note that names a cell may be said of many; those that cannot, name none."""
    of_cells = {name for name, words in WORDS["en"].items() if "{cell}" in words["teacher"]}
    assert {f"{name}-many" for name in of_cells | {"merge-cell"}} == {
        name for name in WORDS["en"] if name.endswith("-many")
    }
    for language in WORDS.values():
        for name, words in language.items():
            if name.endswith("-many"):
                assert fields(words["teacher"]) <= {"cells", "count"}


def test_nobody_is_accused():
    said = json.dumps(WORDS, ensure_ascii=False).lower()
    for word in ("cheat", "tamper", "forged", "fraud", "suspicio", "copied from", "hizo trampa"):
        assert word not in said
