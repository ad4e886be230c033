"""MistakeTable in a real JupyterLab: a whole task by mouse, and the same by keyboard alone."""

import pytest

CASES = """from howcome import MistakeTable
ways = [("reef", "fish", "fish", 40), ("reef", "fish", "other", 3), ("reef", "other", "fish", 2),
        ("reef", "other", "other", 35), ("deep", "fish", "fish", 20), ("deep", "fish", "other", 30),
        ("deep", "other", "other", 20)]
picture = [[16 * column for column in range(14)] for row in range(14)]
cases = [{"name": f"{group} {number}", "group": group, "truth": truth, "predicted": said,
          "sure": 0.8, "legs": 2, "picture": picture}
         for group, truth, said, count in ways for number in range(1, count + 1)]
"""
TABLE = (
    CASES
    + """table = MistakeTable(cases, name="find", yes="fish", terms=True,
                     names={"reef": "Reef", "deep": "Deep sea"})
table"""
)
MISSED = "Deep sea. Missed: ✗ was fish, said other 30 cards"


def by_mouse(page):
    page.get_by_role("button", name=MISSED).click()


def by_keyboard(page):
    """Tab into the table, arrows to the cell, Enter."""
    page.locator(".howcome-mistakes-table").evaluate(
        "table => { table.tabIndex = -1; table.focus(); }"
    )
    for key in ("Tab", "ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)


@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
def test_a_whole_task(run, page, axe, way):
    notebook = run([TABLE], tasks={0: "find"})
    page.locator(".howcome").wait_for()
    assert axe(".howcome") == []
    way(page)
    panel = page.locator(".howcome-mistakes-panel")
    panel.get_by_text("Deep sea: was fish, said other. Cards: 30.").wait_for()
    cell = page.get_by_role("button", name=MISSED)
    assert cell.get_attribute("aria-expanded") == "true"
    assert panel.locator("li").count() == 24
    assert "24 of 30 cards shown." in page.locator(".howcome-unseen[role=status]").text_content()
    assert axe(".howcome") == []
    notebook.save()
    assert notebook.answers()["find"]["value"] == {"opened": ["deep", "fish", "other"]}
    assert notebook.answers()["find"]["revision"] == 1


def test_more_cards_close_and_focus_by_keyboard_alone(run, page):
    notebook = run([TABLE], tasks={0: "find"})
    page.locator(".howcome").wait_for()
    by_keyboard(page)
    panel = page.locator(".howcome-mistakes-panel")
    panel.get_by_role("button", name="Show 6 more").wait_for()
    for key in ("Tab", "Tab", "Enter"):  # Close, then Show more
        page.keyboard.press(key)
    page.wait_for_function(
        "() => document.querySelectorAll('.howcome-mistakes-panel li').length === 30"
    )
    assert "deep 25" in page.evaluate("document.activeElement.innerText")
    assert panel.get_by_role("img", name="Picture of deep 30").count() == 1
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    cell = page.get_by_role("button", name=MISSED)
    assert cell.evaluate("one => one === document.activeElement")
    assert cell.get_attribute("aria-expanded") == "false"
    assert page.get_by_text("You opened last: Deep sea").is_visible()
    page.keyboard.press("Enter")
    panel.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the Close button
    panel.wait_for(state="hidden")
    assert cell.evaluate("one => one === document.activeElement")
    # Closing takes nothing back, and looking again is no new answer.
    notebook.save()
    assert notebook.answers()["find"]["value"] == {"opened": ["deep", "fish", "other"]}
    assert notebook.answers()["find"]["revision"] == 1


def test_an_answer_comes_back_and_can_be_undone(run, page):
    notebook = run([TABLE], tasks={0: "find"})
    by_mouse(page)
    page.get_by_role("button", name="Reef. Found: ✓ was fish, said fish 40 cards").click()
    page.get_by_text("Reef: was fish, said fish. Cards: 40.").first.wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Deep sea: was fish, said other. Cards: 30.").first.wait_for()
    notebook.save().reopen().run_all()
    page.locator(".howcome-mistakes-panel").get_by_text("Deep sea: was fish").wait_for()
    page.get_by_role("button", name="Start again").click()
    page.locator(".howcome-mistakes-panel").wait_for(state="hidden")
    assert notebook.save().answers()["find"]["value"] is None


def test_an_empty_cell_says_so(run, page):
    run([TABLE])
    page.get_by_role("button", name="Deep sea. False alarm").click()
    page.get_by_text("There are no cards in this cell.").first.wait_for()


def test_five_hundred_cards_come_in_pages(run, page):
    run(
        [
            CASES + "MistakeTable([{**case, 'name': str(n)} for n in range(500)"
            " for case in cases[:1]], names={'reef': 'Reef'})"
        ]
    )
    page.get_by_role("button", name="500 cards").click()
    cards = page.locator(".howcome-mistakes-panel li")
    for shown in range(24, 500, 24):
        page.wait_for_function(
            f"() => document.querySelectorAll('.howcome-mistakes-panel li').length === {shown}"
        )
        page.get_by_role("button", name="more").click()
    page.wait_for_function(
        "() => document.querySelectorAll('.howcome-mistakes-panel li').length === 500"
    )
    assert cards.locator("b").all_inner_texts() == [str(n) for n in range(500)]
    assert page.locator(".howcome-mistakes-panel > .howcome-button").is_hidden()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [340, 620])
def test_nothing_is_cut_off(run, new_page, axe, cut_off, language, width):
    """In 340 pixels, a page of 360, and in 620: a page of 1280 at 200 % zoom."""
    page = new_page()
    run([TABLE], on=page, language=language)
    page.locator(".howcome-mistakes-wrong").first.click()
    page.locator(".howcome-mistakes-panel").wait_for()
    assert cut_off(width, on=page) == []
    assert axe(".howcome", on=page) == []
