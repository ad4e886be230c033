"""The teacher's pages: who needs what, what the class got wrong, and nobody given away."""

import json
import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from report_course import (
    H04,
    M04,
    ON_TIME,
    all_right,
    cell,
    clicked,
    copies,
    desk,
    failed,
    make_course,
    passed,
    words,
)
from rich.console import Console

from howcome_instructor.course.extensions import extend
from howcome_instructor.course.roster.pupil import Pupil
from howcome_instructor.course.stock import gradebook_of
from howcome_instructor.errors import BadInput
from howcome_instructor.grade import outcomes
from howcome_instructor.grade.notes import NEEDS_TEACHER, NOT_GRADABLE, Note
from howcome_instructor.grade.report import (
    as_json,
    run_report,
    write_all,
    write_class_page,
    write_course_page,
)
from howcome_instructor.grade.report.books import Books
from howcome_instructor.grade.report.room import room_of
from howcome_instructor.grade.session import Session
from howcome_instructor.grade.take.kinds import Taken, Unmatched
from howcome_instructor.grade.take.left import keep_left, set_aside

PUPILS = [Pupil("p01", "Amber", "Otter"), *(Pupil(f"p{number:02}") for number in range(2, 13))]
LOOK = Note("mark.unexpected", values={"what": "ThisIsOdd"}, look=True)
DASH = "\N{EN DASH}"
MENDED = Note("mark.older-marks")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Twelve pupils and two lessons; in the first of them, one of everything."""
    course = make_course(tmp_path_factory.mktemp("class") / "room 3", pupils=PUPILS)
    with desk(course) as d:
        d.grade("p01", all_right(d.notebook(), "Otter says: the small group pays."))
        d.grade("p02", all_right(d.notebook()), notes=[LOOK])
        for student in ("p03", "p04", "p05"):
            notebook, wrong = copies(d.notebook())
            d.grade(student, notebook, misconceptions=wrong, notes=[MENDED])
        d.grade("p06", *_blamed(d), handed_in=ON_TIME + timedelta(days=1))
        d.grade("p07", d.notebook())
        d.refuse("p08", NOT_GRADABLE, notes=[Note("mark.unexpected", values={"what": "Torn"})])
        d.refuse("p09", NEEDS_TEACHER, notes=[Note("mark.memory")])
        grade = d.ledger.gradebook.find_grade("letter", M04, M04, "p01")
        grade.manual_score, grade.needs_manual_grade = 2, False
        d.ledger.gradebook.db.commit()
        for number in range(1, 7):  # all of them add up heads
            _heads(d, f"p{number:02}", number)
    extend(course, M04, "p11", timedelta(days=2))
    return course


def _blamed(d):
    notebook = all_right(d.notebook())
    clicked(
        notebook, "which", {"value": "harder"}, "<p>Harder</p>", "Q? Your answer: It is harder."
    )
    failed(notebook, "check-which", "Go back to the swapped machine.")
    return notebook, M04


def _heads(d, student, number):
    notebook = d.notebook(H04)
    code = "def gap(table, measure):  # by {}\n    counts = table.sum()\n    return counts"
    cell(notebook, "gap")["source"] = code.format(student)
    if number == 1:
        cell(notebook, "gap")["source"] = "def otter(table): return 'Amber'"
    failed(notebook, "check-gap", "Compare shares (mean), not how many (sum).")
    d.grade(student, notebook, H04, misconceptions={"check-gap": "h04-heads"})


def read(course, lesson=M04, **options) -> str:
    """The page of a lesson, as it was written."""
    return write_class_page(course, lesson, **options).read_text(encoding="utf-8")


def section(page: str, name: str) -> str:
    """The words of the part of the page under the heading with this id."""
    return words(re.split(r"<section|<footer", page[page.index(f'id="{name}"') :])[0])


def test_everybody_is_counted_once(course):
    said = words(read(course))
    assert "7 graded 1 needs you 1 cannot be graded 3 not handed in" in said
    assert "Due 20 November 2026" in said
    assert "12 pupils" in said


def test_what_to_do_now_names_the_commands(course):
    said = section(read(course), "todo")
    assert "1 submission needs you." in said
    assert "1 file cannot be graded; ask for it once more." in said
    assert "1 pupil: please look at something odd." in said
    assert "5 written answers wait for points." in said
    assert f'howcome written "{course.root}" {M04} ' in said
    assert f'howcome course open "{course.root}" , then Manual Grading.' in said
    assert f'howcome export "{course.root}" {M04} --to canvas ' in said
    assert f'howcome export "{course.root}" {M04} --feedback ' in said
    assert f"nbgrader release_feedback {M04}" in said


def test_what_fits_nobody_stays_on_the_page(tmp_path):
    course = make_course(tmp_path / "c", pupils=("p01",))
    reason = Note("take.no-pupil")
    lines = [
        Unmatched("s.zip/Zoë <b>.ipynb", reason, None, M04, tmp_path / "s.zip", "1"),
        Unmatched("s.zip/odd.7z", Note("take.unknown-archive"), path=tmp_path / "s.zip"),
        Unmatched("s.zip/other.ipynb", reason, None, H04, tmp_path / "s.zip", "2"),
    ]
    keep_left(course, lines, (), {})
    page = read(course)
    todo = section(page, "todo")
    assert "2 files that came in fit no pupil or no lesson; howcome course status" in todo
    said = section(page, "left")
    assert "s.zip/Zoë <b>.ipynb No pupil on the list fits this name." in said
    assert "s.zip/odd.7z An archive of this kind is not opened." in said
    assert "other.ipynb" not in page
    # a file's name may hold a pupil's: a page under pseudonyms tells none
    page = read(replace(course, pseudonyms=True))
    assert "2 files that came in" in words(page)
    assert "Zoë" not in page
    set_aside(course, ["odd.7z"])
    assert "1 file that came in fits no pupil" in words(read(course))


def test_each_list_has_its_pupils_and_sentences(course):
    page = read(course)
    assert "p09 The machine ran out of memory" in section(page, "needs")
    assert "no zero either" in section(page, "needs")
    assert "p08 Marking stopped at a fault of its own (Torn)" in section(page, "not-gradable")
    look = section(page, "look")
    assert "p02 Marking stopped at a fault of its own (ThisIsOdd)" in look
    assert not re.search("cheat|fraud|suspect|copied|dishonest", look, re.IGNORECASE)
    assert "p03 The marks of what this pupil handed in before" in section(page, "mended")
    missing = section(page, "missing")
    assert re.findall(r"p\d\d", missing) == ["p10", "p11", "p12"]
    assert "p11 · 2 days more time" in missing


def test_late_work_and_extensions(course):
    said = section(read(course), "late")
    assert "1 came in late · 8 came in time." in said
    assert "p06 17 hours late" in said
    assert "p11 not handed in yet 2 days" in said
    assert re.findall(r"p\d\d", said) == ["p06", "p11"]


def test_late_is_what_is_known_to_be_late_and_nothing_is_guessed(tmp_path):
    course = make_course(tmp_path / "c", pupils=("p01", "p02", "p03", "p04", "p05"))
    said_late = Note("take.late")
    with desk(course) as d:
        d.grade("p01", all_right(d.notebook()), handed_in=None)
        d.grade("p02", all_right(d.notebook()), handed_in=None, notes=[said_late])
        d.grade("p03", all_right(d.notebook()), handed_in=None, notes=[said_late])
        d.grade("p04", all_right(d.notebook()))
    extend(course, M04, "p03", timedelta(days=2))
    said = section(read(course), "late")
    assert "1 came in late by the platform's own due date · 1 came in time · of 2 it is not" in said
    assert "A time is known from nbgrader" in said
    unknown = "late by the platform's own due date; by how much is not known"
    assert f"p02 {unknown} p03 {unknown} 2 days" in said
    assert "p01" not in said
    assert "1 late · 4 written answers" in printed(course, session(course))
    found = json.loads(as_json(course, session(course)))["lessons"][M04]["submissions"]
    came = {one["student"]: (one["came"], one["late_seconds"]) for one in found}
    assert came == {
        **{"p01": ("not-known", None), "p02": ("said-late", None)},
        **{"p03": ("not-known", None), "p04": ("in-time", 0)},
    }
    page = words(write_course_page(course).read_text(encoding="utf-8"))
    assert "p02 4 ● , waits for points L , late" in page
    assert page.count("L , late") == 1

    with gradebook_of(course) as book:  # the due date is moved to before the one known time
        book.update_or_create_assignment(M04, duedate=(ON_TIME - timedelta(hours=1)).isoformat())
    said = section(read(course), "late")
    assert "1 came in late · 1 came in late by the platform's own due date · of 2 it" in said
    assert "p04 1 hour late" in said
    with gradebook_of(course) as book:  # and taken away
        book.update_or_create_assignment(M04, duedate=None)
    said = section(read(course), "late")
    assert "of 3 it is not known" in said
    assert "no due date here, so nothing is late by it." in said


def test_nothing_handed_in_is_not_called_in_time(tmp_path):
    course = make_course(tmp_path / "c", pupils=("p01",))
    assert "in time" not in words(read(course))


def test_marks_as_a_figure_that_is_a_table(course):
    page = read(course)
    said = section(page, "marks")
    assert "Half of the class has 3 points or more, of 6. The lowest is 0, the highest 6." in said
    assert "For 5 pupils, points given by hand are still to come." in said
    assert "6 1 5 0 4 1 3 4 2 0 1 0 0 1" in said
    assert page.count('<div class="column') == 7


def test_one_is_one_and_what_waits_has_no_mean(tmp_path):
    course = make_course(tmp_path / "c", pupils=("p01", "p02", "p03"), pseudonyms=True)
    with desk(course) as d:
        for student in ("p01", "p02", "p03"):
            notebook = d.notebook()
            passed(notebook, "check-misses")
            d.grade(student, notebook)
            grade = d.ledger.gradebook.find_grade("letter", M04, M04, student)
            grade.manual_score, grade.needs_manual_grade = 0, student == "p03"
        d.ledger.gradebook.db.commit()
    page = read(course)
    assert "Half of the class has 1 point or more, of 6." in words(page)
    assert "under pseudonyms: keep it to yourself" in words(page)
    assert "names pupils" not in page
    whole = write_course_page(course).read_text(encoding="utf-8")
    assert "under pseudonyms" in whole
    assert "Mean of the class 1" in words(whole)
    with desk(course) as d:
        grade = d.ledger.gradebook.find_grade("letter", M04, M04, "p03")
        grade.manual_score, grade.needs_manual_grade = None, True
        d.ledger.gradebook.db.commit()
    whole = words(write_course_page(course).read_text(encoding="utf-8"))
    assert re.search(r"Mean of the class(?! \d)", whole)
    ended = replace(session(course), marked=0, skipped=1)
    assert "Marked 0 now; 1 was marked before and has not changed." in printed(course, ended)


def test_common_mistakes_with_the_question_that_shakes_them(course):
    said = section(read(course), "mistakes")
    assert "3 of 7 pupils, in “Cards that are new, cards that are copies”" in said
    assert "Ask: If I ask the same person five times, how many opinions do I have?" in said
    assert "one pupil answered: Copy the 10 deep-sea cards until there are 190." in said


def test_the_check_speaks_where_the_guide_has_no_question(course):
    said = section(read(course, H04), "mistakes")
    assert "6 of 6 pupils, in “A gap, by code”" in said
    assert "The check says: Compare shares (mean), not how many (sum)." in said


def test_an_example_gives_nobody_away(course):
    page = read(course, H04)
    assert (
        "<pre>def gap(table, measure):\n    counts = table.sum()\n    return counts</pre>" in page
    )
    assert "by p0" not in section(page, "mistakes")  # nor in a comment
    assert "Amber" not in section(page, "mistakes")  # nor a name in the code


def test_no_examples_when_they_are_not_wanted(course):
    page = read(course, H04, examples=False)
    assert "def gap" not in page
    assert "--no-examples" not in page
    assert "Comparing how many people" in page


def test_too_few_share_a_mistake_for_an_example(course):
    with _marked_anew(course) as d:
        d.grade("p12", *_blamed(d), misconceptions={"check-which": "m04-blame"})
        said = section(read(course), "mistakes")
    assert "1 of 8 pupils" in said
    assert "It is harder." not in said


def test_questions_nobody_or_everybody_got(course):
    page = read(course, H04)
    said = section(page, "tasks")
    assert "Nobody has all points in: An equal chance, A gap, by code, Part 2" in said
    assert "1. An equal chance nobody yet 0 0 6" in said
    page = read(course)
    said = section(page, "tasks")
    assert "1. Open the mistakes 6 0 1 0.86 of 1" in said.replace("  ", " ")
    assert "everybody" not in said
    assert said.endswith("4. Write to the crew 1 0 1 5")  # no mean while points are to come


def test_who_may_need_a_hand_and_with_what(course):
    said = section(read(course), "hand")
    assert re.findall(r"p\d\d", said) == ["p07"]
    assert "Open the mistakes · Mend it · Cards that are new, cards that are copies" in said
    said = section(read(course, H04), "hand")
    assert "Comparing how many people is the same as comparing which share." in said
    assert re.findall(r"p\d\d", said) == ["p01", "p02", "p03", "p04", "p05", "p06"]


def test_every_pupil_has_a_line_and_a_link_that_leads_somewhere(course):
    write_all(course)
    page = read(course)
    said = section(page, "all")
    assert "Amber Otter p01 graded 6 open" in said
    assert "p02 graded 4 + 2 to mark open" in said
    assert "p10 not handed in p11" in said
    links = re.findall(r'href="(\.\./feedback[^"]+)"', page)
    assert len(links) == 9
    assert all((course.reports / link).is_file() for link in links)


def test_pseudonyms_stay_pseudonyms(course):
    page = read(replace(course, pseudonyms=True))
    assert "Amber" not in page
    assert "Otter" not in page


def test_in_spanish(course):
    page = read(replace(course, language="es"))
    assert '<html lang="es">' in page
    said = words(page)
    assert "7 con nota 1 te necesita 1 no se puede corregir 3 sin entregar" in said
    assert "El equipo se quedó sin memoria" in said
    assert "0,86 de 1" in said
    assert '<h3 lang="en">Copying the few cards' in page


def test_a_class_in_which_nobody_handed_in(tmp_path):
    course = make_course(tmp_path / "c", pupils=("p01",), due=None)
    said = words(read(course))
    assert "0 graded 0 need you 0 cannot be graded 1 not handed in" in said
    assert "Nothing waits for you." in said
    assert "Nobody's work is marked yet." in said
    page = words(write_course_page(course).read_text(encoding="utf-8"))
    assert f"p01 {DASH} not handed in" in page


def test_the_course_page_has_all_pupils_and_lessons(course):
    said = words(write_course_page(course).read_text(encoding="utf-8"))
    assert "Amber Otter p01 6 0" in said
    assert "p02 4 ● , waits for points 0" in said
    assert "p06 3 ● , waits for points L , late 0" in said
    assert "p08 cannot be graded" in said
    assert "p09 needs you" in said
    assert f"p12 {DASH} not handed in {DASH} not handed in" in said


@contextmanager
def _marked_anew(course):
    """Add to the class for one test, and take it back."""
    with desk(course) as d:
        yield d
        d.ledger.gradebook.remove_submission(M04, "p12")
        outcomes.drop(course, M04, "p12")


def test_a_name_in_an_example_is_looked_for_in_the_roster_too(course):
    with Books(course) as books:
        room = room_of(replace(course, pseudonyms=True), H04, books)
    assert {"amber", "otter"} <= room.names
    assert "p02" in room.ids


def test_so_many_queries_for_three_pupils_as_for_twelve(course, tmp_path):
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    counts = []
    small = make_course(tmp_path / "c", pupils=("p01", "p02", "p03"))
    with desk(small) as d:
        for number in (1, 2, 3):
            d.grade(f"p0{number}", all_right(d.notebook()))
    for each in (small, course):
        asked = []

        def note(_connection, _cursor, statement, *_more, asked=asked):
            asked.append(statement)

        with Books(each) as books:
            event.listen(Engine, "before_cursor_execute", note)
            room_of(each, M04, books)
            event.remove(Engine, "before_cursor_execute", note)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def session(course, **taken) -> Session:
    """A run that has ended."""
    found = {lesson: outcomes.load(course, lesson) for lesson in course.lessons}
    return Session(Taken(**taken), found, marked=9, skipped=2)


def printed(course, ended: Session) -> str:
    """What a terminal shows."""
    screen = Console(file=StringIO(), width=100)
    run_report(course, ended, screen)
    return screen.file.getvalue()


def test_the_run_s_report_has_a_line_for_whatever_is_not_plainly_graded(course):
    lost = Unmatched("a.zip, [red]x\x1b[31m.ipynb", Note("mark.memory"))
    said = printed(course, session(course, unmatched=[lost]))
    assert "7 graded · 1 needs you · 1 cannot be graded · 3 not handed in · 1 late" in said
    assert "5 written answers wait for points" in said
    lines = [line for line in said.splitlines() if re.search(r"  p\d\d  ", line)]
    assert [re.search(r"p\d\d", line)[0] for line in lines] == [
        *("p09", "p08", "p02", "p03", "p04", "p05")
    ]
    assert "  please look  p02  Marking stopped" in said
    assert "a.zip, [red]x.ipynb  The machine ran out of memory" in said
    assert "\x1b" not in said
    assert str(course.reports / f"{M04}.html") in said
    assert "Marked 9 now; 2 were marked before and have not changed." in said


def test_a_long_list_ends_with_where_the_rest_is(course, monkeypatch):
    monkeypatch.setattr("howcome_instructor.grade.report.run.MOST_LINES", 2)
    assert "and 4 more, on the page" in printed(course, session(course))


def test_nothing_handed_in_is_said(tmp_path):
    course = make_course(tmp_path / "c", pupils=("p01",))
    assert "Nothing was handed in." in printed(course, Session(Taken()))
    nothing = Note("take.nothing", values={"place": "s.zip"})
    assert printed(course, Session(Taken(notes=(nothing,)))).strip() == nothing.teacher()
    lost = Unmatched("s.zip/x", Note("take.no-pupil"), path=tmp_path)
    said = printed(course, Session(Taken(unmatched=[lost])))
    assert "Nothing was handed in." not in said
    assert f"howcome course aside {course.root} FILE" in said


def test_the_report_as_json(course):
    about = json.loads(as_json(course, session(course)))
    lesson = about["lessons"][M04]
    assert lesson["counts"] == {
        "graded": 7,
        "needs-teacher": 1,
        "not-gradable": 1,
        "missing": 3,
    }
    assert lesson["missing"] == ["p10", "p11", "p12"]
    found = {one["student"]: one for one in lesson["submissions"]}
    assert (found["p01"]["points"], found["p01"]["by_hand"]) == (6, [])
    assert (found["p02"]["points"], found["p02"]["by_hand"]) == (4, ["letter"])
    assert found["p02"]["notes"][0]["look"] is True
    assert found["p08"]["points"] is None
    assert found["p06"]["late_seconds"] == 17 * 3600
    assert found["p03"]["misconceptions"] == {"check-which": "m04-copies"}


def test_a_lesson_the_course_does_not_have(course):
    with pytest.raises(BadInput, match="no assignment"):
        write_class_page(course, "x99")


def test_what_nbgrader_marked_by_itself_counts_as_graded(tmp_path):
    course = make_course(tmp_path / "c", pupils=("p01", "p02"))
    with desk(course) as d:
        d.grade("p01", all_right(d.notebook()))
    outcomes.drop(course, M04, "p01")
    assert "1 graded 0 need you 0 cannot be graded 1 not handed in" in words(read(course))
