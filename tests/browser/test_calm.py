"""When ``howcome lab`` opens, a pupil sees the lessons, and nothing begs for attention."""

import pytest
from playwright.sync_api import expect

from .lessons import WAIT, Mouse


def test_the_first_page_is_the_map_and_its_links_open_lessons(lab, page):
    page.goto(f"{lab.base}lab/tree/Lessons.md?token={lab.token}")
    shown = page.locator(".jp-MarkdownViewer .jp-RenderedMarkdown")
    expect(shown.get_by_role("heading", name="Welcome to Howcome")).to_be_visible()
    links = [link.get_attribute("href") or "" for link in shown.get_by_role("link").all()]
    for lesson in ("e05-is-it-a-shoe", "m04-who-is-missing", "h04-fair-for-whom"):
        assert [link for link in links if lesson in link], lesson
    expect(page.get_by_text("| Idle")).to_have_count(0)

    # Nothing begs for attention: no news, no update, no dialog, no launcher, no nbgrader.
    page.wait_for_load_state("networkidle")
    for clutter in (".jp-Dialog", ".jp-Launcher", ".Toastify__toast", ".jp-toastContainer *"):
        expect(page.locator(clutter)).to_have_count(0)
    for words in ("nbgrader", "news", "Update available"):
        expect(page.get_by_text(words)).to_have_count(0)
    menus = ["File", "Edit", "View", "Run", "Kernel", "Tabs", "Settings", "Help"]
    for menu in menus:
        page.get_by_role("menuitem", name=menu, exact=True).click()
        expect(page.locator(".lm-Menu").first).to_be_visible()
        assert "nbgrader" not in page.locator(".lm-Menu").first.inner_text()
        page.keyboard.press("Escape")

    shown.get_by_role("link", name="Is it a shoe?").click()
    expect(page.locator(".howcome-guide-start")).to_be_visible()
    expect(page.locator(".lm-TabBar-tab.jp-mod-current")).to_contain_text("e05-is-it-a-shoe")
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def test_what_a_pupil_does_is_on_disk_without_saving(open_lesson):
    notebook = open_lesson("elementary/e05-is-it-a-shoe")
    pupil = Mouse(notebook)
    pupil.start()
    pupil.choose("guess", "About 5")
    pupil.keep("guess", "Keep my guess")
    # Every ten seconds; a loaded machine may take some more.
    for _ in range(300):
        if "guess" in notebook.answers():
            break
        notebook.page.wait_for_timeout(100)
    assert notebook.answers()["guess"]["value"]["value"] == "few"


@pytest.mark.parametrize(
    ("lesson", "button"), [("elementary/e05-is-it-a-shoe", 0), ("middle/m04-who-is-missing", 1)]
)
def test_code_is_out_of_sight(open_lesson, lesson, button):
    page = open_lesson(lesson).page
    hidden = page.locator(".howcome-out-of-sight .jp-Cell-inputWrapper")
    expect(page.locator(".howcome-guide-start")).to_be_visible()
    expect(hidden.first).to_be_attached()
    assert not any(one.is_visible() for one in hidden.all())
    show = page.get_by_role("button", name="Show the code", exact=True)
    assert show.count() == button
    if not button:
        return
    show.click()
    code = page.locator(".howcome-out-of-sight .cm-content", has_text="from howcome import Ask")
    expect(code.first).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Hide the code", exact=True).click()
    expect(code.first).to_be_hidden()
    assert not any(one.is_visible() for one in hidden.all())
