"""All that is said in a lesson, to pupils and to adults, and in which way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...draft import Draft
from ...markdown import blocks
from ...words import plain, split

SENTENCES = ("question", "choice", "feedback", "hint", "check", "well done", "text")
"""What is read in an activity or a check; the rest are names, labels and pictures in words."""

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_GAP = re.compile(r"\{[^{}]*\}")
_NO = re.compile(r"\b(not|never|no|nothing|nobody|none|neither|nor|without|cannot)\b|n['’]t\b")  # noqa: RUF001


@dataclass(frozen=True)
class Said:
    """One paragraph, heading, choice, hint and so on.

    Attributes:
        what: a block's kind, such as `paragraph`, or what a string of code is, such as `choice`.
        idea: whether these are a wrong idea's own words: a choice that a hint answers, or a guess.
        stressed: the words in bold or italics.
    """

    where: str
    text: str
    what: str
    idea: bool = False
    stressed: tuple[str, ...] = ()

    @property
    def sentences(self) -> list[str]:
        """Its sentences, without what stands in quotation marks: others say that."""
        return split(_QUOTED.sub("…", self.text))


def to_pupils(draft: Draft) -> list[Said]:
    """What pupils read, in Markdown and in activities and checks."""
    prose = [_of_block(cell, block) for cell, block in draft.prose]
    return [one for one in prose if one.what not in ("code", "html")] + in_code(draft)


def in_code(draft: Draft) -> list[Said]:
    """What pupils read in activities, checks and pictures."""
    # the translator's reader: one place decides which strings a pupil sees
    from ....translate.messages import messages

    cells = {cell.id for cell in draft.pupil_cells if cell.cell_type == "code"}
    found = [one for one in messages(draft.notebook) if one.cell in cells]
    answered = {one.context: one.what for one in found}
    said = []
    for one in found:
        what = one.what.partition(" for the wrong idea")[0]
        if what.startswith(("comment", "what a function")) or one.text.lstrip().startswith("<"):
            continue
        # a choice that no feedback answers may be a guess, or is looked at in the check
        answer = answered.get(one.context.replace("/choices ", "/feedback "), "hint")
        idea = what == "choice" and answer.startswith("hint")
        said.append(Said(one.cell, _GAP.sub("x", one.text), what, idea))
    return said


def to_adults(draft: Draft) -> list[Said]:
    """What the guide says, the families' card too."""
    found = [_of_block(where, one) for where, part in draft.guide_parts for one in blocks(part)]
    return [one for one in found if one.what not in ("code", "html")]


def denies(sentence: str) -> bool:
    """Whether a sentence says no to something.

    >>> denies("It does not think."), denies("It thinks.")
    (True, False)
    """
    return bool(_NO.search(sentence.lower()))


def short(text: str, most: int = 90) -> str:
    """A text for a finding, cut at a word.

    >>> short("one two three", 9)
    'one two …'
    """
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rpartition(' ')[0]} …"


def _of_block(where: str, block) -> Said:
    return Said(where, plain(block), block.kind, stressed=tuple(_stressed(block.inline)))


def _stressed(inline) -> list[str]:
    found, depth = [], 0
    for one in inline:
        if one.type in ("strong_open", "em_open"):
            depth += 1
            if depth == 1:
                found.append("")
        elif one.type in ("strong_close", "em_close"):
            depth -= 1
        elif depth and found:
            found[-1] += one.content or " "
    return [" ".join(one.split()) for one in found if one.strip()]
