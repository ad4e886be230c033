"""h04, "Fair for whom?": the whole lesson by mouse, by keyboard alone, and on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, Keys, Mouse, fits_and_reads, said, values

LESSON = "high/h04-fair-for-whom"
GAP = """shares = table.groupby("bus_line")[measure].{of}()
return 100 * (shares.max() - shares.min())"""
RATES = """negatives = table[table["outcome"] == 0]
flagged = negatives[negatives["score"] >= bar]
everyone = negatives.groupby("group")["people"].sum()
return 100 * flagged.groupby("group")["people"].sum() / everyone"""
RULE = "An equal true positive rate: the gap falls from 28 to 2 points, and the coach pays."


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)

    pupil.run_to("set-up")
    pupil.choose("guess", "The same bar for everyone. That is fair by itself.")
    pupil.keep("guess", "Keep my guess")

    pupil.go_to("set-up")
    pupil.run_to("answer-equal-chance")
    pupil.wrong("equal-chance", "Move the bar of line B")
    pupil.bar("equal-chance", "Line B", 0.44)
    pupil.wrong("equal-chance", "You made the share let in equal.")
    pupil.bar("equal-chance", "Line B", 0.46)
    pupil.right("equal-chance")

    pupil.go_to("try-gap")
    pupil.run_to("gap")
    pupil.code("gap", GAP.format(of="sum"))
    pupil.wrong("gap", "Compare shares (mean), not how many (sum).")
    pupil.code("gap", GAP.format(of="mean"), lines=2)
    pupil.right("gap")

    pupil.go_to("use-gap")
    pupil.run_to("answer-what-holds")
    pupil.choose("what-holds", "The bars with the fewest mistakes also have the smallest gaps.")
    pupil.keep("what-holds")
    expect(notebook.cell("what-holds")).to_contain_text("Set the bars with the fewest mistakes")
    pupil.wrong("what-holds", "The fewest mistakes come at bars of 0.51 and 0.43")
    for text in (
        "The bars with the fewest mistakes also have the smallest gaps.",
        "Where the true and false positive rates are equal, the positive predictive values are "
        "not.",
        "With equal base rates, equal true and false positive rates would bring equal positive "
        "predictive values too.",
    ):
        pupil.choose("what-holds", text)
    pupil.keep("what-holds")
    pupil.right("what-holds")

    pupil.go_to("court")
    pupil.run_to("false-positive-rates")
    pupil.code("false-positive-rates", RATES)
    pupil.right("false-positive-rates")

    pupil.go_to("look-rates")
    pupil.run_to("choose-a-measure")
    expect(notebook.cell("look-rates")).to_contain_text("44.8")
    pupil.words("choose-a-measure", RULE)
    pupil.go_to("words")
    pupil.run_to("next")
    expect(notebook.cell("recap-guess")).to_contain_text("The same bar for everyone.")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    assert values(notebook) == {
        "guess": said("same"),
        "equal-chance": {"bars": {"A": 0.6, "B": 0.46}},
        "what-holds": said(["trade", "base"]),
    }
    cells = {cell["id"]: "".join(cell["source"]) for cell in notebook.on_disk()["cells"]}
    assert cells["choose-a-measure"] == RULE
    for name, code in (("gap", GAP.format(of="mean")), ("false-positive-rates", RATES)):
        assert [line.strip() for line in cells[name].splitlines()[2:]] == code.splitlines()


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    pupil.run_to("next")
    pupil.wrong("gap", "gap gives nothing back yet")
    fits_and_reads(page, axe)
