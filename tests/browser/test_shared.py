"""What every activity has from the shared parts, tried on SampleMixer in a real JupyterLab."""

from __future__ import annotations

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
