"""The map of lessons, `Lessons.md`: the first page a pupil sees."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from ..sources import BANDS
from .cache import write_whole
from .folder import Entry, Plan

FIRST_LINE = "<!-- Made anew each time `howcome lab` starts: what you write here is not kept. -->"
WORDS = {
    "en": {
        "title": "Welcome to Howcome",
        "ask": 'When a machine decides, ask: "How come?"',
        "click": "Click a lesson to open it. Your work is saved in this folder, on this computer "
        "only.",
        "elementary": "Elementary school",
        "middle": "Middle school",
        "high": "High school",
        "earlier": "your earlier copy",
        "other": "your other copy",
    },
    "es": {
        "title": "Te damos la bienvenida a Howcome",
        "ask": "Cuando una máquina decide, pregunta: «¿Por qué?»",
        "click": "Haz clic en una lección para abrirla. Tu trabajo se guarda en esta carpeta, solo "
        "en esta computadora.",
        "elementary": "Escuela primaria",
        "middle": "Escuela intermedia",
        "high": "Escuela preparatoria",
        "earlier": "tu copia anterior",
        "other": "tu otra copia",
        "english": "en inglés",
    },
}


def map_text(plan: Plan, language: str = "en") -> str:
    """The map as Markdown: a welcome, then a list of links for each band."""
    words = WORDS[language]
    lines = [FIRST_LINE, "", f"# {words['title']}", "", words["ask"], "", words["click"]]
    for band in BANDS:
        entries = [entry for entry in plan.entries if entry.lesson.band == band]
        if entries:
            lines += ["", f"## {words[band]}", ""]
            lines += [_line(entry, language) for entry in entries]
    return "\n".join(lines) + "\n"


def _line(entry: Entry, language: str) -> str:
    words = WORDS[language]
    line = f"- [{_plain(entry.title)}]({quote(entry.path)})"
    if entry.about:
        line += f" · {_plain(entry.about)}"
    if entry.lesson.language != language:
        line += f" · {words['english']}"
    if entry.earlier:
        line += f" · [{words['earlier']}]({quote(entry.earlier)})"
    if entry.other:
        line += f" · [{words['other']}]({quote(entry.other)})"
    return line


def _plain(words: str) -> str:
    """Words that Markdown leaves as they are."""
    return "".join(f"\\{sign}" if sign in "\\[]<>*_`" else sign for sign in words)


def write_map(folder: Path, plan: Plan, language: str = "en") -> str:
    """Write the map where it has changed, and return its name.

    A `Lessons.md` that is not ours (without our first line) is a person's own: it stays, and the
    map takes another name. Its name is the same in every language: lessons link to it.
    """
    data = map_text(plan, language).encode("utf-8")
    for name in ("Lessons.md", "Howcome lessons.md"):
        path = folder / name
        there = path.read_bytes() if path.is_file() else None
        if there is None or there.startswith(FIRST_LINE.encode()):
            break
    if there != data:
        write_whole(path, data)
    return name
