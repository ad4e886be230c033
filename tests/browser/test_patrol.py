"""Patrol in a real JupyterLab: a whole task by mouse, and the same by keyboard alone."""

import pytest
from playwright.sync_api import expect

LOOP = """from howcome.activities.patrol import Patrol
from howcome.toys import patrol
loop = Patrol(patrol, rules=patrol.RULES, randoms=[0, 0.2], worlds=["equal", "unequal"],
              firsts=[None, "oak", "pine"], name="loop")
loop"""


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def after(page, days):
    """The kernel has sent the patrol so far."""
    expect(page.locator(".howcome-loop-run p").first).to_contain_text(f"Days: {days}.")


def by_mouse(page):
    for days in (1, 2):
        button(page, "Next day").click()
        after(page, days)
    button(page, "10 days").click()
    after(page, 12)
    button(page, "Look at both").click()
    button(page, "on Oak").click()


def by_keyboard(page):
    """From the first button on: Tab, Enter and Space alone."""
    button(page, "Next day").focus()
    for days, key in enumerate(("Enter", "Space"), start=1):
        page.keyboard.press(key)
        # Presses that come faster than the kernel answers are one step.
        after(page, days)
    for key in ("Tab", "Enter"):
        page.keyboard.press(key)
    after(page, 12)
    for key in ("Tab", "Tab", "Space"):
        page.keyboard.press(key)
    expect(button(page, "on Oak")).to_be_visible()
    # Past three rules, two shares and two worlds.
    for key in (*9 * ["Tab"], "Enter"):
        page.keyboard.press(key)


@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
def test_a_whole_task(run, page, axe, way):
    notebook = run([LOOP], tasks={0: "loop"})
    shown = page.locator(".howcome")
    shown.wait_for()
    expect(button(page, "on Oak")).to_be_hidden()  # one thing at a time
    assert axe(".howcome") == []
    way(page)
    expect(shown.locator(".howcome-loop-run > b")).to_have_text(
        ["Started with one record on Oak", "Started with one record on Pine"]
    )
    visits = [run.locator("ul").first for run in shown.locator(".howcome-loop-run").all()]
    expect(visits[0]).to_have_text("Oak13 of 13Pine0 of 13")
    expect(visits[1]).to_have_text("Oak0 of 13Pine13 of 13")
    expect(button(page, "on Oak")).to_be_focused()
    assert axe(".howcome") == []
    notebook.save()
    record = notebook.answers()["loop"]
    assert record["value"] == {
        **{"days": 12, "rule": "most litter", "random_days": 0, "world": "equal"},
        **{"first": "oak", "looked": True, "deal": 0},
    }
    assert record["revision"] == 5


def test_what_a_screen_reader_meets_and_is_told(run, page):
    run([LOOP])
    shown = page.locator(".howcome")
    expect(shown).to_match_aria_snapshot("""
      - region "Where will the litter be?":
        - paragraph: Each day the patrol visits one playground. Press Next day.
        - list:
          - listitem:
            - text: Oak
            - paragraph: Nobody has looked yet.
          - listitem:
            - text: Pine
            - paragraph: Nobody has looked yet.
            - paragraph: Goes here next
        - paragraph: /Day 1. the patrol goes to Pine. How come.*so a coin decides/
        - group "Send the patrol":
          - button "Next day"
          - button "10 days"
          - button "50 days"
          - button "Look at both"
        - group "The logbook":
          - text: The logbook
          - paragraph: The patrol has not gone out yet.
          - text: Visits
          - list:
            - listitem: Oak 0 of 0
            - listitem: Pine 0 of 0
          - text: Litter that was written down
          - list:
            - listitem: Oak 0 written down
            - listitem: Pine 0 written down
    """)
    told = shown.locator("[role=status]")
    button(page, "Next day").click()
    expect(told).to_have_text(
        "Day 1: Pine, litter, written down. Next: Pine. "
        "Read where it goes next, and why. Press Next day again."
    )
    expect(shown.get_by_text("Day 1: nobody looked.")).to_be_visible()
    button(page, "50 days").click()
    expect(told).to_have_text(
        "Days: 51. Visits: Oak 0, Pine 51. Written down: Oak 0, Pine 16. "
        "It writes down only what lies where it goes. Press Look at both."
    )
    button(page, "Look at both").click()
    expect(told).to_contain_text("Days: 51. Litter written down: Oak 0 of ")
    expect(button(page, "Look at both")).to_have_attribute("aria-pressed", "true")
    expect(shown.get_by_text("Day 51: nobody looked.")).to_have_count(0)


def test_undo_start_again_and_new_luck(run, page):
    run([LOOP])
    button(page, "10 days").click()
    after(page, 10)
    button(page, "Look at both").click()
    button(page, "more on one of them").click()
    expect(button(page, "more on one of them")).to_have_attribute("aria-pressed", "true")
    button(page, "Undo").click()
    expect(button(page, "the same on both")).to_have_attribute("aria-pressed", "true")
    before = page.locator(".howcome-loop-run").inner_text()
    button(page, "New luck").click()
    expect(page.locator(".howcome-loop-run")).not_to_have_text(before, use_inner_text=True)
    button(page, "Start again").click()
    expect(page.locator(".howcome-loop-run p").first).to_have_text(
        "The patrol has not gone out yet."
    )


def test_an_answer_comes_back(run, page):
    notebook = run([LOOP], tasks={0: "loop"})
    by_mouse(page)
    expect(page.locator(".howcome-loop-run")).to_have_count(2)
    notebook.save().reopen().run_all()
    expect(page.locator(".howcome-loop-run")).to_have_count(2)
    after(page, 12)
    expect(button(page, "Look at both")).to_have_attribute("aria-pressed", "true")


def test_more_days_than_fit_are_refused_in_a_sentence(run, page, axe):
    run([LOOP.replace('name="loop"', "most=60")])
    for days in (50, 60):
        button(page, "50 days").click()
        after(page, days)
    button(page, "Next day").click()
    problem = page.locator(".howcome [role=alert]")
    expect(problem).to_have_text("There are at most 60 days here. Press Undo or Start again.")
    assert axe(".howcome") == []
    button(page, "Undo").click()
    after(page, 50)
    expect(problem).to_have_text("")


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_cut_off(run, page, axe, cut_off, language):
    """In 340 pixels, a page of 360, and in 620: a page of 1280 at 200 % zoom."""
    settings = "days=200, first='oak', looked=True, rule='shared per visit'"
    run([LOOP.replace('name="loop"', settings)], language=language)
    expect(page.locator(".howcome-loop-run")).to_have_count(2)
    for summary in page.locator(".howcome summary").all():
        summary.click()
    for width in (340, 620):
        assert cut_off(width) == []
    assert axe(".howcome") == []
