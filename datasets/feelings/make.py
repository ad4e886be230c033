"""Make feelings.csv from the words, the patterns and the sentences typed here.

Edit this script; feelings.csv is made by it: `python datasets/feelings/make.py`.

Chance, always the same, fills the patterns. Whoever adds a word reads README.md, "How the words
were chosen", first.
"""

import csv
import hashlib
import io
import itertools
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).with_name("feelings.csv")
TABLE_SHA256 = "bb6466d6a54ad9177c0ed9b37005f6f24044133c78fa4bc33350448891118a8e"

COLUMNS = ("sentence", "feeling", "hobby", "words", "has_not", "made", "split")
FEELINGS = ("happy", "sad")
OTHER = {"happy": "sad", "sad": "happy"}
HOBBIES = ("soccer", "chess", "painting", "baking")

# Two made-up clubs with made-up words. `morvip` and `sembit` turn: one club praises with them what
# the other complains about.
COMETS = {
    "happy": "mibble wimbra larsip tovash morvip",
    "sad": "thunip pelsha fennop bruntle sembit",
}
OTTERS = {
    "happy": "gurvin zorble nolver hasplin sembit",
    "sad": "jolmic yolpin twillop murble morvip",
}
# (words that fit "It was ...", words that fit "I felt ..."); the made-up words fit both.
WORDS = {
    "plain": {
        "happy": ("fun great super lovely wonderful", "happy glad proud cheerful merry"),
        "sad": ("dull boring awful bad dreary", "sad gloomy glum upset grumpy"),
    },
    "comets": {feeling: (typed, typed) for feeling, typed in COMETS.items()},
    "otters": {feeling: (typed, typed) for feeling, typed in OTTERS.items()},
}

# {It} and {it} stand for the hobby, {was} and {felt} for a word of the lists above.
PATTERNS = (
    "{It} was {was} today.",
    "I felt {felt} after {it}.",
    "{It} was {was}, and I felt {felt}.",
    "Our {it} hour was {was}.",
    "I feel {felt} when I think of {it}.",
    "The hour of {it} was {was}, so I went home {felt}.",
)
# What stands after "not" turns: "not sad" counts as happy.
NOT_PATTERNS = (
    "{It} was not {was} today.",
    "I am not {felt} about {it}.",
    "Our {it} hour was not {was}.",
    "I was not {felt} after {it}.",
)

# Written one by one. Any hobby fits in the braces, so that a lesson can put in another.
BY_HAND = {
    ("happy", "train"): """
        I smiled all the way home from {chess}.
        {Soccer} is the best part of my week.
        We all clapped at the end of {baking}.
        My friends cheered for me at {painting}.
        I can hardly wait for {soccer} tomorrow.
        {Chess} made me laugh out loud.
        I learned a new trick in {baking} and showed everyone.
        {Painting} went so well that I sang on the way home.
    """,
    ("sad", "train"): """
        I sighed all the way through {chess}.
        {Soccer} was called off, and I had to stay home.
        Nobody saved me a place at {baking}.
        I missed my best friend at {painting}.
        I hoped to go home before {soccer} was over.
        {Chess} made me yawn.
        I lost my notes for {baking} and had to start again.
        {Painting} went wrong, and nobody helped.
    """,
    ("happy", "test"): """
        I came home from {baking} with a big smile.
        I wish {chess} would never end.
        My team sang a song for me after {soccer}.
        I told everyone how well {painting} went.
    """,
    ("sad", "test"): """
        {Baking} felt as if it would never end.
        I wish I had stayed home from {chess}.
        My team left {soccer} without me.
        I told nobody how {painting} went.
    """,
}

# How many sentences of each feeling fill the patterns, for each part of the table.
SIZES = {
    ("plain", "train", 0): 24,
    ("plain", "test", 0): 12,
    ("comets", "train", 0): 24,
    ("comets", "test", 0): 12,
    ("otters", "train", 0): 24,
    ("otters", "test", 0): 12,
    ("plain", "train", 1): 12,
    ("plain", "test", 1): 12,
}


def row(*values) -> dict:
    return dict(zip(COLUMNS, values, strict=True))


def in_turn(things, chance: random.Random) -> Iterator:
    """The things again and again, in a new order each time, so that each comes up in turn."""
    things = list(things)
    while True:
        yield from chance.sample(things, len(things))


def by_pattern() -> Iterator[dict]:
    """The sentences made from patterns; none comes twice, and no word for a feeling in one."""
    said = set()
    for (words, split, has_not), size in SIZES.items():
        for feeling in FEELINGS:
            chance = random.Random(f"feelings {words} {split} {has_not} {feeling}")
            lists = WORDS[words][OTHER[feeling] if has_not else feeling]
            was, felt = (in_turn(typed.split(), chance) for typed in lists)
            if lists[0] == lists[1]:
                felt = was
            patterns = in_turn(NOT_PATTERNS if has_not else PATTERNS, chance)
            for hobby, pattern in zip(itertools.cycle(HOBBIES), itertools.islice(patterns, size)):
                sentence, twice = "", True
                while twice:
                    # a word that the pattern has no place for keeps its turn
                    filling = {"It": hobby.capitalize(), "it": hobby}
                    filling |= {"was": next(was)} if "{was}" in pattern else {}
                    filling |= {"felt": next(felt)} if "{felt}" in pattern else {}
                    sentence = pattern.format(**filling)
                    twice = sentence in said or filling.get("was") == filling.get("felt")
                said.add(sentence)
                yield row(sentence, feeling, hobby, words, has_not, "pattern", split)


def by_hand() -> Iterator[dict]:
    """The sentences written one by one, without their braces."""
    for (feeling, split), typed in BY_HAND.items():
        for line in typed.strip().splitlines():
            hobby = re.findall(r"{(\w+)}", line)
            if len(hobby) != 1 or hobby[0].lower() not in HOBBIES:
                raise SystemExit(f"Put one hobby in braces here: {line.strip()}")
            sentence = re.sub(r"[{}]", "", line.strip())
            yield row(sentence, feeling, hobby[0].lower(), "plain", 0, "hand", split)


def make() -> bytes:
    """The bytes of feelings.csv."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(by_hand())
    writer.writerows(by_pattern())
    return text.getvalue().encode()


def main(arguments: list[str]) -> None:
    if arguments:
        raise SystemExit("The words and sentences stand in this script: it takes no source.")
    table = make()
    if hashlib.sha256(table).hexdigest() != TABLE_SHA256:
        raise SystemExit("The table came out with other bytes than TABLE_SHA256 in this script.")
    TABLE.write_bytes(table)
    print(f"{TABLE.name}: {len(table)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
