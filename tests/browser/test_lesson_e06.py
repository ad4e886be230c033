"""e06, "Guess who": the whole lesson by mouse, by keyboard alone, and on a small page."""

import re

import pytest
from playwright.sync_api import expect

from .lessons import OURS, Keys, Mouse, fits_and_reads, said, values

LESSON = "elementary/e06-guess-who"
NOTE = "Before you trust the tree, look the facts up and ask which animals it never had."
# In the order in which the open places come.
QUESTIONS = {
    "": "has_feathers",
    "no": "young_breathe_under_water",
    "no yes": "legs>2",
    "no yes yes": "legs>7",
    "no no": "legs>5",
    "no no no": "has_fur",
    "no no no no": "has_fins",
}
TRUE = {
    "bat": {"has_feathers": 0},
    "dolphin": {"young_breathe_under_water": 0},
    "penguin": {"has_feathers": 1},
    "python": {"has_fins": 0},
    "toad": {"young_breathe_under_water": 1},
    "blue crab": {"legs": 10},
}
# What Tab does on the way to a group of radio buttons; nothing once inside.
TO_GROUP = """one => {
  const here = document.activeElement;
  if (here.type === "radio" && here.name === one.name) return "";
  const place = one.compareDocumentPosition(here);
  return place & Node.DOCUMENT_POSITION_FOLLOWING ? "Shift+Tab" : "Tab";
}"""


def pick(pupil, radio):
    """Choose one of a group of radio buttons."""
    if isinstance(pupil, Mouse):
        radio.locator("xpath=..").click()
        # JupyterLab scrolls to a cell at the first press into it, when its top is out of sight:
        # the button is let go beside the choice, and a pupil clicks again.
        if not radio.is_checked():
            radio.locator("xpath=..").click()
    else:
        radio.wait_for(state="attached")
        for _ in range(150):
            if not (key := radio.evaluate(TO_GROUP)):
                break
            pupil.page.keyboard.press(key)
        for _ in range(30):
            if radio.evaluate("one => one === document.activeElement"):
                break
            pupil.page.keyboard.press("ArrowDown")
        if not radio.is_checked():
            pupil.page.keyboard.press("Space")
    expect(radio).to_be_checked()


def ask(pupil, task, question):
    """Ask a question at the place that is open, and go on to the next one if there is one."""
    cell = pupil.cell(task)
    pick(pupil, cell.locator(f".howcome-guess-questions input[value='{question}']"))
    pupil.press(task, "Ask this question")
    expect(cell.locator(".howcome-guess-machine")).not_to_be_empty()
    if cell.get_by_role("button", name="Go on", exact=True).is_visible():
        pupil.press(task, "Go on")
        expect(cell.locator(".howcome-guess-questions input").first).to_be_visible()


def change(pupil, task, animal, fact, value):
    """Pick an animal and one fact of its card, and write something else there."""
    cell = pupil.cell(task)
    name = pupil.page.get_by_text(animal, exact=True)
    pick(pupil, cell.locator(".howcome-guess-animals label").filter(has=name).locator("input"))
    pick(pupil, cell.locator(f".howcome-guess-facts input[value='{fact}']"))
    if fact == "legs":
        legs = cell.get_by_role("spinbutton", name="How many legs?")
        legs.click() if isinstance(pupil, Mouse) else pupil.tab_to(legs)
        pupil.page.keyboard.press("Control+a")
        pupil.page.keyboard.type(str(value))
        pupil.press(task, "Change")
    else:
        pupil.press(task, f"Change to: {'yes' if value else 'no'}")
    line = cell.locator(".howcome-guess-facts label").filter(
        has=pupil.page.locator(f"input[value='{fact}']")
    )
    expect(line).to_contain_text("corrected")


def done_well(pupil, task, sentence):
    pupil.right(task)
    expect(pupil.cell(f"check-{task}").locator(".howcome-well-done")).to_contain_text(sentence)


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)
    pupil.start()

    pupil.choose("guess", "With the mammals. It asks other questions, too.")
    pupil.keep("guess", "Keep my guess")
    expect(notebook.cell("recap-guess")).to_contain_text("With the mammals.")

    ask(pupil, "play", "feeds_in_water")
    better = "The machine would ask: “Does it have feathers?” Its piles are less mixed."
    expect(notebook.cell("play")).to_contain_text(better)

    pupil.wrong("tree", "Ask your first question.")
    first, *rest = QUESTIONS.values()
    ask(pupil, "tree", first)
    pupil.wrong("tree", "Some piles are still mixed.")
    for question in rest:
        ask(pupil, "tree", question)
    done_well(pupil, "tree", "Your tree asks 7 questions.")

    pupil.wrong("cards", "Pick an animal with a ✗ first.")
    score = notebook.cell("cards").locator(".howcome-guess-score")
    expect(score).to_have_text("Right: 13 of 20.")
    change(pupil, "cards", "bat", **of("bat"))
    pupil.wrong("cards", "Cards with a wrong fact: 5.")
    for animal in list(TRUE)[1:]:
        change(pupil, "cards", animal, **of(animal))
    expect(score).to_have_text("Right: 19 of 20.")
    # Twenty of twenty, by writing something that is not true; then back again.
    change(pupil, "cards", "dragonfly", "young_breathe_under_water", 0)
    expect(score).to_have_text("Right: 20 of 20.")
    pupil.wrong("cards", "Look at this card again: dragonfly. What you wrote is not true.")
    pupil.press("cards", "Undo")
    expect(score).to_have_text("Right: 19 of 20.")
    done_well(pupil, "cards", "All 20 cards are true now. Right: 19 of 20.")

    pupil.choose("why", "A dragonfly is too odd for a tree.")
    pupil.keep("why")
    pupil.wrong("why", "Which insects was the tree grown from?")
    pupil.choose("why", "No insect among the 40 has young that live under water.")
    pupil.keep("why")
    pupil.right("why")

    pupil.write("note", NOTE)
    pupil.keep("note")
    pupil.right("note")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    assert values(notebook) == {
        "guess": said("mammals"),
        "tree": {"questions": QUESTIONS, "corrections": {}},
        "cards": {"questions": QUESTIONS, "corrections": TRUE},
        "why": said("no-such"),
        "note": said(NOTE),
    }


def of(animal):
    """The wrong fact of a card, and what is true."""
    ((fact, value),) = TRUE[animal].items()
    return {"fact": fact, "value": value}


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.start()
    ask(pupil, "tree", "has_fur")
    change(pupil, "cards", "bat", **of("bat"))
    pupil.wrong("why", re.compile("Press one answer"))
    fits_and_reads(page, axe)
