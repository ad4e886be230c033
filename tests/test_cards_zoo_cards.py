"""The zoo cards: what their card says, the six planted errors and their key, and the facts."""

import importlib.util
import io
import re
import tarfile
from collections import Counter

import pytest
from test_cards import DATASETS, script, section, table_in

from howcome import cards

KEY = {
    "bat": ("has_feathers", 1, 0),
    "dolphin": ("young_breathe_under_water", 1, 0),
    "penguin": ("has_feathers", 0, 1),
    "python": ("has_fins", 1, 0),
    "toad": ("young_breathe_under_water", 0, 1),
    "blue crab": ("legs", 4, 10),
}
# What holds for every animal of a family in this deck; exceptions by name below.
RULES = {
    "mammal": {"legs": 4, "has_fur": 1, "lays_eggs": 0, "has_fins": 0},
    "bird": {"legs": 2, "has_feathers": 1, "lays_eggs": 1, "can_fly": 1, "has_fins": 0},
    "reptile": {"legs": 4, "lays_eggs": 1, "has_fins": 0},
    "amphibian": {"legs": 4, "lays_eggs": 1, "has_fins": 0, "feeds_in_water": 0},
    "fish": {"legs": 0, "lays_eggs": 1, "has_fins": 1, "feeds_in_water": 1},
    "insect": {"legs": 6, "lays_eggs": 1, "can_fly": 1, "has_fins": 0, "feeds_in_water": 0},
    "crustacean": {"legs": 10, "lays_eggs": 1, "has_shell": 1, "has_fins": 0, "feeds_in_water": 1},
}
ODD = {
    "legs": {"bat": 2, "dolphin": 0, "orca": 0, "python": 0, "boa constrictor": 0},
    "has_fur": {"dolphin": 0, "orca": 0},
    "has_fins": {"dolphin": 1, "orca": 1, "axolotl": 1},
    "can_fly": {"penguin": 0, "ostrich": 0, "walking stick": 0},
    "lays_eggs": {
        **{"platypus": 1, "echidna": 1, "boa constrictor": 0},
        **{"hammerhead shark": 0, "manta ray": 0},
    },
    "feeds_in_water": {"axolotl": 1, "coconut crab": 0},
    "breathes_under_water": {"coconut crab": 0},
}
# Where a fact has no rule for a family, or stands alone: exactly these animals have it.
ONLY = {
    "has_fur": "mammal",
    "has_feathers": "bird",
    "can_fly": {"bird", "insect", "bat"},
    "has_shell": {"crustacean", "tortoise", "painted turtle"},
    "has_feelers": {"insect", "crustacean"},
    "has_backbone": {"mammal", "bird", "reptile", "amphibian", "fish"},
    "feeds_in_water": {
        *("fish", "crustacean", "axolotl", "dolphin", "orca", "sea otter", "platypus"),
        *("penguin", "pelican", "flamingo", "crocodile", "alligator", "painted turtle"),
    },
    "breathes_under_water": {"fish", "crustacean", "axolotl"},
    "young_breathe_under_water": {"fish", "crustacean", "amphibian", "dragonfly"},
}

NAMED = ("name", "family", "name_es", "family_es", "split")


def true_rows():
    """The rows with the wrong facts mended, as anyone can do with the last two columns."""
    rows = cards.rows("zoo_cards")
    for row in rows:
        if row["wrong_trait"]:
            row[row["wrong_trait"]] = row["true_value"]
    return rows


def test_zoo_cards_are_rebuilt_from_the_typed_facts():
    made = script("zoo_cards").make()
    assert made == (DATASETS / "zoo_cards" / "zoo_cards.csv").read_bytes()


def test_exactly_six_facts_are_wrong_and_the_key_mends_them():
    rows = {row["name"]: row for row in cards.rows("zoo_cards")}
    planted = {name: row for name, row in rows.items() if row["wrong_trait"]}
    assert planted.keys() == KEY.keys()
    for name, (trait, said, true) in KEY.items():
        row = planted[name]
        assert (row["wrong_trait"], row[trait], row["true_value"]) == (trait, said, true)
        assert row["split"] == "test"
    facts = script("zoo_cards").facts()
    differ = [
        (name, trait)
        for name, (_, values) in facts.items()
        for trait, value in values.items()
        if rows[name][trait] != value
    ]
    assert sorted(differ) == sorted((name, trait) for name, (trait, *_) in KEY.items())
    empty = [row for row in rows.values() if row["wrong_trait"] is row["true_value"] is None]
    assert len(empty) == 54
    assert "empty on 54 cards" in section("zoo_cards", "Columns")


def test_the_true_facts_keep_to_what_their_families_have():
    for row in true_rows():
        name, family = row["name"], row["family"]
        for trait, value in RULES[family].items():
            assert row[trait] == ODD.get(trait, {}).get(name, value), (name, trait)


@pytest.mark.parametrize("trait", ONLY)
def test_a_fact_is_told_of_these_animals_only(trait):
    having = ONLY[trait] if isinstance(ONLY[trait], set) else {ONLY[trait]}
    odd = ODD.get(trait, {})
    for row in true_rows():
        said = int(bool({row["name"], row["family"]} & having))
        assert row[trait] == odd.get(row["name"], said), row["name"]


def test_zoo_cards_card_counts():
    rows = cards.rows("zoo_cards")
    text = str(cards.about("zoo_cards"))
    assert f"{len(rows)} cards" in text
    assert len({row["name"] for row in rows}) == len(rows) == 60
    counted = Counter((row["family"], row["split"]) for row in rows)
    said = table_in(section("zoo_cards", "Who made it"))
    assert {(family, "train"): int(train) for family, train, _ in said} | {
        (family, "test"): int(test) for family, _, test in said
    } == counted
    assert "12 facts" in text
    facts = [column for column in rows[0] if column not in NAMED]
    assert len(facts) - 2 == 12
    insects = sum(row["family"] == "insect" for row in rows)
    assert f"We have {insects} insects" in text
    assert f"The deck has {len({row['family'] for row in rows})} families" in text


def test_how_we_count_is_how_it_was_counted():
    rows = {row["name"]: row for row in true_rows()}
    text = section("zoo_cards", "Columns")
    for sentence, name, trait, value in (
        ("a bat has 2 legs", "bat", "legs", 2),
        ("a dolphin has 0", "dolphin", "legs", 0),
        ("A crab has 10", "spider crab", "legs", 10),
        ("The fuzz of a bee is not fur", "honeybee", "has_fur", 0),
        ("a dolphin and an axolotl have one", "axolotl", "has_fins", 1),
        ("a dolphin and an axolotl have one", "dolphin", "has_fins", 1),
        ("A flipper is not a fin", "penguin", "has_fins", 0),
        ("A turtle has a shell", "painted turtle", "has_shell", 1),
        ("The hard skin of an insect does not count", "grasshopper", "has_shell", 0),
        ("but they cannot", "ostrich", "can_fly", 0),
        ("A walking stick has none", "walking stick", "can_fly", 0),
        ("We count that as laying eggs", "lobster", "lays_eggs", 1),
        ("It still comes up for air", "painted turtle", "breathes_under_water", 0),
        ("A coconut crab lives on land", "coconut crab", "breathes_under_water", 0),
        ("Its young live in the sea", "coconut crab", "young_breathe_under_water", 1),
        ("with gills", "dragonfly", "young_breathe_under_water", 1),
    ):
        assert sentence in text
        assert rows[name][trait] == value, name


def test_the_names_are_names_of_animals():
    # read one by one as well; no person, no brand, nothing that stings a child
    for row in cards.rows("zoo_cards"):
        assert re.fullmatch(r"[a-z]+( [a-z]+)?", row["name"])
        assert not set(row["name"].split()) & {"girl", "boy", "man", "woman", "person", "human"}


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("CARDS", "dog  mammal  4  fur wool\n", "CARDS is mistyped: dog"),
        ("CARDS", "dog  mammals  4  fur\n", "CARDS is mistyped: dog"),
        ("CARDS", "dog  mammal  4  fur fur\n", "CARDS is mistyped: dog"),
        ("CARDS", "dog  mammal  4  fur\ndog  mammal  4  fur\n", "two lines for dog"),
        ("CARDS", "dog  mammal  four  fur\n", "CARDS is mistyped: dog"),
        ("CARDS", "dog  mammal\n", "CARDS is mistyped: dog"),
        ("TEST", ("unicorn",), "no card 'unicorn'"),
        ("WRONG", {"dog": ("has_fur", 1)}, "card of dog is true"),
    ],
)
def test_zoo_cards_refuse_a_mistyped_fact(monkeypatch, part, value, words):
    make = script("zoo_cards")
    monkeypatch.setattr(make, part, value)
    with pytest.raises(SystemExit, match=words):
        make.make()


def test_pictures_are_counted_and_can_do_nothing():
    rows = cards.rows("zoo_cards")
    folder = DATASETS / "zoo_cards" / "pictures"
    drawn = {row["name"]: cards.drawing("zoo_cards", row["name"]) for row in rows}
    have = {name for name, picture in drawn.items() if picture}
    assert f"{len(have)} cards have a picture" in str(cards.about("zoo_cards"))
    assert {path.stem for path in folder.iterdir()} == {name.replace(" ", "-") for name in have}
    for picture in filter(None, drawn.values()):
        # nothing in a picture may run, or ask another host for anything
        assert re.fullmatch(
            r'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">.+</svg>\n', picture
        )
        assert not re.search(r"script|href|url\(|\son\w+=|<style", picture)
    # enough for the lessons of TK-2: fish and crabs to sort
    kinds = Counter(row["family"] for row in rows if row["name"] in have)
    assert kinds["fish"] >= 5
    assert kinds["crustacean"] >= 4
    assert "Microsoft" in (DATASETS / "zoo_cards" / "LICENSE").read_text()


def test_pictures_refuse_another_source(tmp_path):
    spec = importlib.util.spec_from_file_location(
        "pictures", DATASETS / "zoo_cards" / "pictures.py"
    )
    pictures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pictures)
    with pytest.raises(SystemExit, match="get @iconify-json"):
        pictures.read(tmp_path / "nothing.tgz")
    with tarfile.open(tmp_path / "other.tgz", "w:gz") as archive:
        entry = tarfile.TarInfo(pictures.MEMBER)
        entry.size = 2
        archive.addfile(entry, io.BytesIO(b"{}"))
    with pytest.raises(SystemExit, match="sha256"):
        pictures.read(tmp_path / "other.tgz")


def test_every_animal_has_a_spanish_name_of_its_own():
    rows = cards.rows("zoo_cards")
    assert len({row["name_es"] for row in rows}) == 60
    families = {(row["family"], row["family_es"]) for row in rows}
    assert len(families) == len(dict(families)) == 7
