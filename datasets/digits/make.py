"""Make digits.csv from the file of digits that the PyPI package scikit-learn carries.

Edit this script; digits.csv is made by it. Get the source with

    pip download --no-deps scikit-learn==1.9.1
    python datasets/digits/make.py scikit_learn-1.9.1-*.whl

Without an argument the script looks for the installed package.
"""

import collections
import gzip
import hashlib
import importlib.metadata
import sys
import zipfile
from pathlib import Path

PACKAGE = "scikit-learn 1.9.1"
MEMBER = "sklearn/datasets/data/digits.csv.gz"
SOURCE_SHA256 = "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22"
TABLE = Path(__file__).with_name("digits.csv")
TABLE_SHA256 = "f11e6c201160127cd27ddd5a7e31756d48a53326de4a893af4f6c92c5fef2c3e"

# Where a page begins in the source. The source does not say it, but everyone filled in the same
# form, so the same run of about 130 digits comes back 14 times.
STARTS = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)
LEARN_PAGES = 9  # pages 1 to 9 to learn from, 10 to 14 to test with: other hands, not only ink
EACH = 6  # of each digit, the first six of each page
DOTS = 64


def read(source: Path) -> list[list[int]]:
    """The rows of the source, 64 dots and the digit, from the wheel or from the file inside it."""
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
    if hashlib.sha256(packed).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{source} is not the file that {PACKAGE} carries: its sha256 differs.")
    return [[int(n) for n in line.split(",")] for line in gzip.decompress(packed).decode().split()]


def make(source: Path) -> bytes:
    """The bytes of digits.csv: the first six of each digit on each page, in the source's order."""
    rows = read(source)
    lines = [",".join(["id", "digit", "page", "split", *(f"p{i:03d}" for i in range(DOTS))])]
    for page, (start, stop) in enumerate(zip(STARTS, [*STARTS[1:], len(rows)], strict=True), 1):
        split = "train" if page <= LEARN_PAGES else "test"
        kept: collections.Counter[int] = collections.Counter()
        for place in range(start, stop):
            *dots, digit = rows[place]
            kept[digit] += 1
            if kept[digit] <= EACH:
                head = (f"{digit}-{place:04d}", digit, page, split)
                lines.append(",".join(map(str, (*head, *dots))))
    return ("\n".join(lines) + "\n").encode()


def installed() -> Path:
    """Where the installed package keeps the file."""
    try:
        return Path(importlib.metadata.distribution("scikit-learn").locate_file(MEMBER))
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
