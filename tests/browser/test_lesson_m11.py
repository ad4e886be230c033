"""m11, "Whose work is it?": the whole lesson by mouse, by keyboard alone, on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, WAIT, Keys, Mouse, fits_and_reads, said, values
from .test_lesson_e01 import sort_all

LESSON = "middle/m11-whose-work-is-it"
SAY, FREE = "The level allows it. Say it.", "It is allowed. No need to say it."
OUT = "Outside the level. Leave it, or ask first."
PEOPLE = "No AI in it. Say it all the same."
CASES = {
    "Report: a machine gave you the outline.": ("outline", SAY),
    "Report: a checker marked three commas.": ("commas", FREE),
    "Letter: a machine could put your English lines into Spanish.": ("letter", OUT),
    "Comic: you had a machine draw the harbor.": ("drawing", SAY),
    "Comic: the ending was Ming's idea.": ("ending", PEOPLE),
    "Report: the checker offers to rewrite a paragraph for you.": ("rewrite", OUT),
    "Quiz game: a machine found the mistake in your program.": ("bug", SAY),
    "Report: two sentences are word for word from a book.": ("quote", PEOPLE),
}
SHELVES = {text: shelf for text, (_, shelf) in CASES.items()}
NAMES = {SAY: "say", FREE: "free", OUT: "out", PEOPLE: "people"}
LINES = {
    "bug": "I found out by myself how come the score stayed 0.",
    "machine": "The rest of the program is the machine's work.",
    "picture": "I drew the title picture.",
}
LONG = {
    "prompts": ("What did I ask it?", "Give me an outline for a report on pill bugs."),
    "kept": ("What did I keep", "I left the insects out, as the book says 14 legs."),
    "checked": ("How did I check", "I looked it up in the book Small Armor."),
    "my_part": ("What did I do myself?", "I looked under bricks, drew and wrote it all."),
}


def fill(pupil, label, text):
    """Type into one field of the statement."""
    field = pupil.cell("statement").get_by_label(label)
    if isinstance(pupil, Mouse):
        field.click()
    else:
        pupil.tab_to(field)
    pupil.page.keyboard.type(text)


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)
    pupil.start()

    pupil.write("guess", "60")
    pupil.keep("guess", "Keep my guess")
    expect(notebook.cell("recap-guess")).to_contain_text("60 of 100 words")

    expect(notebook.cell("look")).to_contain_text("0 of 34 words, or 0 of 100")
    pupil.change("play", 0, "page = 4")
    expect(notebook.cell("play")).to_contain_text("11 of 38 words, or 29 of 100", timeout=WAIT)

    pupil.wrong("sort", "Put the first card on a shelf.")
    first = next(iter(SHELVES))
    sort_all(pupil, "sort", SHELVES | {first: FREE})
    pupil.wrong("sort", "The level answers the first question: you may.")
    pupil.press("sort", "Start again")
    sort_all(pupil, "sort", SHELVES)
    pupil.right("sort")

    pupil.wrong("lines", "Choose the lines")
    for line in ("bug", "picture"):
        pupil.choose("lines", LINES[line])
    pupil.keep("lines")
    pupil.wrong("lines", "Giving too much away is not true, either.")
    pupil.choose("lines", LINES["machine"])
    pupil.keep("lines")
    pupil.right("lines")

    pupil.choose("score", "Let Noor prove that no machine helped.")
    pupil.keep("score")
    pupil.wrong("score", "How would you prove that nobody helped you yesterday?")
    fair = "Leave the score aside. Ask Noor how it was made, and look at sketches together."
    pupil.choose("score", fair)
    pupil.keep("score")
    pupil.right("score")

    pupil.wrong("statement", "Answer the first question of the statement.")
    pupil.choose("statement", "No. I used no AI.")
    pupil.wrong("statement", "But where did the four points and their order come from?")
    pupil.choose("statement", "Yes, I did.")
    fill(pupil, "Tool", "Planmole")
    fill(pupil, "Day", "10052026")
    pupil.choose("statement", "An outline")
    pupil.choose("statement", "A draft")
    pupil.wrong("statement", "You name a help that is not in the record")
    pupil.choose("statement", "A draft")
    pupil.wrong("statement", "Still open: what I asked")
    for label, text in LONG.values():
        fill(pupil, label, text)
    paper = notebook.cell("statement").get_by_role("region", name="Your statement")
    expect(paper).to_contain_text("Your statement is complete.", timeout=WAIT)
    expect(paper).to_contain_text("Level set by my teacher: 2, AI for planning.")
    pupil.right("statement")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    assert values(notebook) == {
        "guess": said(60),
        "sort": {"shelf_of": {name: NAMES[shelf] for name, shelf in CASES.values()}},
        "lines": said(["bug", "machine", "picture"]),
        "score": said("ask"),
        "statement": {
            "fields": {
                "used": "yes",
                "tool": "Planmole",
                "date": "2026-10-05",
                "purposes": ["outline"],
                **{field: text for field, (_, text) in LONG.items()},
            }
        },
    }


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.start()
    pupil.choose("statement", "Yes, I did.")
    fill(pupil, "Tool", "Planmole")
    pupil.wrong("sort", "Put the first card on a shelf.")
    fits_and_reads(page, axe)
