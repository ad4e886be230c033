"""m03, "Two kinds of wrong": the whole lesson by mouse, by keyboard alone, and on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, WAIT, Keys, Mouse, fits_and_reads, said, values

LESSON = "middle/m03-two-kinds-of-wrong"
LETTER = "At lunch a hard pear is worse because we bite into it, so ask us first."


def set_bar(pupil, cell, bar):
    """Put the bar for all pears there: by its two buttons, or by the arrows."""
    slider = pupil.cell(cell).get_by_role("slider", name="Bar for all pears", exact=True)
    steps = bar - int(slider.input_value())
    if isinstance(pupil, Keys):
        pupil.tab_to(slider)
        for _ in range(abs(steps)):
            pupil.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")
    else:
        for _ in range(abs(steps)):
            pupil.press(cell, f"Bar for all pears: 1 {'higher' if steps > 0 else 'lower'}")
    expect(slider).to_have_value(str(bar), timeout=WAIT)


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)
    pupil.start()

    pupil.write("guess", "25")
    pupil.keep("guess", "Keep my guess")
    expect(notebook.cell("recap-guess")).to_contain_text("25 out of 100")

    # Found, missed, false alarm, ruled out.
    pupil.open_number("misses", "Hill", 1)
    pupil.wrong("misses", "These ripe pears were left in the cellar")
    pupil.open_number("misses", "Valley", 2)
    pupil.wrong("misses", "Those pears are from the valley.")
    pupil.open_number("misses", "Hill", 2)
    pupil.right("misses")

    set_bar(pupil, "play", 60)
    expect(notebook.cell("play")).to_contain_text("125 of 249", timeout=WAIT)

    pupil.wrong("lunch", "Move the bar first.")
    set_bar(pupil, "lunch", 53)
    pupil.wrong("lunch", "Here the two mistakes are about equal")
    set_bar(pupil, "lunch", 60)
    pupil.wrong("lunch", "The rule is kept. But look how many ripe pears are missed")
    set_bar(pupil, "lunch", 57)
    pupil.right("lunch")

    set_bar(pupil, "jam", 55)
    pupil.wrong("jam", "That bar suits lunch.")
    set_bar(pupil, "jam", 42)
    pupil.right("jam")

    pupil.change("press", 1, "hill = 4")
    expect(notebook.cell("press").locator(".howcome-figure")).to_contain_text(
        "Presses: Valley 1, Hill 4", timeout=WAIT
    )

    pupil.choose("smoke", "The one with the fewest mistakes of both kinds together.")
    pupil.keep("smoke")
    fewest = "That counts a fire and a piece of toast as the same."
    expect(notebook.cell("smoke")).to_contain_text(fewest)
    pupil.wrong("smoke", fewest)
    pupil.choose("smoke", "A low one. It will ring for toast now and then.")
    pupil.keep("smoke")
    pupil.right("smoke")

    pupil.write("letter", LETTER)
    pupil.keep("letter")
    pupil.right("letter")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    assert values(notebook) == {
        "guess": said(25),
        "misses": {"opened": ["hill", "not ripe", "ripe"]},
        "lunch": {"bars": {"valley": 57, "hill": 57}},
        "jam": {"bars": {"valley": 42, "hill": 42}},
        "smoke": said("low"),
        "letter": said(LETTER),
    }


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.start()
    pupil.open_number("misses", "Hill", 1)
    pupil.wrong("misses", "These ripe pears were left in the cellar")
    fits_and_reads(page, axe)
