"""An answer outlives saving, reloading, running again, copying and a closed kernel."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from howcome.answers import bundles_in

MIX = (
    "from howcome import SampleMixer\n"
    "from howcome.toys import sea\n"
    "mix = SampleMixer(sea, name='mix', counts={'reef': 190, 'deep': 10}, step=10)\n"
    "mix"
)
LEFT = "This is how you left it."


def more_deep(notebook, times: int = 1) -> None:
    """Click "+" for the deep sea, as a pupil does, and wait until the kernel has answered."""
    page = notebook.page
    for _ in range(times):
        before = page.locator(".howcome-unseen[role=status]").inner_text()
        page.get_by_role("button", name="10 more: deep").click()
        page.wait_for_function(
            "before => document.querySelector('.howcome-unseen[role=status]').innerText !== before",
            arg=before,
        )
    page.wait_for_timeout(500)


def deep_shown(notebook, count: int) -> None:
    """Wait until the slider of the deep sea stands at ``count``."""
    slider = notebook.page.get_by_role("slider", name="Examples of deep")
    expect(slider).to_have_value(str(count), timeout=30_000)


@pytest.fixture
def mixed(run):
    """A lesson in which the pupil has just clicked once: 20 deep cards."""
    notebook = run([MIX], tasks={0: "mix"})
    more_deep(notebook)
    return notebook


def forget_side_file(notebook) -> None:
    shutil.rmtree(notebook.path.parent / ".howcome" / "answers")


def test_a_click_is_saved_and_comes_back_when_all_runs_again(mixed, open_notebook):
    record = mixed.save().answers()["mix"]
    assert record["value"] == {"counts": {"reef": 190, "deep": 20}, "deal": 0}
    assert (record["lesson"], record["lesson_version"]) == ("h00-try", 1)
    assert (record["activity"], record["revision"], record["v"]) == ("SampleMixer", 1, 1)
    assert record["notebook"] == mixed.on_disk()["metadata"]["howcome"]["notebook"]

    mixed.reopen().run_all()
    deep_shown(mixed, 20)
    more_deep(mixed)
    assert mixed.save().answers()["mix"]["revision"] == 2


def test_run_all_with_a_save_in_the_middle_loses_nothing(run):
    slow = "import time; time.sleep(5)"
    notebook = run([slow, MIX], tasks={1: "mix"})
    more_deep(notebook)
    notebook.save()
    forget_side_file(notebook)  # so that only the notebook itself can hold the answer

    page = notebook.page
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function("() => document.body.innerText.includes('[*]')")
    assert not page.locator(".howcome").count(), "run all has cleared the outputs"
    notebook.save()
    assert notebook.answers()["mix"]["value"]["counts"]["deep"] == 20
    notebook.idle()
    deep_shown(notebook, 20)


def test_after_a_reload_the_pupil_reads_what_to_do_and_goes_on(mixed):
    mixed.save()
    more_deep(mixed)  # 30, and not saved: only the side file has it
    mixed.reopen()
    page = mixed.page
    assert page.get_by_text(LEFT).count() == 1
    assert page.get_by_text("model not found").count() == 0
    mixed.run_all()
    deep_shown(mixed, 30)
    more_deep(mixed)
    record = mixed.save().answers()["mix"]
    assert (record["value"]["counts"]["deep"], record["revision"]) == (40, 3)


def test_one_file_sent_elsewhere_is_enough(mixed, start_lab, new_page, open_notebook, tmp_path):
    mixed.save()
    other = start_lab(tmp_path / "elsewhere")
    copy = other.folder / "mailed.ipynb"
    shutil.copy(mixed.path, copy)
    there = open_notebook(new_page(), copy, other)
    there.run_all()
    deep_shown(there, 20)


def test_two_pupils_on_one_machine_do_not_meet(run, new_page):
    ana = run([MIX], tasks={0: "mix"})
    more_deep(ana)
    ana.save()
    # Ben's copy of the same lesson lies in the same folder, beside Ana's answers.
    ben = run([MIX], tasks={0: "mix"}, on=new_page())
    deep_shown(ben, 10)
    assert ben.save().answers() == {}
    # Ana's cell pasted into Ben's file is not Ben's answer.
    pasted = ben.on_disk()
    pasted["cells"] = ana.on_disk()["cells"]
    assert bundles_in(pasted) == {}


def test_a_pupil_may_type_instead(run):
    typed = "mix.answer(counts={'reef': 100, 'deep': 100})"
    notebook = run([MIX, typed], tasks={0: "mix"})
    record = notebook.save().answers()["mix"]
    assert record["value"]["counts"] == {"reef": 100, "deep": 100}
    deep_shown(notebook, 100)


def test_undo_and_start_again_are_answers_too(mixed):
    page = mixed.page
    more_deep(mixed)
    page.get_by_role("button", name="Undo").click()
    deep_shown(mixed, 20)
    page.get_by_role("button", name="Start again").click()
    deep_shown(mixed, 10)
    assert mixed.save().answers()["mix"]["value"] is None, "nothing is answered any more"


def test_without_a_kernel_the_last_picture_and_one_sentence(mixed):
    mixed.save().reopen()
    page = mixed.page
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name="Shut Down Kernel", exact=True).click()
    assert page.get_by_text(LEFT).count() == 1
    assert "deep: 20 shown" in page.locator(".howcome-kept img").get_attribute("alt")
    for wrong in ("model not found", "Loading widget"):
        assert page.get_by_text(wrong).count() == 0


def test_nbconvert_shows_the_last_picture_and_one_sentence(mixed, new_page):
    mixed.save()
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "html", str(mixed.path)],
        check=True,
        capture_output=True,
    )
    html = mixed.path.with_suffix(".html").read_text(encoding="utf-8")
    assert html.count(LEFT) == 1
    assert "deep: 20 shown" in html
    assert "widget-view+json" not in html


def test_formgrader_shows_the_last_picture_and_one_sentence(mixed):
    """The very exporter that Formgrader's page uses, with its own template."""
    from nbconvert.exporters import HTMLExporter
    from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension

    mixed.save()
    exporter = HTMLExporter(config=FormgradeExtension().build_extra_config())
    resources = {
        "score": 0,
        "max_score": 1,
        "student": "a",
        "last_name": "",
        "first_name": "",
        "assignment_id": "m",
        "notebook_id": "m",
        "submission_id": "s",
        "index": 0,
        "total": 1,
        "base_url": "",
        "my_assignment_index": 0,
        "notebook_path": "",
        "keyword": "",
    }
    body, _ = exporter.from_filename(str(mixed.path), resources=resources)
    assert body.count(LEFT) == 1
    assert "deep: 20 shown" in body
    assert "widget-view+json" not in body
