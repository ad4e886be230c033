"""The facts: complete, no surer than they are, and true where our own tables can tell."""

import re
from collections import Counter

import pytest
from test_cards import DATASETS, script, section, table_in

from howcome import cards

FACTS = {row["id"]: row for row in cards.rows("facts")}


def test_the_table_is_rebuilt_from_its_typed_facts():
    assert script("facts").make() == (DATASETS / "facts" / "facts.csv").read_bytes()


def test_an_unfinished_or_unsure_fact_is_refused():
    make = script("facts")
    rows = make.rows()
    make.check(rows)
    for key, value, words in (
        ("who_paid", "", "who_paid"),
        ("criticism", "", "criticism"),
        ("unit", "", "not complete"),
        ("how_sure", "somebody told me", "not enough"),
        ("id", rows[1]["id"], "same id"),
    ):
        with pytest.raises(SystemExit, match=words):
            make.check([rows[0] | {key: value}, *rows[1:]])


def test_the_card_counts_the_facts():
    make, text = script("facts"), str(cards.about("facts"))
    found = Counter(row["how_sure"] for row in FACTS.values())
    said = table_in(section("facts", "Who made it"))
    assert {how: int(count) for how, _, count in said} == found
    assert [how for how, *_ in said] == list(make.HOW_SURE)
    assert f"{len(FACTS)} facts about" in text
    assert f"from {len(make.STUDIES)} studies" in text
    unpaid = sum(row["who_paid"] == make.NOT_STATED for row in FACTS.values())
    assert f"for {unpaid} facts, who paid is not stated" in text
    empty = sum(row["figure"] is None for row in FACTS.values())
    assert text.count(f"{empty} missing") == 2


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_a_fact_carries_what_a_reader_needs_to_look_it_up(fact):
    assert re.search(r'"[A-Z][^"]{4,}"', fact["source"]), "a title"
    assert str(fact["year"]) in fact["source"]
    assert 2000 <= fact["year"] <= 2026
    assert fact["statement"].endswith(".")
    assert fact["criticism"].endswith(".")
    if fact["figure"] is not None:
        number = f"{fact['figure']:,.2f}".rstrip("0").rstrip(".")
        plain = number.replace(",", "")
        assert re.search(rf"\b({number}|{plain})(\.0)?\b", fact["statement"]), number


WORDS = (
    *("knows", "thinks", "wants", "understands", "believes", "sees"),
    *("harder", "non-standard", "underperforming", "deficit"),
)


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_the_sentences_say_what_the_machine_does(fact):
    said = f"{fact['statement']} {fact['criticism']} {fact['what_was_counted']}".lower()
    assert not [word for word in WORDS if re.search(rf"\b{word}\b", said)]


def papers(score):
    return sum(row["papers"] or 0 for row in cards.rows("regents") if row["score"] == score)


def late(first, last):
    weeks = [
        row["late_pickups_per_center"]
        for row in cards.rows("daycare")
        if row["group"] == "fine" and first <= row["week"] <= last
    ]
    return round(sum(weeks) / len(weeks), 1)


def called(name):
    mine = [row for row in cards.rows("resumes") if row["names_sound"] == name]
    return round(
        100 * sum(row["call_backs"] for row in mine) / sum(row["resumes"] for row in mine), 2
    )


def flagged(who):
    spared = [
        row
        for row in cards.rows("audit")
        if row["defendants"] == who and not row["rearrested_within_two_years"]
    ]
    high = sum(row["people"] for row in spared if row["score"] >= 5)
    return round(100 * high / sum(row["people"] for row in spared), 1)


def test_the_facts_computed_here_follow_from_our_tables():
    found = {
        "regents-64": papers(64),
        "regents-65": papers(65),
        "fine-before": late(1, 4),
        "fine-later": late(9, 16),
        "call-backs-white-names": called("white"),
        "call-backs-black-names": called("Black"),
        "risk-score-black": flagged("Black"),
        "risk-score-white": flagged("white"),
    }
    assert {
        name: fact["figure"] for name, fact in FACTS.items() if fact["how_sure"] == "computed here"
    } == found
