"""What a pupil did at a task, as it stands in the marked notebook: their answer, and the check's
words. Everything here is from a file that a pupil may have written by hand, so it goes through
`safe.py` and nothing is taken for granted.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markupsafe import Markup

from howcome.answers import ANSWER
from howcome.words import words as activity_words

from ...release import EMPTY
from ..titles import about, text_of
from .lesson import Lesson, Task
from .pictures import safe_picture
from .safe import image, lines, plain, safe_html

MOST_OUTPUTS = 4
"""Outputs of one cell on a page."""
_HOW_TO_TYPE = re.compile(r"\A(?:#.*\n)+")
"""The lesson's own lines above an answer that may be typed in place of a click."""
_DONE = "\N{CHECK MARK} "
_WRITER_NAMES = (
    "AttributeError ImportError IndentationError IndexError KeyError ModuleNotFoundError NameError "
    "RecursionError SyntaxError TypeError UnboundLocalError ValueError ZeroDivisionError"
)
_WRITERS = frozenset(_WRITER_NAMES.split())
"""Errors whose own words help to find what to mend."""

STOPPED = frozenset(("KeyboardInterrupt", "CellTimeoutError"))
"""How it ends for a cell that ran too long, sandboxed or not: no words for a pupil."""
_SEAM = re.compile(r"(?<=[.!?]); ")
"""Between choices that are sentences, as an `Ask` for several of them joins what was chosen."""

Cells = dict[str, dict]


@dataclass(frozen=True)
class Said:
    """What a check said: its own sentence, or the error that stopped it."""

    sentence: str = ""
    error: str = ""
    done: str = ""
    """The line at the end of a check that passed."""


def read_cells(path: Path) -> Cells:
    """The cells of a marked notebook by their grade id; none when it cannot be read."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    found: Cells = {}
    for cell in cells if isinstance(cells, list) else ():
        name = about(cell).get("grade_id") if isinstance(cell, dict) else None
        if isinstance(name, str):
            found.setdefault(name, cell)
    return found


def said(cell: dict | None, lesson: Lesson) -> Said:
    """What a check cell said, without its source and without any line of a hidden test."""
    for output in _outputs(cell):
        if output.get("output_type") == "error":
            name = plain(text_of(output.get("ename")), 60) or "Error"
            words = " ".join(plain(text_of(output.get("evalue")), 600).split())
            if lesson.leaks(words):
                words = ""
            if name == "NotYet" and words:
                return Said(sentence=words)
            if name in ("NotYet", "AssertionError"):
                return Said(error=name)  # the words of a bare assert may be the test itself
            return Said(error=f"{name}: {words}" if words and name in _WRITERS else name)
    for output in _outputs(cell):
        text = plain(_data(output, "text/plain"), 600)
        if text.startswith(_DONE) and not lesson.leaks(text):
            return Said(done=text.removeprefix(_DONE))
    return Said()


def answer(
    task: Task, cells: Cells, untouched: set[str], lesson: Lesson, stopped: str
) -> list[Markup]:
    """The pupil's answer to a task, piece by piece; an empty list when there is none.

    `stopped` is said of a cell that ran too long.
    """
    pieces: list[Markup] = []
    for name in task.answers:
        cell = cells.get(name)
        if not cell:
            continue
        own = about(cell)
        if not own.get("solution") and not own.get("task"):
            pieces += _kept(cell, lesson)
        elif name not in untouched and not own.get("task"):
            pieces += _own(cell, lesson, stopped)
    return pieces


def gist(task: Task, cells: Cells, untouched: set[str]) -> str:
    """The answer in a line or a few of plain text: what an activity says of itself, or code."""
    for name in task.answers:
        cell = cells.get(name, {})
        own = about(cell)
        if own.get("solution"):
            source = text_of(cell.get("source"))
            if name not in untouched and not name.startswith("answer-") and source.strip():
                return plain(source, 1200)
            continue
        for output in _outputs(cell):
            if _record(output):
                return _SEAM.sub(" ", _own_words(plain(_data(output, "text/plain"), 600)))
    return ""


def _own_words(spoken: str) -> str:
    """Without the question: an `Ask` says the question, then what the pupil chose."""
    for language in ("en", "es"):
        _question, named, chosen = spoken.rpartition(
            f"{activity_words('ask', language)['yours']}: "
        )
        if named:
            return chosen
    return spoken


def _kept(cell: dict, lesson: Lesson) -> list[Markup]:
    """An activity's last picture, when the pupil did anything there."""
    for output in _outputs(cell):
        if not _record(output):
            continue
        html = _data(output, "text/html")
        for sentence in _no_kernel():
            html = html.replace(sentence, "")
        html = _SEAM.sub(" ", html)
        if html and not lesson.leaks(html) and (clean := safe_html(html)):
            return [clean]
        text = _SEAM.sub(" ", plain(_data(output, "text/plain")))
        return [lines(text)] if text and not lesson.leaks(text) else []
    return []


def _own(cell: dict, lesson: Lesson, stopped: str) -> list[Markup]:
    """What a pupil wrote in a cell of their own, and what it put out."""
    source = plain(text_of(cell.get("source")))
    if str(about(cell).get("grade_id")).startswith("answer-"):
        source = _HOW_TO_TYPE.sub("", source)
    if source.strip() in ("", *EMPTY):
        return []
    if cell.get("cell_type") != "code":
        return [lines(source), *_attachments(cell)]
    pieces = [Markup("<pre>{}</pre>").format(source)]
    for output in list(_outputs(cell))[:MOST_OUTPUTS]:
        piece = _output(output, lesson, stopped)
        if piece:
            pieces.append(piece)
    return pieces


def _output(output: dict, lesson: Lesson, stopped: str) -> Markup:
    if output.get("output_type") == "error":
        last = " ".join(plain(text_of(output.get("evalue")), 300).split())
        name = plain(text_of(output.get("ename")), 60)
        if name in STOPPED:
            return lines(stopped)
        return _printed(f"{name}: {last}", lesson)
    if output.get("output_type") == "stream":
        return _printed(text_of(output.get("text")), lesson)
    text = plain(_data(output, "text/plain"), 600)
    for kind in ("image/png", "image/jpeg", "image/svg+xml"):
        if address := safe_picture(kind, _data(output, kind)):
            return image(address, text)
    html = _data(output, "text/html")
    if html and not lesson.leaks(html) and (clean := safe_html(html)):
        return clean
    return _printed(text, lesson)


def _printed(text: str, lesson: Lesson) -> Markup:
    text = plain(text, 2000)
    if not text.strip() or lesson.leaks(text):
        return Markup("")
    return Markup('<pre class="printed">{}</pre>').format(text)


def _attachments(cell: dict) -> list[Markup]:
    """Pictures that a pupil put into a text cell."""
    attached = cell.get("attachments")
    pieces = []
    for name, bundle in attached.items() if isinstance(attached, dict) else ():
        for kind, data in bundle.items() if isinstance(bundle, dict) else ():
            if address := safe_picture(str(kind), text_of(data)):
                pieces.append(image(address, plain(str(name), 100)))
    return pieces[:MOST_OUTPUTS]


def _outputs(cell: dict | None):
    outputs = cell.get("outputs") if cell else None
    return (one for one in (outputs if isinstance(outputs, list) else ()) if isinstance(one, dict))


def _data(output: dict, kind: str) -> str:
    data = output.get("data")
    return text_of(data.get(kind)) if isinstance(data, dict) else ""


def _record(output: dict) -> bool:
    """Whether an output keeps an answer: a pupil who pressed nothing has none."""
    data = output.get("data")
    record = data.get(ANSWER) if isinstance(data, dict) else None
    return isinstance(record, dict) and record.get("value") is not None


def _no_kernel() -> list[str]:
    """The sentence of every activity that is about running it, which a page does not."""
    return [
        f"<p>{escape(activity_words('shared', language)['no_kernel'])}</p>"
        for language in ("en", "es")
    ]
