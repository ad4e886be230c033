"""A lesson that was run, as a page in a real browser, and what axe finds wrong in it."""

from __future__ import annotations

import copy
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...finding import NotDone

if TYPE_CHECKING:
    from nbformat import NotebookNode

BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
"""Nothing is asked of any host, not by the page and not by the browser itself. The page is our own
file, so the browser needs no sandbox, which many containers do not allow."""
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
OURS = ".howcome, .howcome-figure, .jp-Cell .jp-RenderedMarkdown, .jp-Cell .jp-OutputArea-output"
"""What a lesson makes; the frame around it is not ours."""
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"

# Each activity is drawn by its own view, from the state that the run left; there is no kernel.
_DRAW = """async (states) => {
  for (const place of document.querySelectorAll("[data-howcome-model]")) {
    const state = states[place.dataset.howcomeModel];
    if (!state?._esm) continue;
    const nothing = () => {};
    const model = { get: (key) => state[key], set: (key, value) => { state[key] = value; },
      on: nothing, off: nothing, save_changes: nothing, send: nothing };
    const sheet = document.createElement("style");
    sheet.textContent = state._css ?? "";
    document.head.append(sheet);
    const address = URL.createObjectURL(new Blob([state._esm], { type: "text/javascript" }));
    try {
      const view = (await import(address)).default;
      await (typeof view === "function" ? await view() : view).render({ model, el: place });
    } catch { place.replaceChildren(); }
  }
  for (const one of document.querySelectorAll("details")) one.open = true;
}"""
# nbconvert gives a picture without words these words, so that axe has nothing to find.
_NO_WORDS = """(ours) => [...document.querySelectorAll("img")]
  .filter((one) => one.closest(ours) && /^No description has been/.test(one.alt))
  .map((one) => ({ target: one.outerHTML.slice(0, 80), cell: one.closest(".jp-Cell")?.id }))"""
_CELLS = """(targets) => targets.map((one) => {
  const place = document.querySelector(one)?.closest(".jp-Cell");
  return place ? place.id : "";
})"""


@dataclass(frozen=True)
class Violation:
    """One thing that axe found: its rule, in its own words, and where."""

    cell: str
    rule: str
    help: str
    html: str


def as_page(notebook: NotebookNode) -> tuple[str, dict]:
    """The HTML of a notebook that was run, and the states of its activities by their id."""
    from nbconvert.exporters import HTMLExporter

    kept = copy.deepcopy(notebook)
    states = kept.metadata.pop("widgets", {}).get(STATE, {}).get("state", {})
    kept.cells = [cell for cell in kept.cells if "author-only" not in cell.metadata.get("tags", ())]
    for cell in kept.cells:
        for output in cell.get("outputs", ()):
            if view := output.get("data", {}).get(VIEW):
                name = view["model_id"]
                output.data = {"text/html": f'<div data-howcome-model="{name}"></div>'}
    exporter = HTMLExporter(
        template_name="lab",
        exclude_input=True,
        exclude_anchor_links=True,
        mathjax_url="",
        require_js_url="",
        jquery_url="",
    )
    return exporter.from_notebook_node(kept)[0], {
        name: one["state"] for name, one in states.items() if "_esm" in one.get("state", {})
    }


def violations(notebook: NotebookNode) -> list[Violation]:
    """What axe finds in a notebook that was run, against WCAG 2.1 A and AA.

    Raises NotDone where there is no browser to look with.
    """
    html, states = as_page(notebook)
    # Playwright refuses to work where an event loop runs, as in a notebook: a thread has none.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_look, html, states).result()


def _look(html: str, states: dict) -> list[Violation]:
    try:
        from axe_playwright_python.sync_playwright import Axe
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise NotDone(
            "playwright and axe are not installed here; `pip install howcome[test]` brings them"
        ) from error
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(
                executable_path=_browser(playwright.chromium.executable_path), args=list(QUIET)
            )
        except Error as error:
            said = str(error).strip().splitlines()[0]
            raise NotDone(f"the browser did not start ({said})") from error
        try:
            page = chromium.new_page(viewport={"width": 1280, "height": 900})
            page.set_content(html)
            page.evaluate(_DRAW, json.loads(json.dumps(states)))
            found = [
                Violation(_cell(one["cell"]), "image-alt", "Images must have words", one["target"])
                for one in page.evaluate(_NO_WORDS, OURS)
            ]
            response = Axe().run(page, context=OURS, options={"runOnly": list(WCAG)}).response
            for one in response["violations"]:
                targets = [str(node["target"][0]) for node in one["nodes"]]
                cells = page.evaluate(_CELLS, targets)
                found += [
                    Violation(_cell(cell), one["id"], one["help"], node["html"])
                    for cell, node in zip(cells, one["nodes"], strict=True)
                ]
            return found
        finally:
            chromium.close()


def _browser(of_playwright: str) -> str:
    places = (shutil.which(name) for name in BROWSERS)
    found = next((place for place in places if place), None)
    if found is None and Path(of_playwright).exists():
        found = of_playwright
    if found is None:
        raise NotDone(
            "no Chromium is installed here; install Chromium or Google Chrome, then check again"
        )
    return found


def _cell(said: str | None) -> str:
    return (said or "notebook").removeprefix("cell-id=")
