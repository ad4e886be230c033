"""UseStatement: what each band is asked, the statement in words, and what is refused."""

import pytest

from howcome.activities import base
from howcome.activities.use_statement import LIMITS, STEPS, UseStatement
from howcome.answers import Book, Lesson

FULL = {
    "used": "yes",
    "tool": "Chatty",
    "version": "2",
    "company": "Wordmakers",
    "date": "2026-11-02",
    "purposes": ["outline", "idea"],
    "prompts": "Give me five ideas for a poem about rain.\nShorter, please.",
    "kept": "I kept one idea and left out four, because they did not rhyme",
    "checked": "I read the poem to my class",
    "limits": "All five ideas were about sadness",
    "my_part": "I wrote every line",
    "style": "apa",
    "title": "Poems about rain",
    "link": "chatty.example/share/1",
    "signed": True,
}


@pytest.fixture(autouse=True)
def book(monkeypatch):
    """A pupil's copy of a lesson, without a file."""
    book = Book(Lesson(lesson="m11-whose-work-is-it", version=1, notebook="a1"))
    monkeypatch.setattr(base, "book", lambda: book)
    return book


def high(**how):
    return UseStatement("high", work="my poem", level=3, **how)


def test_each_band_asks_what_the_band_before_asked_and_more():
    asked = {band: set(UseStatement(band, work="my poem", level=2)._names()) for band in STEPS}
    assert asked["elementary"] == {"helpers", "my_part"}
    assert asked["middle"] < asked["high"]
    assert asked["high"] - asked["middle"] == {
        *("version", "company", "limits", "style", "title", "link", "signed")
    }


@pytest.mark.parametrize(
    ("band", "none"),
    [
        ("elementary", {"helpers": ["none"], "my_part": "I did it all."}),
        ("middle", {"used": "none"}),
        ("high", {"used": "none", "signed": True}),
    ],
)
def test_none_is_a_full_answer(band, none):
    mine = UseStatement(band, work="my poem", level=2)
    assert mine.missing
    mine.answer(fields=none)
    assert mine.missing == []
    assert "no AI" in mine.statement or "Nobody and nothing" in mine.statement


def test_none_leaves_what_was_said_of_a_tool_out_and_keeps_it():
    mine = high(fields=FULL)
    mine.answer(fields={**FULL, "used": "none"})
    assert "Chatty" not in mine.statement
    assert mine.citations == {}
    assert mine.fields["tool"] == "Chatty"


def test_a_whole_statement_reads_well():
    mine = high()
    mine.answer(fields=FULL)
    assert mine.missing == []
    assert mine.statement == (
        "About my poem. Level set by my teacher: 3, AI for drafts and feedback. I used AI. "
        "The tool: Chatty (2, Wordmakers, November 2, 2026). I used it for: an idea, an outline. "
        "What I asked: Give me five ideas for a poem about rain.\nShorter, please. "
        "What I kept, changed or left out: I kept one idea and left out four, because they did "
        "not rhyme. How I checked: I read the poem to my class. Mistakes or gaps I found: All "
        "five ideas were about sadness. What I did: I wrote every line. This statement is true, "
        "and the work is mine."
    )
    assert mine.table[0] == {"field": "used", "asked": "whether I used AI", "answer": "yes"}


def test_citations_follow_apa_and_mla():
    mine = high(fields=FULL)
    assert mine.citations == {
        "apa": "Wordmakers. (2026, November 2). *Poems about rain* [Generative AI chat]. Chatty. "
        "chatty.example/share/1",
        "mla": "\u201cGive me five ideas for a poem about rain\u201d prompt. *Chatty*, 2, "
        "Wordmakers, 2 Nov. 2026, chatty.example/share/1.",
    }
    bare = high(fields={"used": "yes", "tool": "Chatty", "date": "2026-05-09"})
    assert bare.citations == {
        "apa": "Chatty. (2026). *Chatty* [Large language model].",
        "mla": "*Chatty*, 9 May 2026.",
    }
    undated = high(fields={"used": "yes", "tool": "Chatty", "company": "Wordmakers"})
    assert undated.citations["apa"] == "Wordmakers. (n.d.). *Chatty* [Large language model]."
    assert high(fields={"used": "yes", "tool": "*<b>*"}).citations["mla"] == "*<b>*."
    assert "&lt;b&gt;" in high(fields={"used": "yes", "tool": "<b>", "style": "mla"}).picture()
    assert UseStatement("middle", work="x", level=1, fields={"tool": "Chatty"}).citations == {}


def test_ai_at_level_one_is_said_kindly():
    mine = UseStatement("middle", work="my poem", level=1)
    mine.answer(fields={"used": "yes"})
    assert mine.result["talk"] is True
    mine.answer(fields={"used": "none"})
    assert mine.result["talk"] is False
    assert "Saying so openly was right" in mine.words["talk"]


def test_answers_are_kept_come_back_and_can_be_undone(book):
    mine = UseStatement("elementary", work="my story", name="mine")
    assert not mine.answered
    mine.set_state({"fields": {"helpers": ["person"]}, "settled": 1})
    mine.set_state({"fields": {"helpers": ["person"], "my_part": "I drew"}})  # still typing
    assert book.last("mine")["value"] == {"fields": {"helpers": ["person"]}}
    mine.set_state({"fields": {"helpers": ["person"], "my_part": "I drew it"}, "settled": 2})
    assert book.last("mine")["value"]["fields"]["my_part"] == "I drew it"

    later = UseStatement("elementary", work="my story", name="mine")
    assert later.statement == "About my story. This helped me: a person. What I did: I drew it."
    mine.undo()
    assert mine.fields == {"helpers": ["person"]}
    mine.again()
    assert mine.fields == {}
    assert not mine.answered


def test_spanish(monkeypatch):
    monkeypatch.setenv("HOWCOME_LANG", "es")
    mine = UseStatement("middle", work="mi poema", level=2)
    mine.answer(fields={"used": "yes", "tool": "Charla", "date": "2026-11-02"})
    assert mine.statement.startswith("Sobre mi poema. Nivel que eligió mi docente: 2, IA para")
    assert "La herramienta: Charla (2 de noviembre de 2026)." in mine.statement
    assert mine.result["missing"][0] == "para qué"


@pytest.mark.parametrize(
    ("band", "how", "sentence"),
    [
        ("primary", {}, "There is no band 'primary'; choose elementary"),
        ("middle", {}, "whole number from 1 to 5"),
        ("middle", {"level": 6}, "whole number from 1 to 5"),
        ("middle", {"level": "2"}, "whole number from 1 to 5"),
        ("high", {"level": 2, "work": " "}, "what the statement is about"),
        ("middle", {"level": 2, "fields": {"limits": "none"}}, "There is no field 'limits'"),
        ("middle", {"level": 2, "fields": ["used"]}, "names and answers"),
    ],
)
def test_a_statement_that_cannot_be_made(band, how, sentence):
    with pytest.raises(ValueError, match=sentence):
        UseStatement(band, **{"work": "my poem", **how})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"used": "maybe"}, "is not a choice of 'used'"),
        ({"used": 1}, "Write words for 'used'"),
        ({"purposes": "idea"}, "Give a list for 'purposes'"),
        ({"purposes": ["fun"]}, "'fun' is not a choice"),
        ({"date": "yesterday"}, "year-month-day"),
        ({"kept": "x" * (LIMITS["high"] + 3)}, "this is 3 too many"),
        ({"signed": "yes"}, "Sign with True"),
        ({"helpers": ["none"]}, "There is no field 'helpers'"),
    ],
)
def test_an_answer_that_a_field_cannot_hold(fields, sentence):
    mine = high()
    mine.answer(fields={"used": "yes"})
    with pytest.raises(ValueError, match=sentence):
        mine.answer(fields=fields)
    mine.set_state({"fields": fields, "settled": 9})
    assert mine.problem
    assert mine.fields == {"used": "yes"}


def test_nobody_stands_alone():
    mine = UseStatement("elementary", work="my story")
    with pytest.raises(ValueError, match="stands alone"):
        mine.answer(fields={"helpers": ["none", "person"]})


def test_the_kept_picture_is_plain_and_escaped():
    mine = high(fields={**FULL, "my_part": "<script>"})
    html = mine.picture()
    assert "&lt;script&gt;" in html
    assert "<em>Poems about rain</em>" in html
    assert "Read by my teacher" in html
    assert high().spoken() == "Nothing said yet."
