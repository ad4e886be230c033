"""`howcome course`: refuses before it touches, makes whole courses, and deletes what it lists."""

import csv
import json
import os
import shutil
import sys
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest
import report_course
from click.testing import CliRunner
from lessons import SECRETS, write_curriculum, write_lesson, write_spanish

from howcome_instructor.cli import main
from howcome_instructor.course import config, copies, dates, delete, new, release, stock
from howcome_instructor.course.extensions import extensions
from howcome_instructor.course.folder import open_course
from howcome_instructor.course.roster import load_pupils
from howcome_instructor.course.safe import clean_html
from howcome_instructor.errors import BadInput
from howcome_instructor.grade.notes import Note
from howcome_instructor.grade.take.kinds import Unmatched
from howcome_instructor.grade.take.left import keep_left
from howcome_instructor.lab import cache

LESSON = "m04-who-is-missing"
OTHER = "m01-lesson-1"
ROSTER = "id,first_name,last_name,email\np01,Test,Uno,p01@example.org\np02,Prueba,Dos,\np03,,,\n"


@pytest.fixture(scope="module")
def curriculum(tmp_path_factory):
    home = tmp_path_factory.mktemp("checkout")
    write_curriculum(home / "curriculum")
    write_lesson(home / "curriculum", LESSON, version=3)
    guide = home / "instructor" / "guides" / "middle" / f"{LESSON}.md"
    guide.parent.mkdir(parents=True)
    guide.write_text("# A guide\n")
    lesson = home / "curriculum" / "middle" / LESSON
    (lesson / "data").mkdir()
    (lesson / "data" / "fish.csv").write_text("fish\n1\n")
    (lesson / "__pycache__").mkdir()
    (lesson / "__pycache__" / "x.pyc").write_text("no data of a lesson")
    (home / "roster.csv").write_text(ROSTER)
    return home / "curriculum"


@pytest.fixture(scope="module")
def template(curriculum, tmp_path_factory):
    """A course with a roster; tests take a copy."""
    home = tmp_path_factory.mktemp("template") / "class"
    options = ("--band", "middle", "--roster", curriculum.parent / "roster.csv")
    said = run("new", home, *options, "--due", "m04=2026-12-01", "--curriculum", curriculum)
    assert "Next: howcome course release" in said
    return home


@pytest.fixture
def course(template, tmp_path):
    """A copy of it, with an exchange of its own."""
    shutil.copytree(template, tmp_path / "class")
    own = f"c.Exchange.root = {str(tmp_path / 'exchange')!r}\n"
    own += f"c.Exchange.cache = {str(tmp_path / 'cache')!r}\n"
    with (tmp_path / "class" / "nbgrader_config.py").open("a") as file:
        file.write(own)
    return open_course(tmp_path / "class")


def invoke(*arguments, **kwargs):
    return CliRunner().invoke(main, ["course", *map(str, arguments)], **kwargs)


def run(*arguments, code=0, **kwargs):
    done = invoke(*arguments, **kwargs)
    assert done.exit_code == code, done.output
    return done.stdout


def contents(place):
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
    }


# -- new


def refused(tmp_path, *arguments):
    before = sorted(tmp_path.rglob("*"))
    done = invoke(*arguments)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before
    return done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "Give --band"),
        (["--band", "kindergarten"], "choose elementary, middle or high"),
        (["--band", "middle", "--lessons", "m99"], "There is no lesson 'm99'"),
        (["--band", "high", "--lessons", "m04"], "is in middle, not in high"),
        (["--band", "middle", "--language", "fr"], "choose en or es"),
        (["--band", "middle", "--id", "a+b"], "use letters, digits"),
        (["--band", "middle", "--id", "../x"], "use letters, digits"),
        (["--band", "middle", "--due", "m04"], "write LESSON=2026-12-01"),
        (["--band", "middle", "--due", "h01=2026-12-01"], "for one of m"),
        (["--band", "middle", "--due", "m04=tomorrow"], "is not a date"),
        (["--band", "middle", "--due", "m04=2026-13-01"], "is not a date"),
        (["--band", "middle", "--roster", "nobody.csv"], "nobody.csv"),
        (["--band", "middle", "--roster", "a.csv", "--pseudonyms", "b.csv"], "not both"),
    ],
)
def test_new_refuses(tmp_path, curriculum, options, words):
    place = ("new", tmp_path / "class", "--curriculum", curriculum)
    assert words in refused(tmp_path, *place, *options)


def test_new_refuses_a_place(tmp_path, curriculum):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name, words in [
        ("full", "not empty"),
        ("full/mine.txt", "is not a folder"),
        ("file/below", "cannot be made"),
        ("class [7b]", "nbgrader cannot work"),
        ("50%", "nbgrader cannot work"),
    ]:
        options = ("--band", "middle", "--curriculum", curriculum)
        assert words in refused(tmp_path, "new", tmp_path / name, *options), name


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_new_does_not_follow_a_link(tmp_path, curriculum):
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there")
    options = ("--band", "middle", "--curriculum", curriculum)
    assert "is not a folder" in refused(tmp_path, "new", tmp_path / "link", *options)


def test_new_without_sources(tmp_path, monkeypatch):
    monkeypatch.setattr("howcome_instructor.sources.checkout_curriculum", lambda: None)
    said = refused(tmp_path, "new", tmp_path / "class", "--band", "middle")
    assert "get a checkout" in said


def test_new_with_a_broken_lesson(tmp_path):
    path = write_lesson(tmp_path / "curriculum", LESSON)
    for broken in (path.read_text("utf-8").replace("END SOLUTION", "THE END"), "{"):
        path.write_text(broken, "utf-8")
        options = ("--band", "middle", "--curriculum", tmp_path / "curriculum")
        assert "leave it out" in refused(tmp_path, "new", tmp_path / "class", *options)


def test_new_into_an_empty_folder_with_a_hard_name(tmp_path, curriculum):
    place = tmp_path / "Año 7b #1 & 'x'"
    place.mkdir()
    run("new", place, "--lessons", "m04", "--language", "es", "--curriculum", curriculum)
    made = open_course(place)
    assert (made.course_id, made.band, made.language) == ("ano-7b-1-x", "middle", "es")
    run("release", place)
    assert made.released(LESSON).is_file()
    assert os.name == "nt" or made.root.stat().st_mode & 0o077 == 0  # nobody else looks in


def test_a_spanish_course_freezes_the_spanish_lessons(tmp_path):
    write_curriculum(tmp_path / "curriculum")
    write_spanish(write_lesson(tmp_path / "curriculum", LESSON, version=3))
    place = tmp_path / "class"
    options = ("--band", "middle", "--language", "es", "--curriculum", tmp_path / "curriculum")
    said = run("new", place, *options)
    assert f"{LESSON}, version 3\n" in said
    assert f"{OTHER}, version 1, in English: there is no translation yet\n" in said
    assert [path.name for path in (place / "source" / LESSON).iterdir()] == [f"{LESSON}.ipynb"]
    run("release", place)
    made = open_course(place)
    assert made.lessons == {OTHER: "1", LESSON: "3"}
    for lesson, language, stubs in (
        (LESSON, "es", ("*Escribe aquí tu respuesta.*", "pass  # aquí va tu respuesta")),
        (OTHER, None, ("*Write your answer here.*", "pass  # your answer goes here")),
    ):
        copy = nbformat.read(made.released(lesson), as_version=4)
        assert copy.metadata["howcome"].get("language") == language
        text = "\n".join(cell.source for cell in copy.cells)
        assert all(stub in text for stub in stubs)
        assert not [secret for secret in SECRETS if secret in text]
    # a damaged translation is refused before anything is written
    (tmp_path / "curriculum" / "middle" / LESSON / "es.po").write_text("hello", "utf-8")
    assert "es.po, line 1" in refused(tmp_path, "new", tmp_path / "other", *options)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_new_that_is_stopped_leaves_nothing(tmp_path, curriculum, monkeypatch, stop):
    def fail(*_arguments):
        raise stop

    monkeypatch.setattr(stock, "generate", fail)
    done = invoke("new", tmp_path / "a" / "class", "--band", "middle", "--curriculum", curriculum)
    assert done.exit_code in (1, 2)
    assert list(tmp_path.iterdir()) == []


def test_what_a_new_course_holds(template, curriculum):
    made = open_course(template)
    assert made.lessons == {OTHER: "1", LESSON: "3"}
    source = made.source(LESSON).read_text(encoding="utf-8")
    assert "BEGIN HIDDEN TESTS" in source
    assert "BEGIN SOLUTION" in source
    assert "secret_author_only" not in source
    assert (made.source(LESSON).parent / "data" / "fish.csv").is_file()
    assert not list(template.rglob("*.pyc"))
    assert (template / ".howcome" / "guides" / f"{LESSON}.md").is_file()
    assert not (template / "release").exists()
    assert "BEGIN HIDDEN" not in (template / "nbgrader_config.py").read_text()
    with stock.gradebook_of(made) as gradebook:
        assert {one.name for one in gradebook.assignments} == set(made.lessons)
        one = gradebook.find_student("p01")
        assert (one.first_name, one.last_name, one.email) == ("Test", "Uno", "p01@example.org")
        cells = {cell.name for cell in gradebook.find_notebook(LESSON, LESSON).grade_cells}
    assert cells == {"check-m04-bigger", "m04-think"}


def test_with_pseudonyms_the_gradebook_knows_no_names(tmp_path, curriculum):
    place = tmp_path / "class"
    roster = curriculum.parent / "roster.csv"
    options = ("--lessons", "m04", "--curriculum", curriculum)
    assert "keep it to yourself" in run("new", place, "--pseudonyms", roster, *options)
    made = open_course(place)
    with stock.gradebook_of(made) as gradebook:
        students = {one.id: one for one in gradebook.students}
        assert not any(one.first_name or one.email for one in students.values())
    assert len(students) == 3
    database = made.gradebook.read_bytes()
    for word in (b"Uno", b"Prueba", b"p01@example.org"):
        assert word not in database
        assert word in made.pupils.read_bytes() or word == b"p01@example.org"
    assert "It names pupils: keep it to yourself." in run("release", place, "--zip")
    target = place / "handout" / "class.zip"
    with zipfile.ZipFile(target) as bundle:
        folders = {name.split("/")[0] for name in bundle.namelist()}
        whole = b"".join(bundle.read(name) for name in bundle.namelist())
    uno = next(one.id for one in load_pupils(made).values() if one.last_name == "Uno")
    assert f"Uno, Test ({uno})" in folders  # to give out without looking anybody up
    assert {name[name.find("(") + 1 :].rstrip(")") for name in folders} == {
        *(*students, "everyone", "README.txt"),
    }
    assert b"Uno" not in whole  # what a pupil gets names nobody
    if os.name != "nt":
        assert target.stat().st_mode & 0o077 == 0

    # one pupil more, and whoever was there keeps the pseudonym
    roster = tmp_path / "later.csv"
    roster.write_text(ROSTER + "p04,Otra,Cuatro,\n")
    assert "1 added" in run("pupils", place, roster)
    with stock.gradebook_of(made) as gradebook:
        assert set(students) < {one.id for one in gradebook.students}
        assert len(gradebook.students) == 4


# -- release


def test_released_again_it_is_the_same_file(course):
    run("release", course.root)
    first = contents(course.root / "release")
    time.sleep(0.01)
    run("release", course.root)
    assert contents(course.root / "release") == first
    assert set(first) == {
        f"{OTHER}/{OTHER}.ipynb",
        f"{LESSON}/{LESSON}.ipynb",
        f"{LESSON}/data/fish.csv",
    }
    for name, data in first.items():
        for secret in SECRETS:
            assert secret.encode() not in data, name
    notebooks = [json.loads(data) for name, data in first.items() if name.endswith(".ipynb")]
    assert len({one["metadata"]["howcome"]["notebook"] for one in notebooks}) == 2


def test_a_source_that_has_changed_is_handed_out_only_when_told(course, tmp_path):
    run("release", course.root, "m04")
    path = course.source(LESSON)
    path.write_text(path.read_text("utf-8").replace("Talk about it", "Talk it over"), "utf-8")
    said = refused(tmp_path, "release", course.root)
    assert "has changed since it was handed out" in said
    run("release", course.root, "m01")
    run("release", course.root, "--again")
    assert "Talk it over" in course.released(LESSON).read_text("utf-8")


def test_the_zip_has_a_folder_for_each_pupil(course, tmp_path):
    run("release", course.root, "--zip")
    place = course.root / "handout" / "class.zip"
    with zipfile.ZipFile(place) as bundle:
        names = bundle.namelist()
        found = {
            name: json.loads(bundle.read(name))["metadata"]["howcome"]["notebook"]
            for name in names
            if name.endswith(".ipynb")
        }
    assert f"Uno, Test (p01)/{LESSON}/{LESSON}.ipynb" in found
    assert f"Uno, Test (p01)/{LESSON}/data/fish.csv" in names
    assert f"(p03)/{OTHER}.ipynb" in found
    assert len(found) == len(set(found.values())) == 2 * 4
    whose = copies.whose(course)
    assert whose[found[f"(p03)/{OTHER}.ipynb"]] == "p03"
    everyone = found[f"everyone/{OTHER}.ipynb"]
    assert everyone not in whose
    released = json.loads(course.released(OTHER).read_bytes())
    assert released["metadata"]["howcome"]["notebook"] == everyone

    run("release", course.root, "m01", "--to", tmp_path / "again.zip")
    with zipfile.ZipFile(tmp_path / "again.zip") as bundle:
        again = json.loads(bundle.read(f"(p03)/{OTHER}.ipynb"))["metadata"]["howcome"]["notebook"]
    assert again == found[f"(p03)/{OTHER}.ipynb"]
    assert copies.whose(course) == whose
    assert "is there already" in refused(
        tmp_path, "release", course.root, "--to", tmp_path / "again.zip"
    )
    assert "is not there" in refused(
        tmp_path, "release", course.root, "--to", tmp_path / "no" / "x.zip"
    )


def test_without_a_roster_there_is_one_folder(tmp_path, curriculum):
    options = ("--lessons", "m01", "--language", "es", "--curriculum", curriculum)
    run("new", tmp_path / "class", *options)
    run("release", tmp_path / "class", "--zip")
    with zipfile.ZipFile(tmp_path / "class" / "handout" / "class.zip") as bundle:
        assert bundle.namelist() == ["README.txt", f"para-todos/{OTHER}.ipynb"]
        assert "carpeta" in bundle.read("README.txt").decode("utf-8")


def test_the_labs_folders(course, tmp_path, curriculum, monkeypatch):
    mine = tmp_path / "p01" / "middle" / f"{LESSON}.ipynb"
    mine.parent.mkdir(parents=True)
    at_work = nbformat.v4.new_notebook(metadata={"howcome": {"lesson": LESSON, "version": 3}})
    nbformat.write(at_work, mine)
    before = mine.read_bytes()
    said = run("release", course.root, "--lab", tmp_path / "{pupil}")
    assert "1 new, 1 there already and left alone" in said
    assert mine.read_bytes() == before
    copy = json.loads((tmp_path / "p02" / "middle" / f"{LESSON}.ipynb").read_bytes())
    assert copies.whose(course)[copy["metadata"]["howcome"]["notebook"]] == "p02"

    # `howcome lab` opens that very file, and makes no copy beside it
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "released")
    options = ["--copies-only", "--lesson", "m04", "--curriculum", str(curriculum)]
    done = CliRunner().invoke(main, ["lab", str(tmp_path / "p02"), *options])
    assert done.exit_code == 0
    (there,) = (tmp_path / "p02" / "middle").glob("m04*")
    assert json.loads(there.read_bytes()) == copy

    run("release", course.root, "m04", "--lab", tmp_path / "shared")
    assert (tmp_path / "shared" / "middle" / f"{LESSON}.ipynb").is_file()
    (tmp_path / "file").write_text("mine")
    assert "is a file" in refused(tmp_path, "release", course.root, "--lab", tmp_path / "file")


def test_the_exchange(course, tmp_path, monkeypatch):
    said = run("release", course.root, "m01", "--exchange")
    assert str(tmp_path / "exchange" / "class" / "outbound") in said
    there = tmp_path / "exchange" / "class" / "outbound" / OTHER / f"{OTHER}.ipynb"
    assert there.read_bytes() == course.released(OTHER).read_bytes()
    run("release", course.root, "m01", "--exchange")
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(BadInput, match="does not work on Windows"):
        release.check_exchange()


def test_release_refuses(course, tmp_path):
    assert "is not a course" in refused(tmp_path, "release", tmp_path)
    assert "There is no assignment 'm99'" in refused(tmp_path, "release", course.root, "m99")
    course.source(LESSON).unlink()
    assert "put it back" in refused(tmp_path, "release", course.root)


def test_graded_cells_stay_once_somebody_handed_in(course):
    with stock.gradebook_of(course) as gradebook:
        gradebook.add_submission(LESSON, "p01")
    nb = nbformat.read(course.source(LESSON), as_version=4)
    nb.cells = [one for one in nb.cells if one.id != "check-m04-bigger"]
    nbformat.write(nb, course.source(LESSON))
    done = invoke("release", course.root, "m04")
    assert done.exit_code == 2
    assert "pupils have handed in already; put the cells back" in done.stderr


# -- dates


def test_dates_are_local_and_stored_in_utc(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("Windows cannot change the zone of a running program")
    monkeypatch.setenv("TZ", "Europe/Madrid")
    time.tzset()
    try:
        winter, summer = dates.parse("2026-12-01"), dates.parse("2027-06-01T15:00")
        assert dates.in_full(winter) == "Tuesday 1 December 2026, 23:59 (UTC+01:00)"
        assert dates.stored(winter) == datetime(2026, 12, 1, 22, 59)
        assert dates.in_full(summer) == "Tuesday 1 June 2027, 15:00 (UTC+02:00)"
        assert dates.from_stored(dates.stored(summer)) == summer
        given = dates.parse("2026-12-01T15:00-05:00")
        assert given == datetime(2026, 12, 1, 20, tzinfo=UTC)
        assert config.local_zone() == "Europe/Madrid"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_due_and_extend(course, tmp_path):
    assert "1 December 2026, 23:59" in run("status", course.root)
    assert "3 December 2026" in run("due", course.root, "m04", "2026-12-03T12:00")
    assert "5 December 2026, 12:00" in run("extend", course.root, "m04", "p01", "--days", 2)
    assert "p02 has 1 day and 3 hours more" in run(
        "extend", course.root, LESSON, "dos, prueba", "--days", 1, "--hours", 3
    )
    assert extensions(course)[LESSON] == {"p01": 172800, "p02": 97200}
    assert "no due date yet" in run("extend", course.root, "m01", "p01", "--days", 1)
    assert "no extension" in run("extend", course.root, "m04", "p01", "--none")
    assert "no due date" in run("due", course.root, "m04", "none")
    for arguments, words in [
        (["due", course.root, "m04", "soon"], "is not a date"),
        (["due", course.root, "m99", "2026-12-01"], "no assignment 'm99'"),
        (["extend", course.root, "m04", "nobody", "--days", 1], "Nobody in this course"),
        (["extend", course.root, "m04", "p01"], "Give --days or --hours"),
        (["extend", course.root, "m04", "p01", "--days", 1, "--none"], "Give --days or --hours"),
        (["extend", course.root, "m04", "p01", "--days", -1], "-1"),
    ]:
        assert words in refused(tmp_path, *arguments)


def test_an_extension_reaches_what_is_there_already(course):
    with stock.gradebook_of(course) as gradebook:
        gradebook.add_submission(LESSON, "p01")
    assert "marked already" in run("extend", course.root, "m04", "p01", "--hours", 5)
    with stock.gradebook_of(course) as gradebook:
        assert gradebook.find_submission(LESSON, "p01").extension.total_seconds() == 5 * 3600
    run("extend", course.root, "m04", "p01", "--none")
    with stock.gradebook_of(course) as gradebook:
        assert gradebook.find_submission(LESSON, "p01").extension is None


def test_status_as_json(course):
    course.submitted("p01", LESSON).mkdir(parents=True)
    run("release", course.root, "m04")
    about = json.loads(run("status", course.root, "--json"))
    assert about["pupils"] == 3
    (other, lesson) = about["lessons"]
    assert (lesson["lesson"], lesson["handed_in"], lesson["marked"]) == (LESSON, 1, 0)
    assert lesson["released"]
    assert not other["released"]
    assert datetime.fromisoformat(lesson["due"]) == dates.parse("2026-12-01")


def test_status_shows_what_waits_for_the_teacher(tmp_path):
    made = report_course.make_course(
        tmp_path / "c", lessons=(LESSON,), pupils=("p01", "p02", "p03")
    )
    with report_course.desk(made) as d:
        late = report_course.DUE + timedelta(days=1)
        d.grade("p01", report_course.all_right(d.notebook()), handed_in=late)
        d.refuse("p02")
    run("extend", made.root, "m04", "p03", "--days", 2)
    said = run("status", made.root).splitlines()
    assert said[-1] == "  1 written answer to mark · 1 cannot be graded · 1 late · 1 extension"
    lost = Unmatched("s.zip/x.ipynb", Note("take.no-pupil"), path=tmp_path, sha256="1")
    keep_left(made, [lost], (), {})
    said = run("status", made.root)
    assert "fits nobody" in said
    assert "  s.zip/x.ipynb  No pupil on the list fits this name." in said
    about = json.loads(run("status", made.root, "--json"))
    assert about["lessons"][0]["waiting"] == 1
    assert about["fits_nobody"][0]["file"] == "s.zip/x.ipynb"
    assert "Set aside: s.zip/x.ipynb" in run("aside", made.root, "x.ipynb")
    assert "fits nobody" not in run("status", made.root)
    assert "No file waits under the name x.ipynb" in refused(
        made.root, "aside", made.root, "x.ipynb"
    )


# -- delete


def handed_in(course):
    place = course.submitted("p01", LESSON)
    place.mkdir(parents=True)
    (place / f"{LESSON}.ipynb").write_text("{}")
    (place / f"{LESSON}.ipynb").chmod(0o444)
    place.chmod(0o555)


def test_delete_says_what_there_is_and_deletes_all_of_it(course, tmp_path):
    run("release", course.root, "--zip", "--exchange")
    handed_in(course)
    (course.root / "notes.txt").write_text("mine")
    theirs = tmp_path / "exchange" / "other-course"
    theirs.mkdir()
    (theirs / "file").write_text("not ours")
    cached = tmp_path / "cache" / "class" / "p01+x"
    cached.mkdir(parents=True)
    (cached / "file").write_text("handed in from here")

    before = contents(tmp_path)
    done = invoke("delete", course.root, input="n\n")
    assert done.exit_code == 1
    assert contents(tmp_path) == before | {"class/.howcome/grade.lock": b""}

    said = run("delete", course.root, "--keep-marks", tmp_path / "marks.csv", input="y\n")
    for words in ("what pupils handed in: 1 file, 2 bytes, of 1 pupil", "gradebook", "the roster"):
        assert words in said
    for words in ("notes.txt", str(tmp_path / "exchange" / "class"), delete.OUT_OF_REACH):
        assert words in said
    assert not course.root.exists()
    assert set(contents(tmp_path)) == {"exchange/other-course/file", "marks.csv"}
    assert "First all marks are written to" in said


def test_kept_marks_name_the_pupils_and_invent_no_zero(course, tmp_path):
    replace(course, pseudonyms=True).save()
    with stock.gradebook_of(course) as gradebook:
        for student in gradebook.students:
            student.first_name = student.last_name = student.email = None
        for student, points in (("p01", 0.5), ("p02", None)):
            (notebook,) = gradebook.add_submission(LESSON, student).notebooks
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = points, points is None
        gradebook.db.commit()
    target = tmp_path / "marks.csv"
    said = run("delete", course.root, "--yes", "--keep-marks", target)
    assert f"All marks are in {target}. It names pupils: keep it to yourself." in said
    assert "stop here" not in said
    rows = list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))
    mine = {row["student_id"]: row for row in rows if row["lesson"] == LESSON}
    assert {id: (row["first_name"], row["last_name"]) for id, row in mine.items()} == {
        **{"p01": ("Test", "Uno"), "p02": ("Prueba", "Dos"), "p03": ("", "")},
    }
    assert float(mine["p01"]["points"]) > 0
    assert (mine["p01"]["note"], mine["p01"]["email"]) == ("", "p01@example.org")
    assert (mine["p02"]["points"], mine["p02"]["note"]) == ("", "was not marked")
    assert (mine["p03"]["points"], mine["p03"]["note"]) == ("", "handed in nothing")
    assert [row["points"] for row in rows if row["lesson"] == OTHER] == ["", "", ""]
    if os.name != "nt":
        assert target.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_delete_follows_no_link(course, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("mine")
    (course.root / "submitted").symlink_to(outside)
    (course.root / "source" / "one").symlink_to(outside / "precious.txt")
    (tmp_path / "link").symlink_to(course.root)
    assert "is a link" in refused(tmp_path, "delete", tmp_path / "link", "--yes")
    (tmp_path / "exchange").mkdir()
    (tmp_path / "exchange" / "class").symlink_to(outside)
    run("delete", course.root, "--yes")
    assert not course.root.exists()
    assert (outside / "precious.txt").read_text() == "mine"


def test_what_appears_meanwhile_stays(course):
    held = delete.holdings(course)
    (course.root / "source" / "new.txt").write_text("saved just now")
    _gone, stuck = delete.delete(held)
    assert [sentence for sentence in stuck if "something in it is new" in sentence]
    assert contents(course.root) == {"source/new.txt": b"saved just now"}


def test_delete_refuses(course, tmp_path):
    assert "is not a course" in refused(tmp_path, "delete", tmp_path, "--yes")
    for place, words in [
        (course.root / "marks.csv", "inside of the course"),
        (tmp_path / "no" / "marks.csv", "is not there"),
        (course.gradebook, "inside of the course"),
    ]:
        done = invoke("delete", course.root, "--yes", "--keep-marks", place)
        assert (done.exit_code, words in done.stderr) == (2, True)
        assert course.gradebook.is_file()


def test_a_deletion_that_was_stopped_can_be_finished(course, monkeypatch):
    run("release", course.root, "--zip")
    held, unlink, count = delete.holdings(course), delete._unlink, 0

    def stop_at_ten(path):
        nonlocal count
        count += 1
        if count == 10:
            raise KeyboardInterrupt
        unlink(path)

    monkeypatch.setattr(delete, "_unlink", stop_at_ten)
    with pytest.raises(KeyboardInterrupt):
        delete.delete(held)
    monkeypatch.undo()
    assert not course.gradebook.exists()
    run("delete", course.root, "--yes")
    assert not course.root.exists()


# -- small things


def test_ids_say_nothing_and_differ(course, tmp_path):
    ids = {copies.notebook_id(course, LESSON, student) for student in ("", "p01", "p02")}
    ids.add(copies.notebook_id(course, OTHER, "p01"))
    assert len(ids) == 4
    assert copies.notebook_id(course, LESSON, "p01") in ids
    (course.root / ".howcome" / "key").unlink()
    assert copies.notebook_id(course, LESSON, "p01") not in ids


def test_settings_that_cannot_be_read(course, tmp_path):
    (course.root / "nbgrader_config.py").unlink()
    assert "put it back" in invoke("release", course.root).stderr


def test_the_courses_id_comes_from_the_folder():
    for name, made in [("Año 7b", "ano-7b"), ("__", "course"), ("7", "7")]:
        assert new.check_id(None, Path("/x") / name) == made


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<p onclick='x()'>a<script>b</script></p>", "<p>a</p>"),
        ('<span class="howcome-figure k">a</span>', '<span class="howcome-figure k">a</span>'),
        ('<span class="btn full-credit">a</span>', "<span>a</span>"),
        ('<img src="https://example.org/x" alt="words">', "words"),
        ('<img src="data:image/png;base64,AA" alt="x">',) * 2,
        ('<img src="data:text/html,x">', ""),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        ('<p style="position:fixed;color:red">a</p>', '<p style="color:red;">a</p>'),
        ("<style scoped>a{}</style><iframe src=x></iframe><form><input>b</form>", "\nb"),
        ("<svg onload=x()><a>b</a></svg><math><mi>c</mi></math>", "<a>b</a>c"),
    ],
)
def test_html_of_a_pupil_is_harmless(given, shown):
    assert clean_html(given) == shown


def test_help_is_there():
    assert "Formgrader" in run("--help")
    for command in ("new", "open", "release", "delete", "extend", "due", "pupils", "status"):
        assert "Show this message" in run(command, "--help")
