"""The animal facts: what the card says is held against the table, word by word and pair by pair."""

from collections import Counter
from itertools import product

from test_cards import DATASETS, script, section, table_in

from howcome import cards

ABOUT = ("home", "food", "body")
# Every word that a sentence may have, looked at one by one: no slur, no adult term, no drug, no
# weapon, nobody's name, and nothing about people, their bodies or their beliefs.
REVIEWED = """
    a the
    frog dragonfly hen cow horse camel bee whale walrus starfish
    lives really mostly grows up in belongs stays
    eats often feeds on fills by eating
    has always also comes with shows off
    ponds barns deserts hives oceans
    bugs hay honey krill clams
    sticky tongue wings hooves hump flippers five arms
"""


def words(row):
    return row["sentence"].rstrip(".").lower().split()


def test_it_is_rebuilt_from_its_typed_cards():
    assert script("animals").make() == (DATASETS / "animals" / "animals.csv").read_bytes()


def test_the_card_shows_the_cards_in_the_box():
    box = {name: dict(zip(ABOUT, answers, strict=True)) for name, *answers in
           table_in(section("animals", "Who made it"))}  # fmt: skip
    assert box == script("animals").CARDS
    for row in cards.rows("animals"):
        assert row["answer"] == box[row["animal"]][row["about"]]


def test_a_sentence_is_an_article_the_animal_a_wording_and_the_answer():
    rows = cards.rows("animals")
    for row in rows:
        article = row["sentence"].split()[0]
        assert article in ("The", "A")
        said = f"{article} {row['animal']} {row['wording']} {row['answer']}."
        assert row["sentence"] == said
    assert len({row["sentence"] for row in rows}) == len(rows)


def test_the_card_counts_what_is_there():
    rows = cards.rows("animals")
    text = str(cards.about("animals"))
    assert f"{len(rows)} true sentences about ten animals" in text
    facts = Counter((row["animal"], row["about"]) for row in rows)
    assert "That makes 30 facts" in text
    assert "each fact in 12 ways" in text
    assert len(facts) == 30
    assert set(facts.values()) == {12}
    for about in ABOUT:
        assert len({row["wording"] for row in rows if row["about"] == about}) == 6
    pairs = [
        pair
        for about in ABOUT
        for pair in product(
            {row["animal"] for row in rows},
            {row["answer"] for row in rows if row["about"] == about},
        )
    ]
    assert f"all {len(pairs)} pairs of an animal and an answer, and 30 are true" in text
    assert f"The sentences use {len({word for row in rows for word in words(row)})} words" in text


def test_no_word_is_in_it_that_was_not_reviewed():
    assert {word for row in cards.rows("animals") for word in words(row)} == set(REVIEWED.split())


def test_words_are_short_and_four_words_back_the_animal_is_in_view():
    for row in cards.rows("animals"):
        said = words(row)
        assert max(map(len, said)) <= 9
        first = next(word for word in row["answer"].split() if word != "a")
        assert said.index(first) - said.index(row["animal"]) <= 4
