"""How quickly each activity answers a step, all of them in one table.

    python tests/bench/bench_activities.py [--steps 20] [--assert]

The gallery is opened in one real JupyterLab in Chromium, and in each activity a step is made and
taken back again and again, as a pupil could. Times are taken inside the page, in milliseconds:

    first     from the press until something in the activity has changed
    settled   from the press until the last change that it causes
    kernel    of this, the work that follows from the answer (training, counting), in Python
    bytes     what page and kernel sent each other for the step, at most

With --assert the exit code is 1 unless each activity has settled within its kernel's time and 50 ms
more in half of the steps, and no step sends more than 100 kB.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from lab_server import howcome_lab
from test_gallery import ACTIVITIES, GALLERY

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TIMER = """import json, time
from howcome.activities import base
taken = {}
for name in ACTIVITIES:
    import howcome
    kind = getattr(howcome, name)
    def timed(self, _refresh=kind.refresh, _name=name):
        before = time.perf_counter()
        try:
            return _refresh(self)
        finally:
            taken.setdefault(_name, []).append(1000 * (time.perf_counter() - before))
    kind.refresh = timed
"""
# What a pupil presses, one after the other; the last is timed. "selector|text" is the first one
# that is visible and says so. Each is a step that undo takes back.
MINE = ".howcome-body button"
STEPS = {
    "Ask": ["input[type=radio]", ".howcome-ask-keep"],
    "CardWriter": [".howcome-card-row button"],
    "Chooser": [MINE],
    "CutOff": [".howcome-cut-set button"],
    "GuessTree": ["input[type=radio]", f"{MINE}|Ask this question"],
    "LabelCards": [".howcome-cards-place"],
    "MistakeTable": [".howcome-mistakes-count"],
    "NextWord": [MINE],
    "Patrol": [MINE],
    "PixelPad": [f"{MINE}|Turn a quarter"],
    "SampleMixer": [".howcome-mixer-step"],
    "SortShelf": [".howcome-cards-place"],
    "TeachBoard": [MINE],
    "UseStatement": ["input[type=radio]"],
}
PRESS = """async ([at, presses]) => {
  const root = document.querySelectorAll('section.howcome')[at];
  const pick = (press) => {
    const [selector, text = ''] = press.split('|');
    const all = [...root.querySelectorAll(selector)]
      .filter((one) => one.textContent.includes(text));
    return all.find((one) => one.offsetHeight) ?? all[0];
  };
  const rest = () => new Promise((done) => setTimeout(done, 700));
  for (const press of presses.slice(0, -1)) { pick(press).click(); await rest(); }
  const start = performance.now();
  let first = null, last = start;
  // what is said to a screen reader waits on purpose until the hand rests
  const seen = ({ target }) => {
    const element = target.closest ? target : target.parentElement;
    return !element?.closest('.howcome-unseen');
  };
  const watch = new MutationObserver((changes) => {
    if (changes.some(seen)) { last = performance.now(); first ??= last; }
  });
  watch.observe(root, {childList: true, subtree: true, characterData: true, attributes: true});
  pick(presses.at(-1)).click();
  await rest();
  watch.disconnect();
  return {first: (first ?? last) - start, settled: last - start};
}"""
UNDO = [".howcome-tools button|Undo"]


def measure(steps: int) -> dict[str, dict]:
    """Open the gallery, step through every activity, and return its figures by name."""
    folder = Path(tempfile.mkdtemp()) / "pupil"
    nb = nbformat.read(GALLERY, 4)
    timer = f"ACTIVITIES = {ACTIVITIES!r}\n{TIMER}"
    nb.cells.insert(0, nbformat.v4.new_code_cell(timer))
    nb.cells.append(nbformat.v4.new_code_cell('print("KERNEL", json.dumps(taken))'))
    order = [cell.id for cell in nb.cells if cell.id in {name.lower() for name in ACTIVITIES}]
    sent = {"bytes": 0}
    found = {}
    with howcome_lab(folder) as lab, sync_playwright() as playwright:
        nbformat.write(nb, folder / "bench.ipynb")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        page = browser.new_page(viewport={"width": 1280, "height": 12_000})

        def count(payload) -> None:
            sent["bytes"] += len(payload)

        def watch(socket) -> None:
            socket.on("framesent", count)
            socket.on("framereceived", count)

        page.on("websocket", watch)
        page.goto(f"{lab.base}/lab/tree/bench.ipynb?token={lab.token}")
        page.get_by_text("| Idle").wait_for(timeout=60_000)
        page.wait_for_timeout(2000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.get_by_text("KERNEL {").wait_for(timeout=120_000)
        page.wait_for_timeout(2000)
        for name in ACTIVITIES:
            at = order.index(name.lower())
            times, most = [], 0
            for _ in range(steps):
                before = sent["bytes"]
                times.append(page.evaluate(PRESS, [at, STEPS[name]]))
                most = max(most, sent["bytes"] - before)
                page.evaluate(PRESS, [at, UNDO])
            found[name] = {
                key: statistics.median(one[key] for one in times) for key in ("first", "settled")
            } | {"bytes": most}
        cell = page.locator(".jp-CodeCell").last
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(2000)
        said = cell.locator(".jp-OutputArea").inner_text()
        taken = json.loads(said[said.index("{") : said.rindex("}") + 1])
        browser.close()
    for name, one in found.items():
        # the first is of the construction, before anything was pressed
        one["kernel"] = statistics.median(taken.get(name, [0])[1:] or [0])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--assert", dest="held", action="store_true", help="exit 1 unless it holds")
    options = parser.parse_args()
    found = measure(options.steps)
    print(f"{'activity':14}{'first':>8}{'settled':>9}{'kernel':>8}{'bytes':>9}")
    failed = []
    for name, one in found.items():
        print(
            f"{name:14}{one['first']:8.1f}{one['settled']:9.1f}{one['kernel']:8.1f}"
            f"{one['bytes']:9,}"
        )
        nothing = not one["settled"]  # then nothing was measured
        if nothing or one["settled"] > one["kernel"] + 50 or one["bytes"] > 100_000:
            failed.append(name)
    for name in failed:
        print("FAILS ", name)
    if options.held and failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
