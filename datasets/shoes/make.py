"""Make shoes.csv from the Debian package dataset-fashion-mnist.

Edit this script; shoes.csv is made by it. Get the source with

    apt-get download dataset-fashion-mnist
    dpkg-deb -x dataset-fashion-mnist_*.deb source
    python datasets/shoes/make.py source/usr/share/datasets/fashion-mnist

Without an argument the script looks where the installed package keeps the files.
"""

import gzip
import hashlib
import sys
from pathlib import Path

PACKAGE = "dataset-fashion-mnist 0.0~git20200523.55506a9-1"
DEFAULT = Path("/usr/share/datasets/fashion-mnist")
SOURCE_SHA256 = {
    "t10k-images-idx3-ubyte.gz": "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa",
    "t10k-labels-idx1-ubyte.gz": "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05",
}
TABLE = Path(__file__).with_name("shoes.csv")
TABLE_SHA256 = "f564baa27c3a5f5d3c948a65ce62941056711c8459e199db576e2005bb056292"

# kind: (label in the source, pictures to learn from, pictures to test with).
# Dresses, T-shirts and trousers stay out: the youngest pupils use this table.
KINDS = {
    "sneaker": (7, 140, 60),
    "sandal": (5, 140, 60),
    "boot": (9, 140, 60),
    "bag": (8, 105, 15),
    "coat": (4, 105, 15),
    "pullover": (2, 105, 15),
    "shirt": (6, 105, 15),
}
FULL, SMALL = 28, 14


def verified(folder: Path, name: str) -> bytes:
    """The unpacked bytes of one source file, refused when missing or not the pinned ones."""
    try:
        packed = (folder / name).read_bytes()
    except OSError:
        raise SystemExit(
            f"There is no {name} in {folder}: get the Debian package {PACKAGE} "
            "and give this script the folder of its .gz files."
        ) from None
    if hashlib.sha256(packed).hexdigest() != SOURCE_SHA256[name]:
        raise SystemExit(
            f"{folder / name} is not the file that {PACKAGE} carries: its sha256 differs."
        )
    return gzip.decompress(packed)


def shrink(picture: bytes) -> list[int]:
    """Halve a 28x28 picture to 14x14: each new grey value is the mean of four, rounded."""
    return [
        # + 2 rounds to the nearest whole number, halves upward
        (
            picture[2 * r * FULL + 2 * c]
            + picture[2 * r * FULL + 2 * c + 1]
            + picture[(2 * r + 1) * FULL + 2 * c]
            + picture[(2 * r + 1) * FULL + 2 * c + 1]
            + 2
        )
        // 4
        for r in range(SMALL)
        for c in range(SMALL)
    ]


def make(folder: Path) -> bytes:
    """The bytes of shoes.csv: the first pictures of each kind, in the order of the source."""
    images = verified(folder, "t10k-images-idx3-ubyte.gz")[16:]
    labels = verified(folder, "t10k-labels-idx1-ubyte.gz")[8:]
    size = FULL * FULL
    lines = [",".join(["id", "kind", "split", *(f"p{i:03d}" for i in range(SMALL * SMALL))])]
    for kind, (label, train, test) in KINDS.items():
        places = [place for place, found in enumerate(labels) if found == label]
        for count, place in enumerate(places[: train + test]):
            split = "train" if count < train else "test"
            dots = shrink(images[place * size : (place + 1) * size])
            lines.append(",".join([f"{kind}-{place:04d}", kind, split, *map(str, dots)]))
    return ("\n".join(lines) + "\n").encode()


def main(arguments: list[str]) -> None:
    table = make(Path(arguments[0]) if arguments else DEFAULT)
    if hashlib.sha256(table).hexdigest() != TABLE_SHA256:
        raise SystemExit("The table came out with other bytes than TABLE_SHA256 in this script.")
    TABLE.write_bytes(table)
    print(f"{TABLE.name}: {len(table)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
