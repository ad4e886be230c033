"""Make zoo_cards.csv from facts typed here.

Edit this script; zoo_cards.csv is made by it: `python datasets/zoo_cards/make.py`.

`CARDS` holds true facts about grown animals; README.md says what counts as what. `WRONG` plants
six errors: the table shows what stands there, and keeps the true value in its last columns.
"""

import hashlib
import re
import sys
from pathlib import Path

TABLE = Path(__file__).with_name("zoo_cards.csv")
TABLE_SHA256 = "a8986fbcf977dafab1f8e111defc6ef248ecbcc8d06a856dff8d39984787cd44"

FAMILIES = ("mammal", "bird", "reptile", "amphibian", "fish", "insect", "crustacean")
TRAITS = {
    "legs": "legs",
    "fur": "has_fur",
    "feathers": "has_feathers",
    "fins": "has_fins",
    "shell": "has_shell",
    "feelers": "has_feelers",
    "backbone": "has_backbone",
    "flies": "can_fly",
    "eggs": "lays_eggs",
    "feeds": "feeds_in_water",
    "breathes": "breathes_under_water",
    "young": "young_breathe_under_water",
}
# name, family, legs, and every fact of TRAITS that is true of the animal
CARDS = """
dog                 mammal      4   fur backbone
cat                 mammal      4   fur backbone
horse               mammal      4   fur backbone
rabbit              mammal      4   fur backbone
giraffe             mammal      4   fur backbone
bat                 mammal      2   fur backbone flies
sea otter           mammal      4   fur backbone feeds
platypus            mammal      4   fur backbone eggs feeds
echidna             mammal      4   fur backbone eggs
dolphin             mammal      0   fins backbone feeds
orca                mammal      0   fins backbone feeds
robin               bird        2   feathers backbone flies eggs
golden eagle        bird        2   feathers backbone flies eggs
owl                 bird        2   feathers backbone flies eggs
hummingbird         bird        2   feathers backbone flies eggs
parrot              bird        2   feathers backbone flies eggs
pigeon              bird        2   feathers backbone flies eggs
woodpecker          bird        2   feathers backbone flies eggs
flamingo            bird        2   feathers backbone flies eggs feeds
pelican             bird        2   feathers backbone flies eggs feeds
penguin             bird        2   feathers backbone eggs feeds
ostrich             bird        2   feathers backbone eggs
leopard gecko       reptile     4   backbone eggs
green iguana        reptile     4   backbone eggs
crocodile           reptile     4   backbone eggs feeds
alligator           reptile     4   backbone eggs feeds
tortoise            reptile     4   shell backbone eggs
painted turtle      reptile     4   shell backbone eggs feeds
python              reptile     0   backbone eggs
boa constrictor     reptile     0   backbone
toad                amphibian   4   backbone eggs young
tree frog           amphibian   4   backbone eggs young
spring peeper       amphibian   4   backbone eggs young
dart frog           amphibian   4   backbone eggs young
spotted salamander  amphibian   4   backbone eggs young
marbled salamander  amphibian   4   backbone eggs young
axolotl             amphibian   4   fins backbone eggs feeds breathes young
goldfish            fish        0   fins backbone eggs feeds breathes young
salmon              fish        0   fins backbone eggs feeds breathes young
trout               fish        0   fins backbone eggs feeds breathes young
tuna                fish        0   fins backbone eggs feeds breathes young
clownfish           fish        0   fins backbone eggs feeds breathes young
eel                 fish        0   fins backbone eggs feeds breathes young
pufferfish          fish        0   fins backbone eggs feeds breathes young
hammerhead shark    fish        0   fins backbone feeds breathes young
manta ray           fish        0   fins backbone feeds breathes young
butterfly           insect      6   feelers flies eggs
honeybee            insect      6   feelers flies eggs
dragonfly           insect      6   feelers flies eggs young
grasshopper         insect      6   feelers flies eggs
housefly            insect      6   feelers flies eggs
wasp                insect      6   feelers flies eggs
walking stick       insect      6   feelers eggs
blue crab           crustacean  10  shell feelers eggs feeds breathes young
stone crab          crustacean  10  shell feelers eggs feeds breathes young
spider crab         crustacean  10  shell feelers eggs feeds breathes young
coconut crab        crustacean  10  shell feelers eggs young
lobster             crustacean  10  shell feelers eggs feeds breathes young
crayfish            crustacean  10  shell feelers eggs feeds breathes young
shrimp              crustacean  10  shell feelers eggs feeds breathes young
"""
# The same names in Spanish, as children in the United States learn them.
SPANISH = """
dog perro, cat gato, horse caballo, rabbit conejo, giraffe jirafa, bat murciélago,
sea otter: nutria marina, platypus ornitorrinco, echidna equidna, dolphin delfín, orca orca,
robin petirrojo, golden eagle: águila real, owl búho, hummingbird colibrí, parrot loro,
pigeon paloma, woodpecker: pájaro carpintero, flamingo flamenco, pelican pelícano,
penguin pingüino, ostrich avestruz, leopard gecko: gecko leopardo, green iguana: iguana verde,
crocodile cocodrilo, alligator caimán, tortoise: tortuga de tierra,
painted turtle: tortuga pintada, python pitón, boa constrictor: boa constrictora, toad sapo,
tree frog: rana arborícola, spring peeper: ranita de primavera, dart frog: rana dardo,
spotted salamander: salamandra moteada, marbled salamander: salamandra jaspeada, axolotl ajolote,
goldfish: pez dorado, salmon salmón, trout trucha, tuna atún, clownfish: pez payaso, eel anguila,
pufferfish: pez globo, hammerhead shark: tiburón martillo, manta ray: mantarraya,
butterfly mariposa, honeybee abeja, dragonfly libélula, grasshopper saltamontes,
housefly mosca, wasp avispa, walking stick: insecto palo, blue crab: cangrejo azul,
stone crab: cangrejo moro, spider crab: cangrejo araña, coconut crab: cangrejo de los cocoteros,
lobster langosta, crayfish: cangrejo de río, shrimp camarón
"""
FAMILIES_ES = {
    **{"mammal": "mamífero", "bird": "ave", "reptile": "reptil", "amphibian": "anfibio"},
    **{"fish": "pez", "insect": "insecto", "crustacean": "crustáceo"},
}
# Kept to test with; the others are there to learn from. All six wrong cards are among these.
TEST = (
    *("rabbit", "bat", "platypus", "dolphin", "owl", "woodpecker", "pelican", "penguin"),
    *("alligator", "painted turtle", "python", "toad", "spring peeper", "trout", "eel"),
    *("manta ray", "dragonfly", "wasp", "blue crab", "lobster"),
)
# name: the column that is wrong, and what the card says there
WRONG = {
    "bat": ("has_feathers", 1),
    "dolphin": ("young_breathe_under_water", 1),
    "penguin": ("has_feathers", 0),
    "python": ("has_fins", 1),
    "toad": ("young_breathe_under_water", 0),
    "blue crab": ("legs", 4),
}


def facts() -> dict[str, tuple[str, dict[str, int]]]:
    """The true facts: name -> (family, {column: value}); refused where something is mistyped."""
    found = {}
    for line in CARDS.strip().splitlines():
        typed = re.fullmatch(r"([a-z]+(?: [a-z]+)?)  +(\w+) +(\d+) +(.+)", line)
        name, family, legs, words = typed.groups() if typed else ("", "", "", "")
        true = words.split()
        if family not in FAMILIES or not set(true) <= set(TRAITS) or len(set(true)) < len(true):
            raise SystemExit(f"This line of CARDS is mistyped: {line}")
        if name in found:
            raise SystemExit(f"There are two lines for {name} in CARDS.")
        values = {column: int(word in true) for word, column in TRAITS.items()}
        found[name] = (family, values | {"legs": int(legs)})
    return found


def spanish() -> dict[str, str]:
    """The Spanish name of each animal; refused unless every card has one."""
    found = {}
    for entry in SPANISH.replace("\n", " ").split(","):
        english, _, name = entry.strip().partition(": " if ":" in entry else " ")
        found[english] = name.strip()
    if found.keys() != facts().keys():
        raise SystemExit(f"SPANISH and CARDS differ in {', '.join(found.keys() ^ facts().keys())}.")
    return found


def make() -> bytes:
    """The bytes of zoo_cards.csv: 60 cards, six of them with one wrong fact and its true value."""
    known, in_spanish = facts(), spanish()
    head = ["name", "family", "name_es", "family_es", "split"]
    lines = [",".join([*head, *TRAITS.values(), "wrong_trait", "true_value"])]
    for name in (*TEST, *WRONG):
        if name not in known:
            raise SystemExit(f"There is no card {name!r} in CARDS, but TEST or WRONG names it.")
    for name, (family, values) in known.items():
        key = ("", "")
        if name in WRONG:
            column, said = WRONG[name]
            key = (column, values[column])
            if said == values[column]:
                raise SystemExit(f"The card of {name} is true: WRONG plants no error there.")
            values = values | {column: said}
        split = "test" if name in TEST else "train"
        named = (name, family, in_spanish[name], FAMILIES_ES[family])
        lines.append(",".join(map(str, (*named, split, *values.values(), *key))))
    return ("\n".join(lines) + "\n").encode()


def main(arguments: list[str]) -> None:
    if arguments:
        raise SystemExit("The facts stand in this script: it takes no source.")
    table = make()
    if hashlib.sha256(table).hexdigest() != TABLE_SHA256:
        raise SystemExit("The table came out with other bytes than TABLE_SHA256 in this script.")
    TABLE.write_bytes(table)
    print(f"{TABLE.name}: {len(table)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
