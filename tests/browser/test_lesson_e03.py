"""e03, "Never seen one": the lesson by mouse, by keyboard alone, by ear, and on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, Keys, Mouse, fits_and_reads, values
from .test_lesson_e01 import sort_all
from .test_sort_shelf import NO_VOICE

LESSON = "elementary/e03-never-seen-one"
TAUGHT = {
    **{"dog": "mammal", "crocodile": "reptile", "salmon": "fish"},
    **{"cat": "mammal", "leopard gecko": "reptile", "tuna": "fish"},
}
BIRDS = {"parrot": "bird", "flamingo": "bird"}
STEPS = {
    "meet": {"a card": "It is a dog."},
    "guess": {"owl": "I do not know."},
    "play": TAUGHT,
    "mend": BIRDS,
    "talk": {
        "It is a fish.": "you and this machine",
        "I do not know.": "only you",
        "Let me look some more.": "only you",
    },
    "done": {"a card": "I do not know yet."},
}


VERY, NOT = "It sounds very sure.", "It does not sound sure."


def says(notebook, task, **told):
    """Wait until the machine says this of its new cards: the label, and how sure it sounds."""
    for name, (label, sure) in told.items():
        one = notebook.cell(task).locator(".howcome-label-new > li").filter(has_text=name)
        expect(one.locator(".howcome-cards-sign")).to_have_text(label)
        expect(one).to_contain_text(sure)


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)
    pupil.start()
    for task in ("meet", "guess", "play"):
        sort_all(pupil, task, STEPS[task])
    # Never taught a bird, it sounds just as sure of the owl as of the rabbit.
    bird = ("reptile", VERY)
    says(notebook, "play", rabbit=("mammal", VERY), owl=bird, penguin=bird)
    pupil.press("play", "How come? owl")
    why = notebook.cell("play").locator(".howcome-label-why:not([hidden])")
    expect(why).to_contain_text("leopard gecko: reptile")
    expect(why).to_contain_text("Different facts: 3 of 12.")
    sort_all(pupil, "mend", {"parrot": "bird"}, last=False)
    mended = notebook.cell("mend").locator(".howcome-label-new > li").first
    expect(mended).to_contain_text("Before, it said: reptile.")
    says(notebook, "mend", owl=("bird", VERY), penguin=("bird", NOT), crab=("fish", VERY))
    sort_all(pupil, "mend", {"flamingo": "bird"})
    says(notebook, "mend", owl=("bird", VERY), penguin=("bird", VERY), crab=("fish", VERY))
    for task in ("talk", "done"):
        sort_all(pupil, task, STEPS[task])
    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    assert values(notebook) == {
        "meet": {"shelf_of": {"first": "dog"}},
        "guess": {"shelf_of": {"owl": "not-yet"}},
        "play": {"labels": TAUGHT},
        "mend": {"labels": TAUGHT | BIRDS},
        "talk": {"shelf_of": {"a-fish": "both", "not-yet": "you", "more": "you"}},
        "done": {"shelf_of": {"last": "not-yet"}},
    }


def test_without_a_voice_of_the_browser_each_step_is_heard(open_lesson):
    notebook = open_lesson(LESSON)
    page, pupil = notebook.page, Mouse(notebook)
    page.add_init_script(NO_VOICE)
    notebook.reopen()
    pupil.start()

    def heard(task, button, many):
        played = len(page.evaluate("window.played"))
        pupil.press(task, button)
        page.wait_for_function("all => window.played.length === all", arg=played + many)

    for task in STEPS:
        # The question, the card in hand and each shelf.
        heard(task, "Read aloud", 2 + notebook.cell(task).locator(".howcome-cards-place").count())
    sort_all(pupil, "play", TAUGHT)
    heard("play", "Hear: owl", 4)  # owl; the machine says; reptile; it sounds very sure
    heard("play", "Read aloud", 1 + 3 * 4)
    pupil.press("play", "How come? owl")
    heard("play", "Hear: These cards are most like it:", 3)


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.start()
    sort_all(pupil, "play", TAUGHT)
    pupil.press("play", "How come? owl")
    fits_and_reads(page, axe)
