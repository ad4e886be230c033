"""What the pages take from a lesson's guide: the wrong ideas, and the question that shakes each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...course.folder import Course
from ...course.guides import Guide, guide_of

_SAID = re.compile(r"[\"“](.+?)[\"”]", re.DOTALL)
_ASKED = re.compile(r"Ask:\s*\*[\"“]?(.+?)[\"”]?\*", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ALIKE = 0.5
"""Share of all words that two sentences must have in common to be the same idea."""


@dataclass(frozen=True)
class Idea:
    """A misconception."""

    id: str
    sentence: str
    question: str = ""
    """The question that shakes it; empty when the guide has none."""


def ideas_of(course: Course, lesson: str) -> dict[str, Idea]:
    """The wrong ideas of a lesson by id; none without a guide, or with a damaged one."""
    guide = guide_of(course, lesson)
    return ideas_in(guide) if guide else {}


def ideas_in(guide: Guide) -> dict[str, Idea]:
    """The wrong ideas of a guide by id, each with its question from "Two wrong ideas"."""
    asked = _questions(guide.section("Two wrong ideas"))
    listed = guide.record.get("misconceptions")
    found = {}
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and {"id", "sentence"} <= set(one):
            id, sentence = str(one["id"]), str(one["sentence"])
            found[id] = Idea(id, sentence, _best(id, sentence, asked))
    return found


def _questions(section: str) -> list[tuple[str, str, str]]:
    """Each paragraph with a question: the idea's words, all up to the question, the question."""
    found = []
    for paragraph in section.split("\n\n"):
        asked = _ASKED.search(paragraph)
        if asked:
            before = paragraph[: asked.start()]
            said = _SAID.search(before)
            found.append((said[1] if said else "", before, _plain(asked[1])))
    return found


def _best(id: str, sentence: str, asked: list[tuple[str, str, str]]) -> str:
    """The question of the idea that names this id, else of the one with nearly these words."""
    for _said, before, question in asked:
        if id in re.findall(r"[\w-]+", before):  # one question may shake two ideas
            return question
    own = _words(sentence)
    share, question = max(
        ((len(own & _words(said)) / len(own | _words(said)), asks) for said, _, asks in asked),
        default=(0.0, ""),
    )
    return question if share >= _ALIKE else ""


def _words(sentence: str) -> set[str]:
    return set(re.findall(r"\w+", sentence.lower()))


def _plain(markdown: str) -> str:
    text = _COMMENT.sub("", markdown).replace("`", "").replace("*", "")
    return " ".join(text.split()).strip('"“” ')
