"""Taking in what teachers really have: nbgrader's `submitted`, downloads of platforms, mail.

1. `delivery.py` keeps what came in, byte for byte (`keep.py`), and lists the files in it, those in
   zips too (`archive.py`);
2. `match.py` finds the pupil (`hands.py`, `owners.py`) and the lesson (`peek.py`, `lessons.py`);
3. `intake.py` chooses the newest, and `place.py` puts it into `submitted`;
4. `submitted.py` says what there is to mark, and `alike.py` which files two pupils share;
5. `left.py` keeps in sight what fits nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ...course.copies import whose
from ...course.folder import Course
from ...course.roster.find import Finder
from .intake import Intake, take_from
from .kinds import Submission, Taken, Unmatched
from .left import is_left, keep_left, read_left
from .lessons import Lessons
from .owners import Owners
from .people import students
from .submitted import scan

__all__ = ["Submission", "Taken", "Unmatched", "take_in"]


def take_in(course: Course, places: Iterable[Path] = (), lessons: Iterable[str] = ()) -> Taken:
    """What there is to mark of `lessons` (all, when none is named), after taking in `places`.

    A place is a zip, a folder or a notebook. Each is kept under `received`, and the newest
    notebook of each pupil and lesson goes into `submitted`; the same place a second time changes
    nothing. Raises BadInput for a place that is not there, a disk that is full, or a list of
    pupils that cannot be read; no pupil's file makes it raise.
    """
    wanted = tuple(dict.fromkeys(map(course.check_lesson, lessons))) or tuple(course.lessons)
    pupils, places, copies = (
        students(course),
        [Path(one).expanduser() for one in places],
        whose(course),
    )
    owners = Owners(Finder(pupils.values()), Lessons(course), copies)
    intake = take_from(course, places, owners, wanted) if places else Intake()
    lying = scan(course, owners.finder, owners.lessons, wanted)
    held = intake.placed | {(*key, one.sha256) for key, (_, one) in lying.chosen.items()}
    keep_left(course, intake.lines, intake.seen, Counter(sha for _, _, sha in held))
    chosen = {key: one for key, one in lying.chosen.items() if key[1] in wanted}
    return _taken(course, intake, chosen, lying, pupils, wanted, copies)


def _taken(course, intake, chosen, lying, pupils, wanted, copies) -> Taken:
    from .alike import mark_alike

    submissions, notes = mark_alike(course, chosen, copies)
    others = (line for line in intake.lines if not is_left(line))
    unmatched = [*others, *read_left(course, wanted), *lying.lines]
    there = set(chosen) | {(line.student, line.lesson) for line in unmatched}
    everybody = sorted({*pupils, *(student for student, _lesson in lying.empty)})
    missing = [
        (student, lesson)
        for lesson in wanted
        for student in everybody
        if (student, lesson) not in there
        and (student in pupils or (student, lesson) in lying.empty)
    ]
    submissions.sort(key=lambda one: (wanted.index(one.lesson), one.student))
    return Taken(submissions, missing, unmatched, (*intake.notes, *notes))
