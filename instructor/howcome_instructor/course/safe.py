"""A pupil's notebook as a page in the teacher's browser: shown, and nothing of it run.

Formgrader's page may change every mark in the course, so no script of a pupil's may run in it.
"""

from __future__ import annotations

import html
import re
from functools import cache

from jinja2 import pass_context
from nbconvert.filters.markdown import markdown2html as render
from nbconvert.preprocessors import Preprocessor
from traitlets import Bool

from ..untrusted import fit_to_clean

_TAGS = (
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption "
    "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub "
    "summary sup table tbody td tfoot th thead tr tt u ul var"
)
ATTRIBUTES = {
    "*": ["class", "dir", "lang", "style", "title"],
    "a": ["href"],
    "col": ["span"],
    "details": ["open"],
    "img": ["alt", "height", "src", "width"],
    "ol": ["start"],
    "table": ["cellpadding"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}
_STYLES = (
    "background-color border border-bottom border-collapse border-left border-right "
    "border-spacing border-top color display font-family font-size font-style font-weight height "
    "image-rendering line-height list-style margin margin-bottom margin-left margin-right "
    "margin-top max-height max-width min-width overflow overflow-x overflow-y padding "
    "padding-bottom padding-left padding-right padding-top text-align text-decoration "
    "vertical-align white-space width"
)
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# nbconvert escapes the first two, sends the third through our filter, and shows the fourth as a
# picture, in which nothing runs
HARMLESS = {"text/plain", "text/latex", "text/markdown", "image/svg+xml"}
PICTURES = {"image/png", "image/jpeg", "image/gif"}
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
# a picture carries its bytes; an address would tell its owner who looked, and when
INLINE = re.compile(r"\s*data:image/(png|jpeg|gif|svg\+xml)[;,]", re.IGNORECASE)
# our own, pandas' and Pygments' short ones: others could dress up as the page's own buttons
CLASSES = re.compile(r"(\s*(howcome-[\w-]+|dataframe|highlight|[a-z][a-z0-9]{0,2}))*\s*")


def clean_html(text: str) -> str:
    """HTML without anything that runs, loads or leads the eye astray; the rest is kept."""
    return _cleaner().clean(fit_to_clean(text))


class SafeCells(Preprocessor):
    """Before a notebook is turned into HTML: only harmless kinds of output, and those cleaned."""

    enabled = Bool(True).tag(config=True)

    def preprocess_cell(self, cell, resources, cell_index):
        """Clean one cell, whatever its kind; the notebook on disk is not touched."""
        cell.metadata.pop("tags", None)  # they become class names
        if cell.cell_type == "raw":
            cell.source = html.escape(cell.source)
        elif cell.cell_type == "markdown":
            cell.pop("attachments", None)
        if "outputs" in cell:
            # a live view's stand-in says less than the picture that is kept beside it
            cell.outputs = [one for one in cell.outputs if WIDGET_VIEW not in one.get("data", ())]
        for output in cell.get("outputs", ()):
            if "data" in output:
                output.data = type(output.data)(_safe(output.data))
                output.metadata = type(output.metadata)()
        return cell, resources

    def preprocess(self, nb, resources):
        """Clean all cells, and drop the state of widgets, which a page would bring to life."""
        nb.metadata.pop("widgets", None)
        return super().preprocess(nb, resources)


def _safe(data: dict) -> dict:
    kept = {}
    for kind, value in data.items():
        text = "".join(value) if isinstance(value, list) else value
        if not isinstance(text, str):
            continue
        if kind == "text/html":
            kept[kind] = clean_html(text)
        elif kind in HARMLESS or (kind in PICTURES and BASE64.fullmatch(text)):
            kept[kind] = text
    return kept


@pass_context
def markdown2html(context, source: str) -> str:
    """nbconvert's filter of that name, with what comes out made harmless."""
    return clean_html(render(source))


@cache
def _cleaner():
    from bleach.css_sanitizer import CSSSanitizer
    from bleach.html5lib_shim import Filter
    from bleach.sanitizer import Cleaner

    class Pictures(Filter):
        """A picture that is not shown leaves its text alternative behind."""

        def __iter__(self):
            for token in super().__iter__():
                about = token.get("data")
                if token.get("name") == "img" and (None, "src") not in about:
                    token = {"type": "Characters", "data": about.get((None, "alt"), "")}
                yield token

    def allowed(tag: str, name: str, value: str) -> bool:
        if tag == "img" and name == "src":
            return INLINE.match(value) is not None
        if name == "class":
            return CLASSES.fullmatch(value) is not None
        return name in ATTRIBUTES["*"] or name in ATTRIBUTES.get(tag, ())

    return Cleaner(
        tags=set(_TAGS.split()),
        attributes=allowed,
        protocols={"http", "https", "mailto", "data"},
        strip=True,
        filters=[Pictures],
        css_sanitizer=CSSSanitizer(allowed_css_properties=set(_STYLES.split())),
    )
