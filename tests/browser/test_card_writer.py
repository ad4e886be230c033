"""CardWriter in a real JupyterLab: a whole card by mouse, the same by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from howcome.answers import side_file

SHORT = """from howcome.activities.card_writer import CardWriter
CardWriter("model", about="the fish sorter", checklist=["errors", "use", "misuse"],
           facts={"overall": 0.035, "reef": 0.03, "deep": 0.188},
           names={"reef": "Reef", "deep": "Deep sea"}, name="card")"""
WHOLE = SHORT.replace('checklist=["errors", "use", "misuse"],', "")
DATA = """from howcome.activities.card_writer import CardWriter
CardWriter("data", about="the penguin table", facts={"birds": 344},
           groups=["chicks", "Gentoo penguins"])"""
WHY = "The training set had few deep-sea cards."
USE = "Helping people to sort the reef."
VALUE = {
    "fields": {
        "errors": ["reef", "deep"],
        "errors_why": WHY,
        "use": USE,
        "misuse": "Sorting the deep sea: 18.8 % wrong.",
    }
}


def by_mouse(page):
    page.get_by_role("button", name="Reef: 3.0 % wrong").click()
    page.get_by_role("button", name="Deep sea: 18.8 % wrong").click()
    page.get_by_role("button", name="The training set had few …").click()
    page.keyboard.type("deep-sea cards.")
    page.get_by_role("button", name="Next part").click()
    page.get_by_role("button", name="Helping people to …").click()
    page.keyboard.type("sort the reef.")
    page.get_by_role("button", name="Next part").click()
    page.get_by_label("What must nobody use it for?").and_(page.locator("textarea")).click()
    page.keyboard.type("Sorting the deep sea:")
    page.get_by_role("button", name="Deep sea: 18.8 % wrong").click()
    page.keyboard.type(" wrong.")
    page.get_by_role("button", name="Read my card").click()


def by_keyboard(page):
    """Tab, Space, Enter and letters, from the first number on."""
    press = page.keyboard.press
    page.get_by_role("button", name="All together: 3.5 % wrong").focus()
    for key in ("Tab", "Space", "Tab", "Space", "Tab", "Tab", "Enter"):  # the second beginning
        press(key)
    page.keyboard.type("deep-sea cards.")
    press("Tab")
    press("Enter")  # next part: the focus is in its text
    page.keyboard.type(USE)
    for key in ("Tab", "Tab", "Tab", "Tab", "Enter"):
        press(key)
    page.keyboard.type("Sorting the deep sea:")
    for key in ("Tab", "Tab", "Tab", "Enter"):  # the number; back in the text behind it
        press(key)
    page.keyboard.type(" wrong.")
    for key in ("Tab", "Tab", "Tab", "Tab", "Enter"):
        press(key)


@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
def test_a_whole_task(run, page, axe, way):
    notebook = run([SHORT], tasks={0: "card"})
    root = page.locator(".howcome")
    expect(root).to_match_aria_snapshot("""
      - region "Write the card":
        - paragraph: "0 of 3 parts are written. Next: Errors."
        - 'region "Model card: the fish sorter"':
          - list:
            - listitem:
              - button "Errors still open" [expanded]
              - group /How often is it wrong/:
                - group /How often is it wrong/:
                  - 'button "All together: 3.5 % wrong"'
                  - 'button "Reef: 3.0 % wrong"'
                  - 'button "Deep sea: 18.8 % wrong"'
                - group "Begin with":
                  - button "It is most often wrong for …"
                - textbox "Which group has the most errors, and how come?"
              - button "Next part"
            - listitem:
              - button "Use it for still open"
        - button "Undo" [disabled]
    """)
    assert axe(".howcome") == []
    way(page)
    expect(root.locator("[role=status]")).to_contain_text("Your card is complete.")
    paper = page.get_by_role("region", name="Model card: the fish sorter")
    expect(paper.get_by_role("row", name="Deep sea 18.8 %")).to_be_visible()
    expect(paper.get_by_text(VALUE["fields"]["misuse"])).to_be_visible()
    expect(paper.get_by_role("textbox")).to_have_count(0)
    expect(paper.get_by_role("button", name="Do not use it for ✓ written")).to_be_focused()
    assert axe(".howcome") == []
    notebook.save()
    assert notebook.answers()["card"]["value"] == VALUE


def test_the_overall_error_alone_is_not_enough(run, page):
    run([SHORT])
    page.get_by_role("button", name="All together: 3.5 % wrong").click()
    note = "One number for all together can hide a group that pays."
    expect(page.locator(".howcome-card-note").first).to_contain_text(note)
    expect(page.locator(".howcome [role=status]")).to_contain_text(note)
    expect(page.get_by_role("button", name="All together: 3.5 % wrong")).to_be_focused()
    page.get_by_label("Which group has the most errors").fill("I do not say.")
    expect(page.get_by_role("button", name="Errors still open")).to_be_visible()
    page.get_by_role("button", name="Reef: 3.0 % wrong").click()
    page.get_by_role("button", name="Deep sea: 18.8 % wrong").click()
    expect(page.get_by_role("button", name="Errors ✓ written")).to_be_visible()


def test_escape_closes_a_part_and_any_part_can_be_opened(run, page):
    run([SHORT])
    page.get_by_role("button", name="Do not use it for").press("Enter")
    text = page.get_by_label("What must nobody use it for?").and_(page.locator("textarea"))
    text.fill("17 % of it")
    expect(page.get_by_text("“17 %” is not one of the measured numbers.").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(text).to_be_hidden()
    expect(page.get_by_role("button", name="Do not use it for ✓ written")).to_be_focused()
    expect(page.get_by_text("17 % of it").first).to_be_visible()


def test_too_much_and_no_room_are_said_in_a_sentence(run, page):
    run([SHORT])
    page.get_by_role("button", name="Use it for still open", exact=True).click()
    text = page.get_by_label("What may people use it for?").and_(page.locator("textarea"))
    text.fill("x" * 198)
    page.get_by_role("button", name="Reef: 3.0 % wrong").click()
    expect(page.get_by_text("There is no room for it.").first).to_be_visible()
    expect(text).to_be_focused()
    text.evaluate("area => area.removeAttribute('maxlength')")
    text.fill("x" * 202)
    problem = page.locator(".howcome [role=alert]")
    expect(problem).to_have_text("Use up to 200 letters: this is 2 too many.")
    text.fill("Sorting the reef")
    expect(problem).to_be_empty()


def test_an_answer_comes_back_and_can_be_undone_and_started_again(run, page):
    notebook = run([SHORT], tasks={0: "card"})
    by_mouse(page)
    expect(page.get_by_text("Your card is complete.").first).to_be_visible()
    notebook.save().reopen().run_all()
    expect(page.get_by_text("Your card is complete.").first).to_be_visible()
    expect(page.get_by_text(USE).first).to_be_visible()
    page.get_by_role("button", name="Errors ✓ written").click()
    deep = page.get_by_role("button", name="Deep sea: 18.8 % wrong")
    deep.click()
    expect(deep).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Undo").click()
    expect(deep).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_text("0 of 3 parts are written. Next: Errors.").first).to_be_visible()
    expect(deep).to_have_attribute("aria-pressed", "false")
    assert notebook.save().answers()["card"]["value"] is None


def test_the_last_letters_before_ctrl_s_are_kept_at_once(run, page):
    notebook = run([SHORT], tasks={0: "card"})
    page.get_by_label("Which group has the most errors").click()
    page.keyboard.type("The deep")
    page.keyboard.press("Control+s")
    copy = side_file(notebook.path, notebook.on_disk()["metadata"]["howcome"]["notebook"])
    for _ in range(60):
        page.wait_for_timeout(100)
        if copy.exists() and "The deep" in copy.read_text(encoding="utf-8"):
            return
    raise AssertionError("the last letters are not kept")


@pytest.mark.parametrize("cell", [WHOLE, WHOLE.replace("name=", 'band="high", name='), DATA])
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_cut_off_in_any_part(run, page, axe, cut_off, language, cell):
    run([cell], language=language)
    heads = page.locator(".howcome-card-head")
    heads.first.wait_for()
    for at in range(heads.count()):
        if heads.nth(at).get_attribute("aria-expanded") == "false":
            heads.nth(at).click()
        for width in (340, 620):
            assert cut_off(width) == []
        assert axe(".howcome") == []
    name = re.compile("^([Nn]ext part|Read my card|Parte siguiente|Leer mi ficha)$")
    expect(page.get_by_role("button", name=name)).to_have_count(1)
