"""``howcome course open``: Formgrader on a course of three lessons, in a real Chromium."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from classroom import as_bytes, hand_in, handed_in
from click.testing import CliRunner
from lab_server import free_port, wait_until_ready
from playwright.sync_api import expect

from howcome_instructor.cli import main
from howcome_instructor.course.folder import Course, open_course
from howcome_instructor.course.stock import nbgrader_in

LESSON = "m04-who-is-missing"
LESSONS = ("e05-is-it-a-shoe", "h04-fair-for-whom", LESSON)

# Everything here would run in the teacher's page, or tell somebody that it was opened.
TEXT = (
    "<script>window.evil = 1</script>I choose <b>equal</b> chances.\n\n> a quote\n\n"
    '<img src="x" onerror="window.evil = 2">'
    '<img src="https://example.org/seen.png" alt="a picture from elsewhere">'
    "[press me](javascript:window.evil=3)"
)
CODE = (
    "from IPython.display import HTML, Javascript, Markdown, display\n"
    "display(HTML('<h3>A title</h3><script>window.evil = 4</script>'\n"
    "             '<button class=\"full-credit\">press</button>'\n"
    "             '<p style=\"position:fixed;color:red\">red</p>'))\n"
    "display(Javascript('window.evil = 5'), Markdown('<script>window.evil = 6</script>**bold**'))"
)


@dataclass
class Open:
    """A running ``howcome course open``."""

    course: Course
    process: subprocess.Popen
    base: str
    token: str

    @property
    def address(self) -> str:
        return f"{self.base}/formgrader?token={self.token}"


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    """Three lessons, two pupils; p01 has handed in and been marked by nbgrader."""
    home = tmp_path_factory.mktemp("course")
    (home / "roster.csv").write_text("id,first_name,last_name\np01,Test,Uno\np02,Test,Dos\n")
    for arguments in (
        ["new", "class", "--lessons", "e05,m04,h04", "--roster", "roster.csv"],
        ["due", "class", "m04", "2026-12-01T15:00"],
    ):
        with contextlib.chdir(home):
            done = CliRunner().invoke(main, ["course", *arguments])
        assert done.exit_code == 0, done.output
    made = open_course(home / "class")
    with (made.root / "nbgrader_config.py").open("a") as file:
        file.write(f"c.Exchange.root = {str(home / 'exchange')!r}\n")
        file.write(f"c.Exchange.cache = {str(home / 'cache')!r}\n")
    done = CliRunner().invoke(main, ["course", "release", str(made.root), "--exchange"])
    assert done.exit_code == 0, done.output

    nb = handed_in(LESSON, written=TEXT)
    nb.cells.append(nbformat.v4.new_code_cell(CODE))
    hand_in(made.root, "p01", LESSON, as_bytes(nb))
    from nbgrader.apps.api import NbGraderAPI

    app = nbgrader_in(made)
    result = NbGraderAPI(app.coursedir, parent=app).autograde(LESSON, "p01")
    assert result["success"], result
    return made


@pytest.fixture(scope="module")
def opened(course, tmp_path_factory):
    port = free_port()
    command = [sys.executable, "-m", "howcome_instructor", "course", "open", str(course.root)]
    process = subprocess.Popen(
        [*command, "--no-browser", "--port", str(port)],
        cwd=tmp_path_factory.mktemp("elsewhere"),
        env={**os.environ, "TZ": "Europe/Madrid"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = ""
        for line in process.stdout:
            said += line
            if found := re.search(r"(http://\S+)/formgrader\?token=(\w+)", line):
                break
        else:
            raise RuntimeError(said)
        assert found[1] == f"http://127.0.0.1:{port}"
        wait_until_ready(found[1], found[2], process)
        yield Open(course, process, found[1], found[2])
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)
        process.stdout.close()


@pytest.fixture
def teacher(opened, page):
    """A page in which the teacher has opened the printed address."""
    page.goto(opened.address)
    return page


def submission(opened, page):
    page.goto(f"{opened.base}/formgrader/gradebook/{LESSON}/{LESSON}")
    page.get_by_role("link", name="Submission #1").click()
    expect(page.locator("#notebook").first).to_be_visible()
    # its fields do nothing before the marks have come
    page.wait_for_load_state("networkidle")
    return page


def test_the_assignments_stand_there_at_once(opened, teacher):
    table = teacher.locator("#main-table")
    for lesson in LESSONS:
        expect(table.get_by_role("link", name=lesson, exact=True)).to_be_visible()
    expect(teacher.get_by_text("Loading, please wait")).to_have_count(0)
    # 15:00 where the course was made, in the zone of the machine that shows it
    row = table.get_by_role("row").filter(has_text=LESSON)
    expect(row).to_contain_text("2026-12-01")
    expect(row).to_contain_text("CET")
    expect(row.locator(".num-submissions")).to_have_text("1")
    expect(table.get_by_text("released")).to_have_count(3)
    teacher.screenshot(path=_picture("formgrader"))


def test_links_lead_to_jupyterlab(opened, teacher):
    teacher.goto(f"{opened.base}/notebooks/./source/{LESSON}/{LESSON}.ipynb")
    expect(teacher).to_have_url(re.compile("/lab/tree/source/"))
    expect(teacher.locator(".jp-Notebook")).to_contain_text("Who is missing?")


def test_a_pupils_page_shows_pictures_and_runs_nothing(opened, teacher):
    page = submission(opened, teacher)
    pictures = page.locator(".output img")
    expect(pictures.first).to_be_visible()
    words = [picture.get_attribute("alt") for picture in pictures.all()]
    assert [one for one in words if one.startswith("Reef: 190 shown")], words
    assert not [one for one in words if "No description" in one]
    # what the pupil did at the table of mistakes, as it was kept when marking ran
    expect(page.get_by_text("80 deep-sea fish were called other").first).to_be_visible()

    answer = page.locator(".nbgrader_cell", has_text="I choose equal chances")
    expect(answer.locator("b")).to_have_text("equal")
    expect(answer.locator("blockquote")).to_contain_text("a quote")
    expect(answer.locator("img")).to_have_count(0)
    expect(answer).to_contain_text("a picture from elsewhere")
    expect(page.get_by_role("heading", name="A title")).to_be_visible()
    red = page.get_by_text("red", exact=True)
    assert red.evaluate("one => getComputedStyle(one).position") == "static"
    expect(page.locator(".output button")).to_have_count(0)
    # the table of mistakes stands there once, not also as the name of its class
    expect(page.get_by_text("MistakeTable(No cell opened yet.)")).to_have_count(0)
    for link in page.get_by_text("press me").all():
        assert "javascript" not in (link.get_attribute("href") or "")
    assert page.evaluate("window.evil") is None
    page.screenshot(path=_picture("formgrader-pupil"), full_page=True)


def test_even_a_script_could_not_call_elsewhere(opened, browser, request):
    """The page's own rule, should cleaning ever fail. (`new_page` counts refused requests too.)"""
    context = browser.new_context()
    request.addfinalizer(context.close)
    page = context.new_page()
    page.goto(opened.address)
    submission(opened, page)
    assert page.evaluate(
        "fetch('https://example.org/').then(() => 'went out', error => String(error))"
    ).startswith("TypeError")
    refused = page.evaluate(
        "new Promise(done => { document.addEventListener('securitypolicyviolation',"
        " event => done(event.blockedURI)); const picture = new Image();"
        " picture.src = 'https://example.org/seen.png'; })"
    )
    assert "example.org" in refused


def test_a_mark_is_saved(opened, teacher):
    page = submission(opened, teacher)
    field = page.locator("input.score").last
    with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
        field.fill("1.5")
        field.press("Tab")
    assert saved.value.ok
    page.reload()
    expect(page.locator("input.score").last).to_have_value("1.5")
    expect(page.locator("#howcome-session")).to_have_count(0)


def test_whoever_is_not_logged_in_is_told(opened, teacher):
    page = submission(opened, teacher)
    page.context.clear_cookies()
    field = page.locator("input.score").last
    field.fill("2")
    field.press("Tab")
    said = page.get_by_role("alert")
    expect(said).to_contain_text("not logged in any more")
    expect(said).to_contain_text("not saved")


def test_it_does_not_load_for_ever(opened, teacher):
    page = teacher
    page.route("**/formgrader/api/**", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("The server has stopped")
    expect(page.get_by_text("Loading, please wait")).to_have_count(0)


def test_a_stranger_sees_nothing(opened, new_page):
    for place in ("formgrader", "formgrader/manage_students", "lab"):
        page = new_page()
        page.goto(f"{opened.base}/{place}")
        expect(page).to_have_url(re.compile("/login"))


def test_nbgraders_menu_and_the_assignment_list(opened, teacher):
    page = teacher
    page.goto(f"{opened.base}/lab")
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    page.get_by_role("menuitem", name="Assignment List", exact=True).click()
    listed = page.locator("#released_assignments_list, #nbgrader-assignment_list")
    expect(listed.first).to_contain_text(LESSON)
    for clutter in (".jp-Dialog", ".Toastify__toast"):
        expect(page.locator(clutter)).to_have_count(0)


def test_the_menu_opens_formgrader_inside_jupyterlab(opened, teacher):
    page = teacher
    page.goto(f"{opened.base}/lab")
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    page.get_by_role("menuitem", name="Formgrader", exact=True).click()
    inside = page.frame_locator("iframe[src*=formgrader]")
    expect(inside.get_by_role("link", name=LESSON, exact=True)).to_be_visible()


def _picture(name: str) -> Path:
    place = Path("test-results")
    place.mkdir(exist_ok=True)
    return place / f"{name}.png"
