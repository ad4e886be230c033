"""The page's server: only for the one who has the token, and nothing saved is ever lost."""

import json
import re
import signal
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from written_course import LETTERS, M04, Running, WrittenCourse, small_class

import howcome_instructor.written as package
from howcome_instructor.cli import main
from howcome_instructor.written.server import words_of

HERE = Path(package.__file__).parent


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> WrittenCourse:
    return small_class(tmp_path_factory.mktemp("small") / "course")


@pytest.fixture
def course(made, tmp_path) -> WrittenCourse:
    return made.copy(tmp_path / "course", language="es")


@pytest.fixture
def running(course):
    server = Running(course.course.root)
    yield server
    if server.process.poll() is None:
        server.stop(signal.SIGKILL)


def test_nothing_is_had_without_the_token(running):
    for headers in ({"Authorization": ""}, {"Authorization": "token wrong"}, {"Host": "evil.test"}):
        for what in ("api/state", "api/marks"):
            status, said, _ = running.ask(what, **headers)
            assert status == 403
            assert "LETTERS" not in said
            assert "letter" not in said
    status, _, _ = running.ask("api/marks", {"changes": []}, Authorization="token wrong")
    assert status == 403
    assert running.ask("", Host="evil.test")[0] == 403
    assert running.ask("page/../board.py")[0] in (403, 404)
    assert running.ask("page/..%2fboard.py")[0] in (403, 404)


def test_the_page_may_load_nothing_from_elsewhere(running):
    for what in ("", "page/main.js", "page/page.css", "api/state", "words.json"):
        status, _, headers = running.ask(what)
        assert status == 200, what
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Set-Cookie"] is headers["Access-Control-Allow-Origin"] is None
    for path in (HERE / "page").iterdir():
        page = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|innerHTML|insertAdjacentHTML|eval\(", page), path
    assert '<html lang="es">' in running.ask("")[1]


def test_a_mark_survives_a_killed_program(running, course):
    name, before = running.find(LETTERS[0])
    after = {"score": 1, "needs": False, "comment": "¿Quién paga?"}
    change = {"id": name, "before": before, "after": after}
    status, said, _ = running.ask("api/marks", {"changes": [change]})
    assert (status, said["answers"][name]["score"]) == (200, 1)
    running.stop(signal.SIGKILL)
    assert course.grade(M04, "p01", "letter") == (1.0, False, "¿Quién paga?")


def test_a_conflict_is_one_sentence_in_the_courses_language(running):
    name, before = running.find(LETTERS[0])
    change = {"id": name, "before": before | {"score": 2}, "after": before | {"comment": "x"}}
    status, said, _ = running.ask("api/marks", {"changes": [change]})
    assert status == 409
    assert said["sentence"].startswith("No se guardó nada: 1 de estas respuestas")
    assert said["answers"][name]["score"] is None


@pytest.mark.parametrize(
    "body", [[], {}, {"changes": 3}, {"changes": [{"id": []}]}, {"changes": [{}]}]
)
def test_an_odd_request_is_refused_and_the_program_lives(running, body):
    status, said, _ = running.ask("api/marks", body)
    assert status == 400
    assert said["sentence"].startswith("Esta página no corresponde")
    assert running.ask("api/nothing")[0] == 404
    assert running.ask("api/state")[0] == 200


def test_a_gradebook_that_cannot_be_written_is_said(running, course):
    name, before = running.find(LETTERS[0])
    change = {"id": name, "before": before, "after": before | {"score": 1, "needs": False}}
    with course.gradebook() as book:
        book.db.execute(text("DROP TABLE comment"))
        book.db.commit()
    status, said, _ = running.ask("api/marks", {"changes": [change]})
    assert status == 503
    assert said["sentence"].startswith("No se guardó: en este momento")
    running.stop()


def test_comments_to_use_again(running, course):
    path = course.course.root / ".howcome" / "comments.json"
    body = {"before": [], "after": ["  ¿Quién  paga? ", "", "¿Quién paga?", "Bien"]}
    assert running.ask("api/comments", body)[1]["comments"] == ["¿Quién paga?", "Bien"]
    assert json.loads(path.read_text(encoding="utf-8")) == ["¿Quién paga?", "Bien"]
    status, said, _ = running.ask("api/comments", {"before": [], "after": ["mine"]})
    assert (status, said["comments"]) == (409, ["¿Quién paga?", "Bien"])
    now = said["comments"]
    assert (
        running.ask("api/comments", {"before": now, "after": [str(n) for n in range(36)]})[0] == 400
    )
    assert running.ask("api/comments", {"before": now, "after": ["x" * 2001]})[0] == 400
    assert running.ask("api/state")[1]["comments"] == now


def test_names_come_one_request_at_a_time(running):
    name, _ = running.find(LETTERS[4])
    other, _ = running.find(LETTERS[5])
    assert running.ask("api/names", {"ids": [name]})[1]["names"] == {name: "p05"}
    assert other not in running.ask("api/names", {"ids": [name]})[1]["names"]


def test_ctrl_c_says_that_all_is_kept(running):
    assert "all marks are in the gradebook" in running.stop()
    assert running.process.returncode == 0


def refused(*words) -> str:
    result = CliRunner().invoke(main, ["written", *map(str, words)])
    assert result.exit_code == 2
    assert result.output.count("\n") == 1, result.output
    return result.output


def test_bad_input_is_one_sentence(course, tmp_path):
    root = course.course.root
    assert "is not a course; make one with" in refused(tmp_path)
    assert "There is no assignment 'm05' in this course" in refused(root, "m05")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Port {port} is in use; choose another one" in refused(root, "--port", port)
    comments = root / ".howcome" / "comments.json"
    comments.write_text("{", encoding="utf-8")
    assert "comments.json cannot be read; put it back from a backup, or delete it" in refused(root)


def test_both_languages_have_every_word_that_the_page_says():
    english, spanish = words_of("en"), words_of("es")
    assert list(english) == list(spanish)
    places = {
        language: {key: sorted(set(re.findall(r"\{\w+\}", text))) for key, text in words.items()}
        for language, words in (("en", english), ("es", spanish))
    }
    for key in english:
        assert english[key].strip(), key
        assert spanish[key].strip(), key
        assert places["en"][key] == places["es"][key], key
    assert words_of("xx") == english
    asked = set()
    for path in (HERE / "page").iterdir():
        page = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r'data-word="([\w-]+)"', page))
        asked |= set(re.findall(r'say\(\s*"([\w-]+)"', page))
        asked |= {f"{key}.one" for key in re.findall(r'count\(\s*"([\w-]+)"', page)}
        for pair in re.findall(r'say\([^()]*\? "([\w-]+)" : "([\w-]+)"', page):
            asked |= set(pair)
    asked -= {"one", "other"}  # the two forms themselves
    assert len(asked) > 50
    assert asked <= set(english), asked - set(english)
