"""Lessons in Spanish: what is read, pressed and told, and that a voice reads it as Spanish."""

import shutil
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Notebook
from .lessons import OURS, WAIT, Mouse, fits_and_reads, said, values

LESSON = Path("elementary/e05-is-it-a-shoe.es.ipynb")
CURRICULUM = Path(__file__).parents[2] / "curriculum"
ALL = [Path(*found.parts[-3:-1]) for found in sorted(CURRICULUM.glob("[em]*/*/es.po"))]
BUTTONS = {"Start": "Empezar", "Check my answer": "Comprobar mi respuesta"}


class Spanish(Mouse):
    """The same hand before the Spanish page."""

    def press(self, cell: str, name: str) -> None:
        super().press(cell, BUTTONS.get(name, name))


@pytest.fixture(scope="module")
def lab(start_lab):
    return start_lab(None, "--lang", "es")


@pytest.fixture
def open_own(lab, new_page):
    """Open a copy that is this test's own."""

    def open_one(lesson: Path = LESSON, **options) -> Notebook:
        path = lab.folder / f"try-{uuid.uuid4().hex[:8]}" / lesson.name
        path.parent.mkdir()
        shutil.copy(lab.folder / lesson, path)
        return Notebook(new_page(**options), lab, path).open()

    return open_one


def test_the_lesson_in_spanish(open_own, axe):
    notebook = open_own()
    page, pupil = notebook.page, Spanish(notebook)
    expect(page.get_by_role("heading", level=1)).to_contain_text("5. ¿Es un zapato?")
    pupil.start()

    pupil.choose("guess", "Unas 5")
    pupil.keep("guess", "Guardar mi predicción")
    expect(notebook.cell("recap-guess")).to_contain_text("Unas 5")

    # a wrong answer: the hint, in the question and from its check
    pupil.choose("why", "Necesitaba muchos más tenis.")
    pupil.keep("why", "Guardar mi respuesta")
    hint = "Vuelve a Juega y muestra 30 tenis, y después 90: ¿encuentra ahora las botas?"
    expect(notebook.cell("why")).to_contain_text(hint)
    pupil.wrong("why", f"Todavía no: {hint}")
    # the right one
    pupil.choose("why", "No tuvo botas como ejemplos.")
    pupil.keep("why", "Guardar mi respuesta")
    pupil.right("why")
    expect(notebook.cell("check-why")).to_contain_text("No había botas entre los ejemplos")

    # Spanish names of groups in a hint that a program puts together
    mix = notebook.cell("mix").get_by_role("slider", name="Ejemplos de tenis", exact=True)
    for _ in range(3):
        pupil.press("mix", "10 menos: tenis")
    expect(mix).to_have_value("60")
    pupil.wrong("mix", "Todos tus ejemplos son tenis: ¿qué otros zapatos puedes mostrar?")

    # a voice reads Spanish as Spanish, within JupyterLab's English page
    languages = page.evaluate(
        "[...document.querySelectorAll('.howcome, .jp-RenderedMarkdown, .howcome-figure')]"
        ".map((one) => one.closest('[lang]').lang)"
    )
    assert len(languages) > 20
    assert set(languages) == {"es"}
    expect(notebook.cell("look").locator(".howcome-figure summary")).to_have_text(
        "Números", timeout=WAIT
    )
    assert axe(OURS, on=page) == []
    # the same answers as in English
    assert values(notebook) == {
        "guess": said("few"),
        "why": said("no-boots"),
        "mix": {"counts": {"sneaker": 60, "sandal": 0, "boot": 0}, "deal": 0},
    }


@pytest.mark.parametrize("lesson", ALL, ids=lambda found: found.name.split("-")[0])
def test_spanish_words_fit_on_a_small_page(open_own, axe, lesson):
    notebook = open_own(
        lesson.with_name(f"{lesson.name}.es.ipynb"),
        viewport={"width": 360, "height": 740},
        device_scale_factor=2,
    )
    Spanish(notebook).start()
    expect(notebook.page.locator(".jp-Notebook")).not_to_contain_text("en inglés")
    fits_and_reads(notebook.page, axe)
