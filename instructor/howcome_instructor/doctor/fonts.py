"""Can pictures show what lessons write: Spanish letters, and the marks ✓ and ✗?"""

from __future__ import annotations

import importlib.util
import sys
import warnings

from .finding import ATTENTION, FAILS, OK, Finding
from .packages import install

NAME = "fonts"
SIGNS = "áéíóúüñ¿¡ ✓✗"
REINSTALL = (f'"{sys.executable}" -m pip install --force-reinstall matplotlib',)


def check() -> Finding:
    """Draw the signs with matplotlib's own settings, as lessons do, and listen for complaints."""
    if importlib.util.find_spec("matplotlib") is None:
        return Finding(
            NAME,
            FAILS,
            "matplotlib is not installed.",
            "Install it. High school lessons draw with it.",
            (install("lab"),),
        )
    try:
        missing = complaints(SIGNS)
    except Exception as error:  # whatever a broken installation throws
        return Finding(
            NAME,
            FAILS,
            f"matplotlib does not draw: {type(error).__name__}: {error}.",
            "Install it again.",
            REINSTALL,
        )
    if missing:
        return Finding(
            NAME,
            ATTENTION,
            f"Some signs would be empty boxes in pictures: {missing[0]}",
            "Install matplotlib again, which brings a font with all of them.",
            REINSTALL,
        )
    return Finding(NAME, OK, f"Pictures show {SIGNS.replace(' ', '')}.")


def complaints(text: str) -> list[str]:
    """What matplotlib has to say about the glyphs of a text; empty when it has all of them."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with warnings.catch_warnings(record=True) as heard, matplotlib.rc_context():
        warnings.simplefilter("always")
        matplotlib.rcdefaults()
        paper = Figure(figsize=(3, 1), dpi=50)
        paper.text(0.1, 0.5, text)
        FigureCanvasAgg(paper).draw()
    return [str(one.message) for one in heard if "lyph" in str(one.message)]
