"""`run.py`, the first thing a new user types: it says what to do when it cannot go on."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent


@pytest.fixture
def run(tmp_path, monkeypatch):
    """run.py, with nothing installed and nothing on the machine."""
    spec = importlib.util.spec_from_file_location("run", HOME / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    return module


def played(run, monkeypatch, code: int) -> list[list[str]]:
    """The commands that run.py would start; each ends with ``code``."""
    asked = []

    def play(command, **_how):
        asked.append([str(part) for part in command])
        return subprocess.CompletedProcess(command, code)

    monkeypatch.setattr(run.subprocess, "run", play)
    return asked


@pytest.mark.parametrize(("words", "code"), [([], 2), (["play"], 2), (["--help"], 0)])
def test_without_a_task_it_says_which_there_are(words, code):
    done = subprocess.run(
        [sys.executable, str(HOME / "run.py"), *words], capture_output=True, text=True
    )
    assert done.returncode == code
    for task in ("lab", "howcome", "test"):
        assert f"python3 run.py {task} " in done.stdout


def test_an_old_python_is_told_what_to_install(run, monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", (3, 9))
    assert run.main(["lab"]) == 2
    assert "Python 3.11 or newer" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("task", "what"),
    [("lab", "what the lessons need"), ("howcome", "commands for teachers"), ("test", "tests")],
)
def test_it_says_what_it_installs_once(run, monkeypatch, capsys, task, what):
    run.VENV.mkdir()
    run.PYTHON.touch()
    played(run, monkeypatch, 1)  # pip fails, and that is as far as this goes
    assert run.main([task]) == 2
    said = capsys.readouterr().out
    assert what in said.partition("This happens once")[0]


def test_a_debian_without_venv_is_told_the_package(run, monkeypatch, capsys):
    played(run, monkeypatch, 1)
    assert run.main(["lab"]) == 2
    assert "sudo apt install python3-venv" in capsys.readouterr().err
    assert not run.VENV.exists()


def test_no_browser_is_one_sentence_and_no_silent_skip(run, monkeypatch, capsys):
    run.VENV.mkdir()
    played(run, monkeypatch, 0)
    assert run.main(["test"]) == 2
    assert "sudo apt install chromium" in capsys.readouterr().err


def test_no_sandbox_is_one_sentence_and_no_silent_skip(run, monkeypatch, capsys):
    run.VENV.mkdir()
    played(run, monkeypatch, 0)
    monkeypatch.setattr(run.sys, "platform", "linux")
    monkeypatch.setattr(run.shutil, "which", lambda name: name if name == "chromium" else None)
    assert run.main(["test"]) == 2
    assert "sudo apt install bubblewrap" in capsys.readouterr().err


def test_a_bare_debian_gets_the_browser_and_the_sandbox(run, monkeypatch):
    run.VENV.mkdir()
    asked = played(run, monkeypatch, 0)
    monkeypatch.setattr(run.sys, "platform", "linux")
    monkeypatch.setattr(run.os, "geteuid", lambda: 0, raising=False)
    there = lambda name: name == "apt-get" or len(asked) > 3  # noqa: E731 -- after apt-get
    monkeypatch.setattr(run.shutil, "which", lambda name: name if there(name) else None)
    assert run.main(["test"]) == 0
    (install,) = [words for words in asked if words[:2] == ["apt-get", "install"]]
    assert {"chromium", "bubblewrap"} <= set(install)


def test_teachers_commands_need_no_path_and_run_where_the_teacher_is(run, monkeypatch):
    run.VENV.mkdir()
    run.PYTHON.touch()
    asked = played(run, monkeypatch, 0)
    assert run.main(["howcome", "grade", "~/period-3", "--from", "a b.zip"]) == 0
    install, command = asked
    assert install[-1].endswith("[teach]")
    assert command[1:] == [
        *("-m", "howcome_instructor", "grade"),
        *("~/period-3", "--from", "a b.zip"),
    ]


def test_authors_commands_get_what_authors_need(run, monkeypatch):
    run.VENV.mkdir()
    run.PYTHON.touch()
    asked = played(run, monkeypatch, 0)
    assert run.main(["howcome", "check", "m04"]) == 0
    assert asked[0][-1].endswith("[author]")
    from howcome_instructor.cli import COMMANDS

    assert set(run.AUTHORS) <= set(COMMANDS)


def test_the_venv_of_another_system_is_left_alone(run, monkeypatch, capsys):
    (run.VENV / run.FOREIGN).mkdir(parents=True)
    assert played(run, monkeypatch, 0) == []
    assert run.main(["howcome", "doctor"]) == 2
    assert "instructor/container/README.md" in capsys.readouterr().err
    assert [path.name for path in run.VENV.iterdir()] == [run.FOREIGN]


def test_it_installs_once_and_hands_the_other_words_on(run, monkeypatch):
    run.VENV.mkdir()
    run.PYTHON.touch()
    asked = played(run, monkeypatch, 0)
    assert run.main(["lab", "--lesson", "m04"]) == 0
    assert run.main(["lab"]) == 0
    installs = [command for command in asked if "install" in command]
    assert len(installs) == 1
    assert installs[0][-1].endswith("[lab]")
    assert asked[1][2:] == ["howcome_instructor", "lab", "--lesson", "m04"]
