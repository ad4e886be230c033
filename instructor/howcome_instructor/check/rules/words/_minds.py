"""Where a sentence gives a machine a mind, and where it only talks about one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ._said import Said, denies

ONE = (
    r"(?:machine|model|sorter|computer|robot|chatbot|program|algorithm|classifier|detector|network"
    r"|recommender|toy|bot|companion|agent|AI)"
)
"""What is not a person. `it` counts only where one of these stands before it in the paragraph."""

VERBS = {
    "think": "thinks thought thinking",
    "know": "knows knew known",
    "want": "wants wanted",
    "understand": "understands understood",
    "believe": "believes believed",
    "see": "sees saw seen",
    "feel": "feels felt",
    "like": "likes liked",
    "love": "loves loved",
    "hate": "hates hated",
    "hope": "hopes hoped",
    "wish": "wishes wished",
}
_SABE = re.compile(
    r"\b(?:máquina|modelo|clasificadora?|computadora|programa|robot|chatbot)\s+"
    r"(?:solo\s+|también\s+|ya\s+|realmente\s+)?"
    r"(?P<form>piensa|pensaba|sabe|sabía|quiere|quería|entiende|cree|ve|vio|siente|conoce)\b",
    re.IGNORECASE,
)
"""The same in Spanish, for the families' card: there a `no` stands between the two."""

SAW = ("saw", "seen")
"""Who "has never seen a boot" has seen other things: this denies nothing."""
_THIRD = {form: verb for verb, forms in VERBS.items() for form in forms.split()}
_BASE = "|".join(VERBS)
_ADVERB = (
    r"(?:(?:really|also|just|only|still|now|then|always|often|sometimes|even|already|actually"
    r"|probably|clearly|simply|truly|secretly|itself|has|have|had)\s+)*"
)
_WILL = r"(?:can|could|will|would|may|might|must|should|does|did|do|to)\s+"
_THE = r"(?:the|a|this|that|your|our|each)\s+"
_SAYS = re.compile(
    rf"\b(?:(?P<many>(?:^|(?:the|these|those|all|most|many|some|our)\s+){ONE}s)|{ONE}|(?P<it>it))\s+"
    rf"(?:{_WILL}{_ADVERB}(?P<base>{_BASE})|{_ADVERB}(?P<form>{'|'.join(_THIRD)})"
    rf"|(?P<plain>{_BASE})|(?:(?:has|had)\s+)?(?:never|not)\s+(?P<saw>seen|saw))\b(?!-)",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"\b(?:what|how|why|who|whom|which|when|where)\b[^,;:]*?\b(?:does|did|will|can|could|would)\s+"
    rf"(?:{_THE}(?:\w+\s+)?{ONE}|(?P<it>it))\s+{_ADVERB}(?P<base>{_BASE})\b",
    re.IGNORECASE,
)
"""A question that takes a mind for granted, unlike "Does it think?"."""
_DENIED = re.compile(
    rf"\b(?:{ONE}s?|it)\b.*\b(?:{'|'.join({*VERBS, *_THIRD} - {*SAW})})\b", re.IGNORECASE
)
_ASKED = re.compile(
    r"^(?:\W*(?:and|but|so|or|then)\s+)?\W*(?:can|could|do|does|did|is|are|was|were|will|would"
    r"|should|has|have|may|might|what if)\b.*\?|,\s+(?:does|did|is|can)\s+it\s*\?",
    re.IGNORECASE | re.DOTALL,
)
_ABOUT_IT = re.compile(
    r"\b(?:as if|as though|pretend\w*|seem\w*|(?:looks?|sounds?|acts?) (?:like|as)|myth|imagine"
    r"|(?:people|pupils|children|we|you|they|somebody|someone|many|some|who)\s+"
    r"(?:\w+\s+)?(?:say|says|think|thinks|believe|believes|feel|write|writes|call|said))\b",
    re.IGNORECASE,
)


def minds(said: Said) -> Iterator[re.Match]:
    """The places in a paragraph where a machine has a mind, one for each sentence at most."""
    sentences = said.sentences
    # "What does it want? It wants nothing." talks about exactly this
    if any(denies(one) and _DENIED.search(one) for one in sentences):
        return
    machine = False
    for sentence in sentences:
        named = re.search(rf"\b{ONE}s?\b", sentence, re.IGNORECASE)
        for found in _all(sentence):
            known = machine or bool(named and named.start() <= found.start())
            if _humanises(found, known) and not _excused(found, sentence):
                yield found
                break
        machine = machine or bool(named)


def _all(sentence: str) -> Iterator[re.Match]:
    for pattern in (_SAYS, _WHAT):
        yield from pattern.finditer(sentence)
    if not sentence.endswith("?"):
        yield from _SABE.finditer(sentence)


def _humanises(found: re.Match, machine: bool) -> bool:
    parts, verb = found.groupdict(), verb_of(found)
    if parts.get("plain") and not parts.get("many"):
        return False  # "the makers of the machine know", "a machine like this"
    if parts.get("it"):
        # "it feels unfair" says nothing about a machine
        return machine and verb not in ("feel", "like")
    return not (parts.get("many") and verb == "like")  # "machines like ours"


def _excused(found: re.Match, sentence: str) -> bool:
    """Whether the sentence denies it, asks whether it is so, or tells what others say."""
    if _ABOUT_IT.search(sentence) or _ASKED.search(sentence):
        return True
    return denies(sentence) and not found.groupdict().get("saw")


def verb_of(found: re.Match) -> str:
    """The verb of a place, as in `VERBS`; a Spanish one as it stands."""
    parts = found.groupdict()
    said = next(parts[name] for name in ("base", "form", "plain", "saw") if parts.get(name))
    return _THIRD.get(said.lower(), said.lower())
