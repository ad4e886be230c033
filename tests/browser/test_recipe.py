"""The recipe of widgets/README.md, followed to the letter: a new activity works at once."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import expect

from howcome.activities import base

README = Path(__file__).parents[2] / "widgets" / "README.md"


def blocks(kind: str) -> str:
    """The one block of code of this kind in the recipe."""
    [block] = re.findall(rf"^```{kind}\n(.+?)^```", README.read_text(encoding="utf-8"), re.M | re.S)
    return block


def test_a_new_activity_in_four_files(run, page, axe, tmp_path):
    folder = tmp_path / "activities"
    folder.mkdir()
    for shared in ("shared.js", "shared.css"):
        shutil.copy(base.HERE / shared, folder)
    (folder / "tally.js").write_text(blocks("js"), encoding="utf-8")
    (folder / "tally.css").touch()
    start = (
        "import pathlib, traitlets\n"
        "from howcome.activities import base\n"
        "from howcome.activities.base import Activity, script, style\n"
        f"base.HERE = pathlib.Path({str(folder)!r})\n"
        "ours = base.words\n"
        "base.words = lambda *which: {**ours(*which), 'title': 'Count', 'more': 'One more'}\n"
    )
    notebook = run([start + blocks("python") + "\nTally(name='tally')"], tasks={0: "tally"})
    button = page.get_by_role("button", name="One more")
    button.click()
    button.press("Enter")
    expect(page.locator(".howcome-body p")).to_have_text("2")
    expect(page.locator(".howcome [role=status]")).to_have_text("2")
    assert axe(".howcome") == []
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".howcome-body p")).to_have_text("1")
    assert notebook.save().answers()["tally"]["value"] == {"count": 1}
