"""The gallery for authors: every activity, with the sentence that its class says of itself.

Its cells are run as those of the lessons are, and in a browser by tests/browser/test_gallery.py.
"""

from pathlib import Path

import nbformat

import howcome

GALLERY = Path(__file__).parents[1] / "widgets" / "gallery.ipynb"
ACTIVITIES = sorted(name for name in howcome.__all__ if name[0].isupper())


def test_every_activity_is_there_with_its_sentence():
    cells = {cell.id: cell for cell in nbformat.read(GALLERY, 4).cells}
    for name in ACTIVITIES:
        sentence = getattr(howcome, name).__doc__.splitlines()[0]
        assert cells[f"{name.lower()}-use"].source == f"## {name}\n\n{sentence}"
        assert f"{name}(" in cells[name.lower()].source
    assert len(cells) == 1 + 2 * len(ACTIVITIES)


def test_the_file_is_clean():
    text = GALLERY.read_text(encoding="utf-8")
    assert text == nbformat.writes(nbformat.reads(text, 4)) + "\n"
    for cell in nbformat.reads(text, 4).cells:
        assert not cell.metadata
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)
            # what an author copies fits into the page
            assert max(map(len, cell.source.splitlines())) <= 100
