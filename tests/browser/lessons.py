"""A pupil in front of a lesson: one hand on the mouse (``Mouse``), or none (``Keys``).

Both do the same things by the same names, so a lesson's test is written once. ``cut_off`` says
what does not fit on a small page.
"""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

WAIT = 30_000
"""The longest wait for the kernel, in milliseconds: a loaded machine is slow, not wrong."""

OURS = (
    ".howcome, .howcome-guide-row, .howcome-figure, "
    ".jp-Cell .jp-RenderedMarkdown, .jp-Cell .jp-OutputArea-output"
)
"""What we make; JupyterLab's own frame around it is not ours."""

# What is wider than the notebook's column, clipped, or too small a target.
_CUT_OFF = """ours => {
  const column = document.querySelector(".jp-Notebook").getBoundingClientRect();
  const seen = (one) => one.getClientRects().length && one.clientWidth > 1
    && !one.closest(".howcome-unseen, details:not([open]) > :not(summary)");
  const scroller = (one) => {
    for (let box = one; box && !box.matches(".jp-Notebook"); box = box.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth
        && box.querySelector("table, pre") && box !== document.body) return box;
    }
  };
  const said = (why, one) => `${why}: ${one.outerHTML.slice(0, 160)}`;
  const found = [];
  for (const one of document.querySelectorAll(ours)) {
    for (const part of [one, ...one.querySelectorAll("*")]) {
      if (!seen(part)) continue;
      const box = part.getBoundingClientRect();
      const out = box.right > column.right + 1 || box.left < column.left - 1;
      if (out && !scroller(part.parentElement)) found.push(said("out of the column", part));
    }
  }
  const mine = ".howcome, .howcome-guide-row, .howcome-figure";
  for (const part of document.querySelectorAll(mine)) {
    for (const one of part.querySelectorAll("button, summary, input, textarea")) {
      if (!seen(one)) continue;
      const target = one.matches("[type=radio], [type=checkbox]") ? one.closest("label") : one;
      if (target.offsetHeight < 44 || target.offsetWidth < 44) found.push(said("small", target));
      if (one.matches("button, summary") && (one.scrollWidth > one.clientWidth + 1
        || one.scrollHeight > one.clientHeight + 1)) found.push(said("clipped", one));
    }
  }
  const panel = document.querySelector(".jp-WindowedPanel-outer");
  if (panel.scrollWidth > panel.clientWidth + 1) found.push(said("scrolls sideways", panel));
  return [...new Set(found)];
}"""


def cut_off(page) -> list[str]:
    """What of ours does not fit into the notebook's column, is clipped or too small to hit."""
    return page.evaluate(_CUT_OFF, OURS)


def fits_and_reads(page, axe) -> None:
    """On a phone, at 200 % zoom and in the dark: nothing of ours is cut off, axe finds nothing."""
    open_tables(page)
    assert cut_off(page) == []
    assert axe(OURS, on=page) == []
    # What 200 % zoom leaves of 1280 x 900.
    page.set_viewport_size({"width": 640, "height": 450})
    assert cut_off(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    dark(page)
    assert axe(OURS, on=page) == []


def open_tables(page) -> None:
    """Open "Numbers" below every figure."""
    page.evaluate(
        "document.querySelectorAll('.howcome-figure details').forEach((one) => (one.open = true))"
    )


def values(notebook) -> dict:
    """Save, and give what the file holds for each task."""
    return {name: record["value"] for name, record in notebook.save().answers().items()}


def said(value) -> dict:
    """What an ``Ask`` records."""
    return {"value": value, "confidence": None}


def dark(page) -> None:
    """Choose Settings > Theme > JupyterLab Dark, as a pupil does."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    item = page.locator(".lm-Menu-itemLabel")
    item.filter(has_text=re.compile("^Theme$")).click()
    item.filter(has_text=re.compile("^JupyterLab Dark$")).click()
    page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
    # The style sheet comes after the mark: wait until the page is dark indeed.
    page.wait_for_function(
        "() => Number(getComputedStyle(document.querySelector('.jp-Notebook')).backgroundColor"
        ".match(/\\d+/)[0]) < 80"
    )


class _Hand:
    """What a pupil sees is the same by either way."""

    def __init__(self, notebook):
        self.notebook, self.page, self.cell = notebook, notebook.page, notebook.cell

    def keep(self, cell: str, word: str = "Keep my answer") -> None:
        self.press(cell, word)
        expect(self.cell(cell).locator(".howcome-ask-kept")).to_be_visible(timeout=WAIT)

    def wrong(self, task: str, sentence: str) -> None:
        """The check says, in this sentence, what to look at."""
        self.press(f"check-{task}", "Check my answer")
        out = self.cell(f"check-{task}").locator(".jp-OutputArea-output")
        expect(out.filter(has_text=sentence)).to_be_visible(timeout=WAIT)

    def right(self, task: str) -> None:
        """The check ends in its well-done line, and in nothing else."""
        self.press(f"check-{task}", "Check my answer")
        line = self.cell(f"check-{task}").locator(".howcome-well-done")
        expect(line).to_be_visible(timeout=WAIT)
        expect(self.cell(f"check-{task}").locator(".jp-OutputArea-output")).to_have_count(1)

    def start(self) -> None:
        self.press("title", "Start")
        self.page.wait_for_selector(".howcome-started", timeout=2 * WAIT)

    def run_to(self, cell: str) -> None:
        """Run cell by cell until this one is the active one; it has not run yet."""
        for _ in range(80):
            if "jp-mod-active" in self.cell(cell).get_attribute("class"):
                self.notebook.idle()
                return
            before = self._active()
            self.run_active()
            self.page.wait_for_function(
                f"before => ({_ACTIVE})() !== before", arg=before, timeout=WAIT
            )
        raise AssertionError(f"{cell} was never reached")

    def _active(self) -> int:
        return self.page.evaluate(_ACTIVE)

    def _named(self, cell: str, name: str) -> Locator:
        return self.cell(cell).get_by_role("button", name=name, exact=True)

    def _editing(self, cell: str) -> None:
        """Wait until what is typed goes into this cell."""
        expect(self.cell(cell).locator(".cm-content")).to_be_focused(timeout=WAIT)

    def _write_words(self, cell: str, text: str) -> None:
        """In a Markdown cell that is being edited: write anew, and see it as a page again."""
        self._editing(cell)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Shift+Enter")
        expect(self.cell(cell).locator(".jp-RenderedMarkdown")).to_contain_text(text)

    def _type(self, text: str) -> None:
        """Line by line: the editor indents by itself."""
        first, *rest = text.split("\n")
        self.page.keyboard.type(first)
        for line in rest:
            self.page.keyboard.press("Enter")
            self.page.keyboard.type(line)

    def _replace(self, text: str, lines: int) -> None:
        """In an editor: put this in place of the last lines; the indent stays."""
        self.page.keyboard.press("Control+End")
        for _ in range(lines - 1):
            self.page.keyboard.press("Shift+ArrowUp")
        self.page.keyboard.press("Shift+Home")
        self._type(text)


_ACTIVE = """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")]
  .findIndex((cell) => cell.classList.contains("jp-mod-active"))"""


class Mouse(_Hand):
    def press(self, cell: str, name: str) -> None:
        self._named(cell, name).click()

    def choose(self, cell: str, text: str) -> None:
        self.cell(cell).locator(".howcome label").get_by_text(text, exact=True).click()

    def write(self, cell: str, text: str) -> None:
        self.cell(cell).locator("input, textarea").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def show(self, cell: str, group: str, count: int, step: int) -> None:
        """Show so many examples of a group: press + or - until the slider says so."""
        slider = self.cell(cell).get_by_role("slider", name=f"Examples of {group}", exact=True)
        steps = (count - int(slider.input_value())) // step
        for _ in range(abs(steps)):
            self.press(cell, f"{step} {'more' if steps > 0 else 'fewer'}: {group}")
        expect(slider).to_have_value(str(count))

    def bar(self, cell: str, group: str, bar: float) -> None:
        """Drag a bar, first to somewhere near."""
        slider = self.cell(cell).get_by_role("slider", name=f"Bar for {group}", exact=True)
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        # The middle of the thumb runs 8 pixels inside the ends.
        at = {to: box["x"] + 8 + to * (box["width"] - 16) for to in (0.0, bar, bar + 0.1)}
        y = box["y"] + box["height"] / 2
        self.page.mouse.move(box["x"] + 8 + float(slider.input_value()) * (box["width"] - 16), y)
        self.page.mouse.down()
        self.page.mouse.move(at[bar + 0.1], y, steps=5)
        self.page.mouse.move(at[bar], y, steps=5)
        self.page.mouse.up()
        expect(slider).to_have_value(str(bar))

    def open_number(self, cell: str, row: str, column: int) -> None:
        table = self.cell(cell).get_by_role("row").filter(has_text=row)
        table.get_by_role("button").nth(column).click()

    def change(self, cell: str, line: int, text: str) -> None:
        """Click a line of code, write another one and run the cell."""
        self.cell(cell).locator(".cm-line").nth(line).click()
        self.page.keyboard.press("Home")
        self.page.keyboard.press("Shift+End")
        self._type(text)
        self.press(cell, "Run it")

    def code(self, cell: str, text: str, lines: int = 1) -> None:
        """Put this in place of the last lines: first of "pass  # your answer goes here"."""
        self.cell(cell).locator(".cm-line").last.click()
        self._replace(text, lines)
        self.page.get_by_role("button", name=re.compile("^Run this cell and advance")).click()
        self.notebook.idle()

    def words(self, cell: str, text: str) -> None:
        """Write in a Markdown cell: double-click, write, Shift+Enter."""
        self.cell(cell).locator(".jp-RenderedMarkdown").dblclick()
        self._write_words(cell, text)

    def go_to(self, cell: str) -> None:
        """Click a cell made of words, where nothing else happens."""
        self.cell(cell).locator(".jp-InputPrompt, .jp-InputArea-prompt").first.click()

    def run_active(self) -> None:
        self.page.get_by_role("button", name=re.compile("^Run this cell and advance")).click()


class Keys(_Hand):
    """Tab, Shift+Tab, arrows, Space, Enter and letters; nothing is clicked or focused."""

    def tab_to(self, target: Locator, most: int = 150) -> None:
        """Press Tab, or Shift+Tab when the target lies behind, until it has the focus."""
        target.wait_for(state="attached")
        for _ in range(most):
            key = target.evaluate(
                """one => {
                  const here = document.activeElement;
                  if (here === one) return "";
                  // The arrows go on inside a group of radio buttons, and inside a table.
                  const group = (radio) => radio.form?.elements[radio.name];
                  if (one.type === "radio" && group(one) === group(here)) return "";
                  if (one.tabIndex < 0 && one.closest("table")?.contains(here)) return "";
                  const place = one.compareDocumentPosition(here);
                  return place & Node.DOCUMENT_POSITION_FOLLOWING ? "Shift+Tab" : "Tab";
                }"""
            )
            if not key:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{most} presses of Tab do not lead to {target}")

    def press(self, cell: str, name: str) -> None:
        self.tab_to(self._named(cell, name))
        self.page.keyboard.press("Enter")

    def choose(self, cell: str, text: str) -> None:
        choice = self.cell(cell).locator("label", has_text=text).locator("input")
        self.tab_to(choice)
        # A group of which nothing is chosen is entered at one end: Space takes that one.
        for _ in range(10):
            if choice.evaluate("one => one === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        if choice.get_attribute("type") == "checkbox" or not choice.is_checked():
            self.page.keyboard.press("Space")

    def write(self, cell: str, text: str) -> None:
        self.tab_to(self.cell(cell).locator("input, textarea"))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def show(self, cell: str, group: str, count: int, step: int) -> None:
        """Show so many examples of a group: the arrows move the slider by one step."""
        slider = self.cell(cell).get_by_role("slider", name=f"Examples of {group}", exact=True)
        self._slide(slider, (count - int(slider.input_value())) // step)
        expect(slider).to_have_value(str(count))

    def bar(self, cell: str, group: str, bar: float) -> None:
        slider = self.cell(cell).get_by_role("slider", name=f"Bar for {group}", exact=True)
        self._slide(slider, round(100 * (bar - float(slider.input_value()))))
        expect(slider).to_have_value(str(bar))

    def _slide(self, slider: Locator, steps: int) -> None:
        self.tab_to(slider)
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")

    def open_number(self, cell: str, row: str, column: int) -> None:
        rows = self.cell(cell).get_by_role("row")
        button = rows.filter(has_text=row).get_by_role("button").nth(column)
        self.tab_to(button)
        here = "one => one === document.activeElement"
        for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
            for _ in range(5):
                if button.evaluate(here):
                    self.page.keyboard.press("Space")
                    return
                if key.endswith(("Down", "Up")) and self._in_row(button):
                    break
                self.page.keyboard.press(key)
        raise AssertionError(f"the arrows do not lead to number {column} of {row}")

    def _in_row(self, button: Locator) -> bool:
        return button.evaluate("one => one.closest('tr').contains(document.activeElement)")

    def change(self, cell: str, line: int, text: str) -> None:
        """Press "Change it", go down to the line, write another one, run the cell."""
        self.press(cell, "Change it")
        self._editing(cell)
        self.page.keyboard.press("Control+Home")
        for _ in range(line):
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Shift+End")
        self._type(text)
        self.page.keyboard.press("Shift+Enter")

    def code(self, cell: str, text: str, lines: int = 1) -> None:
        self.go_to(cell)
        self.page.keyboard.press("Enter")
        self._editing(cell)
        self._replace(text, lines)
        self.page.keyboard.press("Shift+Enter")
        self.notebook.idle()

    def words(self, cell: str, text: str) -> None:
        """Write in a Markdown cell: press its button, write, Shift+Enter."""
        self.press(cell, "Write my answer")
        self._write_words(cell, text)

    def go_to(self, cell: str) -> None:
        """Shift+Tab until the frame is around a whole cell, then arrows to this one."""
        for _ in range(80):
            if self.page.evaluate("() => document.activeElement.matches('.jp-Cell')"):
                break
            self.page.keyboard.press("Shift+Tab")
        target = self.cell(cell).evaluate(
            "one => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].indexOf(one)"
        )
        for _ in range(80):
            at = self._active()
            if at == target:
                return
            self.page.keyboard.press("ArrowDown" if at < target else "ArrowUp")
        raise AssertionError(f"the arrows do not lead to {cell}")

    def run_active(self) -> None:
        self.page.keyboard.press("Shift+Enter")
