"""Tables and cards: what a card says is held against the bytes of its table."""

import csv
import gzip
import hashlib
import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest

from howcome import cards

DATASETS = Path(__file__).parents[1] / "datasets"
NAMES = tuple(cards.names())
HEADINGS = ["Who made it", "Who is missing", "Good for", "Not for", "Columns", "Licence"]


def script(name):
    """The make.py of a data set, as a module."""
    spec = importlib.util.spec_from_file_location(f"make_{name}", DATASETS / name / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def section(name, heading):
    return str(cards.about(name)).split(f"## {heading}\n")[1].split("\n## ")[0]


def table_in(text):
    """The rows of the first Markdown table in a text, without its heading."""
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_card_has_its_headings_and_a_licence(name):
    text = str(cards.about(name))
    assert re.findall(r"^# .+", text, re.M) == [text.splitlines()[0]]
    assert re.findall(r"^## (.+)", text, re.M) == HEADINGS
    assert (DATASETS / name / "LICENSE").stat().st_size > 500


@pytest.mark.parametrize("name", NAMES)
def test_card_names_every_column_in_order_with_a_unit(name):
    described = table_in(section(name, "Columns"))
    named = []
    for cell, _, unit in described:
        assert unit
        first, *last = re.findall(r"`(\w+)`", cell)
        if last:  # a run of columns, such as p000 to p195
            start, stop = int(first[1:]), int(last[0][1:])
            named += [f"{first[0]}{place:03d}" for place in range(start, stop + 1)]
        else:
            named.append(first)
    assert named == list(cards.rows(name)[0])


@pytest.mark.parametrize("name", NAMES)
def test_table_is_small_and_the_one_that_make_records(name):
    table = (DATASETS / name / f"{name}.csv").read_bytes()
    assert len(table) <= 1_000_000
    assert hashlib.sha256(table).hexdigest() == script(name).TABLE_SHA256


def test_audit_is_rebuilt_from_its_typed_counts():
    assert script("audit").make() == (DATASETS / "audit" / "audit.csv").read_bytes()


def test_audit_refuses_a_mistyped_count(monkeypatch):
    make = script("audit")
    monkeypatch.setitem(make.COUNTS, ("Black", 0), (308, *make.COUNTS["Black", 0][1:]))
    with pytest.raises(SystemExit, match="mistyped"):
        make.make()


def test_penguins_are_rebuilt_from_their_source(tmp_path):
    # "NA" in the empty places gives back the source byte for byte: no download is needed
    table = (DATASETS / "penguins" / "penguins.csv").read_text()
    source = tmp_path / "penguins.csv"
    lines = [",".join(v or "NA" for v in line.split(",")) for line in table.splitlines()]
    source.write_bytes(("\n".join(lines) + "\n").encode())
    assert hashlib.sha256(source.read_bytes()).hexdigest() == script("penguins").SOURCE_SHA256
    assert script("penguins").make(source) == table.encode()


def fake_shoes(folder, make):
    """Source files of the right form, one flat gray value a picture; returns their sha256s."""
    labels = bytes([label for label, *_ in make.KINDS.values()] * 200)
    images = b"".join(bytes([number % 256]) * 784 for number in range(len(labels)))
    hashes = {}
    for name, head, body in (("images-idx3", 16, images), ("labels-idx1", 8, labels)):
        file = folder / f"t10k-{name}-ubyte.gz"
        file.write_bytes(gzip.compress(bytes(head) + body))
        hashes[file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return hashes


def test_shoes_are_cut_and_shrunk_as_the_card_says(tmp_path, monkeypatch):
    make = script("shoes")
    monkeypatch.setattr(make, "SOURCE_SHA256", fake_shoes(tmp_path, make))
    rows = list(csv.DictReader(make.make(tmp_path).decode().splitlines()))
    assert list(rows[0]) == list(cards.rows("shoes")[0])
    assert all(row["p000"] == row["p195"] == str(int(row["id"][-4:]) % 256) for row in rows)
    counted = Counter((row["kind"], row["split"]) for row in rows)
    assert counted == Counter((row["kind"], row["split"]) for row in cards.rows("shoes"))
    # a corner of four dots becomes their mean, halves upward
    picture = bytearray(784)
    picture[0], picture[1], picture[28], picture[29] = 10, 20, 30, 2
    assert make.shrink(bytes(picture))[0] == 16


@pytest.mark.skipif(
    not script("shoes").DEFAULT.exists(),
    reason="the Debian package dataset-fashion-mnist is not installed; its sha256 is held anyway",
)
def test_shoes_are_rebuilt_from_their_source():
    make = script("shoes")
    assert make.make(make.DEFAULT) == (DATASETS / "shoes" / "shoes.csv").read_bytes()


def test_penguins_refuse_a_missing_or_wrong_source(tmp_path):
    with pytest.raises(SystemExit, match="There is no palmerpenguins"):
        script("penguins").make(tmp_path / "nothing")
    (tmp_path / "penguins.csv").write_bytes(b"something else")
    with pytest.raises(SystemExit, match="sha256 differs"):
        script("penguins").make(tmp_path / "penguins.csv")


def test_shoes_refuse_a_missing_or_wrong_source(tmp_path):
    with pytest.raises(SystemExit, match="There is no t10k-images"):
        script("shoes").make(tmp_path)
    fake_shoes(tmp_path, script("shoes"))
    with pytest.raises(SystemExit, match="sha256 differs"):
        script("shoes").make(tmp_path)


def test_shoes_card_counts():
    rows = cards.rows("shoes")
    counted = Counter((row["kind"], row["split"]) for row in rows)
    said = table_in(section("shoes", "Who made it"))
    assert {(kind, "train"): int(train) for kind, train, _ in said} | {
        (kind, "test"): int(test) for kind, _, test in said
    } == counted
    assert f"{len(rows):,} small gray pictures" in str(cards.about("shoes"))
    assert len({row["id"] for row in rows}) == len(rows)
    grays = [row[f"p{place:03d}"] for row in rows for place in range(196)]
    assert None not in grays
    assert (min(grays), max(grays)) == (0, 255)


def test_penguins_card_counts():
    rows = cards.rows("penguins")
    text = str(cards.about("penguins"))
    assert f"{len(rows)} grown penguins" in text
    for species, count, islands in table_in(section("penguins", "Who made it")):
        mine = [row["island"] for row in rows if row["species"] == species]
        assert len(mine) == int(count)
        assert Counter(mine) == {i: int(n) for i, n in re.findall(r"(\w+) (\d+)", islands)}
    said = {cell.strip("`"): what for cell, what, _ in table_in(section("penguins", "Columns"))}
    for column, what in said.items():
        missing = sum(row[column] is None for row in rows)
        assert re.findall(r"(\d+) missing", what) == ([str(missing)] if missing else [])
    empty = [row for row in rows if row["bill_length_mm"] is None]
    assert len(empty) == 2
    assert all(row["sex"] is row["body_mass_g"] is None for row in empty)
    assert {row["year"] for row in rows} == {2007, 2008, 2009}


def test_audit_card_rates():
    rows = cards.rows("audit")
    text = str(cards.about("audit"))
    assert len(rows) == 40
    said = {what: cells for what, *cells in table_in(section("audit", "Good for"))}
    for place, who in enumerate(("Black", "white")):

        def count(flagged=(False, True), again=(0, 1), who=who):
            return sum(
                row["people"]
                for row in rows
                if row["defendants"] == who
                and (row["score"] >= 5) in flagged
                and row["rearrested_within_two_years"] in again
            )

        found = {
            "re-arrested within two years": count(again=[1]) / count(),
            "flagged": count([True]) / count(),
            "not re-arrested, yet flagged (false positive rate)": count([True], [0])
            / count(again=[0]),
            "re-arrested, yet not flagged (false negative rate)": count([False], [1])
            / count(again=[1]),
            "of the flagged, re-arrested": count([True], [1]) / count([True]),
        }
        assert said["people"][place] == f"{count():,}"
        assert {what: f"{100 * rate:.1f} %" for what, rate in found.items()} == {
            what: cells[place] for what, cells in said.items() if what != "people"
        }
    total = sum(row["people"] for row in rows)
    assert f"{total:,} of the people" in text
    assert f"{7214 - total:,} of its 7,214" in text
    assert "**The label is re-arrest, not crime.**" in text


def test_rows_choose_a_type_for_each_column():
    penguin = cards.rows("penguins")[0]
    assert [type(value) for value in penguin.values()] == [str] * 2 + [float] * 2 + [int] * 2 + [
        str,
        int,
    ]
    assert cards.rows("penguins")[3]["sex"] is None


@pytest.mark.parametrize("name", NAMES)
def test_load_holds_what_rows_hold(name):
    frame, rows = cards.load(name), cards.rows(name)
    assert list(frame.columns) == list(rows[0])
    for column in frame.columns:
        for found, value in zip(frame[column], [row[column] for row in rows], strict=True):
            assert found == value or (value is None and found != found)


@pytest.mark.parametrize("call", [cards.rows, cards.load, cards.about])
@pytest.mark.parametrize("wrong", ["Penguin", "../audit", "", None])
def test_a_wrong_name_is_answered_with_the_right_ones(call, wrong):
    with pytest.raises(cards.NoSuchTable) as caught:
        call(wrong)
    assert isinstance(caught.value, LookupError)
    assert set(NAMES) <= set(re.findall(r"\w+", str(caught.value).split("there are:")[1]))
    if wrong == "Penguin":
        assert "there are: penguins" in str(caught.value)


def test_a_shown_card_stays_below_the_title_of_the_lesson():
    shown = cards.about("shoes")._repr_markdown_()
    assert not re.findall(r"^##? ", shown, re.M)
    assert shown.startswith("### Shoes and other things")
    assert str(cards.about("shoes")).startswith("# Shoes and other things")


def test_all_tables_together_are_small():
    tables = [DATASETS / name / f"{name}.csv" for name in NAMES]
    assert sum(table.stat().st_size for table in tables) < 2_000_000


def test_the_list_of_tables_counts_their_rows():
    text = (DATASETS / "README.md").read_text(encoding="utf-8")
    for name in cards.names():
        line = next(line for line in text.splitlines() if f"[{name}]" in line)
        assert f"| {len(cards.rows(name)):,} |" in line
