"""UseStatement in a real JupyterLab: a whole statement by mouse, the same by keyboard alone."""

import pytest
from playwright.sync_api import expect

from howcome.answers import side_file

YOUNG = """from howcome.activities.use_statement import UseStatement
UseStatement("elementary", work="my story about a whale", name="mine")"""
HIGH = YOUNG.replace('"elementary"', '"high", level=1')
PART = "I wrote it and my brother helped me with the end."


def by_mouse(page):
    page.get_by_label("A person").check()
    page.get_by_label("A book or a page").check()
    page.get_by_label("A book or a page").uncheck()
    page.get_by_label("What did I do myself?").click()
    page.keyboard.type(PART)


def by_keyboard(page):
    """Tab, Space and letters, from the first box on."""
    page.get_by_label("Nobody and nothing").focus()
    for key in ("Tab", "Space", "Tab", "Space", "Space", "Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type(PART)


@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
def test_a_whole_task(run, page, axe, way):
    notebook = run([YOUNG], tasks={0: "mine"})
    root = page.locator(".howcome")
    expect(root).to_match_aria_snapshot("""
      - region "My statement of help":
        - group /Who or what helped me/:
          - checkbox "Nobody and nothing"
          - checkbox "A person"
        - region "Your statement"
        - button "Undo" [disabled]
    """)
    assert axe(".howcome") == []
    expect(page.get_by_label("What did I do myself?")).to_be_hidden()
    way(page)
    paper = page.get_by_role("region", name="Your statement")
    expect(paper).to_contain_text(f"This helped me: a person. What I did: {PART}")
    expect(root.locator("[role=status]")).to_contain_text("Your statement is complete.")
    assert axe(".howcome") == []
    notebook.save()
    value = notebook.answers()["mine"]["value"]
    assert value == {"fields": {"helpers": ["person"], "my_part": PART}}


def test_the_last_letters_before_ctrl_s_are_kept_at_once(run, page):
    """The file is written before the kernel has answered; the copy beside it has them."""
    notebook = run([YOUNG], tasks={0: "mine"})
    page.get_by_label("A person").check()
    page.get_by_label("What did I do myself?").click()
    page.keyboard.type("All of it")
    page.keyboard.press("Control+s")
    copy = side_file(notebook.path, notebook.on_disk()["metadata"]["howcome"]["notebook"])
    for _ in range(60):
        page.wait_for_timeout(100)
        if "All of it" in copy.read_text(encoding="utf-8"):
            return
    raise AssertionError("the last letters are not kept")


def test_nobody_stands_alone_and_undo_leads_back(run, page):
    run([YOUNG])
    page.get_by_label("A person").check()
    page.get_by_label("Nobody and nothing").check()
    expect(page.get_by_label("A person")).not_to_be_checked()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("A person")).to_be_checked()
    expect(page.get_by_label("Nobody and nothing")).not_to_be_checked()
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_label("A person")).not_to_be_checked()
    expect(page.get_by_text("Nothing said yet.").first).to_be_visible()


def test_an_answer_comes_back(run, page):
    notebook = run([YOUNG], tasks={0: "mine"})
    by_mouse(page)
    page.locator(".howcome-use-paper").get_by_text(PART).wait_for()
    page.wait_for_timeout(1000)
    notebook.save().reopen().run_all()
    expect(page.get_by_label("What did I do myself?")).to_have_value(PART)


@pytest.mark.parametrize("language", ["en", "es"])
def test_high_school_at_level_one_and_nothing_is_cut_off(run, page, axe, cut_off, language):
    run([HIGH], language=language)
    yes, talk = {
        "en": ("Yes, I did.", "Now talk with your teacher"),
        "es": ("Sí.", "Ahora habla con tu docente"),
    }[language]
    page.get_by_label(yes, exact=True).check()
    expect(page.get_by_text(talk).first).to_be_visible()
    page.locator(".howcome-use-step").nth(1).locator("input").first.fill("Chatty")
    expect(page.locator(".howcome-use-paper")).to_contain_text("Chatty")
    for width in (340, 620):
        assert cut_off(width) == []
    assert axe(".howcome") == []
    page.get_by_label({"en": "No. I used no AI.", "es": "No. No usé IA."}[language]).check()
    expect(page.locator(".howcome-use-step:visible")).to_have_count(2)
