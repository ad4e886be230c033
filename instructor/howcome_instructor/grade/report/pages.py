"""Writing pages: templates compiled once, every value escaped, and only what changed is written."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

from ...course.folder import Course
from ..hold import own_folder

HERE = Path(__file__).parent / "templates"


@cache
def _templates():
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"commands": _commands, "ticks": _ticks}
    return environment


def _commands(sentence: str, commands: list[str]):
    """A sentence with what is typed in a terminal set apart: its places are \\x00, \\x01, …"""
    from markupsafe import Markup, escape

    text = str(escape(sentence))
    for place, command in enumerate(commands):
        text = text.replace(chr(place), f"<code>{escape(command)}</code>")
    return Markup(text)


def _ticks(sentence: str):
    """One of our sentences, with what stands between backticks set apart."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(sentence))))


@cache
def _template(name: str):
    return _templates().get_template(name)


@cache
def _style() -> str:
    return (HERE / "style.css").read_text(encoding="utf-8")


def render(name: str, **values: object) -> str:
    """A page from its template, with the style sheet inside: nothing is fetched."""
    from markupsafe import Markup

    # trusted: our own file
    return _template(name).render(style=Markup(_style()), **values)


def write(course: Course, path: Path, text: str) -> bool:
    """Write a page, whole or not at all; False when it is there already, word for word.

    Raises ValueError for a path outside the course: an id from a file is only a name.
    """
    root, target = os.path.abspath(course.root), os.path.abspath(path)
    if os.path.commonpath([root, target]) != root:
        raise ValueError(f"{path} is not inside the course")
    content = text.encode("utf-8", errors="replace")
    try:
        if path.read_bytes() == content:
            return False
    except OSError:
        pass
    own_folder(course, path.parent)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
    return True
