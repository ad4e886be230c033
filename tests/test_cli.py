"""The command line: quick to start, and one plain sentence for a mistake."""

import subprocess
import sys
from importlib.metadata import version

import pytest
from click.testing import CliRunner

from howcome_instructor.cli import main
from howcome_instructor.errors import BadInput

HEAVY = ("IPython", "jupyterlab", "jupyter_server", "nbformat", "nbgrader", "numpy", "rich")


@pytest.mark.parametrize("arguments", [["--help"], ["lab", "--help"], ["check", "--help"]])
def test_help_imports_nothing_heavy(arguments):
    code = (
        "import sys, click\n"
        "from howcome_instructor.cli import main\n"
        "try:\n"
        f"    main({arguments!r})\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "HEAVY []"


def test_help_names_every_subcommand():
    out = CliRunner().invoke(main, ["--help"]).output
    assert "lab" in out
    assert "check" in out
    assert CliRunner().invoke(main, []).output == out


def test_version():
    assert CliRunner().invoke(main, ["--version"]).output == f"howcome {version('howcome')}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        ["lab", "--no-such-option"],
        ["lab", "--port", "many"],
        ["lab", "--port", "0"],
        ["lab", "a", "b"],
        ["check", "--curriculum", "no-such-folder"],
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(arguments):
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "Usage" not in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stderr.endswith(".\n")


def test_inside_python_the_error_is_raised():
    with pytest.raises(BadInput, match="curriculum"):
        main(["check", "--curriculum", "no-such-folder"], standalone_mode=False)
