"""e11, "Ask, check, credit": the whole lesson by mouse, by keyboard alone, on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, Keys, Mouse, fits_and_reads, said, values
from .test_lesson_e01 import sort_all
from .test_lesson_e08 import judge, make, truth

LESSON = "elementary/e11-ask-check-credit"
PART = "I checked the lines and picked a true one."
SAY, SKIP = "I would say it.", "I would not say it."
PLAY = {
    "The teacher gave the whole class the topic.": SKIP,
    "A friend listened while you read your story aloud.": SAY,
    "A spell checker marked a word, and you mended it.": SKIP,
    "You read an animal book last year and still have it in mind.": SKIP,
}
ASK, CHECK, CREDIT, GO = "Ask first.", "Check.", "Credit.", "Just go on."
CASES = {
    "You draw the frame of your poster with a ruler.": ("ruler", GO),
    "Your story is done. The last line was your big sister's idea.": ("sister", CREDIT),
    "A spelling test starts. The screen has a spell checker.": ("test", ASK),
    "A machine wrote “Walruses sing at night” for your poster.": ("walrus", CHECK),
    "Your poster is done. You looked its fact up in a bird book.": ("book", CREDIT),
    "Homework: draw a bird! You could use a machine that draws.": ("bird", ASK),
    "A friend says, “Frogs have green bones.” Good for your poster!": ("friend", CHECK),
    "A spell checker marks “freind” in your story. You mend it.": ("story", GO),
}
SHELVES = {text: shelf for text, (_, shelf) in CASES.items()}
NAMES = {ASK: "ask", CHECK: "check", CREDIT: "credit", GO: "go"}
SISTER = "Your story is done. The last line was your big sister's idea."
NOTE = (
    "A machine wrote the line. I checked it in the card box, changed a word and drew the picture."
)


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)
    pupil.start()

    pupil.choose("guess", "Only one")
    pupil.keep("guess", "Keep my guess")
    expect(notebook.cell("recap-guess")).to_contain_text("Only one")

    sort_all(pupil, "play", PLAY)
    expect(notebook.cell("play").locator(".howcome-shelf-friend li")).to_have_count(1)

    pupil.wrong("first", "Put the first card on a shelf.")
    sort_all(pupil, "first", SHELVES | {SISTER: GO})
    pupil.wrong("first", "Is something in it that is not yours? Who gave it?")
    pupil.press("first", "Start again")
    sort_all(pupil, "first", SHELVES)
    pupil.right("first")

    pupil.wrong("line", "Press “Finish the sentence”.")
    pupil.press("line", "Finish the sentence")
    pupil.wrong("line", "Finish your sentence, and say how it sounds.")
    pupil.press("line", "It sounds true")
    pupil.wrong("line", "Is it true? Press “Look in the card box”.")
    pupil.press("line", "Look in the card box")
    expect(truth(pupil, "line")).to_contain_text("False.")
    pupil.wrong("line", "“The hen really lives in oceans.” The box says: false.")
    pupil.press("line", "New sentence")
    pupil.press("line", "Finish the sentence")
    judge(pupil, "line", "It sounds true")
    pupil.wrong("line", "“The frog really eats clams.” The box says: false.")
    pupil.press("line", "New sentence")
    make(pupil, "line", "a whale eats krill", "It sounds true")
    pupil.right("line")

    pupil.choose("fair", "A machine made it.")
    pupil.keep("fair")
    pupil.wrong("fair", "Read again what Robin did: three things!")
    pupil.choose("fair", NOTE)
    pupil.keep("fair")
    pupil.right("fair")

    pupil.wrong("statement", "Choose who or what helped.")
    pupil.choose("statement", "Nobody and nothing")
    pupil.wrong("statement", "Where did the words of your line come from?")
    pupil.choose("statement", "A machine that writes or draws")
    pupil.wrong("statement", "And where did you look your line up?")
    pupil.choose("statement", "A book or a page")
    pupil.wrong("statement", "Your note says what helped. And you?")
    write_part(pupil, PART)
    paper = notebook.cell("statement").get_by_role("region", name="Your statement")
    expect(paper).to_contain_text(f"What I did: {PART}")
    pupil.right("statement")

    for line in ("I check a fact before I pass it on.", "I say who or what helped."):
        pupil.choose("promise", line)
    pupil.keep("promise")
    pupil.right("promise")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    kept = values(notebook)
    made = kept.pop("line")["made"]
    assert [" ".join(one["words"]) for one in made] == [
        "the hen really lives in oceans .",
        "the frog really eats clams .",
        "a whale eats krill .",
    ]
    assert [one["by"][0] for one in made] == ["machine", "machine", "you"]
    assert kept == {
        "guess": said("one"),
        "first": {"shelf_of": {name: NAMES[shelf] for name, shelf in CASES.values()}},
        "fair": said("both"),
        "statement": {"fields": {"helpers": ["page", "machine"], "my_part": PART}},
        "promise": said(["check", "credit"]),
    }


def write_part(pupil, text):
    """Fill the one long field; the boxes above it are inputs, too."""
    area = pupil.cell("statement").locator("textarea")
    if isinstance(pupil, Mouse):
        area.click()
    else:
        pupil.tab_to(area)
    pupil.page.keyboard.type(text)


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.start()
    sort_all(pupil, "play", PLAY)
    sort_all(pupil, "first", SHELVES)
    make(pupil, "line", "a whale eats krill", "It sounds true")
    pupil.wrong("fair", "Press one answer")
    pupil.choose("statement", "A machine that writes or draws")
    write_part(pupil, PART)
    expect(notebook.cell("statement")).to_contain_text(f"What I did: {PART}")
    fits_and_reads(page, axe)
