"""NextWord in a real JupyterLab: a whole task by mouse, and the same by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from howcome.words import words

SET_UP = """from howcome.activities.next_word import NextWord
from howcome.toys import next_word, tiny_network
"""
WORD = (
    SET_UP
    + """read = next_word.deal()
machine = next_word.Model(n=3).fit(*next_word.pairs(read))
word = NextWord(machine, read=read, name="write")
word"""
)
ASK = (
    SET_UP
    + """network = tiny_network.Model().fit(*tiny_network.first_deal())
word = NextWord(network, questions=tiny_network.questions(), temperature=0,
                free_temperature=True, name="write")
word"""
)
# The machine finishes "The frog lives in" by the luck of deal 0.
MADE = {
    "words": ["the", "frog", "lives", "in", "oceans", "."],
    "by": ["you", "you", "you", "you", "machine", "you"],
    "sounds": "odd",
    "looked": True,
    "temperature": 1,
}


def said(page):
    """What the activity last told a screen reader."""
    return page.locator(".howcome-unseen[role=status]").first


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def focused(page, name):
    """Wait until what has the focus is called so."""
    page.wait_for_function(
        "name => document.activeElement.innerText?.replace(/\\s+/g, ' ').trim().startsWith(name)",
        arg=name,
    )


def by_mouse(page):
    def click(name):
        page.get_by_role("button", name=name).click()

    for name in (
        "the 148 of 300",
        "frog 15 of 148",
        "lives 1 of 15",
        "in 1 of 3",
        "Let the machine pick",
    ):
        click(name)
    for name in ("the end", "It sounds odd", "Look in the card box"):
        click(name)


def by_keyboard(page):
    """From the first button on: Tab, arrows and Enter alone; the focus is never lost."""
    page.get_by_role("button", name="Let the machine pick").focus()
    press(page, "Tab", "Tab")
    focused(page, "a 152")
    press(page, "ArrowRight")
    focused(page, "the 148")
    press(page, "Enter")
    for word in ("frog", "lives", "in"):
        expect(said(page)).to_contain_text("can come next")
        page.wait_for_function(
            "() => document.querySelector('.howcome-next-list').contains(document.activeElement)"
        )
        press(page, "Home")
        for _ in range(14):
            if page.evaluate("document.activeElement.querySelector('b').innerText") == word:
                break
            press(page, "ArrowRight")
        press(page, "Enter")
        expect(said(page)).to_contain_text(word)
    focused(page, "barns 17 of 52")
    press(page, "Shift+Tab", "Shift+Tab", "Enter")
    focused(page, "Let the machine pick")
    expect(said(page)).to_contain_text("The frog lives in oceans …")
    press(page, "Tab", "Tab", "Enter")
    focused(page, "It sounds true")
    press(page, "Tab", "Enter")
    focused(page, "Look in the card box")
    press(page, "Enter")
    focused(page, "New sentence")


@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
def test_a_whole_task(run, page, axe, way):
    notebook = run([WORD], tasks={0: "write"})
    page.locator(".howcome").wait_for()
    assert page.get_by_text("Pick the first word, or let the machine pick.").is_visible()
    assert axe(".howcome") == []
    way(page)
    expect(page.get_by_text("False. The card says something else.").first).to_be_visible()
    expect(said(page)).to_have_text("False. The card says something else.")
    assert page.get_by_role("row", name="lives in ponds ← this line decides").is_visible()
    assert page.get_by_role("row", name="✗ false 1 0").is_visible()
    assert axe(".howcome") == []
    notebook.save()
    value = notebook.answers()["write"]["value"]
    assert value == {"made": [MADE], "temperature": 1, "deal": 0}


def test_what_a_screen_reader_reads(run, page):
    run([WORD])
    root = page.locator(".howcome").first
    expect(root).to_match_aria_snapshot("""
- region "Pick the next word":
  - paragraph: Pick the first word, or let the machine pick.
  - button "Let the machine pick"
  - button "Finish the sentence"
  - paragraph: "The machine looks at the start of a sentence. Times it read one: 300. First came:"
  - list "Next words":
    - listitem:
      - button "a 152 of 300"
    - listitem:
      - button "the 148 of 300"
  - button "Deal again (this is deal 0)"
  - button "Undo" [disabled]
  - button "Start again"
""")
    page.get_by_role("button", name="a 152 of 300").click()
    expect(said(page)).to_have_text("A … Words that can come next: 10.")
    page.get_by_role("button", name="Finish the sentence").click()
    expect(said(page)).to_have_text(
        re.compile(r"^A [\w ]+\. Read the sentence\. Does it sound true\?$")
    )
    expect(root).to_match_aria_snapshot("""
- region "Pick the next word":
  - paragraph: Read the sentence. Does it sound true?
  - paragraph: /^A [\\w ]+\\.$/
  - group "Read the sentence. Does it sound true?":
    - button "It sounds true"
    - button "It sounds odd"
    - button "I am not sure"
""")
    page.get_by_role("button", name="It sounds true").click()
    page.get_by_role("button", name="Look in the card box").click()
    expect(root).to_match_aria_snapshot("""
- region "Pick the next word":
  - paragraph: Make another sentence. How many are true?
  - table /The card/:
    - rowgroup:
      - row /^lives in/
      - row /^eats/
      - row /^has/
  - button "New sentence"
  - table "Your sentences so far":
    - rowgroup:
      - row "It is How many Of these sounded true"
    - rowgroup:
      - row /true and new/
      - row /copied word for word/
      - row /false/
      - row /no sentence/
  - table "The last ones, newest first"
""")


def ask_by_mouse(page):
    for name in ("The walrus lives in", "Let the machine answer", "It sounds true", "Look in"):
        page.get_by_role("button", name=name).click()


def ask_by_keyboard(page):
    page.get_by_role("slider").focus()
    press(page, "Tab", "End", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    focused(page, "The walrus lives in")
    press(page, "Enter")
    focused(page, "Let the machine answer")
    press(page, "Enter")
    focused(page, "It sounds true")
    press(page, "Enter")
    focused(page, "Look in the card box")
    press(page, "Enter")
    focused(page, "The walrus lives in … ✗ false, never read")


@pytest.mark.parametrize("way", [ask_by_mouse, ask_by_keyboard])
def test_questions(run, page, axe, way):
    notebook = run([ASK], tasks={0: "write"})
    page.get_by_text("Which question do you ask the machine?").wait_for()
    assert page.get_by_text("never read").count() == 0
    assert axe(".howcome") == []
    way(page)
    expect(said(page)).to_have_text("False. The card says something else. It never read this fact.")
    assert page.get_by_role("row", name="never read 1 0 1 92").is_visible()
    assert axe(".howcome") == []
    notebook.save()
    (made,) = notebook.answers()["write"]["value"]["made"]
    assert made["words"] == ["the", "walrus", "lives", "in", "barns", "."]
    assert made["by"] == [*["start"] * 4, "machine", "machine"]


def test_the_bars_move_with_the_temperature(run, page):
    notebook = run(
        [WORD.replace("name=", "start='the whale lives in', free_temperature=True, name=")]
    )
    first = page.locator(".howcome-next-option").first
    expect(first).to_have_text(re.compile("barns.*17 of 52$"))
    slider = page.get_by_role("slider", name="How does the machine pick?")
    slider.focus()
    press(page, "Home")
    expect(first).to_contain_text("picked 100 of 100")
    assert slider.get_attribute("aria-valuetext") == "always the most likely (temperature 0)"
    press(page, "End")
    expect(first).to_contain_text("picked 22 of 100")
    assert slider.get_attribute("aria-valuetext") == "anything goes (temperature 5)"
    assert slider.evaluate("one => one === document.activeElement")
    page.get_by_role("button", name="Deal again").click()
    expect(page.get_by_role("button", name="this is deal 1")).to_be_visible()
    notebook.save()


def double_click(page, button):
    """A child's double click: the second press lands on what has taken the place of the first."""
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    for times in (1, 2):
        page.mouse.down(click_count=times)
        page.mouse.up(click_count=times)
        button.wait_for(state="detached")


def test_an_answer_comes_back_and_can_be_undone(run, page):
    notebook = run([WORD], tasks={0: "write"})
    by_mouse(page)
    page.get_by_role("button", name="New sentence").click()
    focused(page, "Let the machine pick")
    double_click(page, page.get_by_role("button", name="a 152 of 300"))
    expect(page.locator(".howcome-next-sentence")).to_have_text(re.compile(r"^A\s*you\s*\?$"))
    notebook.save().reopen().run_all()
    expect(page.locator(".howcome-next-sentence")).to_contain_text("A")
    assert page.get_by_role("row", name="The frog lives in oceans. It sounds odd").is_visible()
    page.get_by_role("button", name="bee").click()
    expect(page.locator(".howcome-next-sentence")).to_contain_text("bee")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".howcome-next-sentence")).not_to_contain_text("bee")
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_text("Pick the first word").first).to_be_visible()
    assert page.locator(".howcome").get_by_role("table").count() == 0
    assert notebook.save().answers()["write"]["value"] is None


def test_a_step_that_cannot_be_is_one_sentence(run, page):
    # As a view would send it that is older than its machine.
    run([WORD, "word.set_state({'made': ['The frog flies.'], 'settled': 1})"])
    expect(page.get_by_role("alert").first).to_have_text(
        "“flies” cannot come after “the frog”. Pick one of the words that are shown."
    )
    page.get_by_role("button", name="the 148 of 300").click()
    expect(page.get_by_role("alert").first).to_be_hidden()
    expect(page.locator(".howcome-next-sentence")).to_contain_text("The")


def test_quick_presses_wait_for_the_kernel(run, page):
    run([WORD])
    words = page.locator(".howcome-next-sentence b")
    page.get_by_role("button", name="Let the machine pick").evaluate(
        "button => { button.click(); button.click(); }"
    )
    expect(words).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(words).to_have_count(1)


def test_words_that_are_far_down_the_list(run, page, cut_off):
    run([ASK.replace("questions=tiny_network.questions()", "start='the frog'")])
    shown = page.locator(".howcome-next-list").first.get_by_role("button")
    expect(shown).to_have_count(12)
    page.get_by_role("button", name="more words").click()
    expect(shown).to_have_count(35)
    assert shown.nth(12).evaluate("one => one === document.activeElement")
    assert cut_off(340) == []


FREE = WORD.replace("name=", "free_temperature=True, temperature=0.5, name=")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [340, 620])
@pytest.mark.parametrize(("cell", "first"), [(FREE, "finish"), (ASK, "machine_answers")])
def test_nothing_is_cut_off(run, new_page, axe, cut_off, cell, first, language, width):
    """In 340 pixels, a page of 360, and in 620: a page of 1280 at 200 % zoom."""
    page = new_page()
    say = words("next_word", language)
    run([cell], on=page, language=language)
    assert cut_off(width, on=page) == []
    if cell == ASK:
        page.get_by_role("button", name="The dragonfly eats").click()
    for key in (first, "sounds_unsure", "look"):
        if key == "look":
            expect(said(page).locator("[lang=en]")).to_have_text(re.compile(r"^(A|The) .*\.$"))
        page.get_by_role("button", name=say[key]).click()
        expect(page.get_by_role("button", name=say[key])).to_be_hidden()
        assert cut_off(width, on=page) == []
    expect(page.locator(".howcome-next-verdict")).to_be_visible()
    assert page.locator(".howcome").first.get_attribute("lang") == language
    assert page.locator(".howcome-next-sentence").get_attribute("lang") == "en"
    assert axe(".howcome", on=page) == []
