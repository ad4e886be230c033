"""The wheel: installs in a fresh venv, opens a pupil copy, and holds no answer anywhere."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest
from lab_server import howcome_lab
from lessons import SECRETS, write_lesson, write_spanish

from howcome_instructor.release import AUTHOR_ONLY, MARKERS, pupil_copy
from howcome_instructor.sources import in_language, sources_in

ROOT = Path(__file__).parents[1]
PARTS = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT", "widgets", "instructor")
SYNTHETIC = "m98-synthetic-lesson"
ADULTS = "howcome_instructor/"
"""Code and templates there name nbgrader's markers, to find or to write them."""


@pytest.fixture(scope="module")
def repo(tmp_path_factory):
    """A copy of this repository, with one synthetic lesson beside the real ones."""
    repo = tmp_path_factory.mktemp("wheel") / "repo"
    repo.mkdir()
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", ".howcome")
    for part in (*PARTS, "curriculum", "datasets"):
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, repo / part, ignore=ignore)
        else:
            shutil.copy2(ROOT / part, repo / part)
    write_spanish(write_lesson(repo / "curriculum", SYNTHETIC))
    return repo


@pytest.fixture(scope="module")
def wheel(repo):
    """The wheel, made by the build backend in this environment (nothing is downloaded)."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", str(repo)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    (wheel,) = (repo / "dist").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def venv(wheel, tmp_path_factory):
    """A fresh venv with the wheel installed; what it depends on is lent by this environment."""
    place = tmp_path_factory.mktemp("venv") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps"]
    install = [*pip, "--no-index", "--quiet", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    # only the folder: the .pth files in it, such as an editable howcome, are not followed
    lent = Path(site.stdout.strip()) / "lent.pth"
    lent.write_text(sysconfig.get_path("purelib") + "\n")
    return python


def solutions(source):
    """The whole text of each solution, hidden test, mark scheme and author-only cell."""
    copy = {cell.id: cell for cell in pupil_copy(source).cells}
    for cell in source.cells:
        regions = re.findall(r"BEGIN (?:SOL|HID|MARK).*?\n(.*?)\n[^\n]*END", cell.source, re.DOTALL)
        if cell.id not in copy:
            assert AUTHOR_ONLY in cell.metadata.tags
            yield cell.source
        elif regions:
            yield from regions
        elif cell.source != copy[cell.id].source:
            yield cell.source


def test_it_holds_pupil_copies_of_all_lessons(repo, wheel):
    with zipfile.ZipFile(wheel) as files:
        names = {name for name in files.namelist() if name.endswith(".ipynb")}
    lessons = sources_in(repo / "curriculum")
    spanish = [lesson for lesson in lessons if lesson.path.with_name("es.po").is_file()]
    assert names == {
        *(f"howcome/lessons/{lesson.band}/{lesson.name}.ipynb" for lesson in lessons),
        *(f"howcome/lessons/es/{lesson.band}/{lesson.name}.ipynb" for lesson in spanish),
    }
    assert f"howcome/lessons/es/middle/{SYNTHETIC}.ipynb" in names


def test_no_answer_in_any_file(repo, wheel):
    secrets = {secret for secret in SECRETS if secret != "secret_output"}
    lessons = sources_in(repo / "curriculum")
    spanish = [one for one in in_language(lessons, "es") if one.language == "es"]
    for lesson in (*lessons, *spanish):
        texts = map(dedent, solutions(nbformat.reads(lesson.read().decode(), as_version=4)))
        # a shorter one (`return x`) may well stand in code that has nothing to do with it
        secrets |= {text.strip() for text in texts if len(text.strip()) >= 30}
    assert len(secrets) > len(SECRETS)
    with zipfile.ZipFile(wheel) as files:
        for name in files.namelist():
            text = files.read(name).decode("utf-8", errors="replace")
            if name.endswith(".ipynb"):  # also as it reads once the JSON is taken away
                text += "\n".join(dedent(cell.source) for cell in nbformat.reads(text, 4).cells)
            assert not [secret for secret in secrets if secret in text], name
            if not name.startswith(ADULTS):
                assert not [marker for marker in MARKERS if marker in text], name


def test_it_holds_what_it_should_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as files:
        names = files.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {re.sub(r"-\d+(\.\d+)*", "", top) for top in tops} == {
        "howcome",
        "howcome_instructor",
        "howcome.dist-info",
    }
    assert "howcome_instructor/lab/settings/overrides.json" in names
    assert not [name for name in names if name.endswith(".po")]  # they hold model answers
    assert [name for name in names if name.endswith("licenses/LICENSE-CONTENT")]
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
    for dataset in (
        path for path in (ROOT / "datasets").glob("*/") if (path / "README.md").exists()
    ):
        assert f"howcome/datasets/{dataset.name}/README.md" in names


def test_it_runs_outside_the_checkout(venv, tmp_path):
    code = (
        "import howcome_instructor, howcome; print(howcome.__file__, howcome_instructor.__file__)"
    )
    run = subprocess.run(
        [venv, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, env=bare()
    )
    assert str(ROOT) not in run.stdout.replace(str(tmp_path), "")


def bare():
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}


def test_it_opens_a_pupil_copy(venv, tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    home = tmp_path / "pupil"
    with howcome_lab(home, "--lesson", "m98", cache=tmp_path / "cache", python=str(venv)) as lab:
        assert lab.address.endswith(f"/middle/{SYNTHETIC}.ipynb")
        answer = json.loads(lab.get(f"/api/contents/middle/{SYNTHETIC}.ipynb"))
    howcome = answer["content"]["metadata"]["howcome"]
    assert howcome["lesson"] == SYNTHETIC
    assert howcome["notebook"]
    assert not (tmp_path / "cache").exists()  # shipped copies are ready: nothing to release


def test_it_opens_a_spanish_copy(venv, tmp_path):
    home = tmp_path / "pupil"
    command = [venv, "-m", "howcome_instructor", "lab", home, "--lang", "es", "--copies-only"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=bare())
    assert run.returncode == 0, run.stderr
    copy = nbformat.read(home / "middle" / f"{SYNTHETIC}.es.ipynb", as_version=4)
    assert copy.metadata["howcome"]["language"] == "es"
    assert "# 1. ¿Quién?" in copy.cells[0].source
    assert f"middle/{SYNTHETIC}.es.ipynb" in (home / "Lessons.md").read_text("utf-8")


def test_teachers_commands_say_that_there_are_no_sources(venv, tmp_path):
    run = subprocess.run(
        [venv, "-m", "howcome_instructor", "check"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=bare(),
    )
    assert run.returncode == 2
    assert "no lesson sources here" in run.stderr
    assert "--curriculum" in run.stderr


def test_only_a_wheel_asks_for_nbgrader(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT / "instructor" / "build"))
    import backend

    assert any(name.startswith("nbgrader") for name in backend.get_requires_for_build_wheel())
    assert not any(
        name.startswith("nbgrader") for name in backend.get_requires_for_build_editable()
    )
