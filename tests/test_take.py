"""Taking in what teachers really have: nothing is lost, nobody is mixed up, twice is once."""

from __future__ import annotations

import json
import sqlite3
import time
from datetime import UTC, datetime

import pytest
from deliveries import (
    H04,
    LESSONS,
    M04,
    M05,
    PUPILS,
    collected,
    make_course,
    make_folder,
    make_zip,
    notebook,
    tree,
    zip_bytes,
)

from howcome_instructor.course.folder import HIDDEN
from howcome_instructor.course.roster import Pupil, write_pupils
from howcome_instructor.errors import BadInput
from howcome_instructor.grade.take import take_in
from howcome_instructor.grade.take.left import read_left, set_aside


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


def got(taken):
    """(pupil, lesson) -> the bytes that would be marked."""
    return {(one.student, one.lesson): one.path.read_bytes() for one in taken.submissions}


def codes(notes):
    return sorted(note.code.removeprefix("take.") for note in notes)


def of(taken, student, lesson=M04):
    (one,) = [one for one in taken.submissions if (one.student, one.lesson) == (student, lesson)]
    return one


def lines(taken):
    return {line.name: line.reason.code.removeprefix("take.") for line in taken.unmatched}


# nbgrader's own folder


def test_what_nbgrader_collected_is_taken_as_it_is(course):
    folder = collected(course, "p01", {f"{M04}.ipynb": notebook()})
    (folder / "timestamp.txt").write_text("2026-11-20 10:00:00.123456 UTC")
    before = tree(course.root)
    taken = take_in(course, lessons=["m04"])
    (one,) = taken.submissions
    assert one.path == folder / f"{M04}.ipynb"
    assert one.timestamp == datetime(2026, 11, 20, 10, 0, 0, 123456, UTC)
    assert one.notes == ()
    assert taken.missing == [("amber-otter", M04), ("blue-heron", M04)]
    assert tree(course.root) == before


def test_everybody_is_somewhere(course):
    collected(course, "p01", {f"{M04}.ipynb": notebook()})
    collected(course, "blue-heron", {"essay.docx": b"words"})
    taken = take_in(course)
    there = {(one.student, one.lesson) for one in taken.submissions}
    reported = {(line.student, line.lesson) for line in taken.unmatched}
    assert lines(taken) == {f"blue-heron/{M04}": "no-notebook"}
    assert not there & set(taken.missing)
    assert not reported & set(taken.missing)
    everybody = {(pupil.id, lesson) for pupil in PUPILS for lesson in LESSONS}
    assert there | reported | set(taken.missing) == everybody


@pytest.mark.parametrize(
    "name",
    ["m04 (1) final.ipynb", "M04-WHO-IS-MISSING.IPYNB", "Untitled.ipynb", f"{M04}.ipynb.txt",
     f"Copy of {M04}.ipynb.json", "sub/folder/x.ipynb"],
)  # fmt: skip
def test_a_misnamed_file_is_found(course, name):
    collected(course, "p01", {name: notebook()})
    one = of(take_in(course), "p01")
    assert one.path.name == name.split("/")[-1]
    assert codes(one.notes) == ["renamed"]


def test_a_folder_in_the_wrong_case_or_named_by_number(course):
    make_folder(course.root / "submitted", {
        "P01/M04-Who-Is-Missing/x.ipynb": notebook(), "blue-heron/m05/x.ipynb": notebook(M05),
        "Muestra Nunez, Testa Maria/week 3/x.ipynb": notebook(H04),
    })  # fmt: skip
    assert set(got(take_in(course))) == {("p01", M04), ("blue-heron", M05), ("amber-otter", H04)}


def test_of_several_the_newest_of_this_lesson(course):
    day = {name: datetime(2026, 11, 20 + n) for n, name in enumerate("abcd")}
    collected(
        course, "p01",
        {"a.ipynb": notebook(answer="1"), "b.ipynb": notebook(answer="2"), "c.ipynb": notebook(M05),
         "d.ipynb": b"", ".ipynb_checkpoints/z.ipynb": notebook(answer="3")},
        times={f"{name}.ipynb": moment for name, moment in day.items()},
    )  # fmt: skip
    one = of(take_in(course), "p01")
    assert one.path.name == "b.ipynb"
    said = next(note for note in one.notes if note.code == "take.several")
    assert said.values == {"used": "b.ipynb", "names": "a.ipynb, c.ipynb, d.ipynb"}


@pytest.mark.parametrize(
    "content",
    [b"", b"   \n", b"not json", notebook()[:300], b"[]", b'{"cells": 3}', notebook(H04),
     b"\xff\xfe" + notebook().decode().encode("utf-16-le"), b"[" * 100_000,
     b'{"metadata": [], "cells": [1, {"metadata": 2, "outputs": [{"data": []}]}]}'],
)  # fmt: skip
def test_whatever_is_in_it_a_file_is_a_submission(course, content):
    collected(course, "p01", {f"{M04}.ipynb": content})
    assert got(take_in(course)) == {("p01", M04): content}


def test_a_pupil_who_is_not_on_the_list_is_marked_and_named(course):
    collected(course, "zed", {f"{M04}.ipynb": notebook()})
    assert codes(of(take_in(course), "zed").notes) == ["not-on-list"]


def test_links_are_not_followed(course, tmp_path):
    outside = make_folder(tmp_path / "outside", {f"{M04}.ipynb": notebook(answer="secret")})
    home = course.root / "submitted"
    (home / "p01").mkdir(parents=True)
    (home / "p01" / M04).symlink_to(outside)
    (home / "blue-heron").symlink_to(outside.parent)
    collected(course, "amber-otter", {"x.txt": b""})
    (course.submitted("amber-otter", M04) / f"{M04}.ipynb").symlink_to(outside / f"{M04}.ipynb")
    taken = take_in(course)
    assert taken.submissions == []
    assert sorted(lines(taken).values()) == ["link", "link", "link", "no-notebook"]
    # and nothing is written through them
    source = make_zip(tmp_path / "x.zip", {f"p01/{M04}.ipynb": notebook(answer="new")})
    assert "link" in lines(take_in(course, [source])).values()
    assert (outside / f"{M04}.ipynb").read_bytes() == notebook(answer="secret")


def test_a_timestamp_that_is_none_is_said(course):
    collected(course, "p01", {f"{M04}.ipynb": notebook(), "timestamp.txt": b"yesterday-ish"})
    one = of(take_in(course), "p01")
    assert (one.timestamp, codes(one.notes)) == (None, ["bad-timestamp"])


def test_pupils_of_the_gradebook_are_missing_too(course):
    course.pupils.unlink()
    with sqlite3.connect(course.gradebook) as book:
        book.execute("create table student (id, first_name, last_name, email, lms_user_id)")
        book.execute("insert into student values ('g1', 'Testa', 'Muestra', null, '70012')")
    assert take_in(course, lessons=["m04"]).missing == [("g1", M04)]


# platforms


CANVAS = {
    "muestranúñeztestamaría_70012_900001_m04-who-is-missing-1.ipynb": notebook(answer="a"),
    "ejemploprueba_LATE_70013_900002_m04 (1) final.ipynb": notebook(answer="b"),
    "ficticiouno_79999_900003_m04-who-is-missing.ipynb": notebook(answer="c"),
}
MOODLE = {
    "Testa María Muestra Núñez_123456_assignsubmission_file_/m04.ipynb": notebook(answer="a"),
    "Prueba Ejemplo_123457_assignsubmission_file_m04-who-is-missing.ipynb": notebook(answer="b"),
    "Group A-Uno Ficticio_123458_assignsubmission_file/x.ipynb": notebook(answer="c"),
}
GOOGLE = {
    f"Who is missing/{M04} - Testa María Muestra Núñez.ipynb": notebook(answer="a"),
    "Who is missing/Prueba Ejemplo - m04 (1).ipynb": notebook(answer="b"),
    f"Who is missing/Copy of {M04} Uno Ficticio.ipynb": notebook(answer="c"),
}
SCHOOLOGY = {
    "Muestra Núñez, Testa María - S-1/x.ipynb": notebook(answer="a"),
    "Muestra Núñez, Testa María - s70012/Revision 1 - On time/x.ipynb": notebook(answer="old"),
    "Muestra Núñez, Testa María - s70012/Revision 2 - Late/x.ipynb": notebook(answer="a"),
    "Ejemplo, Prueba - s70013/Revision 10 - On time/x.ipynb": notebook(answer="b"),
    "Ejemplo, Prueba - s70013/Revision 9 - On time/x.ipynb": notebook(answer="old"),
    "Ficticio, Uno - s70014/Revisión 1 - A tiempo/x.ipynb": notebook(answer="c"),
}
del SCHOOLOGY["Muestra Núñez, Testa María - S-1/x.ipynb"]
FOLDERS = {
    "amber-otter/m04.ipynb": notebook(answer="a"),
    "ejemplo prueba/m04.ipynb": notebook(answer="b"),
    "p01/m04 final FINAL.ipynb": notebook(answer="c"),
}
MAIL = {
    "amber-otter m04.ipynb": notebook(answer="a"),
    "m04_pejemplo.ipynb": notebook(answer="b"),
    "p01 m04 (2).ipynb": notebook(answer="c"),
}
INBOUND = {
    f"amber-otter+{M04}+2026-11-20 09:00:00.5 UTC/{M04}.ipynb": notebook(answer="old"),
    f"amber-otter+{M04}+2026-11-20 10:00:00.5 UTC+abc/{M04}.ipynb": notebook(answer="a"),
    f"blue-heron+{M04}+2026-11-20 10:00:00.5 UTC+abc/{M04}.ipynb": notebook(answer="b"),
    f"p01+{M04}+2026-11-20 10:00:00.5 UTC+abc/{M04}.ipynb": notebook(answer="c"),
}
PACKED = {
    "amber-otter.zip": zip_bytes({"m04.ipynb": notebook(answer="a")}),
    "ejemploprueba_70013_900002_work.zip": zip_bytes({"work/m04.ipynb": notebook(answer="b")}),
    "Uno Ficticio_1_assignsubmission_file_/m04.zip": zip_bytes({"m04.ipynb": notebook(answer="c")}),
}
DOWNLOADS = {
    "canvas": CANVAS, "moodle": MOODLE, "google": GOOGLE, "schoology": SCHOOLOGY,
    "folders": FOLDERS, "mail": MAIL, "inbound": INBOUND, "packed": PACKED,
}  # fmt: skip


@pytest.mark.parametrize("unpacked", [False, True], ids=["zip", "folder"])
@pytest.mark.parametrize("platform", DOWNLOADS)
def test_every_platform(course, tmp_path, platform, unpacked):
    files = DOWNLOADS[platform]
    if unpacked:
        place = make_folder(tmp_path / "download", files)
    else:
        place = make_zip(tmp_path / "submissions.zip", files)
    taken = take_in(course, [place], ["m04"])
    assert got(taken) == {
        (student, M04): notebook(answer=answer)
        for student, answer in zip(("amber-otter", "blue-heron", "p01"), "abc", strict=True)
    }
    assert taken.unmatched == []
    assert taken.missing == []
    assert all(one.path.name == f"{M04}.ipynb" for one in taken.submissions)


def test_what_the_platform_says_is_late(course, tmp_path):
    taken = take_in(course, [make_zip(tmp_path / "s.zip", CANVAS)], ["m04"])
    assert codes(of(taken, "blue-heron").notes) == ["late"]
    assert codes(of(taken, "p01").notes) == []
    # Canvas' times are those of the download: nobody is late by them
    assert {one.timestamp for one in taken.submissions} == {None}
    assert codes(taken.notes) == ["no-times"]


def test_what_the_platform_no_longer_calls_late_is_late_no_more(course, tmp_path):
    take_in(course, [make_zip(tmp_path / "s.zip", CANVAS)], ["m04"])
    later = {name.replace("_LATE_", "_"): data for name, data in CANVAS.items()}
    assert later.keys() != CANVAS.keys()  # the due date was moved in Canvas
    taken = take_in(course, [make_zip(tmp_path / "s.zip", later)], ["m04"])
    assert codes(of(taken, "blue-heron").notes) == []
    assert codes(of(take_in(course, [tmp_path / "s.zip"]), "blue-heron").notes) == []


def test_moodles_times_are_written_as_nbgrader_writes_them(course, tmp_path):
    times = {name: datetime(2026, 11, 20, 9 + n) for n, name in enumerate(MOODLE)}
    taken = take_in(course, [make_zip(tmp_path / "s.zip", MOODLE, times)], ["m04"])
    one = of(taken, "blue-heron")
    assert one.timestamp == datetime(2026, 11, 20, 10).astimezone(UTC)
    from nbgrader.utils import parse_utc

    text = (one.path.parent / "timestamp.txt").read_text()
    assert parse_utc(text) == one.timestamp.replace(tzinfo=None)


def test_the_time_of_a_folder_holds_for_the_folders_in_it(course):
    stamp = b"2026-11-20 10:00:00 UTC"
    collected(course, "p01", {"work/m04.ipynb": notebook(), "timestamp.txt": stamp})
    assert of(take_in(course), "p01").timestamp == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_times_that_are_all_the_same_are_not_believed(course, tmp_path):
    taken = take_in(course, [make_zip(tmp_path / "s.zip", MOODLE)], ["m04"])
    assert {one.timestamp for one in taken.submissions} == {None}
    assert not list(course.root.glob("submitted/*/*/timestamp.txt"))


def test_the_time_nbgrader_wrote_into_a_folders_name(course, tmp_path):
    taken = take_in(course, [make_folder(tmp_path / "inbound", INBOUND)], ["m04"])
    assert of(taken, "p01").timestamp == datetime(2026, 11, 20, 10, 0, 0, 500_000, UTC)


def test_a_notebook_alone(course, tmp_path):
    path = tmp_path / "p01 m04.ipynb"
    path.write_bytes(notebook())
    assert got(take_in(course, [path])) == {("p01", M04): notebook()}


def test_lessons_are_known_by_their_content_before_their_name(course, tmp_path):
    files = {
        "p01/m04.ipynb": notebook(M05),
        "p01/b.ipynb": notebook(None, ids=M04),
        "p01/c.ipynb": notebook("h04-renamed", ids=H04),
    }
    assert got(take_in(course, [make_zip(tmp_path / "s.zip", files)])) == {
        ("p01", M05): files["p01/m04.ipynb"],
        ("p01", M04): files["p01/b.ipynb"],
        ("p01", H04): files["p01/c.ipynb"],
    }


def test_a_lesson_of_later_is_put_in_place_and_said(course, tmp_path):
    files = {"p01/a.ipynb": notebook(M05), "p01/b.ipynb": notebook(M04)}
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)], ["m04"])
    assert set(got(taken)) == {("p01", M04)}
    assert "for-later" in codes(taken.notes)
    assert set(got(take_in(course))) == {("p01", M04), ("p01", M05)}


@pytest.mark.parametrize("cut", [200, 900])
def test_a_cut_off_file_is_known_by_its_cells_or_its_name(course, tmp_path, cut):
    files = {"p01/m04 x.ipynb": notebook()[:cut], "blue-heron/y.ipynb": b""}
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)], ["m04"])
    assert got(taken) == {("p01", M04): notebook()[:cut], ("blue-heron", M04): b""}
    assert codes(of(taken, "blue-heron").notes) == ["lesson-guessed"]
    assert of(taken, "blue-heron").notes[0].look


def test_another_courses_lesson_is_named(course, tmp_path):
    files = {"p01/x.ipynb": notebook("e05-is-it-a-shoe")}
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)])
    (line,) = taken.unmatched
    assert (line.reason.code, line.student) == ("take.other-lesson", "p01")
    assert line.path.is_file()


# whose


def copies(course, **known):
    (course.root / HIDDEN / "copies.json").write_text(json.dumps(known))


def test_a_stamped_copy_needs_no_name(course, tmp_path):
    copies(course, c1="p01", c2="blue-heron")
    files = {"x.ipynb": notebook(copy="c1"), "y.ipynb": notebook(copy="c2")}
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)])
    assert got(taken) == {
        ("p01", M04): files["x.ipynb"],
        ("blue-heron", M04): files["y.ipynb"],
    }


def test_the_platform_knows_who_handed_in_another_pupils_copy(course, tmp_path):
    copies(course, c1="p01")
    files = {"ejemploprueba_70013_9_m04.ipynb": notebook(copy="c1")}
    one = of(take_in(course, [make_zip(tmp_path / "s.zip", files)]), "blue-heron")
    assert codes(one.notes) == ["other-copy"]
    assert one.notes[0].look


def test_a_partners_name_in_a_file_is_weaker_than_the_copy(course, tmp_path):
    copies(course, c1="p01")
    files = {"m04 with Prueba Ejemplo.ipynb": notebook(copy="c1")}
    one = of(take_in(course, [make_zip(tmp_path / "s.zip", files)]), "p01")
    assert codes(one.notes) == ["other-name"]


def test_two_with_one_copy_or_one_file_are_both_marked(course, tmp_path):
    files = {
        "p01/m04.ipynb": notebook(answer="mine", copy="c1"),
        "blue-heron/m04.ipynb": notebook(answer="yours", copy="c1"),
        "p01/m05.ipynb": notebook(M05, answer="same"),
        "amber-otter/m05.ipynb": notebook(M05, answer="same"),
    }
    for taken in (take_in(course, [make_zip(tmp_path / "s.zip", files)]), take_in(course)):
        assert len(taken.submissions) == 4
        assert all(one.notes[0].look for one in taken.submissions)
        assert (
            codes(of(taken, "p01").notes) == codes(of(taken, "blue-heron").notes) == ["same-copy"]
        )
        assert of(taken, "p01", M05).notes[0].code == "take.same-bytes"
        assert of(taken, "p01", M05).notes[0].values == {"others": "amber-otter"}


def test_the_file_as_it_was_given_out_is_nobodys_copy(course):
    course.released(M04).parent.mkdir(parents=True)
    course.released(M04).write_bytes(notebook(copy="all"))
    for student in ("p01", "blue-heron"):
        collected(course, student, {f"{M04}.ipynb": notebook(copy="all")})
    collected(course, "amber-otter", {f"{M04}.ipynb": notebook(answer="done", copy="all")})
    assert [one.notes for one in take_in(course).submissions] == [(), (), ()]


def test_one_copy_given_to_all_is_said_once(tmp_path):
    pupils = [Pupil(f"p{number:02}") for number in range(1, 9)]
    course = make_course(tmp_path / "course", pupils)
    for pupil in pupils:
        collected(course, pupil.id, {f"{M04}.ipynb": notebook(answer=pupil.id, copy="c1")})
    taken = take_in(course)
    assert codes(taken.notes) == ["one-copy"]
    assert {one.notes for one in taken.submissions} == {()}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nobody m04.ipynb", "no-pupil"),
        ("p01 blue-heron m04.ipynb", "ambiguous"),
        ("anon_aB3dE_900001_m04.ipynb", "no-pupil"),
        ("nobodynone_70099_900001_m04 Uno Ficticio.ipynb", "no-pupil"),
        ("Nobody None_1_assignsubmission_file_/p01.ipynb", "no-pupil"),
    ],
)
def test_what_fits_nobody_is_reported_and_kept(course, tmp_path, name, reason):
    place = make_zip(tmp_path / "s.zip", {name: notebook()})
    taken = take_in(course, [place])
    assert lines(taken) == {f"s.zip/{name}": reason}
    assert taken.submissions == []
    assert taken.unmatched[0].path.read_bytes() == place.read_bytes()


def test_what_fits_nobody_stays_in_sight_until_it_does(course, tmp_path):
    strays = {"nobody m04.ipynb": notebook(answer="x"), "someone m05.ipynb": notebook(M05)}
    place = make_zip(tmp_path / "s.zip", {"p01 m04.ipynb": notebook(), **strays})
    first = take_in(course, [place])
    waiting = {f"s.zip/{name}": "no-pupil" for name in strays}
    assert lines(first) == waiting
    assert lines(take_in(course)) == waiting  # with nothing new at all
    assert lines(take_in(course, [place])) == waiting
    assert set(lines(take_in(course, [], ["m05"]))) == {"s.zip/someone m05.ipynb"}
    other = make_zip(tmp_path / "t.zip", {"blue-heron m04.ipynb": notebook(answer="b")})
    assert lines(take_in(course, [other])) == waiting

    # under a name that fits: its bytes tell that it is the same
    (tmp_path / "amber-otter m04.ipynb").write_bytes(strays["nobody m04.ipynb"])
    taken = take_in(course, [tmp_path / "amber-otter m04.ipynb"])
    assert got(taken)["amber-otter", M04] == strays["nobody m04.ipynb"]
    assert set(lines(taken)) == {"s.zip/someone m05.ipynb"}

    # a pupil is added to the list, and the same zip is given again
    write_pupils(course, [*PUPILS, Pupil("p77", "Someone", "")])
    assert lines(take_in(course, [place])) == {}
    assert read_left(course) == []


def test_a_stray_with_the_same_bytes_as_a_partners_is_not_lost_sight_of(course, tmp_path):
    pair = {"p01 m04.ipynb": notebook(), "nobody m04.ipynb": notebook()}
    place = make_zip(tmp_path / "s.zip", pair)
    for places in ([place], [], [place], [make_zip(tmp_path / "t.zip", {"p01.ipynb": notebook()})]):
        assert lines(take_in(course, places)) == {"s.zip/nobody m04.ipynb": "no-pupil"}
    (tmp_path / "blue-heron.ipynb").write_bytes(notebook())
    assert lines(take_in(course, [tmp_path / "blue-heron.ipynb"])) == {}
    assert lines(take_in(course, [place])) == {}


def test_what_fits_nobody_can_be_set_aside(course, tmp_path):
    place = make_zip(tmp_path / "s.zip", {"x.ipynb": notebook(), "y.ipynb": notebook(answer="y")})
    take_in(course, [place])
    assert set_aside(course, ["z.ipynb"]) == []
    assert set_aside(course, ["x.ipynb"]) == ["s.zip/x.ipynb"]
    assert set(lines(take_in(course))) == {"s.zip/y.ipynb"}
    assert set(lines(take_in(course, [place]))) == {"s.zip/y.ipynb"}, "given again, too"
    assert set_aside(course, ["s.zip/y.ipynb"]) == ["s.zip/y.ipynb"]
    assert take_in(course, [place]).unmatched == []


def test_a_broken_archive_is_in_sight_until_a_whole_one_comes(course, tmp_path):
    place = make_zip(tmp_path / "s.zip", {"p01 m04.ipynb": notebook()})
    whole = place.read_bytes()
    place.write_bytes(whole[:-30])
    assert lines(take_in(course, [place])) == {"s.zip": "broken-archive"}
    assert lines(take_in(course)) == {"s.zip": "broken-archive"}
    place.write_bytes(whole)
    assert lines(take_in(course, [place])) == {}
    assert lines(take_in(course)) == {}
    place.write_bytes(whole[:-20])
    assert lines(take_in(course, [place])) == {"s.zip": "broken-archive"}
    set_aside(course, ["s.zip"])
    assert lines(take_in(course, [place])) == {}
    place.write_bytes(whole[:-10])  # another one, of the same name
    assert lines(take_in(course, [place])) == {"s.zip": "broken-archive"}


@pytest.mark.parametrize("name", ["README.md", "roster.csv", "x", "notes.txt"])
def test_a_file_that_is_no_notebook_is_a_slip_and_nothing_is_written(course, tmp_path, name):
    wrong, good = tmp_path / name, make_zip(tmp_path / "s.zip", MAIL)
    wrong.write_text("# Not homework\n")
    before = tree(course.root)
    with pytest.raises(BadInput, match="no notebook, and no zip or folder with notebooks"):
        take_in(course, [wrong])
    assert tree(course.root) == before
    taken = take_in(course, [wrong, good], ["m04"])  # what is fine is taken all the same
    assert len(taken.submissions) == 3
    assert lines(taken) == {name: "wrong-file"}
    assert lines(take_in(course)) == {}, "a slip is over with its run"


def test_a_pupils_file_that_is_no_notebook_is_the_pupils(course, tmp_path):
    path = tmp_path / "Uno Ficticio m04.pdf"
    path.write_bytes(b"%PDF")
    assert lines(take_in(course, [path])) == {path.name: "not-a-notebook"}


def test_a_download_without_a_notebook_says_so_and_nothing_else(course, tmp_path):
    place = make_zip(tmp_path / "s.zip", {"photo.jpg": b"x", "list.csv": b"a,b"})
    taken = take_in(course, [place])
    assert (codes(taken.notes), taken.unmatched) == (["nothing"], [])


def test_without_a_list_of_pupils_it_says_so(tmp_path):
    course = make_course(tmp_path / "course", pupils=[])
    taken = take_in(course, [make_zip(tmp_path / "s.zip", MAIL)])
    assert set(lines(taken).values()) == {"no-roster"}


def test_in_a_course_of_pseudonyms_no_note_tells_a_name(tmp_path):
    course = make_course(tmp_path / "course", pseudonyms=True)
    files = {
        "Prueba Ejemplo - m04.ipynb": notebook(answer="1"),
        "Prueba Ejemplo - m04 (1).ipynb": notebook(answer="2", revision=3),
        "Prueba_Ejemplo_notes.docx": b"x",
    }
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)])
    said = " ".join(note.teacher() for note in of(taken, "blue-heron").notes)
    assert "m04" in said
    assert "docx" in said
    assert "Prueba" not in said
    assert "Ejemplo" not in said


# which of several


def test_of_two_alike_in_time_the_one_with_more_answers(course, tmp_path):
    files = {
        "p01/m04.ipynb": notebook(answer="blank", copy="c"),
        "p01/m04 (1).ipynb": notebook(answer="done", copy="c", revision=7),
        "p01/m04 (2).ipynb": notebook(answer="less", copy="c", revision=3),
    }
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)])
    assert got(taken) == {("p01", M04): files["p01/m04 (1).ipynb"]}
    (note,) = of(taken, "p01").notes
    assert note.values == {"used": "m04 (1).ipynb", "names": "m04 (2).ipynb, m04.ipynb"}


def test_the_newer_time_goes_before_more_answers(course, tmp_path):
    files = {
        "p01/a.ipynb": notebook(answer="a", copy="c", revision=7),
        "p01/b.ipynb": notebook(answer="b", copy="c"),
    }
    times = {"p01/b.ipynb": datetime(2026, 11, 21)}
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files, times)])
    assert got(taken) == {("p01", M04): files["p01/b.ipynb"]}


def test_doubled_files_are_said_once_at_most(course, tmp_path):
    files = {"p01/m04.ipynb": notebook(), "p01/m04 (1).ipynb": notebook()}
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)])
    assert of(taken, "p01").notes == ()


def test_canvas_number_is_not_another_pupils_school_number(tmp_path):
    pupils = [Pupil("p01", "Uno", "Ficticio", lms_id="70014"), Pupil("p02", sis_id="99001")]
    course = make_course(tmp_path / "course", pupils)
    files = {"ficticiouno_99001_1_m04.ipynb": notebook()}
    assert set(got(take_in(course, [make_zip(tmp_path / "s.zip", files)]))) == {("p01", M04)}


@pytest.mark.parametrize(
    ("name", "lesson"),
    [("m04 (1) final", M04), ("M-4", M04), ("Who is missing? m04-who-is-missing", M04),
     ("h4_x", H04), ("week04", None), ("m044", None), ("team04", None), ("m04 m05", None),
     ("", None)],
)  # fmt: skip
def test_a_lesson_in_a_name(course, name, lesson):
    from howcome_instructor.grade.take.lessons import Lessons

    assert Lessons(course).in_name(name) == lesson


def test_an_empty_file_in_nbgraders_folder_never_goes_before_another(course):
    times = {"b.ipynb": datetime(2026, 11, 2), "a.ipynb": datetime(2026, 11, 1)}
    collected(course, "p01", {"a.ipynb": b"not json", "b.ipynb": b""}, times=times)
    assert got(take_in(course)) == {("p01", M04): b"not json"}


def test_canvas_counts_what_was_handed_in_again(course, tmp_path):
    name = "ficticiouno_70014_{}_m04-who-is-missing{}.ipynb"
    files = {
        name.format(2, "-2"): notebook(answer="last"),
        name.format(9, ""): notebook(answer="first", copy="c", revision=9),
        name.format(1, "-1"): notebook(answer="second"),
    }
    assert got(take_in(course, [make_zip(tmp_path / "s.zip", files)])) == {
        ("p01", M04): notebook(answer="last")
    }


def test_canvas_counts_within_one_download_only(course, tmp_path):
    """Handed in again under another name, a file has no number: the later download decides."""
    first = {"ficticiouno_70014_2_m04-1.ipynb": notebook(answer="first")}
    later = {"ficticiouno_70014_9_m04 final.ipynb": notebook(answer="later")}
    places = [
        make_zip(tmp_path / f"{day}.zip", files, dict.fromkeys(files, datetime(2026, 11, day)))
        for day, files in ((20, first), (21, later))
    ]
    assert got(take_in(course, places)) == {("p01", M04): notebook(answer="later")}
    other = make_course(tmp_path / "other")
    for place in places:
        taken = take_in(other, [place])
    assert got(taken) == {("p01", M04): notebook(answer="later")}


def test_schoology_counts_all_that_was_handed_in(course, tmp_path):
    name = "Ficticio, Uno - s70014/Revision {} - On time/m04.ipynb"
    places = [
        make_zip(tmp_path / f"{n}.zip", {name.format(n): notebook(answer=str(n))})
        for n in (2, 10, 9)
    ]
    for place in places:
        taken = take_in(course, [place])
    assert got(taken) == {("p01", M04): notebook(answer="10")}


def test_an_empty_file_never_goes_before_work(course, tmp_path):
    files = {"p01/m04.ipynb": notebook(), "p01/m04 (1).ipynb": b""}
    times = {"p01/m04 (1).ipynb": datetime(2026, 11, 25)}
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files, times)])
    assert got(taken) == {("p01", M04): notebook()}


def test_a_newer_download_replaces_and_an_older_one_does_not(course, tmp_path):
    downloads = [
        make_zip(
            tmp_path / f"{day}.zip",
            {"ficticiouno_70014_1_m04.ipynb": notebook(answer=str(day))},
            {"ficticiouno_70014_1_m04.ipynb": datetime(2026, 11, day)},
        )
        for day in (20, 21, 19)
    ]
    for place, there in zip(downloads, ("20", "21", "21"), strict=True):
        taken = take_in(course, [place])
        assert got(taken) == {("p01", M04): notebook(answer=there)}
    kept = list((course.received / "before").rglob("*.ipynb"))
    assert [path.read_bytes() for path in kept] == [notebook(answer="20")]
    assert codes(of(taken, "p01").notes) == ["older-left", "replaced"]
    received = b"".join(path.read_bytes() for path in course.received.rglob("*.zip"))
    assert all(place.read_bytes() in received for place in downloads)


def test_what_nbgrader_collected_is_replaced_by_a_newer_file_only(course, tmp_path):
    for student in ("p01", "blue-heron"):
        folder = collected(course, student, {f"{M04}.ipynb": notebook(answer="nbgrader")})
        (folder / "timestamp.txt").write_text("2026-11-20 12:00:00.000000 UTC")
    files = {"p01/m04.ipynb": notebook(answer="new"), "blue-heron/m04.ipynb": notebook(answer="o")}
    times = {"p01/m04.ipynb": datetime(2026, 11, 25), "blue-heron/m04.ipynb": datetime(2026, 11, 1)}
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files, times)])
    assert got(taken) == {
        ("p01", M04): notebook(answer="new"),
        ("blue-heron", M04): notebook(answer="nbgrader"),
    }
    # the time of the older file does not stay beside the newer one
    assert of(taken, "p01").timestamp is None
    assert of(taken, "blue-heron").timestamp == datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_same_file_keeps_the_time_nbgrader_gave_it(course, tmp_path):
    folder = collected(course, "p01", {f"{M04}.ipynb": notebook()})
    (folder / "timestamp.txt").write_text("2026-11-20 12:00:00.000000 UTC")
    place = make_zip(tmp_path / "s.zip", {"p01/m04.ipynb": notebook(), "p01/data.csv": b"1"})
    for _ in range(2):
        one = of(take_in(course, [place]), "p01")
        assert one.timestamp == datetime(2026, 11, 20, 12, tzinfo=UTC)
        assert codes(one.notes) == ["other-files"]


# files that are no notebooks


def test_other_files_are_named_and_kept(course, tmp_path):
    files = {
        "Uno Ficticio_1_assignsubmission_file_/m04.ipynb": notebook(),
        "Uno Ficticio_1_assignsubmission_file_/data.csv": b"1,2",
        "Uno Ficticio_1_assignsubmission_onlinetext_/onlinetext.html": b"<p>done</p>",
        "Prueba Ejemplo_2_assignsubmission_file_/essay.docx": b"words",
        "Testa María Muestra Núñez_3_assignsubmission_onlinetext_/onlinetext.html": b"<p>done</p>",
        "__MACOSX/._x.ipynb": b"\0",
        ".DS_Store": b"\0",
        "Uno Ficticio_1_assignsubmission_file_/~$x.docx": b"lock",
        "Uno Ficticio_1_assignsubmission_file_/.ipynb_checkpoints/m04-checkpoint.ipynb": notebook(
            answer="old"
        ),
    }
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)], ["m04"])
    (note,) = of(taken, "p01").notes
    assert note.values == {"names": "data.csv, onlinetext.html"}
    assert {(line.student, line.lesson): line.reason.code for line in taken.unmatched} == {
        ("blue-heron", M04): "take.not-a-notebook",
        ("amber-otter", M04): "take.online-text",
    }
    assert taken.missing == []


def test_a_folder_of_all_sorts_is_not_copied(course, tmp_path):
    files = {
        "p01 m04.ipynb": notebook(),
        "tax 2025.pdf": b"private",
        "holiday/photo.jpg": b"private",
        "holiday/list.json": b'{"a": 1}',
        "program.zip": zip_bytes({"setup.exe": b"x"}),
        "class.zip": zip_bytes({"blue-heron m04.ipynb": notebook(answer="b")}),
        "amber-otter/m04.ipynb": notebook(answer="c"),
        "amber-otter/chart.png": b"png",
        "Prueba Ejemplo - m04.gdoc": b"{}",
    }
    taken = take_in(course, [make_folder(tmp_path / "Downloads", files)], ["m04"])
    assert len(taken.submissions) == 3
    kept = {path.name for path in course.received.rglob("*") if path.is_file()}
    assert kept >= {"p01 m04.ipynb", "class.zip", "m04.ipynb", "chart.png"}
    assert not kept & {"tax 2025.pdf", "photo.jpg", "list.json", "program.zip"}
    (note,) = [note for note in taken.notes if note.code == "take.left-alone"]
    assert note.values["count"] == 5


# again, and again


@pytest.mark.parametrize("platform", DOWNLOADS)
def test_the_same_again_changes_nothing(course, tmp_path, platform):
    place = make_zip(tmp_path / "s.zip", DOWNLOADS[platform])
    folder = make_folder(tmp_path / "folder", DOWNLOADS[platform])
    first = take_in(course, [place, folder, place])
    before = tree(course.root)
    time.sleep(0.01)
    assert take_in(course, [place, folder]) == first
    assert tree(course.root) == before


def test_stopped_at_any_step_and_started_again(tmp_path, monkeypatch):
    """Stop after the first, the second, … file that is put anywhere; then run again."""
    from howcome_instructor.lab import cache

    times = {name: datetime(2026, 11, 20, 9 + n) for n, name in enumerate(MOODLE)}
    place = make_zip(tmp_path / "s.zip", MOODLE, times)
    whole = make_course(tmp_path / "whole")
    collected(whole, "p01", {f"{M04}.ipynb": notebook(answer="before")},
              times={f"{M04}.ipynb": datetime(2026, 11, 1)})  # fmt: skip
    expected = take_in(whole, [place])
    write, stops = cache.write_whole, 0
    for stop in range(1, 30):
        course = make_course(tmp_path / f"course{stop}")
        collected(course, "p01", {f"{M04}.ipynb": notebook(answer="before")},
                  times={f"{M04}.ipynb": datetime(2026, 11, 1)})  # fmt: skip
        left = [stop]

        def stopped(path, data, left=left):
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt
            write(path, data)

        for module in ("place", "records"):
            monkeypatch.setattr(f"howcome_instructor.grade.take.{module}.write_whole", stopped)
        try:
            take_in(course, [place])
        except KeyboardInterrupt:
            stops += 1
        for module in ("place", "records"):
            monkeypatch.setattr(f"howcome_instructor.grade.take.{module}.write_whole", write)
        again = take_in(course, [place])
        assert got(again) == got(expected)
        assert [one.timestamp for one in again.submissions] == [
            one.timestamp for one in expected.submissions
        ]
        kept = list((course.received / "before").rglob("*.ipynb"))
        assert [path.read_bytes() for path in kept] == [notebook(answer="before")]
        if left[0] > 0:
            break
    assert stops >= 9  # three pupils: record, notebook, time; and the file that was there


def test_a_hundred_and_fifty_pupils_and_three_lessons_in_a_few_seconds(tmp_path):
    pupils = [
        Pupil(f"p{n:03}", f"First{n}", f"Last{n}", f"p{n}@x.example", str(70_000 + n))
        for n in range(150)
    ]
    course = make_course(tmp_path / "course", pupils)
    filler = "print('a line of a lesson')\n" * 1500
    places = [
        make_zip(
            tmp_path / f"{lesson}.zip",
            {
                f"last{n}first{n}_{70_000 + n}_9{n}_{lesson}.ipynb": notebook(
                    lesson, filler + str(n)
                )
                for n in range(150)
            },
        )
        for lesson in LESSONS
    ]
    start = time.process_time()
    taken = take_in(course, places)
    first = time.process_time() - start
    start = time.process_time()
    take_in(course, places)
    again = time.process_time() - start
    print(f"450 notebooks of {len(notebook(M04, filler)) >> 10} kB: {first:.2f} s, {again:.2f} s")
    assert len(taken.submissions) == 450
    assert taken.unmatched == []
    assert first < 10
    assert again < 10


# mistakes of the teacher


def test_a_place_that_is_not_there_stops_before_anything_is_written(course, tmp_path):
    good = make_zip(tmp_path / "s.zip", MAIL)
    before = tree(course.root)
    with pytest.raises(BadInput, match=r"nowhere\.zip"):
        take_in(course, [good, tmp_path / "nowhere.zip"])
    assert tree(course.root) == before


@pytest.mark.parametrize("inside", [".", "submitted", "release/x", ".howcome/received"])
def test_the_course_itself_is_no_download(course, inside):
    (course.root / inside).mkdir(parents=True, exist_ok=True)
    with pytest.raises(BadInput, match="the course itself"):
        take_in(course, [course.root / inside])


def test_a_download_kept_in_the_courses_folder_and_a_course_in_the_downloads(course, tmp_path):
    make_zip(course.root / "downloaded" / "m04" / "s.zip", MAIL)
    assert len(take_in(course, [course.root / "downloaded"]).submissions) == 3
    # the folder that holds the course: what is in the course is not taken in again
    make_zip(tmp_path / "other.zip", {"p01 m05.ipynb": notebook(M05)})
    before = len(list(course.received.rglob("s.zip")))
    assert len(take_in(course, [tmp_path]).submissions) == 4
    assert len(list(course.received.rglob("s.zip"))) == before


@pytest.mark.parametrize("files", [{}, {".DS_Store": b"x"}])
def test_a_download_with_nothing_in_it_is_said(course, tmp_path, files):
    (tmp_path / "in").mkdir()
    places = [make_zip(tmp_path / "s.zip", files), make_folder(tmp_path / "in", files)]
    assert codes(take_in(course, places).notes) == ["nothing", "nothing"]


def test_a_drive_that_goes_away_is_one_sentence(course, tmp_path, monkeypatch):
    def gone(*_, **_more):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("howcome_instructor.grade.take.delivery._item", gone)
    with pytest.raises(BadInput, match="Input/output error"):
        take_in(course, [make_folder(tmp_path / "in", MAIL)])


def test_an_unknown_assignment(course):
    with pytest.raises(BadInput, match="m09"):
        take_in(course, lessons=["m09"])


# the sentences


def test_every_note_has_its_sentences_in_both_languages():
    import re
    from pathlib import Path

    import howcome_instructor.grade as grade

    home = Path(grade.__file__).parent
    words = {
        language: json.loads(
            (home / "sentences" / f"take.{language}.json").read_text(encoding="utf-8")
        )
        for language in ("en", "es")
    }
    source = "".join(path.read_text(encoding="utf-8") for path in (home / "take").glob("*.py"))
    used = set(re.findall(r'"take\.([a-z-]+)"', source))
    assert used == set(words["en"]) == set(words["es"])
    for code in used:
        for reader in ("teacher", "pupil"):
            english, spanish = (words[language][code][reader] for language in ("en", "es"))
            assert bool(english) == bool(spanish), code
            assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", spanish)), code
        assert words["en"][code]["teacher"], code
        everything = json.dumps([words["en"][code], words["es"][code]]).casefold()
        assert not re.search(r"cheat|copied|plagi|fraud|cop[ií]ó|tramp", everything), code
