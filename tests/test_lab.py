"""`howcome lab`: refuses before it touches, never overwrites, and starts a calm JupyterLab."""

import json
import os
import socket
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from lab_server import howcome_lab
from lessons import SECRETS, make_lesson, write_curriculum, write_lesson, write_spanish

from howcome_instructor.cli import main
from howcome_instructor.errors import BadInput
from howcome_instructor.lab import cache, folder, server
from howcome_instructor.lab import placed as placing
from howcome_instructor.lab.map import FIRST_LINE, map_text, write_map
from howcome_instructor.sources import choose, copies_in, find, in_language, sources_in

LESSON = "m04-who-is-missing"


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "cache")


@pytest.fixture
def curriculum(tmp_path):
    write_curriculum(tmp_path / "curriculum")
    write_lesson(tmp_path / "curriculum", LESSON)
    return tmp_path / "curriculum"


def prepare(home, curriculum, **chosen):
    plan = folder.plan(home, choose(find(curriculum), **chosen))
    folder.carry_out(home, plan)
    write_map(home, plan)
    return plan


def contents(place):
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
    }


# -- refused, and nothing touched


def refused(tmp_path, *arguments):
    before = sorted(tmp_path.rglob("*"))
    result = CliRunner().invoke(main, ["lab", "--no-browser", *map(str, arguments)])
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before
    return result.stderr


@pytest.mark.parametrize("band", ["kindergarten", "Middle"])
def test_unknown_band(tmp_path, curriculum, band):
    said = refused(tmp_path, tmp_path / "pupil", "--band", band, "--curriculum", curriculum)
    assert "choose elementary, middle or high" in said


@pytest.mark.parametrize(
    ("name", "near"),
    [("m04-who-is-mising", LESSON), ("m05", LESSON), ("who-is-missing", LESSON), ("?", "e01")],
)
def test_unknown_lesson(tmp_path, curriculum, name, near):
    said = refused(tmp_path, tmp_path / "pupil", "--lesson", name, "--curriculum", curriculum)
    assert near in said


def test_lesson_of_another_band(tmp_path, curriculum):
    options = ("--lesson", "m04", "--band", "high", "--curriculum", curriculum)
    assert "is in middle, not in high" in refused(tmp_path, tmp_path / "pupil", *options)


def test_no_lessons(tmp_path):
    said = refused(tmp_path, tmp_path / "pupil", "--curriculum", tmp_path)
    assert "No lessons in" in said


def test_port_in_use(tmp_path, curriculum):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        options = ("--port", port, "--curriculum", curriculum)
        assert f"Port {port} is in use" in refused(tmp_path, tmp_path / "pupil", *options)


@pytest.mark.parametrize("part", ["", "below", "below/deep"])
def test_folder_is_a_file(tmp_path, curriculum, part):
    (tmp_path / "file").write_text("mine")
    said = refused(tmp_path, tmp_path / "file" / part, "--curriculum", curriculum)
    assert "give another folder" in said


def test_band_folder_is_a_file(tmp_path, curriculum):
    (tmp_path / "pupil").mkdir()
    (tmp_path / "pupil" / "middle").write_text("mine")
    said = refused(tmp_path, tmp_path / "pupil", "--curriculum", curriculum)
    assert "is a file" in said


def test_folder_cannot_be_written(tmp_path, curriculum, monkeypatch):
    (tmp_path / "pupil").mkdir()

    def no(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    # as root every folder can be written; the system's answer is what is asked for
    monkeypatch.setattr(folder.tempfile, "TemporaryFile", no)
    for place in (tmp_path / "pupil", tmp_path / "new" / "pupil"):
        said = refused(tmp_path, place, "--curriculum", curriculum)
        assert "cannot be written to" in said


@pytest.mark.skipif(os.name == "nt", reason="permission bits say little on Windows")
def test_folder_without_permission(tmp_path, curriculum):
    (tmp_path / "pupil").mkdir(mode=0o500)
    # root may write everywhere but into the kernel's own tree
    place = tmp_path / "pupil" if os.getuid() else Path("/proc/pupil")
    said = refused(tmp_path, place, "--curriculum", curriculum)
    assert "cannot be written to" in said


def test_jupyterlab_is_missing(tmp_path, curriculum, monkeypatch):
    monkeypatch.setattr(folder.importlib.util, "find_spec", lambda name: None)
    assert "pip install" in refused(tmp_path, tmp_path / "pupil", "--curriculum", curriculum)


def test_the_only_lesson_is_broken(tmp_path, curriculum):
    path = curriculum / "middle" / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text("utf-8").replace("END SOLUTION", "THE END"), "utf-8")
    options = ("--lesson", "m04", "--curriculum", curriculum)
    assert "no end solution" in refused(tmp_path, tmp_path / "pupil", *options)


def test_a_disk_that_fills_up_is_one_sentence(tmp_path, curriculum, monkeypatch):
    def full(path, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "write_whole", full)
    with pytest.raises(BadInput, match="No space left on device"):
        prepare(tmp_path / "pupil", curriculum)


# -- the folder


def test_copies_are_flat_stamped_and_without_answers(tmp_path, curriculum):
    home = tmp_path / "pupil"
    prepare(home, curriculum)
    files = contents(home)
    assert sorted(files) == [
        "Lessons.md",
        "elementary/e01-lesson-0.ipynb",
        "high/h01-lesson-2.ipynb",
        "middle/m01-lesson-1.ipynb",
        f"middle/{LESSON}.ipynb",
    ]
    ids = set()
    for name, data in files.items():
        assert [secret for secret in SECRETS if secret.encode() in data] == []
        if name.endswith(".ipynb"):
            howcome = json.loads(data)["metadata"]["howcome"]
            assert name.endswith(f"{howcome['lesson']}.ipynb")
            assert howcome["version"] == 1
            ids.add(howcome["notebook"])
    assert len(ids) == 4


def test_two_pupils_get_two_ids(tmp_path, curriculum):
    for pupil in ("ann", "ben"):
        prepare(tmp_path / pupil, curriculum)
    ann, ben = contents(tmp_path / "ann"), contents(tmp_path / "ben")
    assert all(ann[name] != ben[name] for name in ann if name.endswith(".ipynb"))


def test_band_and_lesson(tmp_path, curriculum):
    prepare(tmp_path / "a", curriculum, band="middle")
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        ".howcome",
        "Lessons.md",
        "middle",
    ]
    plan = prepare(tmp_path / "b", curriculum, names=["h01"])
    assert plan.opened(plan.entries[0].lesson) == "high/h01-lesson-2.ipynb"
    assert [name for name in contents(tmp_path / "b") if name.endswith(".ipynb")] == [
        "high/h01-lesson-2.ipynb"
    ]


def test_a_second_start_changes_no_byte(tmp_path, curriculum):
    home = tmp_path / "pupil"
    prepare(home, curriculum)
    mine = home / "middle" / f"{LESSON}.ipynb"
    mine.write_bytes(mine.read_bytes().replace(b"total = 0", b"total = 'my own work'"))
    before = contents(home)
    plan = prepare(home, curriculum)
    assert contents(home) == before
    assert plan.notes == []
    assert plan.writes == []


def test_a_newer_version_goes_beside(tmp_path, curriculum):
    home = tmp_path / "pupil"
    prepare(home, curriculum)
    before = contents(home)
    write_lesson(curriculum, LESSON, version=2)
    plan = prepare(home, curriculum)
    new = f"middle/{LESSON} (version 2).ipynb"
    after = contents(home)
    assert sorted(set(after) - set(before)) == [new]
    assert all(after[name] == before[name] for name in before if name != "Lessons.md")
    assert len(plan.notes) == 1
    assert new in plan.notes[0]
    assert json.loads(after[new])["metadata"]["howcome"]["version"] == 2
    assert f"middle/{LESSON}%20%28version%202%29.ipynb" in after["Lessons.md"].decode()
    assert f"[your earlier copy](middle/{LESSON}.ipynb)" in after["Lessons.md"].decode()

    assert prepare(home, curriculum).notes == []
    assert contents(home) == after
    # one more: beside both
    write_lesson(curriculum, LESSON, version=10)
    prepare(home, curriculum)
    assert f"middle/{LESSON} (version 10).ipynb" in contents(home)


def test_an_older_source_writes_nothing(tmp_path, curriculum):
    home = tmp_path / "pupil"
    write_lesson(curriculum, LESSON, version=10)
    prepare(home, curriculum)
    before = contents(home)
    write_lesson(curriculum, LESSON, version=9)
    assert prepare(home, curriculum).notes == []
    assert contents(home) == before


@pytest.mark.parametrize("damage", [b"", b"{]", b"[]", b'{"cells": []}', b"\xff\xfe"])
def test_a_damaged_copy_stays_and_a_fresh_one_goes_beside(tmp_path, curriculum, damage):
    home = tmp_path / "pupil"
    prepare(home, curriculum)
    mine = home / "middle" / f"{LESSON}.ipynb"
    mine.write_bytes(damage)
    plan = prepare(home, curriculum)
    assert mine.read_bytes() == damage
    assert (home / "middle" / f"{LESSON} (version 1).ipynb").exists()
    assert "not a notebook we can read" in plan.notes[0]


def test_a_file_that_appears_in_between_is_left_alone(tmp_path, curriculum):
    home = tmp_path / "pupil"
    plan = folder.plan(home, find(curriculum))
    (home / "middle").mkdir(parents=True)
    (home / "middle" / f"{LESSON}.ipynb").write_text("mine")
    folder.carry_out(home, plan)
    assert (home / "middle" / f"{LESSON}.ipynb").read_text() == "mine"


def test_a_link_to_nowhere_is_left_alone(tmp_path, curriculum):
    home = tmp_path / "pupil"
    (home / "middle").mkdir(parents=True)
    link = home / "middle" / f"{LESSON}.ipynb"
    try:
        link.symlink_to(tmp_path / "nowhere")
    except OSError:
        pytest.skip("links are not allowed here")
    prepare(home, curriculum)
    assert link.is_symlink()
    assert not (tmp_path / "nowhere").exists()


def test_a_version_cannot_lead_out_of_the_folder(tmp_path, curriculum):
    home = tmp_path / "pupil"
    prepare(home, curriculum)
    write_lesson(curriculum, LESSON, version="../../2")
    prepare(home, curriculum)
    assert (home / "middle" / f"{LESSON} (version ..-..-2).ipynb").exists()


def test_one_broken_lesson_does_not_stop_the_others(tmp_path, curriculum):
    path = curriculum / "middle" / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text("utf-8").replace("END SOLUTION", "THE END"), "utf-8")
    plan = prepare(tmp_path / "pupil", curriculum)
    assert [note for note in plan.notes if note.startswith(f"{LESSON} was left out")]
    assert len(plan.entries) == 3


def test_pupil_copies_of_a_wheel_need_no_release(tmp_path, curriculum, monkeypatch):
    home = tmp_path / "shipped"
    prepare(home, curriculum)
    monkeypatch.setattr(cache, "pupil_bytes", None)
    lessons = copies_in(home)
    assert [lesson.name for lesson in lessons][-1] == "h01-lesson-2"
    folder.carry_out(tmp_path / "pupil", folder.plan(tmp_path / "pupil", lessons))
    assert len(contents(tmp_path / "pupil")) == 4


# -- a copy that was handed out


def hand_out(path, version=1, notebook="from-the-teacher"):
    """Put a pupil's copy where a pupil puts it; gives back its bytes."""
    lesson = make_lesson(LESSON, version)
    lesson.metadata["howcome"]["notebook"] = notebook
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(json.dumps(lesson, sort_keys=True).encode())
    return path.read_bytes()


@pytest.mark.parametrize(
    "name",
    [f"{LESSON}.ipynb", "m04 (1).ipynb", f"Uno, Test (p01)/{LESSON}.ipynb", "middle/x.ipynb"],
)
def test_a_copy_that_was_handed_out_is_the_one_to_open(tmp_path, curriculum, name):
    home = tmp_path / "pupil"
    mine = hand_out(home / name)
    plan = prepare(home, curriculum)
    files = contents(home)
    assert files[name] == mine
    assert [path for path in files if "m04" in path and path != name] == []
    assert "middle/m01-lesson-1.ipynb" in files
    text = files["Lessons.md"].decode()
    assert f"[4. Who is missing?]({quote(name)})" in text
    assert "other copy" not in text
    assert plan.opened(plan.entries[2].lesson) == name

    # a second start finds it again
    assert prepare(home, curriculum).writes == []
    assert contents(home) == files


def test_a_copy_handed_out_after_the_first_start(tmp_path, curriculum):
    home = tmp_path / "pupil"
    prepare(home, curriculum)
    before = contents(home)
    mine = hand_out(home / f"{LESSON}.ipynb")
    hand_out(home / f"{LESSON}-Copy1.ipynb")
    assert prepare(home, curriculum).writes == []
    after = contents(home)
    assert after[f"{LESSON}.ipynb"] == mine
    assert all(after[name] == before[name] for name in before if name != "Lessons.md")
    line = next(line for line in after["Lessons.md"].decode().splitlines() if "4. Who" in line)
    assert f"?]({LESSON}.ipynb)" in line
    assert f"[your other copy](middle/{LESSON}.ipynb)" in line


def test_a_copy_of_another_version_is_linked_beside(tmp_path, curriculum):
    home = tmp_path / "pupil"
    hand_out(home / "mine.ipynb", version=7)
    prepare(home, curriculum)
    line = next(
        line for line in (home / "Lessons.md").read_text("utf-8").splitlines() if "4." in line
    )
    assert f"(middle/{LESSON}.ipynb)" in line
    assert "[your other copy](mine.ipynb)" in line


def test_a_duplicate_of_the_labs_own_copy_changes_nothing(tmp_path, curriculum):
    home = tmp_path / "pupil"
    prepare(home, curriculum)
    text = (home / "Lessons.md").read_bytes()
    own = home / "middle" / f"{LESSON}.ipynb"
    (home / "middle" / f"{LESSON}-Copy1.ipynb").write_bytes(own.read_bytes())
    prepare(home, curriculum)
    assert (home / "Lessons.md").read_bytes() == text


@pytest.mark.parametrize("data", [b"", b"{]", b'{"howcome": {"lesson": 4}}', b'"howcome": {"x'])
def test_what_is_no_copy_is_no_copy(tmp_path, curriculum, data):
    home = tmp_path / "pupil"
    home.mkdir()
    (home / "strange.ipynb").write_bytes(data)
    (home / "folder.ipynb").mkdir()
    prepare(home, curriculum)
    assert (home / "middle" / f"{LESSON}.ipynb").exists()


def test_only_what_may_be_such_a_copy_is_read(tmp_path, curriculum, monkeypatch):
    home = tmp_path / "pupil"
    prepare(home, curriculum)
    hand_out(home / "mine.ipynb")
    (home / "deep" / "down").mkdir(parents=True)
    for name in (".hidden.ipynb", "deep/down/x.ipynb", "notes.txt", ".ipynb_checkpoints/x.ipynb"):
        hand_out(home / name)
    read, about = [], placing._about
    monkeypatch.setattr(placing, "_about", lambda path: read.append(path.name) or about(path))
    folder.plan(home, find(curriculum))
    assert read == ["mine.ipynb"]
    for number in range(300):
        (home / f"n{number}.ipynb").write_text("{}")
    folder.plan(home, find(curriculum))
    assert len(read) == 1 + placing.MOST


# -- in Spanish


def prepare_spanish(home, curriculum, **chosen):
    plan = folder.plan(home, in_language(choose(find(curriculum), **chosen), "es"))
    folder.carry_out(home, plan)
    write_map(home, plan, "es")
    return plan


@pytest.fixture
def spanish(curriculum):
    write_spanish(curriculum / "middle" / LESSON / f"{LESSON}.ipynb")
    return curriculum


def test_spanish_copies_lie_beside_the_english_ones(tmp_path, spanish):
    home = tmp_path / "pupil"
    prepare(home, spanish)
    before = contents(home)
    plan = prepare_spanish(home, spanish)
    after = contents(home)
    new = f"middle/{LESSON}.es.ipynb"
    assert set(after) - set(before) == {new}
    assert plan.opened(plan.entries[2].lesson) == new
    howcome = json.loads(after[new])["metadata"]["howcome"]
    assert (howcome["language"], howcome["lesson"], howcome["version"]) == ("es", LESSON, 1)
    assert [secret for secret in SECRETS if secret.encode() in after[new]] == []
    text = after["Lessons.md"].decode()
    assert "## Escuela intermedia\n\n- [1. Lesson 1?](middle/m01-lesson-1.ipynb)" in text
    assert "· 45 minutes · en inglés\n" in text
    assert f"- [1. ¿Quién?](middle/{LESSON}.es.ipynb) · 45 minutos\n" in text
    # a second start changes no byte, in either language
    assert prepare_spanish(home, spanish).writes == []
    assert contents(home) == after
    prepare(home, spanish)
    assert contents(home) == {**after, "Lessons.md": before["Lessons.md"]}


def test_it_is_said_which_lessons_stay_english(tmp_path, spanish):
    options = ("--lang", "es", "--copies-only", "--curriculum", spanish)
    result = CliRunner().invoke(main, ["lab", str(tmp_path / "pupil"), *map(str, options)])
    assert result.exit_code == 0
    english = "e01-lesson-0, m01-lesson-1, h01-lesson-2"
    assert f"In English, because there is no translation yet: {english}\n" in result.stdout


def test_no_such_language(tmp_path, curriculum):
    options = ("--lang", "fr", "--curriculum", curriculum)
    assert "choose en or es" in refused(tmp_path, tmp_path / "pupil", *options)


def test_new_words_are_in_the_next_copy(tmp_path, spanish):
    prepare_spanish(tmp_path / "a", spanish)
    path = spanish / "middle" / LESSON / "es.po"
    path.write_text(path.read_text("utf-8").replace("¿Quién?", "¿Quién falta?"), "utf-8")
    prepare_spanish(tmp_path / "b", spanish)
    assert "¿Quién falta?" in contents(tmp_path / "b")[f"middle/{LESSON}.es.ipynb"].decode()


def test_a_damaged_translation_stops_only_its_lesson(tmp_path, spanish):
    (spanish / "middle" / LESSON / "es.po").write_text("hello", "utf-8")
    plan = prepare_spanish(tmp_path / "pupil", spanish)
    assert len(plan.entries) == 3
    assert f"{LESSON} was left out" in plan.notes[0]
    assert "es.po, line 1" in plan.notes[0]
    prepare(tmp_path / "english", spanish)
    assert f"middle/{LESSON}.ipynb" in contents(tmp_path / "english")


def test_a_spanish_copy_that_was_handed_out_is_opened_by_a_plain_start(tmp_path, spanish):
    home = tmp_path / "pupil"
    lesson = make_lesson(LESSON)
    lesson.metadata["howcome"] |= {"notebook": "from-the-teacher", "language": "es"}
    (home / "middle").mkdir(parents=True)
    mine = home / "middle" / f"{LESSON}.ipynb"
    mine.write_text(json.dumps(lesson), "utf-8")
    for start in (prepare, prepare_spanish):
        plan = start(home, spanish, names=["m04"])
        assert plan.opened(plan.entries[0].lesson) == f"middle/{LESSON}.ipynb"
        assert plan.writes == []


def test_an_english_copy_that_was_handed_out_stays_beside(tmp_path, spanish):
    home = tmp_path / "pupil"
    hand_out(home / "mine.ipynb")
    plan = prepare_spanish(home, spanish, names=["m04"])
    assert plan.opened(plan.entries[0].lesson) == f"middle/{LESSON}.es.ipynb"
    assert "[tu otra copia](mine.ipynb)" in (home / "Lessons.md").read_text("utf-8")


# -- the map


def test_the_map(tmp_path, curriculum):
    plan = prepare(tmp_path / "pupil", curriculum)
    text = (tmp_path / "pupil" / "Lessons.md").read_text("utf-8")
    assert text.splitlines()[0] == FIRST_LINE
    assert "## Middle school\n\n- [1. Lesson 1?](middle/m01-lesson-1.ipynb) · 45 minutes\n" in text
    assert text.index("Elementary") < text.index("Middle") < text.index("High")
    assert text == map_text(plan)


def test_the_map_is_made_anew_but_a_file_of_ones_own_stays(tmp_path, curriculum):
    home = tmp_path / "pupil"
    prepare(home, curriculum)
    path = home / "Lessons.md"
    first = path.read_bytes()
    path.write_bytes(first + b"a note\n")
    prepare(home, curriculum)
    assert path.read_bytes() == first
    path.write_text("My own lessons")
    prepare(home, curriculum)
    assert path.read_text() == "My own lessons"
    assert (home / "Howcome lessons.md").read_bytes() == first


def test_question_and_minutes_from_metadata(tmp_path, curriculum):
    path = curriculum / "middle" / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    notebook["metadata"]["howcome"] |= {"question": "Who *pays*?", "minutes": 30}
    path.write_text(json.dumps(notebook), "utf-8")
    prepare(tmp_path / "pupil", curriculum)
    text = (tmp_path / "pupil" / "Lessons.md").read_text("utf-8")
    assert (
        "[4. Who is missing?](middle/m04-who-is-missing.ipynb) · Who \\*pays\\*? · 30 min" in text
    )


# -- the cache


def test_the_cache_spares_the_release(tmp_path, curriculum, monkeypatch):
    prepare(tmp_path / "ann", curriculum)
    entries = contents(tmp_path / "cache")
    assert len(entries) == 4
    assert not [
        secret for secret in SECRETS for data in entries.values() if secret.encode() in data
    ]
    monkeypatch.setattr(cache, "pupil_bytes", None)
    prepare(tmp_path / "ben", curriculum)
    assert contents(tmp_path / "cache") == entries


@pytest.mark.parametrize("damage", ["empty", "cut", "changed", "folder"])
def test_a_damaged_entry_is_made_anew(tmp_path, curriculum, damage):
    prepare(tmp_path / "ann", curriculum)
    good = contents(tmp_path / "cache")
    entry = tmp_path / "cache" / f"{LESSON}.ipynb"
    data = entry.read_bytes()
    if damage == "folder":
        entry.unlink()
        entry.mkdir()
    else:
        entry.write_bytes(
            {"empty": b"", "cut": data[:-9], "changed": data.replace(b"total", b"other")}[damage]
        )
    prepare(tmp_path / "ben", curriculum)
    assert b"total = 0" in (tmp_path / "ben" / "middle" / f"{LESSON}.ipynb").read_bytes()
    if damage != "folder":
        assert contents(tmp_path / "cache") == good


def test_a_changed_source_or_nbgrader_makes_an_entry_old(tmp_path, curriculum, monkeypatch):
    lesson = choose(find(curriculum), names=["m04"])[0]
    source = lesson.path.read_bytes()
    cache.released(lesson, source)
    made = []
    monkeypatch.setattr(cache, "pupil_bytes", lambda source: made.append(1) or b"{}")
    cache.released(lesson, source)
    assert made == []
    cache.released(lesson, source + b" ")
    assert made == [1]
    monkeypatch.setattr(cache, "_fingerprint", lambda: "nbgrader 99")
    cache.released(lesson, source + b" ")
    assert made == [1, 1]


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path, curriculum, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "file" / "cache")
    prepare(tmp_path / "ann", curriculum)
    assert len(contents(tmp_path / "ann")) == 5


# -- the server


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    place = tmp_path_factory.mktemp("lab")
    write_curriculum(place / "curriculum")
    config = place / "config" / "jupyter_server_config.d"
    config.mkdir(parents=True)
    # a user's own configuration, which must not reach a pupil
    (config / "mine.json").write_text(
        json.dumps({"ServerApp": {"jpserver_extensions": {"jupyter_lsp": True}, "base_url": "/x/"}})
    )
    with howcome_lab(
        place / "a pupil",
        "--curriculum",
        place / "curriculum",
        cache=place / "cache",
        env={"JUPYTER_CONFIG_DIR": str(place / "config"), "JUPYTER_CONFIG_PATH": str(config)},
    ) as lab:
        lab.home = place / "a pupil"
        lab.curriculum = place / "curriculum"
        yield lab


def test_the_page_is_calm(running):
    page = running.page_config()
    names = {extension["name"] for extension in page["federated_extensions"]}
    assert names <= server.WANTED | {"howcome-lab"}
    assert names >= server.WANTED
    assert page["news"] == {"disabled": True}
    assert page["terminalsAvailable"] is False
    assert page["buildCheck"] is False
    assert "@jupyterlab/debugger-extension" in page["disabledExtensions"]
    assert "https://" not in json.dumps(page)
    assert page["serverRoot"] == str(running.home)
    for key in ("userSettingsDir", "workspacesDir"):
        assert page[key].startswith(str(running.home / ".howcome"))


def test_settings_are_calm(running):
    def setting(plugin, name):
        schema = json.loads(running.get(f"/lab/api/settings/{plugin}"))["schema"]
        return schema["properties"][name]["default"]

    assert setting("@jupyterlab/apputils-extension:notification", "fetchNews") == "false"
    assert setting("@jupyterlab/apputils-extension:notification", "checkForUpdates") is False
    assert setting("@jupyterlab/docmanager-extension:plugin", "autosaveInterval") == 10
    viewers = setting("@jupyterlab/docmanager-extension:plugin", "defaultViewers")
    assert viewers == {"markdown": "Markdown Preview"}
    assert setting("@jupyterlab/notebook-extension:tracker", "windowingMode") == "none"


@pytest.mark.parametrize(
    "path", ["/formgrader", "/assignments", "/nbgrader_version", "/lsp/status"]
)
def test_no_other_server_extensions(running, path):
    with pytest.raises(OSError, match="404"):
        running.get(path)


def test_a_stranger_gets_nothing(running):
    running_token, running.token = running.token, "wrong"
    try:
        with pytest.raises(OSError, match="403"):
            running.get("/api/contents")
    finally:
        running.token = running_token


def test_what_the_terminal_says(running):
    assert running.address.endswith("/lab/tree/Lessons.md")
    lines = running.output.splitlines()
    assert lines[0] == f"Your lessons are in {running.home}"
    assert lines[1].startswith("Open http://127.0.0.1:")
    assert len(lines) == 2


def test_lessons_are_listed_and_nothing_hidden(running):
    top = json.loads(running.get("/api/contents"))["content"]
    assert sorted(item["name"] for item in top) == ["Lessons.md", "elementary", "high", "middle"]
    middle = json.loads(running.get("/api/contents/middle"))["content"]
    assert [item["name"] for item in middle] == ["m01-lesson-1.ipynb"]
    assert json.loads(running.get("/api/kernelspecs"))["kernelspecs"].keys() == {"python3"}


def test_the_kernel_knows_its_notebook(running):
    """JPY_SESSION_NAME is the notebook's absolute path."""
    out = running.home / "environment.json"
    session = json.loads(
        running.get(
            "/api/sessions",
            {
                "path": "middle/m01-lesson-1.ipynb",
                "name": "m01-lesson-1.ipynb",
                "type": "notebook",
                "kernel": {"name": "python3"},
            },
        )
    )
    code = (
        "import json, os, sys; "
        f"open({str(out)!r}, 'w').write(json.dumps([dict(os.environ), sys.executable]))"
    )
    from jupyter_client import BlockingKernelClient
    from jupyter_core.paths import jupyter_runtime_dir

    client = BlockingKernelClient(
        connection_file=os.path.join(
            jupyter_runtime_dir(), f"kernel-{session['kernel']['id']}.json"
        )
    )
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        client.execute(code)
        deadline = time.monotonic() + 30
        while not (out.exists() and out.read_text()) and time.monotonic() < deadline:
            time.sleep(0.05)
        environment, _python = json.loads(out.read_text())
    finally:
        client.stop_channels()
        out.unlink(missing_ok=True)
    notebook = running.home / "middle" / "m01-lesson-1.ipynb"
    assert environment["JPY_SESSION_NAME"] == str(notebook)
    assert environment["OMP_NUM_THREADS"] == "1"
    assert environment["IPYTHONDIR"].startswith(str(running.home))


def test_start_stop_start(tmp_path):
    write_curriculum(tmp_path / "curriculum")
    options = ("--curriculum", tmp_path / "curriculum", "--lesson", "m01")
    home = tmp_path / "pupil"
    with howcome_lab(home, *options, cache=tmp_path / "cache") as lab:
        assert lab.address.endswith("/lab/tree/middle/m01-lesson-1.ipynb")
        if os.name == "posix":
            assert lab.stop() == 0
            assert "y/n" not in lab.output
    before = contents(home / "middle")
    write_lesson(tmp_path / "curriculum", "m01-lesson-1", version=2)
    with howcome_lab(home, *options, cache=tmp_path / "cache") as lab:
        assert lab.address.endswith("/m01-lesson-1%20%28version%202%29.ipynb")
        assert "New: middle/m01-lesson-1 (version 2).ipynb" in lab.output
    after = contents(home / "middle")
    assert {name: after[name] for name in before} == before


def test_real_lessons_open(tmp_path):
    """Whatever lessons this checkout has: each gets a copy and a line on the map."""
    from howcome_instructor.sources import checkout_curriculum

    lessons = sources_in(checkout_curriculum()) if checkout_curriculum() else []
    if not lessons:
        pytest.skip("this checkout has no lessons yet")
    plan = folder.plan(tmp_path, lessons)
    assert plan.notes == []
    folder.carry_out(tmp_path, plan)
    assert len(copies_in(tmp_path)) == len(lessons)
    assert all(entry.title != entry.lesson.name and entry.about for entry in plan.entries)
