"""LabelCards in a real JupyterLab: a whole task by mouse, and the same by keyboard alone."""

import pytest
from playwright.sync_api import expect

from howcome import speech

from .test_sort_shelf import FAR_VOICE, by_keys, chip, place, with_voice

LABEL = """from howcome.activities.label_cards import LabelCards
from howcome.toys import card_sorter
cards = LabelCards(
    ["dog", "crocodile", "salmon"],
    [{"name": "mammal", "picture": "dog"}, {"name": "reptile", "picture": "crocodile"},
     {"name": "fish", "picture": "salmon"}],
    card_sorter, new=["owl", "penguin", "rabbit"], name="teach",
)
cards"""
ALONE = """from howcome.activities.label_cards import LabelCards
LabelCards(["cat", "car"], ["animal", "thing"])"""
RIGHT = {"dog": "mammal", "crocodile": "reptile", "salmon": "fish"}


def new(page, name):
    return page.locator(".howcome-label-new > li", has_text=name)


def by_mouse(page):
    for name in ("mammal", "fish", "fish"):
        place(page, name).click()
    chip(page, "crocodile").first.click()  # it was given the wrong label
    place(page, "reptile").click()


def by_keyboard(page):
    """Tab to the labels once, then arrows and Enter alone."""
    by_keys(page, "Tab Enter ArrowDown ArrowDown Enter Enter")
    expect(chip(page, "salmon")).to_be_visible()
    # to the right of a label: hear it, then the cards that have it
    for key in ("ArrowRight", "ArrowRight", "Enter", "ArrowUp", "Enter"):
        page.keyboard.press(key)


@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
def test_a_whole_task(run, page, axe, way):
    notebook = run([LABEL], tasks={0: "teach"})
    prompt = page.locator(".howcome-prompt")
    expect(prompt).to_have_text("What is this? Pick a label.")
    expect(page.get_by_text("Give one label. Then it can try.")).to_be_visible()
    assert axe(".howcome") == []
    way(page)
    expect(prompt).to_have_text("All done! Look at the machine's new cards.")
    expect(new(page, "owl").locator(".howcome-cards-sign")).to_have_text("reptile")
    assert axe(".howcome") == []
    notebook.save()
    assert notebook.answers()["teach"]["value"] == {"labels": RIGHT}


def test_wrong_labels_make_a_wrong_sorter_and_how_come(run, page, axe):
    run([LABEL])
    for name in ("mammal", "fish", "fish"):
        place(page, name).click()
    penguin = new(page, "penguin")
    expect(penguin.locator(".howcome-cards-sign")).to_have_text("fish")
    how = page.get_by_role("button", name="How come? penguin")
    how.focus()
    page.keyboard.press("Enter")
    why = penguin.locator(".howcome-label-why")
    expect(why.locator("li")).to_have_text(["crocodile: fish"])
    expect(why).to_contain_text("Different facts: 2 of 12.")
    assert axe(".howcome") == []
    # The label is put right while the reason is open: it follows.
    chip(page, "crocodile").first.click()
    place(page, "reptile").click()
    expect(penguin.locator(".howcome-cards-sign")).to_have_text("reptile")
    expect(penguin).to_contain_text("Before, it said: fish.")
    expect(why.locator("li")).to_have_text(["crocodile: reptile"])
    how.focus()
    page.keyboard.press("Escape")
    expect(why).to_be_hidden()
    expect(how).to_be_focused()
    expect(how).to_have_attribute("aria-expanded", "false")
    page.locator(".howcome summary").click()
    expect(page.get_by_role("row", name="rabbit mammal 100")).to_be_visible()


def test_what_a_screen_reader_is_told(run, page):
    run([LABEL])
    said = page.locator(".howcome [role=status]")
    place(page, "mammal").click()
    expect(said).to_have_text(
        "dog: mammal. Next card: crocodile. owl, penguin, rabbit: the machine now says mammal."
    )
    expect(place(page, "mammal")).to_be_focused()
    place(page, "reptile").click()
    expect(said).to_have_text(
        "crocodile: reptile. Next card: salmon. owl, penguin: the machine now says reptile."
    )
    expect(page.locator(".howcome")).to_match_aria_snapshot("""
      - region "Give each card a label":
        - paragraph: And this card? Pick a label.
        - text: salmon
        - 'button "Hear: salmon"'
        - text: "Cards to go: 1."
        - group "Labels":
          - 'group "mammal. Cards: 1."':
            - 'button "Label it: mammal"'
            - list:
              - listitem:
                - button "dog"
          - 'group "reptile. Cards: 1."':
            - 'button "Label it: reptile"'
            - list:
              - listitem:
                - button "crocodile"
          - 'group "fish. Cards: 0."':
            - 'button "Label it: fish"'
        - paragraph: The machine learns from your labels.
        - paragraph: Now it tries new cards.
        - list:
          - listitem:
            - text: owl
            - paragraph: "The machine says:"
            - text: reptile
            - paragraph: It sounds very sure.
            - paragraph: "Before, it said: mammal."
            - button "How come? owl"
          - listitem
          - listitem
        - group: Numbers as a table
        - button "Undo"
        - button "Start again"
        - status
    """)


def test_an_answer_comes_back_is_undone_and_started_again(run, page):
    notebook = run([LABEL], tasks={0: "teach"})
    place(page, "mammal").click()
    expect(chip(page, "dog").first).to_be_visible()
    place(page, "reptile").click()
    expect(new(page, "owl").locator(".howcome-cards-sign")).to_have_text("reptile")
    page.get_by_role("button", name="Undo").click()
    expect(new(page, "owl").locator(".howcome-cards-sign")).to_have_text("mammal")
    notebook.save().reopen().run_all()
    expect(new(page, "owl").locator(".howcome-cards-sign")).to_have_text("mammal")
    expect(page.locator(".howcome-cards-row .howcome-cards-chip")).to_have_text(["dog"])
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_text("Give one label. Then it can try.")).to_be_visible()
    assert notebook.save().answers()["teach"]["value"] is None


def test_a_label_that_cannot_be_gets_one_sentence(run, page):
    run([LABEL, "cards.set_state({'labels': {'dog': 'moon'}, 'settled': 1})"])
    problem = page.locator(".howcome-problem")
    expect(problem).to_have_text("There is no label moon. Pick one: mammal, reptile, fish.")
    place(page, "mammal").click()
    expect(problem).to_be_empty()


def test_without_a_toy_there_is_no_machine(run, page, axe):
    run([ALONE])
    for name in ("animal", "thing"):
        place(page, name).click()
    prompt = page.locator(".howcome-prompt")
    expect(prompt).to_have_text("All done! Pick a card to change it.")
    expect(page.locator(".howcome-label-machine")).to_have_count(0)
    assert axe(".howcome") == []


def test_what_the_machine_says_is_heard_without_a_voice(run, page, lab):
    page.add_init_script(FAR_VOICE)
    clips = lab.folder / "clips-of-labels" / "en" / "speech"
    clips.mkdir(parents=True, exist_ok=True)
    for text in ("owl", "mammal", "The machine says:", "It sounds very sure."):
        (clips / speech.file_name(text)).write_text(f"sound of {text}")
    played_here = f"speech.LOCALE = type(speech.LOCALE)({str(clips.parents[1])!r})"
    run(["from howcome import speech\n" + played_here + "\n" + LABEL])
    place(page, "mammal").click()
    expect(new(page, "owl").locator(".howcome-cards-sign")).to_have_text("mammal")
    page.get_by_role("button", name="Hear: owl").click()
    page.wait_for_function("() => played.length === 4")
    said = ["owl", "The machine says:", "mammal", "It sounds very sure."]
    assert page.evaluate("played") == [f"sound of {text}" for text in said]
    assert page.evaluate("spoken") == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [340, 620])
def test_nothing_is_cut_off(run, new_page, axe, cut_off, language, width):
    """In 340 pixels, a page of 360, and in 620: a page of 1280 at 200 % zoom."""
    page = with_voice(new_page, language)
    run([LABEL], on=page, language=language)
    for at in (0, 1, 2):
        page.locator(".howcome-cards-place").nth(at).click()
    page.locator(".howcome-cards-row .howcome-cards-chip").nth(2).wait_for()
    page.locator(".howcome-label-says > .howcome-button").first.click()
    page.locator("summary").click()
    assert cut_off(width, on=page) == []
    assert axe(".howcome", on=page) == []
