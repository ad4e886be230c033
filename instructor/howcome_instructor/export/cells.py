"""Cells of a CSV: numbers, texts that a spreadsheet must not run, and where each cell stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

RUN = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these is a formula to a spreadsheet (CWE-1236)."""


def runs(text: str) -> bool:
    """True for a text that a spreadsheet would run, blanks before it or not."""
    return text.startswith(RUN) or text.lstrip().startswith(RUN)


def defused(text: str) -> str:
    """A text for people to read, with an apostrophe before what a spreadsheet would run."""
    text = " ".join(text.split())
    return f"'{text}" if runs(text) else text


def number(points: float, comma: bool = False) -> str:
    """Points with at most two decimals: `7.5`, `6.33`, `10`."""
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def read_number(text: str) -> float | None:
    """The number in a cell, with decimal point or comma; None for anything else."""
    text = text.strip()
    if not re.fullmatch(r"-?\d+([.,]\d+)?", text):
        return None
    return float(text.replace(",", "."))


def as_csv(rows: Iterable[Iterable[str]]) -> str:
    """Rows as RFC 4180 has them, with CRLF at each end of line."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


@dataclass(frozen=True)
class Cell:
    """One cell of a text: its value, and from where to where it stands, quotes included."""

    value: str
    start: int
    end: int


def split(text: str, delimiter: str) -> list[list[Cell]]:
    """The cells of a CSV text, so that some can be replaced and all else left as it is.

    Quoted cells may hold delimiters, line ends and doubled quotes. Empty lines are left out.
    """
    quoted = rf'"[^"]*(?:""[^"]*)*"?[^{delimiter}\r\n]*'
    bare = rf"[^{delimiter}\r\n]*"
    pattern = re.compile(rf"({quoted}|{bare})({delimiter}|\r\n|\n|\r|\Z)")
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    at = 0
    while at < len(text) or row:
        found = pattern.match(text, at)
        raw, ended = found[1], found[2]
        row.append(Cell(_value(raw), found.start(1), found.end(1)))
        at = found.end()
        if ended != delimiter:
            if len(row) > 1 or row[0].value:
                rows.append(row)
            row = []
    return rows


def _value(raw: str) -> str:
    if not raw.startswith('"'):
        return raw
    inside, _, after = raw[1:].replace('""', "\0").partition('"')
    return inside.replace("\0", '"') + after
