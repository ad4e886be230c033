"""h05, "Drop the column": the whole lesson by mouse, by keyboard alone, and on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, Keys, Mouse, fits_and_reads, said, values

LESSON = "high/h05-drop-the-column"
GUESSED = """model = LogisticRegression().fit(train[columns], train["line"])
return 100 * (model.predict({on}[columns]) == {on}["line"]).mean()"""
GAP = """model = LogisticRegression().fit(train[columns], train[label])
test = test.assign(chosen=model.predict(test[columns]))
shares = 100 * test.groupby("line")["{of}"].mean()
return shares["A"] - shares["B"]"""
LETTER = "Only 15 of 54 points went: the stop stands in for the line. Count, and use the essay."


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)

    pupil.run_to("set-up")
    pupil.write("guess", "0")
    pupil.keep("guess", "Keep my guess")

    pupil.go_to("set-up")
    pupil.run_to("answer-how-come")
    pupil.choose("how-come", "Fewer pupils of line B have the skill.")
    pupil.keep("how-come")
    expect(notebook.cell("how-come")).to_contain_text("how many of each line are skilled?")
    pupil.wrong("how-come", "Half of each line is skilled")
    pupil.choose(
        "how-come",
        "Other columns tell the line almost as well, and help to copy the committee.",
    )
    pupil.keep("how-come")
    pupil.right("how-come")

    pupil.go_to("explain")
    pupil.run_to("line-guessed")
    pupil.code("line-guessed", GUESSED.format(on="train"))
    pupil.wrong("line-guessed", "because the pupils are those it was fitted to.")
    pupil.code("line-guessed", GUESSED.format(on="test"), lines=2)
    pupil.right("line-guessed")

    pupil.go_to("look-guessed")
    pupil.run_to("picked-gap")
    expect(notebook.cell("look-guessed")).to_contain_text("90.25")
    pupil.code("picked-gap", GAP.format(of="picked"))
    pupil.wrong("picked-gap", "That counts what the committee chose.")
    pupil.code("picked-gap", GAP.format(of="chosen"), lines=4)
    pupil.right("picked-gap")

    pupil.go_to("swap-words")
    pupil.run_to("mend")
    expect(notebook.cell("look-swap")).to_contain_text("-38.6")
    pupil.code("mend", 'return ["essay", "club"], "picked"')
    pupil.wrong("mend", "One proxy more is gone, and the gap is still 16.1 points.")
    pupil.code("mend", 'return ["essay"], "picked"')
    pupil.right("mend")

    pupil.go_to("price")
    pupil.run_to("answer-delete")
    pupil.choose("delete", "It goes away, because nobody is sorted by bus line any more.")
    pupil.keep("delete")
    pupil.wrong("delete", "The machine worked without the bus line all the time")
    pupil.choose("delete", "It stays, and nobody can count it exactly any more.")
    pupil.keep("delete")
    pupil.right("delete")

    pupil.go_to("think")
    pupil.run_to("letter")
    pupil.words("letter", LETTER)
    pupil.go_to("words")
    pupil.run_to("next")
    expect(notebook.cell("recap-guess")).to_contain_text("0 points")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    assert values(notebook) == {
        "guess": said(0),
        "how-come": said("stand-in"),
        "delete": said("unseen"),
    }
    cells = {cell["id"]: "".join(cell["source"]) for cell in notebook.on_disk()["cells"]}
    assert cells["letter"] == LETTER
    for name, code in (
        ("line-guessed", GUESSED.format(on="test")),
        ("picked-gap", GAP.format(of="chosen")),
        ("mend", 'return ["essay"], "picked"'),
    ):
        assert [line.strip() for line in cells[name].splitlines()[2:]] == code.splitlines()


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    # A check that does not pass drops what waits behind it: let each stretch run out.
    for stop in (
        "answer-how-come",
        "explain",
        "look-guessed",
        "swap-words",
        "price",
        "think",
        "next",
    ):
        pupil.run_to(stop)
    pupil.wrong("picked-gap", "picked_gap gives nothing back yet")
    fits_and_reads(page, axe)
