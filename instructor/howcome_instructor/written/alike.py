"""Answers that read alike, side by side: the order in which a teacher reads, and nothing more.

No model judges a pupil here. Answers are compared by the letters they have in common: runs of
two to four characters inside words, weighted by how rare a run is in the class (TF-IDF), and
joined while the mean cosine similarity of a group stays high (average linkage). Misspellings,
endings and accents then matter little, in any language. The numbers are those of scikit-learn's
`TfidfVectorizer(analyzer="char_wb")` and `AgglomerativeClustering`; a test holds them together.
They are worked out with scipy alone, since scikit-learn takes longer to load than a class takes
to be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

RUNS = (2, 3, 4)
"""Lengths of the runs of letters that are compared."""

ALIKE = 0.5
"""Mean cosine similarity from which on answers stand in one group."""

MOST = 3000
"""Different answers that are compared, each with each; beyond it only equal ones are grouped."""


@dataclass(frozen=True)
class Group:
    """Answers that are read one after another."""

    kind: str
    """empty · same (but for capitals and spaces) · alike · single"""
    members: tuple[int, ...]
    """Places in the list that was given."""


def plain(text: str) -> str:
    """A text as it is compared: small letters, no accents, no punctuation, single spaces.

    >>> plain("¡El  Promedio\\nengaña!")
    'el promedio engana'
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(mark for mark in letters if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[^\W_]+", kept))


def groups(texts: Sequence[str], stub: str = "") -> list[Group]:
    """Put texts in the order of reading; the result depends on the texts alone.

    First those with nothing written, or only the `stub` that stood there; then groups, the
    largest first; then what stands alone, similar ones still next to each other.
    """
    by_text: dict[str, list[int]] = defaultdict(list)
    empty = []
    for place, text in enumerate(texts):
        words = plain(text) or "".join(text.split())  # "2 > 1" and ":-)" are something
        if not words or words == (plain(stub) or None):
            empty.append(place)
        else:
            by_text[words].append(place)
    for members in by_text.values():
        members.sort(key=lambda place: texts[place])
    found = [Group("empty", tuple(empty))] if empty else []
    together, alone = [], []
    for cluster in _clusters(sorted(by_text)):
        members = tuple(place for words in cluster for place in by_text[words])
        if len(members) == 1:
            alone.append(Group("single", members))
        else:
            as_written = {" ".join(texts[place].casefold().split()) for place in members}
            together.append(Group("same" if len(as_written) == 1 else "alike", members))
    together.sort(key=lambda group: -len(group.members))  # stable: ties stay in reading order
    return found + together + alone


def _clusters(texts: list[str]) -> list[list[str]]:
    """Different texts in groups; groups and members in an order that puts like next to like."""
    if len(texts) < 2 or len(texts) > MOST:
        return [[text] for text in texts]
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, leaves_list, linkage

    away = distances(texts)
    tree = linkage(away[np.triu_indices(len(texts), 1)], method="average")
    labels = fcluster(tree, t=1 - ALIKE, criterion="distance")
    found: dict[int, list[str]] = {}
    for leaf in leaves_list(tree):
        found.setdefault(labels[leaf], []).append(texts[leaf])
    return list(found.values())


def distances(texts: Sequence[str]):
    """1 - cosine similarity of each pair of texts, as a square array of floats from 0 to 1."""
    import numpy as np
    from scipy.sparse import csr_array

    counts = [Counter(_runs(text)) for text in texts]
    columns = {run: place for place, run in enumerate(sorted(set().union(*counts)))}
    rows = np.repeat(np.arange(len(texts)), [len(count) for count in counts])
    cols = np.array([columns[run] for count in counts for run in count], dtype=np.int32)
    values = np.array([value for count in counts for value in count.values()], dtype=float)
    in_texts = np.bincount(cols, minlength=len(columns))
    rarity = np.log((1 + len(texts)) / (1 + in_texts)) + 1
    weights = (1 + np.log(values)) * rarity[cols]
    table = csr_array((weights, (rows, cols)), shape=(len(texts), len(columns)))
    lengths = np.sqrt(table.multiply(table).sum(axis=1))
    likeness = (table @ table.T).toarray() / np.outer(lengths, lengths)
    away = np.clip(1 - likeness, 0.0, 1.0)
    np.fill_diagonal(away, 0.0)
    return away


def _runs(text: str) -> list[str]:
    """Runs of letters inside each word, with the spaces around it, as scikit-learn cuts them."""
    found = []
    for word in text.split():
        word = f" {word} "
        for length in RUNS:
            last = max(len(word) - length, 0)
            found += [word[at : at + length] for at in range(last + 1)]
            if last == 0:  # a short word counts once
                break
    return found
