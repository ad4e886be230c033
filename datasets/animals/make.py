"""Make animals.csv from the ten cards and the wordings typed here.

Edit this script; animals.csv is made by it: `python datasets/animals/make.py`.

Ten animals have a card each: where most of them live, what they eat, and a part of their body.
That makes 30 facts. Each is said in 12 ways: 6 wordings, after "The" and after "A".
"""

import hashlib
import sys
from pathlib import Path

TABLE = Path(__file__).with_name("animals.csv")
TABLE_SHA256 = "122a761151b983a1043197488602eaaf331c0c984e54b4d53ca60c71f51d34db"

# The card box. An answer stands on the card of every animal of which it is true, so that an animal
# beside an answer from another card makes a false sentence: we went through all 160 pairs.
CARDS = {
    "frog": {"home": "ponds", "food": "bugs", "body": "a sticky tongue"},
    "dragonfly": {"home": "ponds", "food": "bugs", "body": "wings"},
    "hen": {"home": "barns", "food": "bugs", "body": "wings"},
    "cow": {"home": "barns", "food": "hay", "body": "hooves"},
    "horse": {"home": "barns", "food": "hay", "body": "hooves"},
    "camel": {"home": "deserts", "food": "hay", "body": "a hump"},
    "bee": {"home": "hives", "food": "honey", "body": "wings"},
    "whale": {"home": "oceans", "food": "krill", "body": "flippers"},
    "walrus": {"home": "oceans", "food": "clams", "body": "flippers"},
    "starfish": {"home": "oceans", "food": "clams", "body": "five arms"},
}
# What stands between the animal and the answer, the plainest first. Three words at most: a machine
# that looks four words back always has the animal in view.
WORDINGS = {
    "home": "lives in, really lives in, mostly lives in, grows up in, belongs in, stays in",
    "food": "eats, really eats, often eats, feeds on, fills up on, lives by eating",
    "body": "has, really has, always has, also has, comes with, shows off",
}
ARTICLES = ("The", "A")


def make() -> bytes:
    """The bytes of animals.csv: 360 sentences, 12 for each fact of the cards."""
    lines = ["animal,about,wording,answer,sentence"]
    for animal, card in CARDS.items():
        for about, answer in card.items():
            for article in ARTICLES:
                for wording in WORDINGS[about].split(", "):
                    sentence = f"{article} {animal} {wording} {answer}."
                    lines.append(f"{animal},{about},{wording},{answer},{sentence}")
    return ("\n".join(lines) + "\n").encode()


def main(arguments: list[str]) -> None:
    if arguments:
        raise SystemExit("The cards stand in this script: it takes no source.")
    table = make()
    if hashlib.sha256(table).hexdigest() != TABLE_SHA256:
        raise SystemExit("The table came out with other bytes than TABLE_SHA256 in this script.")
    TABLE.write_bytes(table)
    print(f"{TABLE.name}: {len(table)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
