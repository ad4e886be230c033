"""Refuses the name of a button that stands otherwise on the Spanish page.

"Press **Deal again**" has to name what the Spanish activity says, letter by letter: `Repartir otra
vez`. The words of buttons stand in `widgets/howcome/locale/` and in JupyterLab's guide.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...draft import Draft, called
from ._buttons import buttons
from ._spanish import WHERE, line_of, translated

_NAMED = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|“(.+?)”|\"(.+?)\"")


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each name of a button that the Spanish does not have."""
    known = buttons(_called(draft))
    for message, entry in translated(draft):
        for found in _NAMED.finditer(message.text):
            name = next(filter(None, found.groups()))
            spanish = known.get(name.strip(" .:,"), set())
            if spanish and not any(word in entry.msgstr for word in spanish):
                here = " or ".join(f"“{word}”" for word in sorted(spanish))
                yield (
                    WHERE,
                    f"{line_of(entry)}: “{name}” is {here} on the Spanish page. Name it so.",
                )


def _called(draft: Draft) -> set[str]:
    trees = (tree for _, tree in draft.code)
    return {called(node) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)}
