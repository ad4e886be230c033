"""PixelPad in a real JupyterLab: a whole task by mouse, by touch, and by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from howcome.toys import sticker

SHOES = """from howcome.activities.pixel_pad import PixelPad
from howcome.toys import sticker
model = sticker.Model().fit(*sticker.first_deal())
boots = [card for card in sticker.test_cards() if card["group"] == "boot"][:3]
boots = [{**card, "x": sticker.put_sticker(card["x"])} for card in boots]
pad = PixelPad(model, pictures=boots, paper="black", name="paint", tools=[
    {"Put the sticker on": sticker.put_sticker, "Take the sticker off": sticker.take_off}, "turn"])
pad"""
DIGITS = """from howcome.activities.pixel_pad import PixelPad
from howcome.toys import sure_but_wrong as digits
model = digits.Model().fit(*digits.first_deal())
pad = PixelPad(model, pictures=digits.upright_cards()[5:7], name="paint", names={5: "five"})
pad"""
FIRST = "Pick a gray. Then paint a cell and watch the bars."
CHANGED = "The answer changed. Press “How come?” to find the cells that count."


BOOT = next(card for card in sticker.test_cards() if card["group"] == "boot")
WITHOUT = [round(16 * dot) for dot in sticker.take_off(BOOT["x"])]


def answer(page):
    return page.locator(".howcome-pixel-answer")


def cell(page, row, column):
    return page.get_by_role("button", name=f"row {row}, column {column}: ")


def middle(page, row, column):
    box = cell(page, row, column).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def by_mouse(page):
    """Pick black, and drag over the sticker: one stroke over four cells."""
    page.get_by_role("button", name="gray 0 of 16, black").click()
    page.mouse.move(*middle(page, 1, 1))
    page.mouse.down()
    for place in ((1, 2), (2, 2), (2, 1)):
        page.mouse.move(*middle(page, *place), steps=4)
    page.mouse.up()


def by_keyboard(page):
    """Tab into the picture; 0 picks black; Shift and the arrows paint along."""
    page.locator(".howcome-pixel-grid").evaluate("grid => { grid.tabIndex = -1; grid.focus(); }")
    for key in ("Tab", "0"):
        page.keyboard.press(key)
    page.keyboard.down("Shift")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.up("Shift")


def by_touch(page):
    """A finger, as the browser's own protocol moves it."""
    finger = page.context.new_cdp_session(page)
    page.get_by_role("button", name="gray 0 of 16, black").tap()
    for kind, place in (
        *(("touchStart", (1, 1)), ("touchMove", (1, 2))),
        *(("touchMove", (2, 2)), ("touchMove", (2, 1)), ("touchEnd", None)),
    ):
        x, y = middle(page, *place) if place else (0, 0)
        points = [{"x": x, "y": y}] if place else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@pytest.mark.parametrize("way", [by_mouse, by_keyboard, by_touch])
def test_a_whole_task(run, new_page, axe, way):
    page = new_page(has_touch=way is by_touch)
    notebook = run([SHOES], on=page, tasks={0: "paint"})
    page.get_by_text(FIRST).wait_for()
    assert page.get_by_text("Picture 1 of 3. Its card says: boot.").is_visible()
    expect(answer(page)).to_have_text("It predicts boot, over 99 out of 100 sure.")
    assert axe(".howcome", on=page) == []
    cell(page, 1, 1).scroll_into_view_if_needed()
    way(page)
    expect(answer(page)).to_have_text("It predicts sneaker, 97 out of 100 sure.")
    page.get_by_text(CHANGED).wait_for()
    said = page.locator(".howcome-unseen[role=status]")
    expect(said).to_have_text("4 cells changed. It predicts sneaker, 97 out of 100 sure.")
    row = page.locator(".howcome-pixel-shares tbody tr", has_text="boot")
    assert row.locator("td").all_inner_texts() == ["3 %", "", ">99 %"]
    # The focus is where the hand ended.
    assert cell(page, 2, 1).evaluate("one => one === document.activeElement")

    page.get_by_role("button", name="How come?").click()
    why = page.locator(".howcome-pixel-why")
    why.get_by_text("Toward sneaker").wait_for()
    expect(said).to_contain_text("Toward sneaker: row 4, column 5. Toward boot: row 3, column 6.")
    assert cell(page, 4, 5).get_attribute("aria-label").endswith("Toward sneaker")
    assert axe(".howcome", on=page) == []
    notebook.save()
    assert notebook.answers()["paint"]["value"] == {"number": 0, "cells": WITHOUT}
    assert notebook.answers()["paint"]["revision"] == 1


def test_as_a_screen_reader_reads_it(run, page):
    run([DIGITS], tasks={0: "paint"})
    expect(page.locator(".howcome")).to_match_aria_snapshot(
        """
        - region "Paint for the machine":
          - paragraph: Pick a gray. Then paint a cell and watch the bars.
          - paragraph: "Picture 1 of 2. Its card says: five."
          - paragraph: It predicts five, 89 out of 100 sure.
          - paragraph: At first it predicted five, 89 out of 100 sure.
          - 'grid "The picture: 8 rows of 8 cells"':
            - rowgroup:
              - row:
                - gridcell:
                  - 'button "row 1, column 1: gray 0 of 16"'
          - group "Gray to paint with":
            - button "gray 0 of 16, white": "0"
            - button "gray 16 of 16, black" [pressed]: "16"
            - button "one gray less"
            - status: gray 16 of 16, black
            - button "one gray more"
          - group "Change the whole picture":
            - group "Slide":
              - button "slide left"
              - button "slide right"
              - button "slide up"
              - button "slide down"
            - button "Turn a quarter"
            - button "Clear"
            - button "As it was"
            - button "Next picture"
          - table "How sure it is of each label":
            - rowgroup:
              - row:
                - columnheader "Label"
                - columnheader "Now"
                - columnheader "At first"
            - rowgroup:
              - row "0 <1 % <1 %"
          - img "The picture at first"
          - img "The picture now"
          - button "How come?"
          - button "Show the numbers"
        """
    )
    said = page.locator(".howcome-unseen[role=status]")
    cell(page, 1, 1).focus()
    page.keyboard.press("Space")
    expect(said).to_have_text(re.compile(r"^row 1, column 1: gray 16 of 16, black\. It predicts"))
    page.get_by_role("button", name="Next picture").press("Enter")
    expect(said).to_have_text(re.compile("^Picture 2 of 2. Its card says: 6. It predicts 6"))


def test_keys_pick_the_gray_and_arrows_move(run, page):
    run([DIGITS])
    cell(page, 1, 1).focus()
    chosen = page.locator(".howcome-pixel-now output")
    for key, gray in (("5", 5), ("+", 6), ("-", 5), ("-", 4), ("0", 0), ("-", 0), ("9", 9)):
        page.keyboard.press(key)
        assert chosen.inner_text().startswith(f"gray {gray} of 16")
    for key in ("End", "ArrowDown", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    expect(cell(page, 2, 7)).to_have_attribute("aria-label", "row 2, column 7: gray 9 of 16")
    said = page.locator(".howcome-unseen[role=status]")
    expect(said).to_contain_text("row 2, column 7: gray 9 of 16. It predicts")
    assert cell(page, 2, 7).evaluate("one => one === document.activeElement")
    page.get_by_role("button", name="Show the numbers").click()
    assert cell(page, 2, 7).inner_text() == "9"


def test_the_bars_move_while_the_hand_moves(run, page):
    notebook = run([SHOES], tasks={0: "paint"})
    page.get_by_role("button", name="gray 0 of 16, black").click()
    page.mouse.move(*middle(page, 1, 1))
    page.mouse.down()
    page.mouse.move(*middle(page, 1, 2), steps=3)
    # The hand is still down: the answer is there, and no step yet.
    now = page.locator(".howcome-pixel-shares tbody tr", has_text="boot").locator("td").first
    expect(now).not_to_have_text(">99 %")
    assert page.get_by_role("button", name="Undo").get_attribute("aria-disabled") == "true"
    # In the same task of the page, before the kernel can have answered.
    painted = page.locator(".howcome-pixel-grid").evaluate(
        """grid => {
          const cell = grid.querySelectorAll("button")[2 * 7 + 4];
          const {left, top, width, height} = cell.getBoundingClientRect();
          const before = cell.style.getPropertyValue("--gray");
          grid.querySelector("button").dispatchEvent(new PointerEvent("pointermove", {
            pointerId: 1, bubbles: true, clientX: left + width / 2, clientY: top + height / 2}));
          return [before, cell.style.getPropertyValue("--gray")];
        }"""
    )
    assert painted[0] != "0"
    assert painted[1] == "0"
    page.mouse.up()
    page.get_by_role("button", name="Undo", disabled=False).click()
    expect(cell(page, 1, 1)).to_have_attribute("aria-label", "row 1, column 1: gray 16 of 16")
    expect(now).to_have_text(">99 %")
    assert notebook.save().answers()["paint"]["value"] is None


@pytest.mark.parametrize("width", [340, 620, 768])
def test_the_picture_stays_under_the_hand(run, page, cut_off, width):
    """While the answer changes, none of its lines pushes the picture away."""
    run([SHOES])
    cut_off(width)
    page.get_by_role("button", name="gray 0 of 16, black").click()
    cell(page, 1, 1).scroll_into_view_if_needed()
    page.mouse.move(*middle(page, 1, 1))
    page.mouse.down()
    before = cell(page, 1, 1).bounding_box()
    page.mouse.move(*middle(page, 2, 2), steps=3)
    page.mouse.move(*middle(page, 2, 1), steps=3)
    expect(answer(page)).to_contain_text("It predicts sneaker")
    assert cell(page, 1, 1).bounding_box() == before
    page.mouse.up()
    page.get_by_text(CHANGED).wait_for()


def test_an_answer_comes_back_and_can_be_undone(run, page):
    notebook = run([DIGITS], tasks={0: "paint"})
    page.get_by_role("button", name="Turn a quarter").click()
    expect(answer(page)).to_have_text("It predicts 8, 50 out of 100 sure.")
    page.get_by_role("button", name="Next picture").click()
    page.get_by_text("Picture 2 of 2. Its card says: 6.").wait_for()
    page.get_by_role("button", name="Undo").click()
    expect(answer(page)).to_have_text("It predicts 8, 50 out of 100 sure.")
    notebook.save().reopen().run_all()
    expect(answer(page)).to_have_text("It predicts 8, 50 out of 100 sure.")
    page.get_by_text(CHANGED).wait_for()
    page.get_by_role("button", name="Start again").click()
    page.get_by_text(FIRST).wait_for()
    assert notebook.save().answers()["paint"]["value"] is None


def test_why_opens_and_closes_by_keyboard(run, page):
    run([SHOES])
    button = page.get_by_role("button", name="How come?")
    button.focus()
    page.keyboard.press("Enter")
    why = page.locator(".howcome-pixel-why")
    why.get_by_text("Toward boot").wait_for()
    places = why.locator("ul").first.locator("li").all_inner_texts()
    assert sorted(text[:15] for text in places) == [
        f"row {row}, column {column}" for row in (1, 2) for column in (1, 2)
    ]
    assert page.locator("[data-push='+'].howcome-pixel-cell").count() == 4
    page.get_by_role("button", name="Turn a quarter").focus()
    page.keyboard.press("Escape")
    why.wait_for(state="hidden")
    assert button.evaluate("one => one === document.activeElement")
    expect(page.locator(".howcome-pixel-cell[data-push]")).to_have_count(0)


def test_what_does_not_work_is_one_sentence(run, page):
    run([SHOES.replace('"turn"]', '{"Odd": lambda x: x[1:]}]')])
    page.get_by_role("button", name="Odd").click()
    page.get_by_text("What 'Odd' gives back needs 49 numbers from 0 to 1: 7 rows of 7").wait_for()
    page.get_by_role("button", name="Put the sticker on").click()
    page.get_by_text("That changed nothing: the picture was already like that.").wait_for()
    page.get_by_role("button", name="Take the sticker off").click()
    expect(answer(page)).to_have_text("It predicts sneaker, 97 out of 100 sure.")
    expect(page.locator(".howcome-problem")).to_have_text("")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [340, 620])
@pytest.mark.parametrize("what", [SHOES, DIGITS], ids=["7x7", "8x8"])
def test_nothing_is_cut_off(run, new_page, axe, cut_off, language, width, what):
    """In 340 pixels, a page of 360, and in 620: a page of 1280 at 200 % zoom."""
    page = new_page()
    run([what], on=page, language=language)
    name = {"en": "How come?", "es": "¿Por qué?"}[language]
    page.get_by_role("button", name=name).click()
    page.locator(".howcome-pixel-why").wait_for()
    assert cut_off(width, on=page) == []
    assert axe(".howcome", on=page) == []
