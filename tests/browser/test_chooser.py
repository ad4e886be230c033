"""Chooser in a real JupyterLab: a whole task by mouse, and the same by keyboard alone."""

import pytest
from playwright.sync_api import expect

WATCH = """from howcome.activities.chooser import Chooser
from howcome.toys import recommender
watch = Chooser(recommender, rules=["most", "in proportion"], surprises=[0, 0.2, 0.5],
                name="watch")
watch"""
FRIEND = """from howcome.activities.chooser import Chooser
from howcome.toys import recommender
friend = Chooser(recommender, talk=True, rules=list(recommender.PAYS), name="friend")
friend"""


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def card(page):
    return page.locator(".howcome-chooser-card b")


def on_the_card(page, number):
    """The kernel has answered: before, a press is not for the video that is to come."""
    expect(card(page)).to_contain_text(f"Video {number}:")


def by_mouse(page):
    button(page, "Click it").click()
    on_the_card(page, 2)
    button(page, "Not this one").click()
    on_the_card(page, 3)
    button(page, "Ten more with a made-up pupil").click()
    on_the_card(page, 13)
    button(page, "Show a second pupil").click()
    button(page, "1 of 5").click()
    on_the_card(page, 1)
    button(page, "Ten more with a made-up pupil").click()


def by_keyboard(page):
    """From the first button on: Tab, Shift+Tab, Enter and Space alone."""
    button(page, "Click it").focus()
    page.keyboard.press("Enter")
    on_the_card(page, 2)
    for key in ("Tab", "Space"):
        page.keyboard.press(key)
    on_the_card(page, 3)
    for key in ("Tab", "Enter"):
        page.keyboard.press(key)
    on_the_card(page, 13)
    for key in ("Tab", "Enter", *4 * ["Tab"], "Enter"):
        page.keyboard.press(key)
    on_the_card(page, 1)
    expect(button(page, "1 of 5")).to_be_focused()
    for key in (*5 * ["Shift+Tab"], "Enter"):
        page.keyboard.press(key)


@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
def test_a_whole_task(run, page, axe, way):
    notebook = run([WATCH], tasks={0: "watch"})
    shown = page.locator(".howcome")
    on_the_card(page, 1)
    expect(button(page, "1 of 5")).to_be_hidden()  # one thing at a time
    assert axe(".howcome") == []
    way(page)
    on_the_card(page, 11)
    expect(shown.locator(".howcome-prompt")).to_have_text(
        "Look at the bars. Which topic is shown most?"
    )
    expect(button(page, "Ten more with a made-up pupil")).to_be_focused()
    expect(shown.locator(".howcome-loop-run")).to_have_count(2)
    assert axe(".howcome") == []
    notebook.save()
    record = notebook.answers()["watch"]
    assert record["value"] == {
        **{"clicks": 10 * "m", "rule": "most", "surprise": 0.2, "second": 1, "deal": 0}
    }
    assert record["revision"] == 6


def test_what_a_screen_reader_meets_and_is_told(run, page):
    run([WATCH])
    shown = page.locator(".howcome")
    on_the_card(page, 1)
    expect(shown).to_match_aria_snapshot("""
      - region "Who picks the next video?":
        - paragraph: You are the pupil. Would you click this video?
        - text: "Video 1: sports"
        - paragraph: How come? There is no click yet, so chance picked it.
        - group "Your turn":
          - button "Click it"
          - button "Not this one"
          - button "Ten more with a made-up pupil"
        - group "You":
          - text: You
          - paragraph: No video yet.
          - list:
            - listitem: animals shown 0, clicked 0
            - listitem: drawing shown 0, clicked 0
            - listitem: music shown 0, clicked 0
            - listitem: space shown 0, clicked 0
            - listitem: sports shown 0, clicked 0
            - listitem: volcanoes shown 0, clicked 0
        - button "New luck"
        - button "Undo" [disabled]
        - button "Start again"
    """)
    told = shown.locator("[role=status]")
    button(page, "Click it").click()
    expect(told).to_have_text("You clicked. Video 2: sports. And this one? Watch the bars grow.")
    button(page, "Not this one").click()
    expect(told).to_have_text("You did not click. Video 3: sports.")
    button(page, "Ten more with a made-up pupil").click()
    expect(told).to_have_text(
        "Videos: 12. Shown most: sports (12). Video 13: sports. "
        "Look at the bars. Which topic is shown most?"
    )
    button(page, "Show a second pupil").click()
    expect(told).to_contain_text("A second made-up pupil: Videos: 12. Shown most: animals")
    expect(shown.get_by_role("group", name="What it shows next")).to_match_aria_snapshot("""
      - group "What it shows next":
        - button "the topic with the most clicks" [pressed]
        - button "more clicks, more often"
    """)


def test_another_rule_replays_the_made_up_pupil_and_undo_leads_back(run, page):
    run([WATCH])
    for number in (11, 21):
        button(page, "Ten more with a made-up pupil").click()
        on_the_card(page, number)
    said = page.locator(".howcome-loop-run p").first
    expect(said).to_have_text("Videos: 20. Shown most: sports (20).")
    button(page, "more clicks, more often").click()
    expect(said).not_to_have_text("Videos: 20. Shown most: sports (20).")
    expect(said).to_contain_text("Videos: 20.")
    expect(button(page, "more clicks, more often")).to_have_attribute("aria-pressed", "true")
    button(page, "Undo").click()
    expect(said).to_have_text("Videos: 20. Shown most: sports (20).")
    expect(button(page, "more clicks, more often")).to_have_attribute("aria-pressed", "false")
    button(page, "Start again").click()
    expect(said).to_have_text("No video yet.")
    button(page, "New luck").click()
    expect(card(page)).to_be_visible()


def test_an_answer_comes_back(run, page):
    notebook = run([WATCH], tasks={0: "watch"})
    by_mouse(page)
    on_the_card(page, 11)
    notebook.save().reopen().run_all()
    on_the_card(page, 11)
    expect(button(page, "1 of 5")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".howcome-loop-run")).to_have_count(2)


def test_more_rounds_than_fit_are_refused_in_a_sentence(run, page, axe):
    run([WATCH.replace('name="watch"', "most=12")])
    for number in (11, 13):
        button(page, "Ten more with a made-up pupil").click()
        on_the_card(page, number)
    button(page, "Click it").click()
    problem = page.locator(".howcome [role=alert]")
    expect(problem).to_have_text("There are at most 12 videos here. Press Undo or Start again.")
    assert axe(".howcome") == []
    button(page, "Undo").click()
    on_the_card(page, 11)
    expect(problem).to_have_text("")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_companion_and_nothing_is_cut_off(run, page, axe, cut_off, language):
    run([FRIEND], language=language)
    one, ten, solved, second = {
        "en": ("Next reply", "Ten more replies", "solved problems", "Show a second pupil"),
        "es": (
            *("Otra respuesta", "Diez respuestas más"),
            *("problemas resueltos", "Mostrar a otra persona"),
        ),
    }[language]
    told = page.locator(".howcome [role=status]")
    button(page, one).click()
    expect(told).to_contain_text({"en": "Reply 1: help.", "es": "Respuesta 1: ayuda."}[language])
    for count in (11, 21):
        button(page, ten).click()
        expect(told).to_contain_text(f": {count}.")
    button(page, second).click()
    expect(page.locator(".howcome-loop-run")).to_have_count(2)
    button(page, solved).click()
    expect(button(page, solved)).to_have_attribute("aria-pressed", "true")
    for summary in page.locator(".howcome summary").all():
        summary.click()
    for width in (340, 620):
        assert cut_off(width) == []
    assert axe(".howcome") == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_cut_off(run, page, axe, cut_off, language):
    """In 340 pixels, a page of 360, and in 620: a page of 1280 at 200 % zoom."""
    run([WATCH.replace('name="watch"', "clicks=30 * 'm', second=1")], language=language)
    expect(page.locator(".howcome-loop-run")).to_have_count(2)
    for summary in page.locator(".howcome summary").all():
        summary.click()
    for width in (340, 620):
        assert cut_off(width) == []
    assert axe(".howcome") == []
