"""m02, "Train and test": the whole lesson by mouse, by keyboard alone, and on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, WAIT, Keys, Mouse, fits_and_reads, said, values

LESSON = "middle/m02-train-and-test"
LETTER = "You may only know those twenty questions by heart, so try twenty new ones."


def spoil_a_card(pupil):
    """Give a wrong name to the first card to the right of the middle of the board."""
    pupil.choose("play", "Change a card")
    board = pupil.cell("play").locator(".howcome-board-field")
    if isinstance(pupil, Keys):
        pupil.tab_to(board)
        for key in ("n", "Enter"):
            pupil.page.keyboard.press(key)
    else:
        board.scroll_into_view_if_needed()
        box = board.bounding_box()
        # a Gentoo at 46.2 mm and 14.1 mm; the board goes from 30 to 60 and from 12 to 22
        place = ((46.2 - 30) / 30, 1 - (14.1 - 12) / 10)
        pupil.page.mouse.click(
            *(
                start + 1 + share * (size - 2)
                for share, start, size in zip(
                    place, (box["x"], box["y"]), (box["width"], box["height"]), strict=True
                )
            )
        )
    changed = pupil.cell("play").locator(".howcome-unseen[role=status]")
    expect(changed).to_contain_text("Changed to", timeout=WAIT)


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)
    pupil.start()

    pupil.write("guess", "32")
    pupil.keep("guess", "Keep my guess")
    expect(notebook.cell("recap-guess")).to_contain_text("32 of 96")

    def wrong(cell):
        """The last line of the board's table."""
        return notebook.cell(cell).locator(".howcome-board-errors tr").last

    pupil.press("play", "New cards")
    expect(wrong("play")).to_contain_text("11 of 181", timeout=WAIT)
    spoil_a_card(pupil)
    expect(wrong("play")).to_contain_text("0 of 96", timeout=WAIT)
    pupil.press("machine-b", "New cards")
    expect(wrong("machine-b")).to_contain_text("130 of 181", timeout=WAIT)

    pupil.choose("which", "No test. 96 right out of 96 is proof enough.")
    pupil.keep("which")
    perfect = "Machine B was right on all 96, too."
    expect(notebook.cell("which")).to_contain_text(perfect)
    pupil.wrong("which", perfect)
    pupil.choose("which", "Only cards that were kept back from the start.")
    pupil.keep("which")
    pupil.right("which")

    # Its own Adelies, then the new ones: right, called Chinstrap, called Gentoo.
    pupil.open_number("misses", "Own cards", 0)
    pupil.wrong("misses", "That is the row of its own cards, where it looks each name up.")
    pupil.open_number("misses", "New cards", 1)
    pupil.wrong("misses", "You opened birds that were Adelie and were called Chinstrap.")
    pupil.open_number("misses", "New cards", 2)
    pupil.right("misses")

    pupil.wrong("mend", "Choose how many cards vote first.")
    pupil.press("mend", "New cards")
    expect(wrong("mend")).to_contain_text("34 of 181", timeout=WAIT)
    pupil.wrong("mend", "None of its own cards is wrong, and yet")
    pupil.choose("mend", "45")
    expect(wrong("mend")).to_contain_text("14 of 181", timeout=WAIT)
    pupil.wrong("mend", "So many votes reach far into other clouds")
    pupil.choose("mend", "9")
    expect(wrong("mend")).to_contain_text("7 of 181", timeout=WAIT)
    pupil.right("mend")

    pupil.change("other-side", 0, "adelies = 16")
    expect(notebook.cell("other-side").locator(".howcome-figure")).to_contain_text(
        "with 16 Adelie cards", timeout=WAIT
    )

    pupil.write("letter", LETTER)
    pupil.keep("letter")
    pupil.right("letter")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    board = {"added": [], "removed": [], "flipped": {}, "steps": None, "tested": True}
    assert values(notebook) == {
        "guess": said(32),
        "which": said("new"),
        "misses": {"opened": ["new", "Adelie", "Gentoo"]},
        "mend": {**board, "settings": {"k": 9}},
        "letter": said(LETTER),
    }


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.start()
    pupil.press("machine-b", "New cards")
    pupil.open_number("misses", "Own cards", 0)
    pupil.wrong("misses", "That is the row of its own cards")
    fits_and_reads(page, axe)
