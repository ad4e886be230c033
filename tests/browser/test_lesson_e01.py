"""e01, "Sort the sea": the lesson by mouse, by keyboard alone, by ear, and on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, Keys, Mouse, fits_and_reads, values
from .test_sort_shelf import NO_VOICE

LESSON = "elementary/e01-sort-the-sea"
FISH, CRAB = "with the fish", "with the crab"
STEPS = {
    "meet": {"clownfish": FISH, "stone crab": CRAB, "pufferfish": FISH, "lobster": CRAB},
    "guess": {"penguin": FISH},
    # By legs, then by shell: what has them goes with the crab.
    "play": {"tuna": FISH, "lobster": CRAB, "penguin": CRAB, "clownfish": FISH, "shrimp": CRAB},
    "swap": {
        **{"salmon": FISH, "crayfish": CRAB, "sea otter": FISH, "painted turtle": CRAB},
        "goldfish": FISH,
    },
    "talk": {
        **{"legs": "It helps.", "shell": "It helps.", "color": "It does not help."},
        "fins": "It helps.",
    },
    "done": {"crocodile": "on a new shelf"},
}
NAMES = {
    **{FISH: "fish-shelf", CRAB: "crab-shelf", "on a new shelf": "new-shelf"},
    **{"It helps.": "helps", "It does not help.": "no-help"},
}


def put(pupil, task, place):
    """Put the card in hand on a shelf, or give it a label."""
    button = pupil.cell(task).locator(".howcome-cards-place", has_text=place)
    if isinstance(pupil, Mouse):
        button.click()
        return
    # Tab goes to the places once; there the arrows lead from one to the next.
    focused = "one => one === document.activeElement"
    within = "one => one.closest('.howcome-cards-places').contains(document.activeElement)"
    if not button.evaluate(within):
        pupil.tab_to(pupil.cell(task).locator(".howcome-cards-places [tabindex='0']"))
    for key in ("ArrowUp",) * 4 + ("Home",) + ("ArrowDown",) * 4:
        if button.evaluate(focused):
            break
        pupil.page.keyboard.press(key)
    expect(button).to_be_focused()
    pupil.page.keyboard.press("Enter")


def sort_all(pupil, task, steps, last=True):
    """Put each of these cards in its place; with `last` none is left over then."""
    shown = pupil.cell(task).locator(".howcome-cards-stage b")
    for card, place in steps.items():
        expect(shown).to_have_text(card)
        put(pupil, task, place)
        expect(shown.filter(has_text=card)).to_have_count(0)
    if last:
        expect(pupil.cell(task).locator(".howcome-prompt")).to_contain_text("All done!")


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)
    pupil.start()
    picture = notebook.cell("meet-bucket").get_by_role("img")
    expect(picture).to_have_accessible_name(
        "A bucket on the beach. Four toy animals look out: "
        "a clownfish, a lobster, a pufferfish and a stone crab."
    )
    for task in STEPS:
        sort_all(pupil, task, STEPS[task])
    for task, card, mine, theirs in (
        ("play", "penguin", CRAB, FISH),
        ("swap", "sea otter", FISH, CRAB),
    ):
        differ = notebook.cell(task).locator(".howcome-shelf-friend li")
        expect(differ).to_have_count(1)
        expect(differ).to_contain_text(card)
        expect(differ.locator(".howcome-cards-sign")).to_have_text([mine, theirs])
    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    assert values(notebook) == {
        task: {"shelf_of": {card: NAMES[shelf] for card, shelf in step.items()}}
        for task, step in STEPS.items()
    }


def test_without_a_voice_of_the_browser_each_step_is_heard(open_lesson):
    notebook = open_lesson(LESSON)
    page, pupil = notebook.page, Mouse(notebook)
    page.add_init_script(NO_VOICE)
    notebook.reopen()
    pupil.start()
    for task, step in STEPS.items():
        played = len(page.evaluate("window.played"))
        pupil.press(task, "Read aloud")
        # The question, the card in hand and each shelf.
        shelves = notebook.cell(task).locator(".howcome-cards-place").count()
        page.wait_for_function(
            "many => window.played.length === many", arg=played + 2 + shelves, timeout=30_000
        )
        for name in [next(iter(step)), *dict.fromkeys(step.values())]:
            hear = notebook.cell(task).get_by_role("button", name=f"Hear: {name}", exact=True)
            expect(hear.first).to_be_visible()
    sort_all(pupil, "play", STEPS["play"])
    played = len(page.evaluate("window.played"))
    pupil.press("play", "Hear: penguin")
    # penguin; you: with the crab; your friend: with the fish
    page.wait_for_function("many => window.played.length === many", arg=played + 5)


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.start()
    sort_all(pupil, "play", STEPS["play"])
    fits_and_reads(page, axe)
