"""m07, "Made-up facts": the whole lesson by mouse, by keyboard alone, and on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, WAIT, Keys, Mouse, fits_and_reads, said, values

LESSON = "middle/m07-made-up-facts"
RULE = "Before it goes on our poster we look it up, because it can be sure and wrong."


def ask(pupil, task, question, answer, sounds="It sounds true"):
    """Pick a question, let the machine answer, say how it sounds, look it up."""
    cell = pupil.cell(task)
    button = cell.locator("button").filter(has_text=question)
    if isinstance(pupil, Mouse):
        button.click()
    else:
        # Tab goes to the questions once; there the arrows lead from one to the next.
        questions = cell.locator(".howcome-next-list").last
        pupil.tab_to(questions.locator("button[tabindex='0']"))
        pupil.page.keyboard.press("Home")
        for _ in range(30):
            if button.evaluate("one => one === document.activeElement"):
                break
            pupil.page.keyboard.press("ArrowRight")
        pupil.page.keyboard.press("Enter")
    pupil.press(task, "Let the machine answer")
    expect(cell.locator(".howcome-next-sentence")).to_contain_text(answer)
    pupil.press(task, sounds)
    pupil.press(task, "Look in the card box")
    expect(cell.locator(".howcome-next-verdict")).to_be_visible()


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)
    pupil.start()

    pupil.write("guess", "20")
    pupil.keep("guess", "Keep my guess")
    expect(notebook.cell("recap-guess")).to_contain_text("20 of 100")

    expect(notebook.cell("look").locator(".howcome-figure")).to_be_visible()
    ask(pupil, "play", "The walrus lives in", "barns")
    play = notebook.cell("play")
    expect(play).to_contain_text("It never read this fact.")
    pupil_table = play.get_by_role("row", name="never read 1 0 1 92")
    expect(pupil_table).to_be_visible()
    ask(pupil, "play", "The frog eats", "bugs")
    expect(play.get_by_role("row", name="read 1 1 0 98", exact=True)).to_be_visible()

    pupil.wrong("caught", "Pick a question, and let the machine answer.")
    ask(pupil, "caught", "The cow lives in", "barns")
    pupil.wrong("caught", "All that you looked up is true, and it was sure.")
    ask(pupil, "caught", "The hen has", "hooves", "It sounds odd")
    pupil.wrong("caught", "and it got only 44 points")
    ask(pupil, "caught", "The whale lives in", "barns")
    pupil.right("caught")

    pupil.change("heat", 0, "temperature = 0.3")
    expect(notebook.cell("heat").locator(".howcome-figure")).to_contain_text(
        "Temperature 0.3", timeout=WAIT
    )
    pupil.choose("cool", "More answers are true, as with its own sentences.")
    pupil.keep("cool")
    pupil.wrong("cool", "Look at the numbers you wrote down.")
    pupil.choose("cool", "About as few are true, and it is surer of them.")
    pupil.keep("cool")
    pupil.right("cool")

    pupil.change("try-bar", 0, "bar = 90")
    expect(notebook.cell("try-bar").locator(".howcome-figure")).to_contain_text(
        "Bar at 90: of 100 questions", timeout=WAIT
    )
    for number, sentence in (("50", "still 62 of 100 wrong"), ("99", "only 2 of 100 do")):
        pupil.write("bar", number)
        pupil.keep("bar")
        pupil.wrong("bar", sentence)
    pupil.write("bar", "90")
    pupil.keep("bar")
    pupil.right("bar")

    pupil.choose("app", "Nothing: 97 % is nearly always right.")
    pupil.keep("app")
    pupil.wrong("app", "how true it is, or how well the words go together?")
    pupil.choose("app", "Show the line of the timetable, or say that there is none.")
    pupil.keep("app")
    pupil.right("app")

    pupil.write("rule", RULE)
    pupil.keep("rule")
    pupil.right("rule")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    kept = values(notebook)
    made = kept.pop("caught")["made"]
    assert [" ".join(one["words"]) for one in made] == [
        "the cow lives in barns .",
        "the hen has hooves .",
        "the whale lives in barns .",
    ]
    assert all(one["looked"] and one["by"][-2:] == ["machine", "machine"] for one in made)
    assert kept == {
        "guess": said(20),
        "cool": said("surer"),
        "bar": said(90),
        "app": said("line"),
        "rule": said(RULE),
    }


def test_a_bad_number_is_told(open_lesson):
    pupil = Mouse(open_lesson(LESSON))
    pupil.start()
    for cell, line, sentence in (
        ("heat", "temperature = 0", "choose a number from 0.1 to 5"),
        ("try-bar", "bar = 900", "choose a number from 0 to 100"),
    ):
        pupil.change(cell, 0, line)
        expect(pupil.cell(cell).locator(".jp-OutputArea-output")).to_contain_text(
            sentence, timeout=WAIT
        )


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.start()
    ask(pupil, "play", "The walrus lives in", "barns")
    pupil.wrong("caught", "Pick a question, and let the machine answer.")
    pupil.wrong("bar", "Write your number")
    fits_and_reads(page, axe)
