"""What the buttons and headings of activities are called, in English and in Spanish."""

from __future__ import annotations

import importlib.util
import json
import re
from functools import cache
from pathlib import Path

_WORD = re.compile(r'^\s*(\w+): "((?:[^"\\]|\\.)*)",$', re.MULTILINE)


def buttons(activities: set[str]) -> dict[str, set[str]]:
    """English -> what the Spanish page may call it; only what begins with a capital letter.

    Args:
        activities: the names of the classes that the lesson uses.

    >>> sorted(buttons({"SampleMixer"})["Deal again"]), sorted(buttons(set())["Start"])
    (['Repartir otra vez'], ['Empezar'])
    """
    found: dict[str, set[str]] = {}
    for part, english, spanish in _tables():
        if part not in ("guide", "shared", *map(_stem, activities)):
            continue
        for key, word in english.items():
            if word[:1].isupper() and "{" not in word and key in spanish:
                found.setdefault(word, set()).add(spanish[key])
    return found


@cache
def _tables() -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """(part, English words, Spanish words) of each activity, and of JupyterLab's guide."""
    package = importlib.util.find_spec("howcome")
    home = Path(next(iter(package.submodule_search_locations)))
    tables = []
    for path in sorted((home / "locale" / "en").glob("*.json")):
        other = home / "locale" / "es" / path.name
        if other.is_file():
            tables.append((path.stem, _texts(path), _texts(other)))
    guide = home / "labextensions" / "howcome-lab" / "static" / "guide.js"
    words = guide.read_text(encoding="utf-8") if guide.is_file() else ""
    parts = re.split(r"^  (en|es): \{$", words, flags=re.MULTILINE)
    if len(parts) == 5:
        tables.append(
            ("guide", *(dict(_WORD.findall(part.split("\n  },")[0])) for part in parts[2::2]))
        )
    return tables


def _stem(name: str) -> str:
    """`SampleMixer` -> `sample_mixer`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _texts(path: Path) -> dict[str, str]:
    table = json.loads(path.read_text(encoding="utf-8"))
    return {key: word for key, word in table.items() if isinstance(word, str)}
