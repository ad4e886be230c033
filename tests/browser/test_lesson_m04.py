"""m04, "Who is missing?": the whole lesson by mouse, by keyboard alone, and on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, WAIT, Keys, Mouse, fits_and_reads, said, values

LESSON = "middle/m04-who-is-missing"
LETTER = "The deep sea pays for this average. Show the machine more cards from there."


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)
    pupil.start()

    pupil.write("guess", "10")
    pupil.keep("guess", "Keep my guess")
    expect(notebook.cell("recap-guess")).to_contain_text("10 out of 100")

    pupil.press("play", "Deal again")
    pupil.change("average", 0, "deep = 50")
    expect(notebook.cell("average").locator(".jp-OutputArea-output")).to_have_text(
        "10.5", timeout=WAIT
    )

    # Reef others that the machine called fish, then the deep-sea row the wrong way round.
    pupil.open_number("misses", "Reef", 1)
    pupil.wrong("misses", "That number is in the reef row.")
    pupil.open_number("misses", "Deep sea", 2)
    direction = "they land in the tall tank. Which fish land in the flat one?"
    pupil.wrong("misses", direction)
    pupil.open_number("misses", "Deep sea", 1)
    pupil.right("misses")

    pupil.wrong("mend", "Move a slider first.")
    pupil.show("mend", "Deep sea", 15, step=5)
    pupil.wrong("mend", "That is 205 cards.")
    pupil.show("mend", "Reef", 120, step=5)
    pupil.show("mend", "Deep sea", 80, step=5)
    pupil.right("mend")

    pupil.change("copies", 1, "times = 19  # each goes in 19 times")
    expect(notebook.cell("copies").locator(".howcome-figure")).to_contain_text(
        "with 190 deep-sea cards", timeout=WAIT
    )
    pupil.choose("which", "Copy the 10 deep-sea cards until there are 190.")
    pupil.keep("which")
    compare = "Compare line 3 with line 4 of your table."
    expect(notebook.cell("which")).to_contain_text(compare)
    pupil.wrong("which", compare)
    pupil.choose("which", "Dive for 30 more deep-sea cards.")
    pupil.keep("which")
    pupil.right("which")

    pupil.words("letter", LETTER)

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    assert values(notebook) == {
        "guess": said(10),
        "misses": {"opened": ["deep", "fish", "other"]},
        "mend": {"counts": {"reef": 120, "deep": 80}, "deal": 0},
        "which": said("new"),
    }
    letter = next(cell for cell in notebook.on_disk()["cells"] if cell["id"] == "letter")
    assert "".join(letter["source"]) == LETTER


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.start()
    pupil.open_number("misses", "Reef", 1)
    pupil.wrong("misses", "That number is in the reef row.")
    fits_and_reads(page, axe)
