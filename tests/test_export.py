"""`howcome export`: what a platform would read is each pupil's own mark, and nothing invented."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pandas
import pytest
from click.testing import CliRunner

from howcome_instructor.cli import main
from howcome_instructor.course.folder import Course
from howcome_instructor.course.roster import Pupil, write_pupils
from howcome_instructor.errors import BadInput
from howcome_instructor.export.cells import defused, number, split
from howcome_instructor.grade import outcomes
from howcome_instructor.grade.notes import GRADED, NEEDS_TEACHER, NOT_GRADABLE
from howcome_instructor.grade.outcomes import Outcome

# SQLAlchemy 2.1 remarks on how nbgrader builds a submission; nothing is wrong
pytestmark = pytest.mark.filterwarnings("ignore:.*not in session.*")

M04, M05 = "m04-who-is-missing", "m05-two-sides"
FORMULA = '=HYPERLINK("http://example.org")'


def pupil(number: int, id: str, **changes) -> Pupil:
    """A made-up pupil whom every platform knows."""
    first, last = id.title().split("-")
    about = {
        "first_name": first,
        "last_name": last,
        "email": f"{id}@school.example",
        "lms_id": f"{4000 + number}",
        "sis_id": f"00{number}",
        "login": id,
        "section": "Period 1" if number % 2 else "Period 2",
    }
    return Pupil(id, **(about | changes))


CLASS = {
    one.id: one
    for one in (
        pupil(1, "amber-otter"),
        pupil(2, "blue-finch"),
        pupil(3, "coral-newt"),
        pupil(4, "dusty-mole"),
        pupil(5, "early-wren"),
        pupil(6, "foggy-hare"),
        pupil(7, "green-toad"),
        pupil(8, "happy-crab", email="", lms_id="", sis_id="", login=""),
        pupil(9, "ivory-lynx"),
        pupil(10, "jolly-swan", first_name=FORMULA, last_name="Swän, the 2nd"),
    )
}
EXPECTED = {  # what may be written, by hand; all others have no mark
    M04: {"amber-otter": 7.5, "blue-finch": 4, "green-toad": 0, "happy-crab": 9, "jolly-swan": 10},
    M05: {"amber-otter": 5, "dusty-mole": 3.33},
}
NO_MARK = {
    "by-hand": {M04: ["coral-newt"]},
    "not-handed-in": {M04: ["dusty-mole"]},
    "needs-teacher": {M04: ["early-wren"]},
    "not-gradable": {M04: ["foggy-hare"]},
    "not-marked": {M04: ["ivory-lynx"]},
}


def book_of(course: Course):
    """The gradebook of a course, made when it is not there."""
    from nbgrader.api import Gradebook

    return Gradebook(course.db_url, course.course_id)


def give(book, lesson: str, student: str, auto: float | None, hand: float | None = None, late=0.0):
    """One submission with its points, as marking leaves it."""
    (notebook,) = book.add_submission(lesson, student).notebooks
    notebook.late_submission_penalty = late
    for grade in notebook.grades:
        score, manual = (auto, None) if grade.name == "auto" else (None, hand)
        grade.auto_score, grade.manual_score = score, manual
        grade.needs_manual_grade = grade.name == "hand" and hand is None
    book.db.commit()


def end(course: Course, lesson: str, student: str, how: str = GRADED) -> None:
    """How marking ended."""
    outcomes.keep(course, Outcome(student, lesson, how))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A course with a pupil of every kind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nbgrader.api.get_alembic_version", lambda: "made-for-a-test")
        root = tmp_path_factory.mktemp("made") / "course"
        course = Course(root, "class", "middle", lessons={M04: "1", M05: "1"}, pseudonyms=True)
        course.save()
        write_pupils(course, CLASS.values())
        book = book_of(course)
        for lesson in (M04, M05):
            book.add_assignment(lesson, course_id="class")
            book.add_notebook(lesson, lesson)
            book.add_grade_cell("auto", lesson, lesson, max_score=5, cell_type="code")
        book.add_grade_cell("hand", M04, M04, max_score=5, cell_type="markdown")
        for id in CLASS:
            book.add_student(id)
        give(book, M04, "amber-otter", 3, 4.5)
        give(book, M04, "blue-finch", 5, 1, late=2)
        give(book, M04, "coral-newt", 5)
        give(book, M04, "foggy-hare", 5, 5)  # an older file that could be graded
        give(book, M04, "green-toad", 0, 0)
        give(book, M04, "happy-crab", 5, 4)
        give(book, M04, "jolly-swan", 5, 5)
        give(book, M05, "amber-otter", 5)
        give(book, M05, "dusty-mole", 10 / 3)
        book.close()
        for id in (*EXPECTED[M04], "coral-newt"):
            end(course, M04, id)
        end(course, M04, "early-wren", NEEDS_TEACHER)
        end(course, M04, "foggy-hare", NOT_GRADABLE)
        for id in EXPECTED[M05]:
            end(course, M05, id)
        folder = course.submitted("ivory-lynx", M04)
        folder.mkdir(parents=True)
        (folder / f"{M04}.ipynb").write_text("{}")
        return root


@pytest.fixture
def course(made, tmp_path) -> Path:
    """A copy of that course, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "course"))


def run(*words: object) -> tuple[int, str]:
    """The exit code of `howcome export` and all that it prints."""
    done = CliRunner().invoke(main, ["export", *map(str, words)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def told(*words: object) -> tuple[int, dict]:
    """The exit code, and the summary that a program reads."""
    code, output = run(*words, "--json")
    return code, json.loads(output)


def refused(*words: object) -> str:
    """The one sentence of a refusal."""
    code, output = run(*words)
    assert code == 2, output
    assert output.count("\n") == 1
    assert output.rstrip().endswith(".")
    return output


def read(path: Path, **how) -> pandas.DataFrame:
    """A CSV as pandas reads it, every cell a text."""
    return pandas.read_csv(path, dtype=str, keep_default_na=False, **how)


# --- readers that follow what the platforms document; see the README of the package -------------


def canvas_reads(path: Path) -> dict[str, dict[str, float | None]]:
    """Pupil -> lesson -> mark, as Canvas' importer finds pupils: ID, SIS User ID, SIS Login ID."""
    table = read(path, encoding="utf-8-sig")
    heads = list(table.columns)
    assert "Student" in heads[0]
    assert "ID" in heads[1]
    assert heads[2:5] == ["SIS User ID", "SIS Login ID", "Section"]
    found = {}
    for _, row in table.iterrows():
        if "Points Possible" in row.iloc[0]:
            continue
        digits = re.match(r"\d*", row.iloc[1])[0]  # Ruby's to_i
        (id,) = [
            id
            for id, one in CLASS.items()
            if (digits and one.lms_id == digits)
            or (not digits and row.iloc[2] and one.sis_id == row.iloc[2])
        ]
        assert id not in found
        found[id] = {head: float(row[head]) if row[head] else None for head in heads[5:]}
    return found


def moodle_reads(path: Path, key: str, field: str) -> dict[str, dict[str, float | None]]:
    """Pupil -> lesson -> mark, as Moodle reads them by one column: an unknown value ends it all,
    and a row without a value would count for the pupil of the row before.
    """
    table = read(path, encoding="utf-8-sig")
    found = {}
    for _, row in table.iterrows():
        (id,) = [id for id, one in CLASS.items() if getattr(one, field) == row[key]]
        cells = {head: row[head] for head in table.columns if head.startswith("m0")}
        assert "" not in cells.values(), "Moodle makes a zero of it"
        found[id] = {head: None if cell == "-" else float(cell) for head, cell in cells.items()}
    return found


def marks_of(found: dict[str, dict]) -> dict[str, dict[str, float]]:
    """Lesson -> pupil -> mark."""
    lessons = {lesson for row in found.values() for lesson in row}
    return {
        lesson: {id: row[lesson] for id, row in found.items() if row[lesson] is not None}
        for lesson in lessons
    }


def known(expected: dict) -> dict:
    """Without the pupil whom no platform knows."""
    return {
        lesson: {id: score for id, score in ids.items() if id != "happy-crab"}
        for lesson, ids in expected.items()
    }


# --- new files -----------------------------------------------------------------------------------


def test_canvas_reads_back_every_mark(course, tmp_path):
    out = tmp_path / "canvas.csv"
    code, summary = told(course, "--to", "canvas", "--out", out)
    assert marks_of(canvas_reads(out)) == known(EXPECTED)
    table = read(out, encoding="utf-8-sig")
    assert table.iloc[0].tolist() == ["    Points Possible", "", "", "", "", "10", "5"]
    assert code == 1
    assert list(summary["left_out"]) == ["happy-crab"]
    assert {why: about.get(M04) for why, about in summary["no_mark"].items()} == {
        why: ids[M04] for why, ids in NO_MARK.items()
    }
    assert summary["lessons"][M04] == {"column": M04, "max_score": 10.0, "marks": 4}


def test_moodle_reads_back_every_mark_and_no_cell_is_empty(course, tmp_path):
    out = tmp_path / "moodle.csv"
    code, summary = told(course, "--to", "moodle", "--out", out)
    assert code == 1
    assert marks_of(moodle_reads(out, "Email address", "email")) == known(EXPECTED)
    assert "Email address" in summary["notes"][-1]
    told(course, "--to", "moodle", "--key", "sis_id", "--out", out, "--force")
    assert marks_of(moodle_reads(out, "ID number", "sis_id")) == known(EXPECTED)
    assert "Email address" not in read(out, encoding="utf-8-sig").columns


def test_moodles_key_is_the_one_that_most_pupils_have(course, tmp_path):
    write_pupils(load(course), [pupil(n, id, email="") for n, id in enumerate(CLASS)])
    out = tmp_path / "moodle.csv"
    code, _ = told(course, "--to", "moodle", M04, "--out", out)
    assert code == 0
    assert list(read(out, encoding="utf-8-sig").columns)[2] == "ID number"


@pytest.mark.parametrize(
    ("to", "key", "field"),
    [("schoology", "Unique User ID", "lms_id"), ("google", "Email Address", "email")],
)
def test_schoology_and_google_hold_every_mark(course, tmp_path, to, key, field):
    out = tmp_path / "out.csv"
    told(course, "--to", to, "--out", out)
    table = read(out, encoding="utf-8-sig")
    table = table[table[table.columns[0]] != "Points"]
    found = {}
    for _, row in table.iterrows():
        ids = [id for id, one in CLASS.items() if row[key] and getattr(one, field) == row[key]]
        id = ids[0] if ids else "happy-crab"
        found[id] = {lesson: float(row[lesson]) if row[lesson] else None for lesson in (M04, M05)}
    expected = EXPECTED if to == "google" else known(EXPECTED)
    assert marks_of(found) == expected
    # a file to read has the whole class, a file to import only what is to be imported
    assert ("early-wren" in found) == (to == "google")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf") == (to == "google")


def test_there_is_never_a_zero_that_nobody_gave(course, tmp_path):
    for to in ("canvas", "google", "schoology", "moodle"):
        out = tmp_path / f"{to}.csv"
        run(course, "--to", to, M04, "--out", out)
        column = read(out, encoding="utf-8-sig")[M04]
        assert [cell for cell in column if cell == "0"] == ["0"], "green-toad's own"


def test_a_zero_for_missing_and_points_so_far_are_explicit_wishes(course, tmp_path):
    out = tmp_path / "canvas.csv"
    _, summary = told(course, "--to", "canvas", M04, "--out", out, "--missing-as-zero")
    extra = {"dusty-mole": 0.0}
    assert marks_of(canvas_reads(out)) == {M04: known(EXPECTED)[M04] | extra}
    assert summary["zeros"] == {M04: ["dusty-mole"]}
    _, summary = told(course, "--to", "canvas", M04, "--out", out, "--with-unmarked", "--force")
    extra = {"coral-newt": 5.0}
    assert marks_of(canvas_reads(out)) == {M04: known(EXPECTED)[M04] | extra}
    assert "by-hand" not in summary["no_mark"]


def test_formulas_in_names_are_defused_and_keys_are_never_changed(course, tmp_path):
    people = dict(CLASS)
    people["amber-otter"] = pupil(1, "amber-otter", lms_id="", sis_id="", login="=1+1")
    write_pupils(load(course), people.values())
    for to in ("canvas", "google", "schoology", "moodle"):
        out = tmp_path / f"{to}.csv"
        _, summary = told(course, "--to", to, "--out", out)
        cells = [
            cell for row in csv.reader(io.StringIO(out.read_text("utf-8-sig"))) for cell in row
        ]
        assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))] == []
        assert {cell for cell in cells if cell.startswith("-")} <= {"-"}
        assert any("HYPERLINK" in cell for cell in cells)
        if to == "canvas":
            assert "spreadsheet would run" in summary["left_out"]["amber-otter"]


def test_pupils_who_share_a_key_are_left_out_both(course, tmp_path):
    people = dict(CLASS)
    same = {"lms_id": "", "sis_id": "", "login": "", "email": "family@school.example"}
    people["amber-otter"] = pupil(1, "amber-otter", **same)
    # the other one has no mark, and makes the address as doubtful
    people["early-wren"] = pupil(5, "early-wren", **same)
    write_pupils(load(course), people.values())
    code, summary = told(course, "--to", "moodle", M04, "--out", tmp_path / "m.csv")
    assert code == 1
    assert "same e-mail" in summary["left_out"]["amber-otter"]
    assert "family@" not in (tmp_path / "m.csv").read_text("utf-8-sig")


def test_a_roster_of_names_and_addresses_says_how_marks_reach_canvas_all_the_same(course, tmp_path):
    bare = {"lms_id": "", "sis_id": "", "login": ""}
    people = [pupil(number, id, **bare) for number, id in enumerate(CLASS, 1)]
    write_pupils(load(course), people)
    said = refused(course, "--to", "canvas", M04)
    assert "--template" in said
    assert "lms_id or sis_id or login" in said
    for to in ("schoology", "moodle"):  # these know an address
        assert run(course, "--to", to, M04)[0] == 0
    template, out = tmp_path / "template.csv", tmp_path / "out.csv"
    template.write_bytes(CANVAS_FILE.replace('"Swan ""the 2nd""\nJolly"', '"Swan, Jolly"').encode())
    _, summary = told(course, "--to", "canvas", M04, "--template", template, "--out", out)
    assert summary["rows"] == 3
    assert "jolly-swan" in summary["matched_by_name"]

    people = [pupil(number, id, **bare, email="") for number, id in enumerate(CLASS, 1)]
    write_pupils(load(course), people)
    for to in ("schoology", "moodle"):
        assert "--template" in refused(course, "--to", to, M04)
    assert run(course, "--to", "google", M04)[0] == 0  # a list to type from; it imports nothing


def test_who_is_left_out_may_be_found_by_name_in_a_template(course):
    _, summary = told(course, "--to", "canvas", M04)
    assert list(summary["left_out"]) == ["happy-crab"]
    assert "--template finds pupils by their names" in " ".join(summary["notes"])


def test_canvas_never_reads_half_a_number(course, tmp_path):
    people = dict(CLASS)
    people["amber-otter"] = pupil(1, "amber-otter", lms_id="4002x", sis_id="", login="")
    people["blue-finch"] = pupil(2, "blue-finch", lms_id="4002x")
    write_pupils(load(course), people.values())
    out = tmp_path / "canvas.csv"
    _, summary = told(course, "--to", "canvas", M04, "--out", out)
    assert "not a number" in summary["left_out"]["amber-otter"]
    table = read(out, encoding="utf-8-sig")
    assert table[table["SIS User ID"] == "002"]["ID"].tolist() == [""]


def test_one_section_alone(course, tmp_path):
    out = tmp_path / "canvas.csv"
    code, _ = told(course, "--to", "canvas", M04, "--section", "period 1", "--out", out)
    assert code == 0
    assert set(canvas_reads(out)) == {"amber-otter", "green-toad"}
    assert "Period 1, Period 2" in refused(course, "--to", "canvas", "--section", "Period 9")


# --- nbgrader's own format -----------------------------------------------------------------------


def stock_export(course: Course, path: Path) -> bytes:
    """What nbgrader's own plugin writes."""
    from nbgrader.plugins import CsvExportPlugin

    book = book_of(course)
    plugin = CsvExportPlugin()
    plugin.to = str(path)
    plugin.export(book)
    book.close()
    return path.read_bytes()


def test_nbgraders_file_is_nbgraders_own_byte_for_byte(course, tmp_path):
    out = tmp_path / "ours.csv"
    code, summary = told(course, "--to", "nbgrader", "--out", out)
    assert code == 0
    assert out.read_bytes() == stock_export(load(course), tmp_path / "stock.csv")
    assert "amber-otter" in out.read_text()
    assert "Otter" not in out.read_text(), "pseudonyms stay"
    assert "0.0" in summary["notes"][-1]
    code, output = run(course, "--to", "nbgrader", "--out", out, "--force")
    assert "Otter" not in output, "nor are names shown"


def test_nbgraders_file_with_names_is_still_a_table(course, tmp_path):
    out = tmp_path / "ours.csv"
    told(course, "--to", "nbgrader", M04, "--names", "--out", out)
    table = read(out).set_index("student_id")
    assert table.loc["jolly-swan", "last_name"] == "Swän, the 2nd"
    assert table.loc["jolly-swan", "first_name"] == "'" + FORMULA
    assert table.loc["blue-finch", "score"] == "4.0"
    assert set(table["assignment"]) == {M04}


def test_marks_given_by_nbgrader_itself_count_where_howcome_marked_nobody(course, tmp_path):
    shutil.rmtree(load(course).outcomes(M05))
    book = book_of(load(course))
    give(book, M05, "blue-finch", None)  # a row that nbgrader leaves when marking failed
    book.close()
    out = tmp_path / "canvas.csv"
    _, summary = told(course, "--to", "canvas", M05, "--out", out)
    assert marks_of(canvas_reads(out)) == {M05: EXPECTED[M05]}
    assert summary["no_mark"]["not-marked"] == {M05: ["blue-finch"]}


# --- the teacher's own file ----------------------------------------------------------------------

CANVAS_FILE = (
    '\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,"M04: Who is missing? (881)",'
    "Essay (882),Assignments Current Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    '"    Points Possible",,,,,10.00,20.00,(read only)\r\n'
    '"Otter, Amber",4001,001,amber-otter,Period 1,,17.50,87.5\r\n'
    '"Finch, Blue",4002,002,blue-finch,Period 1,"9,00",,\r\n'
    "\"Newt, Coral\",4003,003,coral-newt,'Period 1',3.00,,\r\n"
    '"Toad, Green",4007,007,green-toad,Period 1,EX,,\r\n'
    '"Swan ""the 2nd""\nJolly",4010,0010,jolly-swan,Period 1,,,\r\n'
    '"Student, Test",9999,,abc,Period 1,,,\r\n'
)


def test_a_canvas_file_is_filled_and_nothing_else_is_touched(course, tmp_path):
    template, out = tmp_path / "template.csv", tmp_path / "out.csv"
    template.write_bytes(CANVAS_FILE.encode())
    code, summary = told(course, "--to", "canvas", M04, "--template", template, "--out", out)
    expected = (
        CANVAS_FILE.replace("Period 1,,17.50", "Period 1,7.5,17.50")
        .replace('"9,00"', '"4"')
        .replace("0010,jolly-swan,Period 1,,", "0010,jolly-swan,Period 1,10,")
    )
    assert out.read_bytes() == expected.encode()
    assert template.read_bytes() == CANVAS_FILE.encode()
    assert code == 1
    assert summary["left_out"] == {"happy-crab": "there is no such row in the template"}
    assert summary["kept"] == {"green-toad": "EX"}
    assert summary["replaced"] == 1
    assert summary["lessons"][M04]["column"] == "M04: Who is missing? (881)"


def test_a_canvas_file_with_semicolons_and_decimal_commas(course, tmp_path):
    template, out = tmp_path / "template.csv", tmp_path / "out.csv"
    text = (
        f"Student;ID;SIS User ID;SIS Login ID;Section;{M04} (1)\n"
        "    Points Possible;;;;;10,00\n"
        "Otter, Amber;4001;;;;2,50\n"
    )
    template.write_bytes(text.encode())
    told(course, "--to", "canvas", M04, "--template", template, "--out", out)
    assert out.read_bytes() == text.replace("2,50", "7,5").encode()


def test_a_row_is_never_taken_for_another_pupils(course, tmp_path):
    people = dict(CLASS)
    people["blue-finch"] = pupil(2, "blue-finch", lms_id="", sis_id="", login="")  # by name alone
    people["kind-toad"] = pupil(11, "kind-toad", first_name="Green", last_name="Toad")
    write_pupils(load(course), people.values())
    template, out = tmp_path / "template.csv", tmp_path / "out.csv"
    head = f"Student,ID,SIS User ID,SIS Login ID,Section,{M04}\n"
    rows = [
        '"Otter, Amber",7777,,,,',  # her name with another number: another child
        '"Finch,  BLUE",5555,,,,',  # nothing to compare but a name that only one has
        '"Toad, Green",,,,,',  # two have this name
        '"Swan, Jolly",4010,002,,,',  # number of one, school number of nobody any more
        '"Crab, Happy",,,,,',
        '"Crab, Happy",,,,,',  # one pupil, two rows
    ]
    template.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    code, summary = told(course, "--to", "canvas", M04, "--template", template, "--out", out)
    filled = read(out)[M04].tolist()
    assert filled == ["", "4", "", "10", "", ""]
    assert code == 1
    assert summary["matched_by_name"] == ["blue-finch"]
    assert "another number" in summary["left_out"]["amber-otter"]
    assert "more than one" in summary["left_out"]["green-toad"]
    assert "more than one" in summary["left_out"]["happy-crab"]


def test_rows_that_contradict_each_other_or_themselves_stay_empty(course, tmp_path):
    template, out = tmp_path / "template.csv", tmp_path / "out.csv"
    head = f"Student,ID,SIS User ID,SIS Login ID,Section,{M04}\n"
    rows = [
        '"Otter, Amber",4001,,,,',  # one pupil, two rows
        '"Otter, Amber",,001,,,',
        '"Finch, Blue",4002,007,,,',  # the number of one, the school number of another
        '"Swan, Jolly",4010,,,,',
    ]
    template.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    _, summary = told(course, "--to", "canvas", M04, "--template", template, "--out", out)
    assert read(out)[M04].tolist() == ["", "", "", "10"]
    assert set(summary["left_out"]) == {"amber-otter", "blue-finch", "green-toad", "happy-crab"}


def test_other_points_on_the_platform_are_refused_or_converted(course, tmp_path):
    template, out = tmp_path / "template.csv", tmp_path / "out.csv"
    template.write_bytes(CANVAS_FILE.replace("10.00", "100").encode())
    words = (course, "--to", "canvas", M04, "--template", template, "--out", out)
    sentence = refused(*words)
    assert "100 points" in sentence
    assert "10 in the lesson" in sentence
    assert not out.exists()
    told(*words, "--scale")
    table = read(out, encoding="utf-8-sig").set_index("ID")
    assert table.loc["4001", "M04: Who is missing? (881)"] == "75"
    assert table.loc["4002", "M04: Who is missing? (881)"] == "40"


WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    'Participant 301,"Amber Otter",amber-otter@school.example,"Submitted for grading - ",,10.00,'
    'Yes,"Monday, 2 November 2026, 9:12 AM",-,\n'
    'Participant 302,"Blue Finch",BLUE-FINCH@school.example,"Submitted for grading - ",2.00,10.00,'
    'Yes,"Monday, 2 November 2026, 9:13 AM",-,"<p>See, ""you"" can</p>"\n'
    'Participant 304,"Dusty Mole",dusty-mole@school.example,"No submission - ",,10.00,Yes,-,-,\n'
)


def test_moodles_grading_worksheet_is_filled(course, tmp_path):
    template, out = tmp_path / "worksheet.csv", tmp_path / "out.csv"
    template.write_text(WORKSHEET, encoding="utf-8")
    told(course, "--to", "moodle", "m04", "--template", template, "--out", out)
    expected = WORKSHEET.replace('grading - ",,10', 'grading - ",7.5,10').replace(",2.00,", ",4,")
    assert out.read_text(encoding="utf-8") == expected
    assert "name one lesson" in refused(course, "--to", "moodle", "--template", template)
    spanish = WORKSHEET.replace("Identifier", "Identificador").replace(",Grade,", ",Calificación,")
    template.write_text(spanish.replace("Maximum Grade", "Calificación máxima"), encoding="utf-8")
    told(course, "--to", "moodle", "m04", "--template", template, "--out", out, "--force")
    assert out.read_text(encoding="utf-8").splitlines()[1].split(",")[4] == "7.5"


def test_moodles_gradebook_file_is_filled_by_the_column_of_points(course, tmp_path):
    template, out = tmp_path / "moodle.csv", tmp_path / "out.csv"
    head = (
        '"First name","Last name","ID number",Institution,"Email address",'
        f'"Assignment: {M04} (Real)","Assignment: {M04} (Feedback)",'
        '"Last downloaded from this course"\n'
    )
    row = "Amber,Otter,001,,amber-otter@school.example,-,,1793000000\n"
    template.write_text(head + row, encoding="utf-8")
    _, summary = told(course, "--to", "moodle", "--template", template, "--out", out)
    assert out.read_text(encoding="utf-8") == head + row.replace(",-,", ",7.5,")
    assert any(M05 in note for note in summary["notes"]), "a lesson without a column is told"


def test_a_column_of_another_name_is_told_by_hand(course, tmp_path):
    template, out = tmp_path / "schoology.csv", tmp_path / "out.csv"
    text = "First Name,Last Name,Unique User ID,Missing people,m04 essay,m04 quiz\nA,O,4001,,,\n"
    template.write_text(text, encoding="utf-8")
    words = (course, "--to", "schoology", M04, "--template", template, "--out", out)
    assert "'m04 essay', 'm04 quiz'" in refused(*words)
    assert "no column 'Missing'" in refused(*words, "--column", "m04=Missing")
    told(*words, "--column", "m04=missing people")
    assert out.read_text(encoding="utf-8") == text.replace("4001,,", "4001,7.5,")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no rows"),
        (b"PK\x03\x04\x00\x00\x00", "not a CSV file"),
        (b"Colour,Shape\nred,round\n", "says who a row is about"),
        (b"Student,ID,Essay\nx,1,2\n", "no column for"),
        (f"Student,ID,{M04}\nx,1,\n".encode(), "No pupil with a mark"),
    ],
)
def test_a_template_that_is_none_is_refused_in_one_sentence(course, tmp_path, content, words):
    template, out = tmp_path / "template.csv", tmp_path / "out.csv"
    template.write_bytes(content)
    command = (course, "--to", "canvas", M04, "--template", template, "--out", out)
    assert words in refused(*command)
    assert not out.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_a_template_stays(course, tmp_path, encoding):
    template, out = tmp_path / "template.csv", tmp_path / "out.csv"
    text = f"Student\tID\tSection\t{M04}\nSwän\t4010\tPériode 1\t\n"
    template.write_bytes(text.encode(encoding))
    told(course, "--to", "canvas", M04, "--template", template, "--out", out)
    expected = text.replace("Période 1\t", "Période 1\t10").encode(encoding)
    assert out.read_bytes() == expected


def test_cells_are_found_where_a_csv_reader_finds_them():
    dice = random.Random(4)
    for _ in range(300):
        rows = [
            ["".join(dice.choices(['a"', ",", ";", "\n", "é", " ", "7"], k=dice.randrange(5)))]
            + ["".join(dice.choices('ab,";\n', k=dice.randrange(4))) for _ in range(3)]
            for _ in range(dice.randrange(1, 5))
        ]
        delimiter = dice.choice(",;\t")
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, lineterminator=dice.choice(["\n", "\r\n"])).writerows(
            rows
        )
        found = split(out.getvalue(), delimiter)
        assert [[cell.value for cell in row] for row in found] == rows
        for cell in (cell for row in found for cell in row):
            raw = io.StringIO(out.getvalue()[cell.start : cell.end], newline="")
            assert next(csv.reader(raw, delimiter=delimiter), [""]) == [cell.value]


def test_numbers_and_defusing():
    assert [number(x) for x in (0, 10, 7.5, 10 / 3, 0.125, 100)] == [
        *("0", "10", "7.5", "3.33", "0.12", "100"),
    ]
    assert number(7.5, comma=True) == "7,5"
    assert defused("  =1+1") == "'=1+1"
    assert defused("-x") == "'-x"
    assert defused("Anne-Marie") == "Anne-Marie"


# --- feedback ------------------------------------------------------------------------------------


def with_feedback(course: Path, *students: str) -> None:
    for student in students:
        folder = load(course).feedback(student, M04)
        folder.mkdir(parents=True)
        who = f'<p class="who" id="who">Feedback for {student}</p>'
        (folder / f"{M04}.html").write_text(f"{who}<p>{student}</p>")
        (folder / "data.csv").write_text("not for handing back")


def test_feedback_goes_into_one_folder_a_pupil(course, tmp_path):
    people = dict(CLASS)
    people["amber-otter"] = pupil(1, "amber-otter", first_name="../Am:ber", last_name="Otter.")
    write_pupils(load(course), people.values())
    with_feedback(course, "amber-otter", "blue-finch")
    out = tmp_path / "feedback.zip"
    code, summary = told(course, "--feedback", "m04", "--out", out)
    assert code == 0
    with zipfile.ZipFile(out) as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist()}
    assert pages == {
        f"Otter., .. Am ber (amber-otter)/{M04}.html": (
            '<p class="who" id="who">Feedback for ../Am:ber Otter.</p><p>amber-otter</p>'
        ),
        f"Finch, Blue (blue-finch)/{M04}.html": (
            '<p class="who" id="who">Feedback for Blue Finch</p><p>blue-finch</p>'
        ),
    }
    assert summary["lessons"] == {M04: {"pages": 2}}
    assert len(summary["no_page"][M04]) == len(CLASS) - 2


def test_feedback_for_moodle_is_named_by_the_worksheet(course, tmp_path):
    with_feedback(course, "amber-otter", "green-toad")
    template, out = tmp_path / "worksheet.csv", tmp_path / "feedback.zip"
    template.write_text(WORKSHEET, encoding="utf-8")
    words = (course, "--feedback", "--to", "moodle", "--template", template, "--out", out)
    code, summary = told(*words, "m04")
    with zipfile.ZipFile(out) as archive:
        (name,) = archive.namelist()
    # what Moodle's importer takes apart: name, participant's number, kind and name of the plug-in
    assert name.split("/")[0].split("_", 4)[1:4] == ["301", "assignsubmission", "file"]
    assert code == 1
    assert list(summary["left_out"]) == ["green-toad"]
    assert "name one lesson" in refused(*words)


def test_no_feedback_is_said_and_no_zip_is_left(course, tmp_path):
    assert "no feedback" in refused(course, "--feedback", "--out", tmp_path / "f.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["course"]
    assert "no feedback" in refused(course, "--feedback")
    assert not (course / "exports").exists()


# --- where it goes, and what is refused -----------------------------------------------------------


def test_a_file_that_is_there_is_not_overwritten(course, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("mine")
    assert "--force" in refused(course, "--to", "canvas", "--out", out)
    assert out.read_text() == "mine"
    run(course, "--to", "canvas", "--out", out, "--force")
    assert "Student" in out.read_text("utf-8-sig")
    assert {path.name for path in tmp_path.iterdir()} == {"course", "out.csv"}
    if sys.platform != "win32":
        assert out.stat().st_mode & 0o077 == 0, "it has names in it"


def test_without_out_it_goes_into_the_courses_own_folder(course):
    _, summary = told(course, "--to", "canvas")
    path = Path(summary["file"])
    assert path.parent == course / "exports"
    assert path.name.startswith("canvas-")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "--to canvas"),
        (("--to", "canvas", "m99"), "no assignment 'm99'"),
        (("--to", "canvas", "--out", "."), "is a folder"),
        (("--to", "canvas", "--out", "no/such/folder/x.csv"), "no folder"),
        (("--to", "canvas", "--names"), "--to nbgrader"),
        (("--to", "nbgrader", "--template", "x.csv"), "does not go with --to nbgrader"),
        (("--to", "nbgrader", "--missing-as-zero"), "does not go with --to nbgrader"),
        (("--to", "canvas", "--scale"), "--template FILE"),
        (("--to", "canvas", "--key", "email"), "--key lms_id"),
        (("--to", "canvas", "--template", "nothing.csv"), "cannot be read"),
        (("--to", "blackboard"), "blackboard"),
        (("--feedback", "--missing-as-zero"), "for marks"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(course, words, says):
    before = sorted(course.rglob("*"))
    assert says in refused(course, *words)
    assert sorted(course.rglob("*")) == before


def test_a_gradebook_that_is_none_is_refused_and_not_filled(course):
    path = load(course).gradebook
    for content in (b"", b"nothing of a database" * 100):
        path.write_bytes(content)
        assert "cannot be read" in refused(course, "--to", "canvas")
        assert path.read_bytes() == content
    path.unlink()
    assert "is missing" in refused(course, "--to", "canvas")


def test_nothing_marked_is_said(course):
    shutil.rmtree(load(course).outcomes(M04))
    shutil.rmtree(load(course).outcomes(M05))
    for lesson in (M04, M05):
        end(load(course), lesson, "early-wren", NEEDS_TEACHER)
    assert "no mark to export" in refused(course, "--to", "canvas")


def test_the_sentences_name_pupils_and_reasons(course, tmp_path):
    code, output = run(course, "--to", "canvas", M04, "--out", tmp_path / "out.csv")
    assert code == 1
    assert "Happy Crab (happy-crab)" in output
    assert "NOT in the file" in output
    assert "handed in nothing): Dusty Mole (dusty-mole)" in output
    assert "cannot be graded, see the report): Foggy Hare" in output


def test_help_says_plainly_what_google_classroom_cannot_do():
    _, output = run("--help")
    assert "it cannot be uploaded" in " ".join(output.split())


def test_export_starts_light():
    code = (
        "import sys; from howcome_instructor.cli import main; "
        "main(['export', '--help'], standalone_mode=False); "
        "print([m for m in ('nbgrader', 'pandas', 'nbformat', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")


# --- size ----------------------------------------------------------------------------------------


def test_a_hundred_and_fifty_pupils_are_quick(tmp_path, monkeypatch):
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: "made-for-a-test")
    lessons = {f"m0{n}-lesson": "1" for n in (4, 5, 6)}
    course = Course(tmp_path / "course", "class", "middle", lessons=lessons)
    course.save()
    people = [
        Pupil(f"p{n:03}", f"First{n}", f"Last{n}", email=f"p{n}@school.example", lms_id=str(n))
        for n in range(1, 151)
    ]
    write_pupils(course, people)
    book = book_of(course)
    for lesson in lessons:
        book.add_assignment(lesson, course_id="class")
        book.add_notebook(lesson, lesson)
        book.add_grade_cell("auto", lesson, lesson, max_score=150, cell_type="code")
    for one in people:
        book.add_student(one.id)
    for lesson in lessons:
        for n, one in enumerate(people, 1):
            (notebook,) = book.add_submission(lesson, one.id).notebooks
            (grade,) = notebook.grades
            grade.auto_score, grade.needs_manual_grade = n, False
            end(course, lesson, one.id)
    book.db.commit()
    book.close()
    for to in ("canvas", "moodle"):
        started = time.perf_counter()
        code, summary = told(course.root, "--to", to, "--out", tmp_path / f"{to}.csv")
        seconds = time.perf_counter() - started
        print(to, round(seconds, 2), "s")
        assert seconds < 10, "an idle machine takes one, and a busy one is no failure"
        assert code == 0
        assert summary["rows"] == 150
    table = read(tmp_path / "canvas.csv", encoding="utf-8-sig").iloc[1:]
    for lesson in lessons:
        assert (table["ID"] == table[lesson]).all()


def load(root: Path) -> Course:
    """The course in a folder."""
    from howcome_instructor.course.folder import open_course

    return open_course(root)


def test_bad_input_is_the_only_error_meant_for_people():
    from howcome_instructor.export.marks import Marks
    from howcome_instructor.export.platforms import CANVAS
    from howcome_instructor.export.template import fill

    with pytest.raises(BadInput):
        fill(CANVAS, b"\0", Marks({M04: 1.0}), {})
