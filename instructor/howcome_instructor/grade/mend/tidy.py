"""Text and metadata that every later program takes: no half letters, no wrong types.

nbformat's schema says what these keys of a cell must be; a value of another type would stop
nbgrader at the end of marking. Whatever else a program has left there stays.
"""

from __future__ import annotations

import math
from typing import Any

DEEPEST = 20
"""Levels of metadata that are kept; some programs cannot write deeper ones."""
LARGEST = 2**16
"""Letters of one text in the metadata."""

OUTPUT = ("widgets", "signature")
"""Keys of a notebook's metadata that describe its outputs, which are gone."""


def tidy(text: str) -> str:
    """A text with plain line ends and without half letters, which no file can hold.

    >>> tidy("one\\r\\ntwo")
    'one\\ntwo'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def tidy_metadata(metadata: dict, kind: str | None = None) -> dict:
    """A cell's metadata, or a notebook's when `kind` is None."""
    kept = _plain(metadata, DEEPEST)
    known = _NOTEBOOK if kind is None else _CELL
    for key, good in known.items():
        if key in kept and not good(kept[key]):
            del kept[key]
    if kind is None:
        for key in OUTPUT:
            kept.pop(key, None)
    elif kind == "code":
        for key in ("collapsed", "scrolled"):  # they speak of outputs; nbgrader drops them, too
            kept.pop(key, None)
    return kept


def _plain(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return tidy(value[:LARGEST])
    if isinstance(value, dict):
        # a key may be half a letter, too
        items = value.items() if depth else ()
        return {tidy(key[:LARGEST]): _plain(one, depth - 1) for key, one in items}
    if isinstance(value, list):
        return [_plain(one, depth - 1) for one in value] if depth else []
    if isinstance(value, float) and not math.isfinite(value):
        return None  # Python reads and writes NaN, and nobody else does
    return value


def tidy_attachments(attachments: object) -> dict:
    """The pictures that were dropped into a text cell, where they are whole."""
    if not isinstance(attachments, dict):
        return {}
    return {
        tidy(name): bundle
        for name, bundle in attachments.items()
        if isinstance(bundle, dict) and all(map(_is_data, bundle.values()))
    }


def _is_data(data: object) -> bool:
    lines = data if isinstance(data, list) else [data]
    return all(isinstance(line, str) for line in lines)


def _are_tags(tags: object) -> bool:
    return (
        isinstance(tags, list)
        and all(isinstance(tag, str) and tag and "," not in tag for tag in tags)
        and len(set(tags)) == len(tags)
    )


def _is_jupyter(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(value.get(key, False), bool) for key in ("source_hidden", "outputs_hidden")
    )


def _are_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


_CELL = {
    "tags": _are_tags,
    "jupyter": _is_jupyter,
    "execution": _are_texts,
    "name": _is_text,
    "format": _is_text,
    "nbgrader": lambda value: isinstance(value, dict),
    "collapsed": lambda value: isinstance(value, bool),
}
_NOTEBOOK = {
    "howcome": lambda value: isinstance(value, dict),
    "kernelspec": lambda value: (
        isinstance(value, dict) and _is_text(value.get("name")) and "display_name" in value
    ),
    "language_info": lambda value: isinstance(value, dict) and _is_text(value.get("name")),
    "title": _is_text,
    "authors": lambda value: isinstance(value, list),
    "orig_nbformat": lambda value: type(value) is int and value > 0,
}
