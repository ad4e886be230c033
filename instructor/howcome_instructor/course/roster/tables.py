"""Read a table as a spreadsheet or a platform wrote it: any of the usual encodings and commas."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from ...errors import BadInput

LARGEST = 20 * 2**20
"""Bytes: a roster of a whole district is far smaller."""

Row = tuple[int, list[str]]
"""A row's number as a spreadsheet shows it, and its cells."""


def read_rows(path: Path, score: Callable[[list[str]], int]) -> list[Row]:
    """The rows of a CSV or TSV file that are not blank.

    `score` says how much of a row looks like a header: it decides which comma the file has.
    Raises BadInput for a file that is missing, too large, or no table of text.
    """
    text = _decoded(path)
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.strip().casefold().startswith("sep="):  # Excel's own line for the comma
        text, skipped = rest, 1
    commas = sorted(",;\t|", key=lambda comma: -_promise(text, comma, score))
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=commas[0])
    number = skipped
    try:
        for cells in reader:
            number += 1
            # A quote that was never closed swallows the rows after it.
            if any(cell.count("\n") > 2 for cell in cells):
                raise BadInput(
                    f'{path.name}, row {number}: a quotation mark (") is not closed; close it or '
                    "take it out."
                )
            if any(cell.strip() for cell in cells):
                rows.append((number, [_clean(cell) for cell in cells]))
    except csv.Error as error:
        raise BadInput(
            f"{path.name}, row {number + 1} cannot be read ({error}); save the file as CSV again."
        ) from error
    return rows


def _promise(text: str, comma: str, score: Callable[[list[str]], int]) -> int:
    try:
        top = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=comma)
        return max((score(cells) for cells, _ in zip(top, range(10), strict=False)), default=0)
    except csv.Error:
        return 0


def _clean(cell: str) -> str:
    # no-break spaces and the byte order marks that copying between programs leaves behind
    return " ".join(cell.replace("\ufeff", "").replace("\u200b", "").split())


def _decoded(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path} is too large for a list of pupils; name the CSV file itself.")
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}); check its name.") from error
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadInput(f"{path.name} is a workbook; open it and save it as CSV, then name that.")
    if not data.strip():
        raise BadInput(f"{path.name} is empty; export the list of pupils again.")
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInput(f"{path.name} is not a table of text; export the list of pupils as CSV.")


def _encodings(data: bytes) -> list[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    # UTF-16 without its mark: every other byte of plain letters is zero
    head = data[:400]
    if head[1::2].count(0) > len(head) // 4:
        return ["utf-16-le"]
    if head[0::2].count(0) > len(head) // 4:
        return ["utf-16-be"]
    return ["utf-8-sig", "cp1252", "latin-1"]
