"""e08, "The next-word machine": the whole lesson by mouse, by keyboard alone, on a small page."""

import pytest
from playwright.sync_api import expect

from howcome import next_word

from .lessons import OURS, Keys, Mouse, fits_and_reads, said, values
from .test_lesson_e01 import sort_all

LESSON = "elementary/e08-next-word-machine"
LABEL = "Please look it up, because this machine only counts which words go together."
TRUE, FALSE, SILENT = "The box says: true.", "The box says: false.", "The box cannot say."
SHELVES = {
    "The walrus fills up on clams.": TRUE,
    "The whale feeds on clams.": FALSE,
    "The penguin eats fish.": SILENT,
    "The camel has hooves.": FALSE,
    "The horse reads books.": SILENT,
    "The dragonfly grows up in ponds.": TRUE,
}
NAMES = {TRUE: "true", FALSE: "false", SILENT: "silent"}


def pick(pupil, task, word):
    """Press one of the next words."""
    cell = pupil.cell(task)
    button = cell.locator("button.howcome-next-option").filter(
        has=pupil.page.locator("b").get_by_text(word, exact=True)
    )
    expect(button).to_be_visible()
    if isinstance(pupil, Mouse):
        button.click()
        return
    # Tab goes to the words once; there the arrows lead from one to the next.
    focused = "one => one === document.activeElement"
    pupil.tab_to(cell.locator("button.howcome-next-option[tabindex='0']"))
    pupil.page.keyboard.press("Home")
    for _ in range(30):
        if button.evaluate(focused):
            break
        pupil.page.keyboard.press("ArrowRight")
    expect(button).to_be_focused()
    pupil.page.keyboard.press("Enter")


def make(pupil, task, words, sounds):
    """Pick each word of a sentence, say how it sounds, and look it up."""
    sentence = pupil.cell(task).locator(".howcome-next-sentence")
    for word in [*words.split(), "the end"]:
        pick(pupil, task, word)
        if word != "the end":
            expect(sentence.locator("b").last).to_have_text(word, ignore_case=True)
    judge(pupil, task, sounds)


def judge(pupil, task, sounds):
    pupil.press(task, sounds)
    pupil.press(task, "Look in the card box")
    expect(pupil.cell(task).locator(".howcome-next-verdict")).to_be_visible()


def truth(pupil, task):
    return pupil.cell(task).locator(".howcome-next-truth")


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)
    pupil.start()

    pupil.choose("guess", "All 10")
    pupil.keep("guess", "Keep my guess")
    expect(notebook.cell("recap-guess")).to_contain_text("All 10")

    pupil.press("play", "Finish the sentence")
    judge(pupil, "play", "It sounds odd")
    expect(truth(pupil, "play")).to_contain_text("False.")
    pupil.press("play", "New sentence")
    pupil.press("play", "Finish the sentence")
    expect(notebook.cell("play").locator(".howcome-next-sentence")).to_contain_text("clams")
    judge(pupil, "play", "It sounds true")
    row = notebook.cell("play").get_by_role("row", name="✗ false 2 1")
    expect(row).to_be_visible()

    pupil.wrong("twins", "Pick the first word of a sentence.")
    make(pupil, "twins", "the whale lives in oceans", "It sounds true")
    expect(truth(pupil, "twins")).to_contain_text("True, but copied word for word")
    pupil.wrong("twins", "So far all you made is true.")
    pupil.press("twins", "New sentence")
    make(pupil, "twins", "the cow lives in ponds", "It sounds odd")
    expect(truth(pupil, "twins")).to_contain_text("False.")
    pupil.wrong("twins", "they are no twins: more than the animal is different.")
    pupil.press("twins", "New sentence")
    make(pupil, "twins", "the cow lives in oceans", "It sounds odd")
    pupil.right("twins")

    pupil.choose("why", "It read too few sentences.")
    pupil.keep("why")
    pupil.wrong("why", "what happened when it read all 360?")
    pupil.choose("why", "It looks at two words, and the animal is too far back.")
    pupil.keep("why")
    pupil.right("why")

    pupil.wrong("box", "Put the first sentence on a shelf.")
    sort_all(pupil, "box", SHELVES | {"The penguin eats fish.": FALSE})
    pupil.wrong("box", "The box has no line about this. Can it say that it is false?")
    pupil.press("box", "Start again")
    sort_all(pupil, "box", SHELVES)
    pupil.right("box")

    pupil.write("label", LABEL)
    pupil.keep("label")
    pupil.right("label")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    kept = values(notebook)
    made = kept.pop("twins")["made"]
    assert [" ".join(one["words"]) for one in made] == [
        "the whale lives in oceans .",
        "the cow lives in ponds .",
        "the cow lives in oceans .",
    ]
    assert all(one["looked"] and set(one["by"]) == {"you"} for one in made)
    assert kept == {
        "guess": said("ten"),
        "why": said("two-words"),
        "box": {"shelf_of": {text.split()[1]: NAMES[shelf] for text, shelf in SHELVES.items()}},
        "label": said(LABEL),
    }


def test_the_page_shows_the_box_as_it_is(open_lesson):
    notebook = open_lesson(LESSON)
    lines = notebook.cell("box-words").get_by_role("row").all_inner_texts()
    shown = [line.split("\t") for line in lines[1:]]
    box = next_word.box()
    animals = list(dict.fromkeys(animal for animal, _ in box))
    assert [[part.strip() for part in line] for line in shown] == [
        [animal, *(box[animal, about] for about in next_word.ABOUT)] for animal in animals
    ]


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.start()
    pupil.press("play", "Finish the sentence")
    judge(pupil, "play", "It sounds odd")
    make(pupil, "twins", "the whale lives in oceans", "It sounds true")
    pupil.wrong("why", "Press one answer")
    sort_all(pupil, "box", SHELVES)
    fits_and_reads(page, axe)
