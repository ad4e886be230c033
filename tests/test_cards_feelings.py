"""The sentences: what the card counts, balanced as it says, and fit for children."""

import re
from collections import Counter

import pytest
import textstat
from test_cards import DATASETS, script, section, table_in

from howcome import cards

ROWS = cards.rows("feelings")
CLUBS = ("comets", "otters")


def words_in(sentence):
    return re.findall(r"\w+", sentence.lower())


def tables_in_who_made_it():
    """The two tables there: sentences of each kind, and the words of the clubs."""
    parts = section("feelings", "Who made it").split("\n\n")
    return [table_in(part) for part in parts if part.startswith("|")]


def club_words(club, feeling=None):
    lists = {"comets": script("feelings").COMETS, "otters": script("feelings").OTTERS}[club]
    return [word for name in lists for word in lists[name].split() if feeling in (None, name)]


def test_the_table_is_rebuilt_from_its_patterns():
    assert script("feelings").make() == (DATASETS / "feelings" / "feelings.csv").read_bytes()


def test_the_card_counts_the_sentences():
    text = str(cards.about("feelings"))
    counted = Counter((row["words"], row["split"], row["has_not"]) for row in ROWS)
    said = {}
    for words, *numbers in tables_in_who_made_it()[0]:
        parts = (("train", 0), ("test", 0), ("train", 1), ("test", 1))
        said |= {(words, *part): int(n) for part, n in zip(parts, numbers, strict=True)}
    assert {part: n for part, n in said.items() if n} == counted
    assert text.splitlines()[2].startswith(f"{len(ROWS)} short sentences")
    made = Counter(row["made"] for row in ROWS)
    assert f"We wrote {made['hand']} sentences by hand" in text
    assert f"other {made['pattern']} come from patterns" in text
    learned = {w for row in ROWS if row["split"] == "train" for w in words_in(row["sentence"])}
    assert f"meets {len(learned)} different words" in text


def test_each_part_is_balanced_and_no_sentence_comes_twice():
    assert len({row["sentence"].lower() for row in ROWS}) == len(ROWS)
    parts = Counter(
        (row["words"], row["split"], row["has_not"], row["feeling"], row["hobby"]) for row in ROWS
    )
    for key, count in parts.items():
        size = sum(n for other, n in parts.items() if other[:3] == key[:3])
        assert count == size / 8, key  # two feelings, four hobbies


def test_each_sentence_names_its_hobby_once_and_no_other():
    for row in ROWS:
        named = [word for word in words_in(row["sentence"]) if word in script("feelings").HOBBIES]
        assert named == [row["hobby"]], row["sentence"]


def test_a_club_keeps_to_its_own_words_and_the_feeling_is_theirs():
    made_up = {word for club in CLUBS for word in club_words(club)}
    for row in ROWS:
        used = set(words_in(row["sentence"])) & made_up
        if row["words"] == "plain":
            assert not used
        else:
            assert used
            assert used <= set(club_words(row["words"], row["feeling"])), row["sentence"]
    for club in CLUBS:
        seen = Counter(
            word
            for row in ROWS
            if (row["words"], row["split"]) == (club, "train")
            for word in words_in(row["sentence"])
        )
        assert all(5 <= seen[word] <= 9 for word in club_words(club)), seen


def test_the_card_lists_the_made_up_words_and_says_which_turn():
    said = tables_in_who_made_it()[1]
    assert {club: (happy.split(", "), sad.split(", ")) for club, happy, sad in said} == {
        club: (club_words(club, "happy"), club_words(club, "sad")) for club in CLUBS
    }
    turned = {
        feeling: set(club_words("comets", feeling)) & set(club_words("otters", other))
        for feeling, other in (("happy", "sad"), ("sad", "happy"))
    }
    assert turned == {"happy": {"morvip"}, "sad": {"sembit"}}
    assert 'A comet who says "morvip" is happy. An otter who says it is sad.' in str(
        cards.about("feelings")
    )
    both = [word for club in CLUBS for word in club_words(club)]
    assert len(both) - len(set(both)) == 2


def test_a_word_after_not_turns():
    plain = script("feelings").WORDS["plain"]
    for row in ROWS:
        after = re.findall(r"\bnot (\w+)", row["sentence"])
        assert len(after) == row["has_not"], row["sentence"]
        if after:
            other = "sad" if row["feeling"] == "happy" else "happy"
            assert after[0] in " ".join(plain[other]).split()


def test_the_made_up_words_are_no_words_of_our_other_tables():
    # the long lists that they were held against are named on the card; they are not shipped
    known = {row["word"] for row in cards.rows("words")}
    known |= {row["name"].lower() for row in cards.rows("names")}
    known |= {word for row in ROWS if row["words"] == "plain" for word in words_in(row["sentence"])}
    for club in CLUBS:
        for word in club_words(club):
            assert re.fullmatch(r"[a-z]{6,7}", word)
            assert word not in known


# A few plain words of each theme that has no place here; all 137 words were read one by one too.
REFUSED = {
    "illness": "sick ill hurt pain doctor hospital fever dead die died death",
    "body": "body face hand leg skin hair fat thin ugly",
    "fights": "fight hit kick punch hate kill gun war weapon shot shoot",
    "money": "money poor rich pay cost dollar",
    "religion": "god church pray heaven hell",
    "insults": "stupid dumb idiot loser crazy mad lame weird",
    "people": "boy girl man woman black white teacher mother father",
}


@pytest.mark.parametrize("theme", REFUSED)
def test_no_refused_word_came_in(theme):
    known = {word for row in ROWS for word in words_in(row["sentence"])}
    assert len(known) == 137
    assert not known & {form for word in REFUSED[theme].split() for form in (word, f"{word}s")}


def test_sentences_and_card_can_be_read_in_grade_five():
    plain = " ".join(row["sentence"] for row in ROWS if row["words"] == "plain")
    assert textstat.flesch_kincaid_grade(plain) <= 4.5
    card = str(cards.about("feelings"))
    prose = [line.lstrip("- ") for line in card.splitlines() if line and line[0] not in "|#"]
    lists = [line for line in prose if "`" in line or line.startswith("The lists are")]
    assert textstat.flesch_kincaid_grade(" ".join(p for p in prose if p not in lists)) <= 5.5


def test_a_mistyped_sentence_or_another_source_is_refused(monkeypatch):
    make = script("feelings")
    for line in ("I like chess.", "{Chess} and {soccer} went well.", "I like {skating}."):
        monkeypatch.setitem(make.BY_HAND, ("happy", "test"), line)
        with pytest.raises(SystemExit, match="one hobby in braces here"):
            make.make()
    with pytest.raises(SystemExit, match="takes no source"):
        make.main(["feelings.csv"])
    monkeypatch.undo()
    monkeypatch.setitem(make.COMETS, "happy", "zzz")
    monkeypatch.setattr(make, "TABLE_SHA256", "another")
    with pytest.raises(SystemExit, match="other bytes"):
        make.main([])
