"""The energy table: each row's arithmetic is done again, and the card is held against the rows."""

import re
from collections import Counter
from fractions import Fraction

import pytest
from test_cards import DATASETS, script, section, table_in

from howcome import cards

ROWS = {row["id"]: row for row in cards.rows("energy")}


def test_the_table_is_rebuilt_from_its_typed_figures():
    assert script("energy").make() == (DATASETS / "energy" / "energy.csv").read_bytes()


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_arithmetic_gives_the_watt_hours(row):
    # exact fractions, multiplied and divided in one go: another way than make.py's
    numbers = re.findall(r"[\d.]+", row["arithmetic"])
    signs = ["*", *re.findall(r"[*/]", row["arithmetic"])]
    value = Fraction(1)
    for sign, number in zip(signs, numbers, strict=True):
        value *= Fraction(number) if sign == "*" else 1 / Fraction(number)
    assert row["watt_hours_each"] == pytest.approx(float(value), rel=5e-4)
    assert float(numbers[0]) == row["figure"]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_unit_says_how_to_convert(row):
    """Kilo means a thousand, an hour has 3,600 seconds, and "for 1,000" asks for a division."""
    unit, sums = row["unit"], row["arithmetic"]
    assert ("kilowatt-hours" in unit) == bool(re.match(r"\S+ \* 1000( |$)", sums))
    assert ("for 1,000 " in unit) == sums.endswith("/ 1000")
    seconds = "watt-seconds" in unit or "seconds" in unit or "newtons" in unit
    assert seconds == sums.endswith("/ 3600")


def test_what_physics_says_of_everyday_things():
    joules = {
        "led-lamp": 10 * 60,
        "television": 100 * 9,
        "laptop": 30 * 3600,
        "phone": 4 * 3.85 * 3600,
        "microwave": 1200 * 60,
        "cup-of-tea": 0.25 * 4186 * (100 - 20),
        "shower": 60 * 4186 * (38 - 13),
        "backpack": 5 * 9.81 * 3,
    }
    everyday = {name for name, row in ROWS.items() if row["kind"] == "everyday"}
    assert everyday == set(joules)
    for name, found in joules.items():
        assert ROWS[name]["watt_hours_each"] == pytest.approx(found / 3600, rel=5e-4)
    assert ROWS["led-lamp"]["watt_hours_each"] == pytest.approx(0.17, abs=0.004)


def test_the_guesses_behind_two_figures_give_them():
    # de Vries: 3,617 computers at 6.5 kilowatts all day; Epoch AI: one second, 1,500 watts, 70 %
    assert ROWS["prompt-de-vries"]["figure"] == pytest.approx(3617 * 6.5 * 24 / 1000, rel=0.001)
    assert ROWS["prompt-epoch"]["figure"] == pytest.approx(1 * 1500 * 0.7)
    # table 5 of Luccioni and others: 592,570,000 answers take as much as the training
    answers = ROWS["train-bloomz"]["figure"] / ROWS["answer-bloomz"]["figure"]
    assert answers == pytest.approx(592_570_000)


def test_two_honest_figures_are_ten_times_apart():
    high, low = ROWS["prompt-de-vries"], ROWS["prompt-epoch"]
    assert high["watt_hours_each"] / low["watt_hours_each"] == pytest.approx(10, rel=0.02)
    words = f"{high['watt_hours_each']:.1f} and {low['watt_hours_each']:.2f} watt-hours for one"
    assert words in section("energy", "Good for")


def test_a_slip_of_a_thousand():
    row = ROWS["make-a-picture"]
    slip = row["figure"] * 1000
    assert slip / row["watt_hours_each"] == pytest.approx(1000)
    text = section("energy", "Good for")
    assert f"{row['figure']} kilowatt-hours for 1,000 pictures" in text
    assert f"{slip:,.0f} watt-hours for one picture" in text
    assert f"It is {row['watt_hours_each']} watt-hours for one" in text


def test_the_card_counts_the_rows():
    make, text = script("energy"), str(cards.about("energy"))
    said = table_in(section("energy", "Who made it"))
    assert [how for how, *_ in said] == list(make.HOW)
    assert {how: int(count) for how, _, count in said} == Counter(r["how"] for r in ROWS.values())
    kinds = Counter(row["kind"] for row in ROWS.values())
    assert f"{kinds['machine']} figures of machines" in text
    assert f"worked out {kinds['everyday']} everyday things" in text
    assert f"{kinds['everyday']} missing" in text
    assert sum(row["year"] is None for row in ROWS.values()) == kinds["everyday"]
    google, chips = ROWS["prompt-google"], ROWS["prompt-google-chips-only"]
    assert f"{google['figure']} when all is counted and {chips['figure']:.2f}" in text
    questions = ROWS["shower"]["watt_hours_each"] / google["watt_hours_each"]
    assert "about as much as 7,000 questions" in text
    assert questions == pytest.approx(7000, rel=0.05)


@pytest.mark.parametrize("row", [r for r in ROWS.values() if r["kind"] == "machine"])
def test_each_figure_of_a_machine_can_be_looked_up(row):
    assert re.search(r'"[A-Z][^"]{4,}', row["source"]), "a title"
    assert str(row["year"]) in row["source"]
    assert row["leaves_out"]
    assert row["who"]


def test_a_mistyped_row_is_refused():
    make = script("energy")
    good = make.ROWS[0] | {"watt_hours_each": 0.002}
    make.check(good)
    for change, words in (
        ({"figure": 0.003}, "does not start with its figure"),
        ({"who": ""}, "who"),
        ({"how": "dreamed"}, "not complete"),
        ({"year": ""}, "year"),
    ):
        with pytest.raises(SystemExit, match=words):
            make.check(good | change)
    with pytest.raises(SystemExit, match=r"only \* and /"):
        make.worked_out("2 + 2")
