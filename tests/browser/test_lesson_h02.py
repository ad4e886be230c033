"""h02, "Fit or learn?": the whole lesson by mouse, by keyboard alone, and on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, Keys, Mouse, fits_and_reads, said, values

LESSON = "high/h02-fit-or-learn"
GAIN = """model.fit(train[["hours"]], train["points"])
off = (test["points"] - model.predict(test[["hours"]])){abs}.mean()
guessed = (test["points"] - train["points"].mean()){abs}.mean()
return guessed - off"""
DOWN = """stars = {stars}
down = stars[mark] < stars["points"] - 4
return 100 * down.groupby(stars["history"]).mean()"""
SIGNED = "2 points off for everybody: about 16 and 15 of 100 star pupils pay, on both sides alike."


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)

    pupil.run_to("set-up")
    pupil.write("guess", "4")
    pupil.keep("guess", "Keep my guess")

    pupil.go_to("set-up")
    pupil.run_to("answer-degree")
    pupil.press("degree", "New cards")
    expect(notebook.cell("degree")).to_contain_text("18.5")
    pupil.wrong("degree", "This degree is closest to its own cards.")
    pupil.choose("degree", "5")
    expect(notebook.cell("degree")).to_contain_text("5.9")
    pupil.wrong("degree", "in twenty classes this degree is off by 6.8 points")
    pupil.choose("degree", "1")
    expect(notebook.cell("degree")).to_contain_text("5.0")
    pupil.right("degree")

    pupil.go_to("ten-words")
    pupil.run_to("gain")
    expect(notebook.cell("look-ten")).to_contain_text("77,238,067 points")
    pupil.code("gain", GAIN.format(abs=""))
    pupil.wrong("gain", "Too high and too low cancel out.")
    pupil.code("gain", GAIN.format(abs=".abs()"), lines=4)
    pupil.right("gain")

    pupil.go_to("look-gain")
    pupil.run_to("marked-down")
    expect(notebook.cell("look-gain")).to_contain_text("-7.79")
    pupil.code("marked-down", DOWN.format(stars="table"))
    pupil.wrong("marked-down", "An average over all can gain while some pay")
    pupil.code("marked-down", DOWN.format(stars='table[table["points"] >= 85]'), lines=3)
    pupil.right("marked-down")

    pupil.go_to("look-down")
    pupil.run_to("sign-a-rule")
    expect(notebook.cell("look-down")).to_contain_text("27.5")
    pupil.words("sign-a-rule", SIGNED)
    pupil.go_to("words")
    pupil.run_to("next")
    expect(notebook.cell("recap-guess")).to_contain_text("4 points")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    kept = values(notebook)
    assert kept["guess"] == said(4)
    assert kept["degree"]["settings"] == {"degree": 1}
    assert (kept["degree"]["tested"], kept["degree"]["added"]) == (True, [])
    cells = {cell["id"]: "".join(cell["source"]) for cell in notebook.on_disk()["cells"]}
    assert cells["sign-a-rule"] == SIGNED
    for name, code in (
        ("gain", GAIN.format(abs=".abs()")),
        ("marked-down", DOWN.format(stars='table[table["points"] >= 85]')),
    ):
        assert [line.strip() for line in cells[name].splitlines()[2:]] == code.splitlines()


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    # A check that does not pass drops what waits behind it: let each stretch run out.
    for stop in ("answer-degree", "ten-words", "look-gain", "next"):
        pupil.run_to(stop)
    pupil.wrong("gain", "gain gives nothing back yet")
    fits_and_reads(page, axe)
