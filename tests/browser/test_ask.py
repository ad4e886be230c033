"""Ask in a real JupyterLab: every kind of question by mouse and by keyboard alone."""

import pytest

SET_UP = "from howcome import Ask, hint"
QUESTIONS = {
    "one": (
        "Ask('Is one number enough?', name='one', choices={'yes': 'Yes, the average says it all.',"
        " 'no': 'No, I look at each group.', 'depends': 'It depends on who is asking.'},"
        " feedback={'no': 'A group can hide behind the average.',"
        " 'yes': hint('m04-average', 'Look at each row of the table, not at the last one alone.')})"
    ),
    "several": (
        "Ask('Which shoes were missing?', name='several', kind='several',"
        " choices=['Boots', 'Sandals', 'Sneakers'])"
    ),
    "number": (
        "Ask('Out of 100 sandals, how many will it get wrong?', name='number', kind='number',"
        " min=0, max=100, unit='sandals', predict=True)"
    ),
    "text": "Ask('Who could this harm?', name='text', kind='text', limit=80)",
    "confidence": "Ask('Is it a boot?', name='confidence', kind='confidence')",
    "sure": (
        "Ask('Will it know a sandal?', name='sure', choices=['Yes', 'No'], predict=True,"
        " confidence=True)"
    ),
}
SAID = {
    "one": {"value": "yes", "confidence": None},
    "several": {"value": ["boots", "sneakers"], "confidence": None},
    "number": {"value": 40, "confidence": None},
    "text": {"value": "Who wears sandals.", "confidence": None},
    "confidence": {"value": "quite", "confidence": None},
    "sure": {"value": "no", "confidence": "very"},
}


def by_mouse(page, kind):
    shown = page.locator(".howcome")
    clicks = {
        "one": ["Yes, the average says it all."],
        "several": ["Boots", "Sneakers"],
        "confidence": ["quite sure"],
        "sure": ["No", "very sure"],
    }
    for text in clicks.get(kind, []):
        shown.get_by_text(text, exact=True).click()
    if kind in ("number", "text"):
        shown.locator("input, textarea").click()
        page.keyboard.type(str(SAID[kind]["value"]))
    shown.get_by_role("button", name="Keep my").click()


def by_keyboard(page, kind):
    """From the question's first field on; Tab, arrows, Space, letters and Enter alone."""
    page.locator(".howcome input, .howcome textarea").first.focus()
    keys = {
        "one": ["ArrowDown", "ArrowUp", "Tab", "Enter"],
        "several": ["Space", "Tab", "Tab", "Space", "Tab", "Space"],
        "number": ["4", "0", "Enter"],
        "text": [*"Who wears sandals.", "Enter"],
        "confidence": ["ArrowDown", "ArrowDown", "Tab", "Enter"],
        "sure": ["ArrowDown", "Tab", "ArrowUp", "Tab", "Enter"],
    }
    for key in keys[kind]:
        page.keyboard.press(key)


def ask(run, kind, **how):
    """A notebook with this one question."""
    return run([f"{SET_UP}\nq = {QUESTIONS[kind]}\nq"], tasks={0: kind}, **how)


def settled(page, sentence="is kept"):
    page.locator(".howcome-ask-status", has_text=sentence).wait_for()


@pytest.mark.parametrize("kind", QUESTIONS)
@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
def test_a_whole_task(run, page, axe, kind, way):
    notebook = ask(run, kind)
    page.locator(".howcome").wait_for()
    assert axe(".howcome") == []
    way(page, kind)
    settled(page)
    assert page.locator(".howcome-problem").inner_text() == ""
    assert "is kept" in page.locator(".howcome-unseen").text_content()
    assert axe(".howcome") == []
    notebook.save()
    assert notebook.answers()[kind]["value"] == SAID[kind]
    assert notebook.answers()[kind]["revision"] == 1


def test_choosing_alone_keeps_nothing_and_says_so(run, page):
    notebook = ask(run, "one")
    page.locator(".howcome input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    settled(page, "Not kept yet")
    assert notebook.save().answers() == {}


def test_feedback_follows_the_kept_answer_and_hides_while_it_changes(run, page):
    ask(run, "one")
    by_mouse(page, "one")
    feedback = page.locator(".howcome-ask-feedback")
    feedback.get_by_text("Look again").wait_for()
    page.locator(".howcome").get_by_text("No, I look at each group.").click()
    assert not feedback.is_visible()
    page.get_by_role("button", name="Keep my answer").click()
    feedback.get_by_text("A group can hide behind the average.").wait_for()
    assert "About your answer" in feedback.inner_text()
    page.get_by_role("button", name="Undo").click()
    feedback.get_by_text("Look again").wait_for()
    page.get_by_role("button", name="Start again").click()
    feedback.wait_for(state="hidden")
    assert page.locator(".howcome :checked").count() == 0


def test_a_refused_answer_stays_in_its_field_to_be_mended(run, page):
    ask(run, "number")
    field = page.get_by_label("Your number")
    for _ in range(2):
        field.fill("140")
        field.press("Enter")
        page.get_by_role("alert").get_by_text("Type a number from 0 to 100").wait_for()
        assert field.input_value() == "140"
    field.fill("14")
    field.press("Enter")
    settled(page)
    assert page.locator(".howcome-problem").inner_text() == ""


def test_what_is_locked_stays(run, page, axe):
    run([f"{SET_UP}\nAsk('Boot?', choices=['Yes', 'No'], predict=True, lock=True)"])
    assert page.locator(".howcome").get_by_text("what you keep stays as it is").is_visible()
    page.locator(".howcome").get_by_text("Yes", exact=True).click()
    page.get_by_role("button", name="Keep my guess").click()
    settled(page, "stays as it is")
    assert page.locator(".howcome-ask-status").evaluate("one => one === document.activeElement")
    assert page.locator(".howcome input:enabled").count() == 0
    for gone in ("Undo", "Start again", "Keep my guess"):
        assert page.get_by_role("button", name=gone).count() == 0
    assert axe(".howcome") == []


def test_a_guess_comes_back_at_the_end_and_follows(run, page):
    notebook = run(
        [f"{SET_UP}\nguess = {QUESTIONS['number']}\nguess", "guess.recall()"], tasks={0: "number"}
    )
    recap = page.locator(".howcome-recall")
    recap.get_by_text("You have not guessed yet.").wait_for()
    by_mouse(page, "number")
    recap.get_by_text("40 sandals").wait_for()
    notebook.save().reopen().run_all()
    recap.get_by_text("40 sandals").wait_for()
    assert page.get_by_label("Your number").input_value() == "40"
    settled(page)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_nothing_is_cut_off(run, page, kind):
    """At 360 pixels, and at 200 % zoom, which is 640 pixels of a screen of 1280."""
    ask(run, kind)
    by_mouse(page, kind)
    settled(page)
    if page.locator("#jp-left-stack").is_visible():
        # JupyterLab's shortcuts do not reach into an activity.
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Control+b")
    for width in (640, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(500)
        wide = page.locator(".howcome").evaluate(
            "root => [...root.querySelectorAll('*')].filter((one) =>"
            " !one.closest('.howcome-unseen') && one.scrollWidth > one.clientWidth + 1"
            " && one.clientWidth).map((one) => one.className || one.tagName)"
        )
        assert wide == []
        small = page.locator(".howcome").evaluate(
            "root => [...root.querySelectorAll('button, label, input[type=number], textarea')]"
            ".filter((one) => one.offsetHeight && one.offsetHeight < 44)"
            ".map((one) => one.outerHTML)"
        )
        assert small == []
