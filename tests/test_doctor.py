"""`howcome doctor`: what it finds, what it says to do, and what it does not touch."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from howcome_instructor.cli import main
from howcome_instructor.course.folder import Course
from howcome_instructor.doctor import (
    browser,
    command,
    disk,
    exchange,
    fonts,
    gradebook,
    hub,
    packages,
    ports,
    python,
    sandbox,
    system,
)
from howcome_instructor.doctor.finding import ATTENTION, FAILS, OK, Finding
from howcome_instructor.grade import run as running
from howcome_instructor.grade.run.sandbox import Layer, Sandbox

HOME = Path(__file__).resolve().parent.parent
LESSON = "m04-who-is-missing"


@pytest.fixture(autouse=True)
def no_hub(monkeypatch):
    for name in list(os.environ):
        if name.startswith("JUPYTERHUB_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def new_gradebook(tmp_path_factory) -> bytes:
    """A gradebook that nbgrader itself made, which takes it seconds."""
    from nbgrader.api import Gradebook

    path = tmp_path_factory.mktemp("book") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        # nbgrader calls the program alembic by its name
        tools = Path(sys.executable).parent
        patch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
        with Gradebook(f"sqlite:///{path}") as book:
            book.add_assignment(LESSON)
    return path.read_bytes()


@pytest.fixture
def course(tmp_path, new_gradebook):
    """A course with one lesson, and an exchange of its own that is not there yet."""
    course = Course(tmp_path / "class", "class", "middle", lessons={LESSON: "1"})
    course.save()
    course.source(LESSON).parent.mkdir(parents=True)
    course.source(LESSON).write_text("{}")
    (course.root / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.root = {str(tmp_path / 'exchange')!r}\n"
    )
    course.gradebook.write_bytes(new_gradebook)
    return course


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# -- the command


def run(*arguments) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["doctor", *map(str, arguments)])
    return result.exit_code, result.stdout


def test_this_machine_is_ready_and_nothing_was_touched(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, text = run("--json")
    told = json.loads(text)
    assert code == 0, text
    assert told["ready"] is True
    assert list(tmp_path.iterdir()) == []
    by_name = {one["name"]: one for one in told["checks"]}
    for name in ("Python", "Howcome", "JupyterLab", "nbgrader", "packages", "fonts", "disk"):
        assert by_name[name]["state"] == OK, by_name[name]
    assert set(by_name) >= {"browser", "ports", "sandbox", "exchange", "hub", "temporary files"}
    for one in told["checks"]:
        assert one["found"].endswith((".", "!")), one
        assert "could not be looked at" not in one["found"], one


def test_a_course_adds_its_own_checks_and_is_not_written_to(course):
    before = contents(course.root)
    _code, text = run(course.root, "--json")
    by_name = {one["name"]: one for one in json.loads(text)["checks"]}
    assert by_name["gradebook"]["state"] == OK
    assert by_name["lessons"]["state"] == OK
    assert str(course.root) in by_name["disk"]["found"]
    assert by_name["exchange"]["state"] == ATTENTION  # configured, and not there
    assert contents(course.root) == before


def test_no_course_is_one_sentence(tmp_path):
    result = CliRunner().invoke(main, ["doctor", str(tmp_path)])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_a_failing_check_is_exit_code_1_with_its_step(monkeypatch):
    step = "sudo " + "x" * 200
    wrong = Finding("disk", FAILS, "No [room].", "Make some [now].", (step,))
    monkeypatch.setattr(command, "checks", lambda course: [("disk", lambda: wrong)])
    code, text = run()
    assert code == 1
    assert "✗ fails" in text
    assert "No [room]." in text  # square brackets are no markup
    assert step in text  # on one line, whatever the width, so that it can be copied
    assert "Not ready: see disk above." in text
    code, text = run("--json")
    assert code == 1
    assert json.loads(text)["ready"] is False


def test_attention_alone_is_exit_code_0(monkeypatch):
    odd = Finding("browser", ATTENTION, "None.", "Open the address.")
    monkeypatch.setattr(command, "checks", lambda course: [("browser", lambda: odd)])
    code, text = run()
    assert (code, "! attention" in text, "Open the address." in text) == (0, True, True)


def test_a_console_without_the_signs():
    """As old Windows has them: every word is there, and nothing stops."""
    env = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    run = [sys.executable, "-m", "howcome_instructor", "doctor"]
    done = subprocess.run(run, capture_output=True, env=env)
    assert done.returncode == 0, done.stderr
    assert b"? ok" in done.stdout
    assert b"JupyterLab" in done.stdout


def test_a_check_that_breaks_down_stops_no_other(monkeypatch):
    def broken():
        raise RuntimeError("octopus")

    monkeypatch.setattr(hub, "check", broken)
    found = {name: look for name, look in command.checks(None)}["hub"]()
    assert found.state == ATTENTION
    assert "octopus" in found.found


def test_a_finding_has_a_step_exactly_when_something_is_wrong():
    with pytest.raises(ValueError, match="disk"):
        Finding("disk", FAILS, "No room.")
    with pytest.raises(ValueError, match="disk"):
        Finding("disk", OK, "Room.", "Make some.")


def test_without_nbgrader_jupyter_and_matplotlib_it_still_tells():
    """As on a machine where only the bare package was installed."""
    code = (
        "import importlib.util, importlib.metadata as m, json, sys\n"
        "gone = {'nbgrader', 'jupyterlab', 'matplotlib', 'zmq', 'packaging', 'psutil',"
        " 'jupyter_client', 'jupyter_core', 'traitlets', 'jinja2', 'yaml', 'numpy'}\n"
        "class Gone:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in gone: raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Gone())\n"
        "found, version = importlib.util.find_spec, m.version\n"
        "importlib.util.find_spec = lambda n, *a: None if n in gone else found(n, *a)\n"
        "def old(name):\n"
        "    if name in gone: raise m.PackageNotFoundError(name)\n"
        "    return version(name)\n"
        "m.version = old\n"
        "from howcome_instructor.cli import main\n"
        "main(['doctor', '--json'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    by_name = {one["name"]: one for one in json.loads(done.stdout)["checks"]}
    assert by_name["JupyterLab"]["state"] == FAILS
    assert by_name["JupyterLab"]["commands"] == [packages.install("lab")]
    assert by_name["nbgrader"]["state"] in (ATTENTION, FAILS)
    assert by_name["fonts"]["state"] == FAILS
    assert by_name["ports"]["state"] == OK
    assert by_name["packages"]["state"] == FAILS


# -- Python and packages


def test_bounds_are_the_packages_own():
    """Not a copied list: what pyproject.toml says is what is checked."""
    text = (Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    listed = {name: str(bounds) for name, _extra, bounds in packages.requirements()}
    assert len(listed) > 10
    for line in [*project["dependencies"], *project["optional-dependencies"]["lab"]]:
        name = next(name for name in listed if line.startswith(f"{name}>"))
        assert set(listed[name].split(",")) == set(line.removeprefix(name).split(","))


def test_a_version_out_of_bounds(monkeypatch):
    version = metadata.version
    old = {"jupyterlab": "3.6", "nbgrader": "0.8.1", "pandas": "1.5"}
    monkeypatch.setattr(metadata, "version", lambda name: old.get(name) or version(name))
    assert packages.jupyterlab().state == FAILS
    assert packages.jupyterlab().commands == (
        f'"{sys.executable}" -m pip install "jupyterlab<5,>=4.4"',
    )
    assert "0.8.1" in packages.nbgrader().found
    others = packages.others()
    assert others.state == FAILS
    assert "pandas 1.5" in others.found


def test_what_only_teachers_need_is_no_failure(monkeypatch):
    known = packages.installed
    monkeypatch.setattr(
        packages, "installed", lambda name: known(name) if name != "pyyaml" else None
    )
    found = packages.others()
    assert found.state == ATTENTION
    assert found.commands == (packages.install("teach"),)


def test_what_to_type_is_for_this_python_and_this_checkout(monkeypatch):
    """Another `python` may come first on the path, and no index may know Howcome."""
    assert packages.install("lab") == f'"{sys.executable}" -m pip install --editable "{HOME}[lab]"'
    monkeypatch.setattr("howcome_instructor.sources.checkout_curriculum", lambda: None)
    assert packages.install("") == f'"{sys.executable}" -m pip install "howcome"'


def test_an_nbgrader_that_does_not_start(monkeypatch):
    monkeypatch.setitem(sys.modules, "nbgrader.api", None)
    found = packages.nbgrader()
    assert found.state == FAILS
    assert "does not start" in found.found


def test_an_old_python(monkeypatch):
    monkeypatch.setattr(python.platform, "python_version", lambda: "3.9.2")
    assert python.check().state == FAILS
    monkeypatch.undo()
    assert python.check().state == OK


# -- the machine


def test_fonts(monkeypatch):
    assert fonts.check().state == OK
    assert fonts.complaints("\N{CJK UNIFIED IDEOGRAPH-4E2D}")  # which the font has not
    monkeypatch.setattr(fonts, "SIGNS", "á \N{CJK UNIFIED IDEOGRAPH-4E2D}")
    assert fonts.check().state == ATTENTION


@pytest.mark.parametrize(("free", "state"), [(50, OK), (1, ATTENTION), (0.1, FAILS)])
def test_disk(tmp_path, monkeypatch, free, state):
    usage = SimpleNamespace(free=int(free * 2**30))
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage)
    assert disk.folder(tmp_path / "not" / "yet" / "there").state == state
    assert disk.temporary().state == state
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda place, mode: False)
    assert disk.folder(tmp_path).state == FAILS


def test_ports(monkeypatch):
    assert len(ports.lab_ports()) > 10
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        monkeypatch.setattr(ports, "lab_ports", lambda: range(number, number + 1))
        found = ports.check()
        assert found.state == FAILS
        assert "howcome lab --port" in found.commands[0]
        monkeypatch.setattr(ports, "lab_ports", lambda: range(number, number + 20))
        found = ports.check()
        assert found.state == OK
        assert f"as {number} is in use" in found.found


def test_a_browser_by_its_name_on_each_system(tmp_path, monkeypatch):
    for name in ("chromium", "google-chrome", "microsoft-edge", "firefox"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.setattr(browser, "FLATPAK", ())
        assert len(list(browser.browsers())) == 1, name
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "system", lambda: system.DEBIAN)
    assert browser.check().state == ATTENTION
    edge = tmp_path / browser.PROGRAMS["Edge"]
    edge.parent.mkdir(parents=True)
    edge.touch()
    monkeypatch.setattr(browser.sys, "platform", "win32")
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    assert browser.check().found == "Edge is installed."


def test_a_hub(monkeypatch):
    assert hub.check().found == "Not on a JupyterHub; none is needed."
    monkeypatch.setenv("JUPYTERHUB_USER", "amber-otter")
    found = hub.check()
    assert found.state == ATTENTION
    assert "JUPYTERHUB_API_TOKEN" in found.found
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret-octopus")
    monkeypatch.setenv("JUPYTERHUB_API_URL", "http://127.0.0.1:8081/hub/api")
    found = hub.check()
    assert found.state == OK
    assert "amber-otter" in found.found
    assert "octopus" not in found.found


# -- the exchange


def test_no_exchange_on_a_laptop_is_well(tmp_path):
    found = exchange.check(tmp_path)
    assert found.state == OK
    assert "--zip" in found.found
    assert list(tmp_path.iterdir()) == []


def test_the_exchange_of_a_course(course, tmp_path, monkeypatch):
    root = tmp_path / "exchange"
    found = exchange.check(course.root)
    assert found.state == ATTENTION
    assert found.commands == (f"sudo mkdir -p {root}", f"sudo chmod ugo+rwx {root}")
    root.mkdir()
    assert exchange.check(course.root).state == OK
    monkeypatch.setattr(os, "access", lambda place, mode: False)
    found = exchange.check(course.root)
    assert found.commands == (f"sudo chmod ugo+rwx {root}",)
    monkeypatch.setattr(exchange.sys, "platform", "win32")
    assert "--zip" in exchange.check(course.root).found


def test_a_configuration_that_breaks(course):
    (course.root / "nbgrader_config.py").write_text("1 / 0\n")
    found = exchange.check(course.root)
    assert found.state == ATTENTION
    assert "ZeroDivisionError" in found.found


# -- the gradebook


def test_a_gradebook_that_is_gone_or_damaged(course):
    whole = course.gradebook.read_bytes()
    assert gradebook.check(course).state == OK
    course.gradebook.write_bytes(whole[: len(whole) // 2])
    assert gradebook.check(course).state == FAILS
    course.gradebook.write_bytes(b"no database at all" * 100)
    assert gradebook.check(course).state == FAILS
    course.gradebook.unlink()
    found = gradebook.check(course)
    assert found.state == FAILS
    assert "backup" in found.do
    assert not course.gradebook.exists()


def test_a_gradebook_of_another_nbgrader(course):
    forms = gradebook.revisions()
    assert len(forms) > 3
    for version, word in ((forms[0], "older"), ("ffffffffffff", "newer")):
        with sqlite3.connect(course.gradebook) as book:
            book.execute("UPDATE alembic_version SET version_num = ?", (version,))
        found = gradebook.check(course)
        assert found.state == FAILS
        assert word in found.found
    with sqlite3.connect(course.gradebook) as book:
        book.execute("UPDATE alembic_version SET version_num = ?", (forms[-1],))
    assert gradebook.check(course).state == OK


def test_a_gradebook_that_is_being_written_to(course, monkeypatch):
    monkeypatch.setattr(gradebook, "WAIT", 0.1)
    book = sqlite3.connect(course.gradebook, isolation_level=None)
    book.execute("BEGIN EXCLUSIVE")
    try:
        assert gradebook.check(course).state == ATTENTION
    finally:
        book.close()


def test_a_lesson_that_is_missing(course):
    assert gradebook.lessons(course).state == OK
    course.source(LESSON).unlink()
    assert LESSON in gradebook.lessons(course).found


# -- the sandbox


def walls(**missing: str) -> Sandbox:
    names = ("bubblewrap", "namespaces", "limits", "processes", "landlock", "seccomp")
    return Sandbox(tuple(Layer(name, name not in missing, missing.get(name, "")) for name in names))


@pytest.fixture
def machine(monkeypatch):
    """Set what the machine is like: `machine(where, walls, bwrap=…, **kernel settings)`."""

    def like(where, offered, bwrap=True, container=False, **settings):
        monkeypatch.setattr(running, "sandbox", lambda: offered)
        monkeypatch.setattr(system, "system", lambda: where)
        monkeypatch.setattr(system, "family", lambda: system.DEBIAN)
        monkeypatch.setattr(system, "is_wsl2", lambda: True)
        monkeypatch.setattr(system, "in_container", lambda: container)
        monkeypatch.setattr(system, "setting", lambda name: settings.get(name.split(".")[-1]))
        monkeypatch.setattr(
            sandbox.shutil, "which", lambda name: "/usr/bin/bwrap" if bwrap else None
        )
        return sandbox.check()

    return like


NONE = {"bubblewrap": "not-installed", "namespaces": "not-tried", "limits": "not-tried"}


def test_a_whole_sandbox(machine):
    assert machine(system.DEBIAN, walls()).state == OK
    found = machine(system.DEBIAN, walls(landlock="Function not implemented"))
    assert found.state == ATTENTION
    assert "landlock (Function not implemented)" in found.found


@pytest.mark.parametrize(
    ("where", "word"),
    [
        (system.DEBIAN, "sudo apt install bubblewrap"),
        (system.FEDORA, "sudo dnf install bubblewrap"),
        (system.ARCH, "sudo pacman -S bubblewrap"),
        (system.SUSE, "sudo zypper install bubblewrap"),
        (system.WSL, "sudo apt install bubblewrap"),
        (system.LINUX, "package manager"),
        (system.WINDOWS, "wsl --install -d Debian"),
        (system.MACOS, "instructor/container/Containerfile"),
    ],
)
def test_the_step_to_a_sandbox_on_each_system(machine, where, word):
    found = machine(where, walls(**NONE), bwrap=False)
    assert found.state == ATTENTION
    assert "Needed only to mark" in found.do
    assert word in " ".join((found.do, *found.commands))


def test_wsl1_is_told_how_to_become_wsl2(machine, monkeypatch):
    machine(system.WSL, walls(**NONE))
    monkeypatch.setattr(system, "is_wsl2", lambda: False)
    assert sandbox.check().commands[-1] == "wsl --set-version Debian 2"


def test_without_a_sandbox_a_course_cannot_be_marked(machine):
    machine(system.DEBIAN, walls(**NONE), bwrap=False)
    assert sandbox.check(marking=True).state == FAILS


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"apparmor_restrict_unprivileged_userns": "1"}, "/etc/apparmor.d/bwrap"),
        ({"unprivileged_userns_clone": "0"}, "kernel.unprivileged_userns_clone=1"),
        ({"max_user_namespaces": "0"}, "user.max_user_namespaces=15000"),
        ({"container": True}, "--security-opt seccomp=unconfined"),
        ({}, "bwrap --unshare-all"),
    ],
)
def test_the_step_when_bubblewrap_is_there_and_does_not_start(machine, settings, word):
    refused = walls(bubblewrap="setting up uid map: Permission denied", **{
        name: "not-tried" for name in ("namespaces", "limits")
    })  # fmt: skip
    found = machine(system.DEBIAN, refused, **settings)
    assert "Permission denied" in found.found
    assert word in " ".join(found.commands)


def test_ubuntus_own_profile_makes_way(machine, monkeypatch, tmp_path):
    """Two profiles for one program exclude each other."""
    own = tmp_path / "bwrap-userns-restrict"
    monkeypatch.setattr(sandbox, "UBUNTUS", own)
    refused = walls(namespaces="[Errno 1] Operation not permitted")
    settings = {"apparmor_restrict_unprivileged_userns": "1"}
    assert len(machine(system.DEBIAN, refused, **settings).commands) == 2
    own.touch()
    found = machine(system.DEBIAN, refused, **settings)
    assert [line.split()[1] for line in found.commands] == [
        "ln", "apparmor_parser", "install", "apparmor_parser",
    ]  # fmt: skip


def test_the_profile_is_for_bubblewrap_alone():
    text = sandbox.PROFILE.read_text(encoding="utf-8")
    rules = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert "profile bwrap /usr/bin/bwrap flags=(unconfined) {" in rules
    assert "  userns," in rules


def test_which_system_this_is(monkeypatch):
    assert system.family({"ID": "ubuntu", "ID_LIKE": "debian"}) == system.DEBIAN
    assert system.family({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}) == system.DEBIAN
    assert system.family({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}) == system.FEDORA
    assert system.family({"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}) == system.SUSE
    assert system.family({"ID": "manjaro", "ID_LIKE": "arch"}) == system.ARCH
    assert system.family({}) == system.LINUX
    for platform, release, where in (
        ("win32", "10", system.WINDOWS),
        ("darwin", "23.1.0", system.MACOS),
        ("linux", "5.15.153.1-microsoft-standard-WSL2", system.WSL),
    ):
        monkeypatch.setattr(system.sys, "platform", platform)
        monkeypatch.setattr(system.platform, "release", lambda release=release: release)
        assert system.system() == where


# -- the container, which cannot be built here: its parts are held against each other

CONTAINER = HOME / "instructor" / "container"


def instructions() -> list[tuple[str, str]]:
    """The Containerfile's instructions, each with its whole text on one line."""
    text = (CONTAINER / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [tuple(line.split(None, 1)) for line in lines]


def installed_by_apt() -> set[str]:
    runs = " && ".join(text for what, text in instructions() if what == "RUN").split("&&")
    installs = [text.split() for text in runs if "apt-get install" in text]
    found = [words[2:] for words in installs]
    assert found
    return {word for part in found for word in part if not word.startswith("-")}


def test_what_the_container_copies_is_there():
    copied = [text.split()[:-1] for what, text in instructions() if what == "COPY"]
    ours = [
        source
        for words in copied
        if not any(word.startswith("--from") for word in words)
        for source in words
        if not source.startswith("--")
    ]
    assert "pyproject.toml" in ours
    for source in ours:
        assert (HOME / source).exists(), source


def test_the_container_has_what_a_wheel_is_made_from():
    """All that pyproject.toml and the build hook name; else the build fails far from here."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
    hook = (HOME / "instructor" / "build" / "hook.py").read_text(encoding="utf-8")
    needed = [project["project"]["readme"], *project["project"]["license-files"]]
    needed += project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    needed += project["build-system"]["backend-path"]
    needed += [name for name in ("datasets", "curriculum") if f'"{name}"' in hook]
    sources = " ".join(text for what, text in instructions() if what == "COPY").split()
    for path in needed:
        assert any(path == one or path.startswith(f"{one}/") for one in sources), path


def test_what_is_copied_makes_a_wheel(tmp_path):
    """The first half of the Containerfile, without an engine and without the network."""
    for what, text in instructions():
        if what == "COPY" and "--from" not in text and "/checkout" in text:
            *sources, target = text.split()
            for source in sources:
                into = tmp_path / target.lstrip("/")
                if (HOME / source).is_dir():
                    shutil.copytree(
                        HOME / source, into, ignore=shutil.ignore_patterns("__pycache__")
                    )
                else:
                    into.mkdir(exist_ok=True)
                    shutil.copy(HOME / source, into)
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "wheel")],
        cwd=tmp_path / "checkout",
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = (tmp_path / "wheel").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "howcome_instructor/doctor/bwrap.apparmor" in names
    assert "howcome_instructor/grade/run/kernels/in_kernel.py" in names
    assert f"howcome/lessons/middle/{LESSON}.ipynb" in names
    # the lessons' sources, with their answers, stay where they are
    assert not any(name.startswith(("curriculum", "instructor/")) for name in names)


def test_the_container_and_the_doctor_install_the_same():
    assert set(sandbox.APT) <= installed_by_apt()
    readme = (CONTAINER / "README.md").read_text(encoding="utf-8")
    for command_ in sandbox.advice(system.WINDOWS).commands:
        assert command_ in readme, command_
    for command_ in sandbox.advice(system.MACOS).commands:
        assert command_ in readme, command_
    for engine, options in sandbox.OPTIONS.items():
        for option in options:
            assert f"`{option}`" in readme, (engine, option)


def test_the_extra_that_the_container_installs_exists():
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runs = " ".join(text for what, text in instructions() if what == "RUN")
    assert "[teach]" in runs
    assert "teach" in project["optional-dependencies"]


def test_the_container_runs_as_nobody_special():
    what = dict(instructions())
    assert what["USER"] not in ("root", "0")
    assert what["VOLUME"] == '["/course"]'
    assert json.loads(what["ENTRYPOINT"]) == ["howcome"]
    users = [text for name, text in instructions() if name == "RUN" and "useradd" in text]
    assert f"--uid 1000 {what['USER']}" in users[0]


def test_the_readme_says_that_it_was_not_built():
    text = (CONTAINER / "README.md").read_text(encoding="utf-8")
    assert "not been built" in text


def test_help_names_doctor():
    assert "doctor" in CliRunner().invoke(main, ["--help"]).output
    assert importlib.util.find_spec("howcome_instructor.doctor.command")
