"""The words of themes, from `themes.yaml` beside this file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path


@cache
def themes(which: str) -> dict[str, re.Pattern[str]]:
    """Theme -> the pattern of its words, for `not_in_tk5` or `with_care`."""
    import yaml

    told = yaml.safe_load(Path(__file__).with_name("themes.yaml").read_text(encoding="utf-8"))
    return {
        theme: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
        for theme, words in told[which].items()
    }
