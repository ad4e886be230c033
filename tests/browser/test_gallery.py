"""Every activity on one page in a real JupyterLab: light, dark, Spanish, touch and narrow."""

import shutil
import uuid

import nbformat
import pytest
from playwright.sync_api import expect
from test_gallery import ACTIVITIES, GALLERY

from howcome.activities import base

ROOT = "section.howcome"


@pytest.fixture
def gallery(lab, open_notebook, new_page):
    """Open a copy of the gallery and run it; look is "light", "dark" or "es"."""

    def open_it(look: str, **options):
        folder = lab.folder / f"try-{uuid.uuid4().hex[:8]}"
        folder.mkdir()
        path = folder / "gallery.ipynb"
        nb = nbformat.read(GALLERY, 4)
        nb.metadata["howcome"] = {
            "lesson": "h00-gallery",
            "version": 1,
            "notebook": uuid.uuid4().hex,
            **({"language": "es"} if look == "es" else {}),
        }
        nbformat.write(nb, path)
        theme = lab.folder / ".howcome" / "settings" / "@jupyterlab" / "apputils-extension"
        theme.mkdir(parents=True, exist_ok=True)
        setting = theme / "themes.jupyterlab-settings"
        setting.unlink(missing_ok=True)
        if look == "dark":
            setting.write_text('{"theme": "JupyterLab Dark"}', encoding="utf-8")
        page = new_page(**{"viewport": {"width": 1280, "height": 12_000}, **options})
        open_notebook(page, path).run_all()
        setting.unlink(missing_ok=True)
        expect(page.locator(ROOT)).to_have_count(len(ACTIVITIES), timeout=120_000)
        return page

    yield open_it
    for folder in lab.folder.glob("try-*"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("look", ["light", "dark", "es"])
def test_nobody_is_shut_out(gallery, axe, look):
    page = gallery(look)
    dark = page.evaluate("document.body.dataset.jpThemeLight === 'false'")
    assert dark == (look == "dark")
    assert set(page.locator(ROOT).evaluate_all("all => all.map((one) => one.lang)")) == {
        "es" if look == "es" else "en"
    }
    assert axe(ROOT, on=page) == []
    # a name for each, and a live region to say what changed
    names = page.locator(ROOT).evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert all(names)
    assert page.locator(f"{ROOT} [role=status][aria-live=polite]").count() >= len(ACTIVITIES)


def test_on_a_narrow_touch_screen_nothing_is_cut_off(gallery):
    page = gallery("light", viewport={"width": 1000, "height": 20_000}, has_touch=True)
    for width in (340, 620):
        page.locator(ROOT).evaluate_all(
            "(all, px) => all.forEach((one) => { one.parentElement.style.width = `${px}px`; })",
            width,
        )
        page.wait_for_timeout(500)
        wide = page.locator(ROOT).evaluate_all(
            "all => all.filter((one) => one.scrollWidth > one.clientWidth + 1)"
            ".map((one) => one.ariaLabel)"
        )
        assert wide == []


def test_still_pictures_for_who_asks_for_less_motion():
    """No style moves anything but where motion is welcome."""
    for sheet in sorted(base.HERE.glob("*.css")):
        text = sheet.read_text(encoding="utf-8")
        outside = _outside(text, "@media (prefers-reduced-motion: no-preference)")
        assert "transition" not in outside, sheet.name
        assert "animation" not in outside, sheet.name


def _outside(text: str, query: str) -> str:
    """A style sheet without the blocks of this media query."""
    while (start := text.find(query)) >= 0:
        end = text.index("{", start) + 1
        depth = 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        text = text[:start] + text[end:]
    return text
