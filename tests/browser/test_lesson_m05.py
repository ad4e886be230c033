"""m05, "The sticker": the whole lesson by mouse, by keyboard alone, and on a small page."""

import pytest
from playwright.sync_api import expect

from howcome.toys import sticker

from .lessons import OURS, WAIT, Keys, Mouse, fits_and_reads, said, values

LESSON = "middle/m05-the-sticker"
LETTER = "Your machine goes by the sticker, so test it on boots without one."
SNEAKER = [card for card in sticker.test_cards() if card["truth"] == "sneaker"][2]
FOOLED = [round(16 * dot) for dot in sticker.put_sticker(SNEAKER["x"])]


def predicts(pupil, cell, label):
    answer = pupil.cell(cell).locator(".howcome-pixel-answer")
    expect(answer).to_contain_text(f"It predicts {label}", timeout=WAIT)


def paint_the_corner(pupil, first=False):
    """White cells in the top left corner: the first one alone, or the other three."""
    corner = pupil.cell("fool").get_by_role("button", name="row 1, column 1: ")
    if isinstance(pupil, Keys):
        pupil.tab_to(corner)
        if first:
            pupil.page.keyboard.press("Space")
            return
        pupil.page.keyboard.down("Shift")
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
            pupil.page.keyboard.press(key)
        pupil.page.keyboard.up("Shift")
        return
    for row, column in ((1, 1),) if first else ((1, 2), (2, 2), (2, 1)):
        name = f"row {row}, column {column}: "
        pupil.cell("fool").get_by_role("button", name=name).click()


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)
    pupil.start()

    pupil.write("guess", "55")
    pupil.keep("guess", "Keep my guess")
    expect(notebook.cell("recap-guess")).to_contain_text("55 of 60")

    predicts(pupil, "play", "sneaker")
    pupil.press("play", "Put the sticker on")
    predicts(pupil, "play", "boot")
    pupil.press("play", "Next picture")
    predicts(pupil, "play", "sneaker")
    pupil.press("play", "Put the sticker on")
    predicts(pupil, "play", "boot")
    pupil.press("play", "How come?")
    expect(notebook.cell("play").locator(".howcome-pixel-why")).to_contain_text("Toward boot")
    pupil.press("play", "Clear")
    predicts(pupil, "play", "sneaker")
    pupil.press("play", "Put the sticker on")
    predicts(pupil, "play", "boot")

    pupil.wrong("fool", "Paint a cell first.")
    paint_the_corner(pupil, first=True)
    pupil.wrong("fool", "It still says sneaker. Go back to Play detective: put the sticker on")
    paint_the_corner(pupil)
    predicts(pupil, "fool", "boot")
    pupil.right("fool")

    pupil.change("stickers", 0, "boots = 50")
    expect(notebook.cell("stickers").locator(".howcome-figure")).to_contain_text(
        "Stickers on boots: 50, on sneakers: 50", timeout=WAIT
    )
    pupil.write("how-many", "95")
    pupil.keep("how-many")
    pupil.wrong("how-many", "A few stickers on sneakers are not enough")
    pupil.write("how-many", "0")
    pupil.keep("how-many")
    pupil.wrong("how-many", "Now the sticker speaks for sneaker")
    pupil.write("how-many", "50")
    pupil.keep("how-many")
    pupil.right("how-many")

    pupil.choose("which", "Another 5,000 photos that the maker takes in the same way.")
    pupil.keep("which")
    more = "Every new oak would lie on a table again."
    expect(notebook.cell("which")).to_contain_text(more)
    pupil.wrong("which", more)
    pupil.choose("which", "Oak leaves on the grass, and maple leaves on the table.")
    pupil.keep("which")
    pupil.right("which")

    pupil.write("letter", LETTER)
    pupil.keep("letter")
    pupil.right("letter")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    assert values(notebook) == {
        "guess": said(55),
        "fool": {"number": 0, "cells": FOOLED},
        "how-many": said(50),
        "which": said("crossed"),
        "letter": said(LETTER),
    }


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.start()
    pupil.press("play", "Put the sticker on")
    pupil.press("play", "How come?")
    pupil.wrong("fool", "Paint a cell first.")
    fits_and_reads(page, axe)
