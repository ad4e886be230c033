"""What comes in is looked at here, once, and refused in a sentence that says what to do."""

from __future__ import annotations

import math
import operator
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from .palette import MARKS

_UNITS = {"mm": "mm", "cm": "cm", "km": "km", "g": "g", "kg": "kg", "percent": "%"}
# an alternative made of nothing but these says nothing about this picture
_EMPTY_WORDS = frozenset(
    """a alt an bar bars chart diagram dots drawing figure graph image img lines my of photo pic
    picture pictures plot scatter text the title todo
    alternativo de del dibujo el figura foto grafica grafico gráfica gráfico imagen imágenes la
    las los texto título un una""".split()  # noqa: SIM905 -- a list reads worse
)
_TOO_LARGE = 1e15


def clean(text: object) -> str:
    """Text on one line, without the characters that no picture or page can hold.

    >>> clean(" two\\n lines\\x00 ")
    'two lines'
    """
    kept = (" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in str(text))
    text = "".join(kept).replace("\ufffe", "").replace("\uffff", "")
    return " ".join(part for part in text.split(" ") if part)


def spoken(name: object) -> str:
    """A column's name as a reader would say it, with its unit.

    >>> spoken("bill_length_mm")
    'bill length (mm)'
    """
    parts = clean(name).split("_")
    unit = _UNITS.get(parts[-1]) if len(parts) > 1 else None
    return f"{' '.join(parts[:-1])} ({unit})" if unit else " ".join(parts).strip()


def alt_text(alt: object) -> str:
    """The text alternative, or a ValueError that says what to write."""
    text = clean(alt) if isinstance(alt, str) else ""
    spoken_words = re.findall(r"\w+", text.lower())
    if all(word in _EMPTY_WORDS for word in spoken_words):
        raise ValueError(
            "Write in alt what the picture shows, for someone who hears it instead: "
            'alt="Sneakers: 9 of 10 right. Boots: 2 of 10 right."'
        )
    return text


def number(value: Any, where: str) -> int | float | None:
    """A plain int or float; None where there is no number; a ValueError for anything else."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, (bool, str, bytes)) or not hasattr(value, "__float__"):
        raise ValueError(f"{where} is {value!r}, which is not a number.")
    real = float(value)
    if math.isnan(real):
        return None
    if abs(real) > _TOO_LARGE:
        raise ValueError(f"{where} is {value!r}, which is too large to draw.")
    return operator.index(value) if hasattr(value, "__index__") else real


def some(numbers: Iterable[float | None]) -> list[float]:
    """The numbers that are there; a ValueError when none is."""
    there = [value for value in numbers if value is not None]
    if not there:
        raise ValueError("There is no number to draw.")
    return there


def table(points: Any) -> list[dict]:
    """The rows of a list of dicts or of a DataFrame, as a list of dicts."""
    if hasattr(points, "to_dict") and hasattr(points, "columns"):
        points = points.to_dict("records")
    rows = list(points) if isinstance(points, Iterable) and not isinstance(points, Mapping) else []
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        raise ValueError(
            "Give the points as a list with one dict for each, or as a DataFrame with rows."
        )
    return [dict(row) for row in rows]


def has_columns(rows: list[dict], *names: str) -> None:
    """A ValueError with the right names when a column is in no row."""
    known = list(dict.fromkeys(key for row in rows for key in row))
    for name in names:
        if name not in known:
            right = ", ".join(f'"{key}"' for key in known)
            raise ValueError(f'There is no column "{name}": choose from {right}.')


def few(names: list[str]) -> list[str]:
    """The names of groups; a ValueError when more than can be told apart."""
    if len(names) > len(MARKS):
        raise ValueError(
            f"{len(names)} groups are too many to tell apart in one picture: "
            f"choose at most {len(MARKS)}."
        )
    return names
