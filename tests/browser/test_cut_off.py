"""CutOff in a real JupyterLab: a whole task by mouse, and the same by keyboard alone."""

import pytest

CUT = """from howcome import CutOff
from howcome.toys import clubs
cut = CutOff(clubs.people(), group="bus_line", outcome="would_enjoy", two="free", name="bars",
             names={"A": "Bus line A", "B": "Bus line B"})
cut"""
AUDIT = """from howcome import CutOff, rows
cut = CutOff(rows("audit"), group="defendants", outcome="rearrested_within_two_years",
             count="people", low=1, high=10, step=1, bars={"Black": 5, "white": 5},
             phrases={"in": "flagged", "out": "not flagged",
                      "yes": "who were re-arrested", "no": "who were not"})
cut"""


def by_mouse(page):
    page.get_by_role("button", name="A bar for each group").click()
    slider = page.get_by_role("slider", name="Bar for Bus line B")
    slider.wait_for()
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    # The middle of the thumb runs 8 pixels inside the ends.
    x = box["x"] + 8 + 0.37 * (box["width"] - 16)
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=5)
    page.mouse.move(x, y, steps=5)
    page.mouse.up()


def by_keyboard(page):
    """From the first button on: Tab, Enter and arrows alone."""
    page.get_by_role("button", name="One bar for everyone").focus()
    for key in ("Tab", "Enter"):
        page.keyboard.press(key)
    page.get_by_role("slider", name="Bar for Bus line B").wait_for()
    while page.evaluate("document.activeElement.ariaLabel") != "Bar for Bus line B":
        page.keyboard.press("Tab")
    for _ in range(13):
        page.keyboard.press("ArrowLeft")


@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
def test_a_whole_task(run, page, axe, way):
    notebook = run([CUT], tasks={0: "bars"})
    page.locator(".howcome").wait_for()
    assert page.get_by_text("Whoever scores at the bar or above is let in.").is_visible()
    assert axe(".howcome") == []
    way(page)
    row = page.locator(".howcome tbody tr", has_text="true positive rate")
    row.get_by_text("0.0 points").wait_for()
    assert row.locator("td").all_inner_texts()[0].startswith("75.5 %")
    said = page.locator(".howcome-unseen[role=status]")
    said.get_by_text("Bus line A: bar at 0.50. Bus line B: bar at 0.37. Widest gap").wait_for(
        state="attached"
    )
    assert page.get_by_text("Now read the table").is_visible()
    assert axe(".howcome") == []
    notebook.save()
    assert notebook.answers()["bars"]["value"] == {"bars": {"A": 0.5, "B": 0.37}}


def test_the_line_moves_with_the_bar_and_the_counts_follow(run, page):
    run([CUT])
    slider = page.get_by_role("slider", name="Bar for everyone")
    slider.focus()
    # In the same task of the page, before the kernel can have answered.
    moved = slider.evaluate(
        """slider => {
          slider.value = "0.8";
          slider.dispatchEvent(new Event("input", {bubbles: true}));
          return [...document.querySelectorAll(".howcome-cut-plot")]
            .map((plot) => plot.style.getPropertyValue("--bar"));
        }"""
    )
    assert moved == ["80%", "80%"]
    page.wait_for_function(
        "() => document.querySelector('.howcome-cut-tp b').textContent !== '863'"
    )
    left_out = page.locator(".howcome-cut-fn b").all_inner_texts()
    page.keyboard.press("End")
    page.locator("td", has_text="nobody to count").first.wait_for()
    assert page.locator(".howcome-cut-fn b").all_inner_texts() != left_out
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("slider", name="Bar for everyone").wait_for()


def test_back_to_one_bar_and_what_a_measure_means(run, page, axe):
    run([CUT])
    by_keyboard(page)
    page.get_by_role("button", name="One bar for everyone").click()
    page.locator(".howcome tbody tr", has_text="selection rate").get_by_text(
        "30.5 points"
    ).wait_for()
    assert page.get_by_role("slider").count() == 1
    page.locator(".howcome summary", has_text="true positive rate").focus()
    page.keyboard.press("Enter")
    page.get_by_text(
        "Bus line A: of the 1,143 people who would enjoy it, 863 are let in."
    ).wait_for()
    assert axe(".howcome") == []
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("slider", name="Bar for Bus line B").wait_for()


def test_an_answer_comes_back(run, page):
    notebook = run([CUT], tasks={0: "bars"})
    by_keyboard(page)
    page.locator("td", has_text="0.0 points").first.wait_for()
    notebook.save().reopen().run_all()
    slider = page.get_by_role("slider", name="Bar for Bus line B")
    slider.wait_for()
    assert slider.input_value() == "0.37"


def test_counts_of_people_will_do(run, page, axe):
    run([AUDIT])
    row = page.locator(".howcome tbody tr", has_text="Of those who were not, share flagged")
    assert [text.split()[0] for text in row.locator("td").all_inner_texts()] == [
        "44.8",
        "23.5",
        "21.4",
    ]
    slider = page.get_by_role("slider", name="Bar for everyone")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "6"
    assert page.get_by_role("button", name="A bar for each group").count() == 0
    assert axe(".howcome") == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [340, 620])
def test_nothing_is_cut_off(run, new_page, axe, cut_off, language, width):
    """In 340 pixels, a page of 360, and in 620: a page of 1280 at 200 % zoom."""
    page = new_page()
    run([CUT.replace('two="free"', "two=True")], on=page, language=language)
    page.locator("summary").first.click()
    assert cut_off(width, on=page) == []
    assert axe(".howcome", on=page) == []
