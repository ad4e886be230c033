"""SortShelf in a real JupyterLab: a whole task by mouse, and the same by keyboard alone."""

import pytest
from playwright.sync_api import expect

from howcome import speech

SHELF = """from howcome.activities.sort_shelf import SortShelf
shelf = SortShelf(
    ["tuna", "stone crab", "clownfish", "shrimp", "dolphin"],
    [{"name": "fish", "picture": "goldfish"},
     {"name": "crab", "name_es": "cangrejo", "picture": "blue crab"},
     {"name": "other", "name_es": "otro"}],
    deck="zoo_cards", name="sort",
    friend={"tuna": "fish", "stone crab": "crab", "clownfish": "fish", "shrimp": "crab",
            "dolphin": "fish"},
)
shelf"""
WORDS = """from howcome.activities.sort_shelf import SortShelf
SortShelf([{"name": "call", "text": "Calling a family to tell them what a test has found"},
           "Counting pills", "Reading a note about a dog"],
          ["a person", "a machine", "both of them together"], ask="Who should do this?")"""
SORTED = {
    "tuna": "fish",
    "stone crab": "crab",
    "clownfish": "fish",
    "shrimp": "crab",
    "dolphin": "other",
}
# The list of voices is the machine's own; here it is played, and so is the sound of a clip.
FAR_VOICE = """
window.spoken = []; window.played = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => [{name: 'far', lang: 'en-US', localService: false}],
  addEventListener: () => {}, removeEventListener: () => {}, cancel: () => {},
  speak: (saying) => window.spoken.push(saying.text),
}});
Audio.prototype.play = async function () {
  const sound = await (await fetch(this.src)).text();
  window.played.push(sound);
  this.dispatchEvent(new Event('ended'));
};
"""
NO_VOICE = FAR_VOICE.replace("{name: 'far', lang: 'en-US', localService: false}", "")


def place(page, name):
    return page.locator(".howcome-cards-place", has_text=name)


def chip(page, name):
    return page.locator(".howcome-cards-chip", has_text=name)


def by_mouse(page):
    for name in ("fish", "crab", "fish", "fish", "other"):
        place(page, name).click()
    chip(page, "shrimp").click()  # it was put on the wrong shelf
    place(page, "crab").click()


def by_keys(page, keys):
    """From the places on: these keys alone."""
    page.locator(".howcome-cards-places").evaluate("box => { box.tabIndex = -1; box.focus(); }")
    for key in keys.split():
        page.keyboard.press(key)


def by_keyboard(page):
    """Tab to the shelves once, then arrows and Enter alone."""
    by_keys(page, "Tab Enter ArrowDown Enter ArrowUp Enter Enter ArrowDown ArrowDown Enter")
    expect(chip(page, "dolphin")).to_be_visible()
    for key in ("ArrowUp", "ArrowUp", "End", "Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)


@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
def test_a_whole_task(run, page, axe, way):
    notebook = run([SHELF], tasks={0: "sort"})
    shown = page.locator(".howcome")
    shown.wait_for()
    expect(shown.locator(".howcome-prompt")).to_have_text("Where does this card go? Pick a shelf.")
    assert axe(".howcome") == []
    way(page)
    expect(shown.locator(".howcome-prompt")).to_have_text(
        "All done! Your friend sorted the cards too."
    )
    friend = page.locator(".howcome-shelf-friend li")
    expect(friend).to_have_count(1)
    expect(friend).to_match_aria_snapshot("""
      - listitem:
        - text: dolphin
        - 'button "Hear: dolphin"'
        - text: "You: other Your friend: fish"
    """)
    assert axe(".howcome") == []
    notebook.save()
    assert notebook.answers()["sort"]["value"] == {"shelf_of": SORTED}


def test_what_a_screen_reader_is_told(run, page):
    run([SHELF])
    shown = page.locator(".howcome")
    expect(shown).to_match_aria_snapshot("""
      - region "Put each card on a shelf":
        - paragraph: Where does this card go? Pick a shelf.
        - text: tuna
        - 'button "Hear: tuna"'
        - text: "Cards to go: 5."
        - group "Shelves":
          - 'group "fish. Cards: 0."':
            - 'button "Put it here: fish"'
          - 'group "crab. Cards: 0."':
            - 'button "Put it here: crab"'
          - 'group "other. Cards: 0."':
            - 'button "Put it here: other"'
        - button "Undo" [disabled]
        - button "Start again"
        - status
    """)
    said = shown.locator("[role=status]")
    place(page, "crab").click()
    expect(said).to_have_text("tuna: crab. Next card: stone crab.")
    expect(place(page, "crab")).to_be_focused()
    expect(shown).to_match_aria_snapshot("""
      - 'group "crab. Cards: 1."':
        - 'button "Put it here: crab"'
        - list:
          - listitem:
            - button "tuna"
    """)
    chip(page, "tuna").click()
    expect(said).to_have_text("You picked tuna. Pick a new shelf for this card.")
    expect(chip(page, "tuna")).to_have_attribute("aria-pressed", "true")
    place(page, "fish").click()
    expect(said).to_have_text("tuna: fish. Next card: stone crab.")
    page.get_by_role("button", name="Undo").click()
    expect(said).to_have_text("tuna: crab. Next card: stone crab.")
    page.get_by_role("button", name="Undo").click()
    expect(said).to_have_text("tuna is back. Next card: tuna.")


def test_a_card_that_was_picked_up_can_be_put_back(run, page):
    notebook = run([SHELF], tasks={0: "sort"})
    place(page, "fish").click()
    tuna = chip(page, "tuna")
    big = page.locator(".howcome-cards-stage .howcome-cards-big")
    back = page.get_by_role("button", name="Put it back")
    put_back = (
        lambda: page.keyboard.press("Escape"),
        tuna.click,
        back.click,
        place(page, "fish").click,  # the shelf it stands on
    )
    for way in put_back:
        tuna.click()
        expect(big).to_have_text("tuna")
        expect(place(page, "fish")).to_be_focused()
        way()
        expect(big).to_have_text("stone crab")
        expect(back).to_have_count(0)
        expect(tuna).to_be_focused()
    notebook.save()
    assert notebook.answers()["sort"]["revision"] == 1


def test_a_double_click_places_one_card_only(run, page):
    run([SHELF])
    place(page, "fish").dblclick()
    expect(page.locator(".howcome [role=status]")).to_have_text(
        "tuna: fish. Next card: stone crab."
    )
    expect(page.locator(".howcome-cards-chip")).to_have_text(["tuna"])


def test_an_answer_comes_back_and_can_be_undone(run, page):
    notebook = run([SHELF], tasks={0: "sort"})
    by_mouse(page)
    expect(page.locator(".howcome-shelf-friend li")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".howcome-shelf-friend li")).to_have_count(2)
    notebook.save().reopen().run_all()
    row = page.locator(".howcome-cards-row", has_text="fish").first
    expect(row.locator(".howcome-cards-chip")).to_have_text(["tuna", "clownfish", "shrimp"])
    page.get_by_role("button", name="Start again").click()
    expect(page.locator(".howcome-cards-chip")).to_have_count(0)
    expect(page.locator(".howcome-shelf-friend li")).to_have_count(0)
    assert notebook.save().answers()["sort"]["value"] is None


def test_a_sorting_that_cannot_be_gets_one_sentence(run, page):
    run([SHELF, "shelf.set_state({'shelf_of': {'tuna': 'moon'}, 'settled': 1})"])
    problem = page.locator(".howcome-problem")
    expect(problem).to_have_text("There is no shelf moon. Pick one: fish, crab, other.")
    expect(page.locator(".howcome-cards-chip")).to_have_count(0)
    place(page, "fish").click()
    expect(problem).to_be_empty()
    expect(chip(page, "tuna")).to_be_visible()


def test_with_all_cards_placed_a_shelf_asks_for_a_card(run, page):
    run([SHELF])
    by_mouse(page)
    expect(page.locator(".howcome-cards-ready")).to_be_visible()
    # What the friend did comes from the kernel, and would be said last.
    expect(page.locator(".howcome [role=status]")).to_contain_text("do not agree")
    place(page, "fish").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".howcome [role=status]")).to_have_text("Pick a card first.")


@pytest.mark.parametrize("voices", [NO_VOICE, FAR_VOICE])
def test_without_a_voice_on_the_device_recorded_clips_are_heard(run, page, lab, axe, voices):
    page.add_init_script(voices)
    clips = lab.folder / "clips" / "en" / "speech"
    clips.mkdir(parents=True, exist_ok=True)
    for text in ("tuna", "fish", "Where does this card go? Pick a shelf."):
        (clips / speech.file_name(text)).write_text(f"sound of {text}")
    played_here = f"speech.LOCALE = type(speech.LOCALE)({str(clips.parents[1])!r})"
    run(["from howcome import speech\n" + played_here + "\n" + SHELF])
    page.locator(".howcome").wait_for()
    heard = page.evaluate
    page.get_by_role("button", name="Hear: tuna").click()
    page.wait_for_function("() => played.length === 1")
    assert heard("played") == ["sound of tuna"]
    # A shelf's loudspeaker stands beside it: the arrows lead there.
    place(page, "fish").focus()
    for key in ("ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.wait_for_function("() => played.length === 2")
    page.get_by_role("button", name="Read aloud").click()
    page.wait_for_function("() => played.length === 5")
    prompt = "sound of Where does this card go? Pick a shelf."
    assert heard("played")[1:] == ["sound of fish", prompt, "sound of tuna", "sound of fish"]
    assert heard("spoken") == []
    # What has neither voice nor clip has no button; nor has it a place among the arrows.
    expect(page.get_by_role("button", name="Hear: crab")).to_have_count(0)
    place(page, "crab").focus()
    page.keyboard.press("ArrowRight")
    expect(place(page, "crab")).to_be_focused()
    assert axe(".howcome") == []


def test_without_voice_and_clip_nothing_offers_to_speak(run, page):
    page.add_init_script(FAR_VOICE)
    run(
        [SHELF.replace("shelf = ", "from howcome import speech\nspeech.LOCALE /= 'none'\nshelf = ")]
    )
    page.locator(".howcome").wait_for()
    expect(page.locator(".howcome-speaker:visible")).to_have_count(0)
    assert page.evaluate("[spoken, played]") == [[], []]


def with_voice(new_page, language):
    """A page whose device has a voice: then every loudspeaker takes its place."""
    page = new_page()
    near = f"[{{name: 'near', lang: '{language}-US', localService: true}}]"
    page.add_init_script(NO_VOICE.replace("getVoices: () => []", f"getVoices: () => {near}"))
    return page


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [340, 620])
def test_nothing_is_cut_off(run, new_page, axe, cut_off, language, width):
    """In 340 pixels, a page of 360, and in 620: a page of 1280 at 200 % zoom."""
    page = with_voice(new_page, language)
    run([SHELF], on=page, language=language)
    for at in (0, 1, 2, 1, 2):
        page.locator(".howcome-cards-place").nth(at).click()
    page.locator(".howcome-shelf-friend li").first.wait_for()
    assert cut_off(width, on=page) == []
    page.locator(".howcome-cards-chip").first.click()
    assert cut_off(width, on=page) == []
    assert axe(".howcome", on=page) == []


def test_cards_of_words_are_not_cut_off_either(run, new_page, axe, cut_off):
    page = with_voice(new_page, "en")
    run([WORDS], on=page)
    expect(page.locator(".howcome-prompt")).to_have_text("Who should do this?")
    for at in (2, 0):
        page.locator(".howcome-cards-place").nth(at).click()
    for width in (340, 620):
        assert cut_off(width, on=page) == []
    assert axe(".howcome", on=page) == []
