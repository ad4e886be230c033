"""What every activity has from the shared parts, tried on SampleMixer in a real JupyterLab."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

MIX = (
    "from howcome import SampleMixer, sea\n"
    "mix = SampleMixer(sea, name='mix', counts={'reef': 190, 'deep': 10}, step=10)\n"
    "mix"
)
# The browser's voices are the machine's; a headless one has none. Its list is played here.
VOICES = """
window.playedVoices = []; window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const late = new EventTarget();
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => window.playedVoices,
  addEventListener: (...all) => late.addEventListener(...all),
  removeEventListener: (...all) => late.removeEventListener(...all),
  cancel: () => {},
  speak: (saying) => window.spoken.push([saying.voice.name, saying.text]),
}});
window.giveVoices = (voices) => {
  window.playedVoices = voices;
  late.dispatchEvent(new Event('voiceschanged'));
};
"""


def test_read_aloud_takes_only_voices_that_live_on_the_device(page, run):
    page.add_init_script(VOICES)
    run([MIX])
    button = page.locator(".howcome-speaker")
    page.wait_for_selector(".howcome")
    expect(button).to_be_hidden()
    page.evaluate("giveVoices([{name: 'far', lang: 'en-US', localService: false}])")
    expect(button).to_be_hidden()
    page.evaluate("giveVoices([{name: 'cerca', lang: 'es-MX', localService: true}])")
    expect(button).to_be_hidden()
    page.evaluate(
        "giveVoices([{name: 'far', lang: 'en-US', localService: false},"
        " {name: 'near', lang: 'en-US', localService: true}])"
    )
    button.click()
    [[voice, text]] = page.evaluate("spoken")
    assert voice == "near"
    assert "How many examples of each do you show?" in text


CLIP = """
window.played = 0;
Audio.prototype.play = function () {
  window.played += 1;
  setTimeout(() => this.dispatchEvent(new Event('ended')), 0);
  return Promise.resolve();
};
"""


@pytest.mark.parametrize("voices", ["none", "far away"])
def test_without_a_voice_of_the_device_recorded_clips_are_played(page, run, voices):
    page.add_init_script(VOICES + CLIP)
    run([
        "from howcome import SortShelf\n"
        "SortShelf(['tuna', 'shrimp'], ['fish', 'crustacean'], deck='zoo_cards')"
    ])  # fmt: skip
    if voices == "far away":
        page.evaluate("giveVoices([{name: 'far', lang: 'en-US', localService: false}])")
    page.get_by_role("button", name="Read aloud").click()
    # the prompt, the card and the two shelves, one after the other
    page.wait_for_function("window.played === 4")
    assert page.evaluate("spoken") == []


def test_it_speaks_spanish(page, run, axe):
    run([MIX], language="es")
    section = page.get_by_role("region", name="Mezcla los ejemplos")
    expect(section).to_have_attribute("lang", "es")
    expect(section.get_by_role("button", name="Deshacer")).to_be_visible()
    expect(section.get_by_text("¿Cuántos ejemplos de cada uno muestras?")).to_be_visible()
    assert axe(".howcome") == []


def test_keys_stay_in_the_activity_but_ctrl_s_still_saves(page, run):
    notebook = run([MIX, "1 + 1"], tasks={0: "mix"})
    slider = page.get_by_role("slider", name="Examples of deep")
    slider.focus()
    for key in ("ArrowRight", "ArrowRight", "d", "d", "x", "a", "b"):
        page.keyboard.press(key)
    expect(slider).to_have_value("30")
    expect(slider).to_be_focused()
    assert page.locator(".jp-CodeCell").count() == 2, "no letter was a shortcut of JupyterLab's"
    page.wait_for_timeout(1000)
    before = notebook.path.stat().st_mtime_ns
    page.keyboard.press("Control+s")
    for _ in range(50):
        page.wait_for_timeout(100)
        if notebook.path.stat().st_mtime_ns != before:
            break
    assert notebook.answers()["mix"]["value"]["counts"]["deep"] == 30
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("40")


def test_a_screen_reader_hears_what_changed(page, run):
    run([MIX])
    page.get_by_role("button", name="10 more: deep").click()
    said = page.locator(".howcome [role=status]")
    expect(said).to_contain_text("deep: 20 shown")
    expect(said).to_contain_text("All together:")
    assert said.get_attribute("aria-live") == "polite"


def test_high_contrast_has_visible_edges(new_page, run):
    page = new_page(forced_colors="active")
    run([MIX], on=page)
    edge = page.eval_on_selector(".howcome-bar", "bar => getComputedStyle(bar).borderTopStyle")
    assert edge == "solid"


def test_touch_alone_is_enough(new_page, run):
    page = new_page(has_touch=True, viewport={"width": 360, "height": 740})
    notebook = run([MIX], on=page, tasks={0: "mix"})
    button = page.get_by_role("button", name="10 more: deep")
    button.scroll_into_view_if_needed()
    button.tap()
    expect(page.get_by_role("slider", name="Examples of deep")).to_have_value("20")
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_role("slider", name="Examples of deep")).to_have_value("10")
    button.tap()
    expect(page.locator(".howcome [role=status]")).to_contain_text("deep: 20 shown")
    assert notebook.save().answers()["mix"]["value"]["counts"]["deep"] == 20


def test_two_views_keep_in_step(page, run):
    run([MIX, "mix"])
    sliders = page.get_by_role("slider", name="Examples of deep")
    expect(sliders).to_have_count(2)
    page.get_by_role("button", name="10 more: deep").last.click()
    expect(sliders.first).to_have_value("20")
    page.get_by_role("button", name="Undo").first.click()
    expect(sliders.last).to_have_value("10")
    expect(page.locator(".howcome [role=status]").last).to_contain_text("deep: 10 shown")


def test_after_a_restart_of_python_the_pupil_goes_on(page, run):
    notebook = run([MIX], tasks={0: "mix"})
    page.get_by_role("button", name="10 more: deep").click()
    expect(page.locator(".howcome [role=status]")).to_contain_text("deep: 20 shown")
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name="Restart Kernel and Run All Cells").click()
    page.locator(".howcome").evaluate("one => { one.dataset.before = 'restart'; }")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.wait_for_selector(".howcome:not([data-before])")
    expect(page.locator(".howcome")).to_have_count(1)
    slider = page.get_by_role("slider", name="Examples of deep")
    expect(slider).to_have_value("20", timeout=60_000)
    notebook.idle()
    page.get_by_role("button", name="10 more: deep").click()
    expect(page.locator(".howcome [role=status]")).to_contain_text("deep: 30 shown")
    assert notebook.save().answers()["mix"]["value"]["counts"]["deep"] == 30
