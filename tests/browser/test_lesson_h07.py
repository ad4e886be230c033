"""h07, "A tiny language model": the whole lesson by mouse, by keyboard alone, on a small page."""

import pytest
from playwright.sync_api import expect

from .lessons import OURS, WAIT, Keys, Mouse, fits_and_reads, said, values

LESSON = "high/h07-tiny-language-model"
# Without a block: the editor would indent the line behind it.
COUNTS = """counts, said = defaultdict(Counter), [next_word.words(one) for one in sentences]
pairs = [pair for one in said for pair in zip(["", *one], [*one, "."])]
[counts[word].update([after]) for word, after in pairs]
return counts"""
HEAT = """powers = chances {how}
return powers / powers.sum()"""
GROUPS = """answers = answers.assign(right=answers["verdict"] {is_} "{verdict}")
return answers.groupby("group")[["score", "right"]].mean()"""
OUT = """out = answers[answers["score"] >= bar]
return 100 * (out["verdict"] != "true").groupby(out["group"]).mean()"""
REPLY = "At 0.9 only 22 of 100 go out, but 88 of 100 of these are wrong. Show the line instead."


def write(pupil):
    """Finish two sentences and look them up."""
    for _ in range(2):
        pupil.press("play", "Finish the sentence")
        pupil.press("play", "It sounds true")
        pupil.press("play", "Look in the card box")
        verdict = pupil.cell("play").locator(".howcome-next-verdict")
        expect(verdict).to_be_visible()
        pupil.press("play", "New sentence")


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_the_whole_lesson(open_lesson, axe, hand):
    notebook = open_lesson(LESSON)
    pupil = hand(notebook)

    pupil.run_to("set-up")
    pupil.write("guess", "90")
    pupil.keep("guess", "Keep my guess")

    pupil.go_to("set-up")
    pupil.run_to("next-counts")
    pupil.code("next-counts", "return Counter(sentences)")
    pupil.wrong("next-counts", "The machine keeps no sentences")
    pupil.code("next-counts", COUNTS)
    pupil.right("next-counts")

    pupil.go_to("write-words")
    pupil.run_to("at-temperature")
    expect(notebook.cell("look-truth")).to_contain_text("false")
    write(pupil)
    pupil.go_to("at-temperature")
    pupil.code("at-temperature", HEAT.format(how="/ temperature"))
    pupil.wrong("at-temperature", "They came out as they went in")
    pupil.code("at-temperature", HEAT.format(how="** (1 / temperature)"), lines=2)
    pupil.right("at-temperature")

    pupil.go_to("look-heat")
    pupil.run_to("by-group")
    expect(notebook.cell("look-network")).to_contain_text('"barns" with a chance of 0.92')
    pupil.code("by-group", GROUPS.format(is_="!=", verdict="false"))
    pupil.wrong("by-group", "You counted nonsense as right.")
    pupil.code("by-group", GROUPS.format(is_="==", verdict="true"), lines=2)
    pupil.right("by-group")

    pupil.go_to("look-groups")
    pupil.run_to("wrong-of-out")
    expect(notebook.cell("look-groups")).to_contain_text("0.175")
    pupil.code("wrong-of-out", OUT)
    pupil.right("wrong-of-out")

    pupil.go_to("look-bar")
    pupil.run_to("answer-label")
    pupil.choose("label", "At 0.9 nine of ten answers are true, whatever you ask.")
    pupil.keep("label")
    pupil.wrong("label", "Of facts never read about 12 of 100 were right above 0.9.")
    pupil.choose("label", "It says how well the word fits what was read after such words.")
    pupil.keep("label")
    pupil.right("label")

    pupil.go_to("think")
    pupil.run_to("reply")
    pupil.words("reply", REPLY)
    pupil.go_to("words")
    pupil.run_to("next")
    expect(notebook.cell("recap-guess")).to_contain_text("90 of 100", timeout=WAIT)

    if hand is Mouse:
        assert axe(OURS, on=notebook.page) == []
    assert values(notebook) == {"guess": said(90), "label": said("together")}
    cells = {cell["id"]: "".join(cell["source"]) for cell in notebook.on_disk()["cells"]}
    assert cells["reply"] == REPLY
    for name, code in (
        ("next-counts", COUNTS),
        ("at-temperature", HEAT.format(how="** (1 / temperature)")),
        ("by-group", GROUPS.format(is_="==", verdict="true")),
        ("wrong-of-out", OUT),
    ):
        assert [line.strip() for line in cells[name].splitlines()[2:]] == code.splitlines()


def test_on_a_small_page_and_in_the_dark(open_lesson, axe):
    notebook = open_lesson(LESSON, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, pupil = notebook.page, Mouse(notebook)
    # A check that does not pass drops what waits behind it: let each stretch run out.
    for stop in ("write-words", "look-heat", "look-groups", "look-bar", "think", "next"):
        pupil.run_to(stop)
    pupil.press("play", "Finish the sentence")
    pupil.wrong("wrong-of-out", "wrong_of_out gives nothing back yet")
    fits_and_reads(page, axe)
