"""Refuses a model that grades, rates or reads the pupils themselves.

A lesson's machine decides about cards, made-up people and counts; it never says how a pupil
writes, feels or looks. (To ask whether it should, or to say that it does not, is welcome.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft
from ._code import sentences

MACHINE = (
    r"\b(?:the|this|our|a|an) (?:\w+[ -])?(?:machine|model|sorter|program|AI|computer|chatbot)"
)
JUDGES = re.compile(
    rf"{MACHINE} (?:will |can |now )?(?:grades?|scores?|rates?|ranks?|judges?)"
    r" (?:you\b|(?:each|every) (?:one )?of you\b|your (?:own )?(?:writing|essays?|work))|"
    rf"{MACHINE} (?:will |can |now )?(?:guess(?:es)?|predicts?|detects?|recogni[sz]es?|tells?)"
    r" (?:how you feel|who you are|your (?:mood|feelings?|face|voice|age|gender|personality))",
    re.IGNORECASE,
)
FEEDS = re.compile(
    r"\b(?:type|enter|write|put|use) (?:in )?(?:the names? of (?:your )?(?:friends?|classmates?)|"
    r"your (?:classmates?|friends?)['’]s?’? (?:names?|grades?|essays?|photos?|voices?))",  # noqa: RUF001
    re.IGNORECASE,
)
DOUBT = re.compile(
    r"\?\W*$|\b(?:not|never|nobody|no|cannot|would|should|could|if|imagine|suppose|may)\b|n['’]t\b",  # noqa: RUF001
    re.IGNORECASE,
)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each sentence that says so, and neither asks nor denies it."""
    for where, sentence in sentences(draft):
        found = JUDGES.search(sentence) or FEEDS.search(sentence)
        if found and not DOUBT.search(sentence):
            yield where, f"“{found[0]}”: let the machine decide about cards or made-up people."
