"""e05, "Is it a shoe?": the whole lesson by mouse, by keyboard alone, and on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, Keys, Mouse, fits_and_reads, said, values

LESSON = "elementary/e05-is-it-a-shoe"
LETTER = "Please show it boots and sandals too, because it can only learn from examples."


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)
    pupil.start()

    pupil.choose("guess", "About 5")
    pupil.keep("guess", "Keep my guess")
    expect(notebook.cell("recap-guess")).to_contain_text("About 5")

    pupil.show("play", "boots", 90, step=10)
    pupil.show("play", "sneakers", 0, step=10)

    pupil.choose("why", "It needed many more sneakers.")
    pupil.keep("why")
    more = "Go back to Play and show 30 sneakers, then 90: are the boots found now?"
    expect(notebook.cell("why")).to_contain_text(more)
    pupil.wrong("why", more)
    pupil.choose("why", "It had no boots as examples.")
    pupil.keep("why")
    pupil.right("why")

    pupil.wrong("mix", "Change the mix first.")
    pupil.show("mix", "sneakers", 80, step=10)
    pupil.wrong("mix", "All your examples are sneakers: which other shoes could you show?")
    for group, count in (("sneakers", 30), ("sandals", 30), ("boots", 30)):
        pupil.show("mix", group, count, step=10)
    pupil.right("mix")

    pupil.choose("new-kind", "We cannot tell yet. We have to test it.")
    pupil.keep("new-kind")
    pupil.right("new-kind")

    pupil.write("letter", LETTER)
    pupil.keep("letter")
    pupil.right("letter")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    assert values(notebook) == {
        "guess": said("few"),
        "why": said("no-boots"),
        "mix": {"counts": {"sneaker": 30, "sandal": 30, "boot": 30}, "deal": 0},
        "new-kind": said("test-it"),
        "letter": said(LETTER),
    }


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.start()
    pupil.wrong("why", "Press one answer")
    fits_and_reads(page, axe)
