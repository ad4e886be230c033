"""The map of lessons, `Lessons.md`: the first page a pupil sees."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from ..sources import BANDS
from .cache import write_whole
from .folder import Plan

FIRST_LINE = "<!-- Made anew each time `howcome lab` starts: what you write here is not kept. -->"
HEADINGS = {
    "elementary": "Elementary school",
    "middle": "Middle school",
    "high": "High school",
}


def map_text(plan: Plan) -> str:
    """The map as Markdown: a welcome, then a list of links for each band."""
    lines = [
        FIRST_LINE,
        "",
        "# Welcome to Howcome",
        "",
        'When a machine decides, ask: "How come?"',
        "",
        "Click a lesson to open it. Your work is saved in this folder, on this computer only.",
    ]
    for band in BANDS:
        entries = [entry for entry in plan.entries if entry.lesson.band == band]
        if entries:
            lines += ["", f"## {HEADINGS[band]}", ""]
            lines += [_line(entry) for entry in entries]
    return "\n".join(lines) + "\n"


def _line(entry) -> str:
    line = f"- [{_plain(entry.title)}]({quote(entry.path)})"
    if entry.about:
        line += f" · {_plain(entry.about)}"
    if entry.earlier:
        line += f" · [your earlier copy]({quote(entry.earlier)})"
    if entry.other:
        line += f" · [your other copy]({quote(entry.other)})"
    return line


def _plain(words: str) -> str:
    """Words that Markdown leaves as they are."""
    return "".join(f"\\{sign}" if sign in "\\[]<>*_`" else sign for sign in words)


def write_map(folder: Path, plan: Plan) -> str:
    """Write the map where it has changed, and return its name.

    A `Lessons.md` that is not ours (without our first line) is a person's own: it stays, and the
    map takes another name.
    """
    data = map_text(plan).encode("utf-8")
    for name in ("Lessons.md", "Howcome lessons.md"):
        path = folder / name
        there = path.read_bytes() if path.is_file() else None
        if there is None or there.startswith(FIRST_LINE.encode()):
            break
    if there != data:
        write_whole(path, data)
    return name
