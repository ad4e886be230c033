"""The digits table: its card against its bytes, its script against its source."""

import difflib
import gzip
import hashlib
import itertools
import re
import zipfile
from collections import Counter

import pytest
from test_cards import DATASETS, HEADINGS, script, section, table_in

from howcome import cards

make = script("digits")


@pytest.fixture(scope="module")
def source():
    return make.read(make.installed())


def test_the_table_is_rebuilt_from_its_source():
    table = (DATASETS / "digits" / "digits.csv").read_bytes()
    assert make.make(make.installed()) == table
    assert hashlib.sha256(table).hexdigest() == make.TABLE_SHA256
    assert len(table) < 150_000


def test_a_wheel_will_do(tmp_path):
    wheel = tmp_path / "scikit_learn.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(make.MEMBER, make.installed().read_bytes())
    assert make.read(wheel) == make.read(make.installed())


def test_a_missing_or_wrong_source_is_refused(tmp_path):
    with pytest.raises(SystemExit, match=r"There is no sklearn/datasets/data/digits\.csv\.gz"):
        make.make(tmp_path / "nothing")
    with zipfile.ZipFile(tmp_path / "other.whl", "w") as archive:
        archive.writestr("other", "x")
    with pytest.raises(SystemExit, match="There is no"):
        make.make(tmp_path / "other.whl")
    (tmp_path / "digits.csv.gz").write_bytes(gzip.compress(b"0,1\n"))
    with pytest.raises(SystemExit, match="sha256 differs"):
        make.make(tmp_path / "digits.csv.gz")


def test_every_page_is_the_same_form(source):
    # that the same long run of digits comes back is why the card calls it a page
    digits = "".join(str(row[-1]) for row in source)
    bounds = [*make.STARTS, len(digits)]
    form = digits[: bounds[1]]
    for start, stop in itertools.pairwise(bounds):
        page = digits[start:stop]
        assert difflib.SequenceMatcher(None, form, page, autojunk=False).ratio() > 0.95
        assert re.match("0?123456789012345", page)


def test_the_card_counts():
    rows = cards.rows("digits")
    text = str(cards.about("digits"))
    assert re.findall(r"^## (.+)", text, re.M) == HEADINGS
    assert f"{len(rows)} small gray pictures" in text
    for pages, split, pictures, each in table_in(section("digits", "Who made it")):
        first, last = map(int, re.findall(r"\d+", pages))
        mine = [row for row in rows if row["split"] == split.strip("`")]
        assert sorted({row["page"] for row in mine}) == list(range(first, last + 1))
        assert len(mine) == int(pictures)
        assert Counter(row["digit"] for row in mine) == dict.fromkeys(range(10), int(each))
    assert set(Counter((row["page"], row["digit"]) for row in rows).values()) == {6}
    assert "comes back 14 times" in text
    assert max(row["page"] for row in rows) == 14


def test_the_card_tells_the_source(source):
    assert f"{len(source):,} pictures" in section("digits", "Who made it")
    # scikit-learn's own words: 43 people, 30 of them in the other part
    description = (make.installed().parents[1] / "descr" / "digits.rst").read_text()
    assert "copy of the test set" in description
    assert "total of 43 people, 30 contributed to the training set and different 13" in " ".join(
        description.split()
    )
    assert "Alpaydin" in description


def test_rows_are_pictures_with_a_name(source):
    rows = cards.rows("digits")
    dots = [f"p{place:03d}" for place in range(64)]
    assert list(rows[0]) == ["id", "digit", "page", "split", *dots]
    places = []
    for row in rows:
        digit, place = row["id"].split("-")
        assert int(digit) == row["digit"]
        assert source[int(place)] == [row[dot] for dot in dots] + [row["digit"]]
        places.append(int(place))
    assert places == sorted(set(places)), "the order of the source"
    assert {row[dot] for row in rows for dot in dots} == set(range(17))
