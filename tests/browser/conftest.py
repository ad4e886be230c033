"""A real JupyterLab, started as a pupil starts it, in a real Chromium.

``run`` opens a notebook made of a few cells and runs it; ``lesson`` opens a lesson's pupil copy
and presses Start. Every page fails its test when it asked any host but 127.0.0.1 for anything.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import uuid
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from lab_server import Server, get, howcome_lab
from playwright.sync_api import Locator, TimeoutError, expect, sync_playwright

from howcome.answers import ANSWER, bundles_in

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium"
# The browser's own traffic (updates, field trials) would hide a request of ours.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
RESULTS = Path("test-results")
# A loaded machine is slow, not wrong: five seconds, the default, are too few for a kernel's answer.
expect.set_options(timeout=20_000)
# What is wider than its place, or too small to be hit (44 pixels), inside an activity.
CUT_OFF = """root => {
  const seen = (one) => one.offsetHeight && !one.closest('.howcome-unseen, thead');
  const wide = [...root.querySelectorAll('*')].filter((one) => seen(one)
    && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1);
  const small = [...root.querySelectorAll('button, input, select, textarea, summary')]
    .filter((one) => seen(one) && !['checkbox', 'radio'].includes(one.type)
      && (one.offsetHeight < 44 || one.offsetWidth < 44));
  return [...wide, ...small].map((one) => one.outerHTML.slice(0, 200));
}"""
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let the pages know that their test failed: they leave a picture in test-results/."""
    report = yield
    if report.failed:
        item.failed = True
    return report


class Lab:
    """A running ``howcome lab`` and the pupil's folder it was started on."""

    running: ClassVar[list[Lab]] = []

    def __init__(self, server: Server, folder: Path):
        self.folder, self.base, self.token = folder, f"{server.base}/", server.token
        self.running.append(self)

    def stop_kernels(self) -> None:
        """Stop what runs there; a server that is gone has nothing left to stop."""
        with contextlib.suppress(OSError):
            for kernel in json.loads(get(f"{self.base}api/kernels", self.token)):
                get(f"{self.base}api/kernels/{kernel['id']}", self.token, method="DELETE")

    def url(self, path: Path | str) -> str:
        """The page of a file in the pupil's folder, in a workspace of its own."""
        inside = Path(path).relative_to(self.folder) if Path(path).is_absolute() else path
        work = uuid.uuid4().hex
        tree = quote(str(inside))
        return f"{self.base}lab/workspaces/{work}/tree/{tree}?token={self.token}"

    def kernels(self, page) -> dict[str, str]:
        """What the kernel of each open notebook does: path in the pupil's folder -> state."""
        sessions = page.request.get(f"{self.base}api/sessions?token={self.token}").json()
        return {one["path"]: one["kernel"]["execution_state"] for one in sessions}


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        except Exception as error:
            pytest.fail(
                f"Chromium did not start ({error}); install Debian's package chromium "
                "or Google Chrome, then run the tests again."
            )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def start_lab(tmp_path_factory):
    """Start ``howcome lab`` in a folder, a new one if none is named; stop all at the end."""
    with contextlib.ExitStack() as labs:

        def start(folder: Path | None = None, *options: str, env: dict | None = None) -> Lab:
            folder = folder or tmp_path_factory.mktemp("pupil") / "howcome"
            return Lab(labs.enter_context(howcome_lab(folder, *options, env=env)), folder)

        yield start


@pytest.fixture(scope="session")
def lab(start_lab) -> Lab:
    return start_lab()


@pytest.fixture(autouse=True)
def no_kernels_left():
    """Each test opens notebooks of its own: hundreds of idle kernels would slow those after it."""
    yield
    for lab in Lab.running:
        lab.stop_kernels()


@pytest.fixture
def new_page(browser, request, no_kernels_left):
    """Open a page that takes note of every request, and at the end hold them against 127.0.0.1."""
    contexts, foreign = [], []

    def open_page(**options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()

        def note(request):
            if urlsplit(request.url).hostname not in ("127.0.0.1", None):
                foreign.append(request.url)

        page.on("request", note)
        return page

    yield open_page
    failed = getattr(request.node, "failed", False)
    for number, context in enumerate(contexts):
        if failed:
            for page in context.pages:
                RESULTS.mkdir(exist_ok=True)
                page.screenshot(path=RESULTS / f"{request.node.name}-{number}.png")
        context.close()
    assert foreign == [], "requests to other hosts"


@pytest.fixture
def page(new_page):
    return new_page()


class Notebook:
    """A notebook open in JupyterLab."""

    def __init__(self, page, lab: Lab, path: Path):
        self.page, self.lab, self.path = page, lab, path

    def open(self) -> Notebook:
        self.page.goto(self.lab.url(self.path))
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        # The page says "idle" before there is a kernel: only the server knows.
        inside = self.path.relative_to(self.lab.folder).as_posix()
        for _ in range(600):
            if self.lab.kernels(self.page).get(inside) == "idle":
                break
            self.page.wait_for_timeout(100)
        self.page.get_by_text("| Idle").wait_for()
        return self

    reopen = open

    def cell(self, name: str) -> Locator:
        """The cell with this id, whatever stands in it."""
        ids = [cell["id"] for cell in self.on_disk()["cells"]]
        return self.page.locator(".jp-Notebook .jp-Cell").nth(ids.index(name))

    def run_all(self, menu: str = "Run All Cells") -> Notebook:
        """Choose "run all"; again, if JupyterLab let it drop while the kernel was not yet up."""
        first = self.page.locator(".jp-CodeCell .jp-InputPrompt").first
        before = first.inner_text() if "*" not in first.inner_text() else ""
        for _ in range(5):
            self.page.get_by_role("menuitem", name="Run", exact=True).click()
            self.page.get_by_role("menuitem", name=menu, exact=True).click()
            try:
                self.page.wait_for_function(
                    "before => document.querySelector('.jp-CodeCell .jp-InputPrompt').innerText"
                    " !== before",
                    arg=before,
                    timeout=5_000,
                )
            except TimeoutError:
                continue
            self.idle()
            return self
        raise AssertionError("JupyterLab did not run the cells")

    def start(self) -> Notebook:
        """Press the one Start button of a guided lesson and wait until it has run."""
        button = self.page.locator(".howcome-guide-start")
        button.click()
        self.page.wait_for_selector(".howcome-started", timeout=120_000)
        return self

    def idle(self) -> None:
        """Wait until every code cell that was asked to run has run."""
        self.page.wait_for_function(
            "() => ![...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]"
            ".some((one) => one.textContent.includes('[*]'))",
            timeout=120_000,
        )

    def save(self) -> Notebook:
        """Save as the pupil's Ctrl+S does, and wait for the file."""
        before = self.path.stat().st_mtime_ns
        self.page.get_by_role("menuitem", name="File", exact=True).click()
        self.page.get_by_role("menuitem", name=re.compile("^Save Notebook(?! As)")).click()
        for _ in range(100):
            self.page.wait_for_timeout(100)
            if self.path.stat().st_mtime_ns != before:
                return self
        raise AssertionError("JupyterLab did not save the notebook")

    def on_disk(self) -> dict:
        """The file as it lies there; Jupyter writes it in place, so half of it is no news yet."""
        for _ in range(50):
            try:
                return json.loads(self.path.read_text(encoding="utf-8"))
            except ValueError:
                self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.path} is no notebook")

    def answers(self) -> dict[str, dict]:
        """The records in the file on disk, by task."""
        return {name: bundle[ANSWER] for name, bundle in bundles_in(self.on_disk()).items()}


@pytest.fixture
def make_notebook():
    """Write a pupil's notebook with these code cells to ``path``."""

    def make(
        path: Path, cells: list[str], *, tasks: dict[int, str] | None = None, **howcome
    ) -> Path:
        nb = nbformat.v4.new_notebook()
        nb.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        nb.metadata["howcome"] = {
            "lesson": "h00-try",
            "version": 1,
            "notebook": uuid.uuid4().hex,
            **howcome,
        }
        for at, source in enumerate(cells):
            cell = nbformat.v4.new_code_cell(source)
            if tasks and at in tasks:
                cell.metadata["nbgrader"] = {
                    "grade_id": tasks[at],
                    "locked": True,
                    "solution": False,
                    "grade": False,
                    "task": False,
                    "schema_version": 3,
                }
            nb.cells.append(cell)
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(nb, path)
        return path

    return make


@pytest.fixture
def run(page, lab, make_notebook):
    """Write these cells to a notebook of the pupil's folder, open it and run all."""

    def run_cells(cells: list[str], *, on=None, **howcome) -> Notebook:
        path = make_notebook(lab.folder / f"try-{uuid.uuid4().hex[:8]}.ipynb", cells, **howcome)
        return Notebook(on or page, lab, path).open().run_all()

    return run_cells


@pytest.fixture
def open_notebook(lab):
    """Open a notebook file in JupyterLab, on the given page."""
    return lambda page, path, where=None: Notebook(page, where or lab, path).open()


@pytest.fixture
def open_lesson(lab, new_page):
    """Open a copy of a lesson's pupil copy, this test's own; at the end no page may have erred."""
    errors = []

    def open_one(lesson: str, **options) -> Notebook:
        path = lab.folder / f"try-{uuid.uuid4().hex[:8]}" / f"{Path(lesson).name}.ipynb"
        path.parent.mkdir()
        shutil.copy(lab.folder / f"{lesson}.ipynb", path)
        # The theme that an earlier test chose is kept in the pupil's folder.
        for kept in (lab.folder / ".howcome" / "settings").rglob("themes.jupyterlab-settings"):
            kept.unlink()
        page = new_page(**options)
        page.on("pageerror", lambda error: errors.append(str(error)))

        def note(message):
            ours = re.search("howcome|anywidget", f"{message.text} {message.location['url']}")
            if message.type == "error" and ours:
                errors.append(message.text)

        page.on("console", note)
        return Notebook(page, lab, path).open()

    yield open_one
    assert errors == [], "errors in the page"


@pytest.fixture
def axe(page):
    """What axe finds wrong (WCAG 2.1 A and AA) inside a part of the page."""

    def violations(selector: str, on=None) -> list[str]:
        found = Axe().run(on or page, context=selector, options=WCAG)
        return [
            f"{one['id']}: {node['html'][:160]}"
            for one in found.response["violations"]
            for node in one["nodes"]
        ]

    return violations


@pytest.fixture
def cut_off(page):
    """What is cut off or too small to be hit in the activity, when it is this many pixels wide.

    The width is the activity's own: how much of a page JupyterLab leaves is tested with the lab.
    """

    def found(width: int, on=None) -> list[str]:
        root = (on or page).locator(".howcome").first
        root.evaluate("(root, width) => { root.parentElement.style.width = `${width}px`; }", width)
        return root.evaluate(CUT_OFF)

    return found
