"""Refuses a fact that nobody has looked up: marked so in the text, or in the table it comes from.

“(S2)” is read at second hand, “(G)” is general knowledge. The tables `facts` and `energy` say in
their column `how_sure` how each figure was found; a row without a paper, page or quotation behind
it is not printed for pupils.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...draft import Draft
from ._claims import texts
from ._tables import table, used

LEFT = re.compile(
    r"[(\[](?:S2|G|S/S2|(?i:unverified|not verified|not checked|to be checked|citation needed|"
    r"source needed|source\?|check this))[)\]]"
)
QUOTED = re.compile(r"`([\w-]+)`")
SEEN = (
    *("paper read", "abstract read", "page read", "report read", "quotation read"),
    "computed here",
)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each mark that was left, and for each unchecked row that is used."""
    for where, text in texts(draft):
        for found in LEFT.finditer(text):
            paragraph = text[text.rfind("\n\n", 0, found.start()) + 1 : found.start()]
            if not re.search(r"AILit|competence", paragraph):  # there S2 is a competence
                yield where, f"Look this fact up before it is printed, and drop “{found[0]}”."
    unsure = {
        row["id"]: row["how_sure"]
        for name in sorted(used(draft))
        for row in table(draft, name)
        if row.get("id") and row.get("how_sure", SEEN[0]) not in SEEN
    }
    for where, name in sorted(_named(draft)):
        if name in unsure:
            how = f"its how_sure says “{unsure[name]}”"
            yield where, f"Leave the row `{name}` out: nobody has looked it up ({how})."


def _named(draft: Draft) -> set[tuple[str, str]]:
    """(where, id) for each text in code, and each word in back quotes."""
    code = {
        (cell, node.value)
        for cell, tree in draft.code
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    words = {(where, one) for where, text in texts(draft) for one in QUOTED.findall(text)}
    return code | words
