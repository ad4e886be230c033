"""CardWriter: what each card asks, measured numbers only, and the card in our cards' own form."""

import math
import re

import pytest

from howcome import MistakeTable, SampleMixer, about, sea
from howcome.activities import base
from howcome.activities.card_writer import CardWriter
from howcome.activities.card_writer_facts import MOST_FACTS, measured
from howcome.activities.card_writer_parts import LIMITS, MOST_GROUPS, PARTS
from howcome.answers import Book, Lesson
from howcome.toys.common import ModelCard, grid, model_card

FACTS = {"overall": 0.035, "reef": 0.03, "deep": 0.188, "cards shown": 1200}
NAMES = {"reef": "Reef", "deep": "Deep sea"}
FULL = {
    "does": "It sorts sea creatures into fish and others.",
    "trained": "It was shown 1,200 cards, few from the deep sea.",
    "errors": ["overall", "reef", "deep"],
    "errors_why": "The deep sea: the training set had few of its cards.",
    "use": "Helping people to sort the reef.",
    "misuse": "Sorting the deep sea, 18.8 % came out wrong.",
    "decides": "person",
    "tell": "the crew",
}


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="m16-audit-day", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


def model(band="middle", **how):
    return CardWriter(
        "model", **{"about": "Fish or not?", "facts": FACTS, "names": NAMES, "band": band, **how}
    )


def data(band="middle", **how):
    return CardWriter("data", about="the penguin table", band=band, **how)


# What is asked.


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("band", LIMITS)
def test_every_part_and_field_has_its_words(kind, band, monkeypatch):
    groups = ["chicks", "Gentoos"] if (kind, band) == ("data", "middle") else None
    for language in ("en", "es"):
        monkeypatch.setenv("HOWCOME_LANG", language)
        writer = CardWriter(kind, about="x", band=band, facts=FACTS, groups=groups)
        for part in writer.parts:
            keys = [f"{kind}_{part['part']}{end}" for end in ("", "_q", "_look")]
            for field in part["fields"]:
                keys += [f"{field['name']}_{one}" for one, text in field["choices"] if not text]
            assert not [key for key in keys if key not in writer.words]
        assert all(row["asked"] for row in writer.table)


def test_the_headings_are_those_of_our_own_cards():
    said = data().words
    ours = re.findall(r"^## (.*)$", str(about("penguins")), re.MULTILINE)
    assert [said[f"data_{part}"] for part in PARTS["data"]] == ours


def test_the_middle_band_chooses_where_the_high_band_writes():
    kinds = {
        band: {field["name"]: field["kind"] for part in one.parts for field in part["fields"]}
        for band, one in {
            "middle": data(groups=["chicks", "Gentoos"]),
            "high": data("high"),
        }.items()
    }
    assert kinds["middle"]["absent"] == "several"
    assert kinds["middle"]["licence"] == "one"
    assert "absent" not in kinds["high"]
    assert set(kinds["high"].values()) == {"text"}
    assert model().parts[-1]["fields"][0]["kind"] == "one"
    assert model("high").parts[-1]["fields"][0]["kind"] == "text"
    assert LIMITS["middle"] < LIMITS["high"]


def test_a_checklist_asks_for_less_but_always_for_a_use_and_a_misuse():
    writer = model(checklist=["misuse", "errors", "use"])
    assert writer.missing == ["errors", "errors_why", "use", "misuse"]
    with pytest.raises(ValueError, match="names a use and a misuse"):
        model(checklist=["errors", "use"])
    with pytest.raises(ValueError, match="no part 'licence'"):
        model(checklist=["use", "misuse", "licence"])


# The card.


def test_a_full_card_has_the_form_of_the_toys_cards():
    writer = model(checklist=["does", "trained", "errors", "use", "misuse"])
    writer.answer(fields={key: FULL[key] for key in FULL if key not in ("decides", "tell")})
    rows = [["All together", "3.5 %"], ["Reef", "3.0 %"], ["Deep sea", "18.8 %"]]
    assert writer.missing == []
    assert isinstance(writer.card, ModelCard)
    assert writer.card == model_card(
        "Fish or not?",
        [FULL["does"]],
        trained=[FULL["trained"]],
        errors=[*grid(["Group", "Wrong"], rows), "", FULL["errors_why"]],
        use=FULL["use"],
        misuse=FULL["misuse"],
    )


def test_who_decides_and_who_is_told_stand_on_the_card():
    writer = model(fields=FULL)
    assert writer.missing == []
    assert writer.card.endswith(
        "#### Who decides\n\nA person decides. The machine only suggests.\n\n"
        "Told when it is wrong: the crew"
    )
    assert writer.table[-1] == {
        "part": "decides",
        "field": "tell",
        "asked": "Who is told when it is wrong?",
        "answer": "the crew",
    }


def test_a_data_card_names_who_is_missing():
    writer = data(groups={"young": "chicks", "big": "Gentoos"}, facts={"birds": 344})
    writer.answer(fields={"absent": ["young"], "absent_why": "Only grown birds were measured."})
    assert "#### Who is missing\n\nchicks\n\nOnly grown birds" in writer.card
    writer.answer(fields={"licence": "name"})
    assert writer.result["open"] == ["made", "absent", "use", "misuse", "columns"]
    assert writer.card.endswith("#### Licence\n\nEverybody may use it who names the makers.")


def test_the_overall_error_alone_is_not_enough():
    writer = model()
    writer.answer(fields={**FULL, "errors": ["overall"]})
    assert writer.missing == ["errors"]
    note = "can hide a group that pays. Still without a number: Reef, Deep sea."
    assert note in writer.result["sections"][2]["note"]
    # It never stands alone, on the card or in what is kept.
    assert note in writer.card
    assert note in writer.picture()
    writer.answer(fields={**FULL, "errors": ["deep", "overall"]})
    assert writer.result["sections"][2]["note"] == "Still without a number: Reef."
    writer.answer(fields={**FULL, "errors": ["deep", "reef"]})
    assert writer.missing == []


def test_a_use_and_a_misuse_are_not_the_same_words():
    writer = model()
    writer.answer(fields={**FULL, "use": "Sorting  the reef.", "misuse": "sorting the reef"})
    assert writer.missing == ["misuse"]
    assert "are the same words" in writer.result["sections"][4]["note"]


def test_a_beginning_is_no_answer():
    writer = model()
    writer.answer(fields={**FULL, "use": "Sorting"})
    assert writer.missing == ["use"]
    writer.answer(fields={**FULL, "use": "Sorting fish"})
    assert writer.missing == []


# The numbers.


@pytest.mark.parametrize(
    ("text", "invented"),
    [
        ("18.8 % and 18,8% and 19 percent and 19 out of 100", []),
        ("81.2 % came out right", []),
        ("in 2009, 7 birds of 12", []),
        ("18.4 % were wrong", ["18.4 %"]),
        ("17 % here, 3 out of 100 there, 40 percent", ["17 %", "40 percent"]),
        ("17 por ciento, 3 de cada 100", ["17 por ciento"]),
    ],
)
def test_numbers_that_nobody_measured_are_named(text, invented):
    writer = model()
    writer.answer(fields={**FULL, "misuse": text})
    assert writer.unmeasured == invented
    assert bool(invented) == ("not one of the measured" in writer.result["sections"][4]["note"])
    assert data(fields={"misuse": text}).unmeasured == []  # nothing to hold them against


def test_facts_as_they_are_written():
    numpy = pytest.importorskip("numpy")
    found = measured(
        {
            "a": 0.5,
            "b": 0,
            "c": 1200,
            "d": 4201.75,
            "e": " 18 of 100 ",
            "f": math.nan,
            "g": None,
            "h": numpy.float64(1),
            "i": numpy.int64(3),
        }
    )
    assert [fact.value for fact in found.values()] == [
        *("50.0 %", "0", "1,200", "4201.75", "18 of 100", "", "", "100.0 %", "3")
    ]
    assert [name for name, fact in found.items() if fact.share and fact.value] == ["a", "h"]


def test_the_numbers_follow_an_activity():
    mixer = SampleMixer(sea, counts={"reef": 190, "deep": 10}, names=NAMES)
    writer = model(facts=mixer, names=None, fields={"errors": ["deep"]})
    assert [one["said"] for one in writer.measured] == ["All together", "Reef", "Deep sea"]
    before = writer.result["sections"][2]["rows"]
    mixer.answer(counts={"reef": 10, "deep": 190})
    assert writer.result["sections"][2]["rows"] != before
    assert writer.measured[2]["value"] == f"{100 * mixer.errors['deep']:.1f} %"
    mixer.answer(counts={"reef": 0, "deep": 0})  # nothing is measured any more
    assert writer.measured == []
    assert writer.missing[2] == "errors"
    assert writer.fields == {"errors": ["deep"]}
    mixer.answer(counts={"reef": 10, "deep": 10})
    assert writer.result["sections"][2]["rows"]

    table = MistakeTable(sea.cases(mixer.model, sea.test_cards()), names=NAMES)
    assert [one["said"] for one in model(facts=table).measured][1:] == ["Reef", "Deep sea"]


# Answers.


def test_answers_are_kept_come_back_and_can_be_undone(book):
    writer = model(name="card")
    assert not writer.answered
    writer.set_state({"fields": {"does": "It"}})  # still typing
    assert book.last("card") is None
    writer.set_state({"fields": {"does": "It sorts fish "}, "settled": 1})
    writer.set_state(
        {"fields": {"does": "It sorts fish", "errors": ["deep", "reef"]}, "settled": 2}
    )
    value = {"fields": {"does": "It sorts fish", "errors": ["reef", "deep"]}}
    assert book.last("card")["value"] == value
    assert model(name="card").fields == value["fields"]
    writer.undo()
    assert writer.fields == {"does": "It sorts fish"}
    writer.again()
    assert writer.fields == {}
    assert not writer.answered


def test_the_words_come_back_though_the_numbers_are_others(book):
    model(name="card").answer(fields=FULL)
    later = model(name="card", facts={"overall": 0.1, "deep": 0.3, "cave": 0.1})
    assert later.fields == {**FULL, "errors": ["overall", "deep"]}
    assert later.missing == ["errors"]
    assert later.unmeasured == ["18.8 %"]  # an old number is noticed
    less = model(name="card", checklist=["errors", "use", "misuse"])
    assert less.fields == {key: FULL[key] for key in ("errors", "errors_why", "use", "misuse")}


# Bad input.


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"kind": "letter"}, "no kind of card 'letter'; choose data, model"),
        ({"band": "primary"}, "no band 'primary'; choose middle, high"),
        ({"about": " "}, "what the card is about"),
        ({"about": 7}, "what the card is about"),
        ({"facts": None}, "errors of each group"),
        ({"facts": {}}, "errors of each group"),
        ({"facts": {"overall": 0.1}}, "errors of each group"),
        ({"facts": [0.1]}, "facts as names and numbers"),
        ({"facts": {"deep": [0.1]}}, "a number or a short text for 'deep'"),
        ({"facts": {"deep": True}}, "a number or a short text for 'deep'"),
        ({"facts": {"deep": math.inf}}, "a number or a short text for 'deep'"),
        ({"facts": dict.fromkeys(range(MOST_FACTS + 1), 0.1)}, "at most 16 facts"),
        ({"names": ["Deep"]}, "names as names and texts"),
        ({"look": {"errors": 1}}, "look as names and texts"),
        ({"look": {"licence": "There."}}, "no part 'licence'"),
        ({"groups": ["a", "b"]}, "leave them out"),
        ({"checklist": 7}, "no part 7"),
        ({"kind": "data", "groups": "chicks"}, "2 to 12 groups"),
        ({"kind": "data", "groups": ["chicks", ""]}, "2 to 12 groups"),
        ({"kind": "data", "groups": list("abcdefghijklm")}, f"2 to {MOST_GROUPS} groups"),
        ({"fields": ["use"]}, "fields as names and answers"),
    ],
)
def test_a_card_that_cannot_be_made(how, sentence):
    with pytest.raises(ValueError, match=sentence):
        CardWriter(**{"kind": "model", "about": "the fish sorter", "facts": FACTS, **how})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"licence": "free"}, "no field 'licence'; choose does, trained"),
        ({"use": 7}, "Write words for 'use'"),
        ({"use": "x" * (LIMITS["middle"] + 3)}, "this is 3 too many"),
        ({"errors": "deep"}, "Give a list for 'errors'"),
        ({"errors": ["cave"]}, "no choice of errors 'cave'"),
        ({"decides": "cat"}, "no choice of decides 'cat'; choose person"),
        ("use", "fields as names and answers"),
    ],
)
def test_an_answer_that_a_field_cannot_hold(fields, sentence):
    writer = model()
    writer.answer(fields={"use": "Sorting fish"})
    with pytest.raises(ValueError, match=sentence):
        writer.answer(fields=fields)
    writer.set_state({"fields": fields, "settled": 9})
    assert re.search(sentence, writer.problem)
    assert writer.fields == {"use": "Sorting fish"}


# Without a kernel, and in Spanish.


def test_a_childs_words_are_words_and_no_marks():
    writer = model(about="<b>", fields={"use": "# 1 <script> | *x*\n$5 and $6", "misuse": "y"})
    assert "\\# 1 \\<script\\> \\| \\*x\\* \\$5 and \\$6" in writer.card
    html = writer.picture()
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "Model card: &lt;b&gt;" in html


def test_the_kept_picture_and_the_line():
    assert model().spoken() == "Model card: Fish or not? Nothing is written yet."
    assert "Nothing is written yet." in model().picture()
    writer = model(fields=FULL)
    assert '<th scope="row">Deep sea</th><td>18.8 %</td>' in writer.picture()
    assert "Errors: All together 3.5 %; Reef 3.0 %; Deep sea 18.8 %. The deep" in writer.spoken()


def test_spanish(monkeypatch):
    monkeypatch.setenv("HOWCOME_LANG", "es")
    writer = CardWriter("model", about="el clasificador", facts={"overall": 0.1, "mar": 0.2})
    writer.answer(fields={"errors": ["overall"], "decides": "off", "use": "Clasificar"})
    assert writer.card.startswith("### Ficha del modelo: el clasificador\n\n#### Errores")
    assert "Falta el número de: mar." in writer.card
    assert "Nadie usa la máquina para esto." in writer.card
    assert "use" in writer.missing  # a beginning alone
