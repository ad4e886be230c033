"""Archives as attackers, careless people and old programs make them: nothing gets out of hand."""

from __future__ import annotations

import errno
import io
import os
import shutil
import stat
import tarfile
import zipfile
from collections import namedtuple
from datetime import UTC, datetime
from pathlib import Path

import pytest
from deliveries import M04, make_course, make_folder, make_zip, notebook, tree, zip_bytes

from howcome_instructor.errors import BadInput
from howcome_instructor.grade.take import kinds, take_in

MINE = {"p01/m04.ipynb": notebook(answer="honest")}


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


def reasons(taken):
    return {line.name: line.reason.code.removeprefix("take.") for line in taken.unmatched}


def honest(taken):
    """The honest pupil's work is there, whatever else came."""
    return [one.path.read_bytes() for one in taken.submissions if one.student == "p01"] == [
        notebook(answer="honest")
    ]


@pytest.mark.parametrize(
    "name",
    ["../../evil m04.ipynb", "/etc/evil.ipynb", "C:/evil.ipynb", "C:evil.ipynb",
     "..\\..\\evil.ipynb", "\\\\server\\share\\evil.ipynb", "p01/../../evil.ipynb"],
)  # fmt: skip
def test_names_that_lead_out_are_refused_and_named(course, tmp_path, name):
    place = make_zip(tmp_path / "in" / "s.zip", {**MINE, name: notebook(answer="evil")})
    outside = {path for path in tmp_path.rglob("*") if course.root not in path.parents}
    taken = take_in(course, [place])
    assert reasons(taken) == {f"s.zip/{name}": "leads-out"}
    assert taken.unmatched[0].reason.look
    assert honest(taken)
    assert outside == {path for path in tmp_path.rglob("*") if course.root not in path.parents}
    assert not list(course.root.rglob("evil*"))


def test_backslashes_within_the_archive_are_folders(course, tmp_path):
    place = make_zip(tmp_path / "s.zip", {"class\\p01\\m04.ipynb": MINE["p01/m04.ipynb"]})
    assert honest(take_in(course, [place]))


def test_links_in_a_zip_are_named_and_not_followed(course, tmp_path):
    path = make_zip(tmp_path / "s.zip", MINE)
    link = zipfile.ZipInfo("blue-heron/m04.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    taken = take_in(course, [path])
    (line,) = taken.unmatched
    assert (line.reason.code, line.student, line.lesson) == ("take.link", "blue-heron", M04)
    assert honest(taken)


def test_links_and_pipes_in_a_folder(course, tmp_path):
    folder = make_folder(tmp_path / "in", MINE)
    secret = make_folder(tmp_path / "secret", {"m04.ipynb": notebook(answer="secret")})
    (folder / "blue-heron").symlink_to(secret)
    (folder / "p01" / "other m04.ipynb").symlink_to(secret / "m04.ipynb")
    os.mkfifo(folder / "amber-otter m04.ipynb")
    taken = take_in(course, [folder])
    assert set(reasons(taken).values()) == {"link"}
    assert len(taken.unmatched) == 3
    assert honest(taken)
    assert b"secret" not in b"".join(data for data, _ in tree(course.root).values())


def test_a_pupils_zip_in_the_platforms_zip_and_no_deeper(course, tmp_path):
    inner = zip_bytes({"m04.ipynb": notebook(answer="deep")})
    files = {
        **MINE,
        "blue-heron/work.zip": zip_bytes({"deeper.zip": inner}),
        "amber-otter/work.zip": zip_bytes({"a/m04.ipynb": notebook(answer="one")}),
    }
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)])
    assert reasons(taken) == {"s.zip/blue-heron/work.zip/deeper.zip": "too-deep"}
    assert {one.student for one in taken.submissions} == {"p01", "amber-otter"}
    assert ("blue-heron", M04) not in taken.missing


def test_a_name_within_a_pupils_zip_does_not_make_it_anothers(course, tmp_path):
    files = {
        "ejemploprueba_70013_1_work.zip": zip_bytes(
            {"ficticiouno_70014_2_m04.ipynb": notebook(answer="b"), "p01/m04.ipynb": b"{}"}
        ),
        "Prueba Ejemplo_1_assignsubmission_file_/p01/m04.ipynb": notebook(answer="c"),
    }
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)])
    assert {one.student for one in taken.submissions} == {"blue-heron"}


def test_a_bomb_is_not_opened(course, tmp_path, monkeypatch):
    monkeypatch.setattr(kinds, "RATIO_FROM", 2**20)
    monkeypatch.setattr(kinds, "LARGEST", 2**24)
    bomb = b"\0" * (2**23)
    files = {
        **MINE,
        "blue-heron/m04.ipynb": bomb,
        "amber-otter/work.zip": zip_bytes({"m04.ipynb": bomb * 3}),
        "amber-otter/packed.zip": bomb,
    }
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)])
    assert reasons(taken) == {
        "s.zip/blue-heron/m04.ipynb": "bomb",
        "s.zip/amber-otter/work.zip/m04.ipynb": "too-large",
        "s.zip/amber-otter/packed.zip": "bomb",
    }
    assert honest(taken)


def test_an_honest_notebook_of_50_mb_of_one_line_is_no_bomb(course, tmp_path):
    big = notebook(answer="again and again\n" * 3_300_000)
    assert len(big) > 50 * 2**20
    taken = take_in(course, [make_zip(tmp_path / "s.zip", {"p01/x.ipynb": big})])
    assert [(one.student, one.lesson) for one in taken.submissions] == [("p01", M04)]
    assert taken.submissions[0].path.stat().st_size == len(big)


def test_too_much_in_all(course, tmp_path, monkeypatch):
    monkeypatch.setattr(kinds, "TOTAL", 3000)
    files = {f"p01/{n} m04.ipynb": os.urandom(900) for n in range(5)}
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)])
    assert sorted(reasons(taken).values()) == ["too-much", "too-much"]


def test_too_many_files(course, tmp_path, monkeypatch):
    monkeypatch.setattr(kinds, "FILES", 10)
    many = {f"{n}.txt": b"" for n in range(12)}
    place = make_zip(tmp_path / "many.zip", {**many, **MINE})
    taken = take_in(course, [place, make_zip(tmp_path / "s.zip", MINE)])
    assert reasons(taken) == {"many.zip": "too-many"}
    assert honest(taken)
    with pytest.raises(BadInput, match="more than 10 files"):
        take_in(course, [make_folder(tmp_path / "many", many)])


def locked(files):
    """A zip that says it has a password, as far as its directory goes."""
    data = bytearray(zip_bytes(files))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (locked({"m04.ipynb": notebook()}), "locked"),
        (zip_bytes({"m04.ipynb": notebook()})[:80], "broken-archive"),
        (b"no zip at all", "broken-archive"),
        (b"", "broken-archive"),
        (b"PK\x05\x06" + b"\xff" * 18, "too-many"),
    ],
)
def test_archives_that_cannot_be_opened(course, tmp_path, data, reason):
    """In the platform's zip, in a folder, and given by name: the others are taken in."""
    inside = make_zip(tmp_path / "s.zip", {**MINE, "blue-heron/work.zip": data})
    folder = make_folder(tmp_path / "in", {**MINE, "blue-heron/m04.zip": data})
    alone = tmp_path / "blue-heron.zip"
    alone.write_bytes(data)
    for places in ([inside], [folder], [alone, inside]):
        taken = take_in(course, places, ["m04"])
        assert reason in reasons(taken).values()
        assert honest(taken)
        assert taken.missing == [("amber-otter", M04)]


def test_a_member_that_is_damaged(course, tmp_path):
    data = bytearray(zip_bytes({**MINE, "blue-heron/m04.ipynb": os.urandom(500)}))
    data[-400] ^= 0xFF
    place = tmp_path / "s.zip"
    place.write_bytes(data)
    taken = take_in(course, [place], ["m04"])
    assert reasons(taken) == {"s.zip/blue-heron/m04.ipynb": "broken-file"}
    assert taken.missing == [("amber-otter", M04)]
    assert honest(taken)


@pytest.mark.parametrize("name", ["work.7z", "work.rar", "work.tar.xz", "work.ipynb.gz"])
def test_archives_of_other_kinds(course, tmp_path, name):
    files = {**MINE, f"blue-heron/{name}": b"7z"}
    for place in (make_zip(tmp_path / "s.zip", files), make_folder(tmp_path / "in", {name: b"7z"})):
        kinds_seen = reasons(take_in(course, [place]))
        if place.suffix == ".zip":
            assert list(kinds_seen.values()) == ["unknown-archive"]
    path = tmp_path / name
    path.write_bytes(b"7z")
    assert reasons(take_in(course, [path]))[name] == "unknown-archive"


@pytest.mark.parametrize("suffix", [".tar.gz", ".tgz", ".tar"])
def test_a_tar(course, tmp_path, suffix):
    path = tmp_path / f"s{suffix}"
    with tarfile.open(path, "w" if suffix == ".tar" else "w:gz") as archive:
        for name, data in {**MINE, "../evil.ipynb": notebook(), "/abs.ipynb": notebook()}.items():
            about = tarfile.TarInfo(name)
            about.size, about.mtime = len(data), 1_764_000_000
            archive.addfile(about, io.BytesIO(data))
        for name, kind in (("link.ipynb", tarfile.SYMTYPE), ("pipe.ipynb", tarfile.FIFOTYPE)):
            about = tarfile.TarInfo(f"blue-heron/{name}")
            about.type, about.linkname = kind, "/etc/passwd"
            archive.addfile(about)
    taken = take_in(course, [path])
    assert honest(taken)
    assert sorted(reasons(taken).values()) == ["leads-out", "leads-out", "link", "link"]


@pytest.mark.parametrize(
    ("encoding", "flag"), [("utf-8", True), ("utf-8", False), ("cp437", False), ("cp850", False)]
)
def test_names_with_accents_of_any_program(course, tmp_path, encoding, flag):
    """`flag`: whether the zip says that its names are UTF-8."""
    name = "MUESTRA NÚÑEZ, Testa María - S-1/Revision 1 - On time/x.ipynb"
    raw = (
        name.upper().encode(encoding, "ignore")
        if encoding == "cp850"
        else name.encode(encoding, "ignore")
    )
    raw = raw.replace(b"REVISION", b"Revision")
    stand_in = "x" * len(raw)
    data = zip_bytes({stand_in: notebook()}).replace(stand_in.encode(), raw)
    if flag:
        data = bytearray(data)
        data[6 + 1] |= 0x08
        data[data.find(b"PK\x01\x02") + 9] |= 0x08
    place = tmp_path / "s.zip"
    place.write_bytes(bytes(data))
    assert [one.student for one in take_in(course, [place]).submissions] == ["amber-otter"]


def test_unix_times_in_a_zip_go_before_the_clock_of_the_machine():
    from howcome_instructor.grade.take.archive import _zip_time

    member = zipfile.ZipInfo("x", (2026, 11, 20, 12, 0, 0))
    moment = int(datetime(2026, 11, 20, 3, tzinfo=UTC).timestamp())
    member.extra = b"\x01\x00\x02\x00ab" + b"UT\x05\x00\x01" + moment.to_bytes(4, "little")
    assert _zip_time(member) == datetime(2026, 11, 20, 3, tzinfo=UTC)
    member.extra = b""
    assert _zip_time(member) == datetime(2026, 11, 20, 12).astimezone(UTC)
    assert _zip_time(zipfile.ZipInfo("x")) is None


# the disk


def test_no_room_stops_before_anything_is_written(course, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, 1000))
    before = tree(course.root)
    with pytest.raises(BadInput, match="free some space"):
        take_in(course, [make_zip(tmp_path / "s.zip", MINE)])
    assert tree(course.root) == before


@pytest.mark.parametrize("where", ["keeping", "placing"])
def test_a_disk_that_fills_up_on_the_way_loses_nothing(course, tmp_path, monkeypatch, where):
    place = make_zip(tmp_path / "s.zip", MINE)

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if where == "keeping":
            patch.setattr("howcome_instructor.grade.take.keep.shutil.copyfile", full)
        else:
            patch.setattr("howcome_instructor.grade.take.place.write_whole", full)
        with pytest.raises(BadInput, match="is full"):
            take_in(course, [place])
    assert not list(course.root.rglob("*.part"))
    assert place.exists()
    assert honest(take_in(course, [place]))


def test_what_was_received_is_kept_byte_for_byte_and_private(course, tmp_path):
    files = {**MINE, "unknown m04.ipynb": notebook(), "../x.ipynb": b"", "a.docx": b"x"}
    places = [make_zip(tmp_path / "s.zip", files), make_folder(tmp_path / "in", MINE)]
    take_in(course, places)
    take_in(course, places)
    kept = [path for path in course.received.rglob("files/**/*") if path.is_file()]
    assert sorted(path.name for path in kept) == ["m04.ipynb", "s.zip"]
    for path in kept:
        same = places[0] if path.name == "s.zip" else places[1] / "p01" / "m04.ipynb"
        assert path.read_bytes() == same.read_bytes()
        assert path.stat().st_mtime_ns == same.stat().st_mtime_ns
    if os.name != "nt":
        assert stat.S_IMODE(course.received.stat().st_mode) == 0o700


def test_a_copy_that_was_broken_off_is_never_read(course, tmp_path):
    left = course.received / "abc.1.part" / "files"
    make_folder(left, {"p01 m04.ipynb": notebook(answer="half")})
    old = course.received / "old.1.part"
    make_folder(old, {"x": b""})
    os.utime(old, (0, 0))
    assert honest(take_in(course, [make_zip(tmp_path / "s.zip", MINE)]))
    assert left.exists()
    assert not old.exists()


def test_a_file_that_a_program_holds_or_nobody_may_read(course, tmp_path, monkeypatch):
    folder = make_folder(tmp_path / "in", {**MINE, "blue-heron/m04.ipynb": notebook()})
    really = Path.open

    def held(path, *how, **more):
        if "blue-heron" in path.parts and tmp_path / "in" in path.parents:
            raise PermissionError(errno.EACCES, "denied", str(path))
        return really(path, *how, **more)

    monkeypatch.setattr(Path, "open", held)
    taken = take_in(course, [folder], ["m04"])
    (line,) = taken.unmatched
    assert (line.reason.code, line.student, line.lesson) == ("take.unreadable", "blue-heron", M04)
    assert honest(taken)


def test_a_file_that_cannot_be_put_into_place_is_said(course, tmp_path, monkeypatch):
    def denied(path, *_):
        raise PermissionError(errno.EACCES, "denied", str(path))

    monkeypatch.setattr("howcome_instructor.grade.take.place.write_whole", denied)
    taken = take_in(course, [make_zip(tmp_path / "s.zip", MINE)], ["m04"])
    (line,) = taken.unmatched
    assert (line.reason.code, line.student, line.lesson) == ("take.cannot-write", "p01", M04)
    assert ("p01", M04) not in taken.missing


def test_a_thousand_pupils_zips_are_not_all_open_at_once(course, tmp_path, monkeypatch):
    from howcome_instructor.grade.take import shelf

    monkeypatch.setattr(shelf, "OPEN", 2)
    files = {
        f"p01/{n}.zip": zip_bytes({"m04.ipynb": notebook(answer=str(n)), "b.docx": b""})
        for n in range(30)
    }
    files |= {"p01/z.tar": b"no tar", **MINE}
    opened = []
    really = zipfile.ZipFile.__init__

    def counting(self, *how, **more):
        really(self, *how, **more)
        opened.append(self)

    monkeypatch.setattr(zipfile.ZipFile, "__init__", counting)
    folder = make_folder(tmp_path / "in", files)
    place = make_zip(tmp_path / "s.zip", files)
    for one in (folder, place):
        taken = take_in(course, [one])
        assert set(reasons(taken).values()) == {"broken-archive"}
        assert len(taken.submissions) == 1
    assert sum(archive.fp is not None for archive in opened) == 0


def test_two_zips_of_one_name_in_a_zip(course, tmp_path):
    path = make_zip(tmp_path / "s.zip", {"p01/a.zip": zip_bytes({"m04.ipynb": notebook()})})
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("p01/a.zip", zip_bytes({"m05.ipynb": notebook("m05-what-is-typical")}))
    assert len(take_in(course, [path]).submissions) == 2


def test_a_zip_with_a_list_of_millions_of_files(course, tmp_path, monkeypatch):
    monkeypatch.setattr(kinds, "FILES", 3)
    files = {**MINE, "blue-heron/a.zip": zip_bytes({"x" * 4000: b""})}
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)])
    assert reasons(taken) == {"s.zip/blue-heron/a.zip": "too-many"}
    assert honest(taken)


def test_tars_that_unpack_or_claim_too_much(course, tmp_path, monkeypatch):
    monkeypatch.setattr(kinds, "LARGEST", 2**21)
    monkeypatch.setattr(kinds, "TOTAL", 2**23)
    big = io.BytesIO()
    with tarfile.open(fileobj=big, mode="w:gz") as archive:
        about = tarfile.TarInfo("m04.ipynb")
        about.size = 2**24
        archive.addfile(about, io.BytesIO(bytes(2**24)))
    claims = tarfile.TarInfo("claims")
    claims.type, claims.size = tarfile.GNUTYPE_LONGNAME, 2**33
    files = {
        **MINE,
        "blue-heron/a.tar.gz": big.getvalue(),
        "amber-otter/b.tar": claims.tobuf() + bytes(20_000),
    }
    taken = take_in(course, [make_zip(tmp_path / "s.zip", files)])
    assert reasons(taken) == {
        "s.zip/blue-heron/a.tar.gz": "too-many",
        "s.zip/amber-otter/b.tar": "broken-archive",
    }
    assert honest(taken)
