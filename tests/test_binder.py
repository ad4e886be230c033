"""Binder's files: pins within bounds, copies at the start, the calm server by configuration."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from lab_server import free_port, get, wait_until_ready
from packaging.requirements import Requirement

HOME = Path(__file__).parent.parent
PINS = dict(
    line.split("==")
    for line in (HOME / "binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    if "==" in line
)


def needed() -> list[Requirement]:
    """What an image needs: all that a pupil's JupyterLab needs, but what makes the copies."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["lab"]]
    return [Requirement(one) for one in listed if not one.startswith(("nbgrader", "polib"))]


@pytest.mark.parametrize("one", needed(), ids=lambda one: one.name)
def test_pins_are_within_the_bounds(one):
    assert one.specifier.contains(PINS[one.name])


def test_no_nbgrader_for_pupils():
    assert "nbgrader" not in PINS


@pytest.mark.skipif(os.name == "nt", reason="the image is a Linux one")
def test_start_makes_copies_then_runs_what_it_is_told(tmp_path):
    tools = Path(sys.executable).parent
    env = {**os.environ, "HOME": str(tmp_path), "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    for _ in range(2):
        done = subprocess.run(
            [str(HOME / "binder" / "start"), "echo", "started"],
            env=env,
            check=True,
            capture_output=True,
            text=True,
        )
        assert done.stdout.endswith("started\n")
    copies = sorted(path.name for path in tmp_path.glob("*/*.ipynb"))
    assert "m04-who-is-missing.ipynb" in copies
    assert len(copies) == len(set(copies))
    assert (tmp_path / "Lessons.md").exists()


def test_a_server_with_this_configuration_is_calm_and_keeps_answers(tmp_path):
    port = free_port()
    env = {**os.environ, "HOME": str(tmp_path), "JUPYTER_CONFIG_PATH": str(HOME / "binder")}
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    process = subprocess.Popen(
        [*command, f"--port={port}", "--IdentityProvider.token=t"],
        env=env,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", "t", process)
        page = get(f"http://127.0.0.1:{port}/lab", "t")
    finally:
        process.terminate()
        said = process.communicate(timeout=20)[1]
    assert "howcome-lab" in page
    assert "@jupyter/nbgrader" not in page
    assert not re.search(r"pre_save_hook.*(?:rror|invalid)", said), said
