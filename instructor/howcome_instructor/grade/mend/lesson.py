"""Is it this lesson, in the version that the course froze?"""

from __future__ import annotations

from ..notes import NEEDS_TEACHER
from .work import Cell, Part, Stop, Work

ENOUGH = 1 / 2
"""The share of a lesson's graded cells, or of a file's cells, by which it is recognised."""


def which_lesson(work: Work) -> None:
    """Stage: the copy's own word, held against its cells. Raises Stop for another lesson."""
    about = _howcome(work)
    named, wanted = about.get("lesson"), work.reference.lesson
    if named == wanted:
        return
    kept, own = _likeness(work)
    if isinstance(named, str) and named:
        if kept < ENOUGH:
            raise Stop("mend.wrong-lesson", lesson=named[:100], wanted=wanted)
        work.say("mend.other-name", look=True, lesson=named[:100])
    elif max(kept, own) < ENOUGH:
        raise Stop("mend.no-lesson-cells")
    elif "howcome" in work.reference.notebook["metadata"] and not work.rescued:
        work.say("mend.unnamed")


def _howcome(work: Work) -> dict:
    about = work.metadata.get("howcome")
    return about if isinstance(about, dict) else {}


def _likeness(work: Work) -> tuple[float, float]:
    """The share of the lesson's graded cells that are here, and of the file's that are ours."""
    parts = [part for part in work.parts if part.kept]
    here = work.found()
    kept = sum(part.place in here for part in parts) / max(1, len(parts))
    # a file that was cut off: few cells, but what there is belongs to this lesson
    labelled = [cell for cell in work.cells if cell.label]
    own = sum(1 for cell in labelled if cell.part) / max(1, len(labelled))
    return kept, own


def which_version(work: Work) -> None:
    """Stage: a copy of another version is marked when its tasks and checks are the same.

    Its hidden tests cannot be compared, for no copy holds them; what a pupil saw can. Raises
    Stop when a task or a check differs: then the marks would be for another question.
    """
    theirs = _howcome(work).get("version")
    ours = work.reference.version
    if theirs is None or str(theirs) == str(ours):
        return
    values = {"theirs": str(theirs)[:20], "ours": str(ours)}
    if not _same_tasks(work):
        raise Stop("mend.other-version", NEEDS_TEACHER, **values)
    work.say("mend.same-tasks", **values)


def any_answers(work: Work) -> None:
    """Stage: a file without any place for an answer holds nothing to mark; raises Stop.

    A pupil who answered nothing still has the empty answers, and gets a zero by marking.
    """
    answers = [part for part in work.parts if part.solution]
    here = work.found()
    if answers and not work.records and not any(part.place in here for part in answers):
        raise Stop("mend.no-answers")


def _same_tasks(work: Work) -> bool:
    names = {part.name for part in work.parts if part.kept}
    theirs = {cell.label for cell in work.cells if _graded(cell)}
    here = work.found()
    return not theirs - names and all(
        part.place in here and _same(here[part.place], part) for part in work.parts if part.kept
    )


def _graded(cell: Cell) -> bool:
    return any(cell.about.get(key) for key in ("grade", "solution", "task"))


def _same(cell: Cell, part: Part) -> bool:
    if part.about.get("grade") and cell.about.get("points") != part.about.get("points"):
        return False
    return part.solution or cell.source.strip() in (part.given.strip(), part.source.strip())
