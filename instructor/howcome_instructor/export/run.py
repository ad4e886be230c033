"""The steps of an export: refuse what cannot be, collect, make the file, write it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..course.folder import Course, open_course
from ..course.roster import Pupil
from ..errors import BadInput
from . import feedback
from .fresh import Made, make
from .marks import Marks, collect, open_gradebook
from .people import everyone, of_section
from .place import beside, place
from .platforms import PLATFORMS, Platform
from .stock import nbgrader_csv
from .summary import Summary
from .template import fill


@dataclass(frozen=True)
class Wishes:
    """The options of the command."""

    folder: Path
    to: str | None
    lessons: tuple[str, ...] = ()
    out: Path | None = None
    template: Path | None = None
    columns: tuple[str, ...] = ()
    scale: bool = False
    key: str | None = None
    section: str | None = None
    names: bool = False
    with_unmarked: bool = False
    missing_as_zero: bool = False
    feedback: bool = False
    force: bool = False


def run(wishes: Wishes) -> tuple[Summary, dict[str, Pupil], bool]:
    """Write the file. Gives the summary, the pupils by id, and whether names may be shown.

    Raises BadInput, before anything is written.
    """
    _check(wishes)
    course = open_course(wishes.folder)
    named = list(dict.fromkeys(course.check_lesson(name) for name in wishes.lessons))
    lessons = named or list(course.lessons)
    with open_gradebook(course) as gradebook:
        pupils = everyone(course, gradebook)
        chosen = of_section(pupils, wishes.section)
        if wishes.feedback:
            return _feedback(wishes, course, lessons, pupils, chosen), pupils, True
        marks = collect(
            course,
            gradebook,
            lessons,
            list(chosen),
            with_unmarked=wishes.with_unmarked,
            missing_as_zero=wishes.missing_as_zero,
        )
        if wishes.to == "nbgrader":
            summary = _nbgrader(wishes, course, gradebook, marks, pupils, chosen)
            return summary, pupils, wishes.names
        return _platform(wishes, course, marks, named, pupils, chosen), pupils, True


def _check(wishes: Wishes) -> None:
    if not wishes.to and not wishes.feedback:
        raise BadInput(
            "Say which platform the file is for, such as --to canvas; "
            "`howcome export --help` has the list."
        )
    stock = wishes.to == "nbgrader"
    if wishes.names and not stock:
        raise BadInput("--names is for --to nbgrader; files for other platforms always have names.")
    refused = {
        "--template": wishes.template,
        "--key": wishes.key,
        "--with-unmarked": wishes.with_unmarked,
        "--missing-as-zero": wishes.missing_as_zero,
    }
    for option, given in refused.items():
        if stock and given:
            raise BadInput(
                f"{option} does not go with --to nbgrader, which writes what nbgrader's own export "
                f"writes; leave {option} out."
            )
        if wishes.feedback and given and option != "--template":
            raise BadInput(f"{option} is for marks; leave it out with --feedback.")
    if wishes.template and wishes.key:
        raise BadInput("--key is for a new file; in a template every number and address counts.")
    if not wishes.template and (wishes.columns or wishes.scale):
        raise BadInput("--column and --scale are about a template; add --template FILE.")


def _columns(wishes: Wishes, course: Course) -> dict[str, str]:
    found = {}
    for one in wishes.columns:
        lesson, sign, heading = one.partition("=")
        if not (sign and heading.strip()):
            raise BadInput(
                f"--column takes LESSON=HEADING, such as 'm04=Who is missing?', not '{one}'."
            )
        found[course.check_lesson(lesson.strip())] = heading.strip()
    return found


def _platform(wishes: Wishes, course: Course, marks: Marks, named, pupils, chosen) -> Summary:
    platform = PLATFORMS[wishes.to]
    written = [lesson for lesson in marks.max_score if marks.written(lesson)]
    if not written:
        raise BadInput(
            f"There is no mark to export yet; mark the class with `howcome grade {course.root}`, "
            "and written answers with `howcome written` (or add --with-unmarked)."
        )
    path = place(course, wishes.out, platform.name, "csv", wishes.force)
    summary = Summary(platform.name, path)
    summary.tell(marks)
    for lesson in (lesson for lesson in named or course.lessons if lesson not in written):
        summary.notes.append(f"{lesson} has no marks to export and no column in the file.")
    marks = marks.only(written)
    if wishes.template:
        columns = _columns(wishes, course)
        wanted = {*named, *columns} & set(written)
        data = feedback.read(wishes.template)
        made = fill(
            platform,
            data,
            marks,
            pupils,
            named=[one for one in written if one in wanted],
            columns=columns,
            scale=wishes.scale,
        )
    else:
        made = make(platform, marks, pupils, chosen, wishes.key)
    with beside(path) as file:
        file.write(made.data)
    _take_over(summary, made, marks)
    if not wishes.template:
        summary.notes += _advice(platform, made)
    return summary


def _take_over(summary: Summary, made: Made, marks: Marks) -> None:
    summary.rows = made.rows
    summary.left_out, summary.kept = made.left_out, made.kept
    summary.by_name, summary.replaced = made.by_name, made.replaced
    summary.notes += made.notes
    for lesson, column in made.columns.items():
        summary.lessons[lesson] = {
            "column": column,
            "max_score": marks.max_score[lesson],
            "marks": made.marks.get(lesson, 0),
        }


def _advice(platform: Platform, made: Made) -> list[str]:
    advice = _about(platform.name, made)
    if not made.left_out or not platform.template:
        return advice
    return [
        f"With the gradebook that {platform.title} gives out as CSV, --template finds pupils by "
        "their names, too.",
        *advice,
    ]


def _about(platform: str, made: Made) -> list[str]:
    if platform == "moodle":
        return [
            f"In Moodle set 'Map from' to '{made.key}' and 'Map to' to the same, and map each "
            "lesson to a grade item with as many points; a new item would have 100.",
        ]
    if platform == "canvas" and len(made.columns) > 1:
        return [
            "An empty cell can clear a mark typed in Canvas; --template leaves such cells as they "
            "are, and so does one file for each lesson.",
        ]
    if platform == "schoology":
        return [f"In Schoology match the column '{made.key}' and each lesson's when it asks."]
    if platform == "google":
        return [
            "This file cannot be uploaded to Google Classroom; open it in Sheets and type from it."
        ]
    return []


def _nbgrader(wishes: Wishes, course: Course, gradebook, marks: Marks, pupils, chosen) -> Summary:
    path = place(course, wishes.out, "nbgrader", "csv", wishes.force)
    students = [student.id for student in gradebook.students]
    known = [id for id in students if id in chosen]
    if not marks.max_score or not known:
        raise BadInput(
            "The gradebook has none of these lessons or pupils yet; mark the class with "
            f"`howcome grade {course.root}`."
        )
    # an empty list is nbgrader's word for all, its own assignments and pupils included
    data = nbgrader_csv(
        gradebook,
        list(marks.max_score) if wishes.lessons else [],
        known if wishes.section else [],
        pupils if wishes.names else None,
    )
    with beside(path) as file:
        file.write(data)
    summary = Summary("nbgrader", path, rows=len(known) * len(marks.max_score))
    summary.tell(marks)
    for lesson, points in marks.max_score.items():
        summary.lessons[lesson] = {"max_score": points, "marks": marks.written(lesson)}
    if summary.no_mark:
        summary.notes.append(
            "nbgrader's own format has no empty marks: for those above it says 0.0, or the points "
            "that it holds so far."
        )
    return summary


def _feedback(wishes: Wishes, course: Course, lessons, pupils, chosen) -> Summary:
    folders = None
    if wishes.template:
        if wishes.to != "moodle" or len(lessons) != 1:
            raise BadInput(
                "--feedback with --template is for Moodle's grading worksheet of one assignment: "
                "add --to moodle and name one lesson."
            )
        folders = feedback.moodle_folders(feedback.read(wishes.template), lessons[0], pupils)
    path = place(course, wishes.out, "feedback", "zip", wishes.force)
    with beside(path) as file:
        pages = feedback.pack(file, course, chosen, lessons, folders)
    summary = Summary("feedback", path, rows=len(chosen) - len(pages.left_out))
    summary.left_out = pages.left_out
    for lesson in lessons:
        without = [id for id, missing in pages.without.items() if lesson in missing]
        summary.lessons[lesson] = {"pages": len(chosen) - len(without) - len(pages.left_out)}
        if without:
            summary.no_page[lesson] = without
    return summary
