"""h01, "Read the data card": the whole lesson by mouse, by keyboard alone, and on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, Keys, Mouse, fits_and_reads, said, values

LESSON = "high/h01-read-the-data-card"
HEAVIER = """deep = table[table["bill_depth_mm"] >= bar]
shallow = table[table["bill_depth_mm"] < bar]
return {how}"""
BY_SUM = 'deep["body_mass_g"].sum() / len(deep) - shallow["body_mass_g"].sum() / len(shallow)'
BY_MEAN = 'deep["body_mass_g"].mean() - shallow["body_mass_g"].mean()'
SHARE = """missing = table[column].isna()
return 100 * missing.groupby(table[group]).{of}()"""
ABSENT = "The species and the sex. Nobody measured chicks."
USE = "Guessing which of two birds is heavier from the bill alone."
MISUSE = "Saying that a deep bill goes with a light body."


def write_card(pupil):
    """Each part has one text; "Next part" opens the next."""
    for part, (text, then) in enumerate(
        ((ABSENT, "Next part"), (USE, "Next part"), (MISUSE, "Read my card"))
    ):
        box = pupil.cell("paper-card").locator("textarea").nth(part)
        if isinstance(pupil, Mouse):
            box.click()
        else:
            pupil.tab_to(box)
        pupil.page.keyboard.type(text)
        pupil.press("paper-card", then)


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)

    pupil.run_to("set-up")
    pupil.choose("guess", "It stays as it is. What was counted right stays right.")
    pupil.keep("guess", "Keep my guess")

    pupil.go_to("set-up")
    pupil.run_to("answer-how-come")
    pupil.choose("how-come", "One of the two counts must be wrong.")
    pupil.keep("how-come")
    expect(notebook.cell("how-come")).to_contain_text("Look at what each pile is made of.")
    pupil.wrong("how-come", "What is each pile made of?")
    pupil.choose("how-come", "Most birds with a shallow bill are Gentoos, and Gentoos are heavy.")
    pupil.keep("how-come")
    pupil.right("how-come")

    pupil.go_to("species-words")
    pupil.run_to("heavier")
    pupil.code("heavier", HEAVIER.format(how=BY_SUM))
    pupil.wrong("heavier", "That is no weight of 0 grams")
    pupil.code("heavier", HEAVIER.format(how=BY_MEAN), lines=3)
    pupil.right("heavier")

    pupil.go_to("islands-words")
    pupil.run_to("share-missing")
    expect(notebook.cell("look-islands")).to_contain_text("-967.19")
    pupil.code("share-missing", SHARE.format(of="sum"))
    pupil.wrong("share-missing", "Take shares (mean), not how many (sum).")
    pupil.code("share-missing", SHARE.format(of="mean"), lines=2)
    pupil.right("share-missing")

    pupil.go_to("look-missing")
    pupil.run_to("answer-mend")
    pupil.choose("mend", "Fill each hole with the mean of the other Gentoos.")
    pupil.keep("mend")
    pupil.wrong("mend", "How many of them did a scale show?")
    pupil.choose("mend", "Weigh the birds that are missing, on a scale that goes further.")
    pupil.keep("mend")
    pupil.right("mend")

    pupil.go_to("mend-after")
    pupil.run_to("answer-paper-card")
    write_card(pupil)
    pupil.right("paper-card")
    pupil.go_to("think")
    pupil.run_to("next")
    expect(notebook.cell("recap-guess")).to_contain_text("It stays as it is.")

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    assert values(notebook) == {
        "guess": said("same"),
        "how-come": said("mix"),
        "mend": said("again"),
        "paper-card": {"fields": {"absent_why": ABSENT, "use": USE, "misuse": MISUSE}},
    }
    cells = {cell["id"]: "".join(cell["source"]) for cell in notebook.on_disk()["cells"]}
    for name, code in (
        ("heavier", HEAVIER.format(how=BY_MEAN)),
        ("share-missing", SHARE.format(of="mean")),
    ):
        assert [line.strip() for line in cells[name].splitlines()[2:]] == code.splitlines()


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    # A check that does not pass drops what waits behind it: let each stretch run out.
    for stop in ("answer-how-come", "species-words", "islands-words", "look-missing", "next"):
        pupil.run_to(stop)
    pupil.wrong("heavier", "heavier gives nothing back yet")
    fits_and_reads(page, axe)
