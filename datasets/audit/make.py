"""Make audit.csv from counts typed here.

Edit this script; audit.csv is made by it: `python datasets/audit/make.py`.

The counts were taken from compas-scores-two-years.csv, the file that ProPublica published with
J. Larson, S. Mattu, L. Kirchner and J. Angwin, "How We Analyzed the COMPAS Recidivism
Algorithm", 23 May 2016. That file names real people, so its rows never come here.
The same error rates stand in J. Dressel and H. Farid, "The accuracy, fairness, and limits of
predicting recidivism", Science Advances 4 (2018), table 2. The counts below are held against
these rates, and against the totals of ProPublica's file, each time the table is made.
"""

import hashlib
import sys
from pathlib import Path

TABLE = Path(__file__).with_name("audit.csv")
TABLE_SHA256 = "30cccda163f81d87845cae6c5012ba8e95ef47b96aa9f9bec1770253383ba34e"

# (defendants, re-arrested within two years): people with a score of 1, 2, ... 10
COUNTS = {
    ("Black", 0): (307, 274, 201, 208, 189, 169, 163, 114, 111, 59),
    ("Black", 1): (91, 119, 145, 177, 176, 215, 237, 245, 269, 227),
    ("white", 0): (539, 248, 180, 172, 130, 83, 55, 32, 30, 19),
    ("white", 1): (142, 113, 93, 113, 111, 111, 88, 82, 68, 45),
}
# ProPublica counted a score of 5 or more as "medium or high risk".
FLAGGED_FROM = 5
# defendants: people in all, false positive rate and false negative rate in percent
PUBLISHED = {"Black": (3696, 44.8, 28.0), "white": (2454, 23.5, 47.7)}


def check() -> None:
    """Hold the typed counts against the published totals and rates."""
    for who, published in PUBLISHED.items():
        spared, rearrested = COUNTS[who, 0], COUNTS[who, 1]
        found = (
            sum(spared) + sum(rearrested),
            round(100 * sum(spared[FLAGGED_FROM - 1 :]) / sum(spared), 1),
            round(100 * sum(rearrested[: FLAGGED_FROM - 1]) / sum(rearrested), 1),
        )
        if found != published:
            raise SystemExit(
                f"The counts for {who} defendants give {found}, but {published} was published: "
                "a count in this script is mistyped."
            )


def make() -> bytes:
    """The bytes of audit.csv: 40 cells, each a number of people."""
    check()
    lines = ["defendants,score,rearrested_within_two_years,people"]
    for (who, rearrested), counts in COUNTS.items():
        lines += [f"{who},{score},{rearrested},{n}" for score, n in enumerate(counts, start=1)]
    return ("\n".join(lines) + "\n").encode()


def main(arguments: list[str]) -> None:
    if arguments:
        raise SystemExit("The counts stand in this script: it takes no source.")
    table = make()
    if hashlib.sha256(table).hexdigest() != TABLE_SHA256:
        raise SystemExit("The table came out with other bytes than TABLE_SHA256 in this script.")
    TABLE.write_bytes(table)
    print(f"{TABLE.name}: {len(table)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
