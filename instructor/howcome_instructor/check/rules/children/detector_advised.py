"""Refuses advice to check pupils' work with an AI detector.

Detectors accuse the innocent, most of all those who write in their second language. (A toy detector
that a lesson takes apart is no advice.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft
from ._code import sentences

NAMED = re.compile(
    r"\bAI[- ](?:(?:text|writing|content)[- ])?(?:detectors?|detection|checkers?)\b|"
    r"\b(?:GPTZero|ZeroGPT|Turnitin|Copyleaks|Originality\.ai)\b",
    re.IGNORECASE,
)
ADVISED = re.compile(
    r"(?:^|[,;:] |\b(?:can|may|please|then|to|and|or|always|also) )"
    r"(?:run|use|try|check|paste|put|send|scan|test|submit|upload|turn to|rely on)\b|"
    r"\b(?:is|are) (?:a good|helpful|useful|reliable|recommended)\b|\brecommend|\bhelps?\b",
    re.IGNORECASE,
)
AGAINST = re.compile(
    r"\?\W*$|\b(?:not|never|no|nobody|cannot|nothing|without|instead of|accus\w+|wrong\w*|unfair|"
    r"banned|made-up|toy)\b|n['’]t\b",  # noqa: RUF001
    re.IGNORECASE,
)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each sentence that names a detector, advises it, and says nothing against it."""
    for where, sentence in sentences(draft):
        found = NAMED.search(sentence)
        if found and ADVISED.search(sentence) and not AGAINST.search(sentence):
            yield where, f"Do not advise “{found[0]}”: ask for drafts, and talk with the pupil."
