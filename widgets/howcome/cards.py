"""Tables and their cards: `about` first, then `rows` or `load`.

Each data set is a folder with a table and a card. Nothing here uses the network.
"""

import csv
import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from howcome.words import spoken

if TYPE_CHECKING:
    import pandas

# A wheel carries the tables inside the package; in a checkout they stand beside `widgets`.
_PLACES = (Path(__file__).parent / "datasets", Path(__file__).parents[2] / "datasets")


class NoSuchTable(LookupError, ValueError):
    """There is no table with this name; the message lists the right names, nearest first."""


@dataclass(frozen=True)
class Card:
    """The card of one table: who made it, who is missing, what it is good for and what not.

    >>> print(str(about("penguins")).splitlines()[0])
    # Penguins of Palmer Station
    """

    name: str
    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        """The card for a notebook: headings two levels down, below the lesson's own title."""
        return "\n".join(
            "##" + line if line.startswith("#") else line for line in self.text.splitlines()
        )


def names() -> list[str]:
    """The names of all tables, in alphabetical order.

    >>> "shoes" in names()
    True
    """
    tables = [table for place in _PLACES for table in place.glob("*/*.csv")]
    return sorted({table.stem for table in tables if table.stem == table.parent.name})


def about(name: str) -> Card:
    """The card of a table; as the last line of a cell it is shown with its headings.

    It speaks the language of the lesson where there is such a card, else English.

    Raises `NoSuchTable` for a name that is not in `names()`.
    """
    path = _folder(name) / f"README.{spoken()}.md"
    path = path if path.is_file() else path.with_name("README.md")
    return Card(name, path.read_text(encoding="utf-8"))


def rows(name: str) -> list[dict]:
    """The table as a list of dicts, one for each row, made with the standard library alone.

    A type is chosen for each column, not for each value: whole numbers (`int`) when every value
    of the column is one, else decimal numbers (`float`) when every value is a number, else text
    (`str`). An empty place is `None` and has no say in the type.
    Raises `NoSuchTable` for a name that is not in `names()`.

    >>> rows("penguins")[0]["bill_length_mm"], rows("penguins")[3]["bill_length_mm"]
    (39.1, None)
    """
    with _table(name).open(encoding="utf-8", newline="") as file:
        heading, *lines = csv.reader(file)
    columns = [_typed(column) for column in zip(*lines, strict=True)]
    return [dict(zip(heading, line, strict=True)) for line in zip(*columns, strict=True)]


def load(name: str) -> "pandas.DataFrame":
    """The table as a pandas DataFrame; an empty place is `NaN`.

    Raises `NoSuchTable` for a name that is not in `names()`.

    >>> load("penguins").shape
    (344, 8)
    """
    import pandas

    # Only an empty place is missing: a word such as "None" or "NA" in a table is a word.
    return pandas.read_csv(_table(name), keep_default_na=False, na_values=[""])


def drawing(name: str, card: str) -> str | None:
    """The picture of one card of a table, as SVG text; None for a card that has none.

    Raises `NoSuchTable` for a table that is not in `names()`.

    >>> drawing("zoo_cards", "blue crab")[:4], drawing("zoo_cards", "eel")
    ('<svg', None)
    """
    path = _folder(name) / "pictures" / f"{card.replace(' ', '-')}.svg"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _table(name: str) -> Path:
    return _folder(name) / f"{name}.csv"


def _folder(name: str) -> Path:
    known = names()
    if name not in known:
        near = difflib.get_close_matches(str(name).lower(), known, n=len(known), cutoff=0)
        raise NoSuchTable(f"There is no table {name!r}; there are: {', '.join(near)}.")
    return next(place / name for place in _PLACES if (place / name / f"{name}.csv").exists())


def _typed(column: tuple[str, ...]) -> list:
    for kind in (int, float):
        try:
            return [kind(value) if value else None for value in column]
        except ValueError:
            continue
    return [value or None for value in column]
