"""How a number is written, and where the ticks of an axis stand."""

from __future__ import annotations

import math

_THIN = "\u202f"  # a narrow space that never breaks a line


def said(value: float, unit: str = "") -> str:
    """A number as it stands beside a bar: short, with its unit.

    >>> said(72, "%").replace("\\xa0", " ")
    '72 %'
    >>> said(2 / 3), said(0.5), said(1234.5), said(0.00012)
    ('0.667', '0.5', '1234', '0.00012')
    """
    if isinstance(value, float):
        size = math.floor(math.log10(abs(value))) if value else 0
        text = f"{value:,.{max(0, 2 - size)}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    else:
        text = f"{value:,}"
    text = text.replace(",", "" if abs(value) < 10_000 else _THIN).replace("-", "\u2212")
    return f"{text}\u00a0{unit}" if unit else text


def exact(value: object, missing: str) -> str:
    """A number as it stands in the table: six figures are enough for any reader.

    >>> exact(2 / 3, ""), exact(12_345_678, ""), exact(None, "no number"), exact(1.0, "")
    ('0.666667', '12345678', 'no number', '1')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return missing
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from at or below ``low`` to at or above ``high``.

    >>> ticks(0, 97)
    [0, 20, 40, 60, 80, 100]
    >>> ticks(0.1, 0.32)
    [0.1, 0.15, 0.2, 0.25, 0.3, 0.35]
    >>> ticks(3, 3)
    [2, 2.5, 3, 3.5, 4]
    """
    if high - low <= max(abs(low), abs(high)) * 1e-9:
        half = abs(low) / 10 if abs(low) > 10 else 1
        low, high = low - half, high + half
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough * 0.999)
    first, last = math.floor(low / step + 1e-6), math.ceil(high / step - 1e-6)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    marks = [round(step * number, digits) for number in range(first, last + 1)]
    return [int(mark) if mark == int(mark) else mark for mark in marks]


def written(marks: list[float]) -> list[str]:
    """The ticks of one axis, all with the same number of decimals.

    >>> written([0, 0.5, 1])
    ['0.0', '0.5', '1.0']
    """
    digits = max(len(f"{mark:.10f}".rstrip("0").partition(".")[2]) for mark in marks)
    many = max(abs(mark) for mark in marks) >= 10_000
    return [
        f"{mark:,.{digits}f}".replace(",", _THIN if many else "").replace("-", "\u2212")
        for mark in marks
    ]
