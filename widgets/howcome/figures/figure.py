"""A picture with its text alternative and the numbers behind it, as HTML that survives Jupyter."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from howcome.words import spoken as language

from .check import clean, spoken
from .number import exact

_WORDS = {
    "en": {
        "numbers": "Numbers",
        "missing": "no number",
        "no_group": "no group",
        "label": "label",
        "number": "number",
        "picture": "picture",
        "height": "height in pixels",
        "width": "width in pixels",
        "average": "average grey",
        "more": "The table shows the first {shown} of {all} rows.",
        "left_out": "Rows without a number that are not drawn: {count}.",
    },
    "es": {
        "numbers": "Números",
        "missing": "sin número",
        "no_group": "sin grupo",
        "label": "nombre",
        "number": "número",
        "picture": "imagen",
        "height": "alto en píxeles",
        "width": "ancho en píxeles",
        "average": "gris promedio",
        "more": "La tabla muestra las primeras {shown} de {all} filas.",
        "left_out": "Filas sin número que no se dibujan: {count}.",
    },
}
_MOST_ROWS = 100  # a longer table helps nobody who reads it by ear; .numbers keeps every row

# JupyterLab's cleaner of untrusted notebooks keeps these styles. Only the picture has colours of
# its own (a white card); the words around it inherit the theme's.
_FIGURE = "margin:0.5em 0;max-width:100%"
_TITLE = "font-weight:600;margin:0 0 0.4em;text-align:left"
_IMAGE = "display:block;max-width:100%;height:auto;border-radius:12px;background:#FFFFFF"
_DETAILS = "margin:0.4em 0"
_TABLE = "margin:0.4em 0;table-layout:auto"
_SCROLLS = "overflow-x:auto;max-width:100%"
_LONG_WORD = 16  # signs; longer words are broken, so that a table fits on a phone
_CAPTION = "text-align:left;padding:0.2em 0"


def words() -> Mapping[str, str]:
    """The few words a figure says itself, in the language of the lesson (en or es).

    >>> words()["numbers"] in ("Numbers", "Números")
    True
    """
    return _WORDS[language()]


@dataclass(frozen=True)
class Figure:
    """A picture, what it shows in words, and its numbers. The last line of a cell shows it.

    ``alt``: the text alternative; ``title``: the words above; ``numbers``: one dict a row, None
    where there is no number; ``picture`` and ``kind``: the bytes and their media type; ``width``:
    in pixels, when there is room; ``labels``: column -> the words shown for it.
    """

    alt: str
    title: str
    numbers: list[dict]
    picture: bytes = field(repr=False)
    kind: str = "image/svg+xml"
    width: int = 400
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    note: str = ""

    def __repr__(self) -> str:
        return f"Figure: {self.alt}"

    @property
    def html(self) -> str:
        """The whole figure as one piece of HTML that needs no style sheet and no script."""
        title = f'<figcaption style="{_TITLE}">{_text(self.title)}</figcaption>'
        source = f"data:{self.kind};base64,{b64encode(self.picture).decode('ascii')}"
        return (
            f'<figure class="howcome-figure" style="{_FIGURE}">'
            f"{title if self.title else ''}"
            f'<img alt="{_text(self.alt)}" src="{source}" width="{self.width}" style="{_IMAGE}">'
            f"{f'<p>{_text(self.note)}</p>' if self.note else ''}"
            f"{self._table() if self.numbers else ''}"
            "</figure>"
        )

    def _repr_html_(self) -> str:
        return self.html

    def _table(self) -> str:
        columns = list(dict.fromkeys(key for row in self.numbers for key in row))
        shown = {key: clean(self.labels.get(key, spoken(key))) for key in columns}
        head = "".join(
            _cell("th", shown[key], ' scope="col"', left=key == columns[0]) for key in columns
        )
        body = "".join(_row(row, columns) for row in self.numbers[:_MOST_ROWS])
        summary = _text(words()["numbers"])
        caption = _text(self.title) or summary
        # what is wide on a phone, in some language, can be scrolled, and then by keyboard too
        focus = f' tabindex="0" role="region" aria-label="{caption}"'
        more = words()["more"].format(shown=_MOST_ROWS, all=len(self.numbers))
        return (
            f'<details style="{_DETAILS}"><summary>{summary}</summary>'
            f'<div style="{_SCROLLS}"{focus}><table cellpadding="4" style="{_TABLE}">'
            f'<caption style="{_CAPTION}">{caption}</caption>'
            f'<thead align="right"><tr>{head}</tr></thead>'
            f'<tbody align="right">{body}</tbody></table></div>'
            f"{f'<p>{_text(more)}</p>' if len(self.numbers) > _MOST_ROWS else ''}</details>"
        )


def _row(row: Mapping, columns: Sequence) -> str:
    first, *rest = (clean(exact(row.get(key), words()["missing"])) for key in columns)
    cells = "".join(_cell("td", cell) for cell in rest)
    head = _cell("th", first, ' scope="row"', left=True)
    return f"<tr>{head}{cells}</tr>"


def _cell(tag: str, text: str, scope: str = "", left: bool = False) -> str:
    styles = ["text-align:left"] if left else []
    if max(map(len, text.split()), default=0) > _LONG_WORD:
        styles.append("overflow-wrap:anywhere")
    style = f' style="{";".join(styles)}"' if styles else ""
    return f"<{tag}{scope}{style}>{_text(text)}</{tag}>"


def _text(text: object) -> str:
    return escape(clean(text), quote=True)
