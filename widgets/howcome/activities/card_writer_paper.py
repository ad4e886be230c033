"""A card on paper: in Markdown, as plain HTML, and in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from howcome.toys.common import ModelCard, grid


class Section(NamedTuple):
    """A part of a card: its heading (or none), a small table (or none), and lines of text."""

    heading: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    lines: Sequence[str]


def markdown(title: str, sections: Sequence[Section]) -> ModelCard:
    """The card in the form of `toys.common.model_card`."""
    parts = [f"### {_plain(title)}"]
    for heading, head, rows, lines in sections:
        parts += ["", f"#### {_plain(heading)}"] if heading else []
        if rows:
            parts += ["", *grid(list(map(_plain, head)), [list(map(_plain, row)) for row in rows])]
        for line in lines:
            parts += ["", _plain(line)]
    return ModelCard("\n".join(parts))


def _plain(text: str) -> str:
    """A child's words as one line in which Markdown finds no marks of its own."""
    return re.sub(r"([\\`*_\[\]<>$#|~])", r"\\\1", " ".join(text.split()))


def html(title: str, sections: Sequence[Section]) -> str:
    """The card for a file without a kernel."""
    parts = [f"<p><strong>{escape(title)}</strong></p>"]
    for heading, head, rows, lines in sections:
        parts += [f"<p><strong>{escape(heading)}</strong></p>"] if heading else []
        if rows:
            top = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
            body = "".join(
                f'<tr><th scope="row">{escape(name)}</th>'
                + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
                + "</tr>"
                for name, *cells in rows
            )
            parts.append(f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>")
        parts += [f"<p>{escape(line)}</p>" for line in lines]
    return "".join(parts)


def one_line(title: str, sections: Sequence[Section]) -> str:
    """The card as it is read out."""
    said = [_sentence(title)]
    for heading, _head, rows, lines in sections:
        numbers = "; ".join(" ".join(row) for row in rows)
        text = " ".join(_sentence(one) for one in (numbers, *lines) if one)
        said.append(f"{heading}: {text}" if heading else text)
    return " ".join(said)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
