"""Rules of the house that a program can hold."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent
PUPILS = HOME / "widgets" / "howcome"
COMPILED = ("numpy", "pandas", "scipy", "sklearn", "matplotlib", "PIL")


def test_ruff_finds_nothing():
    for task in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *task, str(HOME)], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", sorted(PUPILS.rglob("*.py")), ids=lambda path: path.name)
def test_the_pupils_package_imports_nothing_from_the_adults(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        assert not [name for name in names if name.startswith("howcome_instructor")]


def test_import_howcome_loads_nothing_compiled_and_no_widgets():
    code = (
        "import sys; before = set(sys.modules); import howcome; "
        "print(sorted({name.split('.')[0] for name in set(sys.modules) - before}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ast.literal_eval(done.stdout))
    assert loaded <= {"howcome", "importlib"} | set(sys.stdlib_module_names)


def test_every_toy_and_activity_has_a_public_name():
    import howcome
    from howcome.toys import shelf

    toys = {name for name, home in howcome._HOMES.items() if home.startswith("toys.")}
    assert toys == set(shelf.names())
    homes = {home for home in howcome._HOMES.values() if home.startswith("activities.")}
    parts = {path.stem for path in (PUPILS / "activities").glob("*.js")} - {"shared", "forms"}
    assert homes == {f"activities.{part}" for part in parts}
    for name in howcome.__all__:
        assert getattr(howcome, name) is not None


def test_activities_load_nothing_compiled_of_the_science_stack():
    code = (
        "import sys; from howcome import Ask, CutOff, MistakeTable, SampleMixer, bars; "
        "from howcome.toys import clubs, sea, shoes; print(sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(COMPILED) & set(ast.literal_eval(done.stdout))


LOCALE = PUPILS / "locale"


def test_both_languages_have_the_same_parts_one_for_each_activity():
    parts = {part.stem for part in (LOCALE / "en").glob("*.json")}
    assert parts == {part.stem for part in (LOCALE / "es").glob("*.json")}
    views = {view.stem for view in (PUPILS / "activities").glob("*.js")} - {"forms"}
    assert parts == views


@pytest.mark.parametrize("part", sorted(path.stem for path in (LOCALE / "en").glob("*.json")))
def test_both_languages_have_the_same_words_and_gaps(part):
    english, spanish = (
        json.loads((LOCALE / language / f"{part}.json").read_text(encoding="utf-8"))
        for language in ("en", "es")
    )
    assert english.keys() == spanish.keys()
    for key, sentence in english.items():
        assert sentence.strip()
        assert spanish[key].strip()
        assert sorted(set(_gaps(sentence))) == sorted(set(_gaps(spanish[key]))), key


def _gaps(sentence: str) -> list[str]:
    return [part.split("}")[0] for part in sentence.split("{")[1:]]


@pytest.mark.parametrize(
    "view", sorted((PUPILS / "activities").glob("*.js")), ids=lambda path: path.name
)
def test_views_keep_to_the_page_they_are_on(view):
    script = view.read_text(encoding="utf-8")
    for banned in (
        "http://",
        "https://",
        "innerHTML",
        "eval(",
        "fetch(",
        "document.getElementById",
    ):
        assert banned not in script, banned
    assert "document.addEventListener" not in script


def test_every_dependency_is_bounded_above():
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    assert [one for one in listed if not one.startswith("howcome[") and "<" not in one] == []
