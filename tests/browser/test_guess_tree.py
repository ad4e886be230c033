"""GuessTree in a real JupyterLab: a whole task by mouse, and the same by keyboard alone."""

import pytest
from playwright.sync_api import expect

IMPORT = "from howcome.activities.guess_tree import GuessTree\n"
TREE = IMPORT + 'tree = GuessTree(name="tree")\ntree'
GROWN = IMPORT + 'tree = GuessTree(name="tree", questions="machine")\ntree'
DONE = {
    "questions": {"": "has_feathers", "no": "has_fur"},
    "corrections": {"bat": {"has_feathers": 0}},
}


def status(page):
    return page.locator(".howcome-unseen[role=status]")


def by_mouse(page):
    for question in ("Does it have feathers?", "Does it have fur?"):
        page.get_by_role("radio", name=question).check()
        page.get_by_role("button", name="Ask this question").click()
        page.get_by_role("button", name="Ask something else here").wait_for()
        page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Guess animals").click()
    page.locator(".howcome-guess-animals label", has_text="bat").click()
    page.locator(".howcome-guess-facts label", has_text="feathers").click()
    page.get_by_role("button", name="Change to: no").click()


def by_keyboard(page):
    """From the first question on: arrows, Tab and Enter; the focus is always where it goes on."""
    focused = page.locator(":focus")
    page.locator(".howcome-guess-questions input").first.focus()
    for key in ("has_feathers", "has_fur"):
        page.keyboard.press("Space")
        while focused.get_attribute("value") != key:
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        expect(focused).to_have_text("Ask this question")
        page.keyboard.press("Enter")
        expect(focused).to_have_text("Go on")
        if key == "has_feathers":
            page.keyboard.press("Enter")
            expect(page.locator(".howcome-guess-way")).to_contain_text("feathers: no")
            expect(focused).to_have_attribute("type", "radio")
    page.keyboard.press("Shift+Tab")
    expect(focused).to_have_text("Guess animals")
    for key in ("Enter", "Tab", "ArrowDown", "Tab", "ArrowDown", "ArrowDown", "Tab"):
        page.keyboard.press(key)
    expect(focused).to_have_text("Change to: no")
    page.keyboard.press("Enter")
    expect(focused).to_have_text("Change to: yes")


@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
def test_a_whole_task(run, page, axe, way):
    notebook = run([TREE], tasks={0: "tree"})
    expect(page.locator(".howcome-prompt")).to_have_text(
        "Which question splits the cards best? Pick one, and look at the two piles."
    )
    assert axe(".howcome") == []
    way(page)
    expect(page.locator(".howcome-guess-verdict")).to_have_text(
        "✓ The tree says mammal, and that is right."
    )
    expect(status(page)).to_have_text("✓ The tree says mammal, and that is right.")
    bat = page.get_by_role("radio", name="bat right: mammal (corrected)")
    expect(bat).to_be_checked()
    expect(page.locator(".howcome-guess-answers li")).to_have_text(
        ["Does it have feathers? No", "Does it have fur? Yes"]
    )
    assert axe(".howcome") == []
    notebook.save()
    assert notebook.answers()["tree"]["value"] == DONE
    assert notebook.answers()["tree"]["revision"] == 3


def test_the_piles_follow_the_hand_and_the_machine_is_compared(run, page):
    run([TREE])
    fur = page.locator(".howcome-guess-questions label", has_text="fur")
    # In the same task of the page, before the kernel can have answered.
    piles = fur.evaluate(
        """fur => {
          fur.dispatchEvent(new PointerEvent("pointerenter", {pointerType: "mouse"}));
          return [...document.querySelectorAll(".howcome-guess-pile")].map((one) => one.ariaLabel);
        }"""
    )
    assert piles == ["Yes: 6 cards", "No: 34 cards"]
    fur.click()
    expect(status(page)).to_have_text("Yes: 6 cards, 1 family. No: 34 cards, 7 families.")
    page.locator("summary").click()
    row = page.locator(".howcome-numbers tr", has_text="mammal").last
    expect(row).to_contain_text("6: dog, cat, horse, giraffe, sea otter, echidna")
    expect(row).to_contain_text("1: orca")
    page.get_by_role("button", name="Ask this question").click()
    expect(page.locator(".howcome-guess-machine")).to_have_text(
        "The machine would ask: “Does it have feathers?” Its piles are less mixed. "
        "With it, 7 of the cards land in a pile of one family only. With yours, 6."
    )
    page.get_by_role("button", name="Ask something else here").click()
    page.get_by_role("radio", name="Does it have feathers?").check()
    page.get_by_role("button", name="Ask this question").click()
    expect(status(page)).to_have_text("✓ The machine would ask the same question.")


def test_as_a_screen_reader_reads_it(run, page):
    run([GROWN.replace('"machine"', '{"": "has_feathers", "no": "legs>2"}')])
    expect(page.locator(".howcome")).to_match_aria_snapshot("""
      - region "Guess who":
        - group "What do you want to do?":
          - button "Grow the tree" [pressed]
          - button "Guess animals"
        - paragraph: "Your tree asks: Does it have feathers? Look at the two piles, then go on."
        - button "Go on"
        - button "Ask something else here"
        - 'group "Yes: 7 cards"':
          - list:
            - listitem:
              - text: /bird/
              - img "golden eagle"
        - 'group "No: 33 cards"'
        - list "Your tree":
          - listitem:
            - 'button "Start: Does it have feathers?"'
            - list:
              - listitem:
                - 'button "Yes: bird (7 cards)"'
              - listitem:
                - 'button "No: Does it have more than 2 legs?"'
                - list:
                  - listitem:
                    - 'button "Yes: ask here (25 cards, 5 families)"'
                  - listitem:
                    - 'button "No: ask here (8 cards, 3 families)"'
        - button "Undo" [disabled]
        - button "Start again"
    """)
    page.get_by_role("button", name="No: ask here").click()
    expect(page.locator(".howcome")).to_match_aria_snapshot("""
      - paragraph: "Which question splits these cards best? Pick one, and look at the two piles."
      - paragraph: /Cards that answered. feathers. no . more than 2 legs. no/
      - group "Questions for these cards":
        - radio "Does it have fins?"
      - button "Ask this question" [disabled]
    """)
    page.get_by_role("button", name="Guess animals").click()
    page.get_by_role("radio", name="dolphin wrong: fish").check(force=True)
    expect(page.locator(".howcome")).to_match_aria_snapshot("""
      - paragraph: /Your tree asks nothing more here/
      - paragraph: /Right. \\d+ of 20/
      - group "Which animal?":
        - 'radio "dolphin wrong: fish" [checked]'
      - list:
        - listitem: "Does it have feathers? No"
        - listitem: "Does it have more than 2 legs? No"
      - 'group "The card: dolphin"':
        - 'radio "legs: 0 asked"'
        - 'radio "fur: no"'
    """)


def test_in_the_tree_arrows_move_and_another_question_lets_fall_what_hung_below(run, page):
    notebook = run([GROWN], tasks={0: "tree"})
    focused = page.locator(":focus")
    page.locator(".howcome-guess-tree button").first.focus()
    page.keyboard.press("End")
    expect(focused).to_have_text("No: reptile (5 cards)")
    page.keyboard.press("ArrowLeft")
    expect(focused).to_have_text("No: Does it have fins?")
    page.keyboard.press("ArrowUp")
    expect(focused).to_have_text("Yes: mammal (6 cards)")
    page.keyboard.press("Enter")
    expect(page.locator(".howcome-prompt")).to_have_text(
        "Only one family is left: mammal. No question is needed."
    )
    page.get_by_role("button", name="No: Does it have more than 5 legs?").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ask something else here").focus()
    page.keyboard.press("Enter")
    expect(focused).to_have_attribute("value", "legs>5")
    page.get_by_role("radio", name="Does it have fins?").check()
    page.get_by_role("button", name="Ask this question").click()
    expect(page.get_by_role("button", name="No: ask here")).to_be_visible()
    expect(focused).to_have_text("Go on")
    notebook.save()
    questions = notebook.answers()["tree"]["value"]["questions"]
    assert questions["no no"] == "has_fins"
    assert not any(place.startswith("no no ") for place in questions)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="No: Does it have fur?")).to_be_visible()


def test_an_answer_comes_back_and_can_be_undone(run, page):
    notebook = run([TREE], tasks={0: "tree"})
    by_mouse(page)
    page.get_by_role("button", name="Change to: yes").wait_for()
    notebook.save().reopen().run_all()
    page.get_by_role("button", name="No: Does it have fur?").wait_for()
    page.get_by_role("button", name="Guess animals").click()
    page.get_by_role("radio", name="bat right: mammal (corrected)").wait_for(state="attached")
    page.get_by_role("button", name="Start again").click()
    expect(page.locator(".howcome-prompt")).to_contain_text("Your tree asks nothing yet.")
    assert notebook.save().answers()["tree"]["value"] is None
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("radio", name="bat right: mammal (corrected)").wait_for(state="attached")


def test_legs_are_typed_and_a_wrong_number_is_answered(run, page, axe):
    run([GROWN])
    page.get_by_role("button", name="Guess animals").first.click()
    page.get_by_role("radio", name="blue crab wrong: amphibian").check(force=True)
    page.get_by_role("radio", name="legs: 4").check()
    legs = page.get_by_role("spinbutton", name="How many legs?")
    for typed in ("-3", "2.5", ""):
        legs.fill(typed)
        legs.press("Enter")
        expect(page.locator(".howcome-problem")).to_have_text(
            "Type a whole number of legs, from 0 to 100."
        )
        expect(legs).to_have_value(typed)
        assert axe(".howcome") == []
        legs.fill("4")
        legs.press("Enter")
        expect(page.locator(".howcome-problem")).to_be_hidden()
    legs.fill("10")
    legs.press("Enter")
    expect(page.locator(".howcome-guess-verdict")).to_contain_text("crustacean, and that is right")
    expect(page.get_by_role("radio", name="legs: 10 asked, ✎ corrected")).to_be_checked()
    expect(legs).to_be_focused()


def test_a_tree_that_is_given_has_nothing_to_press(run, page, axe):
    run([GROWN.replace('"machine"', '"machine", parts=["guess"]')])
    page.get_by_role("radio", name="owl right: bird").check(force=True)
    expect(page.locator(".howcome-guess-ends")).to_have_text(" ◀ owl ends here")
    assert page.locator(".howcome-guess-tree button").count() == 0
    assert page.get_by_role("button", name="Grow the tree").count() == 0
    assert axe(".howcome") == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [340, 620])
def test_nothing_is_cut_off(run, new_page, axe, cut_off, language, width):
    """In 340 pixels, a page of 360, and in 620: a page of 1280 at 200 % zoom."""
    page = new_page(reduced_motion="reduce")
    run([GROWN], on=page, language=language)
    page.locator(".howcome-guess-tree").wait_for()
    page.locator("summary").click()
    assert cut_off(width, on=page) == []
    assert axe(".howcome", on=page) == []
    instead = page.locator(".howcome-guess-actions button:visible").last
    instead.click()
    assert cut_off(width, on=page) == []
    page.locator(".howcome-guess-actions[role=group] button").last.click()
    page.locator(".howcome-guess-animals label").nth(18).click()
    page.locator(".howcome-guess-facts label").first.click()
    assert cut_off(width, on=page) == []
    assert axe(".howcome", on=page) == []
